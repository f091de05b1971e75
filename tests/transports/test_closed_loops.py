"""A loop that is closed with nobody having shut down what ran on it: its sockets are open no longer."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvloop
from anyio.from_thread import start_blocking_portal

import appserver
from tests.behaviour.support import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOPS: list[Callable[[], asyncio.AbstractEventLoop]] = [asyncio.new_event_loop, uvloop.new_event_loop]
IDS = ["asyncio", "uvloop"]

pytestmark = pytest.mark.promise("exit-loop-closed")


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory whose name leaves room for a socket's."""
    with tempfile.TemporaryDirectory(prefix="appserver-") as name:
        yield Path(name)


def connect(path: Path) -> socket.socket:
    """A connection that nothing is waited for on for ever."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(20)
    connection.connect(str(path))
    return connection


def is_listening(port: int) -> bool:
    """Whether somebody can connect there."""
    with suppress(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port)).close()
        return True
    return False


@pytest.mark.parametrize("make_loop", LOOPS, ids=IDS)
def test_a_server(make_loop: Callable[[], asyncio.AbstractEventLoop], place: Path) -> None:
    loop = make_loop()
    path = place / "s"
    request = b"GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    request += b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

    async def begin() -> Any:
        server = await appserver.serve()
        await server.listen(f"unix://{path}")
        return server, (await server.listen("ws://127.0.0.1:0")).url

    _server, url = loop.run_until_complete(begin())
    with connect(path) as client:
        client.sendall(request)
        assert client.recv(12) == b"HTTP/1.1 101"
        loop.close()
        while client.recv(4096):
            pass  # up to the end
        assert not path.exists()
        while is_listening(int(url.rpartition(":")[2])):
            pass  # it is closed by another thread


@pytest.mark.parametrize("make_loop", LOOPS, ids=IDS)
def test_a_client(make_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    loop = make_loop()

    async def serve() -> tuple[appserver.Server, str]:
        server = await appserver.serve()
        return server, (await server.listen("ws://127.0.0.1:0")).url

    async def connect(url: str) -> Any:
        return await appserver.connect(url)

    async def left(server: appserver.Server) -> None:
        await until(lambda: not server.connections)
        await server.shutdown()

    with start_blocking_portal() as portal:
        server, url = portal.call(serve)
        client = loop.run_until_complete(connect(url))
        assert len(server.connections) == 1
        loop.close()
        portal.call(left, server)
    assert client.stats().requests_open == 0
