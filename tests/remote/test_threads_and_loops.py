"""A remote client belongs to one loop, and may be used from any."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import until
from tests.behaviour.test_threads_and_loops import run_in_thread
from tests.remote.scripted import HELD, approval, text_delta

if TYPE_CHECKING:
    from tests.remote.scripted import ScriptedPeer


@pytest.mark.promise("remote-threads")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
async def test_any_thread_and_loop_may_ask_read_and_shut_down(peer: ScriptedPeer, backend: str) -> None:
    peer.answers["thread/loaded/list"] = {"data": ["a"]}
    client = await peer.connect()
    answers: list[Any] = []

    async def call() -> None:
        answers.extend([await client.request(p.ThreadLoadedListParams()) for _ in range(50)])

    threads = [run_in_thread(call, backend) for _ in range(3)]
    for thread in threads:
        await anyio.to_thread.run_sync(thread.join)
    assert answers == [p.ThreadLoadedListResponse(data=["a"])] * 150
    read: list[Any] = []

    async def read_and_end() -> None:
        read.append(await client.next_event())
        question = await client.next_event()
        assert isinstance(question, appserver.ServerRequest)
        assert await client.resolve_server_request(question.id, {"decision": "accept"})
        await client.shutdown()
        read.append(await client.next_event())

    reader = run_in_thread(read_and_end, backend)
    peer.notify(text_delta(1))
    peer.ask("q", approval())
    await anyio.to_thread.run_sync(reader.join)
    assert read == [text_delta(1), None]
    assert peer.received[-1] == {"id": "q", "result": {"decision": "accept"}}
    assert peer.wire.is_shut_down


@pytest.mark.promise("remote-threads")
async def test_a_loss_reaches_callers_on_other_loops(peer: ScriptedPeer) -> None:
    peer.answers["future/held"] = HELD
    async with peer.connect() as client:
        kinds: list[str] = []

        async def call() -> None:
            try:
                await client.request_raw("future/held")
            except appserver.ConnectionLostError as error:
                kinds.append(error.kind)

        threads = [run_in_thread(call, backend) for backend in ("asyncio", "trio")]
        await until(lambda: peer.methods().count("future/held") == 2)
        peer.die()
        for thread in threads:
            await anyio.to_thread.run_sync(thread.join)
        assert kinds == ["eof", "eof"]


@pytest.mark.promise("remote-threads")
async def test_whoever_asks_a_client_whose_loop_stands_still_is_told(peer: ScriptedPeer) -> None:
    loop = asyncio.new_event_loop()

    async def connect() -> appserver.RemoteAppServerClient:
        return await peer.connect()

    client = await anyio.to_thread.run_sync(lambda: loop.run_until_complete(connect()))
    with anyio.fail_after(10), pytest.raises(appserver.RuntimeClosedError, match="does not run"):
        await client.request_raw("future/one")
    assert client.stats().requests_open == 0
    with anyio.fail_after(10):
        await client.shutdown()
    assert peer.wire.is_shut_down
    loop.close()


async def test_a_loop_that_is_closed_under_its_client(peer: ScriptedPeer) -> None:
    loop = asyncio.new_event_loop()

    async def connect() -> appserver.RemoteAppServerClient:
        return await peer.connect()

    client = await anyio.to_thread.run_sync(lambda: loop.run_until_complete(connect()))
    loop.close()
    with anyio.fail_after(10), pytest.raises(appserver.RuntimeClosedError):
        await client.request_raw("future/one")
    with anyio.fail_after(10):
        await client.shutdown()
    assert peer.wire.is_shut_down


@pytest.mark.promise("remote-threads")
async def test_a_forked_child_is_refused_and_leaves_the_peer_in_peace(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        child = os.fork()
        if child == 0:
            refusals = 0
            for call in (
                lambda: client.request_raw("future/one").send(None),
                lambda: client.shutdown().send(None),
                lambda: client.open_server_requests(),
                lambda: client.subscribe(),
                lambda: client.stats(),
            ):
                try:
                    call()
                except appserver.RuntimeClosedError:
                    refusals += 1
                except BaseException:
                    os._exit(100)
            os._exit(refusals)
        _, status = await anyio.to_thread.run_sync(os.waitpid, child, 0)
        assert os.waitstatus_to_exitcode(status) == 5
        assert await client.request_raw("future/one") == {}
