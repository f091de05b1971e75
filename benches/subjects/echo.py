"""A runtime with a few small requests, and the way to what it sends."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import appserver
from appserver import in_process
from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from appserver.server.outgoing import Outgoing

__all__ = [
    "AsyncEchoParams",
    "AsyncModelEchoParams",
    "EchoParams",
    "ModelEchoParams",
    "echo_processor",
    "outgoing_of",
    "running",
]


class EchoParams(p.RequestParams[p.WireModel]):
    """A small request whose handler is a plain function."""

    method: ClassVar[str] = "bench/echo"
    response_type: ClassVar[type[Any]] = p.WireModel

    text: str


class AsyncEchoParams(EchoParams):
    """The same, with a coroutine function as its handler."""

    method: ClassVar[str] = "bench/asyncEcho"


class EchoAnswer(p.WireModel):
    """The same answer as a model."""

    text: str


class ModelEchoParams(p.RequestParams[EchoAnswer]):
    """The same, with a plain handler that builds a model."""

    method: ClassVar[str] = "bench/modelEcho"
    response_type: ClassVar[type[Any]] = EchoAnswer

    text: str


class AsyncModelEchoParams(ModelEchoParams):
    """The same, with a coroutine function that builds a model."""

    method: ClassVar[str] = "bench/asyncModelEcho"


class _OutgoingParams(p.RequestParams[p.WireModel]):
    method: ClassVar[str] = "bench/outgoing"
    response_type: ClassVar[type[Any]] = p.WireModel


def echo_processor() -> appserver.MessageProcessor:
    """The handlers of these requests."""
    processor = appserver.MessageProcessor()

    @processor.on_request(EchoParams)
    def echo(_ctx: appserver.RequestContext, params: EchoParams) -> dict[str, Any]:
        return {"text": params.text}

    @processor.on_request(AsyncEchoParams)
    async def echo_async(_ctx: appserver.RequestContext, params: AsyncEchoParams) -> dict[str, Any]:
        return {"text": params.text}

    @processor.on_request(ModelEchoParams)
    def echo_model(_ctx: appserver.RequestContext, params: ModelEchoParams) -> EchoAnswer:
        return EchoAnswer(text=params.text)

    @processor.on_request(AsyncModelEchoParams)
    async def echo_model_async(_ctx: appserver.RequestContext, params: AsyncModelEchoParams) -> EchoAnswer:
        return EchoAnswer(text=params.text)

    @processor.on_request(_OutgoingParams)
    def outgoing(ctx: appserver.RequestContext, _params: _OutgoingParams) -> dict[str, Any]:
        return {"outgoing": ctx.outgoing}

    return processor


@asynccontextmanager
async def running(**options: Any) -> AsyncIterator[in_process.InProcessClientHandle]:
    """A running runtime with these handlers."""
    arguments = in_process.InProcessStartArgs(processor=echo_processor(), **options)
    async with in_process.start(arguments) as handle:
        yield handle


async def outgoing_of(handle: in_process.InProcessClientHandle) -> Outgoing:
    """What the runtime's handlers send notifications with."""
    answer = await handle.request(_OutgoingParams())
    outgoing: Outgoing = answer["outgoing"]
    return outgoing
