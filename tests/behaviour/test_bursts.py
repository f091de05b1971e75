"""Bursts beside a reader that reads: what would be refused only because something is unread gives it its turn."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import CAPACITIES, Bench, FunctionAgent, begin_reading, until


@pytest.mark.promise("burst-threads")
@pytest.mark.parametrize("options", [{}, {"channel_capacity": 1}, {"legacy_notifications": False}])
async def test_a_thousand_threads_are_started_at_once_beside_a_reader(options: dict[str, Any]) -> None:
    started: set[str] = set()
    announced: set[str] = set()
    async with appserver.start(**options) as client:

        async def start() -> None:
            started.add((await client.request(p.ThreadStartParams(cwd="/"))).thread.id)

        async def read() -> None:
            async for event in client:
                if isinstance(event, p.ThreadStartedNotification):
                    announced.add(event.thread.id)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            async with anyio.create_task_group() as burst:
                for _ in range(1_000):
                    burst.start_soon(start)
            await until(lambda: len(announced) == 1_000)
            tasks.cancel_scope.cancel()
    assert started == announced


@pytest.mark.promise("burst-threads")
async def test_a_thousand_threads_are_started_at_once_where_nobody_reads() -> None:
    async with appserver.start() as client:
        async with anyio.create_task_group() as burst:
            for _ in range(1_000):
                burst.start_soon(client.request, p.ThreadStartParams(cwd="/"))
        assert client.stats().threads == 1_000


@pytest.mark.promise("burst-threads")
async def test_a_reader_that_does_not_read_leaves_the_burst_refused() -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=1)
    outcomes: list[Any] = []

    async def start() -> None:
        try:
            outcomes.append(await handle.request(p.ThreadStartParams(cwd="/")))
        except appserver.OverloadedError as error:
            outcomes.append(error)

    async with handle, anyio.create_task_group() as tasks:
        for _ in range(200):
            tasks.start_soon(start)
        await until(lambda: len(outcomes) == 200)
        refused = [outcome for outcome in outcomes if isinstance(outcome, appserver.OverloadedError)]
        assert 0 < len(refused) < 200
        assert handle.stats().requests_open == 0


@pytest.mark.promise("burst-questions")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_four_hundred_approvals_at_once_are_all_shown_to_a_reader(capacity: int) -> None:
    statuses: list[str] = []
    shown: set[int] = set()

    async def ask(turn: appserver.TurnContext) -> None:
        statuses.append((await turn.run_command("true", ask=True)).status)

    async with appserver.start(agent=FunctionAgent(ask), channel_capacity=capacity) as client:
        async with anyio.create_task_group() as tasks:

            async def start() -> None:
                thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
                prompt = [p.TextUserInput(text="go")]
                await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))

            for _ in range(400):
                tasks.start_soon(start)
            async for event in client:
                if isinstance(event, appserver.ServerRequest):
                    shown.add(event.id)
                    assert await client.resolve_server_request(event.id, {"decision": "decline"})
                if len(statuses) == 400:
                    break
        assert statuses == ["declined"] * 400
        assert len(shown) == 400
        assert client.stats().server_requests_rejected == 0 or shown == set(range(400))


@pytest.mark.promise("burst-questions")
async def test_a_lane_whose_reader_does_not_read_refuses_at_once() -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=2)
    params = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
    refused: list[int] = []

    async def ask() -> None:
        try:
            await bench.outgoing.send_request(params)
        except appserver.OverloadedError as error:
            refused.append(error.code)

    async with handle, anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(ask)
        await until(lambda: len(refused) == 3)
        assert handle.stats().server_requests_open == 2
        tasks.cancel_scope.cancel()


@pytest.mark.promise("questions-on-thread-streams")
async def test_who_reads_one_thread_alone_is_asked_there_for_ever() -> None:
    async def ask(turn: appserver.TurnContext) -> None:
        await turn.run_command("true", ask=True)

    async with appserver.start(agent=FunctionAgent(ask), channel_capacity=2) as client:
        thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
        events = begin_reading(client.subscribe(thread_id=thread_id))
        for _ in range(20):
            prompt = [p.TextUserInput(text="go")]
            await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))
            asked = 0
            async for event in events:
                if isinstance(event, appserver.ServerRequest):
                    asked += 1
                    assert client.open_server_requests(thread_id) == [event]
                    assert await client.resolve_server_request(event.id, {"decision": "decline"})
                if isinstance(event, p.TurnCompletedNotification):
                    break
            assert asked == 1
