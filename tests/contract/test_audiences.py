"""Which connections a thread's events go to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver.events import Lagged, StreamClosed
from tests.contract.harness import RecordedWaiter, Waker, drain
from tests.contract.notifications import (
    best_effort,
    delta,
    item_started,
    legacy,
    rate_limits,
    terminal,
    thread_started,
    turn_completed,
    unknown,
)
from tests.oracle import EMPTY, EVERYONE, Outcome

if TYPE_CHECKING:
    from tests.contract.harness import Harness

TO_SUBSCRIBERS = [
    delta("x"),
    terminal("x"),
    item_started(),
    turn_completed(),
    best_effort("x"),
    legacy("anything", {"conversationId": "t"}),
    unknown("new/method", {"threadId": "t"}),
]
TO_ALL = [
    thread_started(),
    rate_limits(),
    best_effort("x", thread=None),
    terminal("x", thread="nobody knows it"),
    legacy("anything"),
    *(unknown(method, {"threadId": "t", "thread": {"id": "t"}}) for method in sorted(EVERYONE)),
]


def pair(harness: Harness) -> tuple[Any, Any, Any]:
    """A server with a connection that has started a thread, and another one."""
    server, starter = harness.start(capacity=30)
    other = harness.connect(server, capacity=30)
    server.open_thread("t", starter)
    return server, starter, other


@pytest.mark.promise("audience-subscribers")
@pytest.mark.parametrize("notification", TO_SUBSCRIBERS, ids=str)
def test_what_belongs_to_a_thread_goes_to_its_subscribers(harness: Harness, notification: Any) -> None:
    server, starter, other = pair(harness)
    harness.send(server, notification)
    assert drain(starter.events) == [notification]
    assert drain(other.events) == []
    assert (starter.stats()["notifications"], other.stats()["notifications"]) == (1, 0)


@pytest.mark.promise("audience-everyone")
@pytest.mark.parametrize("notification", TO_ALL, ids=str)
def test_everything_else_goes_to_all(harness: Harness, notification: Any) -> None:
    server, starter, other = pair(harness)
    harness.send(server, notification)
    assert drain(starter.events) == [notification]
    assert drain(other.events) == [notification]


@pytest.mark.parametrize("notification", [*TO_SUBSCRIBERS, *TO_ALL], ids=str)
def test_the_events_of_an_unknown_thread_go_to_all(harness: Harness, notification: Any) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    harness.send(server, notification)
    assert drain(first.events) == drain(second.events) == [notification]
    assert first.is_subscribed("t") is True


def test_trying_has_the_same_audience(harness: Harness) -> None:
    server, starter, other = pair(harness)
    assert server.try_send_notification(terminal("a")) is True
    assert server.try_send_notifications([terminal("b"), thread_started()]) == 2
    assert drain(starter.events) == [terminal("a"), terminal("b"), thread_started()]
    assert drain(other.events) == [thread_started()]


@pytest.mark.promise("audience-agents-threads")
def test_a_thread_that_the_server_starts_goes_to_those_that_follow(harness: Harness) -> None:
    server, follower = harness.start()
    another = harness.connect(server)
    remote = harness.connect(server, follows=False)
    closed = harness.connect(server)
    closed.close()
    server.open_thread("t", None)
    later = harness.connect(server)
    harness.send(server, terminal("x"))
    assert [len(drain(one.events)) for one in (follower, another, remote, later)] == [1, 1, 0, 0]
    assert [one.is_subscribed("t") for one in (follower, another, remote, later, closed)] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.promise("audience-starter")
def test_a_thread_that_a_connection_starts_is_its_own(harness: Harness) -> None:
    server = harness.server()
    follower, starter = harness.connect(server), harness.connect(server, follows=False)
    server.open_thread("t", starter)
    assert (follower.is_subscribed("t"), starter.is_subscribed("t")) == (False, True)
    assert (follower.stats()["threads"], starter.stats()["threads"], server.stats()["threads"]) == (0, 1, 1)


def test_a_thread_is_opened_once(harness: Harness) -> None:
    server, starter, other = pair(harness)
    server.open_thread("t", other)
    server.open_thread("t", None)
    assert (starter.is_subscribed("t"), other.is_subscribed("t")) == (True, False)
    assert server.stats()["threads"] == 1


@pytest.mark.promise("audience-starter")
def test_one_that_resumes_is_sent_what_follows(harness: Harness) -> None:
    server, starter, other = pair(harness)
    harness.send(server, terminal("before"))
    other.subscribe_thread("t")
    other.subscribe_thread("t")
    harness.send(server, terminal("after"))
    assert drain(other.events) == [terminal("after")]
    assert len(drain(starter.events)) == 2
    assert other.stats()["threads"] == 1


def test_a_closed_connection_is_subscribed_to_nothing(harness: Harness) -> None:
    _, starter, other = pair(harness)
    for connection in (starter, other):
        connection.close()
        connection.subscribe_thread("t")
        assert connection.is_subscribed("t") is False
        assert connection.is_subscribed("unknown") is False
        assert connection.stats()["threads"] == 0


def test_one_that_leaves_is_sent_nothing_more_and_keeps_what_is_queued(harness: Harness) -> None:
    server, starter, _ = pair(harness)
    harness.send(server, terminal("before"))
    assert starter.unsubscribe_thread("t") is True
    assert starter.unsubscribe_thread("t") is False
    assert starter.unsubscribe_thread("unknown") is False
    harness.send(server, terminal("after"), terminal("of another", thread="o"))
    assert drain(starter.events) == [terminal("before"), terminal("of another", thread="o")]
    assert starter.is_subscribed("t") is False


def test_a_thread_without_subscribers_stays_known(harness: Harness) -> None:
    server, starter, other = pair(harness)
    starter.close()
    harness.send(server, terminal("x"))
    assert other.events.take() is EMPTY
    other.subscribe_thread("t")
    harness.send(server, terminal("y"))
    assert other.events.take() == terminal("y")


@pytest.mark.promise("audience-stream-needs-subscription")
def test_a_stream_of_a_thread_needs_the_subscription(harness: Harness) -> None:
    _, starter, other = pair(harness)
    with pytest.raises(ValueError, match="thread/resume"):
        harness.subscribe(other, thread="t")
    harness.subscribe(other, thread="unknown")
    other.subscribe_thread("t")
    harness.subscribe(other, thread="t")
    assert (starter.stats()["subscribers"], other.stats()["subscribers"]) == (1, 1)


def test_streams_are_sent_what_their_own_connection_is_sent(harness: Harness) -> None:
    server, starter, other = pair(harness)
    everything, of_thread = harness.subscribe(other), harness.subscribe(starter, thread="t")
    harness.send(server, terminal("x"), rate_limits())
    assert drain(everything) == [rate_limits()]
    assert drain(of_thread) == [terminal("x")]


@pytest.mark.promise("audience-streams-end")
def test_the_streams_of_a_thread_end_when_their_connection_leaves_it(harness: Harness) -> None:
    server, starter, other = pair(harness)
    other.subscribe_thread("t")
    ending = harness.subscribe(starter, thread="t", capacity=1)
    kept = (
        harness.subscribe(starter),
        harness.subscribe(starter, thread="o"),
        harness.subscribe(other, thread="t"),
    )
    waker = Waker()
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    starter.unsubscribe_thread("t")
    assert waiting.withdraw() is Outcome.DELIVERED
    assert not ending.register(waker)
    assert drain(ending) == [terminal("a"), Lagged(1), StreamClosed("unsubscribed"), None]
    starter.subscribe_thread("t")
    harness.send(server, terminal("c"), terminal("d", thread="o"))
    assert drain(ending) == [None], "it stays over"
    assert [event.request_id for event in drain(kept[0])] == ["a", "b", "c", "d"]
    assert [event.request_id for event in drain(kept[1])] == ["d"]
    assert [event.request_id for event in drain(kept[2])] == ["a", "b", "c"]


def test_a_reader_that_waits_is_told_that_its_connection_left(harness: Harness) -> None:
    _, starter, _ = pair(harness)
    stream = harness.subscribe(starter, thread="t")
    waker = Waker()
    assert stream.register(waker)
    starter.unsubscribe_thread("t")
    assert waker.calls == 1
    assert drain(stream) == [StreamClosed("unsubscribed"), None]


def test_one_without_room_holds_up_no_other_thread(harness: Harness) -> None:
    server, starter = harness.start(capacity=1)
    other = harness.connect(server, capacity=9)
    server.open_thread("t", starter)
    server.open_thread("o", other)
    harness.send(server, terminal("a"))
    harness.park(server, terminal("b"))
    harness.send(server, terminal("c", thread="o"), terminal("d", thread="o"))
    assert len(drain(other.events)) == 2


def test_a_thread_that_is_closed_leaves_nothing(harness: Harness) -> None:
    server, connection = harness.start()
    other = harness.connect(server)
    server.open_thread("t", connection)
    stream = harness.subscribe(connection, thread="t")
    asked = RecordedWaiter()
    server.open_server_request(0, "test/ask", "question", "question", asked, "t")
    assert server.subscribers("t") == 1
    assert server.close_thread("t") == [(0, asked)]
    assert (server.threads(), server.subscribers("t")) == ([], None)
    assert (connection.stats()["threads"], server.stats()["threads"]) == (0, 0)
    assert drain(stream) == [StreamClosed("thread_closed"), None]
    assert connection.stats()["server_requests_open"] == 0
    assert server.close_thread("t") == []
    late = terminal("late")
    assert server.try_send_notification(late)  # as those of any thread that is not known
    assert drain(other.events) == [late]
