"""The time as the protocol writes it."""

from __future__ import annotations

import time

__all__ = ["UniqueClock", "unix_milliseconds"]


def unix_milliseconds() -> int:
    """Unix time in milliseconds."""
    return time.time_ns() // 1_000_000


class UniqueClock:
    """Unix times in microseconds that never repeat.

    Lists of threads are cut at a time: two threads of one time could hide one another.
    """

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """The time now, or the least time later than every one given out before."""
        self._last = max(time.time_ns() // 1000, self._last + 1)
        return self._last
