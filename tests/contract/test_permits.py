"""Who may run a handler now: the permits of a connection, and those of the server, which connections get in turn."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest

from appserver.errors import OverloadedError
from tests.contract.jobs import Request, open_request

if TYPE_CHECKING:
    from tests.contract.harness import Harness


def requests(connection: Any, names: str) -> list[Request]:
    return [open_request(connection, name) for name in names]


def handlers(core: Any) -> tuple[int, int, int]:
    stats = core.stats()
    return stats["handlers_running"], stats["handlers_waiting"], stats["requests_rejected"]


def finish(connection: Any) -> list[Any]:
    finished: list[Any] = connection.finish(None, False, True)
    return finished


@pytest.mark.promise("queue-handlers")
def test_handlers_run_then_wait_then_are_refused(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    *fitting, refused = requests(connection, "abcde")
    assert [request.admit() for request in fitting] == [True, True, False, False]
    with pytest.raises(OverloadedError) as caught:
        refused.admit()
    assert caught.value.message == "in-process app-server request queue is full"
    assert (caught.value.code, caught.value.method) == (-32001, "thread/start")
    assert handlers(connection) == handlers(server) == (2, 2, 1)
    assert [finish(connection) for _ in range(3)] == [["c"], ["d"], []]
    assert handlers(connection) == (1, 0, 1)


@pytest.mark.promise("queue-plain-handlers")
def test_a_plain_handler_needs_no_permit(harness: Harness) -> None:
    _, connection = harness.start(capacity=1)
    running, plain = requests(connection, "ab")
    assert running.admit() is True
    assert plain.admit(permit=False) is True
    assert handlers(connection) == (1, 0, 0)
    assert connection.finish(None, False, False) == []
    assert handlers(connection) == (1, 0, 0)


def test_a_suspended_handler_lends_its_permit(harness: Harness) -> None:
    _, connection = harness.start(capacity=1)
    outer, inner, third = requests(connection, "abc")
    assert outer.admit() is True
    assert inner.admit() is False
    assert connection.suspend_handler() == ["b"]
    connection.resume_handler()
    assert handlers(connection) == (2, 0, 0)
    assert third.admit() is False
    assert finish(connection) == []  # one too many ran, so that the permit is not free yet
    assert finish(connection) == ["c"]


@pytest.mark.promise("handler-given-up")
def test_an_abandoned_request_waits_no_more(harness: Harness) -> None:
    _, connection = harness.start(capacity=2)
    running, other, first, second, third = requests(connection, "abcde")
    assert [request.admit() for request in (running, other, first, second)] == [True, True, False, False]
    assert second.abandon() == []
    assert running.abandon() == [], "it runs, and finishes itself"
    assert handlers(connection) == (2, 1, 0)
    assert third.admit() is False
    assert [finish(connection) for _ in range(3)] == [["c"], ["e"], []]
    assert handlers(connection) == (1, 0, 0)


def test_what_is_over_does_not_run(harness: Harness) -> None:
    _, connection = harness.start(capacity=1)
    running, over, next_one = requests(connection, "abc")
    over.abandon()
    assert over.admit() is False
    assert running.admit() is True
    assert over.admit() is False
    assert next_one.admit() is False
    assert handlers(connection) == (1, 1, 0)
    assert finish(connection) == ["c"]


def test_a_job_that_waits_no_more_is_dropped_unlocked(harness: Harness) -> None:
    _, connection = harness.start(capacity=1)
    seen: list[int] = []

    class LooksWhenItGoes:
        def __del__(self) -> None:
            seen.append(connection.stats()["handlers_waiting"])

    open_request(connection, "running").admit()
    request_id, generation = connection.open_request(None, "m", None, None)
    assert connection.admit(LooksWhenItGoes(), request_id, generation, "m", None, False, True) is False
    assert connection.abandon_request(request_id, generation) == []
    gc.collect()
    assert seen == [0]


def test_a_connection_takes_no_permit_of_another_ones_capacity(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    other = harness.connect(server, capacity=2)
    assert [request.admit() for request in requests(connection, "ab")] == [True, False]
    assert [request.admit() for request in requests(other, "cde")] == [True, True, False]
    assert finish(other) == ["e"]
    assert finish(connection) == ["b"]


@pytest.mark.promise("connection-handlers-in-turn")
def test_no_more_than_the_servers_handlers_run(harness: Harness) -> None:
    server, connection = harness.start(max_handlers=2, capacity=3)
    other = harness.connect(server, capacity=3)
    assert [request.admit() for request in requests(connection, "ab")] == [True, True]
    assert [request.admit() for request in requests(other, "cd")] == [False, False]
    assert handlers(server) == (2, 2, 0)
    assert finish(connection) == ["c"]
    assert handlers(other) == (1, 1, 0)


@pytest.mark.promise("connection-handlers-in-turn")
def test_connections_get_the_servers_permits_in_turn(harness: Harness) -> None:
    server, first = harness.start(max_handlers=1, capacity=9)
    second, third = harness.connect(server, capacity=9), harness.connect(server, capacity=9)
    assert [request.admit() for request in requests(first, "Aabc")] == [True, False, False, False]
    assert [request.admit() for request in requests(second, "def")] == [False] * 3
    assert [request.admit() for request in requests(third, "g")] == [False]
    order = []
    running = first
    while jobs := finish(running):
        (job,) = jobs
        order.append(job)
        running = first if job in "abc" else second if job in "def" else third
    assert "".join(order) == "adgbecf"


def test_a_connection_at_its_own_bound_leaves_its_turn_to_the_next(harness: Harness) -> None:
    server, first = harness.start(max_handlers=2, capacity=1)
    second = harness.connect(server, capacity=2)
    assert [request.admit() for request in requests(first, "ab")] == [True, False]
    assert [request.admit() for request in requests(second, "cd")] == [True, False]
    assert finish(second) == ["d"]
    assert finish(first) == ["b"]


def test_a_connection_that_ends_leaves_its_permits_when_its_handlers_finish(harness: Harness) -> None:
    server, first = harness.start(max_handlers=1, capacity=2)
    second = harness.connect(server, capacity=2)
    assert [request.admit() for request in requests(first, "ab")] == [True, False]
    assert [request.admit() for request in requests(second, "c")] == [False]
    assert first.close()[2] == []
    assert handlers(first) == (1, 0, 0)
    assert finish(first) == ["c"]


def test_shutdown_drops_what_waits(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    late = open_request(connection, "late")
    assert [request.admit() for request in requests(connection, "ab")] == [True, False]
    server.begin_shutdown()
    assert finish(connection) == []
    assert late.admit() is False
    assert handlers(connection) == (0, 0, 0)
