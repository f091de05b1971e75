"""Tools that the client of a thread has brought along: it is asked to do what a model calls for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.tools.arguments import read_json, spec_of_schema
from appserver.tools.calls import FUNCTION, ToolError
from appserver.turns.items.client_tool import call_client_tool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.tools.calls import ToolCall, ToolKind, ToolOutput

__all__ = ["DynamicTool", "dynamic_specs", "dynamic_tools"]


class DynamicTool:
    """One of them. Its answer is the first one that a subscriber of the thread gives."""

    kind: ToolKind = FUNCTION

    def __init__(self, tool: str, namespace: str | None, spec: Mapping[str, Any]) -> None:
        self.name = tool
        self.namespace = namespace
        self._tool = tool
        self._spec = spec

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> ToolOutput:
        """Ask the client, and wait.

        Cancellation: the question is taken back.

        Raises:
            ToolError: the arguments are no JSON, or the client gave no answer.
        """
        arguments = read_json(call.arguments)
        answer = await call_client_tool(
            call.turn.turn, self._tool, arguments, call_id=call.call_id, namespace=self.namespace
        )
        if not answer.is_answered:
            raise ToolError(answer.text)
        return _output(answer.content)


def _output(items: Sequence[p.DynamicToolCallOutputContentItem]) -> ToolOutput:
    """The one text of an answer, or all its parts."""
    parts: list[dict[str, Any]] = []
    for item in items:
        match item:
            case p.InputTextDynamicToolCallOutputContentItem(text=text):
                parts.append({"type": "input_text", "text": text})
            case p.InputImageDynamicToolCallOutputContentItem(image_url=url):
                parts.append({"type": "input_image", "image_url": url})
            case _:
                pass
    if len(parts) == 1 and "text" in parts[0]:
        return str(parts[0]["text"])
    return parts or ""


def dynamic_tools(given: Sequence[p.DynamicToolSpec]) -> list[DynamicTool]:
    """The tools that a client has given."""
    found: list[DynamicTool] = []
    for tool in given:
        match tool:
            case p.FunctionDynamicToolSpec():
                spec = spec_of_schema(tool.name, tool.description, tool.input_schema)
                found.append(DynamicTool(tool.name, None, spec))
            case p.NamespaceDynamicToolSpec():
                found += [
                    DynamicTool(
                        one.name, tool.name, spec_of_schema(one.name, one.description, one.input_schema)
                    )
                    for one in tool.tools
                    if isinstance(one, p.FunctionDynamicToolNamespaceTool)
                ]
            case _:
                pass
    return found


def dynamic_specs(given: Sequence[p.DynamicToolSpec]) -> list[Mapping[str, Any]]:
    """What a request says of them: a namespace is one entry, with its tools in it."""
    specs: list[Mapping[str, Any]] = []
    for tool in given:
        inner = [one.spec() for one in dynamic_tools([tool])]
        if isinstance(tool, p.NamespaceDynamicToolSpec):
            specs.append(
                {"type": "namespace", "name": tool.name, "description": tool.description, "tools": inner}
            )
        else:
            specs += inner
    return specs
