"""Threads that are not loaded, of a server without a store: put away, brought back, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.threads.errors import archived, no_archived_rollout, no_rollout, not_persisted

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.threads.leaving import Leaving
    from appserver.threads.storage import Storage
    from appserver.threads.thread import Thread
    from appserver.turns.clock import UniqueClock

__all__ = ["KeptThreads"]


class KeptThreads:
    """What becomes of threads in memory, and of those that are not loaded."""

    def __init__(
        self, threads: dict[str, Thread], storage: Storage, leaving: Leaving, clock: UniqueClock
    ) -> None:
        self._threads = threads
        self._storage = storage
        self._leaving = leaving
        self._clock = clock

    def load(self, thread: Thread, open_thread: Callable[[str], None]) -> None:
        """Load a thread.

        Raises:
            ServerError: it is archived.
        """
        if thread.is_archived:
            raise archived(thread.id)
        self._leaving.come_back(thread)
        self._storage.take_out(thread)
        open_thread(thread.id)
        self._leaving.say(thread, [thread.load()])

    async def archive(self, thread_id: str) -> None:
        """Put a thread away; a turn that runs is interrupted first.

        Cancellation: its turns are interrupted all the same.

        Raises:
            ServerError: no such thread, it is ephemeral, or it is archived already.
        """
        thread = self._threads.get(thread_id)
        if thread is None or thread.ephemeral or thread.is_archived:
            raise no_rollout(thread_id)
        await self._leaving.unload(
            thread, p.ThreadArchivedNotification(thread_id=thread_id), is_archived=True
        )

    def unarchive(self, thread_id: str) -> Thread:
        """Put an archived thread back; it is not loaded.

        Raises:
            ServerError: no such thread is archived.
        """
        thread = self._threads.get(thread_id)
        if thread is None or not thread.is_archived:
            raise no_archived_rollout(thread_id)
        thread.is_archived = False
        thread.updated = self._clock.next()
        self._leaving.say(thread, [p.ThreadUnarchivedNotification(thread_id=thread_id)], later=True)
        return thread

    async def delete(self, thread_id: str) -> None:
        """Forget a thread; a turn that runs is interrupted first.

        Cancellation: its turns are interrupted all the same.

        Raises:
            ServerError: no such thread, or it is ephemeral.
        """
        thread = self._threads.get(thread_id)
        if thread is None:
            raise no_rollout(thread_id)
        if thread.ephemeral:
            raise not_persisted(thread_id)
        await self._leaving.unload(thread, p.ThreadDeletedNotification(thread_id=thread_id), is_deleted=True)
