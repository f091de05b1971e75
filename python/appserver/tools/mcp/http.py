"""A server that is reached over HTTP, with bounds for what it answers."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
from mcp.client.streamable_http import streamable_http_client

from appserver.tools.mcp.traffic import MAX_MESSAGE_BYTES, Traffic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from appserver.tools.mcp.servers import ToolServer

__all__ = ["HttpTransport"]

CONNECT_SECONDS = 30.0


class _Bounded(httpx2.AsyncByteStream):
    """The body of an answer that is one message, as far as it may go."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > MAX_MESSAGE_BYTES:
                raise httpx2.ReadError(f"it has answered with more than {MAX_MESSAGE_BYTES} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound(response: httpx2.Response) -> None:
    """A stream of events has a bound for each event; any other answer has one for all of it."""
    if not response.headers.get("content-type", "").lower().startswith("text/event-stream"):
        response.stream = _Bounded(response.stream)


class HttpTransport:
    """The streams to one server, as the package `mcp` wants them.

    Attributes:
        traffic: what passes.
    """

    def __init__(self, server: ToolServer) -> None:
        self.traffic = Traffic()
        self._server = server
        self._streams: contextlib.AbstractAsyncContextManager[Any] | None = None

    async def __aenter__(self) -> Any:
        self._streams = self._open()
        return await self._streams.__aenter__()

    async def __aexit__(self, *exception: Any) -> bool | None:
        streams, self._streams = self._streams, None
        return None if streams is None else await streams.__aexit__(*exception)

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncGenerator[tuple[Any, Any]]:
        headers = self._server.headers()
        timeout = httpx2.Timeout(CONNECT_SECONDS, read=max(CONNECT_SECONDS, self._server.call_seconds))
        async with (
            httpx2.AsyncClient(
                headers={"Accept-Encoding": "identity", **headers},
                timeout=timeout,
                event_hooks={"response": [_bound]},
            ) as client,
            streamable_http_client(
                self._server.url or "", http_client=client, max_sse_event_size=MAX_MESSAGE_BYTES
            ) as (theirs, writing),
        ):
            incoming, reading = anyio.create_memory_object_stream[Any](0)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._hand_on, theirs, incoming)
                try:
                    yield reading, _Counted(writing, self.traffic)
                finally:
                    tasks.cancel_scope.cancel()
                    incoming.close()
                    reading.close()

    async def _hand_on(self, theirs: Any, to: Any) -> None:
        with contextlib.suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):
            async with to:
                async for each in theirs:
                    message = getattr(each, "message", None)
                    if message is not None and self.traffic.lets_in(message):
                        await to.send(each)
        self.traffic.fail("the connection has ended")


class _Counted:
    """What we send, counted."""

    def __init__(self, stream: Any, traffic: Traffic) -> None:
        self._stream = stream
        self._traffic = traffic

    async def send(self, message: Any) -> None:
        self._traffic.goes_out(message.message)
        await self._stream.send(message)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def __aenter__(self) -> _Counted:
        await self._stream.__aenter__()
        return self

    async def __aexit__(self, *exception: Any) -> None:
        await self._stream.__aexit__(*exception)
