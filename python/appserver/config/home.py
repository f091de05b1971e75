"""Where a home is that nobody has named."""

from __future__ import annotations

import os

__all__ = ["HOME_VARIABLES", "usual_home"]

HOME_VARIABLES = ("APPSERVER_HOME", "CODEX_HOME")
"""The variables that name a home, the first that is set counting."""


def usual_home() -> str:
    """What `APPSERVER_HOME` names, or else `CODEX_HOME`, or else `~/.appserver`; an absolute path."""
    for variable in HOME_VARIABLES:
        if named := os.environ.get(variable):
            return os.path.realpath(named)
    return os.path.join(os.path.expanduser("~"), ".appserver")  # noqa: PTH111, PTH118 - text stays text
