"""The first step of an `async` handler, which runs within the call that asked where Python and the loop can."""

from __future__ import annotations

import asyncio
import inspect
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from appserver.backends import asyncio_tasks
from tests.behaviour.support import Bench, HoldParams, HoldResponse, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.in_process import InProcessClientHandle

    Handler = Callable[[appserver.RequestContext], Awaitable[None]]

pytestmark = [
    pytest.mark.promise("first-step"),
    pytest.mark.filterwarnings("error"),
    pytest.mark.one_connection,
]

note: ContextVar[str] = ContextVar("note", default="nobody's")

ON_ASYNCIO = pytest.mark.parametrize(
    "anyio_backend",
    [
        pytest.param(("asyncio", {"use_uvloop": False}), id="asyncio"),
        pytest.param(("asyncio", {"use_uvloop": True}), id="uvloop"),
    ],
)


class StepParams(p.RequestParams[HoldResponse]):
    """Runs what the test gives it."""

    method = "test/step"
    response_type = HoldResponse


class DeepParams(p.RequestParams[HoldResponse]):
    """Asks for the same, one level less."""

    method = "test/deep"
    response_type = HoldResponse

    levels: int


def bench_that(handler: Handler) -> Bench:
    bench = Bench()

    @bench.processor.on_request(StepParams)
    async def step(ctx: appserver.RequestContext, params: StepParams) -> HoldResponse:
        await handler(ctx)
        return HoldResponse()

    return bench


