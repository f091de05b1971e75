"""A full lane answers at once, with the right error; nothing blocks, and what was accepted is done."""

from __future__ import annotations

import threading
from typing import Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import CAPACITIES, Bench, EchoParams, HoldParams, until

pytestmark = pytest.mark.guarantee("full-lanes")


@pytest.mark.promise("queue-handlers", "queue-plain-handlers")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_requests_beyond_the_handler_lane_are_overloaded(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity)
    outcomes: list[Any] = []

    async def hold() -> None:
        try:
            outcomes.append(await handle.request(HoldParams()))
        except appserver.OverloadedError as error:
            outcomes.append(error)

    async with handle:
        async with anyio.create_task_group() as tasks:
            for _ in range(2 * capacity + 3):
                tasks.start_soon(hold)
            await until(lambda: len(outcomes) == 3)
            assert handle.stats().handlers_running == capacity
            assert handle.stats().handlers_waiting == capacity
            # A plain handler needs no place in the lane.
            assert await handle.request(EchoParams(text="still here")) == {"text": "still here"}
            for error in outcomes:
                assert error.code == -32001
                assert error.message == "in-process app-server request queue is full"
                assert error.method == "test/hold"
            bench.release.set()
        assert outcomes[3:] == [{}] * (2 * capacity)
        assert handle.stats().handlers_running == 0
        assert handle.stats().requests_open == 0


@pytest.mark.promise("queue-commands")
@pytest.mark.parametrize("capacity", CAPACITIES)
@pytest.mark.native_core
async def test_the_command_lane_refuses_callers_on_other_threads_at_once(capacity: int) -> None:
    bench = Bench()
    bench.release.set()
    handle = await bench.start(channel_capacity=capacity)
    sender = handle.sender()
    outcomes: list[Any] = []

    def call_many() -> None:
        async def call() -> None:
            try:
                outcomes.append(await sender.request(HoldParams()))
            except appserver.QueueFullError as error:
                outcomes.append(error)

        async def main() -> None:
            async with anyio.create_task_group() as tasks:
                for _ in range(capacity + 2):
                    tasks.start_soon(call)

        anyio.run(main)

    async with handle:
        thread = threading.Thread(target=call_many)
        thread.start()
        # This loop is blocked meanwhile: the commands stay in their lane until it runs again.
        while len(outcomes) < 2:
            thread.join(0.001)
        assert [type(outcome) for outcome in outcomes] == [appserver.QueueFullError] * 2
        assert "in-process app-server client queue is full" in str(outcomes[0])
        assert isinstance(outcomes[0], BlockingIOError)
        assert handle.stats().commands_queued == capacity
        await anyio.to_thread.run_sync(thread.join)
        assert outcomes[2:] == [{}] * capacity
        assert handle.stats().requests_open == 0


@pytest.mark.promise("question-own-queue", "queue-questions")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_server_requests_beyond_their_lane_fail_back_to_the_asker(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity)
    outcomes: list[Any] = []

    async def ask() -> None:
        params = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
        try:
            outcomes.append(await bench.outgoing.send_request(params))
        except appserver.ServerError as error:
            outcomes.append(error)

    async with handle:
        async with anyio.create_task_group() as tasks:
            for _ in range(capacity + 2):
                tasks.start_soon(ask)
            await until(lambda: len(outcomes) == 2)
            for error in outcomes:
                assert isinstance(error, appserver.OverloadedError)
                assert error.message == "in-process server request queue is full"
            # A full event lane is another matter: neither fills the other.
            for number in range(capacity + 1):
                await bench.outgoing.send_notification(p.WarningNotification(message=str(number)))
            ids = []
            for _ in range(capacity):
                event = await handle.next_event()
                assert isinstance(event, appserver.ServerRequest)
                ids.append(event.id)
                handle.respond_to_server_request(event.id, {"decision": "decline"})
            assert ids == list(range(capacity))
        assert [outcome.decision for outcome in outcomes[2:]] == ["decline"] * capacity


@pytest.mark.promise("question-stream-closed")
@pytest.mark.one_connection  # with others about, it waits for one that resumes the thread
async def test_a_server_request_without_a_reader_fails_at_once() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        handle.events.close()
        params = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
        with pytest.raises(appserver.ServerError) as caught:
            await bench.outgoing.send_request(params)
        assert caught.value.code == -32603
        assert caught.value.message == "in-process server request consumer is closed"


@pytest.mark.promise("handler-own-request")
async def test_a_handler_that_makes_a_request_does_not_wait_for_itself() -> None:
    bench = Bench()
    bench.release.set()

    class NestParams(p.RequestParams[p.WireModel]):
        method = "test/nest"
        response_type = p.WireModel

    @bench.processor.on_request(NestParams)
    async def nest(ctx: appserver.RequestContext, params: NestParams) -> Any:
        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(handle.request, HoldParams())
        return await handle.request(HoldParams())

    handle = await bench.start(channel_capacity=1)
    async with handle:
        assert await handle.request(NestParams()) == {}
        assert handle.stats().handlers_running == 0
        # The lane is as it was: one runs, one waits, the third is refused.
        assert await handle.request(NestParams()) == {}


