"""Asking a model to sum up the conversation: one request without tools, of whose answer nothing is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.engine.failures import ModelError
from appserver.engine.input_items import base_first, message_item
from appserver.engine.sampling import Sampler
from appserver.engine.step import NO_LIMITS, ModelStep, message_text
from appserver.plain_data import is_dict
from appserver.tools.registry import ToolSet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.agents.turn_context import TurnContext
    from appserver.engine.asking import Asking, Purpose
    from appserver.engine.tool_calls import ToolCalls

__all__ = ["MAX_SHORTER", "SUMMARY_PROMPT", "Summarizer"]

MAX_SHORTER: Final = 8
"""How often a conversation that is too long to be summed up is tried again with its older half left out: less than a
256th of what a thread may hold is less than any model takes."""

SUMMARY_PROMPT: Final = """\
The conversation has grown too long and will be replaced by a summary that you write now. Whoever goes on sees only that
summary and what the user has said. Write for them, briefly and in the user's language:

- what the user wants, with every constraint and preference that still holds;
- what was done and found, with paths, names, commands and values as they are;
- what is being done right now, what failed and why, and what comes next.

Write the summary alone. Call no tools."""


def _keep_nothing(_items: Sequence[Mapping[str, Any]], *, with_next: bool = False) -> None:
    """Nothing is sent again."""


class SummaryStep(ModelStep):
    """An answer that is a summary: its text is kept, and nothing of it is shown or sent again."""

    def __init__(self, turn: TurnContext, context_window: int, calls: ToolCalls) -> None:
        super().__init__(turn, context_window, calls, _keep_nothing)
        self.may_be_cut = False
        self.text = ""
        own = {"response.output_item.done": self._keep_text}
        ends = ("response.completed", "response.failed", "response.incomplete")
        self.handlers = {**own, **{name: self.handlers[name] for name in ends}}

    async def break_off(self, error: ModelError) -> None:  # noqa: ARG002 - as the one that it replaces
        """The answer has failed: the tokens of the conversation are what they were.

        Cancellation: once begun, what is told is sent.
        """
        if self.has_begun:
            await self._turn.report_rate_limits(NO_LIMITS)

    async def _keep_text(self, event: dict[Any, Any]) -> None:
        item = event.get("item")
        if is_dict(item) and item.get("type") == "message":
            self.text += message_text(item)


class Summarizer(Sampler):
    """Asks for a summary. Where the conversation is too long even for that, its older half is left out."""

    def __init__(self, turn: TurnContext, asking: Asking, prompt: str, purpose: Purpose) -> None:
        super().__init__(turn, asking, ToolSet(()), purpose)
        self._sent = base_first(turn.context)
        self._after: list[Mapping[str, Any]] = [message_item("user", prompt)]
        self._step: SummaryStep | None = None

    def items(self) -> Sequence[Mapping[str, Any]]:
        """What the model is sent."""
        return [*self._sent, *self._after]

    def keep(self, items: Sequence[Mapping[str, Any]], *, with_next: bool = False) -> None:  # noqa: ARG002
        """Send these too, with the next try; the conversation knows nothing of them."""
        self._after.extend(items)

    def new_step(self, calls: ToolCalls) -> ModelStep:
        """What reads the next answer."""
        self._step = SummaryStep(self._turn, self._asking.window, calls)
        return self._step

    async def summary(self) -> str:
        """The summary.

        Cancellation: the connection is closed.

        Raises:
            ModelError: there is none.
        """
        for tries_left in reversed(range(MAX_SHORTER + 1)):
            try:
                await self.step()
                break
            except ModelError as error:
                if error.cause != "contextWindowExceeded" or not tries_left or not self._leave_out():
                    raise
        text = "" if self._step is None else self._step.text.strip()
        if not text:
            raise ModelError("the model gave no summary of the conversation, which stays as it is; try again")
        return text

    def _leave_out(self) -> bool:
        """Send the newer half alone, beside the instructions. False: there is no half any more."""
        first, rest = self._sent[:1], self._sent[1:]
        half = -(-len(rest) // 2)
        called = {item.get("call_id") for item in rest[half:] if str(item.get("type")).endswith("_call")}
        kept = [
            item
            for item in rest[half:]
            if not str(item.get("type")).endswith("_output") or item.get("call_id") in called
        ]
        self._sent = [*first, *kept]
        return bool(rest)
