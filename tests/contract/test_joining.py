"""Under the policy `coalesce`: which deltas are joined, and which states replaced."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from appserver import protocol as p
from tests.contract.harness import Harness, drain, is_waiting
from tests.contract.notifications import (
    delta,
    diff,
    item_completed,
    item_started,
    patch,
    plan,
    rate_limits,
    reasoning,
    summary,
    terminal,
    turn_completed,
    turn_started,
    unknown,
)
from tests.oracle import EMPTY, Outcome


def raw(notification: p.Notification) -> p.UnknownNotification:
    """The same without its model."""
    return unknown(notification.method, notification.to_wire())


JOINED = [
    delta,
    reasoning,
    summary,
    lambda text: p.PlanDeltaNotification(thread_id="t", turn_id="u", item_id="i", delta=text),
    lambda text: p.CommandExecutionOutputDeltaNotification(
        thread_id="t", turn_id="u", item_id="i", delta=text
    ),
    lambda text: p.FileChangeOutputDeltaNotification(thread_id="t", turn_id="u", item_id="i", delta=text),
]


@pytest.mark.promise("join-text")
@pytest.mark.parametrize("make", JOINED)
def test_deltas_of_one_stream_are_joined_at_the_bound(harness: Harness, make: Any) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, make("the "), make("quick "), make(""), make("föx"))
    assert drain(connection.events) == [make("the quick föx")]
    stats = connection.events.stats()
    assert (stats["emitted"], stats["received"], stats["merged"], stats["dropped"]) == (4, 1, 3, 0)
    assert stats["peak_queued_bytes"] == len("the quick föx".encode())


def test_one_that_cannot_be_joined_loses_no_other(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    failures: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda failure: failures.append(failure.exc_value))
    server, connection = harness.start(capacity=3)
    changed = delta("a")
    harness.send(server, terminal("x"), terminal("y"), changed, delta("b"))
    vars(changed)["delta"] = 7
    taken = connection.events.take_many(10)
    assert taken[:2] == [terminal("x"), terminal("y")]
    assert taken[2] is changed
    assert connection.events.take() is EMPTY
    assert [type(failure) for failure in failures] == [TypeError]


def test_only_the_newest_queued_delta_is_joined_to(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    harness.send(server, delta("a"), delta("b"), delta("c"))
    assert drain(connection.events) == [delta("a"), delta("bc")]


def of_item(item: Any, text: str) -> p.AgentMessageDeltaNotification:
    """A delta whose ids nobody has checked."""
    return p.AgentMessageDeltaNotification.model_construct(
        thread_id="t", turn_id="u", item_id=item, delta=text
    )


@pytest.mark.parametrize(
    ("queued", "new"),
    [
        ("\ud800", "\ud801"),
        ("\ud800", "\ufffd"),  # noqa: PT014 - no duplicate: ruff takes one for the other
        ("\uffff", "\ud800"),
        (1, 2),
        (1, ""),
        (None, ""),
        (None, None),
    ],
)
def test_ids_that_are_no_text_join_no_text(harness: Harness, queued: Any, new: Any) -> None:
    server, connection = harness.start(capacity=1)
    assert server.try_send_notification(of_item(queued, "a")) is True
    assert server.try_send_notification(of_item(new, "b")) is False
    assert server.try_send_notifications([of_item(new, "b")]) == 0
    assert connection.events.take().delta == "a"


@pytest.mark.parametrize("item", ["\ud800", "\uffff", "\U0010ffff", ""])
def test_equal_ids_join_whatever_they_are(harness: Harness, item: str) -> None:
    server, connection = harness.start(capacity=1)
    assert server.try_send_notifications([of_item(item, "a"), of_item(item, "b"), of_item(item, "c")]) == 3
    assert connection.events.take().delta == "abc"


class Computed(p.Notification):
    """Its ids are properties."""

    method = "item/agentMessage/delta"

    delta: str

    @property
    def thread_id(self) -> str:
        """Its first letter."""
        return self.delta[0]

    @property
    def item_id(self) -> str:
        """Its second letter."""
        return self.delta[1]


def test_ids_may_be_properties(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    stream = harness.subscribe(connection, thread="t")
    assert server.try_send_notifications([Computed(delta="ti1"), Computed(delta="ti2")]) == 2
    assert server.try_send_notification(Computed(delta="tj3")) is False
    assert server.try_send_notification(Computed(delta="ui3")) is False
    assert [event.delta for event in drain(connection.events)] == ["ti1ti2"]
    assert [event.delta for event in drain(stream)] == ["ti1", "ti2"]


class NoModel:
    """What a model is, and no model: no reader could be given it with joined text."""

    method = "item/agentMessage/delta"
    thread_id = "t"
    item_id = "i"
    delta = "x"


def test_a_delta_that_is_no_model_is_refused(harness: Harness) -> None:
    server, _ = harness.start()
    with pytest.raises(TypeError, match="no pydantic model"):
        server.send_notification(NoModel())


class CallsBack(str):
    """A key that uses the server whenever it is compared."""

    server: Any = None

    def __hash__(self) -> int:
        return hash("thread_id")

    def __eq__(self, other: object) -> bool:
        if self.server is not None:
            self.server.stats()
        return str.__eq__(self, other)


def test_python_that_runs_while_ids_are_read_may_use_the_server(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    first = delta("a")
    key = CallsBack("zzz")
    fields = {key: 1, **first.__dict__}
    held: dict[Any, Any] = vars(first)
    held.clear()
    held.update(fields)
    assert server.try_send_notification(first) is True
    key.server = server
    assert server.try_send_notification(delta("b")) is True
    key.server = None
    assert connection.events.take().delta == "ab"


def test_the_model_that_was_sent_is_not_changed(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    stream = harness.subscribe(connection, capacity=9)
    first = delta("a")
    harness.send(server, first, delta("b"))
    assert connection.events.take() == delta("ab")
    assert first == delta("a")
    assert drain(stream) == [delta("a"), delta("b")]


@pytest.mark.promise("join-apart")
@pytest.mark.parametrize(
    ("queued", "new"),
    [
        (delta("a"), delta("b", item="j")),
        (delta("a"), delta("b", thread="o")),
        (delta("a"), reasoning("b")),
        (reasoning("a"), reasoning("b", index=1)),
        (summary("a"), summary("b", index=1)),
        (reasoning("a"), summary("b")),
        (diff("a"), diff("b", thread="o")),
        (diff("a"), diff("b", turn="v")),
        (plan("a"), plan("b", turn="v")),
        (patch("a"), patch("b", item="j")),
        (raw(patch("a")), raw(patch("b", item="j"))),
        (raw(diff("a")), raw(diff("b", turn="v"))),
        (raw(diff("a")), diff("b", turn="v")),
        (diff("a"), patch("b")),
    ],
)
def test_different_streams_and_states_are_kept_apart(harness: Harness, queued: Any, new: Any) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, queued)
    waiting = harness.park(server, new)
    assert drain(connection.events) == [queued, new]
    assert waiting.withdraw() is Outcome.DELIVERED


@pytest.mark.promise("join-boundaries")
@pytest.mark.parametrize(
    ("boundary", "ends"),
    [
        (item_started(), True),
        (item_completed(), True),
        (turn_started(), True),
        (turn_completed(), True),
        (unknown("turn/completed", {"threadId": "t"}), True),
        (raw(item_completed()), True),
        (raw(item_completed(item="j")), False),
        (item_started(item="j"), False),
        (item_completed(item="j"), False),
        (item_completed(thread="o"), False),
        (turn_started(thread="o"), False),
        (turn_completed(thread="o"), False),
        (terminal("x"), False),
    ],
)
@pytest.mark.parametrize("capacity", [1, 2])
def test_a_delta_never_passes_a_boundary_of_its_stream(
    harness: Harness, boundary: Any, ends: bool, capacity: int
) -> None:
    """Queued with capacity 2, and with capacity 1 while its own producer waits."""
    server, connection = harness.start(capacity=capacity)
    harness.send(server, delta("a"))
    waiting = []
    if capacity == 1:
        waiting.append(harness.park(server, boundary))
    else:
        harness.send(server, boundary)
    if ends:
        waiting.append(harness.park(server, delta("b")))
        assert drain(connection.events) == [delta("a"), boundary, delta("b")]
    else:
        harness.send(server, delta("b"))
        assert drain(connection.events) == [delta("ab"), boundary]
    assert all(parked.withdraw() is Outcome.DELIVERED for parked in waiting)


def test_an_end_of_nobody_knows_which_item_ends_every_stream_of_its_thread(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    end = unknown("item/completed", {"threadId": "t"})
    harness.send(server, delta("a"), end)
    waiting = harness.park(server, delta("b"))
    assert drain(connection.events) == [delta("a"), end, delta("b")]
    assert waiting.withdraw() is Outcome.DELIVERED


def test_a_boundary_that_was_taken_back_ends_nothing(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, delta("a"))
    assert harness.park(server, item_completed()).withdraw() is Outcome.NOT_DELIVERED
    harness.send(server, delta("b"))
    assert drain(connection.events) == [delta("ab")]


def test_text_beyond_the_byte_bound_waits_and_nothing_passes_it(harness: Harness) -> None:
    server, connection = harness.start(max_bytes=4)
    harness.send(server, delta("ab"), delta("c"))
    first = harness.park(server, delta("dd"))
    second = harness.park(server, delta("e"))  # it would fit, but its stream's text would change its order
    other = harness.park(server, delta("f", item="j"))
    assert connection.events.take() == delta("ab")
    assert first.withdraw() is Outcome.DELIVERED
    assert second.withdraw() is Outcome.DELIVERED
    assert is_waiting(other)
    assert drain(connection.events) == [delta("c"), delta("dd"), delta("e"), delta("f", item="j")]


def test_text_is_joined_up_to_the_byte_bound(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, max_bytes=4)
    harness.send(server, delta("ab"), delta("cd"), delta(""))
    waiting = harness.park(server, delta("e"))
    assert connection.events.stats()["queued_bytes"] == 4
    assert drain(connection.events) == [delta("abcd"), delta("e")]
    assert waiting.withdraw() is Outcome.DELIVERED


@pytest.mark.promise("latest-in-place")
@pytest.mark.parametrize(
    "make", [diff, plan, patch, lambda text: raw(diff(text)), lambda text: raw(patch(text))]
)
def test_a_later_state_takes_the_place_of_the_queued_one(harness: Harness, make: Any) -> None:
    server, connection = harness.start(capacity=2)
    harness.send(server, make("old"), terminal("x"), make("newer"), make("newest"))
    assert connection.events.stats()["replaced"] == 2
    newest = connection.events.take()
    assert newest == make("newest")
    assert connection.events.take() == terminal("x")
    assert connection.events.stats()["queued_bytes"] == 0


def test_a_state_of_no_thread_replaces_its_like(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    first, second = rate_limits(), rate_limits()
    harness.send(server, first, second)
    assert connection.events.take() is second


def test_a_model_and_its_raw_form_are_the_same_state(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    harness.send(server, patch("1"), patch("1", item="j"), raw(patch("2")))
    assert drain(connection.events) == [raw(patch("2")), patch("1", item="j")]


def test_of_two_queued_states_the_newer_is_replaced(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    harness.send(server, diff("1"), diff("2"), diff("3"))
    assert drain(connection.events) == [diff("1"), diff("3")]


def test_a_state_does_not_pass_an_older_one_that_waits(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("x"))
    older = harness.park(server, diff("older"))
    newer = harness.park(server, diff("newer"))
    assert connection.events.take() == terminal("x")
    newest = harness.park(server, diff("newest"))
    assert drain(connection.events) == [diff("older"), diff("newer"), diff("newest")]
    assert older.withdraw() is Outcome.DELIVERED
    assert newer.withdraw() is Outcome.DELIVERED
    assert newest.withdraw() is Outcome.DELIVERED


def test_a_state_that_outgrows_the_byte_bound_waits(harness: Harness) -> None:
    server, connection = harness.start(max_bytes=12)
    harness.send(server, diff("1234"), terminal("1234"))  # 6 and 5 bytes
    waiting = harness.park(server, diff("123456"))
    assert drain(connection.events) == [diff("1234"), terminal("1234"), diff("123456")]
    assert waiting.withdraw() is Outcome.DELIVERED


def test_a_lone_state_may_outgrow_the_byte_bound(harness: Harness) -> None:
    server, connection = harness.start(max_bytes=6)
    harness.send(server, diff("1234"), diff("far too much"))
    assert drain(connection.events) == [diff("far too much")]


def test_a_smaller_state_makes_room_for_who_waits(harness: Harness) -> None:
    server, connection = harness.start(max_bytes=12)
    harness.send(server, diff("12345678"))  # 10 bytes
    waiting = harness.park(server, terminal("1234"))
    harness.send(server, diff("1"))
    assert waiting.withdraw() is Outcome.DELIVERED
    assert drain(connection.events) == [diff("1"), terminal("1234")]
