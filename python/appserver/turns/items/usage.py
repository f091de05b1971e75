"""The verb that reports tokens."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.errors import RuntimeClosedError

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = [
    "MAX_TOKENS",
    "add_usage",
    "begin_rate_limits",
    "begin_usage",
    "fill_window",
    "repeat_usage",
    "report_context",
    "report_rate_limits",
    "token_count",
    "token_usage",
]

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


def token_usage(
    *,
    input_tokens: int | None,
    output_tokens: int | None,
    cached_input_tokens: int | None,
    reasoning_output_tokens: int | None,
) -> p.TokenUsageBreakdown:
    """The tokens of one request; the total is that of what went in and came out.

    Raises:
        TypeError, ValueError: one of them is not a number of tokens.
    """
    went_in = token_count("input_tokens", input_tokens)
    came_out = token_count("output_tokens", output_tokens)
    return p.TokenUsageBreakdown(
        total_tokens=went_in + came_out,
        input_tokens=went_in,
        cached_input_tokens=token_count("cached_input_tokens", cached_input_tokens),
        output_tokens=came_out,
        reasoning_output_tokens=token_count("reasoning_output_tokens", reasoning_output_tokens),
    )


async def add_usage(turn: Turn, last: p.TokenUsageBreakdown, model_context_window: int | None) -> None:
    """Add the tokens of one request to the thread's total and tell the client.

    Cancellation: the tokens are counted and sent.
    """
    turn.emitter.check_open()
    await turn.emitter.deliver(_counted(turn, last, model_context_window))


def begin_usage(turn: Turn, last: p.TokenUsageBreakdown, model_context_window: int | None) -> None:
    """As `add_usage`, for code that is being cancelled: it never waits, and the end of the turn may have begun."""
    if not turn.has_ended:
        with contextlib.suppress(RuntimeClosedError):
            turn.emitter.begin(_counted(turn, last, model_context_window))


def begin_rate_limits(turn: Turn, limits: p.RateLimitSnapshot) -> None:
    """As `report_rate_limits`, likewise."""
    if not turn.has_ended:
        with contextlib.suppress(RuntimeClosedError):
            turn.emitter.begin(p.AccountRateLimitsUpdatedNotification(rate_limits=limits))


def _counted(
    turn: Turn, last: p.TokenUsageBreakdown, model_context_window: int | None
) -> p.ThreadTokenUsageUpdatedNotification:
    """Count the tokens; returns what is told of it."""
    thread = turn.thread
    total = {name: getattr(thread.usage, name) + getattr(last, name) for name in _COUNTS}
    thread.usage = p.TokenUsageBreakdown(**total)
    usage = p.ThreadTokenUsage(total=thread.usage, last=last, model_context_window=model_context_window)
    told = p.ThreadTokenUsageUpdatedNotification(thread_id=thread.id, turn_id=turn.id, token_usage=usage)
    thread.usage_told = told
    thread.keeper.tokens_used(turn.id, usage)
    return told


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


async def repeat_usage(turn: Turn) -> None:
    """Tell the tokens again as they were told last, if they were: something begins that counts anew.

    Cancellation: once begun, it is sent.
    """
    turn.emitter.check_open()
    told = turn.thread.usage_told
    if told is not None:
        await turn.emitter.deliver(told.model_copy(update={"turn_id": turn.id}))


async def report_context(turn: Turn, tokens: int, model_context_window: int) -> None:
    """Tell about how many tokens the conversation has now; the thread has used none for that.

    Cancellation: it is counted and sent.
    """
    turn.emitter.check_open()
    thread = turn.thread
    nothing = dict.fromkeys(_COUNTS, 0)
    last = p.TokenUsageBreakdown(**{**nothing, "total_tokens": tokens})
    usage = p.ThreadTokenUsage(total=thread.usage, last=last, model_context_window=model_context_window)
    thread.usage_told = p.ThreadTokenUsageUpdatedNotification(
        thread_id=thread.id, turn_id=turn.id, token_usage=usage
    )
    thread.keeper.tokens_used(turn.id, usage)
    await turn.emitter.deliver(thread.usage_told)


async def report_rate_limits(turn: Turn, limits: p.RateLimitSnapshot) -> None:
    """Tell the clients how far the limits of the account are used up.

    Cancellation: once begun, it is sent.
    """
    await turn.emitter.deliver(p.AccountRateLimitsUpdatedNotification(rate_limits=limits))
