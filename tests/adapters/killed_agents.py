"""Agents of frameworks whose second step never ends. Run as a program with a framework and a home, it is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio

import appserver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["AGAIN", "FRAMEWORKS"]


def price(item: str) -> str:
    """What an item costs."""
    return f"{item}: 3 euros"


async def order(item: str) -> str:
    """Order an item: it was begun when somebody kills the program."""
    os.write(1, f"ordering {item}\n".encode())
    await anyio.sleep_forever()
    return ""


def of_pydantic_ai(requests: list[list[Any]]) -> appserver.Agent:
    """An agent of pydantic-ai; what its model is sent is added to `requests`."""
    import pydantic_ai as pai
    from pydantic_ai.models.function import DeltaToolCall, FunctionModel

    from appserver.agents.adapters.pydantic_ai import PydanticAgent

    async def stream(messages: list[Any], _info: Any) -> AsyncIterator[Any]:
        parts = [part for message in messages for part in message.parts if hasattr(part, "content")]
        said = [(part.part_kind, "".join(part.content)) for part in parts]  # a prompt is a list
        requests.append([f"{kind}: {text}" for kind, text in said])
        returned = [part for part in messages[-1].parts if part.part_kind == "tool-return"]
        if said[-1] == ("user-prompt", "again"):
            yield "Yes."
        else:
            name, call_id = ("order", "c2") if returned else ("price", "c1")
            yield {0: DeltaToolCall(name=name, json_args='{"item": "tea"}', tool_call_id=call_id)}

    return PydanticAgent(pai.Agent(FunctionModel(stream_function=stream), name="shop", tools=[price, order]))


def of_openai_agents(requests: list[list[Any]]) -> appserver.Agent:
    """An agent of openai-agents; likewise."""
    import agents as oai
    from agents.testing import ScriptedModel, assistant_message, function_call

    from appserver.agents.adapters.openai_agents import OpenAIAgent

    class Model(ScriptedModel):  # type: ignore[misc]
        def stream_response(self, *arguments: Any, **options: Any) -> Any:
            items = arguments[1] if len(arguments) > 1 else options["input"]
            requests.append([f"{item.get('type') or item.get('role')}: {_text(item)}" for item in items])
            return super().stream_response(*arguments, **options)

    item = {"item": "tea"}
    steps: list[Any] = [
        [function_call("price", item, call_id="c1")],
        [function_call("order", item, call_id="c2")],
    ]
    if requests is AGAIN:
        steps = [[assistant_message("Yes.")]]
    tools: list[Any] = [oai.function_tool(price), oai.function_tool(order)]
    agent = oai.Agent(name="shop", model=Model(steps), tools=tools)
    return OpenAIAgent(agent, run_config=oai.RunConfig(tracing_disabled=True))


def _text(item: Any) -> Any:
    if "content" in item:
        return item["content"][0]["text"] if isinstance(item["content"], list) else item["content"]
    return item.get("output") or item.get("name")


AGAIN: list[list[Any]] = []
"""What the model of the program that goes on is sent."""

FRAMEWORKS = {"pydantic_ai": of_pydantic_ai, "openai_agents": of_openai_agents}


async def main(framework: str, home: Path) -> None:
    """Begin a turn that does not end."""
    async with appserver.start(agent=FRAMEWORKS[framework]([]), home=home) as client:
        thread = await client.thread_start(cwd="/")
        os.write(1, f"{thread.id}\n".encode())
        await thread.run("order tea")


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], Path(sys.argv[2]))
