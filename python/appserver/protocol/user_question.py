"""The server request that asks the user questions."""

from appserver.protocol.base import ServerRequestParams, WireModel
from appserver.protocol.variants import UInt64

__all__ = [
    "ToolRequestUserInputAnswer",
    "ToolRequestUserInputOption",
    "ToolRequestUserInputParams",
    "ToolRequestUserInputQuestion",
    "ToolRequestUserInputResponse",
]


class ToolRequestUserInputOption(WireModel):
    """One answer to choose from."""

    label: str
    description: str


class ToolRequestUserInputQuestion(WireModel):
    """One question to the user."""

    id: str
    header: str
    question: str
    is_other: bool = False
    is_secret: bool = False
    options: list[ToolRequestUserInputOption] | None = None


class ToolRequestUserInputAnswer(WireModel):
    """The answers to one question."""

    answers: list[str]


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
