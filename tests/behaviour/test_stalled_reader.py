"""A reader that does not read holds up nobody but the turns whose events it must not lose."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import (
    CAPACITIES,
    Bench,
    Chatter,
    EchoParams,
    FunctionAgent,
    begin_reading,
    joined_and_final_texts,
    read_turns,
    start_thread,
    start_turn,
    until,
)

pytestmark = pytest.mark.guarantee("stalled-reader")

MAX_EVENT_BYTES = 64 * 1024


@pytest.mark.promise("stalled-reader-requests", "stalled-reader-bounds")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_deltas_and_final_texts_agree_once_the_reader_starts(capacity: int) -> None:
    bench = Bench()
    # Ten turns of 10 messages of 100 deltas: 10 000 deltas, and a start and an end for each of 100 messages.
    handle = await bench.start(
        agent=Chatter(10, 100), channel_capacity=capacity, max_event_bytes=MAX_EVENT_BYTES
    )
    async with handle:
        threads = [await start_thread(handle) for _ in range(10)]
        for thread_id in threads:
            await start_turn(handle, thread_id)
        await until(lambda: handle.stats().parked > 0)
        stats = handle.stats()
        assert stats.events.peak_queued <= capacity
        assert stats.events.peak_queued_bytes <= MAX_EVENT_BYTES

        # Nothing else waits: requests are answered while every producer is parked.
        for number in range(1_000):
            answer = await handle.request(EchoParams(text=str(number)))
            assert answer == {"text": str(number)}

        events = await read_turns(handle, 10)
        joined, final = joined_and_final_texts(events)
        assert len(final) == 100
        assert joined == final
        for turn in range(10):
            expected = "".join(f"[{turn}.{number}]" for number in range(100))
            assert list(final.values()).count(expected) == 10
        assert handle.stats().events.dropped == 0
        assert handle.stats().events.peak_queued_bytes <= MAX_EVENT_BYTES


@pytest.mark.promise("stalled-reader-interrupts")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_interrupts_are_answered_while_producers_are_parked(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(1_000, 10), channel_capacity=capacity)
    async with handle:
        turns = []
        for _ in range(100):
            thread_id = await start_thread(handle)
            turns.append((thread_id, await start_turn(handle, thread_id)))
        await until(lambda: handle.stats().parked > 0)
        for thread_id, turn_id in turns:
            assert await handle.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=turn_id)) == {}
        completed = [
            event for event in await read_turns(handle, 100) if isinstance(event, p.TurnCompletedNotification)
        ]
        assert sorted(event.turn.id for event in completed) == sorted(turn_id for _, turn_id in turns)
        assert {event.turn.status for event in completed} == {"interrupted"}


@pytest.mark.promise("stalled-reader-answers")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_questions_are_answered_while_producers_are_parked_and_nobody_reads(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(1_000, 10), channel_capacity=capacity)
    params = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
    answers: list[str] = []

    async def ask() -> None:
        answers.append((await bench.outgoing.send_request(params)).decision)

    async with handle:
        for _ in range(5):
            await start_turn(handle, await start_thread(handle))
        await until(lambda: handle.stats().parked > 0)
        async with anyio.create_task_group() as tasks:
            for number in range(100):
                tasks.start_soon(ask)
                await until(lambda: handle.stats().server_requests_open == 1)
                handle.respond_to_server_request(number, {"decision": "decline"})
                await until(lambda: len(answers) > number)  # noqa: B023 - awaited within the iteration
                assert handle.stats().parked > 0
        assert answers == ["decline"] * 100
        assert handle.stats().events.received == 0
        assert handle.stats().late_server_answers == 0


@pytest.mark.promise("stalled-reader-answers")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_answers_to_approvals_go_through_while_nobody_reads(capacity: int) -> None:
    decisions: list[str] = []
    chatter = Chatter(1_000, 10)

    async def work(turn: appserver.TurnContext) -> None:
        if turn.text == "chat":
            await chatter.run_turn(turn)
        else:
            decisions.append((await turn.run_command("true", ask=True)).status)

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work), channel_capacity=capacity)
    async with handle:
        questions: list[int] = []
        for number in range(100):
            await start_turn(handle, await start_thread(handle), "ask")
            while len(questions) <= number:
                event = await handle.next_event()
                if isinstance(event, appserver.ServerRequest):
                    questions.append(event.id)
        assert handle.stats().server_requests_open == 100
        chat = await start_thread(handle)
        chatting = await start_turn(handle, chat, "chat")
        await until(lambda: handle.stats().parked > 0)
        # From here on nobody reads.
        read = handle.stats().events.received
        for left, question in zip(range(99, -1, -1), questions, strict=True):
            handle.respond_to_server_request(question, {"decision": "decline"})
            await until(lambda: handle.stats().server_requests_open == left)  # noqa: B023
        assert handle.stats().events.received == read
        assert handle.stats().parked > 0
        # Reading again shows what became of them.
        await handle.request(p.TurnInterruptParams(thread_id=chat, turn_id=chatting))
        await read_turns(handle, 101)
        assert decisions == ["declined"] * 100


@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_approvals_are_answered_by_a_reader_that_stops_at_each(capacity: int) -> None:
    decisions: list[str] = []

    async def ask(turn: Any) -> None:
        async with turn.message() as message:
            await message.delta("a message before the question")
        result = await turn.run_command("true", ask=True)
        decisions.append(result.status)

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(ask), channel_capacity=capacity)
    async with handle:
        finished = 0
        for _ in range(100):
            thread_id = await start_thread(handle)
            await start_turn(handle, thread_id)
            # Read as far as the question, then stop reading and answer.
            while True:
                event = await handle.next_event()
                if isinstance(event, p.TurnCompletedNotification):
                    finished += 1
                if isinstance(event, appserver.ServerRequest):
                    handle.respond_to_server_request(event.id, {"decision": "decline"})
                    break
            assert handle.stats().server_requests_open == 0
        while finished < 100:
            finished += isinstance(await handle.next_event(), p.TurnCompletedNotification)
        assert decisions == ["declined"] * 100


@pytest.mark.promise("stalled-reader-other-streams")
async def test_a_stalled_stream_does_not_slow_another_reader_of_what_may_be_dropped() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        stalled = begin_reading(handle.subscribe(capacity=1, policy="drop_newest"))
        reading = handle.subscribe(capacity=1)
        received: list[Any] = []

        async def read() -> None:
            for _ in range(500):
                received.append(await reading.next_event())  # noqa: PERF401 - the producer watches its length

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            for number in range(500):
                note = p.WarningNotification(message=str(number))
                await bench.outgoing.send_notification(note)
                await until(lambda: len(received) > number)  # noqa: B023 - awaited within the iteration
        assert [event.message for event in received] == [str(number) for number in range(500)]
        assert stalled.stats().dropped == 499
