"""asyncio tasks of the runtime: on loops whose task factory wraps coroutines, as tracing tools do, and at odd ends."""

from __future__ import annotations

import asyncio
import gc
import logging
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.backends.asyncio import AsyncioBackend
from tests.behaviour.support import (
    Bench,
    Chatter,
    FunctionAgent,
    HoldParams,
    HoldResponse,
    read_turns,
    start_thread,
    start_turn,
    until,
)

if TYPE_CHECKING:
    from appserver.backends.base import Task

pytestmark = pytest.mark.filterwarnings("error")

WRAPPED = pytest.mark.parametrize("wraps", [False, True], ids=["plain", "wrapped"])


@pytest.fixture(
    params=[
        pytest.param(("asyncio", {"use_uvloop": False}), id="asyncio"),
        pytest.param(("asyncio", {"use_uvloop": True}), id="uvloop"),
    ]
)
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Only asyncio loops have task factories."""
    return request.param


def wrap(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
    """A task factory that awaits the coroutine in one of its own."""

    async def wrapper() -> Any:
        return await coroutine

    return asyncio.Task(wrapper(), loop=loop, **options)


def use_factory(wraps: bool) -> None:
    """Wrap what is a task from now on; the test's own task is not."""
    if wraps:
        asyncio.get_running_loop().set_task_factory(wrap)


@WRAPPED
async def test_requests_are_answered(wraps: bool) -> None:
    use_factory(wraps)
    bench = Bench()
    bench.release.set()
    async with await bench.start() as handle:
        for _ in range(3):
            assert await handle.request(HoldParams()) == {}
        assert handle.stats().handlers_running == 0
        await until(lambda: not handle._connection.requests.tasks)


@WRAPPED
async def test_turns_run(wraps: bool) -> None:
    use_factory(wraps)
    async with await Bench().start(agent=Chatter(2, 3)) as handle:
        await start_turn(handle, await start_thread(handle))
        events = await read_turns(handle, 1)
    assert events[-1].turn.status == "completed"
    assert sum(isinstance(event, p.AgentMessageDeltaNotification) for event in events) == 6


@WRAPPED
async def test_a_turn_is_interrupted(wraps: bool) -> None:
    use_factory(wraps)
    running = asyncio.Event()

    async def run(turn: appserver.TurnContext) -> None:
        running.set()
        await asyncio.Event().wait()

    async with await Bench().start(agent=FunctionAgent(run)) as handle:
        thread = await start_thread(handle)
        turn = await start_turn(handle, thread)
        await running.wait()
        await handle.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
        assert (await read_turns(handle, 1))[-1].turn.status == "interrupted"


@WRAPPED
async def test_shutdown_ends_handlers_and_readers(wraps: bool) -> None:
    use_factory(wraps)
    bench = Bench()
    handle = await bench.start()
    call = asyncio.create_task(handle.request(HoldParams()))
    await until(lambda: bench.held)
    await handle.shutdown()
    with pytest.raises(appserver.ServerError, match="shutting down"):
        await call
    assert await handle.next_event() is None
    assert not handle._connection.requests.tasks


@WRAPPED
async def test_a_handler_cancelled_before_its_first_step_is_answered_for(wraps: bool) -> None:
    use_factory(wraps)
    bench = Bench()
    async with await bench.start(channel_capacity=1) as handle:
        calls = [asyncio.create_task(handle.request(HoldParams())) for _ in range(2)]
        await until(lambda: handle._connection.requests.tasks)
        for task in tuple(handle._connection.requests.tasks):
            task.cancel()
        with pytest.raises(appserver.ServerError, match="cancelled before its handler gave an answer"):
            await calls[0]
        await until(lambda: bench.held)  # the place in the lane went to the second
        assert handle.stats().handlers_running == 1
        bench.release.set()
        assert await calls[1] == {}
    gc.collect()  # a coroutine that was never awaited would say so now


class LastWordError(BaseException):
    """What no handler should raise."""


@WRAPPED
@pytest.mark.parametrize("error", [LastWordError, GeneratorExit])
async def test_a_handler_that_raises_a_base_exception_is_over_and_logged(
    wraps: bool, error: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    class FailParams(p.RequestParams[HoldResponse]):
        method = "test/fail"
        response_type = HoldResponse

    bench = Bench()

    @bench.processor.on_request(FailParams)
    async def fail(ctx: appserver.RequestContext, params: FailParams) -> HoldResponse:
        raise error

    use_factory(wraps)
    async with await bench.start() as handle:
        with pytest.raises(appserver.ServerError, match="cancelled before its handler gave an answer"):
            await handle.request(FailParams())
        await until(lambda: not handle._connection.requests.tasks)
        await until(lambda: caplog.records)
        assert handle.stats().handlers_running == 0
    gc.collect()  # asyncio would report an error that nobody took
    assert [(record.name, record.levelno, record.getMessage()) for record in caplog.records] == [
        ("appserver", logging.ERROR, "the runtime's task test/fail failed")
    ]


@WRAPPED
def test_a_closed_loop_takes_no_task(wraps: bool) -> None:
    async def backend() -> AsyncioBackend:
        use_factory(wraps)
        return AsyncioBackend(asyncio.get_running_loop())

    async def work() -> None:
        raise AssertionError("the loop is closed")

    loop = asyncio.new_event_loop()
    closed = loop.run_until_complete(backend())
    loop.close()
    tasks: set[Task] = set()
    with pytest.raises(RuntimeError, match="closed"):
        closed.spawn(tasks, work, name="late")
    assert not tasks
    gc.collect()
