"""A runtime with two small requests, and the way to what it sends."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import appserver
from appserver import in_process
from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from appserver.server.outgoing import Outgoing

__all__ = ["AsyncEchoParams", "EchoParams", "outgoing_of", "running"]


class EchoParams(p.RequestParams[p.WireModel]):
    """A small request whose handler is a plain function."""

    method: ClassVar[str] = "bench/echo"
    response_type: ClassVar[type[Any]] = p.WireModel

    text: str


class AsyncEchoParams(EchoParams):
    """The same, with a coroutine function as its handler."""

    method: ClassVar[str] = "bench/asyncEcho"


class _OutgoingParams(p.RequestParams[p.WireModel]):
    method: ClassVar[str] = "bench/outgoing"
    response_type: ClassVar[type[Any]] = p.WireModel


def _processor() -> appserver.MessageProcessor:
    processor = appserver.MessageProcessor()

    @processor.on_request(EchoParams)
    def echo(_ctx: appserver.RequestContext, params: EchoParams) -> dict[str, Any]:
        return {"text": params.text}

    @processor.on_request(AsyncEchoParams)
    async def echo_async(_ctx: appserver.RequestContext, params: AsyncEchoParams) -> dict[str, Any]:
        return {"text": params.text}

    @processor.on_request(_OutgoingParams)
    def outgoing(ctx: appserver.RequestContext, _params: _OutgoingParams) -> dict[str, Any]:
        return {"outgoing": ctx.outgoing}

    return processor


@asynccontextmanager
async def running(**options: Any) -> AsyncIterator[in_process.InProcessClientHandle]:
    """A running runtime with these handlers."""
    arguments = in_process.InProcessStartArgs(processor=_processor(), **options)
    async with in_process.start(arguments) as handle:
        yield handle


async def outgoing_of(handle: in_process.InProcessClientHandle) -> Outgoing:
    """What the runtime's handlers send notifications with."""
    answer = await handle.request(_OutgoingParams())
    outgoing: Outgoing = answer["outgoing"]
    return outgoing
