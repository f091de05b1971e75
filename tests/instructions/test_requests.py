"""What the model is told of AGENTS.md: before the first message, and again where it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import appserver
from appserver import Instructions, TurnSettings
from appserver import protocol as p
from appserver.engine.base_instructions import BaseInstructions
from appserver.engine.input_items import surroundings
from tests.config.test_in_a_server import NO_SYSTEM
from tests.engine.provider import TestProvider, text_events
from tests.engine.turns import new_thread, run_turn
from tests.instructions.test_files import put


def told(request: Any) -> list[list[str]]:
    """The texts of the user's messages, those of the surroundings by how they begin."""
    found: list[list[str]] = []
    for item in request.body["input"]:
        if item.get("role") == "user":
            texts = [part["text"] for part in item["content"]]
            found.append(["<environment>" if text.startswith("<environment>") else text for text in texts])
    return found


def answers(count: int) -> list[Any]:
    return [text_events("ok", item_id=f"msg_{number}") for number in range(count)]


@pytest.mark.promise("instructions-told")
async def test_they_stand_before_the_first_message_and_again_where_they_change(tmp_path: Path) -> None:
    home = tmp_path / "home"
    put(home / "AGENTS.md", "HOME")
    put(tmp_path / "a/AGENTS.md", "PROJECT")
    (tmp_path / "b").mkdir()
    with TestProvider(*answers(5)) as provider:
        server: dict[str, Any] = {"home": home, "loader_overrides": NO_SYSTEM, "agent": provider.agent()}
        server["experimental_api"] = True
        async with appserver.start(**server) as client:
            thread = await new_thread(client, cwd=str(tmp_path / "a"))
            await run_turn(client, thread, "one")
            await run_turn(client, thread, "two")
            params = p.ThreadSettingsUpdateParams(thread_id=thread, cwd=str(tmp_path / "b"))
            await client.request(params)
            await run_turn(client, thread, "three")
            (home / "AGENTS.md").unlink()
            (tmp_path / "c").mkdir()
            await client.request(params.model_copy(update={"cwd": str(tmp_path / "c")}))
            await run_turn(client, thread, "four")
        async with appserver.start(**server) as client:
            await client.request(p.ThreadResumeParams(thread_id=thread))
            await run_turn(client, thread, "five")
    first = told(provider.requests[0])
    assert len(first) == 2
    assert first[1] == ["one"]
    instructions, environment = first[0]
    assert environment == "<environment>"
    assert instructions.startswith(f'<instructions cwd="{tmp_path}/a">')
    assert 0 < instructions.index("HOME") < instructions.index("PROJECT")
    assert told(provider.requests[1]) == [*first, ["two"]]
    third = told(provider.requests[2])
    assert third[:3] == [*first, ["two"]]
    assert [len(texts) for texts in third[3:]] == [2, 1]
    assert "HOME" in third[3][0]
    assert "PROJECT" not in third[3][0]
    fourth = told(provider.requests[3])
    assert fourth[:5] == third
    assert "does not hold here" in fourth[5][0]
    assert told(provider.requests[4]) == [*fourth, ["five"]]


@pytest.mark.promise("instructions-told")
async def test_without_any_nothing_is_said_of_them(tmp_path: Path) -> None:
    with TestProvider(*answers(1)) as provider:
        server: dict[str, Any] = {"home": tmp_path, "loader_overrides": NO_SYSTEM, "agent": provider.agent()}
        async with appserver.start(**server) as client:
            await run_turn(client, await new_thread(client, cwd="/"), "one")
    assert told(provider.requests[0]) == [["<environment>"], ["one"]]


@pytest.mark.promise("instructions-told")
def test_what_a_user_writes_does_not_stand_for_what_was_told() -> None:
    """Neither a message that looks so, nor items of another program."""
    settings = TurnSettings(Path("/"), "m", "p", instructions=Instructions(("/AGENTS.md",), "HOME"))
    strange: list[Any] = [
        {"type": "message", "role": "user", "content": "text alone"},
        {"type": "message", "role": "user", "content": [None, {"type": "input_text"}]},
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "<instructions>\nX"}]},
        {"type": "reasoning", "summary": []},
    ]
    items = surroundings(strange, settings, BaseInstructions("base"))
    assert "HOME" in items[-1]["content"][0]["text"]
    assert surroundings([*strange, *items], settings, BaseInstructions("base")) == []
