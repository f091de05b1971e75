"""The low-level handle of an in-process server, and its senders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from appserver.client.answers import as_server_error, decode_server_result
from appserver.client.base import checked_notification
from appserver.client.option_checks import check_count, check_optional_text, check_policy, listed_methods
from appserver.client.stopping import stop
from appserver.delivery.filters import Taken, check_filters, check_matches
from appserver.delivery.runtime_ref import RuntimeRef
from appserver.delivery.stream import EventStream, PrimaryStream
from appserver.in_process.arguments import DEFAULT_IN_PROCESS_CHANNEL_CAPACITY, DEFAULT_MAX_EVENT_BYTES
from appserver.live import Live

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping
    from types import TracebackType

    from appserver import protocol
    from appserver.backends.base import Waiter
    from appserver.delivery.stats import ConnectionStats
    from appserver.errors import ServerError
    from appserver.events import Event, ServerRequest
    from appserver.in_process.arguments import DropPolicy
    from appserver.protocol import RequestId
    from appserver.server.connection import Connection
    from appserver.server.runtime import ServerRuntime

__all__ = ["InProcessClientHandle", "InProcessClientSender"]


class InProcessClientSender:
    """Sends what one connection sends; cheap to make and to copy, usable from any thread and event loop."""

    __slots__ = ("__weakref__", "_connection", "_ref")

    def __init__(self, connection: Connection, ref: RuntimeRef) -> None:
        self._connection = connection
        self._ref = ref

    @property
    def request_classes(self) -> Mapping[str, type[protocol.RequestParams[Any]]]:
        """The classes of the requests whose handlers were added to the processor, by method."""
        return self._connection.server.handlers.request_classes

    async def call(self, params: protocol.RequestParams[Any], request_id: RequestId | None = None) -> Any:
        """As `request`, but returns what the handler returned, by reference: a response model or plain data.

        Cancellation: as `request`.
        """
        return await self._connection.requests.call(params, request_id)

    def request(
        self, params: protocol.RequestParams[Any], *, request_id: RequestId | None = None
    ) -> Coroutine[Any, Any, Any]:
        """Send a request and return the JSON-RPC result as plain data.

        Cancellation: no entry is left behind. A handler that runs already goes on; its answer is dropped.

        Args:
            params: the request; its class names the method.
            request_id: an int or a str that is not in flight; the next free integer by default. 5 is not "5".

        Raises:
            ServerError: the server's error answer; `OverloadedError` (-32001) is safe to retry.
            QueueFullError: the command queue is full. Nothing was sent.
            RuntimeClosedError: the server is shut down, or the process was forked since it started.
            TypeError: `params` is not a request model, or the id is of another type.
        """
        # The router's coroutine itself: one of its own would add a tenth to the cost of a request.
        return self._connection.requests.call(params, request_id, plain=True)

    async def call_raw(self, params: protocol.RequestParams[Any]) -> Any:
        """As `request`, for raw data: what the handler returned as plain data is checked as well.

        Cancellation: as `request`.
        """
        return await self._connection.requests.call(params, plain=True, checked=True)

    def notify(self, notification: protocol.ClientNotification) -> None:
        """Send a client notification. The one that there is, `initialized`, has no effect on the server.

        Raises:
            RuntimeClosedError: the server is shut down.
            TypeError: not a client notification.
        """
        self._connection.check_open(checked_notification(notification).method)

    def respond_to_server_request(self, request_id: int, result: Any) -> bool:
        """Answer a server request with its response model or plain data; never waits.

        The first answer counts, from a client that was asked: any other is ignored, counted in
        `stats().late_server_answers`, and returns False.

        Raises:
            ValueError: the result does not fit the question, which stays open.
            RuntimeClosedError: the connection or its server is shut down, or the process was forked since it started.
            TypeError: the id is not an int.
        """
        self._connection.check_open("an answer to a server request")
        question = self._connection.server.core.server_request(request_id)
        if question is not None:
            result = decode_server_result(question, result)
        waiter = self._close_server_request(request_id)
        if waiter is not None:
            waiter.resolve(result)
        return waiter is not None

    def fail_server_request(self, request_id: int, error: ServerError | dict[str, Any]) -> bool:
        """Answer a server request with a JSON-RPC error; the asker takes it as "declined". True: it counted.

        Args:
            request_id: the server request's id.
            error: a `ServerError`, or the error object as plain data: `{"code": ..., "message": ...}`.

        Raises:
            RuntimeClosedError: the connection or its server is shut down, or the process was forked since it started.
            TypeError, ValueError: the error object lacks an integer `code` or a text `message`.
        """
        failure = as_server_error(error)
        waiter = self._close_server_request(request_id)
        if waiter is not None:
            waiter.resolve(failure)
        return waiter is not None

    def _close_server_request(self, request_id: int) -> Waiter | None:
        self._connection.check_open("an answer to a server request")
        return self._connection.core.answer_server_request(request_id)

    def open_server_requests(self, thread_id: str | None = None) -> list[ServerRequest]:
        """The questions without an answer that this client was asked, oldest first, read or not; of one thread.

        Raises:
            RuntimeClosedError: the process was forked since the runtime started.
        """
        check_optional_text("thread_id", thread_id)
        return self._connection.server.core.open_server_requests(self._connection.core, thread_id)

    def stats(self) -> ConnectionStats:
        """Every counter and depth of the connection; cheap enough to poll."""
        from appserver.delivery.stats import ConnectionStats, read_stats

        return read_stats(ConnectionStats, self._connection.core.stats())

    def sender(self) -> InProcessClientSender:
        """Another sender for the same connection."""
        return InProcessClientSender(self._connection, self._ref)


class InProcessClientHandle(Live, InProcessClientSender):
    """The client's end of an in-process connection.

    It is the reader of the primary event stream as well: `next_event`, `next_events` and `async for`. Use it as an
    async context manager, or call `shutdown`; a handle that is dropped ends its connection, and the server too if it
    came with it, in the background once its senders and streams are gone too.
    """

    __slots__ = ("_events", "_runtime")

    def __init__(self, connection: Connection, runtime: ServerRuntime) -> None:
        super().__init__(connection, RuntimeRef(connection))
        self._runtime = runtime
        self._events = PrimaryStream(connection.core.events, self._ref, connection.session.slices)

    @property
    def server_runtime(self) -> ServerRuntime:
        """The running server of this connection."""
        return self._runtime

    @property
    def events(self) -> EventStream:
        """The primary stream."""
        return self._events

    def __aiter__(self) -> EventStream:
        return self._events

    async def next_event(self) -> Event | None:
        """The next event; None once the server is shut down and everything queued was read.

        Cancellation: no event is lost.
        """
        return await self._events.next_event()

    async def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events, `max_events` at the most, for one wake-up; None once closed and read to the end.

        Cancellation: no event is lost.
        """
        return await self._events.next_events(max_events)

    def subscribe(
        self,
        *,
        thread_id: str | None = None,
        methods: Iterable[str] | None = None,
        policy: DropPolicy = "coalesce",
        capacity: int = DEFAULT_IN_PROCESS_CHANNEL_CAPACITY,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
        allow_unknown: bool = False,
    ) -> EventStream:
        """A further, independent stream of notifications, from now on.

        Server requests come on the primary stream, and on streams of their thread. Until it is read for the first time
        a stream holds up nobody; from then on its policy holds.

        Args:
            thread_id: only events and server requests of this thread; None means all events, also those without a
                thread.
            methods: only events of exactly these methods; None means all.
            policy: what happens when the stream is full.
            capacity: events queued at the most; 0 counts as 1.
            max_event_bytes: bytes queued at the most; 0 counts as 1.
            allow_unknown: accept a thread or methods that the server does not know, for processors with their own.

        Raises:
            RuntimeClosedError: the server is shut down.
            ValueError: an unknown policy, thread or method, a filter that nothing can pass, or the connection is not
                subscribed to the thread (`thread/resume` does it).
        """
        check_optional_text("thread_id", thread_id)
        methods = listed_methods("methods", methods)
        check_policy("policy", policy)
        check_count("capacity", capacity)
        check_count("max_event_bytes", max_event_bytes)
        if not allow_unknown:
            self._connection.check_open("subscribe")
            check_filters(self._connection.server.core, thread_id, methods)
        check_matches(thread_id, methods, None if allow_unknown else _taken(self._connection))
        subscription = self._connection.core.subscribe(
            thread_id=thread_id,
            methods=methods,
            drop_policy=policy,
            channel_capacity=capacity,
            max_event_bytes=max_event_bytes,
        )
        return EventStream(subscription, self._ref, self._connection.session.slices)

    async def shutdown(self) -> None:
        """End the connection. If it came with its server, shut that down, within about ten seconds whatever agents do.

        Of a connection to a server that goes on, the open requests are answered -32603 and its handlers are cancelled;
        turns go on, and a question stays open as long as its turn runs and a client is there. Of a server, open
        requests and server requests are answered -32603, turns are interrupted and get their `turn/completed` if there
        is room for it, parked producers are woken. Events that are queued can still be read. Safe from any task, thread
        and loop, any number of times.

        Cancellation: the end goes on without the caller.
        """
        await self._connection.shutdown()

    def check_open(self, what: str) -> None:
        """Raise `RuntimeClosedError` if the connection, or its server, is shut down; `what` was to be done."""
        self._connection.check_open(what)

    async def __aenter__(self) -> Self:
        self.check_open("async with")
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await stop(self)

    def _end_if_idle(self) -> bool:
        return self._connection.end_if_idle()


def _taken(connection: Connection) -> Taken:
    info = connection.info
    return Taken(info.experimental_api, info.opt_out_notification_methods, connection.legacy_notifications)
