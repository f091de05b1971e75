"""Requests that other threads post for the server's loop."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from appserver.errors import QueueFullError, RuntimeClosedError
from tests.contract.harness import RecordedWaiter
from tests.contract.jobs import open_request

if TYPE_CHECKING:
    from tests.contract.harness import Harness


def test_commands_come_out_in_order_and_ask_for_one_wake_up(harness: Harness) -> None:
    _, connection = harness.start(capacity=3)
    assert [open_request(connection, name).post() for name in "abc"] == [True, False, False]
    assert connection.stats()["commands_queued"] == 3
    assert connection.take_commands() == ["a", "b", "c"]
    assert connection.take_commands() == []
    assert open_request(connection, "d").post() is True


@pytest.mark.promise("queue-commands")
def test_a_full_queue_refuses_at_once(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    other = harness.connect(server, capacity=1)
    open_request(connection, "a").post()
    refused = open_request(connection, "b")
    with pytest.raises(QueueFullError, match="in-process app-server client queue is full"):
        refused.post()
    assert open_request(other, "c").post() is True, "each connection has a queue of its own"
    assert connection.take_commands() == ["a"]
    assert refused.post() is True


def test_what_is_posted_is_taken_from_its_own_connection(harness: Harness) -> None:
    server, connection = harness.start()
    other = harness.connect(server)
    open_request(connection, "a").post()
    open_request(other, "b").post()
    assert (connection.take_commands(), other.take_commands()) == (["a"], ["b"])


def test_an_abandoned_request_leaves_the_queue(harness: Harness) -> None:
    _, connection = harness.start(capacity=2)
    first, second, third = (open_request(connection, name) for name in ("first", "second", "third"))
    first.post()
    second.post()
    assert first.abandon() == []
    assert third.post() is False, "the loop was woken"
    assert connection.take_commands() == ["second", "third"]
    assert connection.stats()["requests_open"] == 2
    last = open_request(connection, "last")
    last.post()
    last.abandon()
    assert connection.stats()["commands_queued"] == 0
    assert open_request(connection, "next").post() is True


def test_what_is_over_is_not_queued(harness: Harness) -> None:
    _, connection = harness.start()
    request = open_request(connection, "a")
    request.abandon()
    assert request.post() is False
    assert connection.take_commands() == []


def test_one_that_is_answered_on_its_way_is_taken_all_the_same(harness: Harness) -> None:
    _, connection = harness.start()
    request = open_request(connection, "a")
    request.post()
    assert connection.close_request(request.request_id, request.generation) is not None
    assert request.abandon() == []
    assert connection.take_commands() == ["a"]
    assert connection.stats()["late_answers"] == 1


def test_an_id_that_is_used_again_is_another_request(harness: Harness) -> None:
    _, connection = harness.start()
    _, old = connection.open_request("again", "m", None, RecordedWaiter())
    connection.abandon_request("again", old)
    _, new = connection.open_request("again", "m", None, RecordedWaiter())
    connection.post_command("job", "again", new)
    assert connection.abandon_request("again", old) == []
    assert connection.take_commands() == ["job"]
    assert connection.stats()["late_answers"] == 1


def test_an_abandoned_command_is_dropped_unlocked(harness: Harness) -> None:
    _, connection = harness.start()
    seen: list[int] = []

    class LooksWhenItGoes:
        def __del__(self) -> None:
            seen.append(connection.stats()["commands_queued"])

    request_id, generation = connection.open_request(None, "m", None, None)
    connection.post_command(LooksWhenItGoes(), request_id, generation)
    connection.abandon_request(request_id, generation)
    gc.collect()
    assert seen == [0]


@pytest.mark.parametrize("end", ["shutdown", "close"])
def test_the_end_drops_what_is_queued_and_refuses_more(harness: Harness, end: str) -> None:
    server, connection = harness.start()
    late = open_request(connection, "late")
    open_request(connection, "a").post()
    if end == "shutdown":
        server.begin_shutdown()
    else:
        connection.close()
    assert connection.take_commands() == []
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        late.post()
