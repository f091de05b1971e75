"""One event among many subscribers of which one matches: the cost must not grow with those that do not."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from benches.harness.interleave import Contender
from benches.harness.loops import run_on
from benches.harness.samples import paired_ratio
from benches.subjects.deltas import delta
from benches.subjects.echo import outgoing_of, running

if TYPE_CHECKING:
    from appserver.in_process import EventStream
    from appserver.processor.outgoing import Outgoing
    from benches.harness.recorder import Recorder

SUBSCRIBERS = (1, 100, 10_000)
SUBSCRIBERS_QUICK = (1, 10, 100)
BURST = 64
OPERATIONS = 20_000
ROUNDS = 40


def matched(subscribers: int, outgoing: Outgoing, streams: list[EventStream]) -> Contender:
    """Send to the middle one of the subscribers, and read there."""
    middle = len(streams) // 2
    stream = streams[middle]
    event = delta(f"thread-{middle}")

    async def run(count: int) -> None:
        send = outgoing.try_send_notification
        for start in range(0, count, BURST):
            sent = min(BURST, count - start)
            for _ in range(sent):
                send(event)
            events = await stream.next_events()
            assert events is not None
            assert len(events) == sent, f"{len(events)} events came of {sent}"

    return Contender(_name(subscribers), run)


def _name(subscribers: int) -> str:
    return f"{subscribers} subscriber{'s' if subscribers > 1 else ''}, one matches"


def test_cost_of_an_event(recorder: Recorder) -> None:
    counts = SUBSCRIBERS_QUICK if recorder.quick else SUBSCRIBERS

    async def main() -> None:
        contenders = []
        async with AsyncExitStack() as stack:
            for count in counts:
                handle = await stack.enter_async_context(running())
                outgoing = await outgoing_of(handle)
                handle.events.close()  # it would match every event
                streams = [handle.subscribe(thread_id=f"thread-{number}") for number in range(count)]
                contenders.append(matched(count, outgoing, streams))
            await recorder.compare(contenders, setting="asyncio", operations=OPERATIONS, rounds=ROUNDS)
            times = {figure.name: figure.samples for figure in recorder.figures}
            for count in counts[1:]:
                recorder.ratio(
                    f"{_name(count)}: times as long as {_name(1)}",
                    "asyncio",
                    paired_ratio(times[_name(count)], times[_name(1)]),
                )

    run_on("asyncio", main)
