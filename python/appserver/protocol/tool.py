"""What runs of `tool.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Any

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import UInt64

__all__ = [
    "DynamicToolCallParams",
    "DynamicToolCallResponse",
    "ToolRequestUserInputAnswer",
    "ToolRequestUserInputOption",
    "ToolRequestUserInputParams",
    "ToolRequestUserInputQuestion",
    "ToolRequestUserInputResponse",
]


def _ToolRequestUserInputResponse():
    class ToolRequestUserInputResponse(WireModel):
        """Answer to `item/tool/requestUserInput`."""

        answers: dict[str, p.ToolRequestUserInputAnswer]

    return ToolRequestUserInputResponse


def _ToolRequestUserInputParams():
    class ToolRequestUserInputParams(ServerRequestParams):
        """Params of `item/tool/requestUserInput`, a request from the server."""

        method = "item/tool/requestUserInput"
        response_type = LazyClassRef("ToolRequestUserInputResponse")

        thread_id: str
        turn_id: str
        item_id: str
        questions: list[p.ToolRequestUserInputQuestion]
        is_blocking: bool
        auto_resolution_ms: UInt64 | None = None

    return ToolRequestUserInputParams


def _ToolRequestUserInputQuestion():
    class ToolRequestUserInputQuestion(WireModel):
        """One question to the user."""

        id: str
        header: str
        question: str
        is_other: bool = False
        is_secret: bool = False
        options: list[p.ToolRequestUserInputOption] | None = None

    return ToolRequestUserInputQuestion


def _ToolRequestUserInputOption():
    class ToolRequestUserInputOption(WireModel):
        """One answer to choose from."""

        label: str
        description: str

    return ToolRequestUserInputOption


def _ToolRequestUserInputAnswer():
    class ToolRequestUserInputAnswer(WireModel):
        """The answers to one question."""

        answers: list[str]

    return ToolRequestUserInputAnswer


def _DynamicToolCallResponse():
    class DynamicToolCallResponse(WireModel):
        """Answer to `item/tool/call`."""

        content_items: list[p.DynamicToolCallOutputContentItem]
        success: bool

    return DynamicToolCallResponse


def _DynamicToolCallParams():
    class DynamicToolCallParams(ServerRequestParams):
        """Params of `item/tool/call`, a request from the server."""

        method = "item/tool/call"
        response_type = LazyClassRef("DynamicToolCallResponse")

        thread_id: str
        turn_id: str
        call_id: str
        namespace: str | None = None
        tool: str
        arguments: Any

    return DynamicToolCallParams


__getattr__, __dir__ = lazy_names(globals())
