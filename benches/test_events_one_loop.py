"""One producer and one reader on the same loop, through the whole event path, beside a bare
`asyncio.Queue`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest

from benches.harness.floors import completed_await
from benches.harness.interleave import Contender
from benches.harness.loops import run_on
from benches.peers.asyncio_events import BARE_QUEUE, bare_queue
from benches.subjects.deltas import delta, last_event
from benches.subjects.echo import outgoing_of, running

if TYPE_CHECKING:
    from appserver.in_process import InProcessClientHandle
    from appserver.processor.outgoing import Outgoing
    from benches.harness.recorder import Recorder

OPERATIONS = 20_000
ROUNDS = 40
TRY_SEND_BURST = 64


class Stream:
    """A producer and a reader of one runtime; every event that is sent must be read as it was sent."""

    def __init__(self, handle: InProcessClientHandle, outgoing: Outgoing) -> None:
        self._handle = handle
        self._outgoing = outgoing
        self._delta = delta()
        self._last = last_event()

    async def _produce(self, count: int) -> None:
        send = self._outgoing.send_notification
        event = self._delta
        for _ in range(count - 1):
            await send(event)
        await send(self._last)

    async def _produce_in_bursts(self, count: int) -> None:
        send = self._outgoing.try_send_notification
        event = self._delta
        for start in range(0, count - 1, TRY_SEND_BURST):
            for _ in range(min(TRY_SEND_BURST, count - 1 - start)):
                send(event)
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
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._produce, count)
            tasks.start_soon(self._iterate, count)

    async def read_batches(self, count: int) -> None:
        """`await send_notification` and `next_events()`."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._produce, count)
            tasks.start_soon(self._read_batches, count)

    async def bursts(self, count: int) -> None:
        """`try_send_notification` in bursts that fit, and `next_events()`."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._produce_in_bursts, count)
            tasks.start_soon(self._read_batches, count)

    def contenders(self) -> list[Contender]:
        """The ways to send and to read."""
        return [
            Contender("async for", self.iterate),
            Contender("next_events()", self.read_batches),
            Contender("try_send in bursts, next_events()", self.bursts),
        ]


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_beside_a_bare_queue(recorder: Recorder, loop: str) -> None:
    async def main() -> None:
        async with running() as handle:
            stream = Stream(handle, await outgoing_of(handle))
            await recorder.compare(
                [*stream.contenders(), bare_queue(delta()), completed_await()],
                setting=loop,
                operations=OPERATIONS,
                rounds=ROUNDS,
                ratios=[
                    ("async for", BARE_QUEUE),
                    ("next_events()", BARE_QUEUE),
                    ("try_send in bursts, next_events()", BARE_QUEUE),
                ],
            )

    run_on(loop, main)


def test_on_trio(recorder: Recorder) -> None:
    async def main() -> None:
        async with running() as handle:
            stream = Stream(handle, await outgoing_of(handle))
            await recorder.compare(
                [*stream.contenders(), completed_await()],
                setting="trio",
                operations=OPERATIONS,
                rounds=ROUNDS // 2,
            )

    run_on("trio", main)
