"""Where the server's home is."""

from __future__ import annotations

import os
from pathlib import Path

from appserver.command_line.failures import StartError

__all__ = ["find_home"]


def find_home(given: Path | None) -> Path:
    """The home: what was given, what `CODEX_HOME` says where it is set, or else `~/.appserver`.

    Raises:
        StartError: `CODEX_HOME` names no directory; or what was given is none.
    """
    if given is not None:
        if given.exists() and not given.is_dir():
            raise StartError(f"--home {given} is not a directory")
        return given.absolute()
    named = os.environ.get("CODEX_HOME")
    if not named:
        return Path.home() / ".appserver"
    # Codex refuses a home that is not there: whoever has mistyped it does not want another one.
    if not Path(named).is_dir():
        raise StartError(
            f"CODEX_HOME points to {named!r}, which is not a directory; make it, or give --home DIR"
        )
    return Path(named).absolute()
