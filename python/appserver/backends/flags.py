"""Two ways to wait for something on the runtime's loop.

setting them is safe even when that loop is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appserver.backends.base import Backend, Waiter

__all__ = ["Bell", "Latch"]


class Latch:
    """Is set once and stays set; any number of tasks wait for it."""

    __slots__ = ("_backend", "_is_set", "_waiters")

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._is_set = False
        self._waiters: list[Waiter] = []

    @property
    def is_set(self) -> bool:
        """Whether `set` was called."""
        return self._is_set

    def set(self) -> None:
        """Let every present and future waiter pass."""
        self._is_set = True
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter.resolve(None)

    async def wait(self) -> None:
        """Return once the latch is set."""
        if self._is_set:
            return
        waiter = self._backend.waiter()
        self._waiters.append(waiter)
        try:
            await waiter.wait()
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)


class Bell:
    """Rings for one task, which looks around each time; rings between two looks are one ring."""

    __slots__ = ("_backend", "_rung", "_waiter")

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._rung = False
        self._waiter: Waiter | None = None

    def ring(self) -> None:
        """Let the waiting task, or the next one that waits, pass once."""
        self._rung = True
        if self._waiter is not None:
            self._waiter.resolve(None)

    async def wait(self) -> None:
        """Return once the bell has rung since the last wait."""
        if not self._rung:
            self._waiter = self._backend.waiter()
            try:
                await self._waiter.wait()
            finally:
                self._waiter = None
        self._rung = False
