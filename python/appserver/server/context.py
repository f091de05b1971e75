"""What a request handler is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appserver.server.outgoing import Outgoing
    from appserver.server.session import ConnectionInfo, Session

__all__ = ["RequestContext"]


class RequestContext:
    """The surroundings of one request.

    Attributes:
        request_id: the JSON-RPC id, an integer or a string.
        connection: who asked: the facts of that connection's handshake.
        session: the runtime that serves the request.
        outgoing: how to send notifications and server requests.
    """

    __slots__ = ("_session", "request_id")

    def __init__(self, request_id: int | str, session: Session) -> None:
        self.request_id = request_id
        self._session = session

    @property
    def session(self) -> Session:
        """The runtime that serves the request."""
        return self._session

    @property
    def connection(self) -> ConnectionInfo:
        """Who asked."""
        return self._session.connection

    @property
    def outgoing(self) -> Outgoing:
        """How to send notifications and server requests."""
        return self._session.outgoing

    def __repr__(self) -> str:
        return f"RequestContext(request_id={self.request_id!r})"

    def __reduce__(self) -> Any:
        raise TypeError("a request context belongs to its running request and cannot be pickled")
