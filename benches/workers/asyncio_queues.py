"""The plain-asyncio build: three bounded queues for requests, one bounded queue a reader for events."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from benches.harness.floors import LoopThread
from benches.peers.asyncio_queues import AsyncioQueuesServer
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
from benches.workers.processes import EMPTY_PROCESS, resident_bytes
from benches.workers.requests import request_offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from benches.peers.asyncio_queues import Context
    from benches.workers.offer import Run
    from benches.workers.requests import Request

__all__ = ["OFFERS", "plain_server"]

EVENT = Delta("item/agentMessage/delta", "thread", "turn", "item", "hello ")


def _echo(_context: Context, params: dict[str, Any]) -> dict[str, Any]:
    return {"text": params["text"]}


async def _echo_async(_context: Context, params: dict[str, Any]) -> dict[str, Any]:
    return {"text": params["text"]}


def _model_handlers() -> dict[str, Any]:
    """Each builds a model, as a handler of ours does, and writes it as JSON data, as our server does."""
    from pydantic import BaseModel

    class EchoAnswer(BaseModel):
        text: str

    def echo_model(_context: Context, params: dict[str, Any]) -> dict[str, Any]:
        return EchoAnswer(text=params["text"]).model_dump(by_alias=True)

    async def echo_model_async(_context: Context, params: dict[str, Any]) -> dict[str, Any]:
        return EchoAnswer(text=params["text"]).model_dump(by_alias=True)

    return {"bench/modelEcho": echo_model, "bench/asyncModelEcho": echo_model_async}


def plain_server() -> AsyncioQueuesServer:
    """A server with the two small requests of our own runtime."""
    return AsyncioQueuesServer({"bench/echo": _echo, "bench/asyncEcho": _echo_async})


def server_with_models() -> AsyncioQueuesServer:
    """The same with answers that are models, in an application that has pydantic."""
    return AsyncioQueuesServer(_model_handlers())


def _request(
    method: str, make: Callable[[], AsyncioQueuesServer] = plain_server
) -> Callable[[], AbstractAsyncContextManager[Request]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Request]:
        params = {"text": "hi"}
        async with make() as server:
            yield lambda: server.request(method, params)

    return opened


@asynccontextmanager
async def _events(_size: int) -> AsyncIterator[Run]:
    """`await put` on one task, `await get` on another."""

    async def run(count: int) -> None:
        queue: asyncio.Queue[Any] = asyncio.Queue(CAPACITY)

        async def produce() -> None:
            for _ in range(count):
                await queue.put(EVENT)

        async def read() -> None:
            for _ in range(count):
                await queue.get()

        await asyncio.gather(produce(), read())

    yield run


@asynccontextmanager
async def _events_other_thread(_size: int) -> AsyncIterator[Run]:
    """`call_soon_threadsafe(queue.put_nowait, event)`, which is all that asyncio has for this."""
    thread = LoopThread()

    async def run(count: int) -> None:
        here = asyncio.get_running_loop()
        queue: asyncio.Queue[Any] = asyncio.Queue()

        async def produce() -> None:
            for _ in range(count):
                here.call_soon_threadsafe(queue.put_nowait, EVENT)

        produced = asyncio.run_coroutine_threadsafe(produce(), thread.loop)
        for _ in range(count):
            await queue.get()
        await asyncio.wrap_future(produced)

    try:
        yield run
    finally:
        thread.close()


@asynccontextmanager
async def _approvals(_size: int) -> AsyncIterator[Run]:
    """The question goes through the reader's queue; the answer settles a future found by its id."""

    async def run(count: int) -> None:
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[tuple[int, dict[str, str]]] = asyncio.Queue(CAPACITY)
        waiting: dict[int, asyncio.Future[str]] = {}

        async def answer_all() -> None:
            for _ in range(count):
                request_id, _question = await events.get()
                waiting[request_id].set_result("accept")

        async def ask_all() -> None:
            question = {"command": "ls"}
            for request_id in range(count):
                waiting[request_id] = loop.create_future()
                await events.put((request_id, question))
                try:
                    assert await waiting[request_id] == "accept"
                finally:
                    del waiting[request_id]

        await asyncio.gather(answer_all(), ask_all())

    yield run


@asynccontextmanager
async def _idle(_size: int) -> AsyncIterator[Run]:
    async def run(_count: int) -> float:
        async with plain_server() as server:
            await server.request("bench/echo", {"text": "hi"})
            return resident_bytes()

    yield run


def _queue(capacity: int) -> Queue:
    queue: asyncio.Queue[Any] = asyncio.Queue(capacity)
    return Queue(queue.put_nowait, queue.get)


OFFERS: Offers = merged(
    request_offers("plain handler", _request("bench/echo"), floor=ONE_CALL_SOON),
    request_offers("async handler", _request("bench/asyncEcho"), floor=ONE_CALL_SOON),
    request_offers(
        "plain handler, its answer a model",
        _request("bench/modelEcho", server_with_models),
        floor=ONE_CALL_SOON,
    ),
    request_offers(
        "async handler, its answer a model",
        _request("bench/asyncModelEcho", server_with_models),
        floor=ONE_CALL_SOON,
    ),
    {
        "events_one_loop": {"bare asyncio.Queue": Offer(_events, COMPLETED_AWAIT, least=200)},
        "events_other_thread": {"call_soon_threadsafe": Offer(_events_other_thread, THREAD_HOP, least=500)},
        "fan_out": {"": Offer(fan_out(_queue), COMPLETED_AWAIT, least=64_000)},
        "fan_out_one_match": {"": Offer(one_matches(_queue), COMPLETED_AWAIT, least=64)},
        "server_request": {"": Offer(_approvals, ONE_CALL_SOON)},
        "memory_idle": {"": Offer(_idle, EMPTY_PROCESS)},
        "memory_subscriber": {"": Offer(subscriber_memory(_queue))},
        "memory_stalled_reader": {"without a bound": Offer(stalled_reader(_queue))},
    },
)
