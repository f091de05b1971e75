"""The same topology in plain asyncio: what a careful author would write without this package.

Three bounded queues (client messages, processor, outgoing), a router between them and a processor that runs
handlers. The router is two tasks, one for each direction: a single one would have to wait on two queues at
once, which costs asyncio several times as much. Duplicate ids are refused and answers find their callers
through one dict; a full queue refuses at once, as ours does. Params and results go by reference, nothing is
copied.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    Handler = Callable[["Context", Any], Any]

__all__ = ["AsyncioQueuesServer", "Context", "RequestError"]

CAPACITY = 128


class RequestError(Exception):
    """A JSON-RPC error answer."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Context:
    """What a handler is given beside the params."""

    __slots__ = ("request_id", "server")

    def __init__(self, request_id: int, server: AsyncioQueuesServer) -> None:
        self.request_id = request_id
        self.server = server


class AsyncioQueuesServer:
    """A server and its client's end in one object, on the running asyncio loop."""

    def __init__(self, handlers: Mapping[str, Handler], capacity: int = CAPACITY) -> None:
        self._handlers = {
            method: (handler, inspect.iscoroutinefunction(handler)) for method, handler in handlers.items()
        }
        self._client_messages: asyncio.Queue[tuple[int, str, Any]] = asyncio.Queue(capacity)
        self._processor_messages: asyncio.Queue[tuple[int, str, Any]] = asyncio.Queue(capacity)
        self._outgoing: asyncio.Queue[tuple[int, Any]] = asyncio.Queue(capacity)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._in_flight: set[int] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._next_id = 0
        self.events: asyncio.Queue[Any] = asyncio.Queue(capacity)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._tasks = [
            self._loop.create_task(self._route_requests()),
            self._loop.create_task(self._route_answers()),
            self._loop.create_task(self._process()),
        ]
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def request(self, method: str, params: Any, request_id: int | None = None) -> Any:
        """Send a request and wait for its result."""
        if request_id is None:
            request_id = self._next_id
            self._next_id += 1
        if request_id in self._waiting:
            raise RequestError(-32600, f"duplicate request id: {request_id}")
        answer = self._loop.create_future()
        self._waiting[request_id] = answer
        try:
            self._client_messages.put_nowait((request_id, method, params))
            result = await answer
        finally:
            del self._waiting[request_id]
        if isinstance(result, RequestError):
            raise result
        return result

    async def _route_requests(self) -> None:
        while True:
            message = await self._client_messages.get()
            request_id = message[0]
            if request_id in self._in_flight:
                await self._outgoing.put((request_id, RequestError(-32600, "duplicate request id")))
                continue
            self._in_flight.add(request_id)
            try:
                self._processor_messages.put_nowait(message)
            except asyncio.QueueFull:
                await self._outgoing.put((request_id, RequestError(-32001, "request queue is full")))

    async def _route_answers(self) -> None:
        while True:
            request_id, result = await self._outgoing.get()
            self._in_flight.discard(request_id)
            answer = self._waiting.get(request_id)
            if answer is not None and not answer.done():
                answer.set_result(result)

    async def _process(self) -> None:
        while True:
            request_id, method, params = await self._processor_messages.get()
            found = self._handlers.get(method)
            if found is None:
                await self._outgoing.put((request_id, RequestError(-32601, f"unknown method {method}")))
                continue
            handler, is_async = found
            context = Context(request_id, self)
            if is_async:
                task = self._loop.create_task(self._run(handler, context, params))
                self._running.add(task)
                task.add_done_callback(self._running.discard)
                continue
            try:
                result = handler(context, params)
            except Exception as error:  # noqa: BLE001 - becomes an error answer
                result = RequestError(-32603, str(error))
            await self._outgoing.put((request_id, result))

    async def _run(self, handler: Handler, context: Context, params: Any) -> None:
        try:
            result = await handler(context, params)
        except Exception as error:  # noqa: BLE001 - becomes an error answer
            result = RequestError(-32603, str(error))
        await self._outgoing.put((context.request_id, result))
