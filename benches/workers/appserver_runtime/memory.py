"""Memory of `appserver`: each figure comes from a process that did nothing else."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import appserver
from appserver import protocol as p
from benches.subjects.deltas import delta
from benches.subjects.echo import outgoing_of, running
from benches.subjects.threads import start_threads
from benches.workers.offer import Offer, Offers
from benches.workers.processes import EMPTY_PROCESS, resident_bytes
from benches.workers.works import STALLED_TEXT_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Run

__all__ = ["OFFERS"]


@asynccontextmanager
async def _idle(_size: int) -> AsyncIterator[Run]:
    """A started client that has answered once."""

    async def run(_count: int) -> float:
        async with appserver.start() as client:
            await client.request(p.ThreadLoadedListParams())
            return resident_bytes()

    yield run


@asynccontextmanager
async def _thread(size: int) -> AsyncIterator[Run]:
    """What each of so many live threads adds."""

    async def run(_count: int) -> float:
        async with appserver.start() as client:
            await start_threads(client, 10)  # what is made at the first use does not belong to a thread
            gc.collect()
            before = resident_bytes()
            await start_threads(client, size)
            gc.collect()
            return (resident_bytes() - before) / size

    yield run


@asynccontextmanager
async def _subscriber(size: int) -> AsyncIterator[Run]:
    """What each of so many subscribers adds."""

    async def run(_count: int) -> float:
        async with running() as handle:
            streams = [handle.subscribe(thread_id="thread", allow_unknown=True)]
            gc.collect()
            before = resident_bytes()
            streams += [
                handle.subscribe(thread_id=f"thread-{number}", allow_unknown=True) for number in range(size)
            ]
            gc.collect()
            return (resident_bytes() - before) / size

    yield run


@asynccontextmanager
async def _stalled_reader(size: int) -> AsyncIterator[Run]:
    """What the process grows by while so many deltas are sent to a reader that does not read."""

    async def run(_count: int) -> float:
        async with running() as handle:
            outgoing = await outgoing_of(handle)
            outgoing.try_send_notification(delta("other"))
            gc.collect()
            before = resident_bytes()
            for number in range(size):
                text = f"{number:06d}".ljust(STALLED_TEXT_BYTES)
                assert outgoing.try_send_notification(delta(text=text)), "text is joined when it is full"
            gc.collect()
            return resident_bytes() - before

    yield run


def _queued(count_of: str) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """What is queued after so many deltas of 100 bytes, more than the bound: no room means that nothing is taken."""

    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        async def run(_count: int) -> float:
            async with running() as handle:
                outgoing = await outgoing_of(handle)
                for number in range(size):
                    outgoing.try_send_notification(delta(text=f"{number:06d}".ljust(100)))
                return float(getattr(handle.stats().events, count_of))

        yield run

    return opened


OFFERS: Offers = {
    "memory_idle": {"": Offer(_idle, EMPTY_PROCESS)},
    "memory_thread": {"": Offer(_thread)},
    "memory_subscriber": {"": Offer(_subscriber)},
    "memory_stalled_reader": {"": Offer(_stalled_reader)},
    "stalled_reader_bytes": {"": Offer(_queued("queued_bytes"))},
}
