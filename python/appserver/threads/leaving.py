"""How threads leave the loaded ones: archived, deleted, or unloaded when nobody is subscribed and nothing happens.

The thread's status becomes `notLoaded`, the request is answered, and then the clients are told, as Codex has it;
streams that show this thread alone see that as their last event. Then the server forgets the thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio

from appserver import protocol as p
from appserver.backends.flags import WakeFlag
from appserver.backends.slices import in_slices
from appserver.threads.interrupting import interrupt_turns
from appserver.turns.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from appserver.backends.base import Task
    from appserver.threads.host import ThreadHost
    from appserver.threads.storage import Storage
    from appserver.threads.thread import Thread
    from appserver.turns.outgoing import AnyNotification

__all__ = ["Leaving"]


MIN_WAIT: Final = 0.01
"""Seconds between two looks, however short the delay is."""


class Leaving:
    """Unloads threads."""

    def __init__(self, host: ThreadHost, storage: Storage, delay: float | None) -> None:
        self._host = host
        self._storage = storage
        self._delay = delay
        self._closing: set[Thread] = set()  # not loaded, and the server has not forgotten them yet
        self._lines: dict[Thread, Outbox] = {}  # what is still to be said, and a task that says it
        self._waiting: set[Thread] = set()  # those of which it waits for a reader
        self._alone: dict[Thread, float] = {}  # threads without subscribers, and since when
        self._unseen: list[Collection[Thread]] = []  # where some may be alone
        self._news = WakeFlag(host.backend)
        self._watch: Task | None = None

    # -- one thread

    async def unload(
        self,
        thread: Thread,
        last: p.Notification | None = None,
        *,
        is_archived: bool = False,
        is_deleted: bool = False,
    ) -> None:
        """Interrupt what runs, and unload the thread; `last` is sent once the request is answered.

        Cancellation: its turns are interrupted all the same, and its commands end.
        """
        await interrupt_turns(thread)
        await thread.announcement.is_over.wait()
        self._leave(thread, last, is_archived=is_archived, is_deleted=is_deleted, later=True)

    def _leave(
        self,
        thread: Thread,
        last: p.Notification | None,
        *,
        is_archived: bool = False,
        is_deleted: bool = False,
        later: bool = False,
    ) -> None:
        thread.is_archived = is_archived
        self._alone.pop(thread, None)
        if thread.is_loaded:
            self._closing.add(thread)
            self.say(thread, [thread.unload()])
        if is_deleted or thread.ephemeral:
            self._storage.delete(thread)
        else:
            self._storage.keep(thread)
        if last is not None:
            self.say(thread, [last], later=later)
        if thread not in self._lines:
            self.let_go(thread)

    def come_back(self, thread: Thread) -> None:
        """A thread is about to be loaded: what was to be said of its leaving comes first, where there is room."""
        if thread not in self._waiting and (line := self._lines.get(thread)) is not None:
            line.try_send_all()
        self.let_go(thread)

    def let_go(self, thread: Thread) -> None:
        """Let the server forget a thread that is not loaded any more, unless it has."""
        if thread in self._closing:
            self._closing.discard(thread)
            self._host.close_thread(thread.id)

    def say(self, thread: Thread, notifications: Sequence[AnyNotification], *, later: bool = False) -> None:
        """Send notifications, after those that the thread still has to send; `later`: once the request is answered."""
        line = self._lines.get(thread) or Outbox(self._host.outgoing)
        line.add(notifications)
        is_sent = not later and thread not in self._waiting and line.try_send_all()
        if not is_sent and thread not in self._lines:
            self._lines[thread] = line
            self._host.spawn(
                self._send,
                thread,
                line,
                name=f"tell of thread {thread.id}",
                on_done=lambda: self._said(thread),
            )

    async def _send(self, thread: Thread, line: Outbox) -> None:
        if not line.try_send_all():
            self.let_go(thread)  # nothing waits for a reader
            self._waiting.add(thread)
            await line.send_all()

    def _said(self, thread: Thread) -> None:
        self._waiting.discard(thread)
        self._lines.pop(thread, None)
        self.let_go(thread)

    # -- those that nobody is subscribed to

    def look(self, threads: Collection[Thread]) -> None:
        """Some of these threads may have lost their last subscriber."""
        if self._delay is None:
            return
        self._unseen.append(threads)
        self._news.wake()
        if self._watch is None or self._watch.done:
            self._watch = self._host.spawn(self._unload_in_time, self._delay, name="unload threads")

    def end(self) -> None:
        """Look no more."""
        self._alone.clear()
        self._unseen.clear()
        if self._watch is not None and not self._watch.done:
            self._watch.cancel()

    async def _unload_in_time(self, delay: float) -> None:
        while self._unseen or self._alone:
            await self._see()
            soonest = await self._unload_due(delay)
            with anyio.move_on_after(max(soonest, MIN_WAIT)):
                await self._news.wait()

    async def _unload_due(self, delay: float) -> float:
        """Unload all who are due; how long to wait for the next one."""
        waits = [delay]

        def look_at(thread: Thread) -> None:
            waits.append(self._unload_if_due(thread, delay))

        await in_slices(list(self._alone), look_at)
        return min(waits)

    async def _see(self) -> None:
        """Note who is alone."""
        now = anyio.current_time()

        def see(thread: Thread) -> None:
            if thread.is_loaded and not self._host.subscribers(thread.id):
                self._alone.setdefault(thread, now)

        while self._unseen:
            await in_slices(tuple(self._unseen.pop()), see)

    def _unload_if_due(self, thread: Thread, delay: float) -> float:
        """Unload a thread that is alone for long enough; otherwise how long to wait for that."""
        since = self._alone.get(thread)
        if since is None or not thread.is_loaded or self._host.subscribers(thread.id):
            self._alone.pop(thread, None)
            return delay
        if not thread.is_idle:
            self._alone[thread] = anyio.current_time()
            return delay
        left = since + delay - anyio.current_time()
        if left <= 0 and thread.terminals:
            thread.terminals.stop()
            return MIN_WAIT  # they take a moment to end
        if left <= 0:
            self._leave(thread, p.ThreadClosedNotification(thread_id=thread.id))
        return max(left, 0.0)
