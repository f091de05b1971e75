"""The low-level handle of an in-process runtime, and its senders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from appserver import protocol
from appserver.client.stopping import stop
from appserver.delivery.runtime_ref import Lease
from appserver.delivery.stream import EventStream, PrimaryStream
from appserver.errors import ErrorCode, ServerError
from appserver.in_process.arguments import (
    DEFAULT_IN_PROCESS_CHANNEL_CAPACITY,
    DEFAULT_MAX_EVENT_BYTES,
    check_count,
)

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping
    from types import TracebackType

    from appserver.backends.base import Waiter
    from appserver.events import Event
    from appserver.in_process.arguments import DropPolicy
    from appserver.protocol import RequestId
    from appserver.server.lifetime import Runtime

__all__ = ["InProcessClientHandle", "InProcessClientSender"]


class InProcessClientSender:
    """Sends to a runtime; cheap to make and to copy, usable from any thread and event loop."""

    __slots__ = ("__weakref__", "_lease", "_runtime")

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._runtime: Runtime = lease.runtime

    @property
    def request_classes(self) -> Mapping[str, type[protocol.RequestParams[Any]]]:
        """The classes of the requests whose handlers were added to the processor, by method."""
        return self._runtime.processor.request_classes

    async def call(self, params: protocol.RequestParams[Any], request_id: RequestId | None = None) -> Any:
        """As `request`, but gives what the handler returned, by reference: a response model or plain data."""
        return await self._runtime.requests.call(params, request_id)

    def request(
        self, params: protocol.RequestParams[Any], *, request_id: RequestId | None = None
    ) -> Coroutine[Any, Any, Any]:
        """Send a request; gives the JSON-RPC result as plain data.

        Cancelling the call leaves no entry behind. A handler that runs already goes on; its answer is dropped.

        Args:
            params: the request; its class names the method.
            request_id: an int or a str that is not in flight; the next free integer by default. 5 is not "5".

        Raises:
            ServerError: the server's error answer; `OverloadedError` (-32001) is safe to retry.
            QueueFullError: the command lane is full. Nothing was sent.
            RuntimeClosedError: the runtime is shut down, or the process was forked since it started.
            TypeError: `params` is no request model, or the id is of another type.
        """
        # The router's coroutine itself: one of its own would add a tenth to the cost of a request.
        return self._runtime.requests.call(params, request_id, plain=True)

    def notify(self, notification: protocol.ClientNotification) -> None:
        """Send a client notification. The one that there is, `initialized`, has no effect on the server.

        Raises:
            RuntimeClosedError: the runtime is shut down.
            TypeError: not a client notification.
        """
        if not isinstance(notification, protocol.ClientNotification):
            raise TypeError(
                f"notify takes a client notification such as InitializedNotification(), "
                f"not {type(notification).__name__}"
            )
        self._runtime.check_open(notification.method)

    def respond_to_server_request(self, request_id: int, result: Any) -> None:
        """Answer a server request with its response model or plain data; never waits.

        The first answer wins: a later one, or one to an unknown id, is ignored and counted in
        `stats()["late_server_answers"]`. A result that does not fit is an error to the asker, who declines.

        Raises:
            RuntimeClosedError: the runtime is shut down, which has failed the question already, or the process was
                forked since it started.
            TypeError: the id is not an int.
        """
        waiter = self._close_server_request(request_id)
        if waiter is not None:
            waiter.settle(result)

    def fail_server_request(self, request_id: int, error: ServerError | dict[str, Any]) -> None:
        """Answer a server request with a JSON-RPC error; whoever asked takes it as "declined".

        Args:
            request_id: the server request's id.
            error: a `ServerError`, or the error object as plain data: `{"code": ..., "message": ...}`.

        Raises:
            RuntimeClosedError: the runtime is shut down, which has failed the question already, or the process was
                forked since it started.
            TypeError, ValueError: the error object lacks an integer `code` or a text `message`.
        """
        failure = _as_server_error(error)
        waiter = self._close_server_request(request_id)
        if waiter is not None:
            waiter.settle(failure)

    def _close_server_request(self, request_id: int) -> Waiter | None:
        self._runtime.check_open("an answer to a server request")
        return self._runtime.core.close_server_request(request_id)

    def stats(self) -> dict[str, int]:
        """Every counter and depth of the runtime, by name; cheap enough to poll."""
        return self._runtime.core.stats()

    def sender(self) -> InProcessClientSender:
        """Another sender for the same runtime."""
        return InProcessClientSender(self._lease)


class InProcessClientHandle(InProcessClientSender):
    """The client's end of an in-process runtime.

    It is the reader of the primary event stream as well: `next_event`, `next_events` and `async for`. Use it as an
    async context manager, or call `shutdown`; a handle that is dropped shuts its runtime down in the background once
    its senders and streams are gone too.
    """

    __slots__ = ("_events",)

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(Lease(runtime))
        self._events = PrimaryStream(runtime.core.events, self._lease)

    @property
    def events(self) -> EventStream:
        """The primary stream."""
        return self._events

    def __aiter__(self) -> EventStream:
        return self._events

    async def next_event(self) -> Event | None:
        """The next event; None once the runtime is shut down and everything queued was read."""
        return await self._events.next_event()

    async def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events, `max_events` at the most, for one wake-up; None once closed and read to the end."""
        return await self._events.next_events(max_events)

    def subscribe(
        self,
        *,
        thread_id: str | None = None,
        methods: Iterable[str] | None = None,
        policy: DropPolicy = "coalesce",
        capacity: int = DEFAULT_IN_PROCESS_CHANNEL_CAPACITY,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> EventStream:
        """A further, independent stream of notifications, from now on.

        Server requests go to the primary stream only: each has one reader who answers it.

        Args:
            thread_id: only events of this thread; None means all, also those without a thread.
            methods: only events of exactly these methods; None means all.
            policy: what happens when the stream is full.
            capacity: events queued at the most; 0 counts as 1.
            max_event_bytes: bytes queued at the most; 0 counts as 1.

        Raises:
            RuntimeClosedError: the runtime is shut down.
            ValueError: an unknown policy.
        """
        if isinstance(methods, str):
            raise TypeError("methods takes a collection of methods, not one string")
        check_count("capacity", capacity)
        check_count("max_event_bytes", max_event_bytes)
        subscription = self._runtime.core.subscribe(
            thread_id=thread_id,
            methods=None if methods is None else list(methods),
            drop_policy=policy,
            channel_capacity=capacity,
            max_event_bytes=max_event_bytes,
        )
        return EventStream(subscription, self._lease)

    async def shutdown(self) -> None:
        """Shut the runtime down; returns within about ten seconds whatever its agents do.

        Open requests and server requests are answered -32603, turns are interrupted and get their `turn/completed`
        if there is room for it, parked producers are woken. Events that are queued can still be read. Safe from any
        task, thread and loop, any number of times.
        """
        await self._runtime.shutdown()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await stop(self)

    def _end_if_idle(self) -> bool:
        return self._runtime.end_if_idle()


def _as_server_error(error: ServerError | dict[str, Any]) -> ServerError:
    if isinstance(error, ServerError):
        return error
    if not isinstance(error, dict):
        raise TypeError(
            f"an error is a ServerError or a dict with code and message, not {type(error).__name__}"
        )
    code, message = error.get("code", ErrorCode.INTERNAL), error.get("message")
    if isinstance(code, bool) or not isinstance(code, int) or not isinstance(message, str):
        raise ValueError(  # noqa: TRY004 - a dict it is, of the wrong shape
            f"a JSON-RPC error has an integer code and a text message, unlike {error!r}"
        )
    return ServerError(message, code=code, data=error.get("data"))
