"""The errors that requests about turns are answered with; texts and codes are Codex's."""

from __future__ import annotations

from appserver.errors import ErrorCode, OverloadedError, ServerError

__all__ = [
    "MAX_INPUT_CHARACTERS",
    "input_too_large",
    "no_active_turn",
    "queue_full",
    "wrong_turn",
]

MAX_INPUT_CHARACTERS = 1 << 20
"""The longest text input of a turn, Codex's limit; clients tell users about it in this very unit."""


def no_active_turn() -> ServerError:
    """An interrupt while nothing runs."""
    return ServerError("no active turn to interrupt")


def wrong_turn(expected: str, found: str) -> ServerError:
    """An interrupt of another turn than the one that runs."""
    return ServerError(f"expected active turn id {expected} but found {found}")


def input_too_large(characters: int) -> ServerError:
    """More text than a turn takes."""
    return ServerError(
        f"Input exceeds the maximum length of {MAX_INPUT_CHARACTERS} characters.",
        code=ErrorCode.INPUT_TOO_LARGE,
        data={
            "input_error_code": "input_too_large",
            "max_chars": MAX_INPUT_CHARACTERS,
            "actual_chars": characters,
        },
    )


def queue_full(what: str) -> OverloadedError:
    """A bound of this thread is reached; nothing was done."""
    return OverloadedError(
        f"too many {what} wait for this thread's events to be read; retry later", is_unread=True
    )
