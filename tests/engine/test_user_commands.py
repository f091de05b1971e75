"""What a model is told of commands that the user runs by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import Gate, TestProvider, text_events
from tests.engine.turns import events_of_turn, items_of, last_turn, new_thread, run_turn, start_turn, until

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient, Event
    from tests.engine.provider import Received


async def run_command(client: AppServerClient, thread: str, command: str, **fields: Any) -> None:
    """Run a command by hand."""
    await client.request(p.ThreadShellCommandParams(thread_id=thread, command=command, **fields))


def notes(request: Received) -> list[str]:
    """What the model is told of commands of the user."""
    parts = [part for item in request.body["input"] for part in item.get("content", [])]
    return [part["text"] for part in parts if part.get("text", "").startswith("<user_shell_command>")]


@pytest.mark.promise("model-user-command")
async def test_the_model_is_told_with_the_next_request(tmp_path: Path) -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client, cwd=str(tmp_path))
            await run_command(client, thread, "echo out; exit 3")
            turn = last_turn(await events_of_turn(client))
            await run_turn(client, thread, "hi")
            await run_turn(client, thread, "again")
    assert turn.status == "completed"
    first, second = provider.requests
    (note,) = notes(first)
    assert "<command>\necho out; exit 3\n</command>" in note
    assert "Exit code: 3\n" in note
    assert "Output:\nout\n" in note
    assert notes(second) == [note]
    # It was the first that happened in the thread; the instructions go before it all the same.
    roles = [item["role"] for item in first.body["input"]]
    assert roles == ["developer", "user", "developer", "user", "user"]
    assert second.body["input"][: len(first.body["input"])] == first.body["input"]


@pytest.mark.promise("model-user-command")
async def test_a_long_output_loses_its_middle() -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            await run_command(client, thread, "head -c 100000 /dev/zero | tr '\\0' x; echo end")
            await events_of_turn(client)
            await run_turn(client, thread)
    (note,) = notes(provider.requests[0])
    assert len(note) < 11_000
    assert "end\n" in note


@pytest.mark.promise("model-user-command")
async def test_beside_the_model_it_is_told_with_the_request_after(tmp_path: Path) -> None:
    gate = Gate()
    with TestProvider([gate, *text_events("a")]) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client, cwd=str(tmp_path))
            await start_turn(client, thread)
            await until(gate.reached)
            await run_command(client, thread, "true")
            events: list[Event] = []
            while not items_of(events, "commandExecution"):
                event = await client.next_event()
                assert event is not None
                events.append(event)
            gate.opened.set()
            while not isinstance(events[-1], p.TurnCompletedNotification):
                event = await client.next_event()
                assert event is not None
                events.append(event)
            await run_turn(client, thread, "next")
    assert [len(notes(request)) for request in provider.requests] == [0, 1]


@pytest.mark.promise("model-user-command")
async def test_one_that_is_interrupted_is_told_too(tmp_path: Path) -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client, cwd=str(tmp_path))
            await run_command(client, thread, "echo begun; sleep 1000")
            while not isinstance(await client.next_event(), p.CommandExecutionOutputDeltaNotification):
                pass
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=""))
            while not isinstance(await client.next_event(), p.TurnCompletedNotification):
                pass
            await run_turn(client, thread)
    (note,) = notes(provider.requests[0])
    assert "begun\n" in note
    assert "stopped" in note
