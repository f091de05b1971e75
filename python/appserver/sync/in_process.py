"""The synchronous client of a server in this process, and the server as its host holds it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self
from weakref import finalize

from appserver.client.options import takes_arguments_of_method
from appserver.client.stopping import stop
from appserver.errors import RuntimeClosedError
from appserver.in_process.client import InProcessAppServerClient as ClientOfLoop
from appserver.in_process.client import Server as ServerOfLoop
from appserver.live import Live
from appserver.sync.client import AppServerClient

if TYPE_CHECKING:
    from types import TracebackType

    from appserver.client.starting import Starting
    from appserver.delivery.stats import ServerStats
    from appserver.server.context import ConnectionInfo
    from appserver.sync.loop_thread import LoopThread
    from appserver.transports.auth import WebSocketAuth
    from appserver.transports.limits import WireLimits
    from appserver.transports.listening import Listener as ListenerOfLoop

__all__ = ["InProcessAppServerClient", "Listener", "Server"]


class InProcessAppServerClient(AppServerClient[ClientOfLoop]):
    """A server in this process, as a synchronous client. Server and agent run on a thread of their own."""

    __slots__ = ()

    @property
    def server(self) -> Server:
        """The server: further clients, its counters. It ends with the client that `start()` returned."""
        return Server(self._loop, self._inner.server, is_owner=False)


class Server(Live):
    """A server in this process: threads, turns and agents, for any number of clients.

    `appserver.sync.serve()` returns one that belongs to its holder: dropped, it shuts the server down in the
    background. The one that `client.server` returns belongs to that client.
    """

    __slots__ = ("__weakref__", "_inner", "_is_owner", "_loop")

    def __init__(self, loop: LoopThread, inner: ServerOfLoop, *, is_owner: bool) -> None:
        self._loop = loop
        self._inner = inner
        self._is_owner = is_owner
        if is_owner:
            finalize(
                self, loop.begin_to_end
            ).atexit = False  # the loop itself sees to the exit of the program

    @takes_arguments_of_method(ServerOfLoop.connect)
    def connect(self, **options: Any) -> InProcessAppServerClient:
        """Connect a further client, with a handshake of its own. Ended, or dropped, it takes nothing along.

        Ctrl+C: the connection is ended again.

        Raises:
            InitializeError: the handshake was refused.
            RuntimeClosedError: the server is shut down.
            TypeError, ValueError: an option that does not exist or does not fit.
        """
        inner = self._loop.call_or_undo(_end_again, _started, self._inner.connect(**options))
        return InProcessAppServerClient(self._loop, inner, is_owner=False)

    def listen(
        self, url: str, *, limits: WireLimits | None = None, auth: WebSocketAuth | None = None
    ) -> Listener:
        """Take further clients at an address, beside those of this process: the same threads, the same rules.

        Whoever reaches the address is a client like any other, and may start turns and answer questions: a unix socket
        is open to its owner's processes, a port of the loopback address to every user of this machine.

        Args:
            url: `unix:///path/of/socket`; `unix://`, where Codex's own client looks below the server's home; or
                `ws://127.0.0.1:0`, with 0 for a free port. The listener's `url` says which it is.
            limits: sizes and times that hold for all listeners of the server; give them to the first one.
            auth: what the clients of a websocket have to show, a `CapabilityToken` or a `SignedToken`.

        Raises:
            ValueError: no address, one that others than this machine could reach, or other limits than before.
            OSError: the address cannot be had: in use, no permission, no directory.
            RuntimeClosedError: the server is shut down.
        """
        return Listener(self._loop, self._loop.call(self._inner.listen, url, limits=limits, auth=auth))

    @property
    def connections(self) -> tuple[ConnectionInfo, ...]:
        """The open connections, oldest first. `RuntimeClosedError` in a forked child: they are the parent's."""
        return self._inner.connections

    def stats(self) -> ServerStats:
        """Sums over all connections, and the server's own counters."""
        return self._inner.stats()

    def shutdown(self) -> None:
        """Shut the server down, and with it every client; returns within about ten seconds whatever agents do.

        Safe from any thread, any number of times.

        Raises:
            RuntimeClosedError: the process was forked since the server started.
            RuntimeError: it is called on the server's own loop.
        """
        try:
            self._loop.call(self._inner.shutdown)
        except RuntimeClosedError:
            self._loop.check_fork()  # twice is once
        if self._is_owner:
            self._loop.end()

    def __enter__(self) -> Self:
        self._loop.check_entered(self._inner)
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with suppress(RuntimeClosedError):  # a forked child: the server is the parent's
            self.shutdown()


class Listener(Live):
    """A place where a server takes clients. Closed, it takes no new ones; those that have come stay.

    Attributes:
        url: where clients connect: `unix:///path`, or `ws://IP:PORT` with the port that was chosen.
    """

    __slots__ = ("_inner", "_loop", "url")

    def __init__(self, loop: LoopThread, inner: ListenerOfLoop) -> None:
        self._loop = loop
        self._inner = inner
        self.url = inner.url

    def __repr__(self) -> str:
        return repr(self._inner)

    def close(self) -> None:
        """Take no new clients, and remove the socket. Twice is once."""
        with suppress(RuntimeClosedError):  # the end of the server was its end, too
            self._loop.call_plain(self._inner.close)

    def __enter__(self) -> Self:
        self._loop.check_entered(self._inner)
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


async def _started(starting: Starting[ClientOfLoop]) -> ClientOfLoop:
    return await starting


async def _end_again(clients: list[ClientOfLoop]) -> None:
    """Shut down what nobody waits for any more.

    Cancellation: waits until the shutdown is over.
    """
    for client in clients:
        await stop(client)
