"""Import, start, one thread, shutdown: threads bring the models of threads, turns and items with them."""

import asyncio

import appserver
from appserver import protocol as p


async def main() -> None:
    """Start a thread and end."""
    async with appserver.start() as client:
        started = await client.request(p.ThreadStartParams(cwd="."))
        assert started.thread.id


asyncio.run(main())
