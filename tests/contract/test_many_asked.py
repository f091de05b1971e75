"""Questions to several connections: who is asked, whose answer counts, and what becomes of unattended ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver.errors import OverloadedError, ServerError
from tests.contract.harness import drain
from tests.contract.notifications import terminal
from tests.oracle import EMPTY

if TYPE_CHECKING:
    from tests.contract.harness import Harness


def three(harness: Harness, **options: Any) -> tuple[Any, Any, Any, Any]:
    """Two connections that are subscribed to a thread, and one that is not."""
    server, first = harness.start(**options)
    second, outsider = harness.connect(server, **options), harness.connect(server, **options)
    server.open_thread("t", first)
    second.subscribe_thread("t")
    return server, first, second, outsider


def lane(connection: Any) -> tuple[int, int, int]:
    stats = connection.stats()
    return stats["server_requests_unread"], stats["server_requests_open"], stats["server_requests_rejected"]


@pytest.mark.promise("question-to-subscribers")
def test_the_subscribers_of_the_thread_are_asked(harness: Harness) -> None:
    server, first, second, outsider = three(harness)
    _, _, event = harness.ask(server)
    assert [drain(one.events) for one in (first, second, outsider)] == [[event], [event], []]


@pytest.mark.parametrize("thread", [None, "unknown"])
def test_a_question_of_no_known_thread_goes_to_all(harness: Harness, thread: str | None) -> None:
    server, first, second, outsider = three(harness)
    _, _, event = harness.ask(server, thread)
    assert [drain(one.events) for one in (first, second, outsider)] == [[event]] * 3


@pytest.mark.promise("question-first-answer")
def test_the_first_answer_counts_and_takes_the_other_copies_away(harness: Harness) -> None:
    server, first, second, _ = three(harness)
    request_id, waiter, event = harness.ask(server)
    assert first.events.take() == event
    assert first.answer_server_request(request_id) is waiter
    assert second.events.take() is EMPTY
    assert second.answer_server_request(request_id) is None
    assert [one.stats()["late_server_answers"] for one in (first, second, server)] == [0, 1, 1]
    assert [lane(one) for one in (first, second)] == [(0, 0, 0)] * 2


def test_an_answer_counts_although_the_question_was_not_read(harness: Harness) -> None:
    server, first, _, _ = three(harness)
    request_id, waiter, _ = harness.ask(server)
    assert first.answer_server_request(request_id) is waiter
    assert first.events.take() is EMPTY


@pytest.mark.promise("question-who-may-answer")
def test_one_that_was_not_asked_cannot_answer(harness: Harness) -> None:
    server, first, _, outsider = three(harness)
    request_id, waiter, _ = harness.ask(server)
    assert outsider.answer_server_request(request_id) is None
    assert outsider.stats()["late_server_answers"] == 1
    assert server.stats()["server_requests_open"] == 1
    assert first.answer_server_request(request_id) is waiter


@pytest.mark.promise("experimental-fields-of-questions")
def test_those_that_are_not_experimental_are_shown_another_event_or_none(harness: Harness) -> None:
    server, able = harness.start(experimental=True)
    stable = harness.connect(server)
    server.open_server_request(7, "m", "full", "stable", "waiter", None)
    assert (able.events.take(), stable.events.take()) == ("full", "stable")
    server.open_server_request(8, "m", "full", None, "waiter", None)
    assert (able.events.take(), stable.events.take()) == ("full", EMPTY)
    assert stable.answer_server_request(8) is None
    assert server.open_server_requests(able, None) == ["full", "full"]
    assert server.open_server_requests(stable, None) == ["stable"]
    assert server.open_server_requests(None, None) == ["full", "full"]


def test_a_question_that_none_is_experimental_enough_for_is_refused(harness: Harness) -> None:
    server, connection = harness.start()
    harness.connect(server, experimental=True, initialized=False)
    with pytest.raises(ServerError, match="m requires experimentalApi capability") as caught:
        harness.ask(server, method="m", stable=False)
    assert (caught.value.code, caught.value.method) == (-32600, "m")
    assert server.stats()["server_requests_rejected"] == connection.stats()["server_requests_rejected"] == 1


def test_a_full_lane_is_passed_over(harness: Harness) -> None:
    server, first, second, _ = three(harness, capacity=1)
    earlier, _, _ = harness.ask(server)
    second.events.take()
    request_id, waiter, event = harness.ask(server)
    assert second.events.take() == event
    assert lane(first) == (1, 1, 1)
    assert first.answer_server_request(request_id) is None, "it was not asked"
    assert first.answer_server_request(earlier) is not None
    assert second.answer_server_request(request_id) is waiter


@pytest.mark.promise("queue-questions")
def test_a_question_is_refused_when_all_lanes_are_full(harness: Harness) -> None:
    server, first, second, outsider = three(harness, capacity=1)
    harness.ask(server)
    with pytest.raises(OverloadedError, match="in-process server request queue is full"):
        harness.ask(server)
    assert [lane(one) for one in (first, second, outsider)] == [(1, 1, 1), (1, 1, 1), (0, 0, 0)]
    assert server.stats()["server_requests_rejected"] == 1
    assert server.stats()["server_requests_opened"] == 1


def test_a_lane_is_as_long_as_its_own_connections_capacity(harness: Harness) -> None:
    server, short = harness.start(capacity=1)
    long = harness.connect(server, capacity=3)
    for _ in range(3):
        harness.ask(server)
    assert [lane(one) for one in (short, long)] == [(1, 1, 2), (3, 3, 0)]


@pytest.mark.promise("question-unattended")
def test_without_subscribers_a_question_stays_open_unattended(harness: Harness) -> None:
    server, first, second, outsider = three(harness)
    first.unsubscribe_thread("t")
    second.unsubscribe_thread("t")
    request_id, waiter, event = harness.ask(server)
    assert server.unattended() == [request_id]
    assert [one.events.take() for one in (first, second, outsider)] == [EMPTY] * 3
    assert server.open_server_requests(None, "t") == [event]
    assert server.close_server_request(request_id) is waiter
    assert server.unattended() == []


@pytest.mark.promise("question-one-leaves")
def test_a_question_stays_open_while_another_one_can_answer(harness: Harness) -> None:
    server, first, second, _ = three(harness)
    request_id, waiter, event = harness.ask(server)
    assert first.close() == ([], [], [])
    assert server.unattended() == []
    assert first.answer_server_request(request_id) is None
    assert second.events.take() == event
    assert second.answer_server_request(request_id) is waiter


@pytest.mark.promise("question-unattended")
def test_a_question_whose_last_connection_leaves_waits_for_whoever_resumes(harness: Harness) -> None:
    server, first, second, outsider = three(harness)
    request_id, waiter, event = harness.ask(server)
    first.events.take()
    first.close()
    assert second.close() == ([], [], [])
    assert server.unattended() == [request_id]
    outsider.subscribe_thread("t")
    assert outsider.ask_again("t") == 1
    assert server.unattended() == []
    assert outsider.events.take() == event
    assert outsider.answer_server_request(request_id) is waiter


def test_when_the_last_listener_leaves_the_questions_are_over(harness: Harness) -> None:
    server, first, second, outsider = three(harness)
    _, one, _ = harness.ask(server)
    _, two, _ = harness.ask(server, None)
    assert first.close() == ([], [], [])
    assert outsider.close() == ([], [], [])
    assert second.close() == ([], [one, two], [])
    assert server.stats()["server_requests_open"] == 0
    with pytest.raises(ServerError, match="in-process server request consumer is closed"):
        harness.ask(server)


def test_when_the_last_stream_ends_what_was_read_stays_answerable(harness: Harness) -> None:
    server, first, second, outsider = three(harness)
    read, waiter, _ = harness.ask(server)
    unread, other_waiter, _ = harness.ask(server)
    first.events.take()
    assert outsider.events.close() == []
    assert second.events.close() == []
    assert server.unattended() == []
    assert first.events.close() == [other_waiter]
    assert first.answer_server_request(unread) is None
    assert first.answer_server_request(read) is waiter


def test_one_whose_stream_ended_is_asked_no_more(harness: Harness) -> None:
    server, first, second, _ = three(harness)
    first.events.close()
    request_id, _, _ = harness.ask(server)
    assert first.answer_server_request(request_id) is None
    assert first.ask_again("t") == 0
    assert lane(first) == (0, 0, 1)
    assert second.answer_server_request(request_id) is not None


def test_one_that_leaves_a_thread_can_answer_what_it_has_read(harness: Harness) -> None:
    server, first, second, _ = three(harness)
    read, waiter, event = harness.ask(server)
    unread, _, _ = harness.ask(server)
    other, _, of_other_thread = harness.ask(server, None)
    assert first.events.take() == event
    first.unsubscribe_thread("t")
    assert drain(first.events) == [of_other_thread]
    assert first.answer_server_request(unread) is None
    assert first.answer_server_request(read) is waiter
    assert first.answer_server_request(other) is not None
    assert server.unattended() == []
    assert second.answer_server_request(unread) is not None


@pytest.mark.promise("question-asked-again")
def test_asked_again_are_those_not_asked_and_those_read(harness: Harness) -> None:
    server, first, _, outsider = three(harness, capacity=9)
    events = [harness.ask(server)[2] for _ in range(3)]
    harness.ask(server, "o")
    assert first.events.take_many(2) == events[:2]
    assert first.ask_again("t") == 2
    assert drain(first.events) == [events[2], "question 3", *events[:2]]
    assert outsider.ask_again("t") == 0, "it is not subscribed"
    outsider.subscribe_thread("t")
    assert outsider.ask_again("t") == 3
    assert outsider.ask_again("t") == 0
    assert drain(outsider.events) == ["question 3", *events]


def test_asked_again_is_what_the_lane_holds(harness: Harness) -> None:
    server, first, second, outsider = three(harness, capacity=2)
    events = []
    for _ in range(3):
        events.append(harness.ask(server)[2])
        drain(first.events)
        drain(second.events)
    outsider.subscribe_thread("t")
    assert outsider.ask_again("t") == 2
    assert drain(outsider.events) == events[:2]
    assert outsider.answer_server_request(2) is None


def test_asked_again_shows_each_its_own_event(harness: Harness) -> None:
    server, able = harness.start(experimental=True, follows=False)
    stable = harness.connect(server, follows=False)
    server.open_thread("t", None)
    server.open_server_request(0, "m", "full", "stable", "waiter", "t")
    server.open_server_request(1, "m", "full", None, "waiter", "t")
    for connection in (able, stable):
        connection.subscribe_thread("t")
    assert (able.ask_again("t"), stable.ask_again("t")) == (2, 1)
    assert (drain(able.events), drain(stable.events)) == (["full", "full"], ["stable"])


def test_a_question_that_is_asked_again_wakes_the_reader_and_ends_with_one_answer(harness: Harness) -> None:
    server, first, _, _ = three(harness)
    request_id, waiter, event = harness.ask(server)
    first.events.take()
    calls: list[int] = []
    assert first.events.register(lambda: calls.append(1))
    first.ask_again("t")
    assert calls == [1]
    assert first.answer_server_request(request_id) is waiter
    assert first.events.take() is EMPTY, f"the second copy of {event} has left the lane"


def test_the_questions_of_a_thread_end_for_all(harness: Harness) -> None:
    server, first, second, outsider = three(harness)
    request_id, waiter, _ = harness.ask(server)
    harness.ask(server, "o")
    assert server.close_thread_server_requests("t") == [(request_id, waiter)]
    assert [drain(one.events) for one in (first, second, outsider)] == [["question 1"]] * 3


def test_open_questions_are_listed_by_connection_and_thread(harness: Harness) -> None:
    server, first, second, outsider = three(harness)
    of_thread, of_none = harness.ask(server)[2], harness.ask(server, None)[2]
    assert server.open_server_requests(None, None) == [of_thread, of_none]
    assert server.open_server_requests(None, "t") == [of_thread]
    assert server.open_server_requests(first, "t") == [of_thread]
    assert server.open_server_requests(outsider, None) == [of_none]
    assert server.open_server_requests(outsider, "t") == []
    second.close()
    assert server.open_server_requests(second, None) == []


def test_one_before_its_handshake_is_not_asked(harness: Harness) -> None:
    server, first = harness.start()
    early = harness.connect(server, initialized=False)
    request_id, _, _ = harness.ask(server, None)
    assert lane(early) == (0, 0, 1)
    early.initialize(experimental=False, opt_out=())
    assert early.ask_again("t") == 0, "the question belongs to no thread"
    assert first.answer_server_request(request_id) is not None


def test_shutdown_ends_the_questions_of_all(harness: Harness) -> None:
    server, first, second, _ = three(harness)
    first.unsubscribe_thread("t")
    second.unsubscribe_thread("t")
    _, unattended, _ = harness.ask(server)
    _, waiter, _ = harness.ask(server, None)
    harness.send(server, terminal("a", thread="o"))
    assert server.begin_shutdown() == ([], [unattended, waiter])
    assert drain(first.events) == [terminal("a", thread="o")]
    assert server.unattended() == []


@pytest.mark.promise("question-while-listening")
def test_a_question_stays_open_while_clients_are_expected(harness: Harness) -> None:
    server, only = harness.start()
    server.open_thread("t", only)
    request_id, waiter, _ = harness.ask(server, "t")
    assert server.expect_clients(True) == []
    assert only.close()[1] == []  # its end ends no question
    assert server.unattended() == [request_id]
    later = harness.connect(server)
    later.subscribe_thread("t")
    assert later.ask_again("t") == 1
    assert later.answer_server_request(request_id) is waiter


def test_a_question_may_be_asked_before_the_first_client_is_there(harness: Harness) -> None:
    server, only = harness.start()
    server.open_thread("t", only)
    only.close()
    with pytest.raises(ServerError, match="consumer is closed"):
        harness.ask(server, "t")
    server.expect_clients(True)
    request_id, waiter, _ = harness.ask(server, "t")
    assert server.unattended() == [request_id]
    assert server.expect_clients(False) == [waiter]  # nobody can come any more
    assert server.unattended() == []


def test_questions_are_kept_for_who_listens_when_nobody_is_expected_any_more(harness: Harness) -> None:
    server, first = harness.start()
    server.open_thread("t", first)
    server.expect_clients(True)
    request_id, waiter, _ = harness.ask(server, "t")
    assert server.expect_clients(False) == []
    assert first.answer_server_request(request_id) is waiter
