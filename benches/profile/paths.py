"""The two paths that are profiled, as a program: `python -m benches.profile.paths PATH TIMES`."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from benches.subjects.deltas import delta
from benches.subjects.echo import EchoParams, outgoing_of, running

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["PATHS"]

BURST = 64


async def request(times: int) -> None:
    """A small request with a plain handler, one after the other."""
    params = EchoParams(text="hi")
    async with running() as handle:
        for _ in range(times):
            await handle.request(params)


async def event(times: int) -> None:
    """Send a text delta and read it with `next_events()`, 64 at a time."""
    async with running() as handle:
        outgoing = await outgoing_of(handle)
        send = outgoing.send_notification
        message = delta()
        left = times
        while left:
            sent = min(BURST, left)
            left -= sent
            for _ in range(sent):
                await send(message)
            events = await handle.next_events()
            assert events is not None
            assert len(events) == sent, f"{len(events)} events came of {sent}"


PATHS: dict[str, Callable[[int], Awaitable[None]]] = {"request": request, "event": event}

if __name__ == "__main__":
    asyncio.run(PATHS[sys.argv[1]](int(sys.argv[2])))  # type: ignore[arg-type]
