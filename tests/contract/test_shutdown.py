"""The end of a runtime."""

from __future__ import annotations

import pytest

from appserver.errors import RuntimeClosedError
from tests.contract.harness import Harness, Settled
from tests.contract.notifications import best_effort, terminal


def test_shutdown_gives_out_who_must_be_told_once(harness: Harness) -> None:
    core = harness.core()
    waiters = [Settled(str(number)) for number in range(12)]
    for waiter in waiters:
        core.open_request(None, "thread/start", None, waiter)
    core.open_request("nobody waits", "thread/start", None, None)
    assert core.is_closing() is False
    begun = core.begin_shutdown()
    assert begun is not None
    clients, servers = begun
    assert clients == waiters
    assert servers == []
    assert core.is_closing() is True
    assert core.begin_shutdown() is None
    assert core.stats()["requests_open"] == 0


def test_an_answer_after_shutdown_is_late(harness: Harness) -> None:
    core = harness.core()
    request_id, ticket = core.open_request(None, "thread/start", None, Settled())
    core.begin_shutdown()
    assert core.close_request(request_id, ticket) is None
    assert core.stats()["late_answers"] == 1


def test_what_has_room_is_delivered_until_the_core_is_closed(harness: Harness) -> None:
    core = harness.core(capacity=2)
    core.begin_shutdown()
    harness.send(core, terminal("a"))
    assert core.try_send_notification(terminal("b")) is True
    core.close()
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        core.send_notification(best_effort("c"))
    assert core.try_send_notification(best_effort("c")) is False
    assert harness.drain(core.events) == [terminal("a"), terminal("b"), None]


def test_closing_without_a_shutdown_refuses_the_same_and_still_gives_out_who_waits(harness: Harness) -> None:
    core = harness.core(capacity=1)
    waiter = Settled()
    core.open_request(None, "thread/start", None, waiter)
    harness.send(core, terminal("a"))
    parked = harness.park(core, terminal("b"))
    core.close()
    core.close()
    assert parked.delivered() is False
    assert core.is_closing() is True
    with pytest.raises(RuntimeClosedError):
        core.open_request(None, "thread/start", None, Settled())
    assert core.begin_shutdown() == ([waiter], [])


def test_a_shutdown_before_the_handshake_is_fine(harness: Harness) -> None:
    core = harness.core(initialized=False)
    assert core.begin_shutdown() == ([], [])
    with pytest.raises(RuntimeClosedError):
        core.initialize(experimental=False, opt_out=())
    core.close()
    assert core.events.take() is None
