"""A connection that is lost and found again: told in every stream, never in silence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.client.remote import link
from appserver.events import Reconnected
from tests.behaviour.support import until
from tests.remote.scripted import HELD, approval, text_delta, turn_completed

if TYPE_CHECKING:
    from tests.remote.scripted import ScriptedPeer


def is_connected(client: appserver.RemoteAppServerClient, times: int) -> bool:
    """Whether the client was connected so often."""
    return client.stats().connections == times


LOST = appserver.Disconnected("it has died")


@pytest.mark.promise("remote-reconnect")
async def test_streams_tell_of_the_loss_and_go_on_with_the_next_connection(peer: ScriptedPeer) -> None:
    async with peer.connect(reconnect=True) as client:
        ends = client.subscribe(methods=["turn/completed"], thread_id="t")
        peer.notify(text_delta(1))
        peer.die()
        await until(lambda: client.stats().connections == 2)
        peer.notify(text_delta(2))
        peer.notify(turn_completed())
        read = [await client.next_event() for _ in range(5)]
        assert read == [text_delta(1), LOST, Reconnected(missed=("t",)), text_delta(2), turn_completed()]
        assert [await ends.next_event() for _ in range(3)] == [LOST, Reconnected(("t",)), turn_completed()]
        assert peer.methods() == ["initialize", "initialized"] * 2
        assert await client.request_raw("future/one") == {}


@pytest.mark.promise("remote-reconnect")
async def test_a_reader_that_waits_is_told_at_once(peer: ScriptedPeer) -> None:
    read: dict[str, list[Any]] = {"one by one": [], "in batches": []}
    async with peer.connect(reconnect=True) as client, anyio.create_task_group() as tasks:
        streams: dict[str, Any] = {"one by one": client.__aiter__(), "in batches": client.subscribe()}

        async def read_singly(name: str) -> None:
            async for event in streams[name]:
                read[name].append(event)

        async def read_many(name: str) -> None:
            while (events := await streams[name].next_events()) is not None:
                read[name].extend(events)

        tasks.start_soon(read_singly, "one by one")
        tasks.start_soon(read_many, "in batches")
        peer.takes_calls = ("refused", "away")
        peer.die()
        await until(lambda: all(events == [LOST] for events in read.values()))
        await until(lambda: len(peer.dialled) > 3)
        assert all(events == [LOST] for events in read.values())
        peer.takes_calls = True
        await until(lambda: all(events == [LOST, Reconnected()] for events in read.values()))
        peer.notify(text_delta(1))
        await until(lambda: all(len(events) == 3 for events in read.values()))
        await client.shutdown()
    assert all(events == [LOST, Reconnected(), text_delta(1)] for events in read.values())


@pytest.mark.promise("remote-reconnect")
async def test_what_was_in_flight_has_failed_and_nothing_is_sent_twice(peer: ScriptedPeer) -> None:
    peer.answers["future/held"] = HELD
    async with peer.connect(reconnect=True) as client, anyio.create_task_group() as tasks:
        failures: list[BaseException] = []

        async def ask() -> None:
            with pytest.raises(appserver.ConnectionLostError) as caught:
                await client.request_raw("future/held")
            failures.append(caught.value)

        tasks.start_soon(ask)
        await until(lambda: "future/held" in peer.methods())
        peer.ask("q", approval())
        question = await client.next_event()
        assert isinstance(question, appserver.ServerRequest)
        peer.takes_calls = ("refused", "away")
        peer.die()
        await until(lambda: failures)
        with pytest.raises(appserver.ConnectionLostError):
            await client.request_raw("future/between")
        peer.takes_calls = True
        await until(lambda: client.stats().connections == 2)
        assert peer.methods().count("future/held") == 1
        assert "future/between" not in peer.methods()
        assert client.open_server_requests() == []
        assert await client.resolve_server_request(question.id, {"decision": "accept"}) is False


@pytest.mark.promise("remote-reconnect")
async def test_threads_that_may_have_been_missed_are_named(peer: ScriptedPeer) -> None:
    peer.answers["thread/unsubscribe"] = {"status": "unsubscribed"}
    async with peer.connect(reconnect=True) as client:
        for thread in ("a", "b", "closed", "left"):
            peer.notify(text_delta(1, thread=thread))
        peer.notify(p.ThreadClosedNotification(thread_id="closed"))
        active = p.ThreadStatusChangedNotification(thread_id="of others", status=p.IdleThreadStatus())
        peer.notify(active)
        await until(lambda: client.stats().events.emitted == 6)
        await client.request(p.ThreadUnsubscribeParams(thread_id="left"))
        peer.die()
        await until(lambda: client.stats().connections == 2)
        events = [await client.next_event() for _ in range(8)]
        assert events[-2:] == [LOST, Reconnected(missed=("a", "b"))]


@pytest.mark.promise("remote-reconnect")
async def test_a_refused_handshake_is_tried_again(peer: ScriptedPeer) -> None:
    async with peer.connect(reconnect=True) as client:
        welcome = peer.answers["initialize"]
        peer.answers["initialize"] = appserver.ServerError("Server is draining; retry after reconnecting")
        peer.die()
        await until(lambda: len(peer.dialled) > 3)
        peer.answers["initialize"] = welcome
        await until(lambda: client.stats().connections == 2)


@pytest.mark.promise("remote-reconnect")
async def test_connections_that_come_and_go_unread_stay_bounded(peer: ScriptedPeer) -> None:
    async with peer.connect(reconnect=True) as client:
        for connection in range(1, 6):
            await until(partial(is_connected, client, connection))
            peer.notify(text_delta(connection, thread=f"thread {connection}"))
            await until(lambda: client.stats().events.emitted == 1)
            peer.die()
        await until(lambda: client.stats().connections == 6)
        events = [await client.next_event() for _ in range(4)]
        assert events == [
            text_delta(1, thread="thread 1"),
            LOST,
            Reconnected(missed=tuple(f"thread {number}" for number in range(1, 6))),
            appserver.Lagged(skipped=4),
        ]


@pytest.mark.promise("remote-reconnect")
async def test_a_shutdown_ends_the_dialling(peer: ScriptedPeer) -> None:
    client = await peer.connect(reconnect=True)
    read: list[Any] = []
    async with anyio.create_task_group() as tasks:

        async def read_all() -> None:
            read.extend([event async for event in client])

        tasks.start_soon(read_all)
        peer.takes_calls = ("refused", "away")
        peer.die()
        await until(lambda: len(peer.dialled) > 2)
        await client.shutdown()
    assert read == [LOST]
    dialled = len(peer.dialled)
    for _ in range(20):
        await anyio.lowlevel.checkpoint()
    assert len(peer.dialled) == dialled
    with pytest.raises(appserver.TransportError):
        await client.request_raw("future/late")


@pytest.mark.promise("remote-reconnect")
@pytest.mark.parametrize("is_opened", [False, True])
async def test_a_shutdown_waits_for_no_handshake(
    peer: ScriptedPeer, monkeypatch: pytest.MonkeyPatch, is_opened: bool
) -> None:
    monkeypatch.setattr(link, "CLOSE_SECONDS", 3600)
    client = await peer.connect(reconnect=True, connect_timeout=None)
    peer.answers["initialize"] = HELD
    peer.takes_calls = is_opened
    peer.die()
    begun = (
        (lambda: peer.methods().count("initialize") == 2) if is_opened else (lambda: len(peer.dialled) == 2)
    )
    await until(begun)
    await client.shutdown()
    assert peer.wire.is_shut_down
    assert [event async for event in client] == [LOST]


def test_delays_grow_up_to_a_bound_and_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    def first(count: int) -> list[float]:
        return [delay for delay, _ in zip(link.delays(), range(count), strict=False)]

    monkeypatch.setattr(link, "uniform", lambda low, high: (low + high) / 2)
    assert first(8) == [0.25, 0.5, 1, 2, 4, 8, 10, 10]
    monkeypatch.setattr(link, "uniform", lambda low, high: high)
    assert first(8)[-1] == 12


async def test_a_program_is_not_started_again(peer: ScriptedPeer) -> None:
    with pytest.raises(ValueError, match="is for sockets"):
        appserver.connect(command=["codex", "app-server"], reconnect=True)
