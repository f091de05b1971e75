"""Model agents with servers of tools, for tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import appserver
from appserver import protocol as p
from tests.engine.provider import TestProvider, call_events, completed, text_events

if TYPE_CHECKING:
    from appserver import AppServerClient, Event

SERVER = str(Path(__file__).with_name("server.py"))

FREE = {"approval_policy": "never", "sandbox": "danger-full-access"}


def row(behaviour: str = "", **fields: Any) -> dict[str, Any]:
    """The row of a configuration for the small server."""
    return {"command": sys.executable, "args": [SERVER, behaviour], **fields}


def agent_of(provider: TestProvider, servers: dict[str, Any], **fields: Any) -> appserver.ModelAgent:
    """An agent with these servers."""
    return appserver.ModelAgent(
        "mock-model", provider.row(), mcp_servers=servers, standard_tools=(), **fields
    )


def calling(tool: str, arguments: dict[str, Any] | str, *, server: str = "mini") -> list[Any]:
    """The answer of a model that calls a tool of a server, and the one after that."""
    call = [*call_events(tool, arguments, namespace=f"mcp__{server}"), completed()]
    return [call, text_events("ok")]


async def states_of(client: AppServerClient, count: int = 1) -> list[tuple[str, str, str | None]]:
    """The states of servers, until so many of them have started, or have failed."""
    found: list[tuple[str, str, str | None]] = []
    async for event in client:
        if isinstance(event, p.McpServerStatusUpdatedNotification):
            found.append((event.name, event.status, event.error))
            if len([one for one in found if one[1] != "starting"]) == count:
                break
    return found


def calls_of(events: list[Event]) -> list[p.McpToolCallThreadItem]:
    """The calls of tools, as they ended."""
    items = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    return [item for item in items if isinstance(item, p.McpToolCallThreadItem)]


def text_of(output: Any) -> str:
    """What a model was told, without the head."""
    parts = [output] if isinstance(output, str) else [part.get("text", "") for part in output]
    whole = "\n".join(parts)
    assert whole.startswith("Wall time: ")
    return whole.split("Output:", 1)[1].lstrip("\n")
