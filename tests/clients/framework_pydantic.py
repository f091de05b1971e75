"""Agents of pydantic-ai for `appserver app-server --agent framework_pydantic:...`, with its own model for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydantic_ai as pai
from pydantic_ai.models.function import DeltaToolCall, FunctionModel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def _stream(messages: list[Any], _info: Any) -> AsyncIterator[Any]:
    prompts = [
        part.content for message in messages for part in message.parts if part.part_kind == "user-prompt"
    ]
    if messages[-1].parts[-1].part_kind == "tool-return":
        yield f"Turn {len(prompts)}: "
        yield str(messages[-1].parts[-1].content)
    else:
        yield {0: DeltaToolCall(name="price", json_args='{"item": "tea"}', tool_call_id=f"c{len(prompts)}")}


plain = pai.Agent(FunctionModel(stream_function=_stream, model_name="tea-1"), name="shop")


@plain.tool_plain
def price(item: str) -> str:
    """What an item costs."""
    return f"{item}: 3 euros"


careful = pai.Agent(FunctionModel(stream_function=_stream, model_name="tea-1"), name="shop")


@careful.tool_plain(name="price", requires_approval=True)
def careful_price(item: str) -> str:
    """What an item costs, for those who may know."""
    return f"{item}: 3 euros"
