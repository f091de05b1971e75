"""Two clients of one server and what they share: a thread that one of them left, and the order of requests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import FunctionAgent, until
from tests.behaviour.ways import hosting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from appserver import AppServerClient
    from tests.behaviour.ways import Host

APPROVAL = "item/commandExecution/requestApproval"


async def speak(turn: appserver.TurnContext) -> None:
    await turn.send_message("hi")


async def ask(turn: appserver.TurnContext) -> None:
    await turn.send_message((await turn.run_command("true", ask=True)).status)


@asynccontextmanager
async def two_clients(
    way: str, work: Any = speak, processor: appserver.MessageProcessor | None = None, **options: Any
) -> AsyncIterator[tuple[Host, AppServerClient, AppServerClient]]:
    """A server, a client of it with these options, and another client."""
    async with hosting(way, agent=FunctionAgent(work), processor=processor) as host:
        yield host, await host.connect(**options), await host.connect()


async def start_thread(client: AppServerClient) -> str:
    return (await client.request(p.ThreadStartParams(cwd="/"))).thread.id


async def start_turn(client: AppServerClient, thread_id: str) -> None:
    await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="go")]))


async def read_until(client: AppServerClient, kind: type[Any]) -> list[Any]:
    """Every event up to the first of a kind."""
    events: list[Any] = []
    while not events or not isinstance(events[-1], kind):
        event = await client.next_event()
        assert event is not None, "the stream ended before that"
        events.append(event)
    return events


async def queued(client: AppServerClient) -> list[str]:
    """The methods of the events that were sent; at least one was."""
    await client.request(p.ThreadLoadedListParams())  # on a wire its answer comes behind them
    return [getattr(event, "method", "") for event in await client.next_events() or []]


@pytest.mark.promise("audience-unsubscribe", "audience-turn-start")
async def test_a_client_that_left_a_thread_may_start_turns_and_hears_their_status_only(way: str) -> None:
    async with two_clients(way) as (_host, starter, other):
        thread_id = await start_thread(starter)
        await other.request(p.ThreadResumeParams(thread_id=thread_id))
        answers = [
            (await client.request(p.ThreadUnsubscribeParams(thread_id=thread_id))).status
            for client in (starter, starter)
        ]
        assert answers == ["unsubscribed", "notSubscribed"]
        await start_turn(starter, thread_id)
        await read_until(other, p.TurnCompletedNotification)
        assert await queued(starter) == ["thread/started", *["thread/status/changed"] * 2]
        unknown = p.ThreadUnsubscribeParams(thread_id="0199a213-81d3-7dd1-9a8b-4d2b1c8a7f11")
        assert (await starter.request(unknown)).status == "notLoaded"


@pytest.mark.promise("handshake-opt-out-questions")
async def test_opting_out_of_a_question_has_no_effect(way: str) -> None:
    async with two_clients(way, ask, opt_out_notification_methods=[APPROVAL]) as (_host, starter, _other):
        await start_turn(starter, await start_thread(starter))
        question = (await read_until(starter, appserver.ServerRequest))[-1]
        assert question.method == APPROVAL
        assert await starter.resolve_server_request(question.id, {"decision": "decline"}) is True


@pytest.mark.promise("order-same-thread", "order-different-threads")
async def test_requests_of_one_thread_are_handled_in_order_whoever_sends_them(way: str) -> None:
    """And those of another thread pass."""
    handled: list[tuple[str, bool]] = []
    release = anyio.Event()
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ThreadReadParams)
    async def read(ctx: appserver.RequestContext, params: p.ThreadReadParams) -> dict[str, Any]:
        handled.append((params.thread_id, params.include_turns is True))
        if params.thread_id == "one":
            await release.wait()
        raise appserver.ServerError("there are no threads here")

    async def call(client: AppServerClient, thread_id: str, *, include_turns: bool = False) -> None:
        with pytest.raises(appserver.ServerError, match="there are no threads here"):
            await client.request(p.ThreadReadParams(thread_id=thread_id, include_turns=include_turns))

    async with (
        two_clients(way, processor=processor) as (host, owner, other),
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(call, owner, "one")
        await until(lambda: handled == [("one", False)])
        tasks.start_soon(lambda: call(other, "one", include_turns=True))
        await until(lambda: host.server.stats().handlers_waiting == 1)
        await call(other, "two")
        assert handled == [("one", False), ("two", False)]
        release.set()
    assert handled == [("one", False), ("two", False), ("one", True)]


@pytest.mark.promise("order-shared")
async def test_the_configuration_is_read_together_and_written_alone(way: str) -> None:
    begun: list[str] = []
    releases = {"read": anyio.Event(), "write": anyio.Event()}
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ConfigReadParams)
    async def read(ctx: appserver.RequestContext, params: p.ConfigReadParams) -> dict[str, Any]:
        begun.append("read")
        await releases["read"].wait()
        raise appserver.ServerError("there is no configuration here")

    @processor.on_request(p.ConfigBatchWriteParams)
    async def write(ctx: appserver.RequestContext, params: p.ConfigBatchWriteParams) -> dict[str, Any]:
        begun.append("write")
        await releases["write"].wait()
        raise appserver.ServerError("there is no configuration here")

    async def call(client: AppServerClient, params: p.RequestParams[Any]) -> None:
        with pytest.raises(appserver.ServerError, match="there is no configuration here"):
            await client.request(params)

    async with (
        two_clients(way, processor=processor) as (host, owner, other),
        anyio.create_task_group() as tasks,
    ):
        for number, client in enumerate((owner, other), 1):
            tasks.start_soon(call, client, p.ConfigReadParams())
            await until(lambda: begun == ["read"] * number)  # noqa: B023 - awaited within the iteration
        tasks.start_soon(call, owner, p.ConfigBatchWriteParams(edits=[]))
        await until(lambda: host.server.stats().handlers_waiting == 1)
        tasks.start_soon(call, other, p.ConfigReadParams())
        await until(lambda: host.server.stats().handlers_waiting == 2)
        assert begun == ["read", "read"]
        releases["read"].set()
        await until(lambda: len(begun) == 3)
        assert begun[-1] == "write"
        assert host.server.stats().handlers_waiting == 1
        releases["write"].set()
    assert begun == ["read", "read", "write", "read"]


@pytest.mark.promise("resume-told-again", "resume-told-alone")
async def test_who_resumes_a_thread_is_told_what_the_others_know_and_they_are_not(way: str) -> None:
    async def spend(turn: appserver.TurnContext) -> None:
        await turn.report_usage(input_tokens=2, output_tokens=1)
        await turn.run_command("true")

    async with two_clients(way, spend) as (_host, starter, other):
        thread_id = await start_thread(starter)
        await start_turn(starter, thread_id)
        await read_until(starter, appserver.ServerRequest)
        await queued(other)
        await other.request(p.ThreadResumeParams(thread_id=thread_id))
        usage, goal, question = [await other.next_event() for _ in range(3)]
        assert isinstance(usage, p.ThreadTokenUsageUpdatedNotification)
        assert usage.token_usage.total.total_tokens == 3
        assert isinstance(goal, p.ThreadGoalClearedNotification)
        assert isinstance(question, appserver.ServerRequest)
        await other.resolve_server_request(question.id, {"decision": "decline"})
        seen = await read_until(starter, p.TurnCompletedNotification)
        methods = {getattr(event, "method", "") for event in seen}
        assert methods.isdisjoint({"thread/tokenUsage/updated", "thread/goal/cleared"})


@pytest.mark.promise("value-settings-updated")
async def test_changed_settings_are_told_to_experimental_subscribers(way: str) -> None:
    async with two_clients(way, experimental_api=True) as (_host, starter, other):
        thread_id = await start_thread(starter)
        await other.request(p.ThreadResumeParams(thread_id=thread_id))
        params = p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="go")], model="m")
        await starter.request(params)
        told = await read_until(starter, p.TurnCompletedNotification)
        methods = [event.method for event in told]
        assert methods.index("thread/settings/updated") < methods.index("turn/started")
        heard = await read_until(other, p.TurnCompletedNotification)
        assert "thread/settings/updated" not in [event.method for event in heard]
