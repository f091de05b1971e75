"""Import, start, one answer, shutdown, with FastMCP in one process."""

import asyncio

from fastmcp import Client, FastMCP


async def echo(text: str) -> str:
    """The only tool."""
    return text


async def main() -> None:
    """Ask one question and end."""
    server = FastMCP("bench")
    server.tool(echo)
    async with Client(server) as client:
        answer = await client.call_tool("echo", {"text": "hi"})
        assert answer.data == "hi"


asyncio.run(main())
