"""Programs that help a server, as whoever embeds it names them."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

__all__ = ["Arg0Paths"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arg0Paths:
    """Programs in the place of those that a server would look for itself. Each is checked where it is named.

    Nothing asks for them yet: the sandbox of commands finds what it needs in `PATH`.

    Attributes:
        linux_sandbox: runs a command in a sandbox; None: none is named.
        execve_wrapper: stands in for the system's `execve` in a shell that is watched; None: none is named.
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
        ValueError: there is no program.
    """
    if not isinstance(value, str | Path):
        raise TypeError(f"{name} is the path of a program, a str or a Path, not {type(value).__name__}")
    path = str(value)
    if not os.path.isabs(path) or "\0" in path:  # noqa: PTH117 - text stays text
        raise ValueError(f"{name} is {path!r}; name the program by its whole path")
    if not os.path.isfile(path):  # noqa: PTH113 - text stays text
        raise ValueError(f"{name}: {path!r} is no file; name a program that is there")
    if not os.access(path, os.X_OK):
        raise ValueError(f"{name}: {path!r} cannot be executed; chmod +x, or name another program")
    return path
