"""A block over what was shut down is refused: it would run without a client."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

import appserver
from appserver import in_process
from appserver.testing import start_client


@pytest.mark.promise("closed-not-entered")
async def test_what_was_shut_down_is_not_entered() -> None:
    server = await appserver.serve()
    with tempfile.TemporaryDirectory(prefix="appserver-") as place:
        listener = await server.listen(f"unix://{Path(place) / 's'}")
        remote = await appserver.connect(listener.url)
        further = await server.connect()
        ended: list[Any] = [
            remote,
            further,
            await appserver.start(),
            await start_client(),
            await in_process.start(),
        ]
        for one in ended:
            async with one:  # the block that ends it
                pass
            with pytest.raises(appserver.RuntimeClosedError, match=r"^async with"):
                async with one:
                    pytest.fail("the block ran")
            await one.shutdown()  # twice is once
    async with server:
        pass
    with pytest.raises(appserver.RuntimeClosedError, match=r"^async with"):
        async with server:
            pytest.fail("the block ran")


@pytest.mark.promise("closed-not-entered")
async def test_a_client_whose_server_has_ended_is_not_entered() -> None:
    server = await appserver.serve()
    client = await server.connect()
    await server.shutdown()
    with pytest.raises(appserver.RuntimeClosedError, match=r"^async with"):
        async with client:
            pytest.fail("the block ran")


@pytest.mark.promise("closed-not-entered")
async def test_what_is_open_is_entered_and_ended() -> None:
    client = await appserver.start()
    async with client:
        assert (await (await client.thread_start()).run("x")).status == "completed"
    with pytest.raises(appserver.RuntimeClosedError):
        await client.thread_start()
