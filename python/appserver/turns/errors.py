"""The errors that requests about threads and turns are answered with; texts and codes are Codex's."""

from __future__ import annotations

from appserver.errors import ErrorCode, OverloadedError, ServerError

__all__ = [
    "MAX_INPUT_CHARACTERS",
    "input_too_large",
    "invalid_cursor",
    "no_active_turn",
    "no_rollout",
    "queue_full",
    "shutting_down",
    "thread_not_found",
    "thread_not_loaded",
    "threads_full",
    "turns_not_supported",
    "turns_of_ephemeral_thread",
    "wrong_turn",
]

MAX_INPUT_CHARACTERS = 1 << 20
"""The longest text input of a turn, Codex's limit; clients tell users about it in this very unit."""


def thread_not_found(thread_id: str) -> ServerError:
    """`turn/start` or `turn/interrupt` on an unknown thread."""
    return ServerError(f"thread not found: {thread_id}")


def thread_not_loaded(thread_id: str) -> ServerError:
    """`thread/read` of an unknown thread."""
    return ServerError(f"thread not loaded: {thread_id}")


def no_rollout(thread_id: str) -> ServerError:
    """`thread/resume` of an unknown thread."""
    return ServerError(f"no rollout found for thread id {thread_id}")


def turns_not_supported() -> ServerError:
    """The turns of a thread that has no user message yet."""
    return ServerError("list_turns is not supported yet", code=ErrorCode.NOT_SUPPORTED)


def turns_of_ephemeral_thread() -> ServerError:
    """The turns of an ephemeral thread."""
    return ServerError("ephemeral threads do not support includeTurns")


def no_active_turn() -> ServerError:
    """An interrupt while nothing runs."""
    return ServerError("no active turn to interrupt")


def wrong_turn(expected: str, found: str) -> ServerError:
    """An interrupt of another turn than the one that runs."""
    return ServerError(f"expected active turn id {expected} but found {found}")


def invalid_cursor(cursor: str) -> ServerError:
    """A cursor that no page gave out."""
    return ServerError(f"invalid cursor: {cursor}")


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
    return OverloadedError(f"too many {what} wait for this thread's events to be read; retry later")


def threads_full() -> OverloadedError:
    """Too many threads are not announced yet; nothing was done."""
    return OverloadedError("too many new threads wait for the client's events to be read; retry later")


def shutting_down() -> ServerError:
    """The runtime takes nothing new any more."""
    return ServerError("in-process app-server runtime is shutting down", code=ErrorCode.INTERNAL)
