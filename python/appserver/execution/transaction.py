"""A plan on its way to the disk: all of it, or nothing.

New content is written beside its place under another name. Then the old files are put aside and the new ones moved into
place, and all of that is undone if one step fails. Every step walks to its directory anew, without following links.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from typing import TYPE_CHECKING

from appserver.execution.beneath import PatchError, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.execution.beneath import Beneath, Place
    from appserver.execution.planning import Content, Plan

__all__ = ["carry_out"]

CHUNK_BYTES = 1 << 20
"""Bytes written between two looks at whether to stop: a millisecond on a fast disk."""

_NO_HARD_LINKS = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}


def carry_out(plan: Plan, tree: Beneath, is_stopping: Callable[[], bool]) -> None:
    """Make the changes, or none of them.

    Raises:
        PatchError: the disk refused, a file was changed meanwhile, or it was asked to stop before the first file was
            moved into place.
    """
    _Transaction(plan, tree, is_stopping).run()


class _Transaction:
    """The steps that were made, and how to take them back."""

    def __init__(self, plan: Plan, tree: Beneath, is_stopping: Callable[[], bool]) -> None:
        self._plan = plan
        self._tree = tree
        self._is_stopping = is_stopping
        self._path = ""
        self._staged: dict[Place, Place] = {}
        self._backups: list[Place] = []
        self._undo: list[Callable[[], None]] = []

    def run(self) -> None:
        """Stage everything, then move it into place; on any failure put back what was there."""
        plan = self._plan
        steps = [
            (place, plan.before[place], content)
            for place, content in plan.after.items()
            if not _same(plan.before[place], content)
        ]
        try:
            for place, _, content in steps:
                self._path = plan.named[place]
                if content is not None:
                    self._stage(place, content)
            self._check_stopping()
            for place, before, content in steps:
                self._path = plan.named[place]
                if before is not None and content is None:
                    self._remove(place, before)
            for place, before, content in steps:
                self._path = plan.named[place]
                if content is not None:
                    self._move_into_place(place, before)
        except BaseException as error:
            left = self._take_back()
            if isinstance(error, OSError | PatchError) and left:
                problem = getattr(error, "reason", "") or reason_of(error)  # type: ignore[arg-type]
                raise PatchError(self._path, f"{problem}; and could not be put back: {left}") from error
            if isinstance(error, OSError):
                raise PatchError(self._path, reason_of(error)) from error
            raise
        finally:
            self._undo.clear()  # they refer to this, and to all that the files held
        for backup in self._backups:
            with contextlib.suppress(OSError):
                self._unlink(backup)

    def _check_stopping(self) -> None:
        """Stop if that was asked for."""
        if self._path and self._is_stopping():
            raise PatchError(self._path, "it was interrupted; nothing was changed")

    def _stage(self, place: Place, content: Content) -> None:
        """Write new content in the directory of its place, or as near to it as there is one."""
        near = self._tree.deepest(place[:-1])
        staged = (*near, _unused())
        data = content.data or b""
        with self._tree.directory(near) as parent:
            # Not `mkstemp`: a new file shall get the permissions that the user's umask gives.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(staged[-1], flags, 0o666, dir_fd=parent)
            self._staged[place] = staged
            self._undo.append(lambda: self._unlink(staged))
            with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
                for start in range(0, len(data), CHUNK_BYTES):
                    self._check_stopping()
                    file.write(memoryview(data)[start : start + CHUNK_BYTES])
                if content.mode is not None:
                    os.fchmod(file.fileno(), content.mode)

    def _remove(self, place: Place, before: Content) -> None:
        """Put a file aside."""
        self._check_unchanged(place, before)
        backup = (*place[:-1], _unused())
        self._rename(place, backup)
        self._undo.append(lambda: self._rename(backup, place))
        self._backups.append(backup)

    def _move_into_place(self, place: Place, before: Content | None) -> None:
        staged = self._staged[place]
        if before is None:
            self._make_directories(place[:-1])
            self._place_new(staged, place)
            self._undo.append(lambda: self._unlink(place))
            return
        self._check_unchanged(place, before)
        backup = (*place[:-1], _unused())
        self._keep_copy(place, backup, before)
        self._backups.append(backup)
        self._undo.append(lambda: self._unlink(backup))
        self._rename(staged, place)
        self._undo[-1] = lambda: self._rename(backup, place)

    def _check_unchanged(self, place: Place, before: Content) -> None:
        """Refuse to write over what somebody else has written since the file was read."""
        now, then = self._tree.status(place), before.status
        if now is None or then is None or _signature(now) != _signature(then):
            raise PatchError(self._path, "it was changed by somebody else meanwhile")

    def _make_directories(self, names: Place) -> None:
        for length in range(len(self._tree.deepest(names)) + 1, len(names) + 1):
            with self._tree.directory(names[: length - 1]) as parent:
                os.mkdir(names[length - 1], dir_fd=parent)
            self._undo.append(lambda made=names[:length]: self._remove_directory(made))  # type: ignore[misc]

    def _remove_directory(self, names: Place) -> None:
        with contextlib.suppress(OSError), self._tree.directory(names[:-1]) as parent:
            os.rmdir(names[-1], dir_fd=parent)  # unless somebody else uses it by now

    def _place_new(self, staged: Place, place: Place) -> None:
        """Move a new file to a place where nothing is; never over something that has come meanwhile."""
        with self._tree.directory(staged[:-1]) as source, self._tree.directory(place[:-1]) as parent:
            try:
                os.link(staged[-1], place[-1], src_dir_fd=source, dst_dir_fd=parent, follow_symlinks=False)
            except FileExistsError:
                raise PatchError(self._path, "it exists already") from None
            except OSError as error:
                if error.errno not in _NO_HARD_LINKS:
                    raise
                if self._tree.status(place) is not None:
                    raise PatchError(self._path, "it exists already") from None
                os.rename(staged[-1], place[-1], src_dir_fd=source, dst_dir_fd=parent)
                return
            os.unlink(staged[-1], dir_fd=source)

    def _keep_copy(self, place: Place, backup: Place, before: Content) -> None:
        """The old file under another name, while its own still leads to it."""
        with self._tree.directory(place[:-1]) as parent:
            try:
                os.link(place[-1], backup[-1], src_dir_fd=parent, dst_dir_fd=parent, follow_symlinks=False)
            except OSError as error:
                if error.errno not in _NO_HARD_LINKS:
                    raise
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
                with open(os.open(backup[-1], flags, 0o600, dir_fd=parent), "wb") as file:  # noqa: PTH123
                    file.write(before.data or b"")
                    os.fchmod(file.fileno(), before.mode or 0o600)

    def _rename(self, old: Place, new: Place) -> None:
        with self._tree.directory(old[:-1]) as source, self._tree.directory(new[:-1]) as target:
            os.rename(old[-1], new[-1], src_dir_fd=source, dst_dir_fd=target)

    def _unlink(self, place: Place) -> None:
        with contextlib.suppress(FileNotFoundError), self._tree.directory(place[:-1]) as parent:
            os.unlink(place[-1], dir_fd=parent)

    def _take_back(self) -> str:
        """Undo all steps; what the disk refuses to put back stays beside its place, and is named."""
        left: list[str] = []
        for undo in reversed(self._undo):
            try:
                undo()
            except OSError as error:
                left.append(str(error))
        return "; ".join(left)


def _same(before: Content | None, after: Content | None) -> bool:
    """Whether nothing is to be done."""
    if before is None or after is None:
        return before is after
    return before.data == after.data and before.mode == after.mode and before.is_link == after.is_link


def _signature(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _unused() -> str:
    """A name that nobody uses."""
    return f".appserver-{secrets.token_hex(8)}"
