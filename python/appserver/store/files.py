"""Every call of the operating system that the store in files makes, in one place: tests let each of them fail."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from contextlib import suppress
from stat import S_ISREG
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Entry", "Files"]

_OPENING: Final = os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
"""What is no file, such as a pipe, is not waited for."""

_PAUSE: Final = 0.005
"""Seconds between two attempts to take a lock."""


class Entry(NamedTuple):
    """A file in a folder."""

    name: str
    is_folder: bool


class Files:
    """The files of a home.

    Attributes:
        patience: for how many seconds a lock is waited for that others hold for an instant.
    """

    patience: float = 10.0

    def open_append(self, path: Path, *, is_new: bool = False) -> int:
        """Open a file to write at its end; `is_new`: it must not be there yet."""
        return _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | (os.O_EXCL if is_new else 0))

    def open_again(self, path: Path) -> int:
        """Open a file that must be there, to go on writing at its end."""
        return _opened(path, os.O_RDWR | os.O_APPEND)

    def identity(self, descriptor: int) -> tuple[int, int]:
        """Which file is open, whatever its name is."""
        found = os.fstat(descriptor)
        return found.st_dev, found.st_ino

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write some of the data; returns how much."""
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """Let what was written survive a loss of power."""
        os.fsync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut a file."""
        os.ftruncate(descriptor, size)

    def close(self, descriptor: int) -> None:
        """Close a file."""
        os.close(descriptor)

    def size(self, descriptor: int) -> int:
        """The size of an open file."""
        return os.fstat(descriptor).st_size

    def links(self, descriptor: int) -> int:
        """How many names an open file has; none: it was removed."""
        return os.fstat(descriptor).st_nlink

    def read_at(self, descriptor: int, length: int, offset: int) -> bytes:
        """Read from a place in an open file."""
        return os.pread(descriptor, length, offset)

    def open_read(self, path: Path) -> int:
        """Open a file to read it."""
        return _opened(path, os.O_RDONLY)

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it, where they are not there."""
        path.mkdir(parents=True, exist_ok=True)

    def rename(self, path: Path, target: Path) -> None:
        """Move a file."""
        path.rename(target)

    def unlink(self, path: Path) -> None:
        """Remove a file that may be gone already."""
        path.unlink(missing_ok=True)

    def lock(self, descriptor: int, *, waits: bool) -> None:
        """Lock an open file; where it is locked, and stays so if this waits, a `BlockingIOError`."""
        end = time.monotonic() + (self.patience if waits else 0)
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def stat(self, path: Path | str) -> os.stat_result:
        """What is known of a file."""
        return os.stat(path)  # noqa: PTH116 - of thousands of files; making a `Path` takes longer

    def make_private(self, path: Path) -> None:
        """Make an empty file for others to open, where nothing is there: one that nobody else may read."""
        with suppress(OSError):  # whoever opens it says what is wrong
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))

    def entries(self, path: Path) -> Iterator[Entry]:
        """What is in a folder; nothing where it is not there."""
        try:
            found = os.scandir(path)
        except (FileNotFoundError, NotADirectoryError):
            return
        with found:
            for entry in found:
                yield Entry(entry.name, entry.is_dir())

    def before_statement(self, statement: str) -> None:
        """A statement of the index is about to run."""


def _opened(path: Path, flags: int) -> int:
    """Open a file.

    Raises:
        OSError: it cannot be opened, or is none: nothing else is read or written.
    """
    descriptor = os.open(path, flags | _OPENING, 0o600)  # whole conversations stand in them
    if S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "it is no regular file", str(path))
