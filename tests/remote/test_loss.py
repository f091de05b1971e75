"""The peer dies: everybody who waits is told, at once and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import until
from tests.remote.scripted import HELD, approval, message_started, text_delta, turn_completed

if TYPE_CHECKING:
    from tests.remote.scripted import ScriptedPeer

KINDS = ["eof", "aborted", "invalid_data", "too_big", "stalled", "overloaded", "refused", "closed"]


async def rest_of(stream: Any) -> list[Any]:
    """Everything to the end of a stream."""
    return [event async for event in stream]


@pytest.mark.promise("remote-loss")
@pytest.mark.parametrize("kind", KINDS)
async def test_every_request_and_question_ends_and_says_how(peer: ScriptedPeer, kind: str) -> None:
    peer.answers["future/held"] = HELD
    async with peer.connect() as client, anyio.create_task_group() as tasks:
        failures: list[appserver.ConnectionLostError] = []

        async def ask() -> None:
            with pytest.raises(appserver.ConnectionLostError, match=r"future/held: .* the reason") as caught:
                await client.request_raw("future/held")
            failures.append(caught.value)

        for _ in range(3):
            tasks.start_soon(ask)
        await until(lambda: peer.methods().count("future/held") == 3)
        peer.ask("q", approval())
        question = await client.next_event()
        assert isinstance(question, appserver.ServerRequest)
        peer.notify(text_delta(1))
        peer.die(kind, "the reason")
        await until(lambda: len(failures) == 3)
        assert {failure.kind for failure in failures} == {kind}
        assert len(set(map(id, failures))) == 3  # each has its own traceback
        assert all(isinstance(failure, ConnectionError) for failure in failures)
        assert client.open_server_requests() == []
        for call in (
            client.request_raw("future/late"),
            client.request(p.ThreadLoadedListParams()),
            client.notify(p.InitializedNotification()),
            client.resolve_server_request(question.id, {"decision": "accept"}),
            client.reject_server_request(question.id, {"code": 1, "message": "m"}),
        ):
            with pytest.raises(appserver.ConnectionLostError) as caught:
                await call
            assert caught.value.kind == kind
        with pytest.raises(appserver.ConnectionLostError):
            client.subscribe()
        assert client.stats().requests_open == 0
        assert await rest_of(client) == [text_delta(1), appserver.Disconnected("the reason")]
        assert peer.wire.is_shut_down


@pytest.mark.promise("remote-loss")
async def test_every_stream_ends_behind_what_is_queued(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        waiting = client.subscribe(methods=["turn/completed"])
        deltas = client.subscribe(methods=["item/agentMessage/delta"])
        ended: list[Any] = []
        async with anyio.create_task_group() as tasks:

            async def read() -> None:
                ended.extend(await rest_of(waiting))

            tasks.start_soon(read)
            peer.notify(text_delta(1))
            peer.die()
        assert ended == [appserver.Disconnected("it has died")]
        assert await rest_of(deltas) == [text_delta(1), appserver.Disconnected("it has died")]
        assert await client.next_events() == [text_delta(1)]
        assert await client.next_events() == [appserver.Disconnected("it has died")]
        for stream in (client, waiting, deltas):
            assert await stream.next_event() is None
            assert await stream.next_events() is None


SCRIPT: list[Any] = [
    p.TurnStartedNotification(thread_id="t", turn=p.Turn(id="u", items=[], status="inProgress")),
    message_started(),
    text_delta(1),
    approval(),
    p.ServerRequestResolvedNotification(thread_id="t", request_id="q"),
    text_delta(2),
    turn_completed(),
]


@pytest.mark.promise("remote-loss")
@pytest.mark.parametrize("messages", range(len(SCRIPT) + 1))
async def test_a_peer_that_dies_at_any_message_of_a_turn(peer: ScriptedPeer, messages: int) -> None:
    peer.answers["turn/start"] = HELD
    async with peer.connect() as client, anyio.create_task_group() as tasks:
        failures: list[BaseException] = []

        async def start() -> None:
            with pytest.raises(appserver.ConnectionLostError) as caught:
                await client.request(p.TurnStartParams(thread_id="t", input=[]))
            failures.append(caught.value)

        tasks.start_soon(start)
        await until(lambda: "turn/start" in peer.methods())
        for message in SCRIPT[:messages]:
            if isinstance(message, p.ServerRequestParams):
                peer.ask("q", message)
            else:
                peer.notify(message)
        peer.die()
        events = await rest_of(client)
        assert events[-1] == appserver.Disconnected("it has died")
        read = [event for event in events[:-1] if not isinstance(event, appserver.ServerRequest)]
        sent = [one for one in SCRIPT[:messages] if not isinstance(one, p.ServerRequestParams)]
        assert [event.method for event in read] == [message.method for message in sent]
        await until(lambda: failures)


@pytest.mark.promise("remote-loss")
async def test_a_peer_that_cannot_be_reached(peer: ScriptedPeer) -> None:
    peer.takes_calls = ("refused", "nobody listens there")
    with pytest.raises(
        appserver.ConnectionLostError, match=r"unix:///peer\.sock .* nobody listens"
    ) as caught:
        await peer.connect()
    assert caught.value.kind == "refused"
    assert peer.wire.is_shut_down


@pytest.mark.promise("remote-handshake")
@pytest.mark.parametrize("is_opened", [False, True])
async def test_a_peer_that_says_nothing(peer: ScriptedPeer, is_opened: bool) -> None:
    peer.takes_calls = is_opened
    peer.answers["initialize"] = HELD
    with pytest.raises(appserver.ConnectionLostError, match=r"connect_timeout=0\.001 s$") as caught:
        await peer.connect(connect_timeout=0.001)
    assert caught.value.kind == "timed_out"
    assert peer.wire.is_shut_down


@pytest.mark.promise("remote-handshake")
async def test_a_peer_that_dies_in_its_handshake(peer: ScriptedPeer) -> None:
    def die(_params: Any) -> Any:
        peer.die("aborted", "away")
        return HELD

    peer.answers["initialize"] = die
    with pytest.raises(appserver.ConnectionLostError, match="away") as caught:
        await peer.connect()
    assert caught.value.kind == "aborted"
    assert peer.wire.is_shut_down


@pytest.mark.promise("remote-handshake")
@pytest.mark.parametrize(
    "answer",
    [appserver.ServerError("not you", code=-32600), {"userAgent": 5}, [], None, "ok", b"{", b"[" * 999],
)
async def test_a_peer_that_refuses_the_handshake(peer: ScriptedPeer, answer: Any) -> None:
    peer.answers["initialize"] = answer
    with pytest.raises(appserver.InitializeError, match=r"unix:///peer\.sock") as caught:
        await peer.connect()
    if isinstance(answer, appserver.ServerError):
        assert caught.value.server_error is not None
        assert caught.value.server_error.message == "not you"
    assert peer.wire.is_shut_down


@pytest.mark.promise("remote-shutdown")
async def test_a_shutdown_ends_requests_and_streams_without_a_word_of_loss(peer: ScriptedPeer) -> None:
    peer.answers["future/held"] = HELD
    client = await peer.connect()
    async with anyio.create_task_group() as tasks:
        failures: list[BaseException] = []

        async def ask() -> None:
            with pytest.raises(appserver.RuntimeClosedError, match="future/held") as caught:
                await client.request_raw("future/held")
            failures.append(caught.value)

        tasks.start_soon(ask)
        await until(lambda: "future/held" in peer.methods())
        peer.notify(text_delta(1))
        await until(lambda: client.stats().events.queued)
        await client.shutdown()
        await until(lambda: failures)
    assert await rest_of(client) == [text_delta(1)]
    await client.shutdown()
    with pytest.raises(appserver.RuntimeClosedError, match="connect again"):
        await client.request_raw("future/late")
    assert peer.closed == [(1, 1000)]
    assert client.stats().requests_open == 0
