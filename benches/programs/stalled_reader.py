"""Send many deltas to a reader that never reads; print what they cost in memory, as JSON.

Usage: python -m benches.programs.stalled_reader KIND EVENTS TEXT_BYTES
KIND is `appserver` or `asyncio-queue`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from pathlib import Path
from resource import getpagesize
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from benches.subjects.echo import outgoing_of, running

if TYPE_CHECKING:
    from collections.abc import Callable


def resident_bytes() -> int:
    """The memory this process holds now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * getpagesize()


def send_all(send: Callable[[Any], bool], events: int, text_bytes: int) -> int:
    """Send new deltas until there is no room; gives how many were sent."""
    for number in range(events):
        text = f"{number:08d}".ljust(text_bytes)
        event = p.AgentMessageDeltaNotification(
            thread_id="thread", turn_id="turn", item_id="item", delta=text
        )
        if not send(event):
            return number
    return events


async def main(kind: str, events: int, text_bytes: int) -> dict[str, int]:
    """What the events cost, and how many there was room for."""
    async with running() as handle:
        outgoing = await outgoing_of(handle)
        queue: asyncio.Queue[Any] = asyncio.Queue()

        def put(event: Any) -> bool:
            queue.put_nowait(event)
            return True

        send = outgoing.try_send_notification if kind == "appserver" else put
        # Whatever is made at the first use only (validators, class facts) is not what the events cost.
        put(p.AgentMessageDeltaNotification(thread_id="other", turn_id="turn", item_id="item", delta=""))
        gc.collect()
        before = resident_bytes()
        sent = send_all(send, events, text_bytes)
        gc.collect()
        stats = handle.stats()
        return {
            "sent": sent,
            "resident": resident_bytes() - before,
            "queued_bytes": stats["events_queued_bytes"],
            "queued_events": stats["events_queued"] if kind == "appserver" else queue.qsize(),
        }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))))
