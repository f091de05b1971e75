"""Lists of operations, played on the core under test and on the naive one, and compared call by call."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appserver.events import Lagged
from appserver.testing import fake_core
from tests.contract.harness import Harness, ParkedSend
from tests.contract.notifications import legacy
from tests.contract.operations import Operation, Player, limits, notifications, operations

ORACLE = Harness(fake_core)

# The harness is stateless: one for all examples is as good as one each.
SETTINGS = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SETTINGS
@given(
    bounds=limits(),
    connection=st.fixed_dictionaries(
        {
            "legacy": st.booleans(),
            "experimental": st.booleans(),
            "opt_out": st.sampled_from([(), ("warning",)]),
            "initialized": st.sampled_from([True, True, True, False]),
        }
    ),
    calls=operations(),
)
def test_it_does_what_the_naive_core_does(
    harness: Harness, bounds: dict[str, Any], connection: dict[str, Any], calls: list[Operation]
) -> None:
    subject = Player(harness, harness.core(**bounds, **connection))
    oracle = Player(ORACLE, ORACLE.core(**bounds, **connection))
    for call in calls:
        assert subject.play(call) == oracle.play(call), call
        assert subject.state() == oracle.state(), call
    assert subject.drain() == oracle.drain()
    assert subject.state() == oracle.state()


@SETTINGS
@given(bounds=limits(), calls=operations())
def test_every_stream_accounts_for_every_event(
    harness: Harness, bounds: dict[str, Any], calls: list[Operation]
) -> None:
    player = Player(harness, harness.core(**bounds))
    for call in calls:
        player.play(call)
        for stats in player.state()["streams"]:
            if stats is not None:
                accounted = ("received", "dropped", "merged", "replaced", "queued")
                assert stats["emitted"] == sum(stats[name] for name in accounted), call
                assert stats["queued"] <= stats["peak_queued"], call
                assert stats["queued_bytes"] <= stats["peak_queued_bytes"], call


@SETTINGS
@given(
    bounds=limits(),
    steps=st.lists(st.one_of(notifications(), st.integers(1, 3)), max_size=60),
)
def test_nothing_is_lost_in_silence(harness: Harness, bounds: dict[str, Any], steps: list[Any]) -> None:
    """Not against the oracle but against the promises themselves, in the words of the reader."""
    core = harness.core(**bounds)
    sent: list[Any] = []
    read: list[Any] = []
    waiting: list[Any] = []
    for step in steps:
        if isinstance(step, int):
            read += core.events.take_many(step) or []
        else:
            sent.append(step)
            result = core.send_notification(step)
            if isinstance(result, ParkedSend):
                waiting.append(result.parked)
    rest = harness.drain(core.events)
    read += [event for event in rest if event is not None]

    assert all(parked.delivered() for parked in waiting)
    stats = core.events.stats()
    skipped = sum(event.skipped for event in read if isinstance(event, Lagged))
    assert skipped == stats["dropped"]
    classes = fake_core.DELIVERY_CLASSES
    if bounds["policy"] != "close":
        assert terminal_events(read, classes) == terminal_events(sent, classes)
    if bounds["policy"] in ("coalesce", "block"):
        assert texts(read) == texts(sent)
    if bounds["policy"] == "block":
        assert read == sent


def terminal_events(events: list[Any], classes: dict[str, str]) -> list[Any]:
    return [event for event in events if classes.get(getattr(event, "method", "")) == "terminal"]


def texts(events: list[Any]) -> dict[Any, str]:
    """The whole text of every stream that has any."""
    joined: dict[Any, str] = {}
    for event in events:
        if getattr(event, "delta", ""):
            key = (event.method, event.thread_id, event.item_id, getattr(event, "content_index", None))
            joined[key] = joined.get(key, "") + event.delta
    return joined


def test_the_classes_of_the_promises_are_not_empty() -> None:
    assert terminal_events([legacy("task_complete")], fake_core.DELIVERY_CLASSES)
