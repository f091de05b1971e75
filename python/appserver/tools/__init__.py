"""Tools that a model may call: those that are there, and those that you add.

`tool` makes one of a typed function; `ModelAgent(tools=[...])` takes it.
"""

from __future__ import annotations

from appserver.tools.calls import Tool, ToolCall, ToolError, ToolOutput
from appserver.tools.functions import FunctionTool, ToolContext, tool
from appserver.tools.standard import STANDARD_TOOLS

__all__ = [
    "STANDARD_TOOLS",
    "FunctionTool",
    "Tool",
    "ToolCall",
    "ToolContext",
    "ToolError",
    "ToolOutput",
    "tool",
]


def __dir__() -> list[str]:
    return sorted(__all__)
