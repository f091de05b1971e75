"""Programs that read one stream, or none, or stop reading: they run for ever, and the log says what is wrong."""

from __future__ import annotations

import logging
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from appserver.server import watch
from tests.behaviour.support import Bench, Chatter, begin_reading, start_thread, start_turn, until


class Clock:
    """The time of a server's watch, which the test owns."""

    def __init__(self) -> None:
        self._ticks = anyio.Event()

    async def sleep(self, _seconds: float) -> None:
        await self._ticks.wait()

    async def tick(self, times: int = 1) -> None:
        """Let so many half seconds pass."""
        for _ in range(times):
            ticks, self._ticks = self._ticks, anyio.Event()
            ticks.set()
            for _ in range(10):
                await checkpoint()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Made on the loop, when it is first used."""
    clocks: list[Clock] = []

    def the_clock() -> Clock:
        if not clocks:
            clocks.append(Clock())
        return clocks[0]

    monkeypatch.setattr(watch, "sleep", lambda seconds: the_clock().sleep(seconds))
    return the_clock


@pytest.mark.promise("unread-holds-up-nobody")
async def test_a_program_that_reads_one_thread_alone_runs_for_ever() -> None:
    async with appserver.start(agent=Chatter(4, 4)) as client:
        thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
        events = client.subscribe(thread_id=thread_id)
        for _ in range(100):
            prompt = [p.TextUserInput(text="go")]
            await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))
            async for event in events:
                if isinstance(event, p.TurnCompletedNotification):
                    break
        assert client.stats().events.received == 0
        assert client.stats().parked == 0


@pytest.mark.promise("unread-holds-up-nobody")
async def test_a_program_that_polls_and_never_reads_runs_for_ever() -> None:
    async with appserver.start(agent=Chatter(4, 4)) as client:
        thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
        for number in range(20):
            prompt = [p.TextUserInput(text="go")]
            await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))
            while True:
                read = await client.request(p.ThreadReadParams(thread_id=thread_id, include_turns=True))
                if len(read.thread.turns) > number and read.thread.turns[-1].status == "completed":
                    break
                await checkpoint()


@pytest.mark.promise("unread-holds-up-nobody")
async def test_two_hundred_turns_that_are_started_first_and_read_afterwards_lose_no_end() -> None:
    async with appserver.start(agent=Chatter(2, 20)) as client:
        for _ in range(200):
            thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
            prompt = [p.TextUserInput(text="go")]
            await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))
        await until(lambda: client.stats().events.emitted >= 200 * (3 + 2 * 3))
        ends: dict[str, int] = {"turn/completed": 0, "item/completed": 0}
        async for event in client:
            method = getattr(event, "method", "")
            if method in ends:
                ends[method] += 1
            if ends["turn/completed"] == 200:
                break
        assert ends == {"turn/completed": 200, "item/completed": 600}


@pytest.mark.promise("unread-is-reported")
async def test_the_log_says_once_that_a_stream_loses_events_because_nobody_reads(
    clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async with appserver.start(agent=Chatter(50, 2), max_event_bytes=50 * 512) as client:
        thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
        for number in range(3):
            await client.request(
                p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=str(number))])
            )
            await until(lambda: client.stats().events.dropped > 0)
        await clock().tick(3)
        said = [record for record in caplog.records if "nobody reads it" in record.message]
        assert [record.levelno for record in said] == [logging.WARNING]
        assert "client 0, its main stream" in said[0].message
        assert "leave it where only threads and turns are read" in said[0].message


@pytest.mark.promise("stall-timeout", "waiting-is-reported")
async def test_a_reader_that_has_stopped_holds_up_nobody_for_longer_than_the_stall_timeout(
    clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(40, 2), channel_capacity=4, stall_timeout=10)
    async with handle:
        thread_id = await start_thread(handle)
        await start_turn(handle, thread_id)
        await until(lambda: handle.stats().parked > 0)
        await clock().tick(4)
        waiting = [record.message for record in caplog.records]
        assert len(waiting) == 1
        assert f"a producer of thread {thread_id} has waited 1 s" in waiting[0]
        await clock().tick(16)
        assert handle.stats().parked > 0
        await clock().tick(2)
        await until(lambda: handle.stats().parked == 0)
        assert "was not read for 10 s" in caplog.records[1].message
        events = []
        while not isinstance(event := await handle.next_event(), p.TurnCompletedNotification):
            events.append(event)
        assert sum(getattr(event, "method", "") == "item/completed" for event in events) == 41
        assert not any(isinstance(event, appserver.Lagged) for event in events)


@pytest.mark.promise("stall-timeout")
async def test_block_waits_for_its_reader_for_ever(clock: Any) -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(40, 2), stall_timeout=0.5)
    async with handle:
        stream = begin_reading(handle.subscribe(policy="block", capacity=1))
        await start_turn(handle, await start_thread(handle))
        await until(lambda: handle.stats().parked > 0)
        await clock().tick(100)
        assert handle.stats().parked > 0
        stream.close()


@pytest.mark.promise("unattended-timeout")
async def test_a_question_that_no_client_can_answer_ends_after_the_unattended_timeout(clock: Any) -> None:
    bench = Bench()
    handle = await bench.start(unattended_timeout=3)
    params = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)
    refusals: list[appserver.ServerError] = []

    async def ask() -> None:
        try:
            await bench.outgoing.send_request(params)
        except appserver.ServerError as error:
            refusals.append(error)

    async with handle, anyio.create_task_group() as tasks:
        tasks.start_soon(ask)
        await until(lambda: handle.stats().server_requests_open == 1)
        await clock().tick(20)
        assert not refusals  # there is a client that can answer
        handle._connection.unsubscribe_thread("t")
        await clock().tick(5)
        assert not refusals
        await clock().tick(2)
        await until(lambda: refusals)
        assert refusals[0].code == -32603
