"""Producers that wait: their order, their wakers, and taking a notification back."""

from __future__ import annotations

import gc

import pytest

from appserver.errors import RuntimeClosedError
from appserver.events import Lagged
from tests.contract.harness import Harness, Waiting, Waker, drain, is_waiting
from tests.contract.notifications import best_effort, delta, terminal
from tests.oracle import Outcome


def test_a_waiting_notification_is_let_in_by_the_next_take(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    waker = Waker()
    assert waiting.register(waker) is True
    assert (
        server.stats()["parked"] == connection.stats()["parked"] == connection.events.stats()["parked"] == 1
    )
    assert connection.events.take() == terminal("a")
    assert waker.calls == 1
    assert waiting.withdraw() is Outcome.DELIVERED
    assert waiting.register(waker) is False
    assert connection.stats()["parked"] == connection.events.stats()["parked"] == 0
    assert connection.events.take() == terminal("b")


def test_waiting_notifications_count_as_emitted_once_they_are_let_in(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    assert connection.events.stats()["emitted"] == 1
    connection.events.take()
    assert connection.events.stats()["emitted"] == 2
    assert waiting.withdraw() is Outcome.DELIVERED


@pytest.mark.promise("waiting-order")
def test_they_keep_their_order_and_none_slips_by(harness: Harness) -> None:
    server, connection = harness.start(capacity=9, max_bytes=10)
    harness.send(server, terminal("1234567"))
    large = harness.park(server, terminal("7654321"))
    small = harness.park(server, terminal("x"))  # there is room for it, but not for the one before
    assert connection.events.take() == terminal("1234567")
    assert large.withdraw() is Outcome.DELIVERED
    assert small.withdraw() is Outcome.DELIVERED
    assert drain(connection.events) == [terminal("7654321"), terminal("x")]


def test_one_taken_back_makes_room_for_the_next(harness: Harness) -> None:
    server, connection = harness.start(capacity=9, max_bytes=10)
    harness.send(server, terminal("1234567"))
    large = harness.park(server, terminal("7654321"))
    small = harness.park(server, terminal("x"))
    waker = Waker()
    small.register(waker)
    assert large.withdraw() is Outcome.NOT_DELIVERED
    assert waker.calls == 1
    assert small.withdraw() is Outcome.DELIVERED
    assert drain(connection.events) == [terminal("1234567"), terminal("x")]


@pytest.mark.promise("cancel-send")
def test_what_was_taken_back_never_arrives_and_is_counted_nowhere(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    waker = Waker()
    waiting.register(waker)
    assert waiting.withdraw() is Outcome.NOT_DELIVERED
    assert waiting.withdraw() is Outcome.NOT_DELIVERED
    assert waiting.register(waker) is False
    assert drain(connection.events) == [terminal("a")]
    assert waker.calls == 0
    assert connection.events.stats()["emitted"] == 1


def test_what_was_delivered_cannot_be_taken_back(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    connection.events.take()
    assert waiting.withdraw() is Outcome.DELIVERED
    assert waiting.withdraw() is Outcome.DELIVERED
    assert connection.events.take() == terminal("b")


def test_a_sender_that_is_gone_takes_its_notification_along(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    del waiting
    gc.collect()
    assert connection.stats()["parked"] == 0
    assert drain(connection.events) == [terminal("a")]


@pytest.mark.promise("waiting-other-streams")
def test_all_the_other_streams_get_it_at_once(harness: Harness) -> None:
    server, connection = harness.start(capacity=9)
    slow, slower = (harness.subscribe(connection, capacity=1) for _ in range(2))
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    waker = Waker()
    waiting.register(waker)
    assert drain(connection.events) == [terminal("a"), terminal("b")]
    assert connection.stats()["parked"] == 1
    assert slow.take() == terminal("a")
    assert waker.calls == 0
    assert slower.take() == terminal("a")
    assert (waker.calls, is_waiting(waiting)) == (1, False)
    assert [slow.take(), slower.take()] == [terminal("b"), terminal("b")]


@pytest.mark.promise("cancel-send")
def test_taking_back_leaves_it_with_those_who_have_it(harness: Harness) -> None:
    server, connection = harness.start(capacity=9)
    slow, slower = (harness.subscribe(connection, capacity=1) for _ in range(2))
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    slow.take()
    assert waiting.withdraw() is Outcome.DELIVERED_TO_SOME
    assert drain(connection.events) == [terminal("a"), terminal("b")]
    assert drain(slow) == [terminal("b")]
    # Lost for this one, and not in silence.
    assert drain(slower) == [terminal("a"), Lagged(1)]


def test_what_nobody_has_is_lost_for_nobody(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    other = harness.subscribe(connection, capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    assert waiting.withdraw() is Outcome.NOT_DELIVERED
    assert drain(connection.events) == drain(other) == [terminal("a")]


def test_one_that_others_dropped_has_reached_nobody(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="drop_newest")
    harness.subscribe(connection, capacity=1, methods=("turn/completed",), policy="close")
    slow = harness.subscribe(connection, capacity=1, policy="block")
    harness.send(server, best_effort("a"))
    waiting = harness.park(server, best_effort("b"))
    assert waiting.withdraw() is Outcome.NOT_DELIVERED
    assert drain(connection.events) == [best_effort("a"), Lagged(1)]
    assert drain(slow) == [best_effort("a")]


def test_one_that_waits_for_streams_that_end_waits_for_nobody(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    other = harness.subscribe(connection, capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    other.close()
    assert is_waiting(waiting)
    connection.events.close()
    assert waiting.withdraw() is Outcome.DELIVERED


@pytest.mark.promise("waiting-stream-ends")
@pytest.mark.parametrize("how", ["close", "drop"])
def test_a_stream_that_ends_lets_its_producers_go(harness: Harness, how: str) -> None:
    server, connection = harness.start(capacity=9)
    stream = harness.subscribe(connection, capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    waker = Waker()
    waiting.register(waker)
    if how == "close":
        stream.close()
    del stream
    gc.collect()
    assert waker.calls == 1
    assert waiting.withdraw() is Outcome.DELIVERED


@pytest.mark.promise("lagged-at-shutdown")
def test_shutdown_sends_every_producer_away(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    first, second = harness.park(server, terminal("b")), harness.park(server, terminal("c"))
    waker = Waker()
    first.register(waker)
    second.register(waker)
    server.begin_shutdown()
    assert waker.calls == 2
    assert (is_waiting(first), is_waiting(second)) == (False, False)
    assert connection.stats()["parked"] == 0
    assert [first.withdraw(), second.withdraw()] == [Outcome.NOT_DELIVERED] * 2
    assert drain(connection.events) == [terminal("a"), Lagged(2)]
    assert connection.events.stats()["emitted"] == 3


def test_during_shutdown_there_is_room_or_an_error(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    server.begin_shutdown()
    harness.send(server, terminal("a"))
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        server.send_notification(terminal("b"))
    assert server.try_send_notification(terminal("c")) is True
    assert server.try_send_notifications([terminal("d"), terminal("e")]) == 2
    assert drain(connection.events) == [terminal("a"), Lagged(4)]


@pytest.mark.promise("lagged-at-shutdown")
def test_during_shutdown_a_full_stream_keeps_nothing_from_another(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    other = harness.subscribe(connection, capacity=3)
    server.begin_shutdown()
    harness.send(server, terminal("a"), terminal("b"))
    assert server.try_send_notification(terminal("c"))
    with pytest.raises(RuntimeClosedError):
        server.send_notification(terminal("d"))
    assert drain(other) == [terminal("a"), terminal("b"), terminal("c"), Lagged(1)]
    # The one without room is told how much it missed.
    assert drain(connection.events) == [terminal("a"), Lagged(3)]


@pytest.mark.promise("loops-let-others-run")
def test_a_producer_lets_others_run_every_64_deliveries(harness: Harness) -> None:
    server, connection = harness.start(capacity=500)
    let_run_before = []
    for number in range(1, 193):
        harness.yields = 0
        harness.send(server, delta("x"))
        if harness.yields:
            let_run_before.append(number)
    assert let_run_before == [65, 129]
    assert connection.events.stats()["emitted"] == 192


@pytest.mark.parametrize("policy", ["coalesce", "drop_newest", "drop_oldest", "close"])
@pytest.mark.parametrize("end", [None, "shutdown", "unread stream closed"])
def test_whatever_becomes_of_them_64_sends_are_followed_by_a_turn_of_others(
    harness: Harness, policy: str, end: str | None
) -> None:
    server, connection = harness.start(capacity=1, policy=policy)
    harness.send(server, delta("x"), delta("x"))
    if end == "shutdown":
        server.begin_shutdown()
    if end == "unread stream closed":
        connection.events.close()
    for _ in range(3):
        harness.yields = 0
        harness.send(server, *[delta("x")] * 64)
        assert harness.yields >= 1


def test_what_the_connection_does_not_want_is_followed_by_a_turn_of_others(harness: Harness) -> None:
    server, connection = harness.start(opt_out=("item/agentMessage/delta",))
    harness.send(server, *[delta("x")] * 641)
    assert harness.yields == 10
    assert connection.stats()["filtered"] == 641


def test_what_a_closed_core_refuses_is_followed_by_a_turn_of_others(harness: Harness) -> None:
    server, _ = harness.start()
    server.close()
    for _ in range(641):
        with pytest.raises(RuntimeClosedError):
            server.send_notification(delta("x"))
    assert harness.yields == 10


def test_a_producer_lets_a_reader_that_reads_have_its_turn_before_text_is_joined(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    harness.send(server, delta("a"), delta("b"))
    assert harness.yields == 0  # the queue is full now, and the turn is owed
    harness.send(server, delta("c"))
    assert harness.yields == 1
    harness.send(server, *[delta("d")] * 20)
    assert harness.yields == 1  # the reader did not come
    connection.events.take()
    harness.send(server, delta("e"), delta("f"))
    assert harness.yields == 2


def test_a_producer_that_waits_owes_no_turn_to_the_readers_of_other_streams(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    other = harness.subscribe(connection, capacity=2, policy="drop_newest")
    harness.send(server, terminal("a"))
    harness.yields = 0
    waiting = [harness.park(server, terminal("b"))]
    assert harness.yields == 1  # owed since the first stream was full
    waiting.append(harness.park(server, terminal("c")))
    assert harness.yields == 1
    assert drain(other) == drain(connection.events) == [terminal("a"), terminal("b"), terminal("c")]
    assert [parked.withdraw() for parked in waiting] == [Outcome.DELIVERED] * 2


def test_sending_to_nobody_is_fine(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    connection.events.close()
    for _ in range(3):
        assert not isinstance(server.send_notification(terminal("a")), Waiting)
        assert server.try_send_notification(best_effort("b")) is True
    assert connection.stats()["notifications"] == 6
