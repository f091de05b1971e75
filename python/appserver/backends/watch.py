"""Noticing that the loop which is to answer has been stopped: nobody would ever say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from appserver.backends.base import Backend, Waiter

__all__ = ["LOOK_SECONDS", "LoopWatch"]

LOOK_SECONDS: Final = 0.25
"""How often a caller on another loop looks. Two looks in a row that find the loop standing still are enough, in less
than a second; a single one may fall between two runs of it."""


class LoopWatch:
    """A look at another loop from time to time, while something is waited for that only that loop can do."""

    __slots__ = ("_backend", "_stood_still")

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._stood_still = False

    async def wait(self, waiter: Waiter) -> Any:
        """Wait for an outcome; `GONE` when the loop does not run.

        Cancellation: as that of the waiter.
        """
        return await waiter.wait_watching(LOOK_SECONDS, self._is_gone)

    def _is_gone(self) -> bool:
        stands_still = self._backend.closed or not self._backend.is_running
        was_so, self._stood_still = self._stood_still, stands_still
        return was_so and stands_still
