"""Whatever the reader's speed: received + lagged + merged + replaced = emitted, and the order of a thread holds."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from tests.behaviour.support import (
    CAPACITIES,
    Bench,
    FunctionAgent,
    begin_reading,
    best_effort,
    delta,
    joined_and_final_texts,
    read_turns,
    start_thread,
    start_turn,
    terminal,
    until,
)

pytestmark = pytest.mark.guarantee("exact-accounting")


async def chat(turn: appserver.TurnContext) -> None:
    """Talk until the end."""
    while True:
        async with turn.message() as message:
            for number in range(5):
                await message.delta(f"[{number}]")
                await checkpoint()


@pytest.mark.ends_server
@pytest.mark.parametrize("watched", [False, True])
@pytest.mark.parametrize("policy", ["coalesce", "drop_newest", "drop_oldest", "block"])
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_nothing_is_lost_in_silence_at_the_end(capacity: int, policy: str, watched: bool) -> None:
    """Nobody reads the primary stream before the shutdown is over; another one has room for everything."""
    bench = Bench()
    handle = await bench.start(
        agent=FunctionAgent(chat), channel_capacity=capacity, drop_policy=policy, legacy_notifications=True
    )
    other = handle.subscribe(capacity=100_000, policy="block") if watched else None
    before = handle.stats().events.emitted
    assert before == 0
    for _ in range(3):
        await start_turn(handle, await start_thread(handle))
    for _ in range(300):
        await checkpoint()
    await handle.shutdown()
    events = [event async for event in handle]
    gaps = [event.skipped for event in events if isinstance(event, appserver.Lagged)]
    received = len(events) - len(gaps)
    stats = handle.stats()
    assert stats.events.received == received
    assert stats.events.dropped == sum(gaps)
    accounted = received + sum(gaps) + stats.events.merged + stats.events.replaced
    assert accounted == stats.events.emitted
    if other is not None:
        complete = [event async for event in other]
        assert accounted == len(complete)
        assert sum(isinstance(event, p.TurnCompletedNotification) for event in complete) == 3
    # The last word of a runtime is read, or known to be missing.
    last = events[-1]
    assert isinstance(last, appserver.Lagged | p.LegacyNotification)
    assert isinstance(last, appserver.Lagged) or last.method == "codex/event/shutdown_complete"


@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_text_that_two_tasks_write_ends_in_the_order_in_which_it_was_sent(capacity: int) -> None:
    async def work(turn: appserver.TurnContext) -> None:
        async with turn.message() as message, anyio.create_task_group() as tasks:

            async def write(name: str) -> None:
                for number in range(200):
                    await message.delta(f"{name}{number};")

            for name in "abc":
                tasks.start_soon(write, name)

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work), channel_capacity=capacity)
    await start_turn(handle, await start_thread(handle))
    joined, final = joined_and_final_texts(await read_turns(handle, 1))
    assert joined == final
    assert [len(text.split(";")) for text in final.values()] == [601]
    await handle.shutdown()


POLICIES = ("coalesce", "drop_newest", "drop_oldest", "block")
THREADS = 4
EVENTS = 300


class Producer:
    """Emits a random mixture for one thread, numbered in the order of emission, and remembers it."""

    def __init__(self, outgoing: Any, thread: str, chance: random.Random) -> None:
        self._outgoing = outgoing
        self._thread = thread
        self._chance = chance
        self.terminal: list[int] = []
        self.text: dict[str, str] = defaultdict(str)
        self.emitted = 0

    async def run(self) -> None:
        for number in range(EVENTS):
            kind = self._chance.choice(("delta", "delta", "delta", "terminal", "latest", "best effort"))
            if kind == "delta":
                item = f"{self._thread}-item-{self._chance.randrange(3)}"
                self.text[item] += f"[{number}]"
                await self._outgoing.send_notification(delta(number, thread=self._thread, item=item))
            elif kind == "terminal":
                self.terminal.append(number)
                await self._outgoing.send_notification(terminal(number, thread=self._thread))
            elif kind == "latest":
                await self._outgoing.send_notification(
                    p.ThreadNameUpdatedNotification(thread_id=self._thread, thread_name=str(number))
                )
            else:
                await self._outgoing.send_notification(best_effort(f"{self._thread} {number}"))
            self.emitted += 1
            if self._chance.random() < 0.05:
                await checkpoint()


async def read_at_random(stream: Any, chance: random.Random, received: list[Any]) -> None:
    """Read one by one or many at once, now and then falling behind."""
    while True:
        if chance.random() < 0.5:
            event = await stream.next_event()
            events = None if event is None else [event]
        else:
            events = await stream.next_events(chance.randrange(1, 20))
        if events is None:
            return
        received.extend(events)
        for _ in range(chance.choice((0, 0, 1, 10, 100))):
            await checkpoint()


@pytest.mark.promise(
    "stalled-reader-bounds",
    "accounting-sum",
    "accounting-terminal-events",
    "accounting-thread-order",
)
@pytest.mark.parametrize("capacity", CAPACITIES)
@pytest.mark.parametrize("policy", POLICIES)
async def test_every_event_is_accounted_for(capacity: int, policy: Any) -> None:
    chance = random.Random(f"{capacity} {policy}")
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity, drop_policy=policy, max_event_bytes=2_000)
    received: list[Any] = []
    producers = [Producer(bench.outgoing, f"thread-{number}", chance) for number in range(THREADS)]
    async with handle, anyio.create_task_group() as tasks:
        tasks.start_soon(read_at_random, handle, chance, received)
        async with anyio.create_task_group() as producing:
            for producer in producers:
                producing.start_soon(producer.run)
        await until(lambda: handle.stats().events.queued == 0)
        await handle.shutdown()
    stats = handle.stats()

    lagged = sum(event.skipped for event in received if isinstance(event, appserver.Lagged))
    events = [event for event in received if not isinstance(event, appserver.Lagged)]
    emitted = sum(producer.emitted for producer in producers)
    assert emitted == THREADS * EVENTS
    assert len(events) + lagged + stats.events.merged + stats.events.replaced == emitted
    assert stats.events.emitted == emitted
    assert stats.events.received == len(events)
    assert stats.events.dropped == lagged
    assert stats.events.peak_queued <= capacity
    assert stats.events.peak_queued_bytes <= 2_000

    # Order: what one thread emitted arrives in the order it was emitted; a joined delta counts by its first part.
    numbers: dict[str, list[int]] = defaultdict(list)
    text: dict[str, str] = defaultdict(str)
    resolved: dict[str, list[int]] = defaultdict(list)
    for event in events:
        match event:
            case p.AgentMessageDeltaNotification(thread_id=thread, item_id=item, delta=joined):
                text[item] += joined
                numbers[thread].append(int(re.findall(r"\d+", joined)[0]))
            case p.ServerRequestResolvedNotification(thread_id=thread, request_id=int(number)):
                resolved[thread].append(number)
                numbers[thread].append(number)
            case p.WarningNotification(message=message):
                thread, number_text = message.split()
                numbers[thread].append(int(number_text))
    for thread, received_numbers in numbers.items():
        assert received_numbers == sorted(received_numbers), f"{thread} is out of order"
    # Terminal events are all there, under every policy.
    for number, producer in enumerate(producers):
        assert resolved[f"thread-{number}"] == producer.terminal
    # Text is never lost under the policies that promise it.
    if policy in ("coalesce", "block"):
        for producer in producers:
            for item, expected in producer.text.items():
                assert text[item] == expected
    if policy == "block":
        assert lagged == stats.events.merged == stats.events.replaced == 0


@pytest.mark.promise("lagged-position")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_lagged_stands_before_the_first_event_after_the_gap(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity)
    async with handle:
        for number in range(capacity + 5):
            await bench.outgoing.send_notification(best_effort(str(number)))
        for number in range(capacity):
            assert await handle.next_event() == best_effort(str(number))
        await bench.outgoing.send_notification(best_effort("after"))
        assert await handle.next_event() == appserver.Lagged(5)
        assert await handle.next_event() == best_effort("after")


@pytest.mark.promise("lagged-trailing")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_a_gap_with_nothing_after_it_is_reported_before_the_wait(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity)
    async with handle:
        for number in range(capacity + 3):
            await bench.outgoing.send_notification(best_effort(str(number)))
        events = await handle.next_events(capacity + 10)
        assert events is not None
        assert events[-1] == appserver.Lagged(3)
        assert len(events) == capacity + 1


@pytest.mark.promise("policy-close")
@pytest.mark.parametrize("capacity", CAPACITIES)
async def test_a_stream_that_closes_on_overflow_says_so(capacity: int) -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=capacity + 4)
    async with handle:
        stream = begin_reading(handle.subscribe(capacity=capacity, policy="close"))
        for number in range(capacity + 4):
            await bench.outgoing.send_notification(best_effort(str(number)))
        events = [event async for event in stream]
        assert events[:capacity] == [best_effort(str(number)) for number in range(capacity)]
        # The event that did not fit is the gap; what came after the close was not meant for this stream any more.
        assert events[capacity:] == [appserver.Lagged(1), appserver.StreamClosed("overflow")]
        assert len(await handle.next_events(200) or []) == capacity + 4


async def test_the_result_of_a_delivery_may_be_awaited_at_any_time_and_any_number_of_times() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        sent = bench.outgoing.send_notification(terminal(1))
        assert await handle.next_event() == terminal(1)  # delivered, awaited or not
        await sent
        await sent
        assert handle.stats().events.emitted == 1


@pytest.mark.promise("accounting-keeps-up")
async def test_a_reader_that_keeps_up_sees_every_delta_as_it_was_sent() -> None:
    bench = Bench()
    handle = await bench.start(channel_capacity=1)
    async with handle:
        received: list[Any] = []

        async def read() -> None:
            while len(received) < 1_000:
                received.append(await handle.next_event())

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            for number in range(1_000):
                await bench.outgoing.send_notification(delta(number))
        assert [event.delta for event in received] == [f"[{number}]" for number in range(1_000)]
        assert handle.stats().events.merged == 0


@pytest.mark.native_core
async def test_two_hundred_thousand_deltas_cost_their_text() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        for number in range(200_000):
            assert bench.outgoing.try_send_notification(delta(number % 10))
        stats = handle.stats()
        assert stats.events.queued <= 128
        assert stats.events.queued_bytes == 200_000 * 3
        events = await handle.next_events(200)
        assert events is not None
        text = "".join(event.delta for event in events)  # type: ignore[union-attr]
        assert text == "".join(f"[{number % 10}]" for number in range(200_000))
