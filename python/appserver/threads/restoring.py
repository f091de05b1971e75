"""A thread as its store knows it becomes one of the server's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.threads.origin import NO_TOKENS
from appserver.threads.stored import origin_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.store.records import StoredThread
    from appserver.threads.pool import ThreadPool
    from appserver.threads.thread import Thread
    from appserver.turns.settings import TurnSettings

__all__ = ["restored", "use_tokens"]


def restored(
    threads: ThreadPool, found: StoredThread, settings: TurnSettings, turns: Sequence[p.Turn]
) -> Thread:
    """A thread with these settings, with its last turns in memory; it is not among the threads yet."""
    thread = threads.make(settings, origin_of(found), thread_id=found.id)
    thread.created, thread.updated = found.created, found.updated
    thread.name, thread.preview = found.name, found.preview
    thread.has_user_message = found.has_user_message
    thread.git_info, thread.goal, thread.path = found.git_info, found.goal, found.path
    thread.has_stored_turns = found.has_turns
    thread.history.begin_with(turns, 0)
    use_tokens(thread, found, turns)
    return thread


def use_tokens(thread: Thread, found: StoredThread, turns: Sequence[p.Turn]) -> None:
    """Count on from the tokens that a store knows of."""
    if found.usage is None:
        thread.usage, thread.usage_told = NO_TOKENS, None
    else:
        thread.usage = found.usage.total
        thread.usage_told = p.ThreadTokenUsageUpdatedNotification(
            thread_id=thread.id, turn_id=turns[-1].id if turns else "", token_usage=found.usage
        )
