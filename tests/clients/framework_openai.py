"""Agents of openai-agents for `appserver app-server --agent framework_openai:...`, with its own model for tests."""

from __future__ import annotations

from typing import Any

import agents as oai
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call
from agents.usage import Usage

from appserver.agents.adapters.openai_agents import OpenAIAgent


def price(item: str) -> str:
    """What an item costs."""
    return f"{item}: 3 euros"


class Keeper(ScriptedModel):  # type: ignore[misc]
    """Asks what tea costs, and says what it was told, with the number of the turn."""

    model = "tea-1"

    def stream_response(self, system_instructions: str | None, input: Any, *rest: Any, **more: Any) -> Any:  # noqa: A002 - its name there
        """Answer what was said."""
        turns = sum(item.get("role") == "user" for item in input)
        if input[-1].get("type") == "function_call_output":
            self.enqueue([assistant_message(f"Turn {turns}: {input[-1]['output']}")])
        else:
            self.enqueue([function_call("price", {"item": "tea"}, call_id=f"c{turns}")])
        return super().stream_response(system_instructions, input, *rest, **more)


def careful() -> OpenAIAgent[Any]:
    """An agent whose tool needs approval, for two turns."""
    tool = oai.function_tool(price, needs_approval=True)
    agent = oai.Agent(name="shop", model=Keeper(), tools=[tool])
    return OpenAIAgent(agent, run_config=oai.RunConfig(tracing_disabled=True))


def openai() -> OpenAIAgent[Any]:
    """An agent of openai-agents for two turns."""
    usage = Usage(requests=1, input_tokens=7, output_tokens=2, total_tokens=9)
    steps = [
        ModelStep(output=output, usage=usage)
        for number in (1, 2)
        for output in (
            [function_call("price", {"item": "tea"}, call_id=f"c{number}")],
            [assistant_message(f"Turn {number}: tea: 3 euros")],
        )
    ]
    agent = oai.Agent(name="shop", model=ScriptedModel(steps), tools=[oai.function_tool(price)])
    return OpenAIAgent(agent, run_config=oai.RunConfig(tracing_disabled=True))
