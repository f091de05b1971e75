"""What a tool is: something with a name that a model may call, and that answers with text or pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias

from appserver.errors import AppServerError
from appserver.text import repaired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.agents.turn_context import TurnContext

__all__ = ["FREE_TEXT", "FUNCTION", "Tool", "ToolCall", "ToolError", "ToolKind", "ToolOutput", "described"]

ToolKind = Literal["function", "custom"]

FUNCTION: Final = "function"
FREE_TEXT: Final = "custom"
"""How a model gives its arguments: as JSON, or as one text of a grammar."""

ToolOutput: TypeAlias = "str | Sequence[Mapping[str, Any]]"
"""A text, or parts of the Responses API, such as `input_text` and `input_image`."""

MAX_ERROR_CHARACTERS: Final = 2000
"""Of the text of an exception that a model is told."""


class ToolError(AppServerError):
    """A tool raises it to tell the model just this text. The turn goes on: the model may try something else."""


def described(error: BaseException) -> str:
    """An exception as the model is told of it, in bounds."""
    try:
        text = repaired(str(error))[:MAX_ERROR_CHARACTERS]
    except Exception:  # noqa: BLE001 - somebody's exception that cannot even be shown
        text = ""
    if isinstance(error, ToolError):
        return text
    name = type(error).__name__
    return f"{name}: {text}" if text else name


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call of a model.

    Attributes:
        turn: the turn that it belongs to.
        call_id: what the provider calls it; the item that shows it has this id too.
        name: the tool's name.
        arguments: JSON, or the free text of a custom tool, as the model wrote it.
        max_output: bytes of text that the model is to be told; what is longer loses its middle.
        notes: what the model is told besides the output, after those of all calls of its answer.
    """

    turn: TurnContext
    call_id: str
    name: str
    arguments: str
    max_output: int
    notes: list[str] = field(default_factory=list[str])


class Tool(Protocol):
    """Something that a model may call. `appserver.tools.tool` makes one of a function."""

    @property
    def name(self) -> str:
        """How the model calls it."""
        ...

    @property
    def kind(self) -> ToolKind:
        """Whether its arguments are JSON (`function`) or one free text (`custom`)."""
        ...

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it: an entry of `tools` of the Responses API, each time the same."""
        ...

    async def run(self, call: ToolCall) -> ToolOutput:
        """Do what was called for. Several calls may run at the same time, also of the same tool.

        Cancellation: the turn was interrupted, or has failed; end what was begun, and let it pass.

        Raises:
            ToolError: what the model is told in place of an output.
            Exception: likewise, with the name of the exception.
        """
        ...
