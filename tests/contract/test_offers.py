"""`offer`: the send whose outcome is a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver.errors import RuntimeClosedError
from appserver.events import Lagged
from tests.contract.harness import DONE, drain, is_waiting
from tests.contract.notifications import best_effort, delta, terminal
from tests.oracle import YIELD_FIRST, Outcome

if TYPE_CHECKING:
    from tests.contract.harness import Harness


def test_none_when_every_stream_has_dealt_with_it(harness: Harness) -> None:
    server, connection = harness.start(capacity=2, opt_out=("turn/completed",))
    assert server.offer(terminal("a")) is None
    assert drain(connection.events) == [terminal("a")]
    connection.events.close()
    assert server.offer(terminal("b")) is None


def test_what_was_dropped_was_dealt_with(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="drop_newest")
    server.offer(best_effort("a"))
    assert (
        server.offer(best_effort("b")) is YIELD_FIRST
    )  # the stream is full, and its reader has not had its turn
    assert server.offer(best_effort("b")) is None
    assert drain(connection.events) == [best_effort("a"), Lagged(1)]


def test_a_parked_send_where_there_is_no_room(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    assert server.offer(terminal("b")) is YIELD_FIRST
    parked = server.offer(terminal("b"))
    assert type(parked) is harness.module.ParkedSend
    assert is_waiting(parked)
    assert drain(connection.events) == [terminal("a"), terminal("b")]
    assert parked.withdraw() is Outcome.DELIVERED


def test_others_run_first_every_64_sends_however_they_are_sent(harness: Harness) -> None:
    server, connection = harness.start(capacity=500)
    for _ in range(32):
        assert server.offer(delta("x")) is None
        assert server.send_notification(delta("x")) is DONE
    assert server.offer(delta("y")) is YIELD_FIRST
    assert connection.events.stats()["emitted"] == 64
    assert server.stats()["notifications"] == 64
    assert server.offer(delta("y")) is None


def test_nothing_is_read_from_what_must_wait_for_others(harness: Harness) -> None:
    server, _ = harness.start(capacity=500)
    for _ in range(64):
        server.offer(delta("x"))
    assert server.offer(object()) is YIELD_FIRST
    with pytest.raises(TypeError):
        server.offer(object())


@pytest.mark.parametrize("bad", [None, "text", object()])
def test_what_is_no_notification_is_refused(harness: Harness, bad: Any) -> None:
    server, _ = harness.start()
    with pytest.raises(TypeError):
        server.offer(bad)


def test_at_the_end_there_is_room_or_an_error(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    server.begin_shutdown()
    assert server.offer(terminal("a")) is None
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        server.offer(terminal("b"))
    server.close()
    with pytest.raises(RuntimeClosedError):
        server.offer(terminal("c"))
    assert drain(connection.events) == [terminal("a"), Lagged(1), None]


def test_the_signs_say_what_they_are(harness: Harness) -> None:
    module = harness.module
    assert repr(module.YIELD_FIRST) == "YIELD_FIRST"
    outcomes = [module.Outcome.DELIVERED, module.Outcome.DELIVERED_TO_SOME, module.Outcome.NOT_DELIVERED]
    assert len({repr(outcome) for outcome in outcomes}) == 3
    assert outcomes[0] == Outcome.DELIVERED
