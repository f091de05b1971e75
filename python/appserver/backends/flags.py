"""Two flags that tasks of the server's loop wait for; setting one is safe even when that loop is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appserver.backends.base import Backend, Waiter

__all__ = ["OneTimeFlag", "WakeFlag"]


class OneTimeFlag:
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
        """Return once the flag is set.

        Cancellation: the flag and its other waiters stay as they are.
        """
        if self._is_set:
            return
        waiter = self._backend.waiter()
        self._waiters.append(waiter)
        try:
            await waiter.wait()
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)


class WakeFlag:
    """Wakes one task, which looks around each time; what wakes it between two looks wakes it once."""

    __slots__ = ("_backend", "_is_set", "_waiter")

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._is_set = False
        self._waiter: Waiter | None = None

    def wake(self) -> None:
        """Let the waiting task, or the next one that waits, pass once."""
        self._is_set = True
        if self._waiter is not None:
            self._waiter.resolve(None)

    async def wait(self) -> None:
        """Return once `wake` was called since the last wait.

        Cancellation: the flag stays as it is.
        """
        if not self._is_set:
            self._waiter = self._backend.waiter()
            try:
                await self._waiter.wait()
            finally:
                self._waiter = None
        self._is_set = False
