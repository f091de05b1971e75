"""Agents of other frameworks, served by one command to the official client for Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("openai_codex", reason="needs the official client: pip install openai-codex")

from tests.clients.sdk import make_config, open_sync

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
