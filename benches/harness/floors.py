"""What nothing in Python gets below."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["LoopThread", "await_call_soon", "await_completed"]


async def _completed() -> None:
    """A coroutine that has nothing to wait for."""


async def await_completed(count: int) -> None:
    """Call a coroutine function that never waits."""
    for _ in range(count):
        await _completed()


class _Turn:
    """One turn of the loop: `call_soon` and back, which is what `asyncio.sleep(0)` costs."""

    __slots__ = ()

    def __await__(self) -> Generator[None, None, None]:
        yield


async def await_call_soon(count: int) -> None:
    """Let the loop schedule the same task again; asyncio and uvloop only."""
    turn = _Turn()
    for _ in range(count):
        await turn


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

    async def hop_and_back(self, count: int) -> None:
        """`call_soon_threadsafe` to the other loop and back."""
        here = asyncio.get_running_loop()
        for _ in range(count):
            back: asyncio.Future[None] = here.create_future()
            self.loop.call_soon_threadsafe(here.call_soon_threadsafe, back.set_result, None)
            await back
