"""Every policy against every delivery class, at the bound in events and at the bound in bytes."""

from __future__ import annotations

from typing import Any

import pytest

from appserver.events import Lagged, StreamClosed
from tests.contract.harness import Harness, Waiting, drain, is_waiting
from tests.contract.notifications import best_effort, delta, diff, terminal
from tests.oracle import EMPTY, Outcome

NEW = {
    "terminal": terminal("new"),
    "mergeable": delta("new"),
    "latest": diff("new"),
    "best_effort": best_effort("new"),
}

AT_BOUND = {
    ("coalesce", "terminal"): "wait",
    ("coalesce", "mergeable"): "wait",  # nothing of its stream is queued
    ("coalesce", "latest"): "wait",  # nothing of its key is queued
    ("coalesce", "best_effort"): "drop",
    ("drop_newest", "terminal"): "wait",
    ("drop_newest", "mergeable"): "drop",
    ("drop_newest", "latest"): "drop",
    ("drop_newest", "best_effort"): "drop",
    ("drop_oldest", "terminal"): "wait",  # only a terminal event is queued
    ("drop_oldest", "mergeable"): "drop",
    ("drop_oldest", "latest"): "drop",
    ("drop_oldest", "best_effort"): "drop",
    **{("block", name): "wait" for name in NEW},
    **{("close", name): "close" for name in NEW},
}


def full_stream(harness: Harness, policy: str, bound: str) -> tuple[Any, Any]:
    """A server, and a connection whose stream holds one terminal event and has no room for a second one."""
    bounds: dict[str, Any] = {"capacity": 1} if bound == "events" else {"max_bytes": 5}
    server, connection = harness.start(policy=policy, **bounds)
    harness.send(server, terminal("full"))  # 5 bytes: its name and the thread's id
    return server, connection


@pytest.mark.promise("policy-at-the-bound")
@pytest.mark.parametrize("bound", ["events", "bytes"])
@pytest.mark.parametrize(("policy", "delivery_class"), list(AT_BOUND))
def test_what_happens_at_the_bound(harness: Harness, policy: str, delivery_class: str, bound: str) -> None:
    server, connection = full_stream(harness, policy, bound)
    new = NEW[delivery_class]
    sent = server.send_notification(new)
    match AT_BOUND[policy, delivery_class]:
        case "wait":
            assert isinstance(sent, Waiting)
            assert drain(connection.events) == [terminal("full"), new]
            assert sent.parked.withdraw() is Outcome.DELIVERED
        case "drop":
            assert not isinstance(sent, Waiting)
            assert drain(connection.events) == [terminal("full"), Lagged(1)]
        case "close":
            assert not isinstance(sent, Waiting)
            harness.send(server, new)  # not for this stream any more
            assert drain(connection.events) == [
                terminal("full"),
                Lagged(1),
                StreamClosed("overflow"),
                None,
            ]


@pytest.mark.promise("send-all-or-none")
@pytest.mark.parametrize("bound", ["events", "bytes"])
@pytest.mark.parametrize(("policy", "delivery_class"), list(AT_BOUND))
def test_trying_never_waits_and_is_all_or_nothing(
    harness: Harness, policy: str, delivery_class: str, bound: str
) -> None:
    server, connection = full_stream(harness, policy, bound)
    other = harness.subscribe(connection)
    before = connection.events.stats()
    tried = server.try_send_notification(NEW[delivery_class])
    if AT_BOUND[policy, delivery_class] == "wait":
        assert tried is False
        assert connection.events.stats() == before
        assert other.take() is EMPTY
    else:
        assert tried is True
        assert connection.events.stats()["dropped"] == 1
        assert other.take() == NEW[delivery_class]


@pytest.mark.promise("accounting-keeps-up")
@pytest.mark.parametrize("policy", ["coalesce", "drop_newest", "drop_oldest", "block", "close"])
def test_below_the_bound_everything_arrives_as_it_was_sent(harness: Harness, policy: str) -> None:
    server, connection = harness.start(policy=policy, capacity=6)
    sent = [delta("a"), delta("b"), diff("1"), diff("2"), best_effort("x"), terminal("y")]
    harness.send(server, *sent)
    taken = drain(connection.events)
    assert len(taken) == len(sent)
    assert all(one is other for one, other in zip(taken, sent, strict=True))
    stats = connection.events.stats()
    assert (stats["merged"], stats["replaced"], stats["dropped"]) == (0, 0, 0)


