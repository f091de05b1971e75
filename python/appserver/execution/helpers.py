"""Programs that help a server, as whoever embeds it names them."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from appserver._core import helper_fault

__all__ = ["Arg0Paths"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arg0Paths:
    """Programs in the place of those that a server would look for itself. Each is checked where it is named.

    A program is named by its whole path, of which links are followed once. Nobody but root and the user of the process
    may be able to change it, or a directory that leads to it.

    Attributes:
        linux_sandbox: keeps commands in a sandbox: `bwrap`, or a program that takes its options. It is tried before the
            first command, and nothing takes its place: commands that it cannot keep are refused. None: the server
            looks for `bwrap` in `PATH`, and keeps commands by itself where there is none.
        execve_wrapper: stands in for the system's `execve` in a shell that is watched. No shell is: nothing asks.
    """

    linux_sandbox: str | Path | None = None
    execve_wrapper: str | Path | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            path: Any = getattr(self, field.name)
            if path is not None:
                object.__setattr__(self, field.name, _program(f"Arg0Paths.{field.name}", path))


def _program(name: str, value: Any) -> str:
    """The path of a program.

    Raises:
        TypeError: it is no path.
        ValueError: there is no program, or others may change it.
    """
    if not isinstance(value, str | Path):
        raise TypeError(f"{name} is the path of a program, a str or a Path, not {type(value).__name__}")
    path = str(value)
    if not os.path.isabs(path) or "\0" in path:  # noqa: PTH117 - text stays text
        raise ValueError(f"{name} is {path!r}; name the program by its whole path")
    path = os.path.realpath(path)
    if (fault := helper_fault(os.fsencode(path))) is not None:
        raise ValueError(f"{name}: {path!r} {fault}")
    return path
