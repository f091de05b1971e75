"""The verbs that tell of an error after which the agent tries again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from appserver import protocol as p
from appserver.errors import AgentError
from appserver.text import repaired
from appserver.turns.error_causes import cause_of, error_info
from appserver.turns.failures import shortened, turn_error

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["report_retry", "retrying"]

MAX_ATTEMPTS = 1_000_000
"""More than anybody waits for."""


async def report_retry(
    turn: Turn, message: str, *, cause: str, http_status: int | None, details: str | None
) -> None:
    """Tell the clients; see `TurnContext.report_retry`.

    Cancellation: once begun, it is sent.
    """
    error = p.TurnError(
        message=shortened(message),
        codex_error_info=error_info(cause, http_status),
        additional_details=None if details is None else shortened(details),
    )
    await _tell(turn, error)


async def retrying(turn: Turn, error: BaseException | str, attempt: int, attempts: int | None) -> None:
    """Tell the clients; see `TurnContext.retrying`.

    Cancellation: once begun, it is sent.
    """
    _check_number("attempt", attempt)
    if attempts is not None:
        _check_number("attempts", attempts)
        if attempt > attempts:
            raise ValueError(
                f"attempt is {attempt}, of {attempts} attempts: after the last let the exception pass, or call fail()"
            )
    message = f"Reconnecting... {attempt}" if attempts is None else f"Reconnecting... {attempt}/{attempts}"
    given = cast("object", error)
    if isinstance(given, str):
        cause, details = error_info("responseStreamDisconnected"), repaired(given)
    elif isinstance(given, BaseException):
        told = turn_error(given)
        cause = cause_of(given)
        if cause == "other" and not isinstance(given, AgentError):
            cause = error_info("responseStreamDisconnected")
        text = told.message.removeprefix("the agent failed: ")
        details = text if told.additional_details is None else f"{text}\n{told.additional_details}"
    else:
        raise TypeError(f"error is an exception or a text, not {type(given).__name__}")
    await _tell(
        turn, p.TurnError(message=message, codex_error_info=cause, additional_details=shortened(details))
    )


async def _tell(turn: Turn, error: p.TurnError) -> None:
    await turn.emitter.deliver(
        p.ErrorNotification(error=error, will_retry=True, thread_id=turn.thread.id, turn_id=turn.id)
    )


def _check_number(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is a number, an int, not {type(value).__name__}")
    if not 1 <= value <= MAX_ATTEMPTS:
        raise ValueError(f"{name} is {value!s:.40}; it is a number from 1 to {MAX_ATTEMPTS}")
