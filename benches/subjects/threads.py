"""Live threads of `appserver`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p

if TYPE_CHECKING:
    import appserver

__all__ = ["start_threads"]


async def start_threads(client: appserver.InProcessAppServerClient, count: int) -> list[str]:
    """Start so many ephemeral threads and read the events of each; returns their ids."""
    params = p.ThreadStartParams(cwd=".", ephemeral=True)
    threads = []
    for _ in range(count):
        threads.append((await client.request(params)).thread.id)
        while client.stats().events.queued:
            await client.next_events()
    return threads
