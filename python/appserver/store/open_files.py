"""Which files of threads are open: the newest used. A thread that is loaded and idle needs no more than its lock."""

from __future__ import annotations

import errno
import resource
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Closable", "OpenFiles", "is_short_of_descriptors"]

MOST: Final = 128
"""Files that stay open at the most: those of so many turns at once are never opened twice."""

FEWEST: Final = 4
"""Files that stay open however many threads are loaded."""

_SHORT: Final = frozenset({errno.EMFILE, errno.ENFILE})


class Closable(Protocol):
    """Who has a file open."""

    def close_idle(self) -> bool:
        """Close the file if nobody uses it just now; whether it is closed."""
        ...


def is_short_of_descriptors(error: OSError) -> bool:
    """Whether the process, or the system, can open no more files."""
    return error.errno in _SHORT


def most_open(taken: int) -> int:
    """How many files may stay open beside the locks of so many threads: half of the descriptors are for others."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    half = MOST if limit == resource.RLIM_INFINITY else limit // 2
    return max(FEWEST, min(MOST, half - taken))


class OpenFiles:
    """The open files of a home, the one that was used last at the end. Any thread.

    Attributes:
        newest: who has used its file last.
    """

    def __init__(self, count_taken: Callable[[], int]) -> None:
        self._count_taken = count_taken
        self._lock = Lock()
        self._open: dict[Closable, None] = {}
        self.newest: Closable | None = None

    def __len__(self) -> int:
        return len(self._open)

    def used(self, owner: Closable) -> None:
        """A file is open, and used; those that were not for the longest time are closed beyond the bound."""
        # The one thread that is written to again and again. It is closed only while nobody writes to it.
        if self.newest is owner:
            return
        with self._lock:
            self._open.pop(owner, None)
            self._open[owner] = None
            self.newest = owner
            is_over = len(self._open) > FEWEST and len(self._open) > most_open(self._count_taken())
        if is_over:
            self.close_idle(down_to=most_open(self._count_taken()), keep=owner)

    def closed(self, owner: Closable) -> None:
        """A file is closed."""
        with self._lock:
            self._open.pop(owner, None)
            if self.newest is owner:
                self.newest = None

    def close_idle(self, *, down_to: int = 0, keep: Closable | None = None) -> None:
        """Close files that nobody uses just now, the oldest first, until so many are open."""
        with self._lock:
            oldest = [owner for owner in self._open if owner is not keep]
        for owner in oldest:
            if len(self._open) <= down_to:
                break
            owner.close_idle()
