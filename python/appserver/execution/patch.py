"""File changes on disk: all of them or none, and never outside one directory.

Everything is checked first and written beside its place under another name; then it is moved into place,
file by file, and moved back if one of them fails. The directory is trusted to hold still meanwhile: this is
a guard against an agent's wrong paths, not a sandbox against a program that swaps directories for links at
the same time.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appserver.errors import AppServerError
from appserver.execution.diff import NO_NEWLINE, DiffError, apply_diff, split_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from appserver.protocol import FileUpdateChange

__all__ = ["PatchError", "apply_changes", "read_text", "resolve_path", "unified_diff"]


CHUNK_BYTES = 1 << 20
"""Bytes written between two looks at whether to stop: a millisecond on a fast disk."""


class PatchError(AppServerError):
    """A change cannot be made; nothing was changed.

    Attributes:
        path: the file as the change names it.
        reason: what is wrong with it.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot change {path!r}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(slots=True)
class _Step:
    """One file to write or, without content, to remove.

    Attributes:
        path: the file as the change names it.
        target: the place on disk.
        content: what it shall hold; None removes it.
        mode: the permission bits to keep; None for a new file.
        staged, backup: the new and the old content beside the target, while the changes are made.
    """

    path: str
    target: Path
    content: bytes | None
    mode: int | None
    staged: Path | None = None
    backup: Path | None = None


def apply_changes(
    changes: Sequence[FileUpdateChange], root: Path, is_stopping: Callable[[], bool] = lambda: False
) -> None:
    """Make all `changes` below `root`, or none of them.

    An `add` carries the new file's text, an `update` a unified diff and perhaps a new path, a `delete` the
    text that is deleted (or nothing, for a file that is not text). Paths are relative to `root` or absolute.
    Missing directories are made. A changed file keeps its permissions; a link to a file inside `root` is
    followed, except by `delete`.

    This blocks on the disk. `is_stopping` is asked on the way, from the calling thread; once it says so, and unless
    the changes are already being moved into place, nothing is changed.

    Raises:
        PatchError: a path lies outside `root` or is named twice; a file exists, is missing, is not a regular file or
            not valid UTF-8; a diff does not fit; the disk refused; it was stopped.
    """
    steps = [step for change in changes for step in _plan(change, root)]
    seen: set[Path] = set()
    for step in steps:
        if step.target in seen:
            raise PatchError(step.path, "two changes name this file; join them into one")
        seen.add(step.target)
    _Transaction(steps, is_stopping).run()


def resolve_path(path: str, root: Path) -> Path:
    """The place on disk that `path` names, links followed.

    Raises:
        PatchError: it lies outside `root` or is not a valid path.
    """
    base = _real(root, str(root))
    target = _real(base / path, path)
    return _inside(target, base, path)


