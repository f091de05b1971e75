"""Several connections of one server: each has its own handshake, ids, filters and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver.errors import RuntimeClosedError, ServerError
from appserver.events import Lagged
from tests.contract.harness import DONE, RecordedWaiter, Waker, drain, is_waiting
from tests.contract.jobs import open_request
from tests.contract.notifications import best_effort, legacy, rate_limits, terminal
from tests.oracle import EMPTY, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contract.harness import Harness


@pytest.mark.promise("connection-ids-once")
def test_connections_are_numbered_and_no_number_is_used_again(harness: Harness) -> None:
    server = harness.server()
    first, second = harness.connect(server), harness.connect(server)
    assert (first.id, second.id) == (0, 1)
    second.close()
    assert harness.connect(server).id == 2


def test_open_connections_are_counted(harness: Harness) -> None:
    server = harness.server()
    assert server.connections == 0
    first, second = harness.connect(server), harness.connect(server)
    first.close()
    first.close()
    assert server.connections == 1
    stats = server.stats()
    assert (stats["connections"], stats["connections_opened"]) == (1, 2)
    assert (first.is_closed(), second.is_closed()) == (True, False)


def test_a_dropped_handle_changes_nothing(harness: Harness) -> None:
    server, connection = harness.start()
    events = connection.events
    del connection
    harness.send(server, terminal("a"))
    assert server.connections == 1
    assert events.take() == terminal("a")


@pytest.mark.promise("handshake-required")
def test_each_has_its_own_handshake(harness: Harness) -> None:
    server = harness.server()
    first, second = harness.connect(server), harness.connect(server, initialized=False)
    with pytest.raises(ServerError, match="Not initialized"):
        open_request(second, "a")
    second.initialize(experimental=False, opt_out=())
    open_request(second, "a")
    with pytest.raises(ServerError, match="Already initialized"):
        first.initialize(experimental=False, opt_out=())


@pytest.mark.promise("connection-request-ids")
def test_each_has_its_own_request_ids(harness: Harness) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    one, two = RecordedWaiter("one"), RecordedWaiter("two")
    _, of_first = first.open_request(5, "m", None, one)
    _, of_second = second.open_request(5, "m", None, two)
    with pytest.raises(ServerError, match="duplicate request id"):
        second.open_request(5, "m", None, None)
    assert (open_request(first, "a").request_id, open_request(second, "b").request_id) == (1, 1)
    assert second.close_request(5, of_second) is two
    assert first.close_request(5, of_first) is one
    assert (first.stats()["requests_opened"], second.stats()["requests_opened"]) == (2, 2)
    assert server.stats()["requests_opened"] == 4


@pytest.mark.promise("connection-request-ids")
def test_a_generation_of_one_connection_closes_nothing_of_another(harness: Harness) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    waiter = RecordedWaiter()
    _, generation = second.open_request("x", "m", None, waiter)
    assert first.close_request("x", generation) is None
    assert first.stats()["late_answers"] == 1
    assert second.close_request("x", generation) is waiter


@pytest.mark.promise("connection-capabilities")
def test_experimental_requests_need_the_capability_of_their_own_connection(harness: Harness) -> None:
    server, able = harness.start(experimental=True)
    unable = harness.connect(server)
    able.open_request(None, "m", "m.field", None)
    with pytest.raises(ServerError, match=r"m.field requires experimentalApi capability"):
        unable.open_request(None, "m", "m.field", None)


@pytest.mark.promise("connection-capabilities", "handshake-required")
def test_each_has_its_own_gate(harness: Harness) -> None:
    server, plain = harness.start()
    choosy = harness.connect(server, opt_out=("warning",), legacy=False)
    early = harness.connect(server, initialized=False)
    harness.send(server, best_effort("x", thread=None), legacy("task_complete"), rate_limits())
    assert drain(plain.events) == [best_effort("x", thread=None), legacy("task_complete"), rate_limits()]
    assert drain(choosy.events) == [rate_limits()]
    assert early.events.take() is EMPTY
    assert [one.stats()["filtered"] for one in (plain, choosy, early)] == [0, 2, 3]
    assert [one.stats()["notifications"] for one in (plain, choosy, early)] == [3, 3, 3]
    assert server.stats()["notifications"] == 3
    assert server.stats()["filtered"] == 5


@pytest.mark.promise("connection-bounds")
def test_each_has_its_own_bounds_and_policy(harness: Harness) -> None:
    server, blocking = harness.start(capacity=1, policy="block")
    dropping = harness.connect(server, capacity=1, policy="drop_newest")
    roomy = harness.connect(server, capacity=9)
    harness.send(server, best_effort("a"))
    waiting = harness.park(server, best_effort("b"))
    assert [one.stats()["parked"] for one in (blocking, dropping, roomy)] == [1, 0, 0]
    assert server.stats()["parked"] == 1
    assert drain(dropping.events) == [best_effort("a"), Lagged(1)]
    assert drain(roomy.events) == [best_effort("a"), best_effort("b")]
    assert drain(blocking.events) == [best_effort("a"), best_effort("b")]
    assert waiting.withdraw() is Outcome.DELIVERED


def test_a_send_waits_for_streams_of_several_connections(harness: Harness) -> None:
    server, first = harness.start(capacity=1)
    second = harness.connect(server, capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    waker = Waker()
    waiting.register(waker)
    first.events.take()
    assert (waker.calls, is_waiting(waiting)) == (0, True)
    assert waiting.withdraw() is Outcome.DELIVERED_TO_SOME
    assert drain(first.events) == [terminal("b")]
    assert drain(second.events) == [terminal("a"), Lagged(1)]


def test_a_send_to_one_connection_reaches_no_other(harness: Harness) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    server.open_thread("t", first)
    assert server.send_notification(terminal("a"), second) is DONE
    assert server.try_send_notification(terminal("b"), second) is True
    assert server.try_send_notifications([terminal("c")], second) == 1
    assert drain(second.events) == [terminal("a"), terminal("b"), terminal("c")], "whoever is subscribed"
    assert first.events.take() is EMPTY
    assert (first.stats()["notifications"], second.stats()["notifications"]) == (0, 3)


def test_a_send_to_one_connection_is_still_one_to_it_after_others_ran(harness: Harness) -> None:
    server, first = harness.start(capacity=500)
    second = harness.connect(server, capacity=500)
    for _ in range(65):
        assert server.send_notification(terminal("x"), second) is DONE
    assert harness.yields == 1
    assert (first.events.stats()["emitted"], second.events.stats()["emitted"]) == (0, 65)


@pytest.mark.promise("connection-leaves")
def test_a_connection_that_ends_takes_nothing_along(harness: Harness) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    waiters = [RecordedWaiter(str(number)) for number in range(3)]
    for waiter in waiters:
        first.open_request(None, "m", None, waiter)
    first.open_request(None, "m", None, None)
    kept = open_request(second, "kept")
    assert first.close() == (waiters, [], [])
    assert first.close() == ([], [], [])
    assert second.close_request(kept.request_id, kept.generation).name == "kept"
    harness.send(server, terminal("a"))
    assert second.events.take() == terminal("a")
    assert first.stats()["requests_open"] == 0


def test_the_streams_of_a_connection_that_ends_are_read_to_their_end(harness: Harness) -> None:
    server, first = harness.start(capacity=2, policy="drop_newest")
    stream = harness.subscribe(first, capacity=1, policy="drop_newest")
    waker = Waker()
    harness.send(server, best_effort("a"), best_effort("b"))
    drain(stream)
    stream.register(waker)
    first.close()
    assert waker.calls == 1
    harness.send(server, terminal("late"))
    assert drain(first.events) == [best_effort("a"), best_effort("b"), None]
    assert drain(stream) == [None]
    assert first.stats()["notifications"] == 2


def test_what_waits_for_a_connection_that_ends_goes_on(harness: Harness) -> None:
    server, leaving = harness.start(capacity=1)
    staying = harness.connect(server, capacity=2)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    behind = harness.park(server, terminal("c"))
    waker = Waker()
    waiting.register(waker)
    leaving.close()
    assert (waker.calls, is_waiting(waiting), is_waiting(behind)) == (1, False, True)
    assert waiting.withdraw() is Outcome.DELIVERED
    assert drain(leaving.events) == [terminal("a"), Lagged(2), None]
    stats = leaving.events.stats()
    assert (stats["emitted"], stats["received"], stats["dropped"]) == (3, 1, 2)
    assert drain(staying.events) == [terminal("a"), terminal("b"), terminal("c")]
    assert behind.withdraw() is Outcome.DELIVERED


def test_what_waits_only_for_a_connection_that_ends_is_dealt_with(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    connection.close()
    assert waiting.withdraw() is Outcome.DELIVERED
    harness.send(server, terminal("c"))


def test_a_closed_connection_takes_nothing_new(harness: Harness) -> None:
    _, connection = harness.start()
    connection.close()
    attempts: list[Callable[[], Any]] = [
        lambda: connection.initialize(experimental=False, opt_out=()),
        lambda: connection.open_request(None, "m", None, None),
        lambda: harness.subscribe(connection),
    ]
    for attempt in attempts:
        with pytest.raises(RuntimeClosedError):
            attempt()


@pytest.mark.promise("connection-server-ends")
def test_no_connection_is_made_once_the_shutdown_has_begun(harness: Harness) -> None:
    server, connection = harness.start()
    server.begin_shutdown()
    assert connection.is_closed() is True
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        harness.connect(server)
    assert connection.close() == ([], [], [])


def test_the_shutdown_ends_the_requests_of_all_connections(harness: Harness) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    waiters = [RecordedWaiter(str(number)) for number in range(4)]
    for number, waiter in enumerate(waiters):
        (first, second)[number // 2].open_request(None, "m", None, waiter)
    assert server.begin_shutdown() == (waiters, [])
    assert server.stats()["requests_open"] == 0


def test_the_sums_of_a_server_hold_what_closed_connections_counted(harness: Harness) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    for connection in (first, first, second):
        request = open_request(connection, "a")
        connection.close_request(request.request_id, request.generation)
    first.close_request("unknown", 1)
    first.close()
    del first
    stats = server.stats()
    assert (stats["requests_opened"], stats["requests_open"], stats["late_answers"]) == (3, 0, 1)
