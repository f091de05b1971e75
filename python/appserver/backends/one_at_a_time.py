"""What is done with one thing at a time: whatever has another name does not wait."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

__all__ = ["OneAtATime"]


class OneAtATime:
    """A lock for each name, as long as somebody has it or waits for it. Use it on one event loop."""

    def __init__(self) -> None:
        self._locks: dict[str, anyio.Lock] = {}
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncGenerator[None]:
        """Nobody else is within by this name.

        Cancellation: it waits no more.
        """
        lock = self._locks.setdefault(name, anyio.Lock())
        self._users[name] = self._users.get(name, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[name] -= 1
            if not self._users[name]:
                del self._users[name], self._locks[name]

    def __len__(self) -> int:
        """How many names are in use."""
        return len(self._locks)
