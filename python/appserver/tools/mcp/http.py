"""A server that is reached over HTTP, with bounds for what it answers."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
from mcp.client.streamable_http import streamable_http_client

from appserver.tools.mcp.traffic import MAX_MESSAGE_BYTES, fault_of
from appserver.tools.mcp.transport import ServerTransport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from appserver.tools.mcp.servers import ToolServer
    from appserver.tools.mcp.traffic import Traffic

__all__ = ["HttpTransport", "bound_answer"]

CONNECT_SECONDS = 30.0


_END_OF_EVENT = re.compile(rb"\r\n\r\n|\n\n|\r\r")


class _Bounded(httpx2.AsyncByteStream):
    """The body of an answer, message by message, as far as each may go: all of it is one, or each event of a stream."""

    def __init__(self, stream: Any, *, has_events: bool) -> None:
        self._stream = stream
        self._has_events = has_events

    async def __aiter__(self) -> AsyncIterator[bytes]:
        rest = bytearray()
        async for chunk in self._stream:
            begin = max(0, len(rest) - 3)  # the end of an event may come in two pieces
            rest += chunk
            while self._has_events and (found := _END_OF_EVENT.search(rest, begin)) is not None:
                yield _whole(rest[: found.end()])
                del rest[: found.end()]
                begin = 0
            if len(rest) > MAX_MESSAGE_BYTES:
                break
        if rest:
            yield _whole(rest)

    async def aclose(self) -> None:
        await self._stream.aclose()


def _whole(message: bytearray) -> bytes:
    if (fault := fault_of(message)) is not None:
        raise httpx2.ReadError(f"it has answered with {fault}")
    return bytes(message)


async def bound_answer(response: httpx2.Response) -> None:
    """Read no message of an answer that is beyond the bounds.

    Cancellation: nothing is awaited.
    """
    kind = response.headers.get("content-type", "").lower()
    response.stream = _Bounded(response.stream, has_events=kind.startswith("text/event-stream"))


class HttpTransport(ServerTransport):
    """The streams to a server that has a URL."""

    def __init__(self, server: ToolServer) -> None:
        super().__init__()
        self._server = server

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncGenerator[tuple[Any, Any]]:
        headers = self._server.headers()
        timeout = httpx2.Timeout(CONNECT_SECONDS, read=max(CONNECT_SECONDS, self._server.call_seconds))
        async with (
            httpx2.AsyncClient(
                headers={"Accept-Encoding": "identity", **headers},
                timeout=timeout,
                event_hooks={"response": [bound_answer]},
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
