"""Requests of one scope run in the order in which they came, over all connections; others do not wait for them."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import pytest

import appserver
from appserver import protocol as p
from appserver.delivery.handler_permit import HandlerPermit
from appserver.protocol._support import methods
from appserver.server.ordering import SCOPES, Scope
from tests.behaviour.support import until

if TYPE_CHECKING:
    from appserver import InProcessAppServerClient

pytestmark = pytest.mark.one_connection

ONE, TWO = "019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"


class Desk:
    """A processor whose `async` handlers wait until the test lets them go, and note what ran."""

    def __init__(self) -> None:
        self.processor = appserver.MessageProcessor()
        self.log: list[str] = []
        self.gates: dict[str, anyio.Event] = {}
        on_request = self.processor.on_request

        @on_request(p.ThreadCompactStartParams)
        async def compact(
            ctx: appserver.RequestContext, params: p.ThreadCompactStartParams
        ) -> dict[str, Any]:
            return await self._hold(f"compact {params.thread_id[-1]} of {ctx.connection.client_name}")

        @on_request(p.ThreadGoalGetParams)
        def read(ctx: appserver.RequestContext, params: p.ThreadGoalGetParams) -> dict[str, Any]:
            self.log.append(f"read {params.thread_id[-1]} of {ctx.connection.client_name}")
            return {"read": params.thread_id}

        @on_request(p.ConfigReadParams)
        async def read_config(ctx: appserver.RequestContext, params: p.ConfigReadParams) -> dict[str, Any]:
            await self._hold(f"config read of {ctx.connection.client_name}")
            return {"config": {}, "origins": {}}

        @on_request(p.ConfigValueWriteParams)
        async def write_config(
            ctx: appserver.RequestContext, params: p.ConfigValueWriteParams
        ) -> dict[str, Any]:
            await self._hold(f"config write of {ctx.connection.client_name}")
            return {"status": "ok", "version": "1", "filePath": "/config"}

    async def _hold(self, what: str) -> dict[str, Any]:
        self.log.append(what)
        await self.gates.setdefault(what, anyio.Event()).wait()
        return {}

    def release(self, what: str) -> None:
        self.gates.setdefault(what, anyio.Event()).set()


async def call(client: InProcessAppServerClient, params: p.RequestParams[Any]) -> Any:
    return await client.handle.request(params)


def compact(thread_id: str) -> p.ThreadCompactStartParams:
    return p.ThreadCompactStartParams(thread_id=thread_id)


def read(thread_id: str) -> p.ThreadGoalGetParams:
    return p.ThreadGoalGetParams(thread_id=thread_id)


WRITE = p.ConfigValueWriteParams(key_path="a", value=1, merge_strategy="replace")


async def test_the_same_thread_in_order_over_all_connections() -> None:
    desk = Desk()
    async with appserver.start(processor=desk.processor, client_name="a") as a:
        b = await a.server.connect(client_name="b")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call, a, compact(ONE))
            await until(lambda: desk.log)
            tasks.start_soon(call, b, read(ONE))
            await until(lambda: b.stats().handlers_waiting == 1)
            tasks.start_soon(call, a, read(ONE))
            await until(lambda: a.stats().handlers_waiting == 1)
            tasks.start_soon(call, b, compact(ONE))
            await until(lambda: b.stats().handlers_waiting == 2)
            assert await call(b, read(TWO)) == {"read": TWO}, "another thread does not wait"
            assert desk.log == ["compact 1 of a", "read 2 of b"]
            desk.release("compact 1 of a")
            await until(lambda: len(desk.log) == 5)
            desk.release("compact 1 of b")
        assert desk.log[2:] == ["read 1 of b", "read 1 of a", "compact 1 of b"]
        assert await call(a, read(ONE)) == {"read": ONE}


async def test_readers_of_the_configuration_run_together_between_writers() -> None:
    desk = Desk()
    async with appserver.start(processor=desk.processor, client_name="a") as a:
        b = await a.server.connect(client_name="b")
        async with anyio.create_task_group() as tasks:
            for client in (a, b):
                tasks.start_soon(call, client, p.ConfigReadParams())
            await until(lambda: len(desk.log) == 2)
            tasks.start_soon(call, a, WRITE)
            await until(lambda: a.stats().handlers_waiting == 1)
            tasks.start_soon(call, b, p.ConfigReadParams())
            await until(lambda: b.stats().handlers_waiting == 1)
            assert sorted(desk.log) == ["config read of a", "config read of b"], (
                "no reader overtakes a writer"
            )
            for name in "ab":
                desk.release(f"config read of {name}")
            await until(lambda: len(desk.log) == 3)
            assert desk.log[2] == "config write of a"
            assert b.stats().handlers_waiting == 1
            desk.release("config write of a")
        assert desk.log[3:] == ["config read of b"]


async def test_a_caller_that_gives_up_holds_up_nobody() -> None:
    desk = Desk()
    async with appserver.start(processor=desk.processor, client_name="a") as a:
        b = await a.server.connect(client_name="b")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call, a, p.ConfigReadParams())
            await until(lambda: desk.log)
            async with anyio.create_task_group() as given_up:
                given_up.start_soon(call, b, WRITE)
                await until(lambda: b.stats().handlers_waiting == 1)
                tasks.start_soon(call, b, p.ConfigReadParams())
                await until(lambda: b.stats().handlers_waiting == 2)
                given_up.cancel_scope.cancel()
            # The reader waited behind the writer only; now it runs beside the other reader.
            await until(lambda: len(desk.log) == 2)
            desk.release("config read of a")
            desk.release("config read of b")
        assert desk.log == ["config read of a", "config read of b"]


async def test_requests_of_a_client_that_leaves_are_skipped() -> None:
    desk = Desk()
    async with appserver.start(processor=desk.processor, client_name="a") as a:
        b = await a.server.connect(client_name="b")
        failures: list[Exception] = []

        async def fails() -> None:
            try:
                await call(b, compact(ONE))
            except appserver.ServerError as error:
                failures.append(error)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call, a, compact(ONE))
            await until(lambda: desk.log)
            tasks.start_soon(fails)
            await until(lambda: b.stats().handlers_waiting == 1)
            tasks.start_soon(call, a, read(ONE))
            await until(lambda: a.stats().handlers_waiting == 1)
            await b.shutdown()
            await until(lambda: failures)
            desk.release("compact 1 of a")
        assert desk.log == ["compact 1 of a", "read 1 of a"]
        assert "shutting down" in str(failures[0])


async def test_a_handler_that_leaves_frees_its_scope() -> None:
    """A connection that ends cancels its running handlers; what waited behind them goes on."""
    desk = Desk()
    async with appserver.start(processor=desk.processor, client_name="a") as a:
        b = await a.server.connect(client_name="b")
        async with anyio.create_task_group() as tasks:

            async def fails() -> None:
                with pytest.raises(appserver.ServerError):
                    await call(b, compact(ONE))

            tasks.start_soon(fails)
            await until(lambda: desk.log)
            tasks.start_soon(call, a, read(ONE))
            await until(lambda: a.stats().handlers_waiting == 1)
            await b.shutdown()
        assert desk.log == ["compact 1 of b", "read 1 of a"]


async def test_a_handler_may_ask_for_its_own_scope() -> None:
    processor = appserver.MessageProcessor()
    clients: list[InProcessAppServerClient] = []

    @processor.on_request(p.ThreadCompactStartParams)
    async def nested(ctx: appserver.RequestContext, params: p.ThreadCompactStartParams) -> dict[str, Any]:
        inner = await clients[0].request_raw("thread/goal/get", {"threadId": params.thread_id})
        return {"inner": inner}

    @processor.on_request(p.ThreadGoalGetParams)
    async def goal(ctx: appserver.RequestContext, params: p.ThreadGoalGetParams) -> dict[str, Any]:
        return {"of": params.thread_id}

    async with appserver.start(processor=processor, experimental_api=True, channel_capacity=1) as client:
        clients.append(client)
        with anyio.fail_after(10):
            answer = await call(client, compact(ONE))
        assert answer == {"inner": {"of": ONE}}


async def test_a_handler_may_come_back_over_another_server() -> None:
    first, second = appserver.MessageProcessor(), appserver.MessageProcessor()
    clients: list[InProcessAppServerClient] = []

    @first.on_request(p.ThreadCompactStartParams)
    async def outer(ctx: appserver.RequestContext, params: p.ThreadCompactStartParams) -> Any:
        return await call(clients[1], params)

    @second.on_request(p.ThreadCompactStartParams)
    async def inner(ctx: appserver.RequestContext, params: p.ThreadCompactStartParams) -> Any:
        return await call(clients[0], read(params.thread_id))

    @first.on_request(p.ThreadGoalGetParams)
    async def back(ctx: appserver.RequestContext, params: p.ThreadGoalGetParams) -> Any:
        return {"read": params.thread_id}

    async with appserver.start(processor=first) as one, appserver.start(processor=second) as two:
        clients.extend((one, two))
        with anyio.fail_after(10):
            assert await call(one, compact(ONE)) == {"read": ONE}


async def test_handlers_that_each_start_the_next_keep_none_of_those_before() -> None:
    processor = appserver.MessageProcessor()
    clients: list[InProcessAppServerClient] = []
    begun: list[anyio.Event] = []

    @processor.on_request(p.ThreadLoadedListParams)
    async def next_one(ctx: appserver.RequestContext, params: p.ThreadLoadedListParams) -> dict[str, Any]:
        begun.append(anyio.Event())
        if len(begun) > 1:
            begun[-2].set()
        if len(begun) < 40:
            mine = begun[-1]
            ctx.session.spawn(call, clients[0], params, name="the next one")
            await mine.wait()  # the next one begins while this one runs
        return {"data": []}

    async with appserver.start(processor=processor) as client:
        clients.append(client)
        before = sum(isinstance(held, HandlerPermit) for held in gc.get_objects())
        await call(client, p.ThreadLoadedListParams())
        await until(lambda: len(begun) == 40)
        gc.collect()
        left = sum(isinstance(held, HandlerPermit) for held in gc.get_objects())
        assert left - before <= 3


async def test_one_waiting_bound_for_scopes_and_permits() -> None:
    desk = Desk()
    options: dict[str, Any] = {"client_name": "a", "channel_capacity": 2}
    async with (
        appserver.start(processor=desk.processor, **options) as a,
        anyio.create_task_group() as tasks,
    ):
        for _ in range(3):
            tasks.start_soon(call, a, compact(ONE))
        await until(lambda: a.stats().handlers_waiting == 2)
        with pytest.raises(appserver.OverloadedError, match="request queue is full"):
            await call(a, read(ONE))
        assert await call(a, read(TWO)) == {"read": TWO}, "what need not wait is not refused"
        desk.release("compact 1 of a")


async def test_requests_from_another_thread_keep_the_order() -> None:
    desk = Desk()
    async with appserver.start(processor=desk.processor, client_name="a") as a:

        def elsewhere() -> Any:
            return anyio.run(call, a, read(ONE))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call, a, compact(ONE))
            await until(lambda: desk.log)
            tasks.start_soon(anyio.to_thread.run_sync, elsewhere)
            await until(lambda: a.stats().handlers_waiting == 1)
            assert desk.log == ["compact 1 of a"]
            desk.release("compact 1 of a")
        assert desk.log == ["compact 1 of a", "read 1 of a"]


def test_the_table_names_methods_and_fields_that_exist() -> None:
    for method, scope in SCOPES.items():
        fields = getattr(p, methods.REQUESTS[method]).model_fields
        part: Scope | None = scope
        while part is not None:
            assert not part.field or part.field in fields, method
            part = part.otherwise


def test_keys() -> None:
    resume = SCOPES["thread/resume"]
    assert resume.key(p.ThreadResumeParams(thread_id=ONE), 0) == f"thread:{ONE}"
    assert resume.key(p.ThreadResumeParams(thread_id="", path="/a"), 0) == "path:/a"
    assert SCOPES["config/read"].key(p.ConfigReadParams(), 0) == SCOPES["config/value/write"].key(WRITE, 1)
    write = SCOPES["command/exec/write"]
    params = p.CommandExecWriteParams(process_id="p")
    assert write.key(params, 0) != write.key(params, 1), "a process id counts within its connection"
    assert SCOPES["command/exec"].key(p.CommandExecParams(command=["a"]), 0) is None
    assert "thread/start" not in SCOPES


class OddError(BaseException):
    """Neither an `Exception` nor one that ends the host, as the `CancelledError` of a future that a handler reads."""


@pytest.mark.promise("handler-raises")
async def test_whatever_a_plain_handler_raises_is_its_callers_own() -> None:
    desk = Desk()
    failures = 1

    @desk.processor.on_request(p.ThreadArchiveParams)
    def archive(ctx: appserver.RequestContext, params: p.ThreadArchiveParams) -> dict[str, Any]:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise OddError("broken")
        return {"archived": params.thread_id}

    answers: list[str] = []

    async def ask(client: InProcessAppServerClient) -> None:
        try:
            answers.append(str(await call(client, p.ThreadArchiveParams(thread_id=ONE))))
        except appserver.ServerError as error:
            answers.append(f"{error.code}")

    async with appserver.start(processor=desk.processor, client_name="a") as a:
        b = await a.server.connect(client_name="b")
        with anyio.fail_after(10):  # one that is lost would be waited for
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(call, a, compact(ONE))
                await until(lambda: desk.log)
                tasks.start_soon(ask, b)
                await until(lambda: b.stats().handlers_waiting == 1)
                tasks.start_soon(ask, a)
                await until(lambda: a.stats().handlers_waiting == 1)
                desk.release("compact 1 of a")
        archived = str({"archived": ONE})
        assert sorted(answers) == ["-32603", archived], "the other one in line has its answer"
        failures = 2
        await ask(b)  # at once
        await anyio.to_thread.run_sync(anyio.run, ask, b)  # on another thread
        await ask(b)
        assert answers[2:] == ["-32603", "-32603", archived]
        assert a.server.stats().requests_open == 0
