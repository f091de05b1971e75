"""A review: the model is asked as somebody who has heard nothing of the conversation, and has no tools for changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.engine.asking import Purpose
from appserver.engine.base_instructions import BaseInstructions
from appserver.engine.input_items import message_item, surroundings
from appserver.engine.review_words import NO_RESULT, REVIEW_INSTRUCTIONS, review_request, review_text
from appserver.engine.sampling import Sampler
from appserver.engine.step import ModelStep, message_text
from appserver.plain_data import is_dict
from appserver.turns.identifiers import new_identifier
from appserver.turns.items.file_change import tell_diff
from appserver.turns.items.plain_item import show_item
from appserver.turns.review_targets import review_hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.agents.turn_context import TurnContext
    from appserver.engine.asking import Asking
    from appserver.engine.failures import ModelError
    from appserver.engine.step import Stream
    from appserver.engine.tool_calls import ToolCalls
    from appserver.tools.registry import ToolSet
    from appserver.turns.settings import TurnSettings

__all__ = ["REVIEW_TOOLS", "review", "review_settings"]

REVIEW_TOOLS: Final = frozenset({"exec_command", "write_stdin", "request_user_input", "view_image"})
"""Tools that a reviewer has, of those that the agent has."""

PURPOSE: Final = Purpose("turn", subagent="review")

OF_REVIEWERS: Final = BaseInstructions(REVIEW_INSTRUCTIONS)


class ReviewStep(ModelStep):
    """An answer of a reviewer: its text is for the program, and its tokens are not those of the conversation."""

    def __init__(self, reviewer: Reviewer, turn: TurnContext, context_window: int, calls: ToolCalls) -> None:
        super().__init__(turn, context_window, calls, reviewer.keep)
        self.may_be_cut = False
        self._reviewer = reviewer

    async def begin(self, place: Any, item: dict[Any, Any]) -> Stream | None:
        """Begin what is shown of the answer.

        Cancellation: once begun, the announcement is sent.
        """
        if item.get("type") == "message":
            return None
        return await super().begin(place, item)

    async def done(self, event: dict[Any, Any]) -> None:
        """An item of the answer is whole.

        Cancellation: as for each of its verbs.
        """
        item = event.get("item")
        if is_dict(item) and item.get("type") == "message":
            self._reviewer.answer = message_text(item)
        await super().done(event)

    async def settle(self) -> None:
        """The answer is whole, and its tools have ended.

        Cancellation: once begun, what is told is sent.
        """
        await tell_diff(self._turn.turn)

    async def break_off(self, error: ModelError) -> None:
        """The answer has failed: end what is open of it.

        Cancellation: once begun, what is told is sent.
        """
        await self.give_up(error)

    def count(self) -> None:
        """The turn has ended under the answer."""


class Reviewer(Sampler):
    """Asks a reviewer.

    Attributes:
        answer: the last text of it.
    """

    def __init__(self, turn: TurnContext, asking: Asking, tools: ToolSet, request: str) -> None:
        super().__init__(turn, asking, tools, PURPOSE)
        around = surroundings([], replace(turn.settings, base_instructions=None), OF_REVIEWERS)
        self._sent: list[Mapping[str, Any]] = [*around, message_item("user", request)]
        self.answer = ""

    def items(self) -> Sequence[Mapping[str, Any]]:
        """What the model is sent."""
        return list(self._sent)

    def keep(self, items: Sequence[Mapping[str, Any]], *, with_next: bool = False) -> None:  # noqa: ARG002
        """Send these too, with what follows; the conversation knows nothing of them."""
        self._sent.extend(items)

    def new_step(self, calls: ToolCalls) -> ModelStep:
        """What reads the next answer."""
        return ReviewStep(self, self._turn, self._asking.window, calls)


def review_settings(settings: TurnSettings, model: str | None) -> TurnSettings:
    """What a review runs with: by its own model, if there is one, and in the sandbox of the thread, as in Codex.

    Nobody is asked for consent: what a reviewer may do only with it is refused.
    """
    return replace(settings, approval_policy="never", model=model or settings.model)


async def review(turn: TurnContext, asking: Asking, tools: ToolSet, target: p.ReviewTarget) -> None:
    """Have something reviewed, show the findings, and tell them to the conversation.

    Cancellation: the conversation stays as it was; users are shown that the review is over.

    Raises:
        ModelError: the model could not be asked; likewise.
    """
    record = turn.turn.record
    hint = review_hint(target)
    await show_item(turn.turn, p.EnteredReviewModeThreadItem(id=new_identifier(), review=hint))
    record.owed.append(p.ExitedReviewModeThreadItem(id=new_identifier(), review=NO_RESULT))
    request = review_request(target)
    content: list[p.UserInput] = [p.TextUserInput(text=request)]
    await show_item(turn.turn, p.UserMessageThreadItem(id=new_identifier(), content=content))
    reviewer = Reviewer(turn, asking, tools, request)
    while await reviewer.step():
        pass
    text = review_text(reviewer.answer)
    exited = record.owed.pop()
    await show_item(turn.turn, p.ExitedReviewModeThreadItem(id=exited.id, review=text))
    message = f"msg_{new_identifier()}"
    note = f"<user_action>\nThe user has had this reviewed: {hint}. The review:\n\n{text}\n</user_action>"
    part = {"type": "output_text", "text": text}
    answer = {"type": "message", "id": message, "role": "assistant", "content": [part]}
    turn.append_context([message_item("user", note), answer])
    await show_item(turn.turn, p.AgentMessageThreadItem(id=message, text=text))
