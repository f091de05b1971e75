"""Trees of files, and what `git apply` makes of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["files", "git_apply"]


def files(root: Path) -> dict[str, tuple[str, bytes]]:
    """Every file below `root`: what git sees of its mode, and its bytes or its target."""
    found: dict[str, tuple[str, bytes]] = {}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[name] = "link", os.fsencode(path.readlink())
        elif path.is_file():
            found[name] = "executable" if path.stat().st_mode & 0o100 else "file", path.read_bytes()
    return found


def git_apply(diff: str, before: Path, copy: Path, within: str = ".") -> dict[str, tuple[str, bytes]]:
    """The tree that git makes of `before` with the diff; `copy` must not exist yet."""
    shutil.copytree(before, copy, symlinks=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    environment["GIT_CEILING_DIRECTORIES"] = str(copy.parent)
    if diff:
        done = subprocess.run(
            ["git", "apply", "-"],
            cwd=copy / within,
            input=diff.encode(),
            env=environment,
            capture_output=True,
        )
        assert done.returncode == 0, (done.stderr, diff)
    return files(copy)
