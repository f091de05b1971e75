"""Questions of a model to the user: `request_user_input`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from appserver import protocol as p
from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.calls import FUNCTION, ToolError
from appserver.turns.items.question import ask_user

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.tools.calls import ToolCall, ToolKind

__all__ = ["RequestUserInput"]

NAME: Final = "request_user_input"
UNAVAILABLE: Final = "request_user_input is unavailable in Default mode"


class Option(Arguments):
    """An answer to choose."""

    label: str = Field(description="The answer, in a few words.")
    description: str = Field(description="What it means, in a sentence.")


class Question(Arguments):
    """One question."""

    id: str = Field(description="What the answer is called.")
    header: str = Field(description="What it is about, in a word or two.")
    question: str
    options: list[Option] = Field(description="Two or three answers; the user may give another one.")


class QuestionArguments(Arguments):
    """Up to three questions."""

    questions: list[Question] = Field(min_length=1, max_length=3, description="One as a rule; three at most.")


DESCRIPTION: Final = (
    "Ask the user, and wait for the answer. Only while you plan: otherwise decide, or ask in your message."
)


class RequestUserInput:
    """Asks the user, in the mode in which things are planned."""

    name: str = NAME
    kind: ToolKind = FUNCTION

    def __init__(self) -> None:
        self._spec = function_spec(NAME, DESCRIPTION, QuestionArguments)

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> str:
        """Ask, and wait.

        Cancellation: the question is taken back.

        Raises:
            ToolError: this is not the mode for it, or the user gave no answer.
        """
        if call.turn.settings.mode != "plan":
            raise ToolError(UNAVAILABLE)
        said = read_arguments(QuestionArguments, call.arguments)
        questions = [
            p.ToolRequestUserInputQuestion(
                id=question.id,
                header=question.header,
                question=question.question,
                is_other=True,
                options=[
                    p.ToolRequestUserInputOption(label=option.label, description=option.description)
                    for option in question.options
                ],
            )
            for question in said.questions
        ]
        answers = await ask_user(call.turn.turn, questions, item_id=call.call_id)
        if not answers:
            raise ToolError("request_user_input was cancelled before receiving a response")
        told = {name: {"answers": given} for name, given in answers.items()}
        return json.dumps({"answers": told}, ensure_ascii=False, separators=(",", ":"))
