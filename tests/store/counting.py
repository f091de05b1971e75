"""Files that count what is read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.store.files import Files

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CountingFiles", "read_by", "rollout_in"]


class CountingFiles(Files):
    """Counts the bytes that are read."""

    def __init__(self) -> None:
        self.bytes_read = 0

    def read_at(self, descriptor: int, length: int, offset: int) -> bytes:
        data = super().read_at(descriptor, length, offset)
        self.bytes_read += len(data)
        return data


def read_by(files: CountingFiles) -> int:
    """The bytes that were read since this was last asked."""
    count, files.bytes_read = files.bytes_read, 0
    return count


def rollout_in(home: Path) -> Path:
    """The only rollout of a home."""
    (path,) = home.glob("sessions/*/*/*/*.jsonl")
    return path
