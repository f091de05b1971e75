"""The verb that reports tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver import protocol as p

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["MAX_TOKENS", "add_usage", "fill_window", "report_rate_limits", "token_count"]

MAX_TOKENS: Final = 2**53
"""The largest number of one report: whatever reads JSON holds it exactly, and a thread's sum stays within 64 bits."""

_COUNTS = tuple(p.TokenUsageBreakdown.model_fields)


def token_count(name: str, value: object) -> int:
    """A number of tokens as an agent reports it; None, what a provider that does not say has, counts as 0.

    Raises:
        TypeError, ValueError: it is not a number of tokens.
    """
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is a number of tokens, an int, not {type(value).__name__} ({value!r:.80})")
    if not 0 <= value <= MAX_TOKENS:
        raise ValueError(f"{name} is {value!s:.40}; it is a number of tokens from 0 to {MAX_TOKENS}")
    return value


async def add_usage(turn: Turn, last: p.TokenUsageBreakdown, model_context_window: int | None) -> None:
    """Add the tokens of one request to the thread's total and tell the client.

    Cancellation: the tokens are counted and sent.
    """
    turn.emitter.check_open()
    thread = turn.thread
    total = {name: getattr(thread.usage, name) + getattr(last, name) for name in _COUNTS}
    thread.usage = p.TokenUsageBreakdown(**total)
    usage = p.ThreadTokenUsage(total=thread.usage, last=last, model_context_window=model_context_window)
    told = p.ThreadTokenUsageUpdatedNotification(thread_id=thread.id, turn_id=turn.id, token_usage=usage)
    thread.usage_told = told
    thread.keeper.tokens_used(turn.id, usage)
    await turn.emitter.deliver(told)


async def fill_window(turn: Turn, model_context_window: int) -> None:
    """Show the thread as one that fills its model's window: the model has refused it for that.

    Cancellation: it is counted and sent.
    """
    turn.emitter.check_open()
    nothing = dict.fromkeys(_COUNTS, 0)
    full = p.TokenUsageBreakdown(**{**nothing, "total_tokens": model_context_window})
    thread = turn.thread
    thread.usage = full
    usage = p.ThreadTokenUsage(total=full, last=full, model_context_window=model_context_window)
    thread.usage_told = p.ThreadTokenUsageUpdatedNotification(
        thread_id=thread.id, turn_id=turn.id, token_usage=usage
    )
    await turn.emitter.deliver(thread.usage_told)


async def report_rate_limits(turn: Turn, limits: p.RateLimitSnapshot) -> None:
    """Tell the clients how far the limits of the account are used up.

    Cancellation: once begun, it is sent.
    """
    await turn.emitter.deliver(p.AccountRateLimitsUpdatedNotification(rate_limits=limits))
