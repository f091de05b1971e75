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
        """Answer to `item/tool/requestUserInput`.

        Attributes:
            answers (dict[str, ToolRequestUserInputAnswer]): The answers, by the ids of the questions.
        """

        answers: dict[str, p.ToolRequestUserInputAnswer]

    return ToolRequestUserInputResponse


def _ToolRequestUserInputParams():
    class ToolRequestUserInputParams(ServerRequestParams):
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
        header: str
        question: str
        is_other: bool = False
        is_secret: bool = False
        options: list[p.ToolRequestUserInputOption] | None = None

    return ToolRequestUserInputQuestion


def _ToolRequestUserInputOption():
    class ToolRequestUserInputOption(WireModel):
        """One answer to choose from.

        Attributes:
            label (str): The text of the answer.
            description (str): What it is, for people or for the model.
        """

        label: str
        description: str

    return ToolRequestUserInputOption


def _ToolRequestUserInputAnswer():
    class ToolRequestUserInputAnswer(WireModel):
        """The answers to one question.

        Attributes:
            answers (list[str]): The answers to this question.
        """

        answers: list[str]

    return ToolRequestUserInputAnswer


def _DynamicToolCallResponse():
    class DynamicToolCallResponse(WireModel):
        """Answer to `item/tool/call`.

        Attributes:
            content_items (Sequence[DynamicToolCallOutputContentItem]): The output of the tool, in parts.
            success (bool): Whether the tool did what it should.
        """

        content_items: list[p.DynamicToolCallOutputContentItem]
        success: bool

    return DynamicToolCallResponse


def _DynamicToolCallParams():
    class DynamicToolCallParams(ServerRequestParams):
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
        response_type = LazyClassRef("DynamicToolCallResponse")

        thread_id: str
        turn_id: str
        call_id: str
        namespace: str | None = None
        tool: str
        arguments: Any

    return DynamicToolCallParams


__getattr__, __dir__ = lazy_names(globals())
