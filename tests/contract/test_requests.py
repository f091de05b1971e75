"""Client requests: the gate, ids, tickets and late answers."""

from __future__ import annotations

from typing import Any

import pytest

from appserver.errors import RuntimeClosedError, ServerError
from tests.contract.harness import Harness, Settled


def open_request(
    core: Any, request_id: int | str | None = None, method: str = "thread/start"
) -> tuple[Any, int]:
    opened: tuple[Any, int] = core.open_request(request_id, method, None, Settled())
    return opened


def refusal(core: Any, request_id: Any, method: str, experimental: str | None = None) -> ServerError:
    with pytest.raises(ServerError) as caught:
        core.open_request(request_id, method, experimental, Settled())
    assert caught.value.code == -32600
    assert caught.value.method == method
    return caught.value


def test_only_initialize_passes_before_the_handshake(harness: Harness) -> None:
    core = harness.core(initialized=False)
    assert refusal(core, None, "thread/start").message == "Not initialized"
    assert core.open_request(0, "initialize", None, Settled())[0] == 0
    core.initialize(experimental=False, opt_out=())
    assert open_request(core)[0] == 1


def test_the_second_handshake_is_refused(harness: Harness) -> None:
    core = harness.core()
    with pytest.raises(ServerError) as caught:
        core.initialize(experimental=False, opt_out=())
    assert (caught.value.code, caught.value.message) == (-32600, "Already initialized")


def test_experimental_requests_need_the_capability(harness: Harness) -> None:
    error = refusal(harness.core(), None, "thread/start", "thread/start.environments")
    assert error.message == "thread/start.environments requires experimentalApi capability"
    core = harness.core(experimental=True)
    assert core.open_request(None, "thread/start", "thread/start.environments", Settled())[0] == 1


@pytest.mark.parametrize(
    ("request_id", "shown"), [(5, "Integer(5)"), ("x", 'String("x")'), ("5", 'String("5")')]
)
def test_an_id_in_flight_is_refused_and_the_first_keeps_its_waiter(
    harness: Harness, request_id: int | str, shown: str
) -> None:
    core = harness.core()
    first = Settled("first")
    opened, ticket = core.open_request(request_id, "thread/start", None, first)
    assert refusal(core, request_id, "thread/read").message == f"duplicate request id: {shown}"
    assert core.close_request(opened, ticket) is first
    assert open_request(core, request_id)[0] == request_id


def test_an_integer_and_its_text_are_different_ids(harness: Harness) -> None:
    core = harness.core()
    as_integer, as_text = Settled("5"), Settled("'5'")
    _, integer_ticket = core.open_request(5, "thread/start", None, as_integer)
    _, text_ticket = core.open_request("5", "thread/start", None, as_text)
    assert core.stats()["requests_open"] == 2
    assert core.close_request("5", text_ticket) is as_text
    assert core.close_request(5, integer_ticket) is as_integer


@pytest.mark.parametrize("request_id", [True, False, 1.0, b"1", [], object()])
def test_what_is_no_id_is_refused(harness: Harness, request_id: Any) -> None:
    core = harness.core()
    with pytest.raises(TypeError):
        open_request(core, request_id)
    assert core.stats()["requests_opened"] == 0


def test_automatic_ids_count_from_one_and_step_over_ids_in_flight(harness: Harness) -> None:
    core = harness.core()
    open_request(core, 2)
    assert [open_request(core)[0] for _ in range(3)] == [1, 3, 4]


def test_a_refused_request_takes_no_id(harness: Harness) -> None:
    core = harness.core()
    refusal(core, None, "thread/start", "something")
    assert open_request(core)[0] == 1


def test_the_second_answer_is_late(harness: Harness) -> None:
    core = harness.core()
    request_id, ticket = open_request(core)
    assert core.close_request(request_id, ticket) is not None
    assert core.close_request(request_id, ticket) is None
    assert core.stats()["late_answers"] == 1


def test_a_late_answer_does_not_close_a_later_request_with_the_same_id(harness: Harness) -> None:
    core = harness.core()
    _, old_ticket = open_request(core, "again")
    core.close_request("again", old_ticket)
    second = Settled("second")
    _, ticket = core.open_request("again", "thread/start", None, second)
    assert core.close_request("again", old_ticket) is None
    assert core.close_request("again", ticket) is second


def test_a_request_without_a_waiter_is_no_late_answer(harness: Harness) -> None:
    core = harness.core()
    request_id, ticket = core.open_request(None, "thread/start", None, None)
    assert core.close_request(request_id, ticket) is None
    assert core.stats()["late_answers"] == 0
    assert core.stats()["requests_open"] == 0


def test_requests_have_no_bound_of_their_own(harness: Harness) -> None:
    core = harness.core(capacity=1)
    assert [open_request(core)[0] for _ in range(50)] == list(range(1, 51))


def test_nothing_is_opened_once_shutdown_has_begun(harness: Harness) -> None:
    core = harness.core(initialized=False)
    core.begin_shutdown()
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        open_request(core)
