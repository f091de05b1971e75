"""A web server that runs an ASGI app on the loop of the test: uvicorn, which runs on asyncio and uvloop."""

from __future__ import annotations

import socket
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest
import uvicorn
from anyio.lowlevel import checkpoint
from sniffio import current_async_library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


class _Uvicorn(uvicorn.Server):
    """One that leaves the signals of the process to the tests."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[str]:
    """Serve an app; its URL as that of a websocket. Its lifespan has begun, and is over behind the block."""
    if current_async_library() == "trio":
        pytest.skip("uvicorn does not run on trio; apps are called by hand there")
    config = uvicorn.Config(
        app, lifespan="on", ws="websockets-sansio", ws_max_size=1 << 27, log_level="warning"
    )
    server = _Uvicorn(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"ws://127.0.0.1:{listener.getsockname()[1]}"
        is_over = anyio.Event()

        async def serve() -> None:
            try:
                await server.serve([listener])
            finally:
                is_over.set()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(serve)
            while not server.started:
                await checkpoint()
            try:
                yield url
            except BaseException:
                server.force_exit = True  # a failed test waits for no client
                raise
            finally:
                server.should_exit = True
                # Cancelled, uvicorn would leave its listener open, and uvloop would wait for that when it is closed.
                with anyio.CancelScope(shield=True):
                    await is_over.wait()
