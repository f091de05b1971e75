"""One producer and many subscribers of `appserver`."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from benches.subjects.deltas import delta
from benches.subjects.echo import outgoing_of, running
from benches.workers.floors import COMPLETED_AWAIT
from benches.workers.offer import Offer, Offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benches.workers.offer import Run

__all__ = ["OFFERS"]

BURST = 64


@asynccontextmanager
async def _all_match(size: int) -> AsyncIterator[Run]:
    """Every subscriber gets every event; a round counts deliveries."""
    async with running() as handle:
        outgoing = await outgoing_of(handle)
        handle.events.close()
        streams = [handle.subscribe() for _ in range(size)]
        event = delta()

        async def run(count: int) -> None:
            left = max(1, count // size)
            while left:
                sent = min(BURST, left)
                left -= sent
                for _ in range(sent):
                    outgoing.try_send_notification(event)
                for stream in streams:
                    events = await stream.next_events()
                    assert events is not None
                    assert len(events) == sent, f"{len(events)} events came of {sent}"

        yield run


@asynccontextmanager
async def _one_matches(size: int) -> AsyncIterator[Run]:
    """Each subscriber has a thread of its own; the events belong to the one in the middle."""
    async with running() as handle:
        outgoing = await outgoing_of(handle)
        handle.events.close()  # it would match every event
        streams = [
            handle.subscribe(thread_id=f"thread-{number}", allow_unknown=True) for number in range(size)
        ]
        stream = streams[size // 2]
        event = delta(f"thread-{size // 2}")

        async def run(count: int) -> None:
            send = outgoing.try_send_notification
            for start in range(0, count, BURST):
                sent = min(BURST, count - start)
                for _ in range(sent):
                    send(event)
                events = await stream.next_events()
                assert events is not None
                assert len(events) == sent, f"{len(events)} events came of {sent}"

        yield run


OFFERS: Offers = {
    "fan_out": {"": Offer(_all_match, COMPLETED_AWAIT, least=64_000)},
    "fan_out_one_match": {"": Offer(_one_matches, COMPLETED_AWAIT, least=64)},
}
