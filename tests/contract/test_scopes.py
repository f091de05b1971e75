"""The order of requests: those of one scope in line, those of different scopes independent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver.errors import OverloadedError
from tests.contract.jobs import Request, open_request

if TYPE_CHECKING:
    from tests.contract.harness import Harness


def admit(connection: Any, *wanted: tuple[str, bool]) -> list[bool]:
    """Plain handlers of scope `s`: the name, and whether it is shared."""
    return [open_request(connection, name).admit("s", shared=shared, permit=False) for name, shared in wanted]


def finish(connection: Any, *, shared: bool = False, scope: str = "s", permit: bool = False) -> list[Any]:
    finished: list[Any] = connection.finish(scope, shared, permit)
    return finished


def is_ordering(server: Any) -> bool:
    ordering: bool = server.is_ordering
    return ordering


@pytest.mark.promise("order-same-thread")
def test_exclusive_requests_run_one_after_the_other(harness: Harness) -> None:
    server, connection = harness.start()
    assert not is_ordering(server)
    assert admit(connection, ("a", False), ("b", False), ("c", False)) == [True, False, False]
    assert is_ordering(server)
    assert connection.stats()["handlers_waiting"] == 2
    assert [finish(connection) for _ in range(3)] == [["b"], ["c"], []]
    assert not is_ordering(server)


@pytest.mark.promise("order-different-threads")
def test_different_scopes_are_independent(harness: Harness) -> None:
    server, connection = harness.start()
    a, b, c = (open_request(connection, name) for name in "abc")
    assert [a.admit("s", permit=False), b.admit("other", permit=False), c.admit(permit=False)] == [True] * 3
    assert finish(connection, scope="other") == []
    assert is_ordering(server)
    assert finish(connection) == []
    assert not is_ordering(server)


@pytest.mark.promise("order-shared")
def test_shared_requests_run_together_and_an_exclusive_one_waits_for_all(harness: Harness) -> None:
    _, connection = harness.start()
    assert admit(connection, ("a", True), ("b", True), ("c", False)) == [True, True, False]
    assert finish(connection, shared=True) == []
    assert finish(connection, shared=True) == ["c"]


@pytest.mark.promise("order-shared")
def test_none_overtakes_an_exclusive_request(harness: Harness) -> None:
    _, connection = harness.start()
    wanted = ("a", True), ("b", False), ("c", True), ("d", True), ("e", False)
    assert admit(connection, *wanted) == [True, False, False, False, False]
    assert finish(connection, shared=True) == ["b"]
    assert finish(connection) == ["c", "d"]
    assert finish(connection, shared=True) == []
    assert finish(connection, shared=True) == ["e"]


@pytest.mark.promise("order-same-thread")
def test_a_scope_holds_over_all_connections(harness: Harness) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    assert admit(first, ("a", False)) == [True]
    assert admit(second, ("b", False)) == [False]
    assert admit(first, ("c", False)) == [False]
    assert finish(first) == ["b"]
    assert finish(second) == ["c"]


@pytest.mark.promise("order-abandoned")
def test_an_abandoned_request_lets_those_behind_it_go_on(harness: Harness) -> None:
    _, connection = harness.start()
    admit(connection, ("a", True))
    exclusive = open_request(connection, "b")
    assert exclusive.admit("s", permit=False) is False
    assert admit(connection, ("c", True), ("d", True)) == [False, False]
    assert exclusive.abandon() == ["c", "d"]


def test_one_that_was_given_its_scope_keeps_it_when_its_request_is_abandoned(harness: Harness) -> None:
    _, connection = harness.start()
    running = open_request(connection, "a")
    running.admit("s", permit=False)
    assert admit(connection, ("b", False)) == [False]
    assert running.abandon() == []
    assert finish(connection) == ["b"]


def test_the_scope_comes_first_and_then_the_permit(harness: Harness) -> None:
    _, connection = harness.start(capacity=1)
    running, ordered, behind, other = (open_request(connection, name) for name in "abcd")
    assert running.admit() is True
    assert ordered.admit("s") is False  # it has the scope, and waits for the permit
    with pytest.raises(OverloadedError):
        behind.admit("s", permit=False)
    assert connection.finish(None, False, True) == ["b"]
    assert behind.admit("s", permit=False) is False
    with pytest.raises(OverloadedError):
        other.admit()
    assert finish(connection, permit=True) == ["c"]
    assert connection.stats()["handlers_running"] == 0
    assert connection.stats()["requests_rejected"] == 2


def test_one_that_waits_for_a_permit_and_is_abandoned_leaves_its_scope(harness: Harness) -> None:
    _, connection = harness.start(capacity=2)
    permits = [open_request(connection, name) for name in "ab"]
    assert [request.admit() for request in permits] == [True, True]
    ordered, behind = open_request(connection, "c"), open_request(connection, "d")
    assert ordered.admit("s") is False
    assert behind.admit("s", permit=False) is False
    assert ordered.abandon() == ["d"]
    assert finish(connection, permit=True) == []


def test_a_suspended_handler_keeps_its_scope(harness: Harness) -> None:
    _, connection = harness.start(capacity=1)
    running, behind = open_request(connection, "a"), open_request(connection, "b")
    assert running.admit("s") is True
    assert behind.admit("s") is False
    assert connection.suspend_handler() == []
    connection.resume_handler()
    assert finish(connection, permit=True) == ["b"]


@pytest.mark.promise("order-abandoned")
def test_the_jobs_of_a_closed_connection_are_skipped(harness: Harness) -> None:
    server, first = harness.start()
    second, third = harness.connect(server), harness.connect(server)
    admit(first, ("a", True))
    admit(second, ("b", False))
    admit(third, ("c", True), ("d", False))
    assert second.close()[2] == ["c"]
    assert finish(first, shared=True) == []
    assert finish(third, shared=True) == ["d"]


def test_a_closed_connections_running_handler_keeps_its_scope_until_it_finishes(harness: Harness) -> None:
    server, first = harness.start()
    second = harness.connect(server)
    admit(first, ("a", False))
    admit(second, ("b", False))
    assert first.close()[2] == []
    assert finish(first) == ["b"]


def test_a_connection_that_ends_while_it_waits_for_a_permit_leaves_its_scope(harness: Harness) -> None:
    server, first = harness.start(max_handlers=1)
    second = harness.connect(server)
    third = harness.connect(server)
    open_request(first, "a").admit()
    assert open_request(second, "b").admit("s") is False
    assert admit(third, ("c", False)) == [False]
    assert second.close()[2] == ["c"]


def test_waiting_is_bounded_for_scopes_and_permits_together(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    requests = [open_request(connection, name) for name in "abcdef"]
    assert [request.admit() for request in requests[:2]] == [True, True]
    assert requests[2].admit() is False
    assert requests[3].admit("s", permit=False) is True
    assert requests[4].admit("s", permit=False) is False
    with pytest.raises(OverloadedError):
        requests[5].admit("s", shared=True, permit=False)
    assert connection.stats()["handlers_waiting"] == 2
    other = harness.connect(server)
    assert open_request(other, "g").admit("s", permit=False) is False, "the bound is each connection's own"


def test_shutdown_drops_what_waits_for_a_scope(harness: Harness) -> None:
    server, connection = harness.start()
    admit(connection, ("a", False), ("b", False))
    server.begin_shutdown()
    assert finish(connection) == []
    assert not is_ordering(server)


def test_a_request_is_told_by_its_connection_and_its_generation(harness: Harness) -> None:
    """Connections have ids of their own: the same id on another one is another request."""
    server, first = harness.start()
    second = harness.connect(server)
    admit(first, ("running", False))
    waiting = open_request(first, "waiting")
    same_id = Request(second, "same id", *second.open_request(waiting.request_id, "m", None, None))
    assert waiting.admit("s") is False
    assert same_id.admit("s") is False
    assert same_id.abandon() == []
    assert finish(first) == ["waiting"]
