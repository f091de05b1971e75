"""Server requests: their lane, their place among the notifications, and how they end."""

from __future__ import annotations

from typing import Any

import pytest

from appserver.errors import OverloadedError, ServerError
from appserver.events import Lagged
from tests.contract.harness import Harness, Waker, drain
from tests.contract.notifications import best_effort, terminal
from tests.oracle import EMPTY, Outcome


def refusal(harness: Harness, server: Any) -> ServerError:
    with pytest.raises(ServerError) as caught:
        harness.ask(server)
    assert caught.value.method == "item/tool/call"
    return caught.value


@pytest.mark.promise("question-ids")
def test_ids_count_from_zero(harness: Harness) -> None:
    server, _ = harness.start()
    assert [server.next_server_request_id() for _ in range(3)] == [0, 1, 2]


@pytest.mark.promise("question-first-answer")
def test_the_first_answer_wins_and_a_later_one_is_counted(harness: Harness) -> None:
    server, connection = harness.start()
    request_id, waiter, _ = harness.ask(server)
    assert connection.answer_server_request(request_id) is waiter
    assert connection.answer_server_request(request_id) is None
    assert connection.answer_server_request(99) is None
    assert server.stats()["late_server_answers"] == 2
    stats = connection.stats()
    assert (stats["server_requests_opened"], stats["server_requests_open"]) == (1, 0)
    assert stats["late_server_answers"] == 2


@pytest.mark.parametrize("wrong", [False, "0", 0.0, None])
def test_only_an_integer_answers_a_question(harness: Harness, wrong: Any) -> None:
    server, connection = harness.start()
    request_id, waiter, _ = harness.ask(server)
    with pytest.raises(
        TypeError, match=rf"id is an int, not {type(wrong).__name__}; give the `id` of the event"
    ):
        connection.answer_server_request(wrong)
    with pytest.raises(ValueError, match="does not fit in 64 bits"):
        connection.answer_server_request(2**63)
    assert connection.stats()["late_server_answers"] == 0
    assert connection.answer_server_request(request_id) is waiter


@pytest.mark.promise("question-place")
def test_questions_and_notifications_come_in_the_order_of_emission(harness: Harness) -> None:
    server, connection = harness.start()
    harness.send(server, terminal("a"))
    _, _, first = harness.ask(server)
    harness.send(server, terminal("b"))
    _, _, second = harness.ask(server)
    assert drain(connection.events) == [terminal("a"), first, terminal("b"), second]


