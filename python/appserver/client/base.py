"""The interface of every client."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self, TypeVar

import anyio

from appserver import protocol
from appserver.client.stopping import stop
from appserver.conversation.checks import seconds_to_wait
from appserver.conversation.verbs import ThreadVerbs
from appserver.errors import ResponseDecodeError
from appserver.live import Live

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from types import TracebackType

    from appserver.delivery.stats import ConnectionStats
    from appserver.delivery.stream import EventStream
    from appserver.errors import ServerError
    from appserver.events import Event, ServerRequest

__all__ = ["AppServerClient", "Requester", "checked_notification", "decode_answer"]

Response = TypeVar("Response", bound=protocol.WireModel)


class Requester(ABC):
    """Sends requests, typed and raw. Cheap to make, usable from any task, thread and event loop."""

    __slots__ = ()

    @abstractmethod
    async def _call(self, params: protocol.RequestParams[Any]) -> Any:
        """Send a request and return its answer: a model or plain data."""

    @abstractmethod
    async def request_raw(self, method: str, params: Any = None) -> Any:
        """Send a request given as JSON, a method and plain params, and return the result as plain data.

        Cancellation: as `request`.

        Raises:
            ServerError: -32600 `Invalid request: ...` for an unknown method or params that do not fit, and whatever
                the server answers.
        """

    async def request(
        self, params: protocol.RequestParams[Response], *, timeout: float | None = None
    ) -> Response:
        """Send a request and return its typed answer.

        Cancellation: nothing is left behind on this side, likewise after a timeout; what the server has begun
        goes on.

        Args:
            params: the request, e.g. `ThreadStartParams(cwd=".")`; its class names the method and the answer's type.
            timeout: seconds to wait; None, the default, means no limit.

        Raises:
            ServerError: the server's error answer; `OverloadedError` (-32001) is safe to retry.
            QueueFullError: the command queue is full. Nothing was sent; safe to retry.
            RuntimeClosedError: the server is closed, or the process was forked since it started.
            ResponseDecodeError: the answer does not fit the response type.
            TimeoutError: the time is over.
            TypeError, ValueError: `params` is not a request model, or `timeout` no number of seconds.
        """
        if (seconds := seconds_to_wait(timeout)) is None:
            return decode_answer(params, await self._call(params))
        with anyio.move_on_after(seconds):
            return decode_answer(params, await self._call(params))
        raise TimeoutError(
            f"{params.method}: no answer within {timeout} s; what the server has begun goes on"
        )


class AppServerClient(Live, Requester, ThreadVerbs):
    """A connection to an app server: threads and turns, requests, answers to its questions, and its events."""

    __slots__ = ()

    @abstractmethod
    async def notify(self, notification: protocol.ClientNotification) -> None:
        """Send a client notification.

        Cancellation: the notification was sent whole, or not at all.
        """

    @abstractmethod
    async def resolve_server_request(self, request_id: int, result: protocol.WireModel | Any) -> bool:
        """Answer a `ServerRequest` with its response model or plain data, e.g. `{"decision": "accept"}`.

        The first answer counts, from a client that was asked; any other is ignored and returns False.

        Cancellation: the answer was sent whole, or not at all.

        Raises:
            ValueError: the answer does not fit the question, which stays open.
            RuntimeClosedError: the server is shut down, or the process was forked since it started.
        """

    @abstractmethod
    async def reject_server_request(self, request_id: int, error: ServerError | dict[str, Any]) -> bool:
        """Answer a `ServerRequest` with a JSON-RPC error: the asker takes it as "declined". True: it counted.

        Cancellation: the answer was sent whole, or not at all.

        Raises:
            RuntimeClosedError: the server is shut down, or the process was forked since it started.
            TypeError, ValueError: the error object lacks an integer `code` or a text `message`.
        """

    @abstractmethod
    def open_server_requests(self, thread_id: str | None = None) -> list[ServerRequest]:
        """The questions without an answer that this client was asked, oldest first, read or not; of one thread."""

    @abstractmethod
    async def next_event(self) -> Event | None:
        """The next event; None once the connection is closed and everything queued was read.

        Cancellation: no event is lost.
        """

    @abstractmethod
    async def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events, `max_events` at the most; None once closed and read to the end.

        Cancellation: no event is lost.
        """

    @abstractmethod
    def subscribe(
        self,
        *,
        thread_id: str | None = None,
        methods: Iterable[str] | None = None,
        capacity: int | None = None,
        max_event_bytes: int | None = None,
        allow_unknown: bool = False,
    ) -> EventStream:
        """A further, independent stream of events, from now on; one of a thread brings its questions, too."""

    @abstractmethod
    def request_handle(self) -> Requester:
        """A cheap handle that sends requests only."""

    @abstractmethod
    def stats(self) -> ConnectionStats:
        """Every counter and depth of the connection."""

    @abstractmethod
    async def shutdown(self) -> None:
        """Close the connection. Safe from any task, thread and loop, any number of times.

        Cancellation: the end goes on without the caller.
        """

    @abstractmethod
    def __aiter__(self) -> AsyncIterator[Event]:
        """Every event, until the connection is closed."""

    async def __aenter__(self) -> Self:
        self._check_open()
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await stop(self)

    def _check_open(self, what: str = "async with") -> None:
        """Raise `RuntimeClosedError` if it was shut down: `what` was to be done, and would end what has ended."""

    def _connections(self) -> int:
        """How often it was connected: a further connection is told of no thread."""
        return 1

    def _end_if_idle(self) -> bool:
        """End at once where nothing runs that would have to end first; return whether the connection is closed."""
        return False


def decode_answer(params: protocol.RequestParams[Response], answer: Any) -> Response:
    """The typed answer: the very model that the handler returned, or plain data made into one.

    Raises:
        ResponseDecodeError: the answer does not fit the request's response type.
    """
    response_type: type[Response] = params.response_type
    if isinstance(answer, response_type):
        return answer
    raw = answer.to_wire() if isinstance(answer, protocol.WireModel) else answer
    try:
        return protocol.decode_response(params, raw)
    except protocol.DecodeError as error:
        raise ResponseDecodeError(params.method, raw, error.message) from error


def checked_notification(notification: object) -> protocol.ClientNotification:
    """A client notification; TypeError for anything else."""
    if not isinstance(notification, protocol.ClientNotification):
        raise TypeError(
            f"notify takes a client notification such as InitializedNotification(), "
            f"not {type(notification).__name__}"
        )
    return notification
