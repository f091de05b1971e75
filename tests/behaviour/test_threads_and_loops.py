"""Several threads, several loops, several runtimes: all of them at once."""

from __future__ import annotations

import threading
from typing import Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import (
    Bench,
    Chatter,
    EchoParams,
    FunctionAgent,
    HoldParams,
    HoldResponse,
    OutgoingParams,
    delta,
    joined_and_final_texts,
    read_turns,
    start_thread,
    start_turn,
    until,
)


def run_in_thread(function: Any, backend: str = "asyncio") -> threading.Thread:
    """Run a coroutine function on a thread and a loop of its own."""
    thread = threading.Thread(target=anyio.run, args=(function,), kwargs={"backend": backend})
    thread.start()
    return thread


@pytest.mark.promise("loops-any-caller")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
async def test_any_thread_may_call_a_sender(backend: str) -> None:
    bench = Bench()
    bench.release.set()
    handle = await bench.start()
    answers: list[Any] = []

    async with handle:
        sender = handle.sender()

        async def call() -> None:
            for number in range(100):
                answers.append(await sender.request(EchoParams(text=str(number))))
                answers.append(await sender.request(HoldParams()))
            # What lives on the runtime's loop is reached as well.
            answers.append((await sender.request(p.ThreadStartParams(cwd="/")))["thread"]["id"])

        threads = [run_in_thread(call, backend) for _ in range(3)]
        for thread in threads:
            await anyio.to_thread.run_sync(thread.join)
        assert len(answers) == 3 * 201
        assert handle.stats().requests_open == 0
        assert len({answer for answer in answers if isinstance(answer, str)}) == 3


@pytest.mark.promise("loops-handlers")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
async def test_handlers_and_agents_run_in_the_runtime_s_own_context(backend: str) -> None:
    """A caller on trio must not make a handler on asyncio believe that trio is running, nor the other way round."""
    bench = Bench()
    bench.release.set()

    class NapParams(p.RequestParams[HoldResponse]):
        method = "test/nap"
        response_type = HoldResponse

    @bench.processor.on_request(NapParams)
    async def nap(ctx: appserver.RequestContext, params: NapParams) -> HoldResponse:
        await anyio.lowlevel.checkpoint()
        with anyio.move_on_after(1):
            await anyio.lowlevel.checkpoint()
        return HoldResponse()

    async def work(turn: appserver.TurnContext) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(anyio.lowlevel.checkpoint)
        await turn.send_message("done")

    handle = await bench.start(agent=FunctionAgent(work))
    async with handle:

        async def call() -> None:
            assert await handle.request(NapParams()) == {}
            await start_turn(handle, await start_thread(handle))

        thread = run_in_thread(call, backend)
        events = await read_turns(handle, 1)
        await anyio.to_thread.run_sync(thread.join)
        assert isinstance(events[-1], p.TurnCompletedNotification)
        assert events[-1].turn.status == "completed"


@pytest.mark.promise("loops-any-caller")
async def test_plain_threads_answer_questions() -> None:
    bench = Bench()
    handle = await bench.start()
    answers: list[Any] = []
    async with handle, anyio.create_task_group() as tasks:

        async def ask() -> None:
            params = p.FileChangeRequestApprovalParams(
                thread_id="t", turn_id="u", item_id="i", started_at_ms=0
            )
            answers.append((await bench.outgoing.send_request(params)).decision)

        for _ in range(10):
            tasks.start_soon(ask)
            event = await handle.next_event()
            assert isinstance(event, appserver.ServerRequest)
            await anyio.to_thread.run_sync(
                handle.sender().respond_to_server_request, event.id, {"decision": "accept"}
            )
    assert answers == ["accept"] * 10


@pytest.mark.promise("loops-reader-elsewhere")
@pytest.mark.parametrize("policy", ["coalesce", "block"])
async def test_a_producer_on_another_thread_loses_nothing(policy: Any) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=16, drop_policy=policy)
    total = 20_000

    async def produce() -> None:
        for number in range(total):
            await bench.outgoing.send_notification(delta(number))
        await bench.outgoing.send_notification(
            p.ServerRequestResolvedNotification(thread_id="thread", request_id=1)
        )

    async with handle:
        thread = run_in_thread(produce)
        text = ""
        async for event in handle:
            if isinstance(event, p.ServerRequestResolvedNotification):
                break
            assert isinstance(event, p.AgentMessageDeltaNotification)
            text += event.delta
        await anyio.to_thread.run_sync(thread.join)
        assert text == "".join(f"[{number}]" for number in range(total))


