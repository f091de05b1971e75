"""Shortening a conversation that fills its model: a summary takes the place of all but what the user has said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.engine.asking import Purpose
from appserver.engine.base_instructions import is_base
from appserver.engine.input_items import SUMMARY, is_of_user, message_item, surroundings
from appserver.engine.signs import window_number, window_sign
from appserver.engine.step import NO_LIMITS
from appserver.engine.summary import SUMMARY_PROMPT, Summarizer
from appserver.plain_data import is_dict
from appserver.tools.bounded import bounded_text
from appserver.turns.identifiers import new_identifier
from appserver.turns.items.plain_item import PlainItem
from appserver.turns.items.usage import repeat_usage, report_context

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from appserver.agents.turn_context import TurnContext
    from appserver.engine.asking import Asking
    from appserver.engine.base_instructions import BaseInstructions

    Phase = Literal["standalone_turn", "pre_turn", "mid_turn"]

__all__ = ["MAX_SUMMARY_BYTES", "MAX_USER_BYTES", "compact", "is_due", "shortened"]

MAX_USER_BYTES: Final = 80_000
"""Bytes of what the user has said that stay, the newest of it: about 20 000 tokens, as in Codex."""

MAX_SUMMARY_BYTES: Final = 40_000
"""Bytes of a summary: about 10 000 tokens, a fraction of the smallest window that it is to make room in."""

_BYTES_A_TOKEN: Final = 4

_PICTURE_TOKENS: Final = 1000
"""What a picture counts, of which nothing is known: about what one of a screen takes."""

WARNING: Final = (
    "Heads up: Long threads and multiple compactions can cause the model to be less accurate. Start a new thread when "
    "possible to keep threads small and targeted."
)


def is_due(turn: TurnContext, limit: int) -> bool:
    """Whether the conversation has so many tokens, as far as its provider counts them."""
    told = turn.turn.thread.usage_told
    return told is not None and told.token_usage.last.total_tokens >= limit


async def compact(
    turn: TurnContext, asking: Asking, instructions: BaseInstructions, prompt: str | None, phase: Phase
) -> None:
    """Put a summary in place of the conversation, and show that.

    Cancellation: the conversation stays as it was, and the item is ended.

    Raises:
        ModelError: there is no summary; likewise.
    """
    automatic = phase != "standalone_turn"
    details = {
        "trigger": "auto" if automatic else "manual",
        "reason": "context_limit" if automatic else "user_requested",
        "phase": phase,
    }
    purpose = Purpose("compaction", is_parallel=False, details={"compaction": details})
    async with PlainItem(turn.turn, p.ContextCompactionThreadItem(id=new_identifier())):
        if turn.turn.thread.usage_told is not None:
            await repeat_usage(turn.turn)
            await turn.report_rate_limits(NO_LIMITS)
        summed_up = turn.context
        summary = await Summarizer(turn, asking, prompt or SUMMARY_PROMPT, purpose).summary()
        known = set(map(id, summed_up))
        meanwhile = [
            item for item in turn.context if id(item) not in known
        ]  # what clients have injected, for one
        items = [*shortened(summed_up, turn, instructions, summary), *meanwhile]
        turn.replace_context(items, summary=summary)
        turn.turn.thread.context.is_due = False
        await report_context(turn.turn, _tokens(items), asking.window)
        await turn.report_rate_limits(NO_LIMITS)
    await turn.turn.emitter.deliver(p.WarningNotification(thread_id=turn.thread_id, message=WARNING))


def shortened(
    context: Sequence[Mapping[str, Any]], turn: TurnContext, instructions: BaseInstructions, summary: str
) -> list[Mapping[str, Any]]:
    """The conversation with a summary in place of most of it: instructions and surroundings, what the user has said,
    and the summary."""
    base = next(filter(is_base, context), None)
    number = window_number(context) + 1
    kept = bounded_text(summary, MAX_SUMMARY_BYTES)
    text = f"{SUMMARY}\nWhat was said and done before, summed up:\n\n{kept}\n</summary>"
    told = {**message_item("user", text), "id": window_sign(new_identifier(), number)}
    around = surroundings([], turn.settings, instructions)
    if base is not None and not instructions.is_of_agent(base):
        around[0] = dict(base)  # the user has said it, perhaps to a server that is not there any more
    return [*around, *_of_user(context), told]


def _of_user(context: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What the user has said: the newest, within its bound. Pictures stay in the last message alone."""
    kept: list[Mapping[str, Any]] = []
    left = MAX_USER_BYTES
    for item in reversed([item for item in context if is_of_user(item)]):
        if left <= 0:
            break
        parts: list[Any] = []
        for part in item["content"]:
            text = part.get("text") if is_dict(part) else None
            if isinstance(text, str):
                fitting = bounded_text(text, max(left, 0))
                left -= len(fitting.encode("utf-8", "replace"))
                parts.append({**part, "text": fitting})
            else:
                parts.append(part if not kept else {"type": "input_text", "text": "(a picture was here)"})
        kept.append(item if parts == item["content"] else {**item, "content": parts})
    return kept[::-1]


def _tokens(items: Sequence[Mapping[str, Any]]) -> int:
    """About how many tokens messages are."""
    parts = [part for item in items for part in item.get("content") or ()]
    size = sum(len(part["text"].encode("utf-8", "replace")) for part in parts if "text" in part)
    return -(-size // _BYTES_A_TOKEN) + _PICTURE_TOKENS * sum("text" not in part for part in parts)
