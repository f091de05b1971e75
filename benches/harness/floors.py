"""What nothing in Python gets below: each is a contender beside the figures that it bounds."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from benches.harness.interleave import Contender

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["COMPLETED_AWAIT", "ONE_CALL_SOON", "LoopThread", "completed_await", "one_call_soon"]

COMPLETED_AWAIT = "floor: an already completed await"
ONE_CALL_SOON = "floor: one call_soon"
THREAD_HOP = "floor: a thread hop and back"


async def _completed() -> None:
    """A coroutine that has nothing to wait for."""


async def _await_completed(count: int) -> None:
    for _ in range(count):
        await _completed()


def completed_await() -> Contender:
    """Call a coroutine function that never waits."""
    return Contender(COMPLETED_AWAIT, _await_completed)


class _Turn:
    """One turn of the loop: `call_soon` and back, which is what `asyncio.sleep(0)` costs."""

    __slots__ = ()

    def __await__(self) -> Generator[None, None, None]:
        yield


async def _await_call_soon(count: int) -> None:
    turn = _Turn()
    for _ in range(count):
        await turn


def one_call_soon() -> Contender:
    """Let the loop schedule the same task again."""
    return Contender(ONE_CALL_SOON, _await_call_soon)


class LoopThread:
    """An asyncio loop on a thread of its own, and the round trip to it."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="bench loop", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the loop and its thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def hop(self) -> Contender:
        """`call_soon_threadsafe` to the other loop and back."""
        return Contender(THREAD_HOP, self._hop, share=0.1)

    async def _hop(self, count: int) -> None:
        here = asyncio.get_running_loop()
        for _ in range(count):
            back: asyncio.Future[None] = here.create_future()
            self.loop.call_soon_threadsafe(here.call_soon_threadsafe, back.set_result, None)
            await back
