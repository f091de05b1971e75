"""Where threads say that they come from: Codex's own clients list those of `vscode` for their user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from tests.transports.conftest import listening

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.promise("terminal-client-resumes")
@pytest.mark.parametrize(
    ("options", "inside", "outside"),
    [
        ({}, "appServer", "vscode"),
        ({"session_source": "appServer"}, "appServer", "vscode"),
        ({"session_source": "cli"}, "cli", "cli"),
        ({"session_source": "notebook"}, {"custom": "notebook"}, {"custom": "notebook"}),
    ],
)
async def test_threads_of_other_processes_come_from_where_those_of_codex_do(
    transport: str, short_path: Path, options: dict[str, Any], inside: Any, outside: Any
) -> None:
    async with listening(transport, short_path, **options) as host:
        client = await host.connect()
        started = await client.request("thread/start", {})
        assert started["thread"]["source"] == outside
        async with host.server.connect() as local:
            thread = (await local.request(p.ThreadStartParams())).thread
            assert thread.to_wire()["source"] == inside
            text = [p.TextUserInput(text="hello")]
            stream = local.subscribe(thread_id=thread.id, methods=["turn/completed"])
            await local.request(p.TurnStartParams(thread_id=thread.id, input=text))
            await stream.next_event()
        forked = await client.request("thread/fork", {"threadId": thread.id})
        assert forked["thread"]["source"] == outside
