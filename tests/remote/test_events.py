"""Events of a remote client: the bounds of in process, and answers that never wait for a reader."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import until
from tests.remote.scripted import message_started, text_delta, turn_completed

if TYPE_CHECKING:
    from tests.remote.scripted import ScriptedPeer

COUNT = 3000


async def drain(client: Any) -> list[Any]:
    """What is queued now."""
    return list(await client.next_events(1 << 20))


@pytest.mark.promise("events-hold-up-no-answers")
@pytest.mark.parametrize("capacity", [1, 2, 7, 128])
async def test_answers_come_whoever_reads(peer: ScriptedPeer, capacity: int) -> None:
    async with peer.connect(channel_capacity=capacity) as client:
        peer.notify(message_started())
        assert await client.next_event() == message_started()  # somebody reads, and then no more
        for number in range(COUNT):
            peer.notify(text_delta(number))
            if number % 1000 == 0:
                assert await client.request_raw("future/one") == {}
        peer.notify(turn_completed())
        assert await client.request_raw("future/one") == {}
        assert client.stats().events.emitted == COUNT + 2
        events = await drain(client)
        text = "".join(event.delta for event in events[:-1])
        assert text == "".join(f"[{number}]" for number in range(COUNT))
        assert events[-1] == turn_completed()
        assert len(events) <= capacity + 1
        assert client.stats().events.merged == COUNT + 1 - len(events)


@pytest.mark.promise("events-hold-up-no-answers")
async def test_a_reader_that_keeps_up_sees_every_event_as_it_was_sent(peer: ScriptedPeer) -> None:
    async with peer.connect() as client, anyio.create_task_group() as tasks:
        read: list[Any] = []

        async def read_all() -> None:
            while (event := await client.next_event()) is not None:
                read.append(event)

        tasks.start_soon(read_all)
        for number in range(COUNT):
            peer.notify(text_delta(number))
        await until(lambda: len(read) == COUNT)
        assert read == [text_delta(number) for number in range(COUNT)]
        assert client.stats().events.merged == 0
        await client.shutdown()


@pytest.mark.promise("remote-bounded-events")
async def test_what_is_queued_is_bounded_in_bytes_and_a_gap_is_counted(
    peer: ScriptedPeer, caplog: pytest.LogCaptureFixture
) -> None:
    bound = 64 << 10
    async with peer.connect(max_event_bytes=bound) as client:
        further = client.subscribe(max_event_bytes=bound // 2)
        peer.notify(message_started())
        for stream in (client, further):
            assert await stream.next_event() == message_started()
        with caplog.at_level(logging.WARNING, "appserver"):
            for number in range(COUNT):
                peer.notify(turn_completed(f"turn {number}"))
            await client.request_raw("future/one")
        for stream, limit in ((client, bound), (further, bound // 2)):
            stats = client.stats().events if stream is client else further.stats()
            assert stats.peak_queued_bytes <= limit
            events = await drain(stream)
            lagged, *rest = events
            assert isinstance(lagged, appserver.Lagged)
            assert lagged.skipped + len(rest) == COUNT
            assert rest[-1] == turn_completed(f"turn {COUNT - 1}")
        warnings = [record for record in caplog.records if "oldest events are dropped" in record.message]
        assert len(warnings) == 2  # one a stream


async def test_streams_show_what_their_filters_say(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        thread = client.subscribe(thread_id="a")
        methods = client.subscribe(methods=["turn/completed"])
        peer.notify(text_delta(1, thread="a"))
        peer.notify(turn_completed(thread="a"))
        peer.notify(turn_completed(thread="b"))
        await client.request_raw("future/one")
        assert await drain(thread) == [text_delta(1, thread="a"), turn_completed(thread="a")]
        assert await drain(methods) == [turn_completed(thread="a"), turn_completed(thread="b")]
        assert len(await drain(client)) == 3
        with pytest.raises(ValueError, match=r"did you mean 'turn/completed'"):
            client.subscribe(methods=["turn/complete"])
        wrong: Any = "turn/completed"
        with pytest.raises(TypeError, match="not one string"):
            client.subscribe(methods=wrong)
        client.subscribe(methods=["future/thing"], allow_unknown=True)


async def test_streams_of_a_thread_end_when_the_client_leaves_it(peer: ScriptedPeer) -> None:
    peer.answers["thread/unsubscribe"] = {"status": "unsubscribed"}
    async with peer.connect() as client:
        stream = client.subscribe(thread_id="t")
        peer.notify(text_delta(1))
        await client.request(p.ThreadUnsubscribeParams(thread_id="t"))
        assert [event async for event in stream] == [
            text_delta(1),
            appserver.StreamClosed("unsubscribed"),
        ]
        with pytest.raises(ValueError, match="thread/resume"):
            client.subscribe(thread_id="t")
        with pytest.raises(appserver.ResponseDecodeError):  # the script knows no answer
            await client.request(p.ThreadResumeParams(thread_id="t"))
        again = client.subscribe(thread_id="t")
        peer.notify(text_delta(2))
        assert await again.next_event() == text_delta(2)


@pytest.mark.promise("remote-thread-ends")
@pytest.mark.parametrize(
    "last",
    [
        p.ThreadClosedNotification(thread_id="t"),
        p.ThreadArchivedNotification(thread_id="t"),
        p.ThreadDeletedNotification(thread_id="t"),
    ],
    ids=lambda last: last.method,
)
async def test_streams_of_a_thread_end_when_the_server_lets_it_go(peer: ScriptedPeer, last: Any) -> None:
    async with peer.connect() as client:
        stream, other = client.subscribe(thread_id="t"), client.subscribe(thread_id="u")
        peer.notify(text_delta(1))
        peer.notify(last)
        with anyio.fail_after(30):
            assert [event async for event in stream] == [
                text_delta(1),
                last,
                appserver.StreamClosed("thread_closed"),
            ]
        again = client.subscribe(thread_id="t")  # it may be loaded again
        peer.notify(text_delta(2))
        peer.notify(text_delta(3, thread="u"))
        assert await again.next_event() == text_delta(2)
        assert await other.next_event() == text_delta(3, thread="u")
        assert [event.method for event in await drain(client)][1] == last.method


async def test_what_the_models_do_not_know_comes_as_it_is(peer: ScriptedPeer) -> None:
    unknown = p.UnknownNotification("future/thing", {"threadId": "t", "a": [1, None]})
    legacy = p.LegacyNotification("codex/event/task_complete", {"conversationId": "t"})
    unfit = p.UnknownNotification("turn/completed", {"threadId": 5})
    async with peer.connect() as client:
        for notification in (unknown, legacy, unfit):
            peer.notify(notification)
        peer.say("notification", "future/bare", None)
        assert [await client.next_event() for _ in range(4)] == [
            unknown,
            legacy,
            unfit,
            p.UnknownNotification("future/bare", None),
        ]
    async with peer.connect(legacy_notifications=False) as client:
        peer.notify(legacy)
        peer.notify(unknown)
        assert await client.next_event() == unknown


@pytest.mark.promise("remote-bad-input")
async def test_junk_costs_only_itself(peer: ScriptedPeer, caplog: pytest.LogCaptureFixture) -> None:
    junk = [
        ("junk", "a line that is an array"),
        ("notification", "turn/completed", b"{"),
        ("notification", "turn/completed", b"[" * 100_000),
        ("notification", "future/thing", b"\xff"),
        ("notification", "future/thing", b'"' + b"[" * 300),
        ("notification", "item/agentMessage/delta", b'{"delta":5}'),  # text that cannot be joined
        ("notification", "item/agentMessage/delta", None),
        ("error", None, b"{}"),
        ("future kind of arrival", 1, 2),
    ]
    async with peer.connect() as client:
        with caplog.at_level(logging.WARNING, "appserver"):
            for arrival in junk:
                peer.say(*arrival)
                peer.notify(message_started())
            assert await client.request_raw("future/one") == {}
        assert client.stats().junk == len(junk) - 1
        assert len([record for record in caplog.records if "left out" in record.message]) == len(junk) - 1
        assert await drain(client) == [message_started()] * len(junk)


@pytest.mark.promise("remote-bad-input")
async def test_halves_of_characters_do_not_lose_an_end(peer: ScriptedPeer) -> None:
    async with peer.connect() as client:
        text = turn_completed("HALF").to_wire_json().replace(b"HALF", rb"a\ud800b")
        peer.say("notification", "turn/completed", text)
        pair = turn_completed("PAIR").to_wire_json().replace(b"PAIR", rb"\ud83d\ude00")
        peer.say("notification", "turn/completed", pair)
        events = [await client.next_event() for _ in range(2)]
        assert events == [turn_completed("a\ufffdb"), turn_completed("\U0001f600")]


@pytest.mark.promise("remote-bad-input")
@pytest.mark.parametrize(
    "error",
    [b"5", b"null", b"[]", b"{", b"{}", b'{"code":"x"}', b'{"code":true,"message":5,"data":"\\ud800"}'],
)
async def test_an_error_of_any_shape_is_an_error(peer: ScriptedPeer, error: bytes) -> None:
    async with peer.connect() as client:

        def refuse(_params: Any) -> Any:
            peer.say("error", peer.last("future/one")["id"], error)
            return b"{}"  # comes too late

        peer.answers["future/one"] = refuse
        with pytest.raises(appserver.ServerError) as caught:
            await client.request_raw("future/one")
        assert caught.value.code == -32603
        assert str(caught.value).encode()
