"""Producers that wait: their order, their bells, and taking a notification back."""

from __future__ import annotations

import gc

import pytest

from appserver.errors import RuntimeClosedError
from appserver.events import Lagged
from tests.contract.harness import Bell, Harness, ParkedSend
from tests.contract.notifications import best_effort, delta, terminal


def test_a_waiting_notification_is_let_in_by_the_next_take(harness: Harness) -> None:
    core = harness.core(capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    bell = Bell()
    assert waiting.arm(bell) is True
    assert waiting.delivered() is False
    assert core.stats()["parked"] == core.events.stats()["parked"] == 1
    assert core.events.take() == terminal("a")
    assert bell.rung == 1
    assert waiting.delivered() is True
    assert waiting.arm(bell) is False
    assert core.stats()["parked"] == core.events.stats()["parked"] == 0
    assert core.events.take() == terminal("b")


def test_waiting_notifications_count_as_emitted_once_they_are_let_in(harness: Harness) -> None:
    core = harness.core(capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    assert core.events.stats()["emitted"] == 1
    core.events.take()
    assert core.events.stats()["emitted"] == 2
    assert waiting.delivered()


def test_they_keep_their_order_and_none_slips_by(harness: Harness) -> None:
    core = harness.core(capacity=9, max_bytes=10)
    harness.send(core, terminal("1234567"))
    large = harness.park(core, terminal("7654321"))
    small = harness.park(core, terminal("x"))  # there is room for it, but not for the one before
    assert core.events.take() == terminal("1234567")
    assert large.delivered()
    assert small.delivered()
    assert harness.drain(core.events) == [terminal("7654321"), terminal("x")]


def test_one_taken_back_makes_room_for_the_next(harness: Harness) -> None:
    core = harness.core(capacity=9, max_bytes=10)
    harness.send(core, terminal("1234567"))
    large = harness.park(core, terminal("7654321"))
    small = harness.park(core, terminal("x"))
    bell = Bell()
    small.arm(bell)
    assert large.withdraw() is True
    assert bell.rung == 1
    assert small.delivered()
    assert harness.drain(core.events) == [terminal("1234567"), terminal("x")]


def test_what_was_taken_back_never_arrives_and_is_counted_nowhere(harness: Harness) -> None:
    core = harness.core(capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    bell = Bell()
    waiting.arm(bell)
    assert waiting.withdraw() is True
    assert waiting.withdraw() is False
    assert waiting.delivered() is False
    assert waiting.arm(bell) is False
    assert harness.drain(core.events) == [terminal("a")]
    assert bell.rung == 0
    assert core.events.stats()["emitted"] == 1


def test_what_was_delivered_cannot_be_taken_back(harness: Harness) -> None:
    core = harness.core(capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    core.events.take()
    assert waiting.withdraw() is False
    assert waiting.delivered() is True
    assert core.events.take() == terminal("b")


def test_a_sender_that_is_gone_takes_its_notification_along(harness: Harness) -> None:
    core = harness.core(capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    del waiting
    gc.collect()
    assert core.stats()["parked"] == 0
    assert harness.drain(core.events) == [terminal("a")]


def test_all_the_other_streams_get_it_at_once(harness: Harness) -> None:
    core = harness.core(capacity=9)
    slow, slower = (harness.subscribe(core, capacity=1) for _ in range(2))
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    bell = Bell()
    waiting.arm(bell)
    assert harness.drain(core.events) == [terminal("a"), terminal("b")]
    assert core.stats()["parked"] == 1
    assert slow.take() == terminal("a")
    assert (bell.rung, waiting.delivered()) == (0, False)
    assert slower.take() == terminal("a")
    assert (bell.rung, waiting.delivered()) == (1, True)
    assert [slow.take(), slower.take()] == [terminal("b"), terminal("b")]


def test_taking_back_leaves_it_with_those_who_have_it(harness: Harness) -> None:
    core = harness.core(capacity=9)
    slow, slower = (harness.subscribe(core, capacity=1) for _ in range(2))
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    slow.take()
    assert waiting.reached_somebody() is True
    assert waiting.withdraw() is True
    assert waiting.delivered() is False
    assert waiting.reached_somebody() is True
    assert harness.drain(core.events) == [terminal("a"), terminal("b")]
    assert harness.drain(slow) == [terminal("b")]
    # Lost for this one, and not in silence.
    assert harness.drain(slower) == [terminal("a"), Lagged(1)]


def test_what_nobody_has_is_lost_for_nobody(harness: Harness) -> None:
    core = harness.core(capacity=1)
    other = harness.subscribe(core, capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    assert waiting.reached_somebody() is False
    assert waiting.withdraw() is True
    assert waiting.reached_somebody() is False
    assert harness.drain(core.events) == harness.drain(other) == [terminal("a")]


def test_one_that_others_dropped_has_reached_nobody(harness: Harness) -> None:
    core = harness.core(capacity=1, policy="drop_newest")
    harness.subscribe(core, capacity=1, methods=("turn/completed",), policy="close")
    slow = harness.subscribe(core, capacity=1, policy="block")
    harness.send(core, best_effort("a"))
    waiting = harness.park(core, best_effort("b"))
    assert waiting.reached_somebody() is False
    assert waiting.withdraw() is True
    assert harness.drain(core.events) == [best_effort("a"), Lagged(1)]
    assert harness.drain(slow) == [best_effort("a")]


def test_one_that_waits_for_streams_that_end_waits_for_nobody(harness: Harness) -> None:
    core = harness.core(capacity=1)
    other = harness.subscribe(core, capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    other.close()
    assert waiting.reached_somebody() is False
    core.events.close()
    assert waiting.reached_somebody() is True


@pytest.mark.parametrize("how", ["close", "drop"])
def test_a_stream_that_ends_lets_its_producers_go(harness: Harness, how: str) -> None:
    core = harness.core(capacity=9)
    stream = harness.subscribe(core, capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    bell = Bell()
    waiting.arm(bell)
    if how == "close":
        stream.close()
    del stream
    gc.collect()
    assert bell.rung == 1
    assert waiting.delivered() is True


def test_shutdown_sends_every_producer_away(harness: Harness) -> None:
    core = harness.core(capacity=1)
    harness.send(core, terminal("a"))
    first, second = harness.park(core, terminal("b")), harness.park(core, terminal("c"))
    bell = Bell()
    first.arm(bell)
    second.arm(bell)
    core.begin_shutdown()
    assert bell.rung == 2
    assert (first.delivered(), second.delivered()) == (False, False)
    assert first.withdraw() is False
    assert core.stats()["parked"] == 0
    assert (first.reached_somebody(), second.reached_somebody()) == (False, False)
    assert harness.drain(core.events) == [terminal("a"), Lagged(2)]
    assert core.events.stats()["emitted"] == 3


def test_during_shutdown_there_is_room_or_an_error(harness: Harness) -> None:
    core = harness.core(capacity=1)
    core.begin_shutdown()
    harness.send(core, terminal("a"))
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        core.send_notification(terminal("b"))
    assert core.try_send_notification(terminal("c")) is True
    assert core.try_send_notifications([terminal("d"), terminal("e")]) == 2
    assert harness.drain(core.events) == [terminal("a"), Lagged(4)]


def test_during_shutdown_a_full_stream_keeps_nothing_from_another(harness: Harness) -> None:
    core = harness.core(capacity=1)
    other = harness.subscribe(core, capacity=3)
    core.begin_shutdown()
    harness.send(core, terminal("a"), terminal("b"))
    assert core.try_send_notification(terminal("c"))
    with pytest.raises(RuntimeClosedError):
        core.send_notification(terminal("d"))
    assert harness.drain(other) == [terminal("a"), terminal("b"), terminal("c"), Lagged(1)]
    # The one without room is told how much it missed.
    assert harness.drain(core.events) == [terminal("a"), Lagged(3)]


def test_a_producer_lets_others_run_every_64_deliveries(harness: Harness) -> None:
    core = harness.core(capacity=500)
    let_run_before = []
    for number in range(1, 193):
        harness.yields = 0
        harness.send(core, delta("x"))
        if harness.yields:
            let_run_before.append(number)
    assert let_run_before == [65, 129]
    assert core.events.stats()["emitted"] == 192


@pytest.mark.parametrize("policy", ["coalesce", "drop_newest", "drop_oldest", "close"])
@pytest.mark.parametrize("end", [None, "shutdown", "unread stream closed"])
def test_whatever_becomes_of_them_64_sends_are_followed_by_a_turn_of_others(
    harness: Harness, policy: str, end: str | None
) -> None:
    core = harness.core(capacity=1, policy=policy)
    harness.send(core, delta("x"), delta("x"))
    if end == "shutdown":
        core.begin_shutdown()
    if end == "unread stream closed":
        core.events.close()
    for _ in range(3):
        harness.yields = 0
        harness.send(core, *[delta("x")] * 64)
        assert harness.yields >= 1


def test_what_the_connection_does_not_want_is_followed_by_a_turn_of_others(harness: Harness) -> None:
    core = harness.core(opt_out=("item/agentMessage/delta",))
    harness.send(core, *[delta("x")] * 641)
    assert harness.yields == 10
    assert core.stats()["filtered"] == 641


def test_what_a_closed_core_refuses_is_followed_by_a_turn_of_others(harness: Harness) -> None:
    core = harness.core()
    core.close()
    for _ in range(641):
        with pytest.raises(RuntimeClosedError):
            core.send_notification(delta("x"))
    assert harness.yields == 10


def test_a_producer_lets_a_reader_that_reads_have_its_turn_before_text_is_joined(harness: Harness) -> None:
    core = harness.core(capacity=2)
    harness.send(core, delta("a"), delta("b"))
    assert harness.yields == 0  # the queue is full now, and the turn is owed
    harness.send(core, delta("c"))
    assert harness.yields == 1
    harness.send(core, *[delta("d")] * 20)
    assert harness.yields == 1  # the reader did not come
    core.events.take()
    harness.send(core, delta("e"), delta("f"))
    assert harness.yields == 2


def test_sending_to_nobody_is_fine(harness: Harness) -> None:
    core = harness.core(capacity=1)
    core.events.close()
    for _ in range(3):
        assert not isinstance(core.send_notification(terminal("a")), ParkedSend)
        assert core.try_send_notification(best_effort("b")) is True
    assert core.stats()["notifications"] == 6
