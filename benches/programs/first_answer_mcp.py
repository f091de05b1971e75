"""Import, start, one answer, shutdown, with the MCP Python SDK in one process."""

import asyncio
from typing import Any

import mcp_types as types
from mcp import Client
from mcp.server import Server


async def call_tool(_context: Any, _params: Any) -> types.CallToolResult:
    """The only tool."""
    return types.CallToolResult(content=[types.TextContent(type="text", text="hi")])


async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
    """Say that it is there."""
    return types.ListToolsResult(tools=[types.Tool(name="echo", input_schema={"type": "object"})])


async def main() -> None:
    """Ask one question and end."""
    server: Any = Server("bench", on_call_tool=call_tool, on_list_tools=list_tools)
    async with Client(server) as client:
        answer = await client.call_tool("echo", {})
        assert not answer.is_error


asyncio.run(main())
