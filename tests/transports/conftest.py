"""Servers that listen, and raw clients on every transport."""

from __future__ import annotations

import socket
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver.asgi import ServerApp
from tests.transports.raw import LineClient, RawClient, connect_unix, connect_websocket
from tests.transports.web import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from appserver.transports.limits import WireLimits

TRANSPORTS = ("lines", "unix", "websocket", "asgi")


class Listening:
    """A server, and how to connect to it.

    Attributes:
        server: the server.
        url: where it listens; empty on lines.
    """

    def __init__(
        self,
        server: appserver.Server,
        transport: str,
        url: str,
        limits: WireLimits | None,
        tasks: Any,
        clients: Any,
    ) -> None:
        self.server = server
        self._limits = limits
        self.url = url
        self._transport = transport
        self._tasks = tasks
        self._clients = clients

    async def connect(self, *, initialize: bool = True, **capabilities: Any) -> RawClient:
        """A further client; with its handshake, unless it is told not to."""
        client = await self._connect()
        self._clients.callback(client.close)
        if initialize:
            await client.initialize(**capabilities)
        return client

    async def _connect(self) -> RawClient:
        if self._transport == "unix":
            return await connect_unix(self.url.removeprefix("unix://"))
        if self._transport in {"websocket", "asgi"}:
            return await connect_websocket(self.url)
        ours, theirs = socket.socketpair()
        self._tasks.start_soon(self._serve_lines, theirs)
        return LineClient(ours)

    async def _serve_lines(self, connection: socket.socket) -> None:
        with connection:
            await self.server.serve_stdio(connection.fileno(), connection.fileno(), limits=self._limits)


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A directory whose name leaves room for a socket's: the system allows 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="appserver-") as name:
        yield Path(name)


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    """Each transport."""
    name: str = request.param
    return name


@asynccontextmanager
async def listening(transport: str, directory: Path, **options: Any) -> AsyncIterator[Listening]:
    """A server that listens, until the block ends."""
    limits = options.pop("limits", None)
    async with anyio.create_task_group() as tasks, appserver.serve(**options) as server:
        async with AsyncExitStack() as clients:
            url = ""
            if transport == "unix":
                url = (await server.listen(f"unix://{directory / 's'}", limits=limits)).url
            elif transport == "websocket":
                url = (await server.listen("ws://127.0.0.1:0", limits=limits)).url
            elif transport == "asgi":
                app = ServerApp(server, allow_anonymous=True, limits=limits)
                url = await clients.enter_async_context(serving(app))
            yield Listening(server, transport, url, limits, tasks, clients)
        tasks.cancel_scope.cancel()
