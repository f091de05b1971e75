"""Agents of other frameworks, served by one command to the official client for Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("openai_codex", reason="needs the official client: pip install openai-codex")

from tests.clients.sdk import make_config, open_client, open_sync

if TYPE_CHECKING:
    from tests.clients.conftest import Place

MODELS = {
    "framework_pydantic:plain": ["tea-1"],
    "framework_openai:openai": ["ScriptedModel"],
}


@pytest.mark.promise("adapter-command")
@pytest.mark.parametrize("name", MODELS)
def test_an_agent_of_a_framework_is_on_the_wire(appserver_command: str, place: Place, name: str) -> None:
    with open_sync(make_config(appserver_command, place, "--agent", name)) as codex:
        assert [model.id for model in codex.models().data] == MODELS[name]
        thread = codex.thread_start()
        for number in (1, 2):
            result = thread.run("how much is tea?")
            assert result.status.value == "completed"
            assert result.final_response == f"Turn {number}: tea: 3 euros"
            asked, call, said = (item.root for item in result.items)
            assert (asked.type, said.type) == ("userMessage", "agentMessage")
            assert (call.type, call.server, call.tool, call.status.value) == (
                "mcpToolCall",
                "shop",
                "price",
                "completed",
            )
            assert call.arguments == {"item": "tea"}
            assert result.usage.last.input_tokens > 0


@pytest.mark.promise("adapter-command")
@pytest.mark.parametrize("accepts", [True, False])
def test_a_tool_that_needs_consent_needs_a_handler_that_answers(
    appserver_command: str, place: Place, *, accepts: bool
) -> None:
    asked: list[tuple[str, Any]] = []

    def approve(method: str, params: Any) -> dict[str, Any]:
        asked.append((method, params["_meta"]["tool_name"]))
        return {"action": "accept"}

    config = make_config(appserver_command, place, "--agent", "framework_pydantic:careful")
    with open_client(config, approve if accepts else None) as client:
        thread_id = client.thread_start({}).thread.id
        turn_id = client.turn_start(thread_id, "how much is tea?").turn.id
        assert client.wait_for_turn_completed(turn_id).turn.status.value == "completed"
        items = client.thread_read(thread_id, include_turns=True).thread.turns[0].items
        (call,) = [item.root for item in items if item.root.type == "mcpToolCall"]
        assert call.status.value == ("completed" if accepts else "failed")
    assert asked == ([("mcpServer/elicitation/request", "price")] if accepts else [])
