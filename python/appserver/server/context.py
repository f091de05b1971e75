"""What a request handler is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.protocol import InitializeParams, Notification
    from appserver.server.outgoing import Outgoing
    from appserver.server.session import Session

__all__ = ["ConnectionInfo", "RequestContext", "RequestSource"]


@dataclass(frozen=True, slots=True)
class ConnectionInfo:
    """The facts of one connection's handshake.

    Attributes:
        id: the connection's number within its server; the first in-process client is connection 0.
        client_name, client_title, client_version: what the client called itself; empty before `initialize`.
        experimental_api: whether the client asked for experimental methods, fields and notifications.
        opt_out_notification_methods: the exact methods that are not sent to it.
        initialized: whether the handshake is done.
        session_source: what its threads say of where they come from; None: what the server says.
    """

    id: int = 0
    client_name: str = ""
    client_title: str | None = None
    client_version: str = ""
    experimental_api: bool = False
    opt_out_notification_methods: frozenset[str] = frozenset()
    initialized: bool = False
    session_source: str | None = None


class RequestSource(Protocol):
    """The connection that a request came from."""

    @property
    def info(self) -> ConnectionInfo:
        """The facts of its handshake."""
        ...

    @property
    def session(self) -> Session:
        """Its server."""
        ...

    def find_built_in(self, method: str) -> Callable[[RequestContext, Any], Any] | None:
        """The built-in handler of a method."""
        ...

    def open(self, params: InitializeParams) -> None:
        """Open its gate."""

    def open_thread(self, thread_id: str) -> None:
        """Let the server know a thread that it has started."""

    def subscribe_thread(self, thread_id: str, first: Sequence[Notification]) -> None:
        """Send it the events of a thread, `first` before them, and ask it the thread's open questions."""

    def unsubscribe_thread(self, thread_id: str) -> bool:
        """Send it no more events of a thread."""
        ...

    def send_first(self, notifications: Sequence[Notification]) -> None:
        """Send it what it alone is told."""

    async def send(self, notification: Notification) -> None:
        """Send it something, and wait for room.

        Cancellation: it is taken back, unless it is in the stream already.
        """


class RequestContext:
    """The surroundings of one request.

    Attributes:
        request_id: the JSON-RPC id, an integer or a string.
        connection: who asked: the facts of that connection's handshake.
        session: the server that serves the request.
        outgoing: how to send notifications and server requests.
    """

    __slots__ = ("_connection", "request_id")

    def __init__(self, request_id: int | str, connection: RequestSource) -> None:
        self.request_id = request_id
        self._connection = connection

    @property
    def session(self) -> Session:
        """The server that serves the request."""
        return self._connection.session

    @property
    def connection(self) -> ConnectionInfo:
        """Who asked."""
        return self._connection.info

    @property
    def outgoing(self) -> Outgoing:
        """How to send notifications and server requests."""
        return self._connection.session.outgoing

    def find_built_in(self, method: str) -> Callable[[RequestContext, Any], Any] | None:
        """The handler that the server itself has for a method, whether or not another one was added; None: none."""
        return self._connection.find_built_in(method)

    def open_connection(self, params: InitializeParams) -> None:
        """Open the connection's gate with the capabilities of its handshake.

        Raises:
            ServerError: it is open already.
        """
        self._connection.open(params)

    def open_thread(self, thread_id: str) -> None:
        """Let the server know a thread that this connection has started.

        From now on its events go to the connections that are subscribed to it, at first to this one. Events of threads
        that the server does not know go to every initialized connection.
        """
        self._connection.open_thread(thread_id)

    def subscribe_thread(self, thread_id: str, *, first: Sequence[Notification] = ()) -> None:
        """Send this connection the events of a thread from now on, and ask it the thread's open questions.

        Args:
            thread_id: the thread.
            first: what it alone is told before that.
        """
        self._connection.subscribe_thread(thread_id, first)

    def unsubscribe_thread(self, thread_id: str) -> bool:
        """Send this connection no more events of a thread; its streams of that thread end. False: was not."""
        return self._connection.unsubscribe_thread(thread_id)

    def tell_asker(self, *notifications: Notification) -> None:
        """Send notifications to this connection alone, whether or not it is subscribed to their thread."""
        self._connection.send_first(notifications)

    async def send_to_asker(self, notification: Notification) -> None:
        """Send this connection alone a notification, and wait for room where its policy asks for that.

        Cancellation: it is taken back, unless it is in the stream already.

        Raises:
            RuntimeClosedError: the connection or its server is shut down.
        """
        await self._connection.send(notification)

    def __repr__(self) -> str:
        return f"RequestContext(request_id={self.request_id!r})"

    def __reduce__(self) -> Any:
        raise TypeError("a request context belongs to its running request and cannot be pickled")
