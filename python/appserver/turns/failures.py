"""What a client is told about an exception that ended a turn."""

from __future__ import annotations

from appserver import protocol as p
from appserver.errors import AgentError
from appserver.text import repaired
from appserver.turns.error_causes import cause_of, is_group

__all__ = ["MAX_MESSAGE_CHARACTERS", "is_stated", "shortened", "turn_error"]

MAX_MESSAGE_CHARACTERS = 2000
"""Enough for any sentence, too little for the whole documents that some libraries put into exceptions."""


def is_stated(error: BaseException) -> bool:
    """Whether the agent has failed its turn on purpose, by an `AgentError`."""
    return isinstance(_innermost(error), AgentError)


def turn_error(error: BaseException) -> p.TurnError:
    """The error of a turn that `error` ended.

    Its type and text, without the traceback, which goes to the log; of an `AgentError` what it says. And the cause.
    """
    cause = _innermost(error)
    if isinstance(cause, AgentError):
        return p.TurnError(
            message=shortened(cause.message),
            codex_error_info=cause_of(cause),
            additional_details=None if cause.details is None else shortened(cause.details),
        )
    name = type(cause).__name__
    try:
        text = str(cause)
    except Exception:  # noqa: BLE001 - a broken __str__ must not cost the turn its end
        text = ""
    message = f"the agent failed: {name}: {text}" if text else f"the agent failed: {name}"
    return p.TurnError(message=shortened(message), codex_error_info=cause_of(cause))


def shortened(text: str) -> str:
    """As much of a text as a client is told, as it can be sent."""
    if len(text) > MAX_MESSAGE_CHARACTERS:
        text = text[: MAX_MESSAGE_CHARACTERS - 1] + "…"
    # A lone surrogate, as in an undecodable file name, cannot be written as JSON.
    return repaired(text)


def _innermost(error: BaseException) -> BaseException:
    """The one exception inside a group of one: task groups wrap whatever leaves them."""
    while is_group(error) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error