@pytest.mark.promise("question-own-queue")
def test_the_lane_has_places_of_its_own(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    harness.send(server, terminal("a"), terminal("b"))
    harness.ask(server)
    harness.ask(server)
    error = refusal(harness, server)
    assert isinstance(error, OverloadedError)
    assert (error.code, error.message) == (-32001, "in-process server request queue is full")
    stats = connection.stats()
    assert (stats["server_requests_open"], stats["server_requests_rejected"]) == (2, 1)
    assert stats["events_queued"] == 2


def test_questions_are_no_events_in_the_counters(harness: Harness) -> None:
    server, connection = harness.start()
    harness.ask(server)
    before = connection.events.stats()
    assert connection.events.take() == "question 0"
    assert connection.events.stats() == before
    assert before["emitted"] == before["queued"] == before["queued_bytes"] == 0


def test_a_reader_makes_room_in_the_lane(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.ask(server)
    assert connection.events.take() == "question 0"
    harness.ask(server)
    assert connection.events.take() == "question 1"


@pytest.mark.promise("question-over-unread")
def test_a_closed_question_nobody_has_read_leaves_the_lane(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    request_id, _, _ = harness.ask(server)
    server.close_server_request(request_id)
    assert connection.events.take() is EMPTY
    harness.ask(server)


def test_the_asker_takes_its_question_back_once(harness: Harness) -> None:
    server, connection = harness.start()
    request_id, waiter, _ = harness.ask(server)
    assert server.close_server_request(request_id) is waiter
    assert server.close_server_request(request_id) is None
    assert server.stats()["late_server_answers"] == 0
    assert connection.answer_server_request(request_id) is None
    assert server.stats()["late_server_answers"] == 1


def test_a_question_wakes_the_reader(harness: Harness) -> None:
    server, connection = harness.start()
    waker = Waker()
    assert connection.events.register(waker)
    harness.ask(server)
    assert waker.calls == 1


@pytest.mark.promise("questions-on-thread-streams")
def test_streams_of_no_thread_get_no_questions(harness: Harness) -> None:
    server, connection = harness.start()
    stream = harness.subscribe(connection)
    harness.ask(server)
    assert stream.take() is EMPTY


def test_a_gap_before_a_question_is_told_before_it(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="drop_newest")
    harness.send(server, best_effort("kept"), best_effort("lost"))
    _, _, first = harness.ask(server)
    harness.send(server, best_effort("lost too"), best_effort("and this"))
    taken = drain(connection.events)
    assert [type(event).__name__ for event in taken] == ["WarningNotification", "Lagged", "str", "Lagged"]
    assert [taken[1].skipped, taken[2], taken[3].skipped] == [1, first, 2]


def test_a_question_passes_a_notification_that_waits(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    waiting = harness.park(server, terminal("b"))
    _, _, question = harness.ask(server)
    assert drain(connection.events) == [terminal("a"), question, terminal("b")]
    assert waiting.withdraw() is Outcome.DELIVERED


def test_a_gap_before_a_notification_that_waits_is_told_before_the_question_that_passes_it(
    harness: Harness,
) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"), best_effort("lost"))
    harness.park(server, terminal("taken back"))
    waiting = harness.park(server, terminal("b"))
    harness.send(server, best_effort("lost behind it"))
    over, _, _ = harness.ask(server)
    server.close_server_request(over)
    _, _, question = harness.ask(server)
    assert drain(connection.events) == [terminal("a"), Lagged(1), question, terminal("b"), Lagged(1)]
    assert waiting.withdraw() is Outcome.DELIVERED


def test_the_questions_of_a_thread_end_together_oldest_first(harness: Harness) -> None:
    server, connection = harness.start()
    first, other, second, nobodys = (
        harness.ask(server, "t"),
        harness.ask(server, "o"),
        harness.ask(server, "t"),
        harness.ask(server, None),
    )
    assert server.close_thread_server_requests("t") == [(first[0], first[1]), (second[0], second[1])]
    assert server.close_thread_server_requests("t") == []
    assert connection.stats()["late_server_answers"] == 0
    assert drain(connection.events) == [other[2], nobodys[2]]


def test_without_a_handshake_nobody_is_there_to_ask(harness: Harness) -> None:
    error = refusal(harness, harness.start(initialized=False)[0])
    assert (error.code, error.message) == (-32603, "in-process server request consumer is closed")


@pytest.mark.promise("question-stream-closed")
def test_a_closed_stream_is_nobody_to_ask(harness: Harness) -> None:
    server, connection = harness.start()
    connection.events.close()
    error = refusal(harness, server)
    assert (error.code, error.message) == (-32603, "in-process server request consumer is closed")
    assert connection.stats()["server_requests_rejected"] == 1


@pytest.mark.promise("question-stream-closed")
def test_closing_the_stream_gives_out_who_asked_what_nobody_read(harness: Harness) -> None:
    server, connection = harness.start()
    read, unread = harness.ask(server), harness.ask(server)
    assert connection.events.take() == read[2]
    assert connection.events.close() == [unread[1]]
    assert connection.events.close() == []
    # What was read can still be answered; what was given out is over.
    assert connection.answer_server_request(read[0]) is read[1]
    assert connection.answer_server_request(unread[0]) is None
    assert connection.stats()["server_requests_open"] == 0


def test_a_stream_closed_by_overflow_is_nobody_to_ask(harness: Harness) -> None:
    server, _ = harness.start(capacity=1, policy="close")
    harness.send(server, terminal("a"), terminal("b"))
    assert refusal(harness, server).message == "in-process server request consumer is closed"


def test_shutdown_refuses_questions_and_gives_out_those_who_wait(harness: Harness) -> None:
    server, connection = harness.start()
    _, first, _ = harness.ask(server)
    _, second, _ = harness.ask(server)
    assert server.begin_shutdown() == ([], [first, second])
    error = refusal(harness, server)
    assert (error.code, error.message) == (-32603, "in-process app-server runtime is shutting down")
    assert connection.stats()["server_requests_rejected"] == server.stats()["server_requests_rejected"] == 1
    assert connection.events.take() is EMPTY  # nobody needs an answer to them any more
    assert server.close_server_request(0) is None
