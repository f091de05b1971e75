"""The `tool` family of the protocol. Generated: see CONTRIBUTING.md."""

from collections.abc import Sequence
from typing import Any

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import UInt64
from appserver.protocol.item import DynamicToolCallOutputContentItem

__all__ = [
    "DynamicToolCallParams",
    "DynamicToolCallResponse",
    "ToolRequestUserInputAnswer",
    "ToolRequestUserInputOption",
    "ToolRequestUserInputParams",
    "ToolRequestUserInputQuestion",
    "ToolRequestUserInputResponse",
]

class ToolRequestUserInputResponse(WireModel):
    """Answer to `item/tool/requestUserInput`."""

    answers: dict[str, ToolRequestUserInputAnswer]

class ToolRequestUserInputParams(ServerRequestParams[ToolRequestUserInputResponse]):
    """Params of `item/tool/requestUserInput`, a request from the server."""

    method = "item/tool/requestUserInput"
    response_type = ToolRequestUserInputResponse

    thread_id: str
    turn_id: str
    item_id: str
    questions: list[ToolRequestUserInputQuestion]
    is_blocking: bool
    auto_resolution_ms: UInt64 | None = None

class ToolRequestUserInputQuestion(WireModel):
    """One question to the user."""

    id: str
    header: str
    question: str
    is_other: bool = False
    is_secret: bool = False
    options: list[ToolRequestUserInputOption] | None = None

class ToolRequestUserInputOption(WireModel):
    """One answer to choose from."""

    label: str
    description: str

class ToolRequestUserInputAnswer(WireModel):
    """The answers to one question."""

    answers: list[str]

class DynamicToolCallResponse(WireModel):
    """Answer to `item/tool/call`."""

    content_items: Sequence[DynamicToolCallOutputContentItem]
    success: bool

class DynamicToolCallParams(ServerRequestParams[DynamicToolCallResponse]):
    """Params of `item/tool/call`, a request from the server."""

    method = "item/tool/call"
    response_type = DynamicToolCallResponse

    thread_id: str
    turn_id: str
    call_id: str
    namespace: str | None = None
    tool: str
    arguments: Any
