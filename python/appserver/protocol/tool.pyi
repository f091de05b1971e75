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
    """Answer to `item/tool/requestUserInput`.

    Attributes:
        answers (dict[str, ToolRequestUserInputAnswer]): The answers, by the ids of the questions.
    """

    answers: dict[str, ToolRequestUserInputAnswer]
    """The answers, by the ids of the questions."""

class ToolRequestUserInputParams(ServerRequestParams[ToolRequestUserInputResponse]):
    """Params of `item/tool/requestUserInput`, a request from the server.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        questions (list[ToolRequestUserInputQuestion]): The questions.
        is_blocking (bool): Whether the turn waits for the answer.
        auto_resolution_ms (UInt64 | None = None): Milliseconds after which the question may be settled without
            the user.
    """

    method = "item/tool/requestUserInput"
    response_type = ToolRequestUserInputResponse

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    questions: list[ToolRequestUserInputQuestion]
    """The questions."""
    is_blocking: bool
    """Whether the turn waits for the answer."""
    auto_resolution_ms: UInt64 | None = None
    """Milliseconds after which the question may be settled without the user."""

class ToolRequestUserInputQuestion(WireModel):
    """One question to the user.

    Attributes:
        id (str): The id of the question, by which it is answered.
        header (str): A short title for the question.
        question (str): The question.
        is_other (bool = False): Whether the user may write an answer of their own.
        is_secret (bool = False): Whether the answer is secret, and is not shown.
        options (list[ToolRequestUserInputOption] | None = None): The answers to choose from.
    """

    id: str
    """The id of the question, by which it is answered."""
    header: str
    """A short title for the question."""
    question: str
    """The question."""
    is_other: bool = False
    """Whether the user may write an answer of their own."""
    is_secret: bool = False
    """Whether the answer is secret, and is not shown."""
    options: list[ToolRequestUserInputOption] | None = None
    """The answers to choose from."""

class ToolRequestUserInputOption(WireModel):
    """One answer to choose from.

    Attributes:
        label (str): The text of the answer.
        description (str): What it is, for people or for the model.
    """

    label: str
    """The text of the answer."""
    description: str
    """What it is, for people or for the model."""

class ToolRequestUserInputAnswer(WireModel):
    """The answers to one question.

    Attributes:
        answers (list[str]): The answers to this question.
    """

    answers: list[str]
    """The answers to this question."""

class DynamicToolCallResponse(WireModel):
    """Answer to `item/tool/call`.

    Attributes:
        content_items (Sequence[DynamicToolCallOutputContentItem]): The output of the tool, in parts.
        success (bool): Whether the tool did what it should.
    """

    content_items: Sequence[DynamicToolCallOutputContentItem]
    """The output of the tool, in parts."""
    success: bool
    """Whether the tool did what it should."""

class DynamicToolCallParams(ServerRequestParams[DynamicToolCallResponse]):
    """Params of `item/tool/call`, a request from the server.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        call_id (str): The id of the call, which its output names too.
        tool (str): The tool that the client is asked to run.
        arguments (Any): The arguments of the call, as JSON data.
        namespace (str | None = None): The namespace of the tool.
    """

    method = "item/tool/call"
    response_type = DynamicToolCallResponse

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    call_id: str
    """The id of the call, which its output names too."""
    namespace: str | None = None
    """The namespace of the tool."""
    tool: str
    """The tool that the client is asked to run."""
    arguments: Any
    """The arguments of the call, as JSON data."""
