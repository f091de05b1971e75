"""A stream that nobody reads, or no longer reads, holds up nobody; and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

from appserver.events import Lagged
from tests.contract.harness import Harness, Waiting, Waker, drain, is_waiting
from tests.contract.notifications import best_effort, delta, diff, item_completed, terminal
from tests.oracle import Outcome

POLICIES = ["coalesce", "drop_newest", "drop_oldest", "block", "close"]


@pytest.mark.promise("unread-holds-up-nobody")
@pytest.mark.parametrize("capacity", [1, 2, 7, 128])
@pytest.mark.parametrize("policy", POLICIES)
def test_its_bound_in_events_is_only_where_joining_begins(
    harness: Harness, policy: str, capacity: int
) -> None:
    server, connection = harness.start(capacity=capacity, policy=policy, read=False)
    ends = [terminal(f"end {number}") for number in range(capacity + 100)]
    harness.send(server, *ends[:capacity])
    harness.send(server, delta("a"), delta("b"), diff("old"), diff("new"), best_effort("kept"))
    harness.send(server, *ends[capacity:], delta("c"))
    assert drain(connection.events) == [
        *ends[:capacity],
        delta("abc"),
        diff("new"),
        best_effort("kept"),
        *ends[capacity:],
    ]
    assert connection.events.stats()["dropped"] == 0


@pytest.mark.promise("unread-holds-up-nobody")
@pytest.mark.parametrize("policy", POLICIES)
def test_a_delta_never_passes_the_end_of_its_item(harness: Harness, policy: str) -> None:
    server, connection = harness.start(capacity=1, policy=policy, read=False)
    harness.send(server, delta("a"), item_completed(), delta("b"), delta("c"))
    assert drain(connection.events) == [delta("a"), item_completed(), delta("bc")]


@pytest.mark.promise("unread-bytes")
@pytest.mark.parametrize("policy", POLICIES)
def test_beyond_its_bound_in_bytes_best_effort_goes_first_and_then_the_oldest(
    harness: Harness, policy: str
) -> None:
    server, connection = harness.start(capacity=2, policy=policy, read=False, max_bytes=4 * 512)
    harness.send(server, terminal("1"), best_effort("a"), terminal("2"), best_effort("b"))
    harness.send(server, terminal("3"))
    assert connection.events.stats()["dropped"] == 1
    harness.send(server, terminal("4"), terminal("5"), best_effort("never seen"))
    assert drain(connection.events) == [
        Lagged(skipped=2),
        terminal("2"),
        Lagged(skipped=1),
        terminal("3"),
        terminal("4"),
        terminal("5"),
        Lagged(skipped=1),
    ]


@pytest.mark.promise("unread-bytes")
def test_an_end_counts_512_bytes_at_the_least(harness: Harness) -> None:
    server, connection = harness.start(max_bytes=64 << 10, read=False)
    harness.send(server, *(terminal(str(number)) for number in range(128)))
    assert connection.events.stats()["dropped"] == 0
    harness.send(server, terminal("one more"))
    assert connection.events.stats()["dropped"] == 1


@pytest.mark.promise("unread-then-policy")
def test_from_the_first_read_on_its_policy_holds(harness: Harness) -> None:
    server, connection = harness.start(capacity=2, read=False)
    harness.send(server, *(terminal(str(number)) for number in range(5)))
    assert connection.events.take() == terminal("0")
    waiting = harness.park(server, terminal("5"))
    assert connection.events.take_many(2) == [terminal("1"), terminal("2")]
    assert is_waiting(waiting)  # two are left
    assert connection.events.take() == terminal("3")
    assert waiting.withdraw() is Outcome.DELIVERED


@pytest.mark.promise("unread-then-policy")
def test_a_ring_is_one_from_its_first_read_on(harness: Harness) -> None:
    server, connection = harness.start(capacity=3, policy="drop_oldest", read=False)
    harness.send(server, delta("a"), terminal("1"), best_effort("x"), delta("b"), delta("c", item="j"))
    assert connection.events.take() == delta("ab")
    harness.send(server, best_effort("y"))
    assert drain(connection.events) == [
        terminal("1"),
        Lagged(skipped=1),
        delta("c", item="j"),
        best_effort("y"),
    ]


@pytest.mark.promise("unread-is-reported")
def test_that_events_were_lost_unread_is_said_once(harness: Harness) -> None:
    server, _connection = harness.start(capacity=1, max_bytes=512, read=False)
    waker = Waker()
    assert server.register_watcher(waker) is True
    harness.send(server, terminal("a"))
    assert waker.calls == 0
    harness.send(server, terminal("b"), terminal("c"))
    assert waker.calls == 1
    assert server.register_watcher(waker) is False
    assert server.watch(0) == (False, [("lost", 0, 0, True, None, None, None)])
    harness.send(server, terminal("d"))
    assert server.register_watcher(waker) is True
    assert server.watch(500) == (False, [])


# -- a connection for which no producer waits


@pytest.mark.promise("events-hold-up-no-answers")
@pytest.mark.parametrize("capacity", [1, 2, 7, 128])
@pytest.mark.parametrize("policy", POLICIES)
def test_its_reader_holds_up_nobody_either(harness: Harness, policy: str, capacity: int) -> None:
    server, connection = harness.start(capacity=capacity, policy=policy, waits=False)
    further = harness.subscribe(connection, policy=policy, capacity=capacity)
    for stream in (connection.events, further):
        assert stream.register(Waker())
    ends = [terminal(f"end {number}") for number in range(capacity + 100)]
    sent = [*ends[:capacity], delta("a"), delta("b"), diff("old"), diff("new"), *ends[capacity:]]
    assert server.try_send_notifications(sent) == len(sent)
    for stream in (connection.events, further):
        assert drain(stream) == [*ends[:capacity], delta("ab"), diff("new"), *ends[capacity:]]


@pytest.mark.promise("events-hold-up-no-answers")
@pytest.mark.parametrize("policy", POLICIES)
def test_its_reader_is_told_what_its_bound_in_bytes_has_cost(harness: Harness, policy: str) -> None:
    server, connection = harness.start(capacity=2, policy=policy, waits=False, max_bytes=2 * 512)
    harness.send(server, terminal("0"), best_effort("a"))
    assert connection.events.take() == terminal("0")
    harness.send(server, *(terminal(str(number)) for number in range(1, 4)))
    assert drain(connection.events) == [Lagged(skipped=2), terminal("2"), terminal("3")]


@pytest.mark.promise("unread-is-reported")
def test_that_its_reader_has_lost_events_is_said_once_until_it_has_caught_up(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, max_bytes=512, waits=False)
    for _ in range(2):
        assert server.register_watcher(Waker()) is True
        harness.send(server, terminal("a"), terminal("b"))
        assert server.watch(0) == (False, [("lost", 0, 0, True, None, None, None)])
        assert connection.events.take() == Lagged(skipped=1)
        harness.send(server, terminal("c"))  # still behind
        assert server.watch(0) == (False, [])
        drain(connection.events)
        connection.events.register(Waker())


# -- a reader that has stopped


def stall(server: Any, milliseconds: int = 500, *, times: int = 1) -> list[Any]:
    """What is said in so many steps of time."""
    return [report for _ in range(times) for report in server.watch(milliseconds)[1]]


@pytest.mark.promise("stall-timeout")
@pytest.mark.parametrize("policy", ["coalesce", "drop_newest", "drop_oldest"])
def test_producers_go_on_when_the_reader_has_stopped(harness: Harness, policy: str) -> None:
    server, connection = harness.start(capacity=1, policy=policy, stall=2000)
    watcher = Waker()
    assert server.register_watcher(watcher) is True
    harness.send(server, terminal("a"))
    waker = Waker()
    waiting = [harness.park(server, terminal(name)) for name in "bc"]
    waiting[0].register(waker)
    assert watcher.calls == 1
    reports = stall(server, times=4)  # the first only sees that somebody waits
    assert [report[:2] for report in reports] == [("waiting", 1000)]
    assert waker.calls == 0
    assert server.watch(500) == (False, [("stalled", 2000, 0, True, None, None, terminal("b"))])
    assert waker.calls == 1
    assert [parked.withdraw() for parked in waiting] == [Outcome.DELIVERED] * 2
    harness.send(server, terminal("d"), delta("e"), delta("f"))
    assert drain(connection.events) == [*(terminal(name) for name in "abcd"), delta("ef")]


@pytest.mark.promise("stall-timeout")
def test_a_stalled_stream_keeps_its_bound_in_bytes(harness: Harness) -> None:
    server, connection = harness.start(capacity=2, max_bytes=1024, stall=500)
    harness.send(server, terminal("a"), best_effort("b"))
    waiting = [harness.park(server, terminal(name)) for name in "cd"]
    stall(server, times=2)
    assert [parked.withdraw() for parked in waiting] == [Outcome.DELIVERED] * 2
    assert drain(connection.events) == [Lagged(skipped=2), terminal("c"), terminal("d")]


@pytest.mark.promise("stall-timeout")
def test_every_read_begins_the_time_anew(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, stall=1000)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    for name in "cdefgh":
        stall(server, times=2)
        connection.events.take()
        assert waiting.withdraw() is Outcome.DELIVERED
        waiting = harness.park(server, terminal(name))
    stall(server, times=3)
    assert not is_waiting(waiting)


@pytest.mark.promise("stall-timeout")
@pytest.mark.parametrize(("policy", "stalls_after"), [("block", 500), ("coalesce", None)])
def test_who_asked_to_wait_waits_for_ever(harness: Harness, policy: str, stalls_after: int | None) -> None:
    server, _ = harness.start(capacity=1, policy=policy, stall=stalls_after)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    reports = stall(server, 100_000, times=10)
    assert is_waiting(waiting)
    assert [report[0] for report in reports] == ["waiting"]


@pytest.mark.promise("waiting-is-reported")
def test_a_wait_is_reported_with_stream_and_producer_once_until_the_reader_has_caught_up(
    harness: Harness,
) -> None:
    server, connection = harness.start(capacity=9)
    stream = harness.subscribe(connection, thread="t", methods=("serverRequest/resolved",), capacity=1)
    harness.send(server, terminal("a"))
    sent = server.send_notification(terminal("b"))
    assert isinstance(sent, Waiting)
    about = (0, False, "t", ["serverRequest/resolved"], terminal("b"))
    assert stall(server, times=3) == [("waiting", 1000, *about)]
    assert stall(server, times=9) == []
    assert drain(stream) == [terminal("a"), terminal("b")]
    assert stream.register(Waker())
    harness.send(server, terminal("c"))
    again = server.send_notification(terminal("d"))
    assert isinstance(again, Waiting)
    assert [report[0] for report in stall(server, times=3)] == ["waiting"]


# -- all streams of a server


@pytest.mark.promise("server-bytes")
def test_beyond_the_bound_of_a_server_the_largest_streams_count_as_full(harness: Harness) -> None:
    server, connection = harness.start(capacity=100, max_server_bytes=8 * 512, read=False)
    other = harness.connect(server, capacity=100, read=False)
    for number in range(7):
        harness.send_to(server, connection, terminal(str(number)))
    harness.send_to(
        server, other, terminal("x")
    )  # eight in all: the server is full, the share of each is four
    harness.send_to(server, other, terminal("y"))
    assert other.events.stats()["dropped"] == 0
    harness.send_to(server, connection, terminal("7"))
    assert connection.events.stats()["queued"] == 4
    assert drain(connection.events) == [Lagged(skipped=4), *(terminal(str(number)) for number in range(4, 8))]
    assert drain(other.events) == [terminal("x"), terminal("y")]


@pytest.mark.promise("server-bytes")
def test_a_stream_that_is_read_waits_for_the_bound_of_its_server(harness: Harness) -> None:
    server, connection = harness.start(capacity=100, max_server_bytes=3 * 512)
    harness.send(server, terminal("a"), terminal("b"), terminal("c"))
    waiting = harness.park(server, terminal("d"))
    assert connection.events.take() == terminal("a")
    assert waiting.withdraw() is Outcome.DELIVERED


# -- questions


@pytest.mark.promise("questions-on-thread-streams")
def test_a_question_comes_on_the_streams_of_its_thread_and_counts_as_read_there(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    stream = harness.subscribe(connection, thread="t")
    without = [
        harness.subscribe(connection, thread="o"),
        harness.subscribe(connection),
        harness.subscribe(connection, thread="t", methods=("warning",)),
    ]
    first, waiter, event = harness.ask(server, "t")
    assert stream.take() == event
    assert connection.stats()["server_requests_unread"] == 0
    _, _, later = harness.ask(server, "t")  # the lane has room again
    assert drain(stream) == [later]
    assert drain(connection.events) == [event, later]  # who reads the main stream sees them too
    assert [drain(one) for one in without] == [[], [], []]
    assert connection.answer_server_request(first) is waiter


@pytest.mark.promise("questions-on-thread-streams")
def test_a_question_that_is_over_leaves_every_stream(harness: Harness) -> None:
    server, connection = harness.start()
    stream = harness.subscribe(connection, thread="t", methods=("item/tool/call",))
    number, waiter, event = harness.ask(server, "t")
    assert server.server_request(number) == event
    assert connection.events.take() == event
    assert connection.answer_server_request(number) is waiter
    assert server.server_request(number) is None
    assert drain(stream) == []
