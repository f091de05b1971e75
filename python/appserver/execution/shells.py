"""The shell that commands are given to which are written as a script."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["user_shell"]


def user_shell() -> str:
    """The shell of the user, where it is one that takes `-lc`; else one that is there."""
    for shell in (os.environ.get("SHELL", ""), "/bin/bash"):
        if Path(shell).name in ("bash", "zsh") and os.access(shell, os.X_OK):
            return shell
    return "/bin/sh"
