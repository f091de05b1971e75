"""A home in which calls of the operating system, and statements of the index, fail as a test wants it."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING, Any

from appserver.store.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CALLS", "FaultyFiles"]

CALLS = (
    "open_append",
    "write",
    "fsync",
    "truncate",
    "size",
    "links",
    "read_at",
    "open_read",
    "make_folder",
    "rename",
    "unlink",
    "lock",
    "stat",
    "entries",
    "before_statement",
)


class FaultyFiles(Files):
    """Counts the calls of one kind, and lets those fail that `fails` says.

    Attributes:
        call: which kind.
        fails: says by number whether a call fails; they are counted from 0.
        error: how.
        count: the calls so far.
    """

    def __init__(self, call: str, error: int = errno.ENOSPC) -> None:
        self.call = call
        self.error = error
        self.count = 0
        self.failed = 0
        self.fails: Callable[[int], bool] = lambda _: False

    def _check(self, call: str) -> None:
        if call != self.call:
            return
        number, self.count = self.count, self.count + 1
        if not self.fails(number):
            return
        self.failed += 1
        if call == "before_statement":
            raise sqlite3.OperationalError("database or disk is full")
        raise OSError(self.error, "it fails on purpose")


def _wrapped(call: str) -> Any:
    real = getattr(Files, call)

    def checked(self: FaultyFiles, *arguments: Any, **options: Any) -> Any:
        self._check(call)
        return real(self, *arguments, **options)

    return checked


for _call in CALLS:
    setattr(FaultyFiles, _call, _wrapped(_call))
