"""Request ids: duplicates, late answers, answers to unknown ids, and 5 beside "5"."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import CAPACITIES, Bench, EchoParams, HoldParams, until

pytestmark = pytest.mark.guarantee("request-ids")


@pytest.mark.promise("request-id-duplicate")
@pytest.mark.parametrize(
    ("request_id", "shown"), [(5, "Integer(5)"), ("x", 'String("x")'), (0, "Integer(0)"), ("", 'String("")')]
)
async def test_a_duplicate_id_is_refused_and_the_first_keeps_its_waiter(request_id: Any, shown: str) -> None:
    bench = Bench()
    handle = await bench.start()
    answers: list[Any] = []

    async def first() -> None:
        answers.append(await handle.request(HoldParams(), request_id=request_id))

    async with handle, anyio.create_task_group() as tasks:
        tasks.start_soon(first)
        await until(lambda: bench.held == 1)
        for params in (HoldParams(), EchoParams()):
            with pytest.raises(appserver.ServerError) as caught:
                await handle.request(params, request_id=request_id)
            assert caught.value.code == -32600
            assert caught.value.message == f"duplicate request id: {shown}"
        bench.release.set()
        await until(lambda: answers)
        assert answers == [{}]
        # Answered, and free again.
        assert await handle.request(EchoParams(text="again"), request_id=request_id) == {"text": "again"}


@pytest.mark.promise("request-id-types")
@pytest.mark.parametrize("capacity", [capacity for capacity in CAPACITIES if capacity > 1])
async def test_an_integer_and_its_digits_are_different_ids(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity)
    async with handle, anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: handle.request(HoldParams(), request_id=5))
        tasks.start_soon(lambda: handle.request(HoldParams(), request_id="5"))
        await until(lambda: bench.held == 2)
        assert handle.stats().requests_open == 2
        bench.release.set()


async def test_ids_that_are_given_out_pass_over_those_in_flight() -> None:
    bench = Bench()
    seen: list[Any] = []

    class WhoParams(p.RequestParams[p.WireModel]):
        method = "test/who"
        response_type = p.WireModel

    @bench.processor.on_request(WhoParams)
    def who(ctx: appserver.RequestContext, params: WhoParams) -> dict[str, Any]:
        seen.append(ctx.request_id)
        return {}

    handle = await bench.start()
    async with handle, anyio.create_task_group() as tasks:
        await handle.request(WhoParams())
        following = seen[0] + 1
        tasks.start_soon(lambda: handle.request(HoldParams(), request_id=following))
        await until(lambda: bench.held == 1)
        await handle.request(WhoParams())
        assert seen[1] == following + 1
        bench.release.set()


@pytest.mark.promise("request-id-late-answer")
async def test_a_late_answer_settles_nobody_and_is_counted() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        with anyio.move_on_after(0) as scope:
            await handle.request(HoldParams(), request_id=7)
        assert scope.cancelled_caught
        assert handle.stats().requests_open == 0
        # The same id again, while the first handler still runs: its answer must not settle this one.
        answers: list[Any] = []

        async def again() -> None:
            answers.append(await handle.request(EchoParams(text="mine"), request_id=7))

        await again()
        assert answers == [{"text": "mine"}]
        bench.release.set()
        await until(lambda: handle.stats().handlers_running == 0)
        # The cancelled call may have ended before its handler began, or after: then its answer came late.
        assert handle.stats().late_answers == bench.held


@pytest.mark.promise("question-first-answer")
async def test_answers_to_unknown_and_answered_server_requests_are_counted() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle, anyio.create_task_group() as tasks:
        answers: list[Any] = []

        async def ask() -> None:
            params = p.FileChangeRequestApprovalParams(
                thread_id="t", turn_id="u", item_id="i", started_at_ms=0
            )
            answers.append(await bench.outgoing.send_request(params))

        tasks.start_soon(ask)
        event = await handle.next_event()
        assert isinstance(event, appserver.ServerRequest)
        handle.respond_to_server_request(99, {"decision": "accept"})
        handle.respond_to_server_request(event.id, {"decision": "accept"})
        handle.respond_to_server_request(event.id, {"decision": "decline"})
        handle.fail_server_request(event.id, {"code": -1, "message": "too late"})
        await until(lambda: answers)
        assert answers[0].decision == "accept"
        assert handle.stats().late_server_answers == 3


@pytest.mark.promise("request-id-invalid")
@pytest.mark.parametrize("request_id", [True, 1.5, b"x", (), 2**64])
async def test_what_is_no_id_is_refused(request_id: Any) -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        with pytest.raises((TypeError, ValueError), match="request id"):
            await handle.request(EchoParams(), request_id=request_id)
        assert handle.stats().requests_open == 0
