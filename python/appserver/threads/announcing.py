"""Telling the clients of threads: of new ones, and in the older way of those that were resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.threads import legacy
from appserver.threads.errors import threads_full
from appserver.threads.snapshots import thread_snapshot
from appserver.turns.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.threads.host import ThreadHost
    from appserver.threads.thread import Thread

__all__ = ["MAX_UNANNOUNCED_THREADS", "Announcing"]

MAX_UNANNOUNCED_THREADS = 128
"""New threads that may wait for a reader at once; as many as any other queue holds."""


class Announcing:
    """Sends `thread/started`, one task a thread."""

    def __init__(self, host: ThreadHost, nobody_left: Callable[[str], None]) -> None:
        self._host = host
        self._nobody_left = nobody_left
        self._unannounced = 0
        self._described: set[str] = set()

    def check_room(self) -> None:
        """Refuse a new thread where too many wait.

        Raises:
            OverloadedError: they do.
        """
        if self._unannounced >= MAX_UNANNOUNCED_THREADS:
            raise threads_full()

    def announce(self, thread: Thread) -> None:
        """Announce a new thread."""
        # The snapshot is of now: a turn that is started before the task below runs is not in it.
        thread.announcement.prepare(p.ThreadStartedNotification(thread=thread_snapshot(thread)))
        self._unannounced += 1
        self._host.spawn(
            self._announce,
            thread,
            name=f"announce thread {thread.id}",
            on_done=lambda: self._announcing_ended(thread),
        )

    def configured(self, thread: Thread) -> None:
        """Send the legacy `session_configured` of a thread that was resumed, after `thread/started`.

        One at a time: while it waits for a reader, further resumes of the thread add none.
        """
        if self._host.legacy_notifications and thread.id not in self._described:
            self._described.add(thread.id)
            self._host.spawn(
                self._send_configured,
                thread,
                name=f"describe thread {thread.id}",
                on_done=lambda: self._described.discard(thread.id),
            )

    async def _announce(self, thread: Thread) -> None:
        try:
            await thread.announcement.send()
            thread.notices.announced()
        finally:
            thread.announcement.is_over.set()
        if self._host.legacy_notifications:
            await self._send_configured(thread)

    def _announcing_ended(self, thread: Thread) -> None:
        self._unannounced -= 1
        if self._host.subscribers(thread.id) == 0:
            self._nobody_left(thread.id)
        thread.announcement.is_over.set()  # cancelled before its first step, the task has not

    async def _send_configured(self, thread: Thread) -> None:
        await thread.announcement.is_over.wait()
        outbox = Outbox(self._host.outgoing)
        outbox.add([legacy.session_configured(thread)])
        await outbox.send_all()
