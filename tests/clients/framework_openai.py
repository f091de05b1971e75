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
