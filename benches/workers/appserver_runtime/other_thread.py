"""A producer of `appserver` on another thread: events a second, and how many of them share one wake-up."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from time import sleep
from typing import TYPE_CHECKING

from benches.harness.floors import LoopThread
from benches.subjects.deltas import delta, last_event
from benches.subjects.echo import outgoing_of, running
from benches.workers.floors import THREAD_HOP
from benches.workers.offer import Offer, Offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from concurrent.futures import Future
    from contextlib import AbstractAsyncContextManager

    from appserver.in_process import EventStream
    from appserver.in_process.arguments import DropPolicy
    from appserver.server.outgoing import Outgoing
    from benches.workers.offer import Run

__all__ = ["OFFERS"]

BURST = 100
"""Events that a producer sends at once; fewer than a stream holds."""


class OtherThread:
    """A producer on a loop of its own thread, and a reader on this one."""

    def __init__(self, stream: EventStream, outgoing: Outgoing, thread: LoopThread) -> None:
        self._stream = stream
        self._outgoing = outgoing
        self._thread = thread
        self._delta = delta()
        self._last = last_event()
        self._burst_end = 0
        self._burst_read = threading.Event()

    async def _produce(self, count: int) -> None:
        send = self._outgoing.send_notification
        event = self._delta
        for _ in range(count - 1):
            await send(event)
        await send(self._last)

    def _produce_in_bursts(self, count: int, wait: Callable[[], None]) -> None:
        send = self._outgoing.try_send_notification
        for start in range(0, count, BURST):
            self._burst_end = min(start + BURST, count)
            for _ in range(start, min(self._burst_end, count - 1)):
                send(self._delta)
            if self._burst_end == count:
                send(self._last)
            wait()
            self._burst_read.clear()

    def _sleep(self) -> None:
        self._burst_read.wait()

    def _poll(self) -> None:
        while not self._burst_read.is_set():
            sleep(0)

    async def _read(self) -> float:
        """Read to the end; returns the events a batch. Every batch costs one wake-up at the most."""
        batches = received = 0
        while True:
            events = await self._stream.next_events()
            assert events is not None, "the runtime was closed under the benchmark"
            batches += 1
            received += len(events)
            if received == self._burst_end:
                self._burst_read.set()
            if events[-1] is self._last:
                return received / batches

    async def steady(self, count: int) -> float:
        """A producer that never stops."""
        produced: Future[None] = asyncio.run_coroutine_threadsafe(self._produce(count), self._thread.loop)
        batch = await self._read()
        await asyncio.wrap_future(produced)
        return batch

    async def bursts(self, count: int) -> float:
        """A producer that sends a burst and sleeps until it was read."""
        return await self._bursts(count, self._sleep)

    async def busy_bursts(self, count: int) -> float:
        """The same without a sleep: both threads stay hot, and each release of the interpreter changes threads."""
        return await self._bursts(count, self._poll)

    async def _bursts(self, count: int, wait: Callable[[], None]) -> float:
        produced = asyncio.get_running_loop().run_in_executor(None, self._produce_in_bursts, count, wait)
        batch = await self._read()
        await produced
        return batch


def _opened(
    policy: DropPolicy, way: Callable[[OtherThread, int], Awaitable[float]], *, wake_ups: bool = False
) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        thread = LoopThread()
        try:
            async with running() as handle:
                outgoing = await outgoing_of(handle)
                handle.events.close()
                work = OtherThread(handle.subscribe(policy=policy), outgoing, thread)

                async def run(count: int) -> float | None:
                    batch = await way(work, count)
                    return batch if wake_ups else None

                yield run
        finally:
            thread.close()

    return opened


def _offer(policy: DropPolicy, way: Callable[[OtherThread, int], Awaitable[float]]) -> Offer:
    return Offer(_opened(policy, way), THREAD_HOP, least=500)


def _wake_ups(way: Callable[[OtherThread, int], Awaitable[float]]) -> Offer:
    return Offer(_opened("block", way, wake_ups=True), least=20 * BURST, most=20 * BURST)


OFFERS: Offers = {
    "events_other_thread": {
        "steady, every event kept": _offer("block", OtherThread.steady),
        "steady, text joined when full": _offer("coalesce", OtherThread.steady),
        "bursts of 100": _offer("block", OtherThread.bursts),
        "busy bursts of 100": _offer("block", OtherThread.busy_bursts),
    },
    "wake_ups": {
        "bursts of 100": _wake_ups(OtherThread.bursts),
        "busy bursts of 100": _wake_ups(OtherThread.busy_bursts),
    },
}
