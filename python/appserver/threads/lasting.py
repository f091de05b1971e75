"""Threads that last: the threads of a server whose truth is in a store. Those that are loaded are in memory too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.store.records import PlacedTurn, TurnsPage
from appserver.threads.errors import (
    archived,
    no_archived_rollout,
    no_rollout,
    not_persisted,
)
from appserver.threads.keeper import NewKeeper, StoreKeeper
from appserver.threads.stored import origin_of, settings_of, stored
from appserver.turns.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.store.base import ThreadStore
    from appserver.store.records import StoredThread
    from appserver.threads.host import ThreadHost
    from appserver.threads.pool import ThreadPool
    from appserver.threads.thread import Thread

__all__ = ["LastingThreads"]

_WINDOW = 20
"""Turns that a resumed thread has in memory: its agent may look at them. All are read from the store."""


class LastingThreads:
    """The threads of a store, for one server. Use it on the server's own loop.

    Attributes:
        store: where they are.
    """

    def __init__(self, store: ThreadStore, host: ThreadHost, *, owns_store: bool = False) -> None:
        self.store = store
        self._owns_store = owns_store
        self._host = host
        self._lock = anyio.Lock()  # one thread at a time is loaded, moved or deleted
        self._threads: ThreadPool | None = None
        self._leaving: dict[str, Thread] = {}  # not loaded any more, and the store has not let them go yet

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

        Cancellation: it may be taken; nobody has heard of it.

        Raises:
            ServerError: it cannot be taken.
        """
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

    async def load(self, thread_id: str, open_thread: Callable[[str], None]) -> Thread:
        """Load a thread that is not.

        Cancellation: it may be taken all the same.

        Raises:
            ServerError: it is not there, it is archived, or somebody else writes it.
        """
        async with self._lock:
            if (thread := self.threads.find(thread_id)) is not None:
                return thread
            found = await self.store.get(thread_id)
            if found is None:
                raise no_rollout(thread_id)
            if found.is_archived:
                raise archived(thread_id)
            await self._let_go(thread_id)
            found = await self.store.take(thread_id)
            self.tell_problems()
            thread = self._thread_of(found)
            page = await self.store.turns(thread_id, limit=_WINDOW)
            thread.history.begin_with([placed.turn for placed in reversed(page.turns)], 0)
            self._keep(thread, found, has_context=False)
            thread.announcement.is_over.set()
            thread.status.become("notLoaded")
            thread.is_loaded = False
            self.threads.put_back(thread, open_thread)
            return thread

    async def fork(
        self,
        source_id: str,
        params: p.ThreadForkParams,
        make: Callable[[Thread], Thread],
        open_thread: Callable[[str], None],
    ) -> Thread:
        """Start a thread that begins with the turns of another one.

        Cancellation: it may be taken; nobody has heard of it.

        Raises:
            ServerError: the source or a turn is not there.
        """
        loaded = self.threads.find(source_id)
        found = await self.store.get(source_id)
        if found is None or found.is_archived:
            raise no_rollout(source_id)
        before = await self.position(source_id, params)
        source = loaded if loaded is not None else self._thread_of(found)
        thread = make(source)
        if not thread.ephemeral:
            kept = await self.store.fork(source_id, stored(thread), before=before)
            self._keep(thread, kept, has_context=False)
        turns = await self._before(source_id, before, limit=_WINDOW)
        thread.history.begin_with(turns, 0)
        thread.name = found.name
        if found.usage is not None:
            thread.usage = found.usage.total
            thread.usage_told = p.ThreadTokenUsageUpdatedNotification(
                thread_id=thread.id, turn_id=turns[-1].id if turns else "", token_usage=found.usage
            )
            thread.notices.tell(thread.usage_told)
        self.threads.add(thread, open_thread)
        return thread

    async def position(self, thread_id: str, params: p.ThreadForkParams) -> int | None:
        """The position of the first turn that a fork does not begin with; None: it begins with all.

        Cancellation: nothing was begun.

        Raises:
            ServerError: both ends are named, or the turn is not there, or has not ended.
        """
        if params.last_turn_id is None and params.before_turn_id is None:
            return None
        if params.last_turn_id is not None and params.before_turn_id is not None:
            raise ServerError("`beforeTurnId` cannot be combined with `lastTurnId`")
        if params.before_turn_id is not None:
            return await self.position_of(thread_id, params.before_turn_id)
        wanted = params.last_turn_id or ""
        loaded = self.threads.find(thread_id)
        if loaded is not None and any(turn.id == wanted and not turn.has_ended for turn in loaded.turns):
            raise ServerError(f"lastTurnId '{wanted}' identifies an in-progress turn")
        position = await self.position_of(thread_id, wanted)
        page = await self.store.turns(thread_id, start=position, is_ascending=True, limit=1)
        return page.turns[0].position if page.turns else None

    async def position_of(self, thread_id: str, turn_id: str) -> int:
        """The position of a turn.

        Cancellation: nothing was begun.

        Raises:
            ServerError: it is not there.
        """
        start: int | None = None
        while True:
            page = await self.store.turns(thread_id, start=start, limit=100)
            for placed in page.turns:
                if placed.turn.id == turn_id:
                    return placed.position
            if not page.has_more:
                raise ServerError(f"turn not found: {turn_id}")
            start = page.turns[-1].position

    # -- leaving

    def left(self, thread: Thread) -> None:
        """A thread is not loaded any more: let it go in the store."""
        if not thread.ephemeral:
            self._leaving[thread.id] = thread
            self._host.spawn(self._let_go, thread.id, name=f"let go of thread {thread.id}")

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
        async with self._lock:
            await self._let_go(thread_id)
            if thread is None or await self.store.get(thread_id) is not None:
                await self.store.archive(thread_id)
        self.tell_later(p.ThreadArchivedNotification(thread_id=thread_id))

    async def unarchive(self, thread_id: str) -> StoredThread:
        """Put an archived thread back.

        Cancellation: it may be put back all the same.

        Raises:
            ServerError: no such thread is archived.
        """
        async with self._lock:
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
        async with self._lock:
            await self._let_go(thread_id)
            if thread is None or await self.store.get(thread_id) is not None:
                await self.store.delete(thread_id)
        self.tell_later(p.ThreadDeletedNotification(thread_id=thread_id))

    async def close(self) -> None:
        """Let all threads go, and close a store that is the server's own.

        Cancellation: some are let go, and some are not.
        """
        for thread in tuple(self.threads):
            if not thread.ephemeral:
                await self.store.release(thread.id)
        for thread_id in tuple(self._leaving):
            await self._let_go(thread_id)
        if self._owns_store:
            await self.store.aclose()
        self.tell_problems()

    # -- telling

    def tell_problems(self) -> None:
        """Tell the clients what the store has to say."""
        for problem in self.store.take_problems():
            self._host.outgoing.try_send_notification(
                p.WarningNotification(message=problem.message, thread_id=problem.thread_id)
            )

    def tell_later(self, notification: p.Notification) -> None:
        """Tell the clients something once the request that runs is answered."""
        outbox = Outbox(self._host.outgoing)
        outbox.add([notification])
        self._host.spawn(outbox.send_all, name=f"tell {notification.method}")

    # -- reading

    async def all_turns(self, thread_id: str) -> list[p.Turn]:
        """All turns of a thread, those that run as they are now.

        Cancellation: nothing was begun.
        """
        turns: list[p.Turn] = []
        start: int | None = None
        while True:
            page = await self.page(thread_id, start=start, is_included=False, is_ascending=True, limit=100)
            turns += [placed.turn for placed in page.turns]
            if not page.has_more:
                return turns
            start = page.turns[-1].position

    async def page(
        self, thread_id: str, *, start: int | None, is_included: bool, is_ascending: bool, limit: int
    ) -> TurnsPage:
        """A page of turns, those that run as they are now.

        Cancellation: nothing was begun.
        """
        page = await self.store.turns(
            thread_id, start=start, is_included=is_included, is_ascending=is_ascending, limit=limit
        )
        self.tell_problems()
        thread = self.threads.find(thread_id)
        running = {} if thread is None else {turn.id: turn for turn in thread.turns if not turn.has_ended}
        if not running:
            return page
        turns = [
            PlacedTurn(placed.position, running[placed.turn.id].with_ended_items())
            if placed.turn.id in running
            else placed
            for placed in page.turns
        ]
        return TurnsPage(turns, page.has_more)

    async def _before(self, thread_id: str, before: int | None, *, limit: int) -> Sequence[p.Turn]:
        page = await self.store.turns(thread_id, start=before, limit=limit)
        return [placed.turn for placed in reversed(page.turns)]

    def _thread_of(self, found: StoredThread) -> Thread:
        thread = self.threads.make(
            settings_of(found, self.threads.defaults), origin_of(found), thread_id=found.id
        )
        thread.created, thread.updated = found.created, found.updated
        thread.name, thread.preview = found.name, found.preview
        thread.has_user_message = found.has_user_message
        thread.git_info, thread.goal, thread.path = found.git_info, found.goal, found.path
        thread.has_stored_turns = found.has_turns
        if found.usage is not None:
            thread.usage = found.usage.total
            thread.usage_told = p.ThreadTokenUsageUpdatedNotification(
                thread_id=found.id, turn_id="", token_usage=found.usage
            )
        return thread

    def _keep(self, thread: Thread, kept: StoredThread, *, has_context: bool) -> None:
        thread.path = kept.path
        thread.has_stored_turns = kept.has_turns
        thread.keeper = StoreKeeper(self.store, thread, self.tell_problems, has_context=has_context)

    async def _let_go(self, thread_id: str) -> None:
        if thread_id in self._leaving:
            await self.store.release(thread_id)
            self._leaving.pop(thread_id, None)
            self.tell_problems()
