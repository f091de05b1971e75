"""anyio's memory object streams: a request is one stream there and one back, events are one stream."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import anyio.from_thread
import anyio.to_thread

from benches.workers.bare_events import (
    CAPACITY,
    Delta,
    Queue,
    fan_out,
    one_matches,
    stalled_reader,
    subscriber_memory,
)
from benches.workers.floors import COMPLETED_AWAIT, ONE_CALL_SOON, THREAD_HOP
from benches.workers.offer import Offer, Offers, merged
from benches.workers.peak_memory import peak_memory
from benches.workers.processes import EMPTY_PROCESS, program, resident_bytes
from benches.workers.requests import request_offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benches.workers.offer import Run
    from benches.workers.requests import Request

__all__ = ["OFFERS"]

EVENT = Delta("item/agentMessage/delta", "thread", "turn", "item", "hello ")


@asynccontextmanager
async def _request() -> AsyncIterator[Request]:
    """One server task answers in order; each call brings a stream for its answer."""
    send, receive = anyio.create_memory_object_stream[Any](CAPACITY)

    async def serve() -> None:
        async with receive:
            async for params, answer in receive:
                answer.send_nowait({"text": params["text"]})

    async def request() -> Any:
        answer, answered = anyio.create_memory_object_stream[Any](1)
        with answer, answered:
            await send.send(({"text": "hi"}, answer))
            return await answered.receive()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(serve)
        yield request
        send.close()


@asynccontextmanager
async def _events(_size: int) -> AsyncIterator[Run]:
    async def run(count: int) -> None:
        send, receive = anyio.create_memory_object_stream[Any](CAPACITY)

        async def produce() -> None:
            async with send:
                for _ in range(count):
                    await send.send(EVENT)

        async with receive, anyio.create_task_group() as tasks:
            tasks.start_soon(produce)
            async for _event in receive:
                pass

    yield run


@asynccontextmanager
async def _events_other_thread(_size: int) -> AsyncIterator[Run]:
    """`from_thread.run_sync`: each event waits until the loop has taken it."""

    async def run(count: int) -> None:
        send, receive = anyio.create_memory_object_stream[Any](count)

        def produce() -> None:
            for _ in range(count):
                anyio.from_thread.run_sync(send.send_nowait, EVENT)
            anyio.from_thread.run_sync(send.close)

        async with receive, anyio.create_task_group() as tasks:
            tasks.start_soon(anyio.to_thread.run_sync, produce)
            async for _event in receive:
                pass

    yield run


@asynccontextmanager
async def _approvals(_size: int) -> AsyncIterator[Run]:
    """The question and a stream for its answer go through the reader's stream."""

    async def run(count: int) -> None:
        send, receive = anyio.create_memory_object_stream[Any](CAPACITY)

        async def answer_all() -> None:
            async for _question, answer in receive:
                answer.send_nowait("accept")

        async with receive, anyio.create_task_group() as tasks:
            tasks.start_soon(answer_all)
            async with send:
                for _ in range(count):
                    answer, answered = anyio.create_memory_object_stream[str](1)
                    with answer, answered:
                        await send.send(({"command": "ls"}, answer))
                        assert await answered.receive() == "accept"

    yield run


@asynccontextmanager
async def _idle(_size: int) -> AsyncIterator[Run]:
    async def run(_count: int) -> float:
        async with _request() as request:
            await request()
            return resident_bytes()

    yield run


def _queue(capacity: int) -> Queue:
    send, receive = anyio.create_memory_object_stream[Any](capacity)

    def close() -> None:
        send.close()
        receive.close()

    return Queue(send.send_nowait, receive.receive, close)


IMPORT = "import anyio, asyncio, anyio._backends._asyncio"

OFFERS: Offers = merged(
    request_offers("", _request, floor=ONE_CALL_SOON),
    {
        "events_one_loop": {"": Offer(_events, COMPLETED_AWAIT, least=200)},
        "events_other_thread": {"": Offer(_events_other_thread, THREAD_HOP, loops=("asyncio", "uvloop"))},
        "fan_out": {"": Offer(fan_out(_queue), COMPLETED_AWAIT, least=64_000)},
        "fan_out_one_match": {"": Offer(one_matches(_queue), COMPLETED_AWAIT, least=64)},
        "server_request": {"": Offer(_approvals, ONE_CALL_SOON)},
        "memory_idle": {"": Offer(_idle, EMPTY_PROCESS)},
        "memory_subscriber": {"": Offer(subscriber_memory(_queue))},
        "memory_stalled_reader": {"without a bound": Offer(stalled_reader(_queue))},
        "import": {"": program("-c", IMPORT)},
        "import_memory": {"": peak_memory(IMPORT)},
    },
)
