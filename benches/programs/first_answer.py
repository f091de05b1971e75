"""Import, start, one answer, shutdown: the whole life of the smallest embedding program."""

import asyncio

import appserver
from appserver import protocol as p


async def main() -> None:
    """Ask one question and end."""
    async with appserver.start() as client:
        answer = await client.request(p.ThreadLoadedListParams())
        assert answer.data == []


asyncio.run(main())