def runs_at_once() -> bool:
    """Whether handlers of this test have their first step within the call that asks."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return asyncio_tasks.PYTHON_CAN


def tasks_of(handle: InProcessClientHandle) -> set[Any]:
    return handle._connection.requests.tasks


async def test_a_handler_is_a_task_of_its_own_with_its_permit() -> None:
    seen: list[Any] = []

    async def handler(_ctx: appserver.RequestContext) -> None:
        for _ in range(2):  # in its first step and after a wait
            seen.append((anyio.get_current_task().id, handle.stats().handlers_running, len(tasks_of(handle))))
            await checkpoint()

    async with await bench_that(handler).start() as handle:
        await handle.request(StepParams())
        assert handle.stats().handlers_running == 0
        await until(lambda: not tasks_of(handle))
    assert seen == [(seen[0][0], 1, 1)] * 2
    assert seen[0][0] != anyio.get_current_task().id


async def test_it_sees_a_copy_of_its_callers_context() -> None:
    seen: list[str] = []

    async def handler(_ctx: appserver.RequestContext) -> None:
        seen.append(note.get())
        note.set("the handler's")
        await checkpoint()
        seen.append(note.get())

    async with await bench_that(handler).start() as handle:
        note.set("the caller's")
        await handle.request(StepParams())
        assert note.get() == "the caller's"
    assert seen == ["the caller's", "the handler's"]


@ON_ASYNCIO
async def test_one_that_does_not_wait_is_over_within_the_call() -> None:
    rounds: list[int] = []

    async def handler(_ctx: appserver.RequestContext) -> None:
        seen.append(asyncio.current_task())

    seen: list[Any] = []
    async with await bench_that(handler).start() as handle:
        await checkpoint()
        asyncio.get_running_loop().call_soon(rounds.append, 1)
        await handle.request(StepParams())
        assert rounds == ([] if runs_at_once() else [1])
    assert seen[0].get_name() == "test/step"
    assert seen[0].done()
    assert seen[0] not in asyncio.all_tasks()


async def test_callers_that_never_wait_let_others_run() -> None:
    turns = 0

    async def handler(_ctx: appserver.RequestContext) -> None:
        return

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await checkpoint()

    async with await bench_that(handler).start() as handle, anyio.create_task_group() as group:
        group.start_soon(other)
        await until(lambda: turns)
        before = turns
        for _ in range(1000):
            await handle.request(StepParams())
        assert turns - before >= 10
        group.cancel_scope.cancel()


@pytest.mark.parametrize("waits", [False, True])
async def test_what_it_raises_is_an_answer(waits: bool) -> None:
    async def handler(_ctx: appserver.RequestContext) -> None:
        if waits:
            await checkpoint()
        raise appserver.ServerError("not today", code=-1234)

    async with await bench_that(handler).start() as handle:
        for _ in range(3):
            with pytest.raises(appserver.ServerError, match="not today") as caught:
                await handle.request(StepParams())
            assert caught.value.code == -1234
        assert handle.stats().handlers_running == 0


@ON_ASYNCIO
async def test_an_interrupt_in_it_reaches_the_caller_and_costs_no_permit() -> None:
    if not runs_at_once():
        pytest.skip("it would end the loop: the step is the loop's own")
    is_interrupted = True

    async def handler(_ctx: appserver.RequestContext) -> None:
        if is_interrupted:
            raise KeyboardInterrupt

    async with await bench_that(handler).start(channel_capacity=1) as handle:
        with pytest.raises(KeyboardInterrupt):
            await handle.request(StepParams())
        is_interrupted = False
        assert handle.stats().handlers_running == 0
        assert not tasks_of(handle)
        assert await handle.request(StepParams()) == {}


async def test_handlers_that_ask_within_one_another_take_no_stack_each() -> None:
    heights: list[int] = []
    bench = Bench()

    @bench.processor.on_request(DeepParams)
    async def deep(ctx: appserver.RequestContext, params: DeepParams) -> HoldResponse:
        heights.append(len(inspect.stack(0)))
        if params.levels:
            await handle.request(DeepParams(levels=params.levels - 1))
        return HoldResponse()

    async with await bench.start(channel_capacity=1) as handle:
        await handle.request(DeepParams(levels=100))
    assert len(heights) == 101
    assert max(heights[50:]) <= max(heights[:20])


async def test_one_that_had_to_wait_does_not_run_within_the_one_it_waited_for() -> None:
    handlers_on_the_stack: list[int] = []

    async def handler(_ctx: appserver.RequestContext) -> None:
        frames = [frame.function for frame in inspect.stack(0)]
        handlers_on_the_stack.append(frames.count("_handle"))  # the dispatcher's
        if len(handlers_on_the_stack) == 1:
            await release.wait()

    release = anyio.Event()
    async with (
        await bench_that(handler).start(channel_capacity=1) as handle,
        anyio.create_task_group() as group,
    ):
        for _ in range(2):  # as many as run and wait at capacity 1
            group.start_soon(handle.request, StepParams())
        await until(lambda: handlers_on_the_stack)
        await checkpoint()
        assert handlers_on_the_stack == [1]
        release.set()
    assert handlers_on_the_stack == [1, 1]


@ON_ASYNCIO
async def test_a_caller_that_is_cancelled_already_has_its_answer_and_stops_at_its_next_wait() -> None:
    async def handler(_ctx: appserver.RequestContext) -> None:
        return

    async def caller() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        try:
            outcomes.append(await handle.request(StepParams()))
        except asyncio.CancelledError:
            outcomes.append("cancelled")
        await asyncio.sleep(0)

    outcomes: list[Any] = []
    async with await bench_that(handler).start() as handle:
        task = asyncio.create_task(caller())
        await asyncio.wait([task])
        assert task.cancelled() is runs_at_once()
        assert outcomes == [{} if runs_at_once() else "cancelled"]
        await until(lambda: not tasks_of(handle))
        assert handle.stats().handlers_running == 0


async def test_it_goes_on_when_its_caller_is_cancelled() -> None:
    steps: list[str] = []

    async def handler(_ctx: appserver.RequestContext) -> None:
        steps.append("first")
        await release.wait()
        steps.append("last")

    release = anyio.Event()
    async with await bench_that(handler).start() as handle:
        async with anyio.create_task_group() as group:
            group.start_soon(handle.request, StepParams())
            await until(lambda: steps)
            group.cancel_scope.cancel()
        assert handle.stats().handlers_running == 1
        release.set()
        await until(lambda: not tasks_of(handle))
    assert steps == ["first", "last"]


async def test_the_server_can_be_shut_down_in_it() -> None:
    steps: list[str] = []

    async def handler(_ctx: appserver.RequestContext) -> None:
        steps.append("first")
        try:
            await handle.shutdown()
        finally:
            steps.append("over")

    handle = await bench_that(handler).start()
    with pytest.raises(appserver.ServerError, match="shutting down"):
        await handle.request(StepParams())
    await handle.shutdown()
    await until(lambda: not tasks_of(handle))
    assert steps == ["first", "over"]


@ON_ASYNCIO
async def test_it_can_be_cancelled_and_waited_for_in_its_first_step() -> None:
    if not runs_at_once():
        pytest.skip("its task is the loop's before it begins")
    steps: list[str] = []

    async def wait_for(task: Any) -> None:
        await task.wait()
        steps.append("waited")

    async def handler(_ctx: appserver.RequestContext) -> None:
        (task,) = tasks_of(handle)
        assert not task.done
        group.start_soon(wait_for, task)
        task.cancel()
        steps.append("first")
        try:
            await anyio.sleep_forever()
        finally:
            steps.append("over")

    async with await bench_that(handler).start() as handle, anyio.create_task_group() as group:
        with pytest.raises(appserver.ServerError, match="cancelled before its handler gave an answer"):
            await handle.request(StepParams())
    assert steps == ["first", "over", "waited"]
    assert not tasks_of(handle)


async def test_scopes_and_deadlines_belong_to_it() -> None:
    ends: list[str] = []

    async def handler(_ctx: appserver.RequestContext) -> None:
        with anyio.move_on_after(0) as scope:
            await anyio.sleep_forever()
        ends.append("late" if scope.cancelled_caught else "?")
        async with anyio.create_task_group() as group:
            group.start_soon(checkpoint)
            group.cancel_scope.cancel()
        ends.append("group")

    async with await bench_that(handler).start() as handle:
        with anyio.CancelScope() as scope:
            await handle.request(StepParams())
        assert not scope.cancelled_caught
    assert ends == ["late", "group"]


def test_a_loop_with_its_own_way_to_make_tasks_makes_them() -> None:
    made: list[object] = []

    class Traced(asyncio.SelectorEventLoop):
        def create_task(self, coro: Any, *, name: object = None, **options: Any) -> Any:
            made.append(name)
            return super().create_task(coro, name=name, **options)

    async def main() -> None:
        bench = Bench()
        bench.release.set()
        async with await bench.start() as handle:
            await handle.request(HoldParams())

    with asyncio.Runner(loop_factory=Traced) as runner:
        runner.run(main())
    assert made.count("test/hold") == 1
