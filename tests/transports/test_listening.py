"""Listening at a path while others do something there, or to the server."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver

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
