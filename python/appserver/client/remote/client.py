"""The typed client of a server in another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver import protocol
from appserver.client.base import AppServerClient, Requester, checked_notification
from appserver.client.option_checks import (
    check_count,
    check_method,
    check_optional_text,
    check_sent_text,
    listed_methods,
)
from appserver.client.remote.encoding import json_text, params_text
from appserver.client.remote.stream import PrimaryRemoteStream, RemoteStream
from appserver.delivery.filters import Taken, check_matches, check_methods
from appserver.delivery.runtime_ref import RuntimeRef
from appserver.delivery.stats import ConnectionStats, read_stats
from appserver.errors import ResponseDecodeError
from appserver.protocol._support.decode_json import decode_response_json, read_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from appserver.client.remote.arguments import RemoteArgs
    from appserver.client.remote.link import Link
    from appserver.errors import ServerError
    from appserver.events import Event, ServerRequest

__all__ = ["RemoteAppServerClient", "RemoteRequestHandle", "RemoteStats"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStats(ConnectionStats):
    """The present connection of a remote client, or the last one. What only a server has is 0.

    Attributes:
        connections: how often the client was connected.
        junk: messages of the peer that could not be read, and were left out.
        unsent_bytes: what the peer has not taken.
    """

    connections: int
    junk: int
    unsent_bytes: int


class RemoteRequestHandle(Requester):
    """Sends requests to a server in another process."""

    __slots__ = ("_link", "_ref")

    def __init__(self, link: Link, ref: RuntimeRef) -> None:
        self._link = link
        self._ref = ref

    async def _call(self, params: protocol.RequestParams[Any]) -> Any:
        return await _request(self._link, params)

    async def request_raw(self, method: str, params: Any = None) -> Any:
        """Send a request given as JSON and return the result as plain data.

        Cancellation: as `request`.
        """
        return await _request_raw(self._link, method, params)


class RemoteAppServerClient(AppServerClient):
    """A server in another process, as a typed client: ours, or Codex's.

    Iterating yields every event that the server sends this client, and `Disconnected` when the connection is lost.
    Nothing waits for the reader. A client that is dropped closes its connection; a child process ends with it.
    """

    __slots__ = ("_events", "_link", "_ref")

    def __init__(self, link: Link) -> None:
        self._link = link
        self._ref = RuntimeRef(link)
        self._events = PrimaryRemoteStream(link, self._ref, None, link.session)

    @property
    def initialize_response(self) -> protocol.InitializeResponse:
        """What the server has told of itself in the last handshake."""
        return self._link.initialize_response

    async def _call(self, params: protocol.RequestParams[Any]) -> Any:
        return await _request(self._link, params)

    async def request_raw(self, method: str, params: Any = None) -> Any:
        """Send a request given as JSON and return the result as plain data. Nothing of it is checked here.

        Cancellation: as `request`.

        Raises:
            ValueError, TypeError: no message can carry the params.
        """
        return await _request_raw(self._link, method, params)

    async def notify(self, notification: protocol.ClientNotification) -> None:
        """Send a client notification.

        Cancellation: it never waits.
        """
        self._link.session.notify(checked_notification(notification))

    async def resolve_server_request(self, request_id: int, result: protocol.WireModel | Any) -> bool:
        """Answer a `ServerRequest`; return whether the answer went out: the server's first answer counts there.

        Cancellation: it never waits.

        Raises:
            ValueError: the answer does not fit the question, which stays open.
            QueueFullError, TransportError: it cannot be sent, and the question stays open.
            ConnectionLostError: the server is gone.
            RuntimeClosedError: this client is shut down, or the process was forked since.
        """
        session = self._link.session
        session.check_open("an answer to a server request")
        return session.questions.answer(request_id, result)

    async def reject_server_request(self, request_id: int, error: ServerError | dict[str, Any]) -> bool:
        """Answer a `ServerRequest` with a JSON-RPC error; return whether the answer went out.

        Cancellation: it never waits.

        Raises:
            TypeError, ValueError: the error object lacks an integer `code` or a text `message`.
            QueueFullError, TransportError: it cannot be sent, and the question stays open.
            ConnectionLostError: the server is gone.
            RuntimeClosedError: this client is shut down, or the process was forked since.
        """
        session = self._link.session
        session.check_open("an answer to a server request")
        return session.questions.reject(request_id, error)

    def open_server_requests(self, thread_id: str | None = None) -> list[ServerRequest]:
        """The questions without an answer that this client was asked, oldest first, read or not; of one thread."""
        check_optional_text("thread_id", thread_id)
        session = self._link.session
        return session.core.open_server_requests(session.connection, thread_id)

    def __aiter__(self) -> AsyncIterator[Event]:
        return self._events

    async def next_event(self) -> Event | None:
        """The next event; None once the connection has ended, none will come, and everything queued was read.

        Cancellation: no event is lost.
        """
        return await self._events.next_event()

    async def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events for one wake-up; None once the connection has ended and everything was read.

        Cancellation: no event is lost.
        """
        return await self._events.next_events(max_events)

    def subscribe(
        self,
        *,
        thread_id: str | None = None,
        methods: Iterable[str] | None = None,
        capacity: int | None = None,
        max_event_bytes: int | None = None,
        allow_unknown: bool = False,
    ) -> RemoteStream:
        """A further, independent stream of notifications, from now on; it goes on over later connections.

        Server requests come on the primary stream, and on streams of their thread. What the server does not send this
        client comes on no stream: `thread/resume` subscribes it to a thread.

        Args:
            thread_id: only events and server requests of this thread; None means all events, also those without a
                thread.
            methods: only events of exactly these methods; None means all.
            capacity: from how many events on text is joined and states are replaced; 0 counts as 1.
            max_event_bytes: bytes queued at the most; 0 counts as 1.
            allow_unknown: accept methods that the protocol does not have.

        Raises:
            ConnectionLostError: the server is gone.
            RuntimeClosedError: this client is shut down, or the process was forked since.
            ValueError: an unknown method, a filter that nothing can pass, or text that no server can send.
        """
        arguments = self._link.arguments
        if thread_id is not None:
            check_sent_text("thread_id", thread_id, "text, a str, or None")
            if not thread_id:
                raise ValueError(
                    "subscribe: thread_id is empty, so nothing would ever come; leave it out for all"
                )
        capacity = arguments.channel_capacity if capacity is None else capacity
        max_event_bytes = arguments.max_event_bytes if max_event_bytes is None else max_event_bytes
        check_count("capacity", capacity)
        check_count("max_event_bytes", max_event_bytes)
        methods = listed_methods("methods", methods)
        if not allow_unknown:
            check_methods(methods or ())
        check_matches(thread_id, methods, None if allow_unknown else _taken(arguments))
        session = self._link.session
        session.check_open("subscribe")
        stream_filter = {
            "thread_id": thread_id,
            "methods": methods,
            "channel_capacity": capacity,
            "max_event_bytes": max_event_bytes,
        }
        return RemoteStream(self._link, self._ref, stream_filter, session)

    def request_handle(self) -> RemoteRequestHandle:
        """A cheap handle that sends requests only."""
        return RemoteRequestHandle(self._link, self._ref)

    def stats(self) -> RemoteStats:
        """Every counter and depth of the present connection, or of the last one."""
        session = self._link.session
        further = {
            "connections": self._link.connections,
            "junk": session.junk,
            "unsent_bytes": 0 if session.is_over else session.outlet.unsent,
        }
        return read_stats(RemoteStats, {**session.connection.stats(), **further})

    def _check_open(self, what: str = "async with") -> None:
        session = self._link.session
        # What a lost connection has brought can still be read.
        if session.is_shut_down or session.loss is None:
            session.check_open(what)

    def _connections(self) -> int:
        return self._link.connections

    async def shutdown(self) -> None:
        """Close the connection; what was sent is written first. Safe from any task, thread and loop, and to repeat.

        Requests without an answer raise `RuntimeClosedError`. Events that are queued can still be read. What the server
        has begun goes on there; a child process is ended, with its whole process group.

        Cancellation: the end goes on without the caller.
        """
        await self._link.shutdown()


