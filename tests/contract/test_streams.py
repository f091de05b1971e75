"""Reading a stream: taking, waiting for more, and the end."""

from __future__ import annotations

import gc

import pytest

from appserver.errors import RuntimeClosedError
from appserver.events import Lagged, StreamClosed
from tests.contract.harness import Bell, Harness
from tests.contract.notifications import best_effort, delta, terminal


def test_an_open_stream_is_empty_a_closed_one_is_over(harness: Harness) -> None:
    core = harness.core()
    assert core.events.take() is harness.EMPTY
    assert core.events.take_many(5) == []
    core.close()
    assert core.events.take() is None
    assert core.events.take() is None
    assert core.events.take_many(5) is None


def test_many_are_taken_at_once_in_order(harness: Harness) -> None:
    core = harness.core(capacity=3, policy="drop_newest")
    sent = [best_effort(name) for name in "abcd"]
    harness.send(core, *sent)
    assert core.events.take_many(2) == sent[:2]
    assert core.events.take_many(9) == [sent[2], Lagged(1)]
    assert core.events.take_many(9) == []


def test_taking_many_lets_waiting_producers_in_on_the_way(harness: Harness) -> None:
    core = harness.core(capacity=1)
    harness.send(core, terminal("a"))
    waiting = [harness.park(core, terminal(name)) for name in "bcd"]
    assert core.events.take_many(3) == [terminal("a"), terminal("b"), terminal("c")]
    assert [parked.delivered() for parked in waiting] == [True, True, True]
    assert core.events.take_many(3) == [terminal("d")]


def test_what_ends_while_many_are_taken_is_told_next(harness: Harness) -> None:
    core = harness.core(capacity=1, policy="close")
    harness.send(core, best_effort("a"), best_effort("b"))
    assert core.events.take_many(9) == [best_effort("a"), Lagged(1), StreamClosed("overflow")]
    assert core.events.take_many(9) is None


def test_a_bell_rings_once_for_however_many_events(harness: Harness) -> None:
    core = harness.core()
    bell = Bell()
    assert core.events.arm(bell)
    assert bell.rung == 0
    harness.send(core, delta("a"), delta("b"))
    assert bell.rung == 1
    assert not core.events.arm(bell)
    harness.drain(core.events)
    assert core.events.arm(bell)
    harness.send(core, delta("c"))
    assert bell.rung == 2


def test_a_bell_taken_back_does_not_ring(harness: Harness) -> None:
    core = harness.core()
    kept, taken_back = Bell(), Bell()
    core.events.arm(kept)
    number = core.events.arm(taken_back)
    core.events.disarm(number)
    core.events.disarm(number)
    core.events.disarm(4711)
    harness.send(core, delta("a"))
    assert (kept.rung, taken_back.rung) == (1, 0)


def test_every_reader_of_a_stream_is_woken(harness: Harness) -> None:
    core = harness.core()
    bells = [Bell() for _ in range(3)]
    assert len({core.events.arm(bell) for bell in bells}) == 3
    harness.send(core, delta("a"))
    assert [bell.rung for bell in bells] == [1, 1, 1]


def test_only_the_readers_who_get_something_are_woken(harness: Harness) -> None:
    core = harness.core()
    stream = harness.subscribe(core, thread="o")
    bell = Bell()
    stream.arm(bell)
    harness.send(core, delta("a"))
    assert bell.rung == 0
    harness.send(core, delta("a", thread="o"))
    assert bell.rung == 1


def test_a_bell_may_use_the_core(harness: Harness) -> None:
    core = harness.core()
    taken = []
    core.events.arm(lambda: taken.append(core.events.take()))
    harness.send(core, delta("a"))
    assert taken == [delta("a")]
    assert core.events.take() is harness.EMPTY


def test_what_is_queued_when_the_core_closes_can_still_be_read(harness: Harness) -> None:
    core = harness.core(capacity=1, policy="drop_newest")
    harness.send(core, delta("a"), delta("lost"))
    core.close()
    assert harness.drain(core.events) == [delta("a"), Lagged(1), None]


@pytest.mark.parametrize("how", ["core", "stream"])
def test_closing_wakes_the_reader(harness: Harness, how: str) -> None:
    core = harness.core()
    bell = Bell()
    core.events.arm(bell)
    (core if how == "core" else core.events).close()
    assert bell.rung == 1
    assert not core.events.arm(bell)
    assert core.events.take() is None


def test_a_closed_stream_throws_away_what_is_queued(harness: Harness) -> None:
    core = harness.core()
    stream = harness.subscribe(core)
    harness.send(core, delta("a"))
    stream.close()
    stream.close()
    assert stream.take() is None
    harness.send(core, delta("b"))
    assert stream.take() is None
    assert core.events.take_many(9) == [delta("a"), delta("b")]


def test_a_closed_stream_keeps_its_counters_and_what_it_threw_away_is_dropped(harness: Harness) -> None:
    core = harness.core()
    stream = harness.subscribe(core)
    harness.send(core, delta("a"), delta("b"))
    stream.take()
    stream.close()
    stats = stream.stats()
    assert (stats["emitted"], stats["received"], stats["dropped"], stats["queued"]) == (2, 1, 1, 0)


def test_an_overflow_is_told_although_the_core_closes(harness: Harness) -> None:
    core = harness.core(capacity=1, policy="close")
    harness.send(core, best_effort("a"), best_effort("b"))
    core.close()
    assert harness.drain(core.events) == [best_effort("a"), Lagged(1), StreamClosed("overflow"), None]


def test_streams_are_counted_until_they_end(harness: Harness) -> None:
    core = harness.core()
    assert core.stats()["subscribers"] == 1
    first, second = harness.subscribe(core), harness.subscribe(core)
    assert core.stats()["subscribers"] == 3
    first.close()
    assert core.stats()["subscribers"] == 2
    del second
    gc.collect()
    assert core.stats()["subscribers"] == 1


def test_an_ended_stream_stays_over_when_new_ones_are_made(harness: Harness) -> None:
    core = harness.core()
    old = harness.subscribe(core)
    old.close()
    new = harness.subscribe(core)
    harness.send(core, delta("a"))
    assert old.take() is None
    assert not old.arm(Bell())
    assert old.stats()["emitted"] == 0
    old.close()
    assert new.take() == delta("a")


def test_a_stream_outlives_nothing_but_its_handle(harness: Harness) -> None:
    core = harness.core()
    stream = harness.subscribe(core)
    harness.send(core, delta("a"))
    del core
    gc.collect()
    assert stream.take() == delta("a")


def test_no_stream_is_made_once_shutdown_has_begun(harness: Harness) -> None:
    core = harness.core()
    core.begin_shutdown()
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        harness.subscribe(core)
