"""Handles of what is over never reach what came after it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from tests.contract.harness import DONE, Waker, drain, is_waiting
from tests.contract.jobs import open_request
from tests.contract.notifications import terminal
from tests.oracle import EMPTY, Outcome

if TYPE_CHECKING:
    from tests.contract.harness import Harness


def test_a_closed_stream_takes_nothing_of_a_later_one(harness: Harness) -> None:
    server, connection = harness.start()
    old = harness.subscribe(connection)
    waker = Waker()
    number = old.register(waker)
    old.close()
    assert waker.calls == 1
    new = harness.subscribe(connection)
    new_waker = Waker()
    assert new.register(new_waker)
    old.deregister(number)
    harness.send(server, terminal("a"))
    assert (old.take(), old.take_many(3), old.register(Waker())) == (None, None, 0)
    assert (waker.calls, new_waker.calls) == (1, 1)
    old.close()
    assert drain(new) == [terminal("a")]


def test_a_dropped_stream_ends_no_later_one(harness: Harness) -> None:
    server, connection = harness.start()
    streams = [harness.subscribe(connection) for _ in range(3)]
    streams[1].close()
    new = harness.subscribe(connection)
    del streams[1]
    gc.collect()
    harness.send(server, terminal("a"))
    assert new.take() == terminal("a")
    assert connection.stats()["subscribers"] == 4


def test_a_send_that_is_over_withdraws_no_later_one(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    old = harness.park(server, terminal("b"))
    assert old.withdraw() is Outcome.NOT_DELIVERED
    new = harness.park(server, terminal("c"))
    waker = Waker()
    new.register(waker)
    assert old.register(Waker()) is False
    assert old.withdraw() is Outcome.NOT_DELIVERED
    del old
    gc.collect()
    assert is_waiting(new)
    assert drain(connection.events) == [terminal("a"), terminal("c")]
    assert new.withdraw() is Outcome.DELIVERED


def test_what_became_of_a_send_stays_when_its_streams_end(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    stream = harness.subscribe(connection, capacity=9)
    harness.send(server, terminal("a"))
    parked = harness.park(server, terminal("b"))
    assert parked.withdraw() is Outcome.DELIVERED_TO_SOME
    connection.events.close()
    stream.close()
    server.close()
    assert parked.withdraw() is Outcome.DELIVERED_TO_SOME


def test_what_the_shutdown_sent_away_stays_undelivered(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    roomy = harness.subscribe(connection, capacity=2, methods=("serverRequest/resolved",))
    harness.send(server, terminal("a"))
    some, none = harness.park(server, terminal("b")), harness.park(server, terminal("c"))
    server.begin_shutdown()
    roomy.close()
    connection.close()
    assert (some.withdraw(), none.withdraw()) == (Outcome.DELIVERED_TO_SOME, Outcome.NOT_DELIVERED)


@pytest.mark.promise("connection-ids-once")
def test_a_closed_connection_reaches_no_later_one(harness: Harness) -> None:
    server, old = harness.start()
    stream = harness.subscribe(old)
    request = open_request(old, "old")
    old.close()
    new = harness.connect(server)
    server.open_thread("t", old)
    assert new.is_subscribed("t") is False
    again = open_request(new, "new")
    assert old.close_request(request.request_id, request.generation) is None
    assert old.abandon_request(again.request_id, again.generation) == []
    old.events.close()
    stream.close()
    harness.send(server, terminal("a", thread="o"))
    assert new.events.take() == terminal("a", thread="o")
    request_id, waiter, _ = harness.ask(server, "o")
    assert old.answer_server_request(request_id) is None
    assert new.answer_server_request(request_id) is waiter
    assert server.send_notification(terminal("b"), old) is DONE
    assert new.events.take() is EMPTY
    assert new.stats()["requests_open"] == 1


def test_streams_outlive_their_connections_handle(harness: Harness) -> None:
    server, connection = harness.start()
    stream, events = harness.subscribe(connection), connection.events
    harness.send(server, terminal("a"))
    connection.close()
    del connection
    gc.collect()
    harness.connect(server)
    assert drain(stream) == drain(events) == [terminal("a"), None]
