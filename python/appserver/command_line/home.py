"""Where the server's home is."""

from __future__ import annotations

import os
from pathlib import Path

from appserver.command_line.failures import StartError
from appserver.config.home import HOME_VARIABLES, usual_home

__all__ = ["find_home"]


def find_home(given: Path | None) -> Path:
    """The home: what was given, or what `APPSERVER_HOME` or `CODEX_HOME` says, or else `~/.appserver`.

    Raises:
        StartError: such a variable names no directory; or what was given is none.
    """
    if given is not None:
        if given.exists() and not given.is_dir():
            raise StartError(f"--home {given} is not a directory")
        return given.absolute()
    variable = next((name for name in HOME_VARIABLES if os.environ.get(name)), None)
    if variable is None:
        return Path(usual_home())
    named = os.environ[variable]
    # Codex refuses a home that is not there: whoever has mistyped it does not want another one.
    if not Path(named).is_dir():
        raise StartError(
            f"{variable} points to {named!r}, which is not a directory; make it, or give --home DIR"
        )
    return Path(named).absolute()
