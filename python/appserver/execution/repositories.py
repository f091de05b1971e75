"""What of a writable directory is protected: names at its top, and the directories that its `.git` leads to.

The sandbox finds the same for commands; this is for changes that the server makes itself.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from appserver.execution.sandbox import PROTECTED_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["protected_below"]

POINTER_BYTES: Final = 4096
"""How much of a file that names a directory is read."""


def protected_below(roots: Iterable[str]) -> list[str]:
    """The paths that are protected in directories that may be written. This looks at the disk."""
    found: list[str] = []
    for root in roots:
        found += [f"{root.rstrip('/')}/{name}" for name in sorted(PROTECTED_NAMES)]
        git = Path(root, ".git")
        if (directory := _pointer(git, "gitdir: ")) is not None:
            git = Path(os.path.realpath(Path(root, directory)))
            found.append(str(git))
        if (common := _pointer(git / "commondir", "")) is not None:
            found.append(os.path.realpath(git / common))
    return found


def _pointer(path: Path, prefix: str) -> str | None:
    """The path that a small regular file holds after `prefix`."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > POINTER_BYTES:
            return None
        content = os.fsdecode(path.read_bytes())
    except OSError:
        return None
    return content[len(prefix) :].partition("\n")[0].rstrip() if content.startswith(prefix) else None
