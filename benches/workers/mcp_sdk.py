"""The MCP Python SDK, server and client in one process: the low-level server, tools as requests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from benches.workers.floors import ONE_CALL_SOON
from benches.workers.offer import Offer, Offers, merged
from benches.workers.peak_memory import peak_memory
from benches.workers.processes import EMPTY_PROCESS, PROGRAMS, program, resident_bytes
from benches.workers.requests import request_offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Run
    from benches.workers.requests import Request

__all__ = ["OFFERS"]

MODES = {"direct calls": "auto", "JSON-RPC over memory streams": "legacy"}
"""The two ways in which its client reaches a server in the same process; the first is its default."""


@asynccontextmanager
async def _client(mode: str) -> AsyncIterator[Any]:
    import mcp_types as types
    from mcp import Client
    from mcp.server import Server

    def text(value: str) -> types.CallToolResult:
        return types.CallToolResult(content=[types.TextContent(type="text", text=value)])

    async def call_tool(context: Any, params: Any) -> types.CallToolResult:
        arguments = params.arguments
        if params.name == "stream":
            for number in range(arguments["count"]):
                await context.session.report_progress(number, message="hello ")
        elif params.name == "ask":
            for _ in range(arguments["count"]):
                answer = await context.session.elicit_form(
                    "may it run?", {"type": "object", "properties": {}}
                )
                assert answer.action == "accept"
        return text(arguments.get("text", ""))

    async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
        names = ("echo", "stream", "ask")
        return types.ListToolsResult(
            tools=[types.Tool(name=name, input_schema={"type": "object"}) for name in names]
        )

    async def accept(_context: Any, _params: Any) -> types.ElicitResult:
        return types.ElicitResult(action="accept", content={})

    server: Any = Server("bench", on_call_tool=call_tool, on_list_tools=list_tools)
    async with Client(server, mode=mode, elicitation_callback=accept) as client:
        yield client


def _request(mode: str) -> Callable[[], AbstractAsyncContextManager[Request]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Request]:
        arguments = {"text": "hi"}
        async with _client(mode) as client:
            yield lambda: client.call_tool("echo", arguments)

    return opened


def _events(mode: str) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """Progress notifications of one tool call, which is what this protocol streams."""

    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        async with _client(mode) as client:

            async def run(count: int) -> None:
                received = 0

                async def progress(_progress: float, _total: float | None, _message: str | None) -> None:
                    nonlocal received
                    received += 1

                await client.call_tool("stream", {"count": count}, progress_callback=progress)
                assert received == count, f"{received} notifications came of {count}"

            yield run

    return opened


@asynccontextmanager
async def _approvals(_size: int) -> AsyncIterator[Run]:
    """Elicitations within one tool call."""
    async with _client("legacy") as client:

        async def run(count: int) -> None:
            result = await client.call_tool("ask", {"count": count})
            assert not result.is_error, result

        yield run


@asynccontextmanager
async def _idle(_size: int) -> AsyncIterator[Run]:
    async def run(_count: int) -> float:
        async with _client("auto") as client:
            await client.call_tool("echo", {"text": "hi"})
            return resident_bytes()

    yield run


IMPORT = "from mcp import Client; from mcp.server import Server"

OFFERS: Offers = merged(
    *(request_offers(name, _request(mode), floor=ONE_CALL_SOON) for name, mode in MODES.items()),
    {
        "events_one_loop": {
            name: Offer(_events(mode), ONE_CALL_SOON, least=100) for name, mode in MODES.items()
        },
        "server_request": {"JSON-RPC over memory streams": Offer(_approvals, ONE_CALL_SOON, least=10)},
        "import": {"": program("-c", IMPORT)},
        "import_memory": {"": peak_memory(IMPORT)},
        "cold_start": {"": program(str(PROGRAMS / "first_answer_mcp.py"))},
        "memory_idle": {"": Offer(_idle, EMPTY_PROCESS)},
    },
)
