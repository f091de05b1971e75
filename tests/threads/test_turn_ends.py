"""The end of a turn is said once, after all else, and a finished item holds just the text that was delivered."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from appserver.errors import OverloadedError, TurnClosedError
from appserver.threads.manager import MAX_UNANNOUNCED_THREADS
from tests.threads.harness import CLOSE, MESSAGE, OPEN, ScriptedAgent, running

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.agents.turn_context import TurnContext

pytestmark = pytest.mark.guarantee("one-turn-completed")

ASYNCIO = [("asyncio", {"use_uvloop": False}), ("asyncio", {"use_uvloop": True})]
"""Trio's tasks are cancelled through scopes only, never from outside."""


async def until(condition: Callable[[], bool]) -> None:
    """Let others run until the condition is true."""
    with anyio.fail_after(10):
        while not condition():
            await checkpoint()


def cancel_tasks(*beginnings: str) -> None:
    """Cancel tasks from outside, as a host does that stops everything it finds."""
    for task in asyncio.all_tasks():
        if task.get_name().startswith(beginnings):
            task.cancel()


async def silent(turn: TurnContext) -> None:
    return


@pytest.mark.parametrize("anyio_backend", ASYNCIO)
async def test_a_supervisor_that_is_cancelled_as_its_wait_ends_repeats_nothing() -> None:
    async with appserver.start(
        agent=ScriptedAgent(silent), legacy_notifications=False, channel_capacity=4
    ) as client:
        assert not client.handle.events._subscription.take()  # it is read: it holds up its producers
        thread = (await client.request(p.ThreadStartParams())).thread
        await client.request(p.TurnStartParams(thread_id=thread.id, input=[]))
        await until(lambda: client.stats().parked == 1)  # `turn/completed`
        events: list[Any] = await client.next_events(3) or []
        assert client.stats().parked == 0
        cancel_tasks("turn ")
        await until(lambda: not any(task.get_name().startswith("turn ") for task in asyncio.all_tasks()))
        while client.stats().events.queued:
            events += await client.next_events() or []
        names = ["thread/started", "thread/status/changed", "turn/started"]
        assert [event.method for event in events] == [*names, *CLOSE]


@pytest.mark.promise("turn-end-last")
@pytest.mark.parametrize("steps", range(8))
async def test_a_task_that_outlives_its_turn_says_nothing_after_it(steps: int) -> None:
    message: Any = None

    async def run(turn: TurnContext) -> None:
        nonlocal message
        message = await turn.message().__aenter__()
        begun.set()
        for _ in range(steps):
            await checkpoint()

    async def stray() -> None:
        await begun.wait()
        with contextlib.suppress(TurnClosedError):
            for number in range(1_000):
                await message.delta(f"{number} ")

    begun = anyio.Event()
    events: list[Any] = []
    client = await appserver.start(
        agent=ScriptedAgent(run), legacy_notifications=False, channel_capacity=4_000
    )
    async with client, anyio.create_task_group() as tasks:
        thread = (await client.request(p.ThreadStartParams())).thread
        tasks.start_soon(stray)
        await client.request(p.TurnStartParams(thread_id=thread.id, input=[]))
        async for event in client:
            events.append(event)
            if isinstance(event, p.TurnCompletedNotification):
                break
        for _ in range(20):
            await checkpoint()
        assert client.stats().events.queued == 0
    said = "".join(event.delta for event in events if isinstance(event, p.AgentMessageDeltaNotification))
    ends = [event for event in events if event.method == "item/completed"]
    assert [end.item.text for end in ends] == [said]


@pytest.mark.promise("item-text")
async def test_text_that_was_taken_back_is_in_no_item() -> None:
    async def run(turn: TurnContext) -> None:
        async with turn.message() as message, turn.reasoning() as reasoning:
            await message.delta("kept ")
            await reasoning.summary_delta("one")
            harness.connection.is_full = True
            with anyio.move_on_after(0.01):
                await message.delta("lost ")
            with anyio.move_on_after(0.01):
                await reasoning.next_summary_part()
            harness.connection.release()
            await message.delta("kept too")
            await reasoning.summary_delta(" and two")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.completed()
        _, reasoning, message = (n.item for n in harness.connection.of("item/completed"))
        assert message.text == "kept kept too"
        assert reasoning.summary == ["one and two"]
        deltas = harness.connection.of("item/reasoning/summaryTextDelta")
        assert [delta.summary_index for delta in deltas] == [0, 0]


async def test_an_item_ends_after_the_text_that_other_tasks_still_send() -> None:
    async def run(turn: TurnContext) -> None:
        async with anyio.create_task_group() as tasks, turn.message() as message:
            harness.connection.is_full = True
            tasks.start_soon(message.delta, "late")
            await harness.connection.until(lambda: bool(harness.connection.parked))

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.connection.until(lambda: "item/agentMessage/delta" in harness.connection.parked)
        for _ in range(10):
            await checkpoint()
        assert harness.connection.parked == ["item/agentMessage/delta"]
        harness.connection.release()
        await harness.completed()
        assert harness.connection.of("item/completed")[-1].item.text == "late"