@pytest.mark.promise("loops-reader-elsewhere")
async def test_a_reader_on_another_thread_loses_nothing() -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(10, 100), channel_capacity=7)
    events: list[Any] = []

    async def read() -> None:
        events.extend(await read_turns(handle, 3))

    async with handle:
        thread = run_in_thread(read)
        for _ in range(3):
            await start_turn(handle, await start_thread(handle))
        await anyio.to_thread.run_sync(thread.join)
        joined, final = joined_and_final_texts(events)
        assert joined == final
        assert len(final) == 30


@pytest.mark.promise("loops-separate-servers")
async def test_runtimes_do_not_know_of_each_other() -> None:
    benches = [Bench() for _ in range(5)]
    handles = [await bench.start(agent=Chatter(2, 5)) for bench in benches]
    for handle in handles:
        await start_turn(handle, await start_thread(handle))
    await handles[0].shutdown()
    for handle in handles[1:]:
        events = await read_turns(handle, 1)
        assert len({event.thread_id for event in events if hasattr(event, "thread_id")}) == 1
        await handle.shutdown()


@pytest.mark.promise("loops-separate-servers")
async def test_a_processor_serves_several_runtimes() -> None:
    bench = Bench()
    first, second = await bench.start(), await bench.start()
    async with first, second:
        assert await first.request(EchoParams(text="1")) == {"text": "1"}
        assert await second.request(EchoParams(text="2")) == {"text": "2"}
        await first.request(OutgoingParams())
        session = bench.session
        await second.request(OutgoingParams())
        assert bench.session is not session


@pytest.mark.promise("loops-let-others-run")
async def test_many_requests_at_once_let_others_run() -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=640)
    ran = 0
    stop = False

    async def other() -> None:
        nonlocal ran
        while not stop:
            ran += 1
            await anyio.lowlevel.checkpoint()

    async with handle, anyio.create_task_group() as tasks:
        tasks.start_soon(other)
        for _ in range(64 * 20):
            await handle.request(EchoParams())
        assert ran >= 10  # trio runs the tasks of a round in random order
        before = ran
        for number in range(64 * 20):
            await bench.outgoing.send_notification(delta(number))
        assert ran - before >= 10
        before = ran
        for number in range(640):
            bench.outgoing.try_send_notification(p.WarningNotification(message=str(number)))
        while handle.stats().events.queued:
            await handle.next_event()
        assert ran - before >= 5
        stop = True


@pytest.mark.promise("stream-of-a-thread")
async def test_a_filtered_stream_gets_what_matches_and_nothing_else() -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(2, 3))
    async with handle:
        one, two = await start_thread(handle), await start_thread(handle)
        # Requests are answered before their events go out: let those of the start pass.
        await until(lambda: handle.stats().events.queued == 2)
        streams = {
            "thread": handle.subscribe(thread_id=one),
            "method": handle.subscribe(methods=["turn/completed"]),
            "both": handle.subscribe(
                thread_id=two, methods=["turn/started", "turn/completed", "turn/started"]
            ),
            "neither": handle.subscribe(thread_id="another", allow_unknown=True),
        }
        await start_turn(handle, one)
        await start_turn(handle, two)
        await read_turns(handle, 2)
        found = {}
        for name, stream in streams.items():
            stats = stream.stats()
            found[name] = await stream.next_events() if stats.queued else []
        assert {event.thread_id for event in found["thread"] or []} == {one}  # type: ignore[union-attr]
        assert [event.method for event in found["method"]] == ["turn/completed"] * 2  # type: ignore[union-attr]
        assert [(event.method, event.thread_id) for event in found["both"]] == [  # type: ignore[union-attr]
            ("turn/started", two),
            ("turn/completed", two),
        ]
        assert found["neither"] == []


@pytest.mark.promise("audience-agents-threads")
async def test_a_thread_that_the_server_starts_is_announced_to_the_connection() -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(1, 2), legacy_notifications=True)
    async with handle:
        thread = bench.session.threads.start_thread()
        bench.session.threads.start_turn(thread.id, "hello")
        events = await read_turns(handle, 1)
        assert isinstance(events[0], p.ThreadStartedNotification)
        assert events[0].thread.id == thread.id
        assert any(getattr(event, "method", "") == "codex/event/session_configured" for event in events)
        assert joined_and_final_texts(events)[1]
