"""What a model is told of commands that the user gives by hand, and of what is said before its first turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import TestProvider
from tests.engine.terminals import FREE, is_end_of_turn, until_event
from tests.engine.turns import new_thread, run_turn

if TYPE_CHECKING:
    from pathlib import Path


def texts(items: list[dict[str, Any]], role: str) -> list[str]:
    """What is said in a role, message by message."""
    found = [item["content"] for item in items if item.get("role") == role]
    return ["\n".join(part["text"] for part in content) for content in found]


@pytest.mark.promise("tool-user-command")
@pytest.mark.parametrize("is_first", [True, False])
async def test_the_model_is_told_of_commands_of_the_user(tmp_path: Path, is_first: bool) -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            if not is_first:
                await run_turn(client, thread)
            command = p.ThreadShellCommandParams(thread_id=thread, command="seq 1 9999; exit 3")
            await client.request(command)
            await until_event(client, is_end_of_turn)
            await run_turn(client, thread, "and now?")
    items = provider.requests[-1].body["input"]
    (told,) = [text for text in texts(items, "user") if "user_shell_command" in text]
    form = (
        r"<user_shell_command>\n<command>\nseq 1 9999; exit 3\n</command>\n<result>\nExit code: 3\nDuration: "
    )
    assert re.match(form + r"\d+\.\d{4} seconds\nOutput:\n1\n2\n", told)
    assert told.endswith("9999\n\n</result>\n</user_shell_command>")
    assert "bytes of output left out" in told
    assert len(told) < 11_000
    assert len(texts(items, "developer")) == 2  # the instructions, and what it may do; once each


@pytest.mark.promise("tool-user-command")
async def test_instructions_are_sent_whatever_was_said_before(tmp_path: Path) -> None:
    said = {"type": "message", "role": "developer", "content": [{"type": "input_text", "text": "injected"}]}
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client, cwd=str(tmp_path), base_instructions="be brief", **FREE)
            await client.request(p.ThreadInjectItemsParams(thread_id=thread, items=[said]))
            await run_turn(client, thread)
            await run_turn(client, thread)
    told = texts(provider.requests[-1].body["input"], "developer")
    assert told[:2] == ["injected", "be brief"]
    assert len(told) == 3
