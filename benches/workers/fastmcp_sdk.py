"""FastMCP, server and client in one process: decorated tools as requests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from benches.workers.floors import ONE_CALL_SOON
from benches.workers.offer import Offer, Offers, merged
from benches.workers.peak_memory import peak_memory
from benches.workers.processes import EMPTY_PROCESS, PROGRAMS, program, resident_bytes
from benches.workers.requests import request_offers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benches.workers.offer import Run
    from benches.workers.requests import Request

__all__ = ["OFFERS"]


@asynccontextmanager
async def _client(mode: str = "auto") -> AsyncIterator[Any]:
    from fastmcp import Client, FastMCP
    from fastmcp.server.context import Context

    server = FastMCP("bench")

    async def echo(text: str) -> str:
        return text

    async def stream(count: int, context: Context) -> str:
        for number in range(count):
            await context.report_progress(number, message="hello ")
        return ""

    async def ask(count: int, context: Context) -> str:
        for _ in range(count):
            answer = await context.elicit("may it run?", response_type=bool)
            assert answer.action == "accept"
        return ""

    # FastMCP reads the annotations to find its own context.
    stream.__annotations__["context"] = ask.__annotations__["context"] = Context
    for tool in (echo, stream, ask):
        server.tool(tool)

    async def accept(_message: str, _type: Any, _params: Any, _context: Any) -> dict[str, bool]:
        return {"value": True}

    async with Client(server, mode=mode, elicitation_handler=accept) as client:
        yield client


@asynccontextmanager
async def _request() -> AsyncIterator[Request]:
    arguments = {"text": "hi"}
    async with _client() as client:
        yield lambda: client.call_tool("echo", arguments)


@asynccontextmanager
async def _events(_size: int) -> AsyncIterator[Run]:
    """Progress notifications of one tool call, which is what this protocol streams."""
    async with _client() as client:

        async def run(count: int) -> None:
            received = 0

            async def progress(_progress: float, _total: float | None, _message: str | None) -> None:
                nonlocal received
                received += 1

            await client.call_tool("stream", {"count": count}, progress_handler=progress)
            assert received == count, f"{received} notifications came of {count}"

        yield run


@asynccontextmanager
async def _approvals(_size: int) -> AsyncIterator[Run]:
    """Elicitations within one tool call."""
    async with _client("legacy") as client:

        async def run(count: int) -> None:
            await client.call_tool("ask", {"count": count})

        yield run


@asynccontextmanager
async def _idle(_size: int) -> AsyncIterator[Run]:
    async def run(_count: int) -> float:
        async with _client() as client:
            await client.call_tool("echo", {"text": "hi"})
            return resident_bytes()

    yield run


IMPORT = "from fastmcp import Client, FastMCP"

OFFERS: Offers = merged(
    request_offers("", _request, floor=ONE_CALL_SOON),
    {
        "events_one_loop": {"": Offer(_events, ONE_CALL_SOON, least=100)},
        "server_request": {"": Offer(_approvals, ONE_CALL_SOON, least=10)},
        "import": {"": program("-c", IMPORT)},
        "import_memory": {"": peak_memory(IMPORT)},
        "cold_start": {"": program(str(PROGRAMS / "first_answer_fastmcp.py"))},
        "memory_idle": {"": Offer(_idle, EMPTY_PROCESS)},
    },
)
