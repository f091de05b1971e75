"""Threads that last: the threads of a server whose truth is in a store. Those that are loaded are in memory too."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import anyio

from appserver import protocol as p
from appserver.backends.endings import log_failure
from appserver.backends.one_at_a_time import OneAtATime
from appserver.store.records import ContextItem
from appserver.threads.errors import (
    archived,
    no_archived_rollout,
    no_rollout,
    not_persisted,
)
from appserver.threads.interrupting import interrupt_turns
from appserver.threads.keeper import NewKeeper, ShownSettings, StoreKeeper
from appserver.threads.letting_go import LettingGo
from appserver.threads.places import fork_position, position_of
from appserver.threads.restoring import restored, use_tokens
from appserver.threads.settings_shown import thread_settings
from appserver.threads.stored import settings_of, stored
from appserver.threads.undoing import or_nobody
from appserver.turns.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from appserver.store.base import ThreadStore
    from appserver.store.records import StoredThread
    from appserver.threads.host import ThreadHost
    from appserver.threads.pool import ThreadPool
    from appserver.threads.thread import Thread
    from appserver.turns.settings import TurnSettings

__all__ = ["LastingThreads"]

logger = logging.getLogger("appserver")

_WINDOW = 20
"""Turns that a resumed thread has in memory: its agent may look at them. All are read from the store."""


Answer = TypeVar("Answer")


class LastingThreads:
    """The threads of a store, for one server. Use it on the server's own loop.

    Attributes:
        store: where they are.
        leaving: lets them go.
    """

    def __init__(self, store: ThreadStore, host: ThreadHost, *, owns_store: bool = False) -> None:
        self.store = store
        self._host = host
        self.leaving = LettingGo(store, host, lambda: self.threads, self.tell_problems, owns_store=owns_store)
        # Of each thread: it is loaded, reverted, put away or deleted. That may take a while.
        self._moving = OneAtATime()
        self._threads: ThreadPool | None = None
        self._shown = ShownSettings()

    def attach(self, threads: ThreadPool) -> None:
        """These are the threads that are loaded."""
        self._threads = threads

    @property
    def threads(self) -> ThreadPool:
        """The threads that are loaded."""
        assert self._threads is not None, "a manager attaches itself when it is made"
        return self._threads

    # -- taking

    async def begin(self, thread: Thread, open_thread: Callable[[str], None]) -> None:
        """Take a new thread, and announce it.

        Cancellation: there is no such thread.

        Raises:
            ServerError: it cannot be taken.
        """
        async with self.threads.prepared(thread, "creating"), or_nobody(self.store, thread):
            if not thread.ephemeral:
                kept = await self.store.create(stored(thread))
                self._keep(thread, kept, has_context=True)
            self.threads.add(thread, open_thread)

    def begin_soon(self, thread: Thread) -> None:
        """Take a new thread that the server's own code has started; its first turn waits until it is taken."""
        if not thread.ephemeral:
            thread.keeper = NewKeeper(
                self.store, thread, lambda thread, kept: self._keep(thread, kept, has_context=True)
            )

    async def load(
        self,
        thread_id: str,
        open_thread: Callable[[str], None],
        configure: Callable[[TurnSettings], Awaitable[TurnSettings]] | None = None,
    ) -> Thread:
        """Load a thread that is not.

        Args:
            thread_id: the thread.
            open_thread: lets the server know the thread.
            configure: what it runs with from now on, by what its last turn ran with; None: the same.

        Cancellation: it is not loaded; a store that is taking it is waited for.

        Raises:
            ServerError: it is not there, it is archived, somebody else writes it, or it cannot be configured so.
        """
        async with self._moving.alone(thread_id):
            if (thread := self.threads.find(thread_id)) is not None:
                return thread
            found = await self.store.get(thread_id)
            if found is None:
                raise no_rollout(thread_id)
            if found.is_archived:
                raise archived(thread_id)
            await self.leaving.let_go(thread_id)
            with anyio.CancelScope(shield=True):  # or nobody would know that it is taken
                found = await self.store.take(thread_id)
            self.tell_problems()
            try:
                thread = await self._loaded(found, configure)
                async with self.threads.prepared(thread, "resuming"):
                    self.threads.put_back(thread, open_thread)
            except BaseException:  # nobody has it: another server may load it
                with anyio.CancelScope(shield=True):
                    await self.store.release(thread_id)
                raise
            return thread

    async def _loaded(
        self,
        found: StoredThread,
        configure: Callable[[TurnSettings], Awaitable[TurnSettings]] | None,
    ) -> Thread:
        """A thread that was taken, as it is when it is loaded."""
        before = settings_of(found, self.threads.defaults)
        settings = before if configure is None else await configure(before)
        page = await self.store.turns(found.id, limit=_WINDOW)
        turns = [placed.turn for placed in reversed(page.turns)]
        thread = restored(self.threads, found, settings, turns)
        self._keep(thread, found, has_context=False)
        unsaid = {name: getattr(settings, name) for name in before.unsaid}
        if thread_settings(settings) != thread_settings(replace(before, **unsaid)):
            thread.keeper.settings_changed(settings)
        thread.be_known()
        return thread

    async def begin_with_context(
        self,
        thread: Thread,
        items: Sequence[Mapping[str, Any]],
        open_thread: Callable[[str], None],
        read: Callable[[], Awaitable[Answer]],
    ) -> Answer:
        """Take a new thread whose model is told these items first. It is loaded as one that was there before.

        Args:
            thread: the thread.
            items: what its model is told.
            open_thread: lets the server know the thread.
            read: reads what is answered; the thread is nobody's if that cannot be read.

        Cancellation: there is no such thread.

        Raises:
            ServerError: it cannot be taken.
        """
        async with self.threads.prepared(thread, "resuming"), or_nobody(self.store, thread):
            self._keep(thread, await self.store.create(stored(thread)), has_context=True)
            thread.be_kept()
            thread.context.append("", items)
            self.store.append(thread.id, [ContextItem(dict(item)) for item in items])
            self.tell_problems()
            thread.be_known()
            answer = await read()
            self.threads.put_back(thread, open_thread)
        return answer

    async def revert(self, thread: Thread, before_turn_id: str) -> None:
        """Drop a turn of a loaded thread and all after it.

        Cancellation: its turns may be interrupted, and nothing dropped.

        Raises:
            ServerError: the turn is not there, or the store cannot do it: the thread stays as it was.
        """
        async with self._moving.alone(thread.id):
            position = await position_of(self.store, thread.id, before_turn_id)
            await interrupt_turns(thread)
            self.threads.say(thread, [thread.unload()])
            try:
                with anyio.CancelScope(shield=True):
                    await self._revert(thread, position)
            finally:
                self.threads.say(thread, [thread.load()])
                self.tell_problems()

    async def _revert(self, thread: Thread, position: int) -> None:
        found = await self.store.revert(thread.id, before=position)
        try:
            turns = await self._before(thread.id, None, limit=_WINDOW)
        except Exception as error:  # noqa: BLE001 - it is reverted: nothing of what was dropped stays in memory
            log_failure(f"reading thread {thread.id}, which was reverted", error)
            turns = ()
        thread.revert_to(turns)
        thread.context.clear()
        self._keep(thread, found, has_context=False)
        thread.has_stored_turns = True
        thread.keeper.settings_changed(thread.settings)
        use_tokens(thread, found, turns)

    async def fork(
        self,
        source_id: str,
        params: p.ThreadForkParams,
        make: Callable[[Thread], Awaitable[Thread]],
        open_thread: Callable[[str], None],
        read: Callable[[Thread], Awaitable[Answer]],
    ) -> Answer:
        """Start a thread that begins with the turns of another one.

        Args:
            source_id: the other one.
            params: how it is to be forked.
            make: makes the thread.
            open_thread: lets the server know the thread.
            read: reads what is answered; the thread is nobody's if that cannot be read.

        Cancellation: there is no such thread.

        Raises:
            ServerError: the source or a turn is not there.
        """
        loaded = self.threads.find(source_id)
        found = await self.store.get(source_id)
        if found is None:
            raise no_rollout(source_id)
        if found.is_archived:
            raise archived(source_id)
        before = await fork_position(self.store, source_id, loaded, params)
        source = loaded
        if source is None:
            source = restored(self.threads, found, settings_of(found, self.threads.defaults), ())
        thread = await make(source)
        kept = found
        async with self.threads.prepared(thread, "forking"), or_nobody(self.store, thread):
            if not thread.ephemeral:
                kept = await self.store.fork(source_id, stored(thread), before=before)
                self._keep(thread, kept, has_context=False)
                thread.keeper.settings_changed(thread.settings)
            turns = await self._before(source_id, before, limit=_WINDOW)
            thread.history.begin_with(turns, 0)
            thread.name = found.name
            use_tokens(thread, kept, turns)
            answer = await read(thread)
            self.threads.add(thread, open_thread)
        return answer

    # -- leaving

    async def archive(self, thread_id: str) -> None:
        """Put a thread away.

        Cancellation: its turns are interrupted all the same.

        Raises:
            ServerError: it is not there, it is archived already, or somebody else writes it.
        """
        thread = self.threads.find(thread_id)
        if thread is not None and thread.ephemeral:
            raise no_rollout(thread_id)
        if thread is not None:
            await self.threads.unload(thread)
        async with self._moving.alone(thread_id):
            await self.leaving.let_go(thread_id)
            if thread is None or await self.store.get(thread_id) is not None:
                await self.store.archive(thread_id)
        self.tell_later(p.ThreadArchivedNotification(thread_id=thread_id))

    async def unarchive(self, thread_id: str) -> StoredThread:
        """Put an archived thread back.

        Cancellation: it may be put back all the same.

        Raises:
            ServerError: no such thread is archived.
        """
        async with self._moving.alone(thread_id):
            found = await self.store.get(thread_id)
            if found is None or not found.is_archived:
                raise no_archived_rollout(thread_id)
            found = await self.store.unarchive(thread_id)
        self.tell_later(p.ThreadUnarchivedNotification(thread_id=thread_id))
        return found

    async def delete(self, thread_id: str) -> None:
        """Delete a thread.

        Cancellation: its turns are interrupted all the same.

        Raises:
            ServerError: it is not there, another one begins with its turns, or somebody else writes it.
        """
        thread = self.threads.find(thread_id)
        if thread is not None and thread.ephemeral:
            raise not_persisted(thread_id)
        if thread is not None:
            await self.threads.unload(thread)
        async with self._moving.alone(thread_id):
            await self.leaving.let_go(thread_id)
            if thread is None or await self.store.get(thread_id) is not None:
                await self.store.delete(thread_id)
        self.tell_later(p.ThreadDeletedNotification(thread_id=thread_id))

    # -- telling

    def tell_problems(self, *, is_end: bool = False) -> None:
        """Tell the clients what the store has to say; at the end of the server the log, too: they may have left."""
        try:
            problems = self.store.take_problems()
        except Exception as error:  # noqa: BLE001 - nothing fails for want of what a store might have to say
            log_failure("asking the store what clients should know", error)
            return
        for problem in problems:
            if is_end:
                logger.warning("%s", problem.message)
            self._host.outgoing.try_send_notification(
                p.WarningNotification(message=problem.message, thread_id=problem.thread_id)
            )

    def tell_later(self, notification: p.Notification) -> None:
        """Tell the clients something once the request that runs is answered."""
        outbox = Outbox(self._host.outgoing)
        outbox.add([notification])
        self._host.spawn(outbox.send_all, name=f"tell {notification.method}")

    async def _before(self, thread_id: str, before: int | None, *, limit: int) -> Sequence[p.Turn]:
        page = await self.store.turns(thread_id, start=before, limit=limit)
        return [placed.turn for placed in reversed(page.turns)]

    def _keep(self, thread: Thread, kept: StoredThread, *, has_context: bool) -> None:
        thread.path = kept.path
        thread.has_stored_turns = kept.has_turns
        thread.keeper = StoreKeeper(
            self.store, thread, self.tell_problems, self._shown, has_context=has_context
        )