async def _request(link: Link, params: protocol.RequestParams[Any]) -> Any:
    """Send a typed request.

    Cancellation: as `Session.request`.
    """
    params = _checked_request(params)
    session = link.session
    session.note_resuming(params)
    text = await session.request(params.method, params_text(params))
    try:
        response = decode_response_json(params, text)
    except protocol.DecodeError as error:
        raise ResponseDecodeError(params.method, _plain(text), error.message) from error
    session.note_answer(params, response)
    return response


async def _request_raw(link: Link, method: str, params: Any) -> Any:
    """Send a request as it is.

    Cancellation: as `Session.request`.
    """
    check_method(method)
    try:
        message = None if params is None else json_text(params)
    except ValueError as error:
        raise ValueError(f"{method}: the params cannot be written as JSON: {error}") from error
    text = await link.session.request(method, message)
    try:
        return read_json(text)
    except protocol.DecodeError as error:
        raise ResponseDecodeError(method, None, error.message) from error


def _taken(arguments: RemoteArgs) -> Taken:
    capabilities = arguments.initialize_params().capabilities or protocol.InitializeCapabilities()
    return Taken(
        capabilities.experimental_api,
        capabilities.opt_out_notification_methods or (),
        arguments.legacy_notifications,
    )


def _checked_request(params: object) -> protocol.RequestParams[Any]:
    if not isinstance(params, protocol.RequestParams):
        raise TypeError(
            f"request takes the params of a request such as ThreadStartParams(...), not {type(params).__name__}"
        )
    return params  # pyright: ignore[reportUnknownVariableType] - what it is answered with is only known to checkers


def _plain(text: bytes) -> Any:
    try:
        return read_json(text)
    except protocol.DecodeError:
        return None
