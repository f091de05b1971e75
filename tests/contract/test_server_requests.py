"""Server requests: their lane, their place among the notifications, and how they end."""

from __future__ import annotations

from typing import Any

import pytest

from appserver.errors import OverloadedError, ServerError
from tests.contract.harness import Bell, Harness, Settled
from tests.contract.notifications import best_effort, terminal


def ask(core: Any, thread: str | None = "t") -> tuple[int, Settled, str]:
    request_id = core.next_server_request_id()
    waiter = Settled(str(request_id))
    event = f"question {request_id}"
    core.open_server_request(request_id, "item/tool/call", event, waiter, thread)
    return request_id, waiter, event


def refusal(core: Any) -> ServerError:
    with pytest.raises(ServerError) as caught:
        ask(core)
    assert caught.value.method == "item/tool/call"
    return caught.value


def test_ids_count_from_zero(harness: Harness) -> None:
    core = harness.core()
    assert [core.next_server_request_id() for _ in range(3)] == [0, 1, 2]


def test_the_first_answer_wins_and_a_later_one_is_counted(harness: Harness) -> None:
    core = harness.core()
    request_id, waiter, _ = ask(core)
    assert core.close_server_request(request_id) is waiter
    assert core.close_server_request(request_id) is None
    assert core.close_server_request(99) is None
    stats = core.stats()
    assert (stats["server_requests_opened"], stats["server_requests_open"]) == (1, 0)
    assert stats["late_server_answers"] == 2


@pytest.mark.parametrize("wrong", [False, "0", 0.0, None])
def test_only_an_integer_answers_a_question(harness: Harness, wrong: Any) -> None:
    core = harness.core()
    request_id, waiter, _ = ask(core)
    with pytest.raises(
        TypeError, match=rf"id is an int, not {type(wrong).__name__}; give the `id` of the event"
    ):
        core.close_server_request(wrong)
    with pytest.raises(ValueError, match="does not fit in 64 bits"):
        core.close_server_request(2**63)
    assert core.stats()["late_server_answers"] == 0
    assert core.close_server_request(request_id) is waiter


def test_questions_and_notifications_come_in_the_order_of_emission(harness: Harness) -> None:
    core = harness.core()
    harness.send(core, terminal("a"))
    _, _, first = ask(core)
    harness.send(core, terminal("b"))
    _, _, second = ask(core)
    assert harness.drain(core.events) == [terminal("a"), first, terminal("b"), second]


def test_the_lane_has_places_of_its_own(harness: Harness) -> None:
    core = harness.core(capacity=2)
    harness.send(core, terminal("a"), terminal("b"))
    ask(core)
    ask(core)
    error = refusal(core)
    assert isinstance(error, OverloadedError)
    assert (error.code, error.message) == (-32001, "in-process server request queue is full")
    stats = core.stats()
    assert (stats["server_requests_open"], stats["server_requests_rejected"]) == (2, 1)
    assert stats["events_queued"] == 2


def test_questions_are_no_events_in_the_counters(harness: Harness) -> None:
    core = harness.core()
    ask(core)
    before = core.events.stats()
    assert core.events.take() == "question 0"
    assert core.events.stats() == before
    assert before["emitted"] == before["queued"] == before["queued_bytes"] == 0


def test_a_reader_makes_room_in_the_lane(harness: Harness) -> None:
    core = harness.core(capacity=1)
    ask(core)
    assert core.events.take() == "question 0"
    ask(core)
    assert core.events.take() == "question 1"


def test_a_closed_question_nobody_has_read_leaves_the_lane(harness: Harness) -> None:
    core = harness.core(capacity=1)
    request_id, _, _ = ask(core)
    core.close_server_request(request_id)
    assert core.events.take() is harness.EMPTY
    ask(core)


def test_a_question_rings_the_reader(harness: Harness) -> None:
    core = harness.core()
    bell = Bell()
    assert core.events.arm(bell)
    ask(core)
    assert bell.rung == 1


def test_further_streams_get_no_questions(harness: Harness) -> None:
    core = harness.core()
    stream = harness.subscribe(core)
    ask(core)
    assert stream.take() is harness.EMPTY


def test_a_gap_before_a_question_is_told_before_it(harness: Harness) -> None:
    core = harness.core(capacity=1, policy="drop_newest")
    harness.send(core, best_effort("kept"), best_effort("lost"))
    _, _, first = ask(core)
    harness.send(core, best_effort("lost too"), best_effort("and this"))
    taken = harness.drain(core.events)
    assert [type(event).__name__ for event in taken] == ["WarningNotification", "Lagged", "str", "Lagged"]
    assert [taken[1].skipped, taken[2], taken[3].skipped] == [1, first, 2]


def test_a_question_does_not_pass_a_notification_that_waits(harness: Harness) -> None:
    core = harness.core(capacity=1)
    harness.send(core, terminal("a"))
    waiting = harness.park(core, terminal("b"))
    _, _, question = ask(core)
    assert harness.drain(core.events) == [terminal("a"), terminal("b"), question]
    assert waiting.delivered()


def test_the_questions_of_a_thread_end_together_oldest_first(harness: Harness) -> None:
    core = harness.core()
    first, other, second, nobodys = ask(core, "t"), ask(core, "o"), ask(core, "t"), ask(core, None)
    assert core.close_thread_server_requests("t") == [(first[0], first[1]), (second[0], second[1])]
    assert core.close_thread_server_requests("t") == []
    assert core.stats()["late_server_answers"] == 0
    assert harness.drain(core.events) == [other[2], nobodys[2]]


def test_without_a_handshake_nobody_is_there_to_ask(harness: Harness) -> None:
    error = refusal(harness.core(initialized=False))
    assert (error.code, error.message) == (-32603, "in-process server request consumer is closed")


def test_a_closed_stream_is_nobody_to_ask(harness: Harness) -> None:
    core = harness.core()
    core.events.close()
    error = refusal(core)
    assert (error.code, error.message) == (-32603, "in-process server request consumer is closed")
    assert core.stats()["server_requests_rejected"] == 1


def test_closing_the_stream_gives_out_who_asked_what_nobody_read(harness: Harness) -> None:
    core = harness.core()
    read, unread = ask(core), ask(core)
    assert core.events.take() == read[2]
    assert core.events.close() == [unread[1]]
    assert core.events.close() == []
    # What was read can still be answered; what was given out is over.
    assert core.close_server_request(read[0]) is read[1]
    assert core.close_server_request(unread[0]) is None
    assert core.stats()["server_requests_open"] == 0


def test_a_stream_closed_by_overflow_is_nobody_to_ask(harness: Harness) -> None:
    core = harness.core(capacity=1, policy="close")
    harness.send(core, terminal("a"), terminal("b"))
    assert refusal(core).message == "in-process server request consumer is closed"


def test_shutdown_refuses_questions_and_gives_out_those_who_wait(harness: Harness) -> None:
    core = harness.core()
    _, first, _ = ask(core)
    _, second, _ = ask(core)
    assert core.begin_shutdown() == ([], [first, second])
    error = refusal(core)
    assert (error.code, error.message) == (-32603, "in-process app-server runtime is shutting down")
    assert core.events.take() is harness.EMPTY  # nobody needs an answer to them any more
    assert core.close_server_request(0) is None
