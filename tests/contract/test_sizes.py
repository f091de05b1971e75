"""What an event weighs in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from tests.contract.notifications import best_effort, delta, diff, legacy, reasoning, terminal, unknown

if TYPE_CHECKING:
    from tests.contract.harness import Harness


def nested(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


SIZES = [
    (delta("abc"), 3),
    (delta(""), 0),
    (delta("föx€😀"), 11),
    (delta("x", thread="a long thread id", item="a long item id"), 1),
    (reasoning("abc", index=7), 3),
    (terminal("abc"), 4),
    (best_effort("abc"), 4),
    (best_effort("abc", thread=None), 11),
    (diff("föx"), 6),
    (p.ServerRequestResolvedNotification(thread_id="t", request_id=5), 9),
    (
        p.ItemStartedNotification(
            item=p.AgentMessageThreadItem(id="i", text="four"), thread_id="t", turn_id="u", started_at_ms=1
        ),
        # its type, id and text, four fields that are None; then thread, turn and time
        len("agentMessage") + 1 + 4 + 4 * 8 + 1 + 1 + 8,
    ),
    (
        p.TurnPlanUpdatedNotification(
            thread_id="t", turn_id="u", plan=[p.TurnPlanStep(step="a", status="pending")] * 2
        ),
        1 + 1 + 8 + 2 * (1 + len("pending")),
    ),
    (unknown("some/method"), 8),
    (unknown("some/method", "abc"), 3),
    (unknown("some/method", {}), 8),
    (unknown("some/method", ["", [], {}, b"", set()]), 5 * 8),
    (unknown("some/method", {"key": [1, 1.5, True, None, "x", {"ö": []}]}), 3 + 4 * 8 + 1 + 2 + 8),
    (unknown("some/method", {"bytes": b"1234567890", "more": bytearray(3)}), 5 + 10 + 4 + 3),
    (unknown("some/method", [{"ab", "cd"}, ("ef",), frozenset({"gh"})]), 8),
    (unknown("some/method", [2**62, -(2**63)]), 16),
    (unknown("some/method", [2**8000]), (2**8000).__sizeof__()),
    (unknown("some/method", nested("deep down", 5000)), 9),
    (legacy("anything", {"threadId": "t"}), 9),
]


@pytest.mark.promise("size-of-events")
@pytest.mark.parametrize(("notification", "size"), SIZES, ids=lambda value: getattr(value, "method", None))
def test_the_size_of_an_event(harness: Harness, notification: Any, size: int) -> None:
    server, connection = harness.start()
    harness.send(server, notification)
    stats = connection.events.stats()
    assert (stats["queued_bytes"], stats["peak_queued_bytes"]) == (size, size)
    connection.events.take()
    stats = connection.events.stats()
    assert (stats["queued_bytes"], stats["peak_queued_bytes"]) == (0, size)


def test_the_byte_bound_is_met_exactly(harness: Harness) -> None:
    server, connection = harness.start(capacity=9, max_bytes=8, policy="drop_newest")
    harness.send(server, terminal("abc"), terminal("abc"))
    assert connection.events.stats()["queued_bytes"] == 8
    harness.send(server, delta("x"))
    assert connection.events.stats()["dropped"] == 1


@pytest.mark.promise("size-of-events")
def test_what_has_countless_values_is_larger_than_any_bound(harness: Harness) -> None:
    shared: list[Any] = ["x"]
    for _ in range(22):
        shared = [shared, shared]
    itself: list[Any] = []
    itself.append(itself)
    for params in (shared, itself, [None] * 200_000):
        sent = unknown("some/method", params)
        assert harness.start()[0].try_send_notification(sent) is True
        server, connection = harness.start(policy="drop_newest")
        harness.send(server, terminal("a"), sent)
        assert connection.events.stats()["dropped"] == 1
