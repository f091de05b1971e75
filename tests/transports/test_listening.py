"""Listening at a path while others do something there, or to the server."""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver.asgi import ServerApp
from tests.transports.raw import RawClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def another_server_starts(directory: Path) -> Iterator[None]:
    """Hold the lock that servers take while they start there."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@pytest.mark.promise("listening-waits-aside")
async def test_the_loop_goes_on_while_another_server_starts(short_path: Path) -> None:
    async with appserver.serve() as server, anyio.create_task_group() as tasks:
        listeners: list[appserver.Listener] = []

        async def listen() -> None:
            listeners.append(await server.listen(f"unix://{short_path}/s"))

        with another_server_starts(short_path):
            tasks.start_soon(listen)
            async with server.connect() as client:
                await client.request(appserver.protocol.ThreadLoadedListParams())
            assert not listeners
        with anyio.fail_after(20):
            while not listeners:
                await checkpoint()
        async with appserver.connect(listeners[0].url):
            pass


@pytest.mark.promise("listening-waits-aside")
async def test_a_server_that_is_shut_down_meanwhile_listens_nowhere(short_path: Path) -> None:
    async with appserver.serve() as server:
        async with anyio.create_task_group() as tasks:

            async def listen() -> None:
                with pytest.raises(appserver.RuntimeClosedError):
                    await server.listen(f"unix://{short_path}/s")

            with another_server_starts(short_path):
                tasks.start_soon(listen)
                await checkpoint()
                await server.shutdown()
        assert not (short_path / "s").exists()


async def status_at(client: RawClient, path: str) -> int:
    """What a request is answered with."""
    await client.write(f"GET {path} HTTP/1.1\r\nhost: a\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += await client.read()
    return int(answer.split()[1])


@pytest.mark.promise("wire-ready")
@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 503)])
async def test_a_listener_that_takes_no_more_is_not_ready(path: str, status: int) -> None:
    async with appserver.serve() as server:
        listener = await server.listen("ws://127.0.0.1:0")
        port = int(listener.url.rpartition(":")[2])
        with (
            socket.create_connection(("127.0.0.1", port)) as before,
            socket.create_connection(before.getpeername()) as then,
        ):
            async with RawClient(then) as client:
                assert await status_at(client, path) == 200  # so the connection before it was accepted too
            listener.close()
            async with RawClient(before) as client:
                assert await status_at(client, path) == status


async def status_of_app(app: ServerApp, path: str) -> int:
    """What an app answers, called by hand."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    await app(scope, receive, send)
    status: int = sent[0]["status"]
    return status


@pytest.mark.promise("wire-ready")
async def test_an_app_that_takes_no_clients_is_not_ready() -> None:
    app = ServerApp(appserver.serve, allow_anonymous=True)
    ready: list[int] = [await status_of_app(app, "/readyz")]
    async with app.lifespan():
        ready.append(await status_of_app(app, "/readyz"))
        await app.server.shutdown()
        ready.append(await status_of_app(app, "/readyz"))
        assert await status_of_app(app, "/healthz") == 200
    assert ready == [503, 200, 503]
