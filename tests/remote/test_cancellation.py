"""Any await of a remote client may be cancelled: nothing is left behind."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from tests.behaviour.support import until
from tests.remote.scripted import HELD, text_delta

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.remote.scripted import ScriptedPeer


async def cancel_when(condition: Callable[[], Any], call: Callable[[], Awaitable[Any]]) -> None:
    """Cancel a call once a condition holds."""
    async with anyio.create_task_group() as tasks:

        async def run() -> None:
            await call()
            raise AssertionError("it was to be cancelled")

        tasks.start_soon(run)
        await until(condition)
        tasks.cancel_scope.cancel()


@pytest.mark.promise("remote-cancellation")
@pytest.mark.parametrize("is_opened", [False, True])
async def test_a_connect_that_is_cancelled_leaves_nothing(peer: ScriptedPeer, is_opened: bool) -> None:
    peer.takes_calls = is_opened
    peer.answers["initialize"] = HELD
    begun = (lambda: "initialize" in peer.methods()) if is_opened else (lambda: peer.dialled)

    async def connect() -> None:
        await peer.connect()

    await cancel_when(begun, connect)
    assert peer.wire.is_shut_down


@pytest.mark.promise("remote-cancellation")
async def test_a_request_that_is_cancelled_leaves_no_entry(peer: ScriptedPeer) -> None:
    peer.answers["thread/loaded/list"] = HELD
    async with peer.connect() as client:
        await cancel_when(
            lambda: "thread/loaded/list" in peer.methods(),
            lambda: client.request(p.ThreadLoadedListParams()),
        )
        assert client.stats().requests_open == 0
        peer.answer("thread/loaded/list", {"data": []})
        await until(lambda: client.stats().late_answers == 1)
        peer.answers["thread/loaded/list"] = {"data": []}
        assert await client.request(p.ThreadLoadedListParams()) == p.ThreadLoadedListResponse(data=[])


@pytest.mark.promise("remote-cancellation")
@pytest.mark.parametrize("call", ["next_event", "next_events"])
async def test_a_read_that_is_cancelled_loses_no_event(peer: ScriptedPeer, call: str) -> None:
    async with peer.connect(reconnect=True) as client:
        entered = 0

        async def read() -> None:
            nonlocal entered
            entered += 1
            await getattr(client, call)()

        await cancel_when(lambda: entered, read)
        peer.notify(text_delta(1))
        assert await client.next_event() == text_delta(1)
        peer.takes_calls = ("refused", "away")
        peer.die()
        assert await client.next_event() == appserver.Disconnected("it has died")
        entered = 0
        await cancel_when(lambda: entered, read)  # while it dials
        peer.takes_calls = True
        assert await client.next_event() == appserver.Reconnected(("t",))
        peer.notify(text_delta(2))
        assert await client.next_event() == text_delta(2)


@pytest.mark.promise("remote-cancellation")
async def test_a_shutdown_that_is_cancelled_goes_on(peer: ScriptedPeer) -> None:
    client = await peer.connect()
    with anyio.CancelScope() as scope:
        scope.cancel()
        await client.shutdown()
    await until(lambda: peer.wire.is_shut_down)
    assert peer.closed == [(1, 1000)]


@pytest.mark.promise("remote-dropped")
async def test_a_client_that_is_dropped_closes_its_connection(peer: ScriptedPeer) -> None:
    client = await peer.connect()
    handle, stream = client.request_handle(), client.subscribe()
    wire = peer.wire
    del client
    gc.collect()
    assert not wire.is_shut_down
    assert await handle.request_raw("future/one") == {}
    del handle
    gc.collect()
    peer.notify(text_delta(1))
    assert await stream.next_event() == text_delta(1)
    del stream
    gc.collect()
    assert wire.is_shut_down


@pytest.mark.promise("remote-dropped")
async def test_a_client_that_is_dropped_while_it_dials_stops(peer: ScriptedPeer) -> None:
    client = await peer.connect(reconnect=True)
    peer.takes_calls = ("refused", "away")
    peer.die()
    await until(lambda: len(peer.dialled) > 2)
    del client
    gc.collect()
    assert peer.wire.is_shut_down
    dialled = len(peer.dialled)
    for _ in range(20):
        await checkpoint()
    assert len(peer.dialled) == dialled
