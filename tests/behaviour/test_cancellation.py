"""Cancellation at every await of every public call: no entry left behind, no event lost, no second delivery."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import in_process
from appserver import protocol as p
from appserver.handlers.initialize import InitializeHandlers
from tests.behaviour.support import (
    CAPACITIES,
    Bench,
    EchoParams,
    FunctionAgent,
    HoldParams,
    begin_reading,
    delta,
    joined_and_final_texts,
    read_turns,
    start_thread,
    start_turn,
    terminal,
    until,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.guarantee("cancellation")

ROUNDS = range(12)
"""After how many rounds of the loop the call is cancelled; every call here is over, or waits for ever, before 12."""


async def cancel_after(rounds: int, call: Any) -> list[Any]:
    """Run `call()` in a task and cancel it after so many rounds of the loop; returns its result, if it had one."""
    results: list[Any] = []
    finished = anyio.Event()

    async def run(scope: anyio.CancelScope) -> None:
        try:
            with scope:
                results.append(await call())
        finally:
            finished.set()

    scope = anyio.CancelScope()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run, scope)
        for _ in range(rounds):
            await checkpoint()
        scope.cancel()
        await finished.wait()
    return results


@pytest.mark.promise("cancel-request", "request-id-duplicate")
@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("params", [EchoParams(), HoldParams()], ids=["plain", "async"])
async def test_a_request_leaves_no_entry(rounds: int, params: Any) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=1)
    async with handle:
        await cancel_after(rounds, lambda: handle.request(params, request_id="mine"))
        assert handle.stats().requests_open == 0
        # The id is free, and the lane serves others.
        bench.release.set()
        await until(lambda: handle.stats().handlers_running == 0)
        assert await handle.request(HoldParams(), request_id="mine") == {}
        assert handle.stats().requests_open == handle.stats().handlers_waiting == 0


async def test_a_timeout_is_told_and_leaves_no_entry() -> None:
    bench = Bench()
    handle = await bench.start()
    client = appserver.InProcessAppServerClient(handle)
    async with client:
        with pytest.raises(TimeoutError):
            await client.request(HoldParams(), timeout=0)
        assert client.stats().requests_open == 0
        bench.release.set()


@pytest.mark.promise("cancel-read")
@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_reads_lose_nothing_and_give_nothing_twice(rounds: int, capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity, drop_policy="block")
    received: list[Any] = []
    total = 40

    async def produce() -> None:
        for number in range(total):
            await bench.outgoing.send_notification(terminal(number))
            for _ in range(number % 3):
                await checkpoint()

    async def iterate() -> Any:
        async for event in handle:
            return [event]
        return []

    async def one() -> Any:
        return [await handle.next_event()]

    reads = (one, lambda: handle.next_events(3), iterate)
    async with handle, anyio.create_task_group() as tasks:
        tasks.start_soon(produce)
        turn = 0
        while len(received) < total:
            for batch in await cancel_after(rounds, reads[turn % 3]):
                received.extend(batch)
            turn += 1
        assert [event.request_id for event in received] == list(range(total))
        assert handle.stats().events.emitted == handle.stats().events.received == total


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_a_cancelled_wait_leaves_no_bell(rounds: int) -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        for _ in range(3):
            await cancel_after(rounds, handle.next_event)
        await bench.outgoing.send_notification(terminal(1))
        assert await handle.next_event() == terminal(1)


@pytest.mark.promise("cancel-send")
@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_a_parked_notification_is_delivered_or_taken_back(rounds: int, capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity)
    async with handle:
        for number in range(capacity):
            await bench.outgoing.send_notification(terminal(number))

        async def send() -> str:
            await bench.outgoing.send_notification(terminal(1_000))
            return "delivered"

        outcome: list[Any] = []

        async def sender() -> None:
            outcome.extend(await cancel_after(rounds, send))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(sender)
            # The reader makes room in the middle of it.
            for _ in range(4):
                await checkpoint()
            events = [await handle.next_event()]
        await until(lambda: handle.stats().parked == 0)
        events += await handle.next_events(1_000) if handle.stats().events.queued else []  # type: ignore[arg-type]
        sent = [event for event in events if event == terminal(1_000)]
        # Whether it was delivered is what its sender was told; a cancelled sender may be told nothing more than that
        # it was cancelled, and then the event is there once or not at all.
        assert len(sent) == 1 if outcome else len(sent) <= 1
        assert events[:capacity] == [terminal(number) for number in range(capacity)]
        assert handle.stats().events.parked == 0


async def test_a_notification_that_waited_for_room_and_was_cancelled_is_not_sent() -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=1)
    async with handle:
        await bench.outgoing.send_notification(terminal(0))
        assert await cancel_after(5, lambda: bench.outgoing.send_notification(terminal(1))) == []
        assert handle.stats().parked == 0
        await handle.next_event()
        assert handle.stats().events.queued == 0


async def test_a_notification_nobody_awaits_does_not_pile_up() -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=1)
    async with handle:
        await bench.outgoing.send_notification(terminal(0))
        for number in range(100):
            bench.outgoing.send_notification(terminal(number)).close()
        assert handle.stats().parked == 0


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_a_question_that_is_given_up_is_over(rounds: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=1)
    params = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
    async with handle:
        await cancel_after(rounds, lambda: bench.outgoing.send_request(params))
        assert handle.stats().server_requests_open == 0
        # Its place is free: with capacity 1 the next question would be refused otherwise.
        async with anyio.create_task_group() as tasks:
            answers: list[Any] = []

            async def ask() -> None:
                answers.append(await bench.outgoing.send_request(params))

            tasks.start_soon(ask)
            event = await handle.next_event()
            assert isinstance(event, appserver.ServerRequest)
            handle.respond_to_server_request(event.id, {"decision": "decline"})
            await until(lambda: answers)


@pytest.mark.promise("cancel-start")
@pytest.mark.parametrize("rounds", ROUNDS)
async def test_a_start_that_is_cancelled_leaves_nothing_running(rounds: int) -> None:
    sessions: list[Any] = []
    processor = appserver.MessageProcessor()
    agreed = InitializeHandlers("/home").initialize

    @processor.on_request(p.InitializeParams)
    async def slowly(ctx: appserver.RequestContext, params: p.InitializeParams) -> Any:
        sessions.append(ctx.session)
        for _ in range(3):
            await checkpoint()
        return agreed(ctx, params)

    async def requirements() -> None:
        for _ in range(3):
            await checkpoint()

    args = in_process.InProcessStartArgs(processor=processor, cloud_requirements=requirements)

    async def start() -> None:
        async with in_process.start(args) as handle:
            await handle.request(p.ConfigRequirementsReadParams())
            await anyio.sleep_forever()

    await cancel_after(rounds, start)
    await until(lambda: all(not session.tasks for session in sessions))
    assert all(session.closing for session in sessions)


@pytest.mark.promise("cancel-shutdown")
@pytest.mark.ends_server
@pytest.mark.parametrize("rounds", ROUNDS)
async def test_a_shutdown_whose_wait_is_cancelled_goes_on(rounds: int) -> None:
    bench = Bench()

    async def work(turn: appserver.TurnContext) -> None:
        await anyio.sleep_forever()

    handle = await bench.start(agent=FunctionAgent(work))
    await start_turn(handle, await start_thread(handle))
    # Cancelled before it began, it may not have begun: a second call ends it in any case.
    await cancel_after(rounds, handle.shutdown)
    await handle.shutdown()
    events = [event async for event in handle]
    completed = [event for event in events if isinstance(event, p.TurnCompletedNotification)]
    assert [event.turn.status for event in completed] == ["interrupted"]
    assert not bench.session.tasks


@pytest.mark.promise("cancel-verbs", "stage-items-completed")
@pytest.mark.parametrize("rounds", ROUNDS)
async def test_verbs_of_an_agent_keep_their_items_whole(rounds: int) -> None:
    """Messages and commands, cancelled at every await: each item that was started is closed once."""

    async def work(turn: appserver.TurnContext) -> None:
        async def speak() -> None:
            async with turn.message() as message:
                await message.delta("one ")
                await message.delta("two")

        async def run() -> None:
            await turn.run_command("true", ask=True)

        for verb in (speak, run, speak):
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(verb)
                    for _ in range(rounds):
                        await checkpoint()
                    scope.cancel()

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work), channel_capacity=2)
    events: list[Any] = []
    async with handle:
        await start_turn(handle, await start_thread(handle))
        async for event in handle:
            events.append(event)
            if isinstance(event, appserver.ServerRequest):
                handle.respond_to_server_request(event.id, {"decision": "decline"})
            if isinstance(event, p.TurnCompletedNotification):
                break
        started = [event.item.id for event in events if isinstance(event, p.ItemStartedNotification)]
        completed = [event.item.id for event in events if isinstance(event, p.ItemCompletedNotification)]
        assert len(set(started)) == len(started)
        assert sorted(completed) == sorted(started)
        assert handle.stats().server_requests_open == 0


async def patch(turn: appserver.TurnContext, number: int) -> None:
    change = p.FileUpdateChange(path=f"file-{number}", kind=p.AddPatchChangeKind(), diff="x\n")
    await turn.apply_patch([change])


async def reason(turn: appserver.TurnContext, number: int) -> None:
    async with turn.reasoning() as reasoning:
        await reasoning.summary_delta("a")
        await reasoning.delta("b")
        await reasoning.next_summary_part()
        await reasoning.summary_delta("c")


async def plan(turn: appserver.TurnContext, number: int) -> None:
    async with turn.plan() as writer:
        await writer.delta("a")
        await writer.delta("b")


async def ask(turn: appserver.TurnContext, number: int) -> None:
    await turn.ask_user([p.ToolRequestUserInputQuestion(id="q", header="h", question="?")])


@pytest.mark.promise("cancel-verbs", "stage-items-completed")
@pytest.mark.parametrize("slowly", [False, True], ids=["reading", "reading-slowly"])
@pytest.mark.parametrize("capacity", CAPACITIES)
@pytest.mark.parametrize("verb", [patch, reason, plan, ask])
async def test_every_verb_may_be_cancelled_at_every_await(
    verb: Any, capacity: int, slowly: bool, tmp_path: Path
) -> None:
    """Items and questions that were begun are ended, streamed and final text agree, and the thread is idle again."""
    numbers = count()

    async def work(turn: appserver.TurnContext) -> None:
        for _ in range(3):
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(verb, turn, next(numbers))
                    for _ in range(int(turn.text)):
                        await checkpoint()
                    scope.cancel()

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work), channel_capacity=capacity)
    async with handle:
        for rounds in ROUNDS:
            thread = (await handle.request(p.ThreadStartParams(cwd=str(tmp_path))))["thread"]["id"]
            await start_turn(handle, thread, str(rounds))
            events: list[Any] = []
            while not events or not isinstance(events[-1], p.TurnCompletedNotification):
                for _ in range(3 if slowly else 0):
                    await checkpoint()
                event = await handle.next_event()
                events.append(event)
                if isinstance(event, appserver.ServerRequest):
                    answer: dict[str, Any] = {"answers": {}} if verb is ask else {"decision": "accept"}
                    handle.respond_to_server_request(event.id, answer)
            assert events[-1].turn.status == "completed", rounds
            assert_whole(events, rounds)
            assert handle.stats().server_requests_open == 0, rounds


def assert_whole(events: list[Any], rounds: int) -> None:
    """Check the events of one turn."""
    started = [event.item.id for event in events if isinstance(event, p.ItemStartedNotification)]
    ended = {event.item.id: event.item for event in events if isinstance(event, p.ItemCompletedNotification)}
    assert len(set(started)) == len(started), rounds
    assert sorted(ended) == sorted(started), rounds
    asked = {event.id for event in events if isinstance(event, appserver.ServerRequest)}
    resolved = [
        event.request_id for event in events if isinstance(event, p.ServerRequestResolvedNotification)
    ]
    assert len(set(resolved)) == len(resolved), rounds
    assert asked <= set(resolved), rounds
    texts: dict[str, str] = defaultdict(str)
    for event in events:
        if isinstance(event, p.PlanDeltaNotification | p.ReasoningTextDeltaNotification):
            texts[event.item_id] += event.delta
    final: dict[str, str] = {}
    for item in ended.values():
        match item:
            case p.PlanThreadItem():
                final[item.id] = item.text
            case p.ReasoningThreadItem():
                final[item.id] = "".join(item.content)
    assert texts == {item_id: final[item_id] for item_id in texts}, rounds
    statuses = [event.status for event in events if isinstance(event, p.ThreadStatusChangedNotification)]
    assert statuses[-1].to_wire() == {"type": "idle"}, rounds


@pytest.mark.promise("stalled-reader-interrupts")
async def test_a_producer_is_woken_by_an_interrupt() -> None:
    entered = anyio.Event()
    parked = 0

    async def work(turn: appserver.TurnContext) -> None:
        nonlocal parked
        entered.set()
        with suppress(Exception):
            while True:
                parked += 1
                await turn.send_message("more")

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work), channel_capacity=1)
    async with handle:
        thread_id = await start_thread(handle)
        turn_id = await start_turn(handle, thread_id)
        await until(lambda: handle.stats().parked)
        await handle.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=turn_id))
        events = []
        async for event in handle:
            events.append(event)
            if isinstance(event, p.TurnCompletedNotification):
                break
        assert events[-1].turn.status == "interrupted"  # type: ignore[union-attr]
        assert await handle.request(EchoParams(text="still here")) == {"text": "still here"}
        assert bench.outgoing.try_send_notification(delta("after"))


@pytest.mark.promise("item-text")
async def test_text_that_one_stream_has_stays_said_when_another_makes_it_wait() -> None:
    async def work(turn: appserver.TurnContext) -> None:
        async with turn.message() as message:
            for text in ("shown, ", "and shown"):
                with anyio.CancelScope() as scope:
                    async with anyio.create_task_group() as tasks:
                        tasks.start_soon(message.delta, text)
                        await until(lambda: handle.stats().parked == 1)
                        scope.cancel()
            slow.close()

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work))
    slow = begin_reading(
        handle.subscribe(capacity=1, methods=["turn/started", "item/agentMessage/delta"], policy="block")
    )
    await start_turn(handle, await start_thread(handle))
    joined, final = joined_and_final_texts(await read_turns(handle, 1))
    assert list(joined.values()) == list(final.values()) == ["shown, and shown"]
    assert slow.stats().dropped == 3  # both deltas, and what was thrown away when it closed
    await handle.shutdown()


async def test_the_end_of_a_turn_is_told_once_to_who_has_it() -> None:
    async def work(turn: appserver.TurnContext) -> None:
        pass

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work))
    slow = begin_reading(
        handle.subscribe(capacity=1, methods=["turn/started", "turn/completed"], policy="block")
    )
    await start_turn(handle, await start_thread(handle))
    await until(lambda: handle.stats().parked == 1)
    for task in tuple(bench.session.tasks):
        task.cancel()
    await until(lambda: handle.stats().parked == 0 and not bench.session.tasks)
    await handle.shutdown()
    events = [event async for event in handle]
    assert sum(isinstance(event, p.TurnCompletedNotification) for event in events) == 1
    read = [event async for event in slow]
    assert isinstance(read[0], p.TurnStartedNotification)
    assert read[1:] == [appserver.Lagged(1)]
