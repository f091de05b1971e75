"""Requests and server requests of `appserver`."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio

import appserver
from appserver import protocol as p
from benches.subjects.deltas import approval
from benches.subjects.echo import (
    AsyncEchoParams,
    AsyncModelEchoParams,
    EchoParams,
    ModelEchoParams,
    echo_processor,
    outgoing_of,
    running,
)
from benches.workers.floors import COMPLETED_AWAIT, ONE_CALL_SOON
from benches.workers.offer import Offer, Offers, merged
from benches.workers.requests import request_offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Run
    from benches.workers.requests import Request

__all__ = ["OFFERS"]


def _echo(params: p.RequestParams[Any]) -> Callable[[], AbstractAsyncContextManager[Request]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Request]:
        async with running() as handle:
            yield lambda: handle.request(params)

    return opened


@asynccontextmanager
async def _typed() -> AsyncIterator[Request]:
    params = p.ThreadLoadedListParams()
    async with appserver.start() as client:
        yield lambda: client.request(params)


@asynccontextmanager
async def _typed_echo() -> AsyncIterator[Request]:
    """The caller has the very model that the handler returned."""
    params = ModelEchoParams(text="hi")
    async with appserver.start(processor=echo_processor()) as client:
        yield lambda: client.request(params)


@asynccontextmanager
async def _second_connection() -> AsyncIterator[Request]:
    """The same, by a client that came to a server which has one already."""
    params = ModelEchoParams(text="hi")
    async with appserver.start(processor=echo_processor()) as first, first.server.connect() as second:
        yield lambda: second.request(params)


@asynccontextmanager
async def _approvals(_size: int) -> AsyncIterator[Run]:
    """The server asks, the client reads the question and accepts, the server has its answer."""
    async with running() as handle:
        outgoing = await outgoing_of(handle)
        question = approval()
        answer = {"decision": "accept"}

        async def answer_all(count: int) -> None:
            for _ in range(count):
                event = await handle.next_event()
                assert isinstance(event, appserver.ServerRequest)
                handle.respond_to_server_request(event.id, answer)

        async def run(count: int) -> None:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(answer_all, count)
                for _ in range(count):
                    assert (await outgoing.send_request(question)).decision == "accept"

        yield run


OFFERS: Offers = merged(
    request_offers("plain handler", _echo(EchoParams(text="hi")), floor=COMPLETED_AWAIT),
    request_offers("async handler", _echo(AsyncEchoParams(text="hi")), floor=ONE_CALL_SOON),
    request_offers("typed client, built-in method", _typed, floor=COMPLETED_AWAIT),
    request_offers(
        "plain handler, its answer a model", _echo(ModelEchoParams(text="hi")), floor=COMPLETED_AWAIT
    ),
    request_offers(
        "async handler, its answer a model", _echo(AsyncModelEchoParams(text="hi")), floor=ONE_CALL_SOON
    ),
    request_offers("typed client, its answer a model", _typed_echo, floor=COMPLETED_AWAIT),
    request_offers(
        "typed client on a second connection, its answer a model", _second_connection, floor=COMPLETED_AWAIT
    ),
    {"server_request": {"": Offer(_approvals, ONE_CALL_SOON)}},
)