@pytest.mark.promise("turn-end-last")
@pytest.mark.parametrize("held", ["item/agentMessage/delta", "item/completed"])
async def test_what_is_still_carried_does_not_follow_a_turn_that_was_closed_at_once(held: str) -> None:
    async def run(turn: TurnContext) -> None:
        async with turn.message() as message:
            await hold("item/agentMessage/delta")
            await message.delta("x")
            await hold("item/completed")

    async def hold(method: str) -> None:
        """From here on, let others run before this is sent, as the core does now and then."""
        if method == held:
            harness.connection.yields.add(method)
            harness.connection.is_full = (
                method == "item/completed"
            )  # its sender asks first whether there is room

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.connection.until(lambda: bool(harness.connection.yielded))
        harness.connection.is_full = False
        harness.session.threads.close()
        harness.connection.yields.clear()
        await harness.tasks_done()
        assert harness.connection.names[-2:] == CLOSE
        assert harness.connection.names.count("turn/completed") == 1


@pytest.mark.promise("turn-end-host-cancels")
@pytest.mark.parametrize("anyio_backend", ASYNCIO)
async def test_tasks_that_are_cancelled_before_their_first_step() -> None:
    async with running(silent) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        cancel_tasks("turn", "announce")
        assert (await harness.completed()).status == "interrupted"
        names = ["thread/started", *OPEN[1:], *CLOSE]
        assert harness.connection.names == ["R", "R", *names]
        harness.start_turn(thread_id)
        assert (await harness.completed(2)).status == "completed"
        assert harness.connection.names == ["R", "R", *names, *OPEN, *CLOSE]


@pytest.mark.promise("stage-announced")
@pytest.mark.parametrize("anyio_backend", ASYNCIO)
async def test_a_thread_whose_announcement_was_cancelled_is_announced_by_its_turn() -> None:
    async with running(silent) as harness:
        harness.connection.is_full = True
        harness.start_turn(harness.start_thread())
        await harness.connection.until(lambda: bool(harness.connection.parked))
        cancel_tasks("announce")
        for _ in range(5):
            await checkpoint()
        harness.connection.release()
        await harness.completed()
        assert harness.connection.names == ["R", "R", "thread/started", *OPEN[1:], *CLOSE]


@pytest.mark.promise("stage-one-after-the-other")
@pytest.mark.parametrize("anyio_backend", ASYNCIO)
async def test_a_turn_that_is_cancelled_while_it_waits_for_another_ends_after_it() -> None:
    async with running(silent) as harness:
        harness.connection.is_full = True
        thread_id = harness.start_thread()
        harness.interrupt(thread_id, harness.start_turn(thread_id))
        second = harness.start_turn(thread_id)
        await harness.connection.until(lambda: bool(harness.connection.parked))
        cancel_tasks(f"turn {second}")
        for _ in range(5):
            await checkpoint()
        harness.connection.release()
        await harness.completed(2)
        ends = [name for name in harness.connection.names if name in ("turn/started", "turn/completed")]
        assert ends == ["turn/started", "turn/completed"] * 2
        assert harness.connection.names.count("thread/started") == 1
        assert harness.connection.of("turn/completed")[1].turn.id == second


@pytest.mark.parametrize("anyio_backend", ASYNCIO)
@pytest.mark.parametrize("is_early", [False, True])
async def test_a_delivery_whose_task_is_cancelled_is_carried_on(is_early: bool) -> None:
    async def run(turn: TurnContext) -> None:
        harness.connection.is_full = True
        await turn.send_message("hi")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await until(lambda: harness.connection.parked == ["item/started"])
        for _ in range(0 if is_early else 3):
            await checkpoint()
        cancel_tasks("deliver")
        for _ in range(3):
            await checkpoint()
        assert harness.connection.parked == ["item/started"]
        harness.connection.release()
        await harness.completed()
        assert harness.connection.names == ["R", "R", "thread/started", *OPEN[1:], *MESSAGE, *CLOSE]


async def test_resumes_and_new_threads_that_nobody_reads_are_bounded() -> None:
    async with running(silent, legacy_notifications=True) as harness:
        thread_id = harness.start_thread()
        await harness.connection.seen("codex/event/session_configured")
        await until(lambda: not harness.session.tasks)
        harness.connection.is_full = True
        for _ in range(100):
            harness.call(p.ThreadResumeParams(thread_id=thread_id))
        assert len([task for task in harness.session.tasks if not task.done]) == 1
        for _ in range(MAX_UNANNOUNCED_THREADS):
            harness.start_thread()
        with pytest.raises(OverloadedError, match="too many new threads"):
            harness.start_thread()
        harness.connection.release()
        await until(lambda: not harness.session.tasks)
        harness.start_thread()
