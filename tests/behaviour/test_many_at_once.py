"""What is done to thousands is cut into slices: other tasks of the loop run in between, and nobody is left out.

No clock: a task that runs in every round of the loop notes how much was done since its last one.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from appserver.backends import current_backend
from appserver.backends.slices import SLICE, Slices, in_slices
from tests.behaviour.support import SPACIOUS, HoldParams, HoldResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

MANY = 1500

A_ROUND = 8 * SLICE
"""What is done between two looks: one slice on asyncio; on trio, which runs tasks in random order, a few."""

ROOM: dict[str, Any] = {**SPACIOUS, "max_server_event_bytes": 1 << 30}


class Rounds:
    """Notes how much was done between two rounds of the loop, at the most."""

    def __init__(self) -> None:
        self.done = 0
        self.most = 0
        self._seen = 0

    def look(self) -> None:
        """Another round."""
        self.most = max(self.most, self.done - self._seen)
        self._seen = self.done

    async def run(self) -> None:
        """Look in every round."""
        while True:
            self.look()
            await checkpoint()


@asynccontextmanager
async def rounds(noted: Rounds | None = None) -> AsyncIterator[Rounds]:
    """Look while the block runs."""
    noted = noted or Rounds()
    async with anyio.create_task_group() as group:
        group.start_soon(noted.run)
        yield noted
        noted.look()
        group.cancel_scope.cancel()


async def until(condition: Callable[[], bool]) -> None:
    with anyio.fail_after(40):
        while not condition():
            await checkpoint()


class Sleeper(appserver.Agent):
    """Never ends by itself; counts its turns that run, and those that were interrupted."""

    def __init__(self) -> None:
        self.running = 0
        self.on_end: Callable[[], None] = lambda: None

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        self.running += 1
        try:
            await anyio.sleep_forever()
        finally:
            self.running -= 1
            self.on_end()


@pytest.mark.promise("many-turns-end-in-slices")
async def test_many_turns_end_in_slices_and_each_is_completed() -> None:
    agent = Sleeper()
    client = await appserver.start(agent=agent, **ROOM)
    completed = 0

    async def read() -> None:
        nonlocal completed
        while (events := await client.next_events()) is not None:
            completed += sum(isinstance(event, p.TurnCompletedNotification) for event in events)

    async with anyio.create_task_group() as group:
        group.start_soon(read)
        for _ in range(MANY):
            thread = (await client.request(p.ThreadStartParams())).thread
            await client.request(p.TurnStartParams(thread_id=thread.id, input=[p.TextUserInput(text="x")]))
        await until(lambda: agent.running == MANY)
        noted = Rounds()
        async with rounds(noted):

            def count() -> None:
                noted.done += 1

            agent.on_end = count
            await client.shutdown()
        assert (noted.done, agent.running) == (MANY, 0)
        assert noted.most <= A_ROUND
    assert completed == MANY


@pytest.mark.promise("many-refused-in-slices")
@pytest.mark.parametrize("ends", ["client", "server"])
async def test_many_open_requests_are_answered_in_slices(ends: str) -> None:
    processor = appserver.MessageProcessor()

    @processor.on_request(HoldParams)
    async def hold(ctx: appserver.RequestContext, params: HoldParams) -> HoldResponse:
        await anyio.sleep_forever()
        return HoldResponse()

    server = await appserver.serve(processor=processor)
    client = await server.connect(**SPACIOUS)
    async with rounds() as noted, anyio.create_task_group() as group:

        async def ask() -> None:
            with pytest.raises(appserver.ServerError):
                await client.request(HoldParams())
            noted.done += 1

        for _ in range(MANY):
            group.start_soon(ask)
        await until(lambda: client.stats().requests_open == MANY)
        noted.look()
        await (client if ends == "client" else server).shutdown()
    assert noted.done == MANY
    assert noted.most <= A_ROUND
    await server.shutdown()


@pytest.mark.promise("many-woken-in-slices")
@pytest.mark.parametrize("ends", ["stream", "server"])
async def test_many_producers_are_woken_in_slices(ends: str) -> None:
    outgoing: list[Any] = []
    processor = appserver.MessageProcessor()

    @processor.on_request(HoldParams)
    def hand_over(ctx: appserver.RequestContext, params: HoldParams) -> HoldResponse:
        outgoing.append(ctx.outgoing)
        return HoldResponse()

    client = await appserver.start(processor=processor, channel_capacity=1, drop_policy="block")
    await client.request(HoldParams())
    event = p.UnknownNotification("test/event", {})
    await outgoing[0].send_notification(event)
    await client.next_event()  # a stream that was never read would hold up nobody
    async with rounds() as noted, anyio.create_task_group() as group:

        async def produce() -> None:
            with suppress(appserver.RuntimeClosedError):
                await outgoing[0].send_notification(event)
            noted.done += 1

        for _ in range(MANY):
            group.start_soon(produce)
        await until(lambda: client.stats().parked >= MANY - 10)
        noted.look()
        if ends == "stream":
            client.handle.events.close()
        else:
            await client.shutdown()
    assert noted.done == MANY
    assert noted.most <= A_ROUND
    await client.shutdown()


@pytest.mark.promise("many-handled-in-slices")
async def test_many_requests_that_waited_for_one_run_in_slices() -> None:
    release = anyio.Event()
    ran = 0
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ThreadSetNameParams)
    async def first(ctx: appserver.RequestContext, params: p.ThreadSetNameParams) -> Any:
        await release.wait()
        return {}

    @processor.on_request(p.ThreadUnsubscribeParams)
    def later(ctx: appserver.RequestContext, params: p.ThreadUnsubscribeParams) -> Any:
        nonlocal ran
        ran += 1
        return {"status": "unsubscribed"}

    client = await appserver.start(processor=processor, **ROOM)
    async with rounds() as noted, anyio.create_task_group() as group:
        group.start_soon(client.request_raw, "thread/name/set", {"threadId": "t", "name": "n"})
        await until(lambda: client.stats().handlers_running == 1)

        async def ask() -> None:
            await client.request_raw("thread/unsubscribe", {"threadId": "t"})
            noted.done += 1

        for _ in range(MANY):
            group.start_soon(ask)
        await until(lambda: client.stats().handlers_waiting == MANY)
        release.set()
    assert (ran, noted.done) == (MANY, MANY)
    assert noted.most <= A_ROUND
    await client.shutdown()


async def test_what_must_wait_its_turn_goes_on_slice_by_slice() -> None:
    slices = Slices(current_backend())
    async with rounds() as noted, anyio.create_task_group() as group:

        async def wait() -> None:
            await slices.turn()
            noted.done += 1

        for _ in range(MANY):
            group.start_soon(wait)
    assert noted.done == MANY
    assert noted.most <= A_ROUND


async def test_one_that_fails_leaves_the_others_alone(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    def act(number: int) -> None:
        if number == 3:
            raise ValueError("three")
        done.append(number)

    slices = Slices(current_backend())
    slices.add([lambda number=number: act(number) for number in range(MANY)])  # type: ignore[misc]
    await until(lambda: slices.is_over)
    assert done == [number for number in range(MANY) if number != 3]
    assert "one of many" in caplog.text


async def test_slices_end_at_once_where_nobody_can_wait() -> None:
    done: list[int] = []
    slices = Slices(current_backend())
    slices.add([lambda number=number: done.append(number) for number in range(MANY)])  # type: ignore[misc]
    assert len(done) == SLICE
    slices.finish()
    assert (done, slices.is_over) == (list(range(MANY)), True)


async def test_a_coroutine_lets_others_run_after_each_slice() -> None:
    async with rounds() as noted:

        def act(_: int) -> None:
            noted.done += 1

        await in_slices(range(MANY), act)
    assert noted.done == MANY
    assert noted.most <= A_ROUND
