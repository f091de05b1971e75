"""Lists of operations, played on the core under test and on the oracle, and compared call by call."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appserver.events import Lagged
from tests import oracle
from tests.contract.harness import Harness, Waiting, drain
from tests.contract.notifications import legacy
from tests.contract.operations import (
    Operation,
    connections,
    limits,
    notifications,
    operations,
    threads_of_strangers,
)
from tests.contract.player import Player
from tests.oracle import DELIVERY_CLASSES, Outcome
from tests.rings import examples

ORACLE = Harness(oracle)

# The harness is stateless: one for all examples is as good as one each.
SETTINGS = settings(
    max_examples=examples(300),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def start(
    harness: Harness, max_handlers: int, first: list[dict[str, Any]], max_bytes: int = 1 << 40
) -> Player:
    player = Player(harness, harness.server(max_handlers=max_handlers, max_event_bytes=max_bytes))
    for options in first:
        player.connect(options)
    return player


@SETTINGS
@given(
    max_handlers=st.integers(1, 3),
    max_bytes=st.sampled_from([1 << 40, 1 << 40, 600, 2100]),
    first=st.lists(connections(), min_size=1, max_size=3),
    calls=operations(),
)
def test_it_does_what_the_oracle_does(
    harness: Harness,
    max_handlers: int,
    max_bytes: int,
    first: list[dict[str, Any]],
    calls: list[Operation],
) -> None:
    compare(harness, max_handlers, max_bytes, first, calls)


@SETTINGS
@given(
    first=st.lists(
        connections().map(
            lambda drawn: {**drawn, "capacity": 1, "waits": True, "stall": None, "initialized": True}
        ),
        min_size=2,
        max_size=3,
    ),
    calls=threads_of_strangers(),
)
def test_what_strangers_are_told(
    harness: Harness, first: list[dict[str, Any]], calls: list[Operation]
) -> None:
    reads = [
        Operation("take", (index,)) for index in range(len(first))
    ]  # who has never read is not waited for
    compare(harness, 1, 1 << 40, first, [*reads, *calls])


def compare(
    harness: Harness, max_handlers: int, max_bytes: int, first: list[dict[str, Any]], calls: list[Operation]
) -> None:
    """Play the calls on both, and compare what each of them does."""
    subject, naive = (start(one, max_handlers, first, max_bytes) for one in (harness, ORACLE))
    for call in calls:
        assert subject.play(call) == naive.play(call), call
        assert subject.state() == naive.state(), call
    assert subject.drain() == naive.drain()
    assert subject.state() == naive.state()


@pytest.mark.promise("accounting-sum")
@SETTINGS
@given(
    max_handlers=st.integers(1, 3),
    first=st.lists(connections(), min_size=1, max_size=3),
    calls=operations(),
)
def test_the_books_balance(
    harness: Harness, max_handlers: int, first: list[dict[str, Any]], calls: list[Operation]
) -> None:
    player = start(harness, max_handlers, first)
    for call in calls:
        player.play(call)
        state = player.state()
        for stats in state["streams"]:
            if stats is not None:
                accounted = ("received", "dropped", "merged", "replaced", "queued")
                assert stats["emitted"] == sum(stats[name] for name in accounted), call
                assert stats["queued"] <= stats["peak_queued"], call
                assert stats["queued_bytes"] <= stats["peak_queued_bytes"], call
        for name in ("requests_opened", "requests_open", "handlers_running", "handlers_waiting", "filtered"):
            assert state["server"][name] == sum(stats[name] for stats in state["connections"]), (name, call)
        handlers = sum(handler.has_permit for handler in player.running)
        assert state["server"]["handlers_running"] == handlers, call
        if not any(operation.name == "resume_handler" for operation in calls):
            assert handlers <= max_handlers, call


@pytest.mark.promise("accounting-terminal-events")
@SETTINGS
@given(
    bounds=limits(),
    steps=st.lists(st.one_of(notifications(), st.integers(1, 3)), max_size=60),
)
def test_nothing_is_lost_in_silence(harness: Harness, bounds: dict[str, Any], steps: list[Any]) -> None:
    """Not against the oracle but against the promises themselves, in the words of the reader."""
    server, connection = harness.start(**{**bounds, "read": True})
    sent: list[Any] = []
    read: list[Any] = []
    waiting: list[Any] = []
    for step in steps:
        if isinstance(step, int):
            read += connection.events.take_many(step) or []
        else:
            sent.append(step)
            result = server.send_notification(step)
            if isinstance(result, Waiting):
                waiting.append(result.parked)
    rest = drain(connection.events)
    read += [event for event in rest if event is not None]

    assert all(parked.withdraw() is Outcome.DELIVERED for parked in waiting)
    stats = connection.events.stats()
    skipped = sum(event.skipped for event in read if isinstance(event, Lagged))
    assert skipped == stats["dropped"]
    if bounds["policy"] != "close":
        assert terminal_events(read) == terminal_events(sent)
    if bounds["policy"] in ("coalesce", "block"):
        assert texts(read) == texts(sent)
    if bounds["policy"] == "block":
        assert read == sent


def terminal_events(events: list[Any]) -> list[Any]:
    return [event for event in events if DELIVERY_CLASSES.get(getattr(event, "method", "")) == "terminal"]


def texts(events: list[Any]) -> dict[Any, str]:
    """The whole text of every stream that has any."""
    joined: dict[Any, str] = {}
    for event in events:
        if getattr(event, "delta", ""):
            key = (event.method, event.thread_id, event.item_id, getattr(event, "content_index", None))
            joined[key] = joined.get(key, "") + event.delta
    return joined


def test_the_classes_of_the_promises_are_not_empty() -> None:
    assert terminal_events([legacy("task_complete")])
