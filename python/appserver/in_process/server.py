"""The server as its host holds it: further clients, counters, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from appserver.client.stopping import stop
from appserver.delivery.stats import ServerStats, read_stats

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Unpack

    from appserver.delivery.runtime_ref import RuntimeRef
    from appserver.in_process.arguments import ClientOptions
    from appserver.in_process.client import InProcessAppServerClient
    from appserver.server.context import ConnectionInfo
    from appserver.server.runtime import ServerRuntime

__all__ = ["Server"]


class Server:
    """A server in this process: threads, turns and agents, for any number of clients.

    `appserver.serve()` returns one that belongs to its holder: dropped, it shuts the server down in the background.
    The one that `client.server` returns belongs to that client.
    """

    __slots__ = ("__weakref__", "_ref", "_runtime")

    def __init__(self, runtime: ServerRuntime, ref: RuntimeRef | None = None) -> None:
        self._runtime = runtime
        self._ref = ref

    async def connect(self, **options: Unpack[ClientOptions]) -> InProcessAppServerClient:
        """Connect a further client, with a handshake of its own.

        It has its own request ids, capabilities, opt-outs, bounds and streams. It sees the threads that it starts or
        resumes, and those that agents start. Ended, or dropped, it takes nothing along; when the server ends, its
        calls raise `RuntimeClosedError`.

        Cancellation: the connection is ended again.

        Args:
            options: the fields of `appserver.in_process.ClientArgs`.

        Raises:
            InitializeError: the handshake was refused.
            RuntimeClosedError: the server is shut down.
            TypeError, ValueError: an option that does not exist or does not fit.
        """
        from appserver.in_process.connecting import connect_client

        return await connect_client(self._runtime, options)

    @property
    def connections(self) -> tuple[ConnectionInfo, ...]:
        """The open connections, oldest first."""
        return tuple(connection.info for connection in tuple(self._runtime.connections.values()))

    def stats(self) -> ServerStats:
        """Sums over all connections, and the server's own counters; cheap enough to poll."""
        return read_stats(ServerStats, self._runtime.core.stats())

    async def shutdown(self) -> None:
        """Shut the server down, and with it every client; returns within about ten seconds whatever agents do.

        Safe from any task, thread and loop, any number of times.

        Cancellation: the shutdown goes on without the caller.
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
