"""A directory and what lies below it, reached without ever leaving it.

A path is walked name by name from an open directory, and no step follows a link: a link is read and its target walked
in the same way. So what was checked is what is opened, also when a program swaps directories for links at the same
time.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections import deque
from typing import TYPE_CHECKING, Literal, TypeAlias

from appserver.errors import AppServerError
from appserver.execution.writable_roots import real_root

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path
    from types import TracebackType

__all__ = ["Beneath", "PatchError", "Place", "reason_of"]

Place: TypeAlias = "tuple[str, ...]"
"""The names that lead from the directory to a file; none of them is a link to follow."""

Known: TypeAlias = 'Literal["file", "missing"] | None'

MOST_LINKS = 40
"""Links on one path, as in the kernel."""

_WALK = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC | getattr(os, "O_PATH", 0)


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


def reason_of(error: OSError) -> str:
    """What the disk said, in words."""
    return "it does not exist" if isinstance(error, FileNotFoundError) else error.strerror or str(error)


class Beneath:
    """An open directory.

    Attributes:
        real: its path with all links resolved.
    """

    def __init__(self, root: Path) -> None:
        self._path = str(root.absolute())
        self._given = os.path.normpath(self._path)
        self.real = os.path.realpath(root)
        try:
            self._fd = os.open(self.real, os.O_DIRECTORY | os.O_CLOEXEC | getattr(os, "O_PATH", 0))
        except OSError as error:
            raise PatchError(str(root), reason_of(error)) from error

    def keep_within(self, writable: Sequence[str]) -> None:
        """Refuse a directory that commands may have put in the place of the one that is meant.

        Args:
            writable: what commands may write, the directory among it; empty: nothing is kept from them.

        Raises:
            PatchError: its path leads through a link that they may change.
        """
        if not writable:
            return
        try:
            real = real_root(self._path, writable)
        except OSError as error:
            raise PatchError(self._given, reason_of(error)) from error
        if real != self.real:
            raise PatchError(self._given, "it was replaced by something else just now; try again")

    def places_of(self, paths: Sequence[str]) -> tuple[Place, ...]:
        """Where absolute paths stand, as they are written and with all links resolved; none where that is outside."""
        found = dict[Place, None]()
        for path in paths:
            for root, full in ((self._given, os.path.normpath(path)), (self.real, os.path.realpath(path))):
                if os.path.commonpath((root, full)) == root:
                    found[tuple(part for part in os.path.relpath(full, root).split("/") if part != ".")] = (
                        None
                    )
        return tuple(found)

    def __enter__(self) -> Beneath:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._fd)

    def locate(
        self, path: str, known: Callable[[Place], Known] = lambda _: None, *, follow: bool = True
    ) -> Place:
        """The place that `path` names; `known` says what will have become of places that were already changed.

        Args:
            path: relative to the directory, or absolute.
            known: what a place shall be taken for, whatever the disk has there.
            follow: whether a link at the end of the path is followed.

        Raises:
            PatchError: it is not a valid path, lies outside, or goes through what is not a directory.
        """
        try:
            path.encode()
            return self._walk(path, known, follow=follow)
        except OSError as error:
            raise PatchError(path, reason_of(error)) from error
        except ValueError as error:  # a NUL byte, a half character
            raise PatchError(path, f"it is not a valid path: {error}") from None

    def _walk(self, path: str, known: Callable[[Place], Known], *, follow: bool) -> Place:
        pending: deque[str] = deque(self._names(path, path))
        links = 0
        names: list[str] = []
        opened: list[int | None] = []  # the directories of `names`; None where there is none yet
        try:
            while pending:
                name = pending.popleft()
                if name == "..":
                    if not names:
                        links += 1
                        above = os.path.dirname(self.real).rstrip("/")  # noqa: PTH120 - a text
                        pending = deque(self._names("/".join([above, *pending]), path))
                    else:
                        names.pop()
                        _close(opened.pop())
                    if links > MOST_LINKS:
                        raise PatchError(path, "it is not a valid path: too many links")
                    continue
                parent = opened[-1] if opened else self._fd
                found = known((*names, name)) or _kind(parent, name)
                is_last = not pending
                if found == "link" and (follow or not is_last):
                    links += 1
                    if links > MOST_LINKS:
                        raise PatchError(path, "it is not a valid path: too many links")
                    target = os.readlink(name, dir_fd=parent)
                    if target.startswith("/"):
                        names.clear()
                        while opened:
                            _close(opened.pop())
                        pending = deque([*self._names(target, path), *pending])
                    else:
                        pending.extendleft(reversed(_parts(target)))
                    continue
                if is_last:
                    names.append(name)
                elif found == "directory":
                    opened.append(os.open(name, _WALK, dir_fd=parent))
                    names.append(name)
                elif found == "missing":
                    opened.append(None)
                    names.append(name)
                else:
                    raise PatchError(path, f"{'/'.join([*names, name])!r} is not a directory")
        finally:
            while opened:
                _close(opened.pop())
        if not names:
            raise self._outside(path)
        return tuple(names)

    def _names(self, path: str, shown: str) -> list[str]:
        """The names of a path from the directory on."""
        if not path.startswith("/"):
            return _parts(path)
        for base in (self._given, self.real):
            if path == base or path.startswith(base.rstrip("/") + "/"):
                return _parts(path[len(base) :])
        # By another way; what is found is walked from here again.
        head, tail = os.path.split(path.rstrip("/"))
        real = f"{os.path.realpath(head).rstrip('/')}/{tail}"
        if tail == ".." or not real.startswith(self.real.rstrip("/") + "/"):
            raise self._outside(shown)
        return _parts(real[len(self.real) :])

    def _outside(self, path: str) -> PatchError:
        return PatchError(path, f"it lies outside {self.real}")

    @contextlib.contextmanager
    def directory(self, names: Place) -> Generator[int]:
        """The open directory at a place; no link is followed on the way.

        Raises:
            OSError: it is not there, or not a directory.
        """
        current = os.dup(self._fd)
        try:
            for name in names:
                following = os.open(name, _WALK, dir_fd=current)
                os.close(current)
                current = following
            yield current
        finally:
            os.close(current)

    def deepest(self, names: Place) -> Place:
        """The longest start of `names` that is a directory."""
        for length in range(len(names), 0, -1):
            with contextlib.suppress(OSError), self.directory(names[:length]):
                return names[:length]
        return ()

    def status(self, place: Place) -> os.stat_result | None:
        """What is at a place, links not followed; None when nothing is.

        Raises:
            OSError: the disk refuses to say.
        """
        try:
            with self.directory(place[:-1]) as parent:
                return os.stat(place[-1], dir_fd=parent, follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def read(self, place: Place, limit: int | None = None) -> tuple[os.stat_result, bytes | None]:
        """A regular file's status and bytes, or a link's status and target; no bytes for a file above `limit`.

        Raises:
            OSError: it is not there, or neither.
        """
        with self.directory(place[:-1]) as parent:
            status = os.stat(place[-1], dir_fd=parent, follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode):
                return status, os.fsencode(os.readlink(place[-1], dir_fd=parent))
            if not stat.S_ISREG(status.st_mode):  # before it is opened: some devices do something then
                raise _not_a_file(status)
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with open(os.open(place[-1], flags, dir_fd=parent), "rb") as file:  # noqa: PTH123 - a descriptor
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    raise _not_a_file(status)
                return status, None if limit is not None and status.st_size > limit else file.read()


def _not_a_file(status: os.stat_result) -> OSError:
    if stat.S_ISDIR(status.st_mode):
        return IsADirectoryError(errno.EISDIR, "it is a directory")
    return OSError(errno.EINVAL, "it is not a regular file")


def _kind(parent: int | None, name: str) -> str:
    if parent is None:
        return "missing"
    try:
        mode = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return "missing"
    return "link" if stat.S_ISLNK(mode) else "directory" if stat.S_ISDIR(mode) else "file"


def _parts(path: str) -> list[str]:
    return [name for name in path.split("/") if name not in ("", ".")]


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
