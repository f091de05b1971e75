"""What a server is assembled from, and what is attached to it while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from appserver import _core
from appserver.delivery.bounds import MAX_SERVER_EVENT_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver import protocol
    from appserver.feedback.log_ring import LogRing
    from appserver.server.message_processor import HandlerSpec, MessageProcessor
    from appserver.server.session import Session
    from appserver.threads.manager import ThreadManager

__all__ = ["MAX_HANDLERS", "Attachment", "ServerParts"]

MAX_HANDLERS = 1024
"""`async` handlers that run at once on a server, over all its connections: eight connections at their default bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerParts:
    """What a server is assembled from.

    Attributes:
        processor: the handlers that the embedder added.
        find_built_in: the built-in handler of a method, for a running server.
        make_threads: makes the threads of a running server, when they are first used.
        session_source: what kind of program runs the server.
        home: the directory that the server calls its home.
        sandbox_helper: the program that keeps commands in their sandbox; None: none is named.
        config_warnings: sent to each client after its handshake.
        max_handlers: `async` handlers that run at once, over all connections.
        max_server_event_bytes: what all streams hold together at the most.
        unattended_timeout: how long a question stays open that no client can answer; None: as long as one is there.
        core_module: whose `ServerCore` and `Hooks` to run on.
        log_ring: keeps what is logged while the server lives; None: nobody asks for that.
    """

    processor: MessageProcessor
    find_built_in: Callable[[Session, str], HandlerSpec | None]
    make_threads: Callable[[Session], ThreadManager]
    session_source: str
    home: str
    sandbox_helper: str | None = None
    config_warnings: Sequence[protocol.ConfigWarningNotification] = ()
    max_handlers: int = MAX_HANDLERS
    max_server_event_bytes: int = MAX_SERVER_EVENT_BYTES
    unattended_timeout: float | None = None
    core_module: Any = _core
    log_ring: LogRing | None = None


class Attachment(Protocol):
    """What connects further clients to a running server: the transports that it listens on."""

    @property
    def expects_clients(self) -> bool:
        """Whether further clients may come."""
        ...

    def stop_accepting(self) -> None:
        """The shutdown begins: take no new connections."""

    def finish(self) -> None:
        """All connections have been told their ends: close."""

    async def wait_closed(self) -> None:
        """Return when everything is written and closed, within a bound.

        Cancellation: the closing goes on.
        """
