"""`Lagged`: exact, at the place of the gap, and without weight."""

from __future__ import annotations

import pytest

from appserver.events import Lagged
from tests.contract.harness import Harness, Waker, drain
from tests.contract.notifications import best_effort, delta, diff, item_completed, terminal
from tests.oracle import EMPTY, Outcome


@pytest.mark.promise("lagged-position")
def test_a_gap_is_told_before_the_event_after_it(harness: Harness) -> None:
    server, connection = harness.start(capacity=2, policy="drop_newest")
    harness.send(server, best_effort("a"), best_effort("b"), best_effort("lost"), best_effort("lost"))
    assert connection.events.take() == best_effort("a")
    harness.send(server, best_effort("c"))
    assert drain(connection.events) == [best_effort("b"), Lagged(2), best_effort("c")]


@pytest.mark.promise("lagged-trailing")
def test_a_gap_with_nothing_after_it_is_told_before_the_next_wait(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="drop_newest")
    harness.send(server, best_effort("a"), best_effort("lost"))
    assert connection.events.take() == best_effort("a")
    assert not connection.events.register(Waker())
    assert connection.events.take() == Lagged(1)
    assert connection.events.take() is EMPTY
    harness.send(server, best_effort("b"))
    assert connection.events.take() == best_effort("b")


def test_a_gap_takes_no_room(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="drop_newest")
    harness.send(server, best_effort("a"), best_effort("lost"))
    connection.events.take()
    harness.send(server, best_effort("b"))
    assert connection.events.stats()["queued"] == 1
    assert connection.events.take() == Lagged(1)
    assert connection.events.stats()["received"] == 1
    assert connection.events.take() == best_effort("b")


def test_gaps_at_different_places_are_told_apart(harness: Harness) -> None:
    server, connection = harness.start(capacity=4, policy="drop_oldest")
    harness.send(server, best_effort("lost"), terminal("a"), best_effort("lost too"), terminal("b"))
    harness.send(server, terminal("c"), terminal("d"))
    taken = drain(connection.events)
    assert taken == [Lagged(1), terminal("a"), Lagged(1), terminal("b"), terminal("c"), terminal("d")]


def test_neighbouring_gaps_are_one(harness: Harness) -> None:
    server, connection = harness.start(capacity=3, policy="drop_oldest")
    harness.send(server, terminal("a"), best_effort("lost"), best_effort("lost too"))
    harness.send(server, terminal("b"), terminal("c"))
    assert drain(connection.events) == [terminal("a"), Lagged(2), terminal("b"), terminal("c")]


@pytest.mark.promise("lagged-not-for-joined")
def test_what_is_joined_or_replaced_is_no_gap(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    harness.send(server, delta("a"), diff("1"), delta("b"), diff("2"))
    assert drain(connection.events) == [delta("ab"), diff("2")]


def test_text_joined_after_a_loss_stays_before_the_gap(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, delta("a"), best_effort("lost"), delta("b"))
    assert drain(connection.events) == [delta("ab"), Lagged(1)]


def test_what_is_dropped_behind_a_waiting_event_is_told_after_it(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"), best_effort("lost"))
    waiting = harness.park(server, item_completed())
    harness.send(server, best_effort("lost"), best_effort("lost"))
    assert drain(connection.events) == [terminal("a"), Lagged(1), item_completed(), Lagged(2)]
    assert waiting.withdraw() is Outcome.DELIVERED


def test_an_event_taken_back_joins_the_gaps_around_it(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"), best_effort("lost"))
    waiting = harness.park(server, item_completed())
    harness.send(server, best_effort("lost"))
    assert waiting.withdraw() is Outcome.NOT_DELIVERED
    assert drain(connection.events) == [terminal("a"), Lagged(2)]


def test_every_stream_counts_its_own_losses(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="drop_newest")
    stream = harness.subscribe(connection, capacity=2, policy="drop_newest")
    harness.send(server, *(best_effort(str(number)) for number in range(5)))
    assert drain(connection.events) == [best_effort("0"), Lagged(4)]
    assert drain(stream) == [best_effort("0"), best_effort("1"), Lagged(3)]
