"""One producer and one reader over a bare bounded `asyncio.Queue`: no filter, no classes, no counters."""

from __future__ import annotations

import asyncio
from typing import Any

from benches.harness.interleave import Contender

__all__ = ["BARE_QUEUE", "bare_queue"]

BARE_QUEUE = "bare asyncio.Queue"
CAPACITY = 128


def bare_queue(event: Any) -> Contender:
    """`await put` on one task, `await get` on another."""

    async def run(count: int) -> None:
        queue: asyncio.Queue[Any] = asyncio.Queue(CAPACITY)

        async def produce() -> None:
            for _ in range(count):
                await queue.put(event)

        async def read() -> None:
            for _ in range(count):
                await queue.get()

        await asyncio.gather(produce(), read())

    return Contender(BARE_QUEUE, run)
