"""Whose context variables handlers and turns see: those of whoever asked, on every loop and from every thread."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import Any

import anyio
import pytest
import sniffio

import appserver
from appserver import protocol as p
from appserver.backends import current_backend
from appserver.backends.endings import call_on_done, guarded
from tests.behaviour.support import FunctionAgent, HoldParams, HoldResponse, until
from tests.behaviour.test_threads_and_loops import run_in_thread

caller: ContextVar[str] = ContextVar("caller", default="nobody")


class PlainResponse(p.WireModel):
    """Nothing."""


class PlainParams(p.RequestParams[PlainResponse]):
    """A plain handler on the server's loop."""

    method = "test/plain"
    response_type = PlainResponse


def processor_that_notes(seen: dict[str, tuple[str, str]]) -> appserver.MessageProcessor:
    processor = appserver.MessageProcessor()

    @processor.on_request(PlainParams, runs_on="runtime")
    def plain(ctx: appserver.RequestContext, params: PlainParams) -> PlainResponse:
        seen["plain"] = (caller.get(), sniffio.current_async_library())
        return PlainResponse()

    @processor.on_request(HoldParams)
    async def hold(ctx: appserver.RequestContext, params: HoldParams) -> HoldResponse:
        await anyio.lowlevel.checkpoint()
        seen["async"] = (caller.get(), sniffio.current_async_library())
        return HoldResponse()

    return processor


async def ask_all(client: Any) -> None:
    await client.request(PlainParams())
    await client.request(HoldParams())
    thread = (await client.request(p.ThreadStartParams(cwd="/"))).thread
    await client.request(p.TurnStartParams(thread_id=thread.id, input=[p.TextUserInput(text="go")]))


@pytest.mark.promise("caller-context")
@pytest.mark.parametrize("backend", ["here", "asyncio", "trio"])
async def test_handlers_and_turns_have_the_context_of_their_caller(backend: str) -> None:
    seen: dict[str, tuple[str, str]] = {}

    async def run_turn(turn: appserver.TurnContext) -> None:
        await anyio.lowlevel.checkpoint()
        seen["turn"] = (caller.get(), sniffio.current_async_library())

    caller.set("starter")
    async with appserver.start(agent=FunctionAgent(run_turn), processor=processor_that_notes(seen)) as client:

        async def call() -> None:
            caller.set("asker")
            await ask_all(client)

        if backend == "here":
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(call)
        else:
            thread = run_in_thread(call, backend)
            await anyio.to_thread.run_sync(thread.join)
        await until(lambda: "turn" in seen)
        here = current_backend().name
        assert seen == dict.fromkeys(("plain", "async", "turn"), ("asker", here))
        assert caller.get() == "starter"


class Odd(BaseException):
    """Nobody's kind."""


def in_group(text: str) -> BaseException:
    return BaseExceptionGroup(text, [Odd(text)])


@pytest.mark.promise("task-end-logged")
@pytest.mark.parametrize("kind", [ZeroDivisionError, StopIteration, GeneratorExit, Odd, in_group])
async def test_what_fails_at_the_end_of_a_task_is_logged(kind: Any, caplog: pytest.LogCaptureFixture) -> None:
    tasks: set[Any] = set()
    backend = current_backend()

    async def work() -> None:
        await anyio.lowlevel.checkpoint()

    def fail() -> None:
        raise kind("at the end")

    backend.spawn(tasks, work, name="work", on_done=fail)
    cancelled = backend.spawn(tasks, anyio.sleep_forever, name="cancelled", on_done=fail)
    cancelled.cancel()
    await until(lambda: not tasks)
    await until(lambda: len(caplog.records) == 2)
    assert {record.getMessage() for record in caplog.records} == {
        f"what follows the runtime's task {name} failed" for name in ("work", "cancelled")
    }


@pytest.mark.promise("task-end-logged")
@pytest.mark.parametrize("kind", [ZeroDivisionError, GeneratorExit, Odd, in_group])
async def test_what_fails_at_a_watched_descriptor_is_logged(
    kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    read, write = os.pipe()

    def fail() -> None:
        os.read(read, 1)
        raise kind("there")

    stop = current_backend().watch_readable(read, fail)
    try:
        for count in (1, 2):  # it is watched after that as well
            os.write(write, b"x")
            await until(lambda count=count: len(caplog.records) == count)  # type: ignore[misc]
    finally:
        stop()
        os.close(read)
        os.close(write)
    assert {record.getMessage() for record in caplog.records} == {"a watched descriptor failed"}


def interrupted_group(text: str) -> BaseException:
    return BaseExceptionGroup(text, [Odd(text), BaseExceptionGroup(text, [KeyboardInterrupt(text)])])


@pytest.mark.promise("task-end-logged")
@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, interrupted_group])
def test_what_is_meant_for_the_host_reaches_it(kind: Any, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise kind("there")

    def end() -> None:
        call_on_done(fail, "work")

    for call in (end, guarded(fail, "work")):
        with pytest.raises(BaseException, match="there") as raised:
            call()
        assert type(raised.value) is type(kind("there"))
    assert caplog.records == []