@pytest.mark.promise("handler-asks-client")
async def test_a_handler_that_asks_the_client_lends_its_place() -> None:
    bench = Bench()
    bench.release.set()

    class AskParams(p.RequestParams[p.WireModel]):
        method = "test/ask"
        response_type = p.WireModel

    @bench.processor.on_request(AskParams)
    async def ask(ctx: appserver.RequestContext, params: AskParams) -> Any:
        question = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
        return (await ctx.outgoing.send_request(question)).to_wire()

    handle = await bench.start(channel_capacity=1)
    answers: list[Any] = []
    async with handle, anyio.create_task_group() as tasks:

        async def call() -> None:
            answers.append(await handle.request(AskParams()))

        tasks.start_soon(call)
        event = await handle.next_event()
        assert isinstance(event, appserver.ServerRequest)
        # The asker waits for us; at capacity 1 another handler still gets its turn.
        assert await handle.request(HoldParams()) == {}
        handle.respond_to_server_request(event.id, {"decision": "accept"})
        await until(lambda: answers)
        assert answers == [{"decision": "accept"}]
        assert handle.stats().handlers_running == 0


@pytest.mark.promise("handler-asks-client")
async def test_a_handler_that_waits_for_a_reader_lends_its_place() -> None:
    bench = Bench()
    bench.release.set()

    class TalkParams(p.RequestParams[p.WireModel]):
        method = "test/talk"
        response_type = p.WireModel

    @bench.processor.on_request(TalkParams)
    async def talk(ctx: appserver.RequestContext, params: TalkParams) -> Any:
        for number in range(3):
            await ctx.outgoing.send_notification(
                p.ServerRequestResolvedNotification(thread_id="t", request_id=number)
            )
        return {}

    handle = await bench.start(channel_capacity=1)
    answers: list[Any] = []
    async with handle, anyio.create_task_group() as tasks:

        async def call() -> None:
            answers.append(await handle.request(TalkParams()))

        tasks.start_soon(call)
        await until(lambda: handle.stats().parked == 1)
        # Nobody reads, the handler is parked, and requests go through all the same.
        for _ in range(10):
            assert await handle.request(HoldParams()) == {}
        for _ in range(3):
            await handle.next_event()
        await until(lambda: answers)
        assert handle.stats().handlers_running == 0


@pytest.mark.promise("question-stream-closed")
@pytest.mark.one_connection  # with others about, they wait for one that resumes the thread
async def test_closing_the_stream_fails_the_questions_nobody_has_read() -> None:
    bench = Bench()
    handle = await bench.start()
    params = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
    outcomes: list[Any] = []
    async with handle, anyio.create_task_group() as tasks:

        async def ask() -> None:
            try:
                outcomes.append(await bench.outgoing.send_request(params))
            except appserver.ServerError as error:
                outcomes.append(error)

        tasks.start_soon(ask)
        tasks.start_soon(ask)
        await until(lambda: handle.stats().server_requests_open == 2)
        read = await handle.next_event()
        assert isinstance(read, appserver.ServerRequest)
        handle.events.close()
        await until(lambda: outcomes)
        assert outcomes[0].code == -32603
        assert outcomes[0].message == "in-process server request consumer is closed"
        handle.respond_to_server_request(read.id, {"decision": "accept"})
        await until(lambda: len(outcomes) == 2)
        assert outcomes[1].decision == "accept"


@pytest.mark.native_core
async def test_a_slot_lent_from_another_thread_starts_the_next_handler_on_the_runtime_s_loop() -> None:
    bench = Bench()
    bench.release.set()

    class FarParams(p.RequestParams[p.WireModel]):
        method = "test/far"
        response_type = p.WireModel

    @bench.processor.on_request(FarParams)
    async def far(ctx: appserver.RequestContext, params: FarParams) -> Any:
        def elsewhere() -> Any:
            return anyio.run(handle.request, HoldParams())

        return await anyio.to_thread.run_sync(elsewhere)

    handle = await bench.start(channel_capacity=1)
    answers: list[Any] = []
    async with handle, anyio.create_task_group() as tasks:

        async def call(params: Any) -> None:
            answers.append(await handle.request(params))

        tasks.start_soon(call, FarParams())
        await until(lambda: handle.stats().handlers_running == 1)
        tasks.start_soon(call, HoldParams())
        await until(lambda: len(answers) == 2)
        assert answers == [{}, {}]
        await until(lambda: handle.stats().handlers_running == 0)
        assert not handle._connection.requests.tasks


async def test_a_nested_request_is_not_refused_for_the_permit_of_its_own_handler() -> None:
    bench = Bench()
    bench.release.set()
    go = anyio.Event()

    class NestParams(p.RequestParams[p.WireModel]):
        method = "test/nest"
        response_type = p.WireModel

    @bench.processor.on_request(NestParams)
    async def nest(ctx: appserver.RequestContext, params: NestParams) -> Any:
        await go.wait()
        return await handle.request(HoldParams())

    handle = await bench.start(channel_capacity=1)
    answers: list[Any] = []
    async with handle, anyio.create_task_group() as tasks:

        async def call(params: Any) -> None:
            answers.append(await handle.request(params))

        tasks.start_soon(call, NestParams())
        await until(lambda: handle.stats().handlers_running == 1)
        tasks.start_soon(call, HoldParams())
        await until(lambda: handle.stats().handlers_waiting == 1)  # the lane is full
        go.set()
        await until(lambda: len(answers) == 2)
        assert answers == [{}, {}]


@pytest.mark.promise("handler-given-up")
async def test_a_request_that_is_given_up_leaves_the_handler_lane() -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=1)
    async with handle, anyio.create_task_group() as tasks:
        tasks.start_soon(handle.request, HoldParams())
        await until(lambda: bench.held == 1)
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as waiting:
                waiting.start_soon(handle.request, HoldParams())
                await until(lambda: handle.stats().handlers_waiting == 1)
                scope.cancel()
        assert handle.stats().handlers_waiting == 0
        tasks.start_soon(handle.request, HoldParams())  # its place is free
        await until(lambda: handle.stats().handlers_waiting == 1)
        bench.release.set()
    assert bench.held == 2  # the one that was given up never ran