def read_text(target: Path, path: str) -> str:
    """The text of the regular file `target`; `path` is its name in errors.

    Raises:
        PatchError: it is missing, not a regular file, not valid UTF-8, or may not be read.
    """
    try:
        if not stat.S_ISREG(target.stat().st_mode):
            raise PatchError(path, "it is a directory" if target.is_dir() else "it is not a regular file")
        return target.read_bytes().decode()
    except FileNotFoundError:
        raise PatchError(path, "it does not exist") from None
    except UnicodeDecodeError as error:
        raise PatchError(path, f"it is not valid UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise PatchError(path, _reason(error)) from error


def unified_diff(changes: Iterable[FileUpdateChange], root: Path | None = None) -> str:
    """The changes as one patch in git's form, in the given order.

    Paths below `root` are shown relative to it; without a root they are shown as they are.
    """
    return "".join(_file_diff(change, root) for change in changes)


def _plan(change: FileUpdateChange, root: Path) -> Iterator[_Step]:
    """Check one change against the disk and say what is to be done."""
    path, kind = change.path, change.kind
    if kind.type == "add":
        yield _Step(path, _vacant(path, root), _encode(path, change.diff), None)
    elif kind.type == "delete":
        target = _deletable(path, root)
        if change.diff and not target.is_symlink() and read_text(target, path) != change.diff:
            raise PatchError(path, "it does not hold the text that is to be deleted")
        yield _Step(path, target, None, None)
    elif kind.type == "update":
        target = resolve_path(path, root)
        before = read_text(target, path)
        if not os.access(target, os.W_OK):
            raise PatchError(path, "it is read-only")
        move_path: str | None = getattr(kind, "move_path", None)
        if not change.diff.strip() and move_path is None:
            raise PatchError(path, "the update has neither a diff nor a new path")
        try:
            content = _encode(path, apply_diff(before, change.diff))
        except DiffError as error:
            raise PatchError(path, str(error)) from None
        mode = stat.S_IMODE(target.stat().st_mode)
        if move_path is None or resolve_path(move_path, root) == target:
            yield _Step(path, target, content, mode)
        else:
            yield _Step(move_path, _vacant(move_path, root), content, mode)
            yield _Step(path, target, None, None)
    else:
        raise PatchError(path, f"unknown kind of change {kind.type!r}; known are add, delete and update")


def _vacant(path: str, root: Path) -> Path:
    target = resolve_path(path, root)
    if os.path.lexists(target):
        raise PatchError(path, "it exists already")
    return target


def _deletable(path: str, root: Path) -> Path:
    """The file itself, or the link itself, that `path` names."""
    base = _real(root, str(root))
    place = base / path
    if place.is_symlink():
        return _inside(_real(place.parent, path) / place.name, base, path)
    target = resolve_path(path, root)
    try:
        if not stat.S_ISREG(target.lstat().st_mode):
            raise PatchError(path, "it is a directory" if target.is_dir() else "it is not a regular file")
    except OSError as error:
        raise PatchError(path, _reason(error)) from None
    return target


def _real(place: Path, path: str) -> Path:
    try:
        return place.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL byte
        raise PatchError(path, f"it is not a valid path: {error}") from None


def _inside(target: Path, base: Path, path: str) -> Path:
    if target == base or base not in target.parents:
        raise PatchError(path, f"it lies outside {base}")
    return target


def _encode(path: str, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise PatchError(
            path, f"the new text is not valid Unicode: {error.reason} at {error.start}"
        ) from None


def _reason(error: OSError) -> str:
    return "it does not exist" if isinstance(error, FileNotFoundError) else error.strerror or str(error)


@dataclass(slots=True)
class _Transaction:
    """Steps that were checked, on their way to the disk."""

    steps: list[_Step]
    is_stopping: Callable[[], bool]
    directories: list[Path] = field(default_factory=list)
    done: list[_Step] = field(default_factory=list)

    def run(self) -> None:
        """Stage everything, then move it into place; on any failure put back what was there."""
        step: _Step | None = None
        try:
            for step in self.steps:
                self._stage(step)
            self._check(self.steps[-1:])
            for step in self.steps:
                self._commit(step)
        except BaseException as error:
            self._undo()
            if isinstance(error, OSError) and step is not None:
                raise PatchError(step.path, _reason(error)) from error
            raise
        finally:
            for step in self.steps:
                for leftover in (step.staged, step.backup):
                    if leftover is not None:
                        leftover.unlink(missing_ok=True)

    def _check(self, steps: Sequence[_Step]) -> None:
        """Stop before `steps` if that was asked for."""
        if steps and self.is_stopping():
            raise PatchError(steps[0].path, "it was interrupted; nothing was changed")

    def _stage(self, step: _Step) -> None:
        if step.content is not None:
            self._make_directory(step.target.parent)
            staged = _beside(step.target)
            # Not `mkstemp`: a new file shall get the permissions that the user's umask gives.
            with staged.open("xb") as file:
                step.staged = staged
                content = memoryview(step.content)
                for start in range(0, len(content), CHUNK_BYTES):
                    self._check([step])
                    file.write(content[start : start + CHUNK_BYTES])
            if step.mode is not None:
                staged.chmod(step.mode)
        if os.path.lexists(step.target):
            backup = _beside(step.target)
            shutil.copy2(step.target, backup, follow_symlinks=False)
            step.backup = backup

    def _make_directory(self, directory: Path) -> None:
        missing = []
        while not directory.exists():
            missing.append(directory)
            directory = directory.parent
        for made in reversed(missing):
            made.mkdir()
            self.directories.append(made)

    def _commit(self, step: _Step) -> None:
        if step.staged is not None:
            step.staged.replace(step.target)
        else:
            step.target.unlink()
        self.done.append(step)

    def _undo(self) -> None:
        for step in reversed(self.done):
            if step.backup is not None:
                step.backup.replace(step.target)
            else:
                step.target.unlink()
        for step in self.steps:
            if step.staged is not None:
                step.staged.unlink(missing_ok=True)
        for directory in reversed(self.directories):
            with contextlib.suppress(OSError):  # somebody else uses it by now
                directory.rmdir()


def _beside(target: Path) -> Path:
    """A name in the directory of `target` that nobody uses."""
    return target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}.appserver")


def _file_diff(change: FileUpdateChange, root: Path | None) -> str:
    kind = change.kind.type
    old = _shown(change.path, root)
    new = _shown(getattr(change.kind, "move_path", None) or change.path, root)
    head = f"diff --git a/{old} b/{new}\n"
    if kind == "add":
        return f"{head}new file mode 100644\n--- /dev/null\n+++ b/{new}\n{_whole(change.diff, '+')}"
    if kind == "delete":
        return f"{head}deleted file mode 100644\n--- a/{old}\n+++ /dev/null\n{_whole(change.diff, '-')}"
    if old != new:
        head += f"rename from {old}\nrename to {new}\n"
    start = change.diff.find("@@ ")
    if start < 0:
        return head
    hunks = change.diff[start:]
    return f"{head}--- a/{old}\n+++ b/{new}\n{hunks if hunks.endswith(chr(10)) else hunks + chr(10)}"


def _whole(text: str, sign: str) -> str:
    """The one hunk that adds or removes all of `text`."""
    lines = split_lines(text)
    if not lines:
        return ""
    span = f"1,{len(lines)}"
    header = f"@@ -0,0 +{span} @@\n" if sign == "+" else f"@@ -{span} +0,0 @@\n"
    ending = "" if text.endswith("\n") else f"\n{NO_NEWLINE}\n"
    return header + "".join(sign + line for line in lines) + ending


def _shown(path: str, root: Path | None) -> str:
    if root is not None and path.startswith("/"):
        relative = os.path.relpath(path, root)
        if not relative.startswith(".."):
            return relative
    return path
