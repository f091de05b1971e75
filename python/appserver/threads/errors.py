"""The errors that requests about threads are answered with; texts and codes are Codex's."""

from __future__ import annotations

from appserver.errors import (
    EphemeralThreadError,
    ErrorCode,
    NotSupportedError,
    OverloadedError,
    ServerError,
    ThreadArchivedError,
    ThreadNotFoundError,
    TurnNotFoundError,
)

__all__ = [
    "archived",
    "ephemeral_turns_not_listed",
    "goal_not_for_ephemeral",
    "invalid_cursor",
    "items_not_supported",
    "metadata_not_for_ephemeral",
    "no_archived_rollout",
    "no_goal",
    "no_rollout",
    "not_materialized",
    "not_persisted",
    "shutting_down",
    "thread_not_found",
    "thread_not_loaded",
    "threads_full",
    "turn_not_found",
    "turns_not_supported",
    "turns_of_ephemeral_thread",
]


def thread_not_found(thread_id: str) -> ServerError:
    """`turn/start` or `turn/interrupt` on an unknown thread."""
    return ThreadNotFoundError(f"thread not found: {thread_id}")


def thread_not_loaded(thread_id: str) -> ServerError:
    """`thread/read` of an unknown thread."""
    return ThreadNotFoundError(f"thread not loaded: {thread_id}")


def no_rollout(thread_id: str) -> ServerError:
    """`thread/resume` of an unknown thread."""
    return ThreadNotFoundError(f"no rollout found for thread id {thread_id}")


def archived(thread_id: str) -> ServerError:
    """`thread/resume` of an archived thread."""
    return ThreadArchivedError(
        f"session {thread_id} is archived. Run `codex unarchive {thread_id}` to unarchive it first."
    )


def no_archived_rollout(thread_id: str) -> ServerError:
    """`thread/unarchive` of a thread that is not archived, or not known."""
    return ThreadNotFoundError(f"no archived rollout found for thread id {thread_id}")


def not_persisted(thread_id: str) -> ServerError:
    """`thread/delete` of an ephemeral thread: it goes when nobody is subscribed to it."""
    return EphemeralThreadError(f"thread is not persisted and cannot be deleted: {thread_id}")


def turn_not_found(turn_id: str | None) -> ServerError:
    """A turn that the thread does not have."""
    return TurnNotFoundError(f"turn not found: {turn_id}")


def turns_not_supported() -> ServerError:
    """The turns of a thread that has no user message yet."""
    return NotSupportedError("list_turns is not supported yet")


def turns_of_ephemeral_thread() -> ServerError:
    """The turns of an ephemeral thread."""
    return EphemeralThreadError("ephemeral threads do not support includeTurns")


def ephemeral_turns_not_listed() -> ServerError:
    """A page of the turns of an ephemeral thread."""
    return EphemeralThreadError("ephemeral threads do not support thread/turns/list")


def not_materialized(thread_id: str) -> ServerError:
    """A page of the turns of a thread that has no user message yet."""
    return ServerError(
        f"thread {thread_id} is not materialized yet; "
        "thread/turns/list is unavailable before first user message"
    )


def items_not_supported() -> ServerError:
    """A page of the items of a thread that has no user message yet, or is ephemeral."""
    return NotSupportedError("thread/items/list is not supported yet")


def metadata_not_for_ephemeral(thread_id: str) -> ServerError:
    """A name, or the like, for an ephemeral thread."""
    return EphemeralThreadError(f"ephemeral thread does not support metadata updates: {thread_id}")


def goal_not_for_ephemeral(thread_id: str) -> ServerError:
    """A goal of an ephemeral thread."""
    return EphemeralThreadError(f"ephemeral thread does not support goals: {thread_id}")


def no_goal(thread_id: str) -> ServerError:
    """A change of a goal that there is not."""
    return ServerError(f"cannot update goal for thread {thread_id}: no goal exists")


def invalid_cursor(cursor: str) -> ServerError:
    """A cursor that is on no page."""
    return ServerError(f"invalid cursor: {cursor:.1000}")


def threads_full() -> OverloadedError:
    """Too many threads are not announced yet; nothing was done."""
    return OverloadedError(
        "too many new threads wait for the client's events to be read; retry later", is_unread=True
    )


def shutting_down() -> ServerError:
    """The runtime takes nothing new any more."""
    return ServerError("in-process app-server runtime is shutting down", code=ErrorCode.INTERNAL)
