"""Import, start, one answer, shutdown: the whole life of the smallest embedding program."""

import asyncio

import appserver
from appserver import protocol as p


async def main() -> None:
    """Ask one question and end."""
    async with appserver.start() as client:
        answer = await client.request(p.ConfigRequirementsReadParams())
        assert answer.requirements is None


asyncio.run(main())
