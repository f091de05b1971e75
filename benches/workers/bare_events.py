"""The event works for libraries whose streams are plain queues: a producer, readers, nothing in between."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from benches.workers.processes import resident_bytes
from benches.workers.works import STALLED_TEXT_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Run

__all__ = ["Delta", "Queue", "fan_out", "one_matches", "stalled_reader", "subscriber_memory"]

BURST = 64
CAPACITY = 128


class Delta(NamedTuple):
    """The event of a program that has no protocol models; a class of its own size, made fresh where ours is."""

    method: str
    thread_id: str
    turn_id: str
    item_id: str
    delta: str


class Queue(NamedTuple):
    """One reader's queue, whatever library it is of."""

    put_nowait: Callable[[Any], Any]
    get: Callable[[], Awaitable[Any]]
    close: Callable[[], None] = lambda: None


def fan_out(make: Callable[[int], Queue]) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """Every subscriber gets every event; a round counts deliveries."""

    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        queues = [make(CAPACITY) for _ in range(size)]
        event = Delta("item/agentMessage/delta", "thread", "turn", "item", "hello ")

        async def run(count: int) -> None:
            left = max(1, count // size)
            while left:
                sent = min(BURST, left)
                left -= sent
                for _ in range(sent):
                    for queue in queues:
                        queue.put_nowait(event)
                for queue in queues:
                    for _ in range(sent):
                        await queue.get()

        yield run
        _close(queues)

    return opened


def one_matches(make: Callable[[int], Queue]) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """One queue a thread, found through a dict."""

    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        queues = {f"thread-{number}": make(CAPACITY) for number in range(size)}
        event = Delta("item/agentMessage/delta", f"thread-{size // 2}", "turn", "item", "hello ")
        reader = queues[event.thread_id]

        async def run(count: int) -> None:
            for start in range(0, count, BURST):
                sent = min(BURST, count - start)
                for _ in range(sent):
                    queues[event.thread_id].put_nowait(event)
                for _ in range(sent):
                    await reader.get()

        yield run
        _close(queues.values())

    return opened


def subscriber_memory(make: Callable[[int], Queue]) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """What each of so many empty queues adds."""

    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        async def run(_count: int) -> float:
            queues = {"thread": make(CAPACITY)}
            gc.collect()
            before = resident_bytes()
            queues |= {f"thread-{number}": make(CAPACITY) for number in range(size)}
            gc.collect()
            grown = resident_bytes() - before
            _close(queues.values())
            return grown / size

        yield run

    return opened


def stalled_reader(make: Callable[[int], Queue]) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """What a queue without a bound grows by when nobody reads; with a bound it would refuse the 129th event."""

    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        async def run(_count: int) -> float:
            queue = make(size)
            gc.collect()
            before = resident_bytes()
            for number in range(size):
                text = f"{number:06d}".ljust(STALLED_TEXT_BYTES)
                queue.put_nowait(Delta("item/agentMessage/delta", "thread", "turn", "item", text))
            gc.collect()
            grown = resident_bytes() - before
            _close([queue])
            return grown

        yield run

    return opened


def _close(queues: Iterable[Queue]) -> None:
    for queue in queues:
        queue.close()
