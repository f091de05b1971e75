"""The end of a runtime."""

from __future__ import annotations

import pytest

from appserver.errors import RuntimeClosedError
from tests.contract.harness import Harness, RecordedWaiter, drain
from tests.contract.notifications import best_effort, terminal
from tests.oracle import Outcome


def test_shutdown_gives_out_who_must_be_told_once(harness: Harness) -> None:
    server, connection = harness.start()
    waiters = [RecordedWaiter(str(number)) for number in range(12)]
    for waiter in waiters:
        connection.open_request(None, "thread/start", None, waiter)
    connection.open_request("nobody waits", "thread/start", None, None)
    assert server.is_closing() is False
    begun = server.begin_shutdown()
    assert begun is not None
    clients, servers = begun
    assert clients == waiters
    assert servers == []
    assert server.is_closing() is True
    assert server.begin_shutdown() is None
    assert connection.stats()["requests_open"] == 0


def test_an_answer_after_shutdown_is_late(harness: Harness) -> None:
    server, connection = harness.start()
    request_id, generation = connection.open_request(None, "thread/start", None, RecordedWaiter())
    server.begin_shutdown()
    assert connection.close_request(request_id, generation) is None
    assert connection.stats()["late_answers"] == 1


def test_what_has_room_is_delivered_until_the_core_is_closed(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    server.begin_shutdown()
    harness.send(server, terminal("a"))
    assert server.try_send_notification(terminal("b")) is True
    server.close()
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        server.send_notification(best_effort("c"))
    assert server.try_send_notification(best_effort("c")) is False
    assert drain(connection.events) == [terminal("a"), terminal("b"), None]


def test_closing_without_a_shutdown_refuses_the_same_and_still_gives_out_who_waits(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    waiter = RecordedWaiter()
    connection.open_request(None, "thread/start", None, waiter)
    harness.send(server, terminal("a"))
    parked = harness.park(server, terminal("b"))
    server.close()
    server.close()
    assert parked.withdraw() is Outcome.NOT_DELIVERED
    assert server.is_closing() is True
    with pytest.raises(RuntimeClosedError):
        connection.open_request(None, "thread/start", None, RecordedWaiter())
    assert server.begin_shutdown() == ([waiter], [])


def test_a_shutdown_before_the_handshake_is_fine(harness: Harness) -> None:
    server, connection = harness.start(initialized=False)
    assert server.begin_shutdown() == ([], [])
    with pytest.raises(RuntimeClosedError):
        connection.initialize(experimental=False, opt_out=())
    server.close()
    assert connection.events.take() is None
