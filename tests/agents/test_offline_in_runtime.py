"""`OfflineAgent`, the default agent, inside a real runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient, Event


async def events_of(client: AppServerClient, cwd: Path, prompt: str, decision: str) -> list[Event]:
    """Run one turn, answer every approval with `decision`; returns the events up to `turn/completed`."""
    thread = (await client.request(p.ThreadStartParams(cwd=str(cwd)))).thread
    await client.request(p.TurnStartParams(thread_id=thread.id, input=[p.TextUserInput(text=prompt)]))
    events = []
    async for event in client:
        events.append(event)
        if isinstance(event, appserver.ServerRequest):
            await client.resolve_server_request(event.id, {"decision": decision})
        if isinstance(event, p.TurnCompletedNotification):
            break
    return events


async def test_a_turn_with_everything(tmp_path: Path) -> None:
    async with appserver.start() as client:
        events = await events_of(client, tmp_path, "hello\n!echo out; exit 3\n>f.txt text", "accept")
    items = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    assert [item.type for item in items] == [
        "userMessage",
        "reasoning",
        "commandExecution",
        "fileChange",
        "agentMessage",
    ]
    command, change, message = items[2:]
    assert isinstance(command, p.CommandExecutionThreadItem)
    assert (command.status, command.exit_code, command.aggregated_output) == ("failed", 3, "out\n")
    assert isinstance(change, p.FileChangeThreadItem)
    assert change.status == "completed"
    assert (tmp_path / "f.txt").read_text() == "text\n"
    deltas = [event.delta for event in events if isinstance(event, p.AgentMessageDeltaNotification)]
    assert isinstance(message, p.AgentMessageThreadItem)
    assert message.text == "".join(deltas)
    assert len(deltas) == len(message.text.split())
    usage = [event for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)]
    assert usage[-1].token_usage.total.input_tokens == 7  # words of the prompt
    completed = events[-1]
    assert isinstance(completed, p.TurnCompletedNotification)
    assert completed.turn.status == "completed"


async def test_a_cancelled_command_ends_the_turn(tmp_path: Path) -> None:
    async with appserver.start() as client:
        events = await events_of(client, tmp_path, "!touch made", "cancel")
    completed = events[-1]
    assert isinstance(completed, p.TurnCompletedNotification)
    assert completed.turn.status == "interrupted"
    assert not any(isinstance(event, p.AgentMessageDeltaNotification) for event in events)
    assert not (tmp_path / "made").exists()
