"""Client requests: the gate, ids, generations and late answers."""

from __future__ import annotations

from typing import Any

import pytest

from appserver.errors import RuntimeClosedError, ServerError
from tests.contract.harness import Harness, RecordedWaiter


def open_request(
    connection: Any, request_id: int | str | None = None, method: str = "thread/start"
) -> tuple[Any, int]:
    opened: tuple[Any, int] = connection.open_request(request_id, method, None, RecordedWaiter())
    return opened


def refusal(connection: Any, request_id: Any, method: str, experimental: str | None = None) -> ServerError:
    with pytest.raises(ServerError) as caught:
        connection.open_request(request_id, method, experimental, RecordedWaiter())
    assert caught.value.code == -32600
    assert caught.value.method == method
    return caught.value


@pytest.mark.promise("handshake-required")
def test_only_initialize_passes_before_the_handshake(harness: Harness) -> None:
    _, connection = harness.start(initialized=False)
    assert refusal(connection, None, "thread/start").message == "Not initialized"
    assert connection.open_request(0, "initialize", None, RecordedWaiter())[0] == 0
    connection.initialize(experimental=False, opt_out=())
    assert open_request(connection)[0] == 1


@pytest.mark.promise("handshake-once")
def test_the_second_handshake_is_refused(harness: Harness) -> None:
    _, connection = harness.start()
    with pytest.raises(ServerError) as caught:
        connection.initialize(experimental=False, opt_out=())
    assert (caught.value.code, caught.value.message) == (-32600, "Already initialized")


@pytest.mark.promise("experimental-requests")
def test_experimental_requests_need_the_capability(harness: Harness) -> None:
    _, connection = harness.start()
    error = refusal(connection, None, "thread/start", "thread/start.environments")
    assert error.message == "thread/start.environments requires experimentalApi capability"
    _, connection = harness.start(experimental=True)
    assert (
        connection.open_request(None, "thread/start", "thread/start.environments", RecordedWaiter())[0] == 1
    )


@pytest.mark.promise("request-id-duplicate")
@pytest.mark.parametrize(
    ("request_id", "shown"), [(5, "Integer(5)"), ("x", 'String("x")'), ("5", 'String("5")')]
)
def test_an_id_in_flight_is_refused_and_the_first_keeps_its_waiter(
    harness: Harness, request_id: int | str, shown: str
) -> None:
    _, connection = harness.start()
    first = RecordedWaiter("first")
    opened, generation = connection.open_request(request_id, "thread/start", None, first)
    assert refusal(connection, request_id, "thread/read").message == f"duplicate request id: {shown}"
    assert connection.close_request(opened, generation) is first
    assert open_request(connection, request_id)[0] == request_id


@pytest.mark.promise("request-id-types")
def test_an_integer_and_its_text_are_different_ids(harness: Harness) -> None:
    _, connection = harness.start()
    as_integer, as_text = RecordedWaiter("5"), RecordedWaiter("'5'")
    _, integer_generation = connection.open_request(5, "thread/start", None, as_integer)
    _, text_generation = connection.open_request("5", "thread/start", None, as_text)
    assert connection.stats()["requests_open"] == 2
    assert connection.close_request("5", text_generation) is as_text
    assert connection.close_request(5, integer_generation) is as_integer


@pytest.mark.promise("request-id-invalid")
@pytest.mark.parametrize("request_id", [True, False, 1.0, b"1", [], object()])
def test_what_is_no_id_is_refused(harness: Harness, request_id: Any) -> None:
    _, connection = harness.start()
    with pytest.raises(TypeError):
        open_request(connection, request_id)
    assert connection.stats()["requests_opened"] == 0


def test_automatic_ids_count_from_one_and_step_over_ids_in_flight(harness: Harness) -> None:
    _, connection = harness.start()
    open_request(connection, 2)
    assert [open_request(connection)[0] for _ in range(3)] == [1, 3, 4]


def test_a_refused_request_takes_no_id(harness: Harness) -> None:
    _, connection = harness.start()
    refusal(connection, None, "thread/start", "something")
    assert open_request(connection)[0] == 1


def test_the_second_answer_is_late(harness: Harness) -> None:
    _, connection = harness.start()
    request_id, generation = open_request(connection)
    assert connection.close_request(request_id, generation) is not None
    assert connection.close_request(request_id, generation) is None
    assert connection.stats()["late_answers"] == 1


@pytest.mark.promise("request-id-late-answer")
def test_a_late_answer_does_not_close_a_later_request_with_the_same_id(harness: Harness) -> None:
    _, connection = harness.start()
    _, old_generation = open_request(connection, "again")
    connection.close_request("again", old_generation)
    second = RecordedWaiter("second")
    _, generation = connection.open_request("again", "thread/start", None, second)
    assert connection.close_request("again", old_generation) is None
    assert connection.close_request("again", generation) is second


def test_a_request_without_a_waiter_is_no_late_answer(harness: Harness) -> None:
    _, connection = harness.start()
    request_id, generation = connection.open_request(None, "thread/start", None, None)
    assert connection.close_request(request_id, generation) is None
    assert connection.stats()["late_answers"] == 0
    assert connection.stats()["requests_open"] == 0


def test_requests_have_no_bound_of_their_own(harness: Harness) -> None:
    _, connection = harness.start(capacity=1)
    assert [open_request(connection)[0] for _ in range(50)] == list(range(1, 51))


def test_nothing_is_opened_once_shutdown_has_begun(harness: Harness) -> None:
    server, connection = harness.start(initialized=False)
    server.begin_shutdown()
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        open_request(connection)
