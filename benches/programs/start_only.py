"""Import, start with its handshake, shutdown: what every embedding program pays before its first request."""

import asyncio

import appserver


async def main() -> None:
    """Start and end."""
    async with appserver.start():
        pass


asyncio.run(main())
