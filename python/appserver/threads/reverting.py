"""`thread/revert`: a thread without a turn and all that came after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.errors import EphemeralThreadError
from appserver.threads.errors import thread_not_found, turn_not_found
from appserver.threads.forking import forked_history
from appserver.threads.interrupting import interrupt_turns

if TYPE_CHECKING:
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread

__all__ = ["revert_thread"]


async def revert_thread(threads: ThreadManager, thread_id: str, before_turn_id: str) -> Thread:
    """Drop a turn and all after it; what runs is interrupted first. A turn that is not there changes nothing.

    Cancellation: its turns may be interrupted, and nothing dropped.

    Raises:
        ServerError: no such thread, it is ephemeral, or the turn is not there.
    """
    thread = threads.find(thread_id)
    if thread is None:
        raise thread_not_found(thread_id)
    if thread.ephemeral:
        raise EphemeralThreadError("ephemeral threads do not support thread/revert")
    if not thread.is_materialized:
        raise turn_not_found(before_turn_id)
    if threads.lasting is not None:
        await threads.lasting.revert(thread, before_turn_id)
    else:
        await _revert_in_memory(threads, thread, before_turn_id)
    threads.say(thread, [p.ThreadRevertedNotification(thread_id=thread_id)], later=True)
    return thread


async def _revert_in_memory(threads: ThreadManager, thread: Thread, before_turn_id: str) -> None:
    params = p.ThreadForkParams(thread_id=thread.id, before_turn_id=before_turn_id)
    forked_history(thread, params)  # it is there, or nothing happens
    await interrupt_turns(thread)
    threads.say(thread, [thread.unload()])
    kept = forked_history(thread, params)
    left_out = {turn.id for turn in thread.history} - {turn.id for turn in kept}
    thread.context.cut(left_out)
    thread.revert_to(kept)
    threads.say(thread, [thread.load()])