def test_drop_oldest_is_a_ring_that_spares_what_is_terminal(harness: Harness) -> None:
    server, connection = harness.start(policy="drop_oldest", capacity=3)
    harness.send(server, best_effort("a"), terminal("b"), best_effort("c"))
    harness.send(server, best_effort("d"), terminal("e"))
    assert drain(connection.events) == [
        Lagged(1),
        terminal("b"),
        Lagged(1),
        best_effort("d"),
        terminal("e"),
    ]


def test_drop_oldest_drops_as_many_as_the_bytes_need(harness: Harness) -> None:
    server, connection = harness.start(policy="drop_oldest", max_bytes=10, capacity=9)
    harness.send(server, delta("aaaa"), delta("bbbb"), delta("c"), delta("dddddddd"))
    assert drain(connection.events) == [Lagged(2), delta("c"), delta("dddddddd")]


def test_drop_oldest_drops_nothing_in_vain(harness: Harness) -> None:
    server, connection = harness.start(policy="drop_oldest", max_bytes=10, capacity=9)
    harness.send(server, terminal("1234"), delta("abcd"), delta("123456"))
    assert drain(connection.events) == [terminal("1234"), delta("abcd"), Lagged(1)]


def test_drop_oldest_waits_for_room_among_terminal_events_and_drops_nothing_before(harness: Harness) -> None:
    server, connection = harness.start(policy="drop_oldest", max_bytes=10, capacity=9)
    harness.send(server, terminal("1234"), delta("abcd"))
    waiting = harness.park(server, terminal("123456"))
    dropped = server.send_notification(delta("!"))  # a terminal event waits before it
    assert not isinstance(dropped, Waiting)
    assert drain(connection.events) == [terminal("1234"), delta("abcd"), terminal("123456"), Lagged(1)]
    assert waiting.withdraw() is Outcome.DELIVERED


@pytest.mark.promise("size-larger-than-bound")
def test_an_event_larger_than_the_bound_is_admitted_alone(harness: Harness) -> None:
    server, connection = harness.start(max_bytes=4, capacity=9)
    harness.send(server, delta("much too large"))
    waiting = harness.park(server, delta("x", item="j"))
    assert connection.events.take() == delta("much too large")
    assert waiting.withdraw() is Outcome.DELIVERED
    assert connection.events.take() == delta("x", item="j")


@pytest.mark.promise("stalled-reader-other-streams")
def test_a_full_stream_does_not_affect_another_one(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="block")
    roomy = harness.subscribe(connection, capacity=9)
    closing = harness.subscribe(connection, capacity=1, policy="close")
    dropping = harness.subscribe(connection, capacity=1, policy="drop_newest")
    harness.send(server, best_effort("a"))
    waiting = harness.park(server, best_effort("b"))
    assert drain(roomy) == [best_effort("a"), best_effort("b")]
    assert drain(closing) == [best_effort("a"), Lagged(1), StreamClosed("overflow"), None]
    assert drain(dropping) == [best_effort("a"), Lagged(1)]
    assert is_waiting(waiting)


def test_all_or_nothing_spares_the_streams_that_would_drop_or_close(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="block")
    closing = harness.subscribe(connection, capacity=1, policy="close")
    ring = harness.subscribe(connection, capacity=1, policy="drop_oldest")
    harness.send(server, best_effort("a"))
    assert server.try_send_notification(best_effort("b")) is False
    assert drain(closing) == [best_effort("a")]
    assert drain(ring) == [best_effort("a")]


@pytest.mark.promise("accounting-sum")
@pytest.mark.parametrize("policy", ["coalesce", "drop_newest", "drop_oldest", "block", "close"])
def test_every_event_is_accounted_for(harness: Harness, policy: str) -> None:
    server, connection = harness.start(policy=policy, capacity=2, max_bytes=40)
    kept_waiting = []
    for number in range(20):
        new = list(NEW.values())[number % 4]
        sent = server.send_notification(new)
        if isinstance(sent, Waiting):
            kept_waiting.append(sent)
        if number % 3 == 0:
            connection.events.take()
        stats = connection.events.stats()
        accounted = ("received", "dropped", "merged", "replaced", "queued")
        assert stats["emitted"] == sum(stats[name] for name in accounted)
        assert stats["queued"] <= 2
