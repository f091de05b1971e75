"""One producer and one reader of `appserver`: every event that is sent must be read as it was sent."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import anyio.lowlevel

from benches.subjects.deltas import delta, last_event
from benches.subjects.echo import outgoing_of, running
from benches.workers.floors import COMPLETED_AWAIT
from benches.workers.offer import Offer, Offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
    from contextlib import AbstractAsyncContextManager

    from appserver.in_process import InProcessClientHandle
    from appserver.server.outgoing import Outgoing
    from benches.workers.offer import Run

__all__ = ["OFFERS"]

BURST = 64
BATCH = 128
"""As many as a stream holds by default."""


class Stream:
    """A producer and a reader of one runtime."""

    def __init__(self, handle: InProcessClientHandle, outgoing: Outgoing) -> None:
        self._handle = handle
        self._outgoing = outgoing
        self._delta = delta()
        self._last = last_event()

    async def _send(self, count: int) -> None:
        send = self._outgoing.send_notification
        event = self._delta
        for _ in range(count - 1):
            await send(event)
        await send(self._last)

    async def _send_in_bursts(self, count: int) -> None:
        send = self._outgoing.try_send_notification
        event = self._delta
        for start in range(0, count - 1, BURST):
            for _ in range(min(BURST, count - 1 - start)):
                send(event)
            await anyio.lowlevel.checkpoint()
        await self._outgoing.send_notification(self._last)

    async def _send_in_batches(self, count: int) -> None:
        send = self._outgoing.try_send_notifications
        batch = [self._delta] * BATCH
        left = count - 1
        while left:
            left -= send(batch if left >= BATCH else batch[:left])
            await anyio.lowlevel.checkpoint()
        await self._outgoing.send_notification(self._last)

    async def _iterate(self, count: int) -> None:
        received = 0
        last = self._last
        async for event in self._handle:
            received += 1
            if event is last:
                break
        assert received == count, f"{received} events came of {count}"

    async def _read_batches(self, count: int) -> None:
        received = 0
        while True:
            events = await self._handle.next_events()
            assert events is not None, "the runtime was closed under the benchmark"
            received += len(events)
            if events[-1] is self._last:
                break
        assert received == count, f"{received} events came of {count}"

    async def iterate(self, count: int) -> None:
        """`await send_notification` and `async for`."""
        await _together(count, self._send, self._iterate)

    async def read_batches(self, count: int) -> None:
        """`await send_notification` and `next_events()`."""
        await _together(count, self._send, self._read_batches)

    async def bursts(self, count: int) -> None:
        """`try_send_notification` in bursts that fit, and `next_events()`."""
        await _together(count, self._send_in_bursts, self._read_batches)

    async def batches(self, count: int) -> None:
        """`try_send_notifications`, as many as fit, and `next_events()`; a policy that keeps every event."""
        await _together(count, self._send_in_batches, self._read_batches)


async def _together(count: int, *parts: Callable[[int], Coroutine[Any, Any, None]]) -> None:
    async with anyio.create_task_group() as tasks:
        for part in parts:
            tasks.start_soon(part, count)


def _opened(
    way: Callable[[Stream, int], Awaitable[None]], **options: Any
) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        async with running(**options) as handle:
            stream = Stream(handle, await outgoing_of(handle))

            async def run(count: int) -> None:
                await way(stream, count)

            yield run

    return opened


OFFERS: Offers = {
    "events_one_loop": {
        "async for": Offer(_opened(Stream.iterate), COMPLETED_AWAIT, least=200),
        "next_events()": Offer(_opened(Stream.read_batches), COMPLETED_AWAIT, least=200),
        "try_send_notification in bursts, next_events()": Offer(
            _opened(Stream.bursts), COMPLETED_AWAIT, least=200
        ),
        "try_send_notifications, next_events()": Offer(
            # The default policy joins text where trio runs the producer twice in a row.
            _opened(Stream.batches, drop_policy="block"),
            COMPLETED_AWAIT,
            least=200,
        ),
    }
}
