"""The verb that reports tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["add_usage"]

_COUNTS = tuple(p.TokenUsageBreakdown.model_fields)


async def add_usage(turn: Turn, last: p.TokenUsageBreakdown, model_context_window: int | None) -> None:
    """Add the tokens of one request to the thread's total and tell the client.

    Cancellation: the tokens are counted and sent.
    """
    turn.emitter.check_open()
    thread = turn.thread
    total = {name: getattr(thread.usage, name) + getattr(last, name) for name in _COUNTS}
    thread.usage = p.TokenUsageBreakdown(**total)
    usage = p.ThreadTokenUsage(total=thread.usage, last=last, model_context_window=model_context_window)
    await turn.emitter.deliver(
        p.ThreadTokenUsageUpdatedNotification(thread_id=thread.id, turn_id=turn.id, token_usage=usage)
    )
