"""The errors that requests about turns are answered with; texts and codes are Codex's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.errors import (
    InputTooLargeError,
    NoActiveTurnError,
    OverloadedError,
    ServerError,
    TurnNotSteerableError,
)

if TYPE_CHECKING:
    from typing import Literal

__all__ = [
    "MAX_INPUT_BYTES",
    "MAX_INPUT_CHARACTERS",
    "MAX_INPUT_ENTRIES",
    "commands_full",
    "inbox_full",
    "input_too_large",
    "no_active_turn",
    "not_steerable",
    "queue_full",
    "too_many_bytes",
    "too_many_entries",
    "wrong_turn",
]

MAX_INPUT_CHARACTERS = 1 << 20
"""The longest text input of a turn, Codex's limit; clients tell users about it in this very unit."""

MAX_INPUT_ENTRIES = 4096
"""The most entries of one input, the marked parts of its texts among them."""

MAX_INPUT_BYTES = 64 << 20
"""The most bytes of the params of a turn as JSON, images in them included."""


def no_active_turn(what: Literal["interrupt", "steer"] = "interrupt") -> ServerError:
    """An interrupt, or a message to the turn that runs, while nothing runs."""
    return NoActiveTurnError(f"no active turn to {what}")


def wrong_turn(expected: str, found: str) -> ServerError:
    """An interrupt of another turn than the one that runs, or a message to another one."""
    return NoActiveTurnError(f"expected active turn id {expected} but found {found}")


def not_steerable(kind: str) -> ServerError:
    """A message to a turn in which the user has nothing to say."""
    text = f"cannot steer a {kind} turn"
    cause = {"activeTurnNotSteerable": {"turnKind": kind}}
    data = {"message": text, "codexErrorInfo": cause, "additionalDetails": None, "misalignment": None}
    return TurnNotSteerableError(text, data=data)


def input_too_large(characters: int) -> ServerError:
    """More text than a turn takes."""
    return InputTooLargeError(
        f"Input exceeds the maximum length of {MAX_INPUT_CHARACTERS} characters.",
        data={
            "input_error_code": "input_too_large",
            "max_chars": MAX_INPUT_CHARACTERS,
            "actual_chars": characters,
        },
    )


def too_many_entries(entries: int) -> ServerError:
    """More entries than a turn takes."""
    return InputTooLargeError(
        f"Input exceeds the maximum of {MAX_INPUT_ENTRIES} entries (it has {entries}); send it in several turns.",
        data={
            "input_error_code": "input_too_large",
            "max_entries": MAX_INPUT_ENTRIES,
            "actual_entries": entries,
        },
    )


def too_many_bytes(size: int) -> ServerError:
    """More bytes than a turn takes."""
    return InputTooLargeError(
        f"Input exceeds the maximum of {MAX_INPUT_BYTES} bytes (it has {size}); "
        "give images as files (`localImage`) rather than in their URL.",
        data={"input_error_code": "input_too_large", "max_bytes": MAX_INPUT_BYTES, "actual_bytes": size},
    )


def inbox_full() -> OverloadedError:
    """The agent has taken none of many messages; nothing was done."""
    return OverloadedError(
        "too many messages wait for the agent of the running turn to take them; retry later"
    )


def commands_full(limit: int) -> OverloadedError:
    """The user has given many commands that have not ended; nothing was done."""
    return OverloadedError(
        f"{limit} commands of the user run in this turn already; retry when one has ended, or interrupt the turn"
    )


def queue_full(what: str) -> OverloadedError:
    """A bound of this thread is reached; nothing was done."""
    return OverloadedError(
        f"too many {what} wait for this thread's events to be read; retry later", is_unread=True
    )
