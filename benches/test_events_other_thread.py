"""A producer on another thread: events a second, and how many of them share one wake-up of the reader."""

from __future__ import annotations

import asyncio
import threading
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

from benches.harness.floors import LoopThread
from benches.harness.interleave import Contender
from benches.harness.loops import run_on
from benches.subjects.deltas import delta, last_event
from benches.subjects.echo import outgoing_of, running

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from appserver.in_process import EventStream
    from appserver.processor.outgoing import Outgoing
    from benches.harness.recorder import Recorder

OPERATIONS = 50_000
ROUNDS = 25
BURST = 100
"""Events that a producer sends at once; fewer than a stream holds."""
DROP_POLICIES = {"every event kept": "block", "text joined when full": "coalesce"}


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
        self.events_a_batch: list[float] = []

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

    async def _read(self) -> None:
        """Read to the end. Every batch costs one wake-up at the most."""
        batches = received = 0
        while True:
            events = await self._stream.next_events()
            assert events is not None, "the runtime was closed under the benchmark"
            batches += 1
            received += len(events)
            if received == self._burst_end:
                self._burst_read.set()
            if events[-1] is self._last:
                break
        self.events_a_batch.append(received / batches)

    async def steady(self, count: int) -> None:
        """A producer that never stops."""
        produced: Future[None] = asyncio.run_coroutine_threadsafe(self._produce(count), self._thread.loop)
        await self._read()
        await asyncio.wrap_future(produced)

    async def bursts(self, count: int) -> None:
        """A producer that sends a burst and sleeps until it was read."""
        await self._bursts(count, self._sleep)

    async def busy_bursts(self, count: int) -> None:
        """The same without a sleep: both threads stay hot, and every release of the interpreter changes
        threads."""
        await self._bursts(count, self._poll)

    async def _bursts(self, count: int, wait: Callable[[], None]) -> None:
        produced = asyncio.get_running_loop().run_in_executor(None, self._produce_in_bursts, count, wait)
        await self._read()
        await produced


def bare_queue_thread(thread: LoopThread) -> Contender:
    """`call_soon_threadsafe(queue.put_nowait, event)`, which is all that asyncio has for this."""

    async def run(count: int) -> None:
        here = asyncio.get_running_loop()
        queue: asyncio.Queue[Any] = asyncio.Queue()
        event = delta()

        async def produce() -> None:
            for _ in range(count):
                here.call_soon_threadsafe(queue.put_nowait, event)

        produced: Future[None] = asyncio.run_coroutine_threadsafe(produce(), thread.loop)
        for _ in range(count):
            await queue.get()
        await asyncio.wrap_future(produced)

    return Contender(BARE_QUEUE_THREAD, run, share=0.2)


BARE_QUEUE_THREAD = "asyncio.Queue, call_soon_threadsafe"


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_steady_and_in_bursts(recorder: Recorder, loop: str) -> None:
    async def main() -> None:
        thread = LoopThread()
        try:
            async with running() as handle:
                outgoing = await outgoing_of(handle)
                handle.events.close()
                for name, policy in DROP_POLICIES.items():
                    stream = handle.subscribe(policy=policy)  # type: ignore[arg-type]
                    work = OtherThread(stream, outgoing, thread)
                    await recorder.compare(
                        [
                            Contender(f"steady, {name}", work.steady),
                            bare_queue_thread(thread),
                            thread.hop(),
                        ],
                        setting=loop,
                        operations=OPERATIONS,
                        rounds=ROUNDS,
                        ratios=[(f"steady, {name}", BARE_QUEUE_THREAD)],
                    )
                    stream.close()
                stream = handle.subscribe()
                for name in ("bursts", "busy bursts"):
                    work = OtherThread(stream, outgoing, thread)
                    run = work.bursts if name == "bursts" else work.busy_bursts
                    await recorder.compare(
                        [Contender(f"{name} of {BURST}", run)],
                        setting=loop,
                        operations=OPERATIONS // 2,
                        rounds=ROUNDS,
                    )
                    recorder.figure(
                        f"{name} of {BURST}: events a wake-up", loop, "count", work.events_a_batch
                    )
        finally:
            thread.close()

    run_on(loop, main)
