"""A store of threads in memory: for tests, and for several servers of one process."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from appserver.store.errors import ActiveWriterError, UnknownThreadError
from appserver.store.memory_entry import MemoryEntry
from appserver.store.progress import note_record
from appserver.store.records import FoundThread, StoreProblem, TurnsPage
from appserver.store.selection import select
from appserver.store.tools import find_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver import protocol as p
    from appserver.store.records import ListQuery, Record, StoredThread

__all__ = ["MemoryStore"]


MAX_BYTES: Final = 256 * 1024 * 1024
"""Bytes of a store: a hundred thousand threads, or as many turns of a few sentences."""


class MemoryStore:
    """Threads in memory, as long as the store lives. Use it from any loop and thread.

    Beyond its bound the threads are forgotten that nothing was written of for longest and nobody has taken; where all
    are taken, their oldest turns. The clients are told once.

    Args:
        max_bytes: what all threads may take, as it is counted: the texts of their turns and of themselves, 150 bytes a
            record and 2 KiB a thread.

    Attributes:
        held: the bytes that are counted now.
    """

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self.held = 0
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._entries: dict[str, MemoryEntry] = {}  # the one that nothing was written of for longest first
        self._settings: p.ThreadSettings | None = None
        self._problems: list[StoreProblem] = []
        self._has_forgotten = False

    async def create(self, thread: StoredThread) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: the thread may be taken all the same.
        """
        with self._lock:
            if thread.id in self._entries:
                raise ActiveWriterError(thread.id)
            self._put(MemoryEntry(replace(thread, updated=max(thread.updated, thread.created))))
        return replace(thread)

    async def take(self, thread_id: str) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: the thread may be taken all the same.
        """
        with self._lock:
            entry = self._kept(thread_id)
            if entry.is_taken:
                raise ActiveWriterError(thread_id)
            entry.is_taken = True
            return entry.shown()

    def append(self, thread_id: str, records: Sequence[Record]) -> None:
        """As in `ThreadStore`."""
        now = time.time_ns() // 1000
        with self._lock:
            entry = self._entries.pop(thread_id)
            self._entries[thread_id] = entry
            entry.is_kept = True
            size = entry.size
            for record in records:
                entry.add(record)
                note_record(entry.thread, record, now)
            entry.thread.usage = None  # which its records have
            if entry.thread.settings is not None:
                self._share_settings(entry.thread)
            self._grow(entry.size - size)

    async def flush(self, thread_id: str) -> None:
        """As in `ThreadStore`; there is nothing to do.

        Cancellation: there is nothing to wait for.
        """

    async def release(self, thread_id: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it is let go all the same.
        """
        self.abandon((thread_id,))

    def abandon(self, thread_ids: Sequence[str]) -> None:
        """As in `ThreadStore`."""
        with self._lock:
            for thread_id in thread_ids:
                entry = self._entries.get(thread_id)
                if entry is not None:
                    entry.is_taken = False
                    if not entry.is_kept:
                        self._remove(thread_id)

    async def get(self, thread_id: str) -> StoredThread | None:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            entry = self._entries.get(thread_id)
            return entry.shown() if entry is not None and entry.is_kept else None

    async def find_path(self, path: str) -> StoredThread | None:  # noqa: ARG002 - there are no files
        """As in `ThreadStore`: no thread is in a file.

        Cancellation: nothing was begun.
        """
        return None

    async def turns(
        self,
        thread_id: str,
        *,
        start: int | None = None,
        is_included: bool = False,
        is_ascending: bool = False,
        limit: int = 25,
    ) -> TurnsPage:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            turns = self._kept(thread_id, with_archived=True).turns(
                start, limit + 1, is_included=is_included, is_ascending=is_ascending
            )
        return TurnsPage(turns[:limit], len(turns) > limit)

    async def position(self, thread_id: str, turn_id: str) -> int | None:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            return self._kept(thread_id, with_archived=True).position(turn_id)

    async def context(self, thread_id: str) -> list[dict[str, Any]]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            return self._kept(thread_id, with_archived=True).context()

    async def list(self, query: ListQuery) -> Sequence[StoredThread]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            threads = select((entry.thread for entry in self._entries.values() if entry.is_kept), query)
            return [self._entries[thread.id].shown() for thread in threads[: query.limit]]

    async def search(self, text: str, query: ListQuery) -> Sequence[FoundThread]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        found: list[FoundThread] = []
        with self._lock:
            threads = select(
                (entry.thread for entry in self._entries.values() if entry.is_kept), replace(query, text=None)
            )
            for thread in threads:
                entry = self._entries[thread.id]
                piece = find_text(text, entry.all_turns())
                if piece is not None:
                    found.append(FoundThread(entry.shown(), piece))
                if len(found) >= query.limit:
                    break
        return found

    async def set_name(self, thread_id: str, name: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be named all the same.
        """
        with self._lock:
            self._kept(thread_id, or_taken=True).thread.name = name

    async def set_git_info(self, thread_id: str, git_info: p.GitInfo) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be noted all the same.
        """
        with self._lock:
            self._kept(thread_id, or_taken=True).thread.git_info = git_info

    async def set_goal(self, thread_id: str, goal: p.ThreadGoal | None) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be set all the same.
        """
        with self._lock:
            self._kept(thread_id, or_taken=True).thread.goal = goal

    async def archive(self, thread_id: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be put away all the same.
        """
        with self._lock:
            entry = self._kept(thread_id)
            if entry.is_taken:
                raise ActiveWriterError(thread_id)
            entry.thread.is_archived = True

    async def unarchive(self, thread_id: str) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: it may be put back all the same.
        """
        with self._lock:
            entry = self._entries.get(thread_id)
            if entry is None or not entry.thread.is_archived:
                raise UnknownThreadError(thread_id, is_archived=True)
            entry.thread.is_archived = False
            entry.thread.updated = max(entry.thread.updated, time.time_ns() // 1000)
            return entry.shown()

    async def delete(self, thread_id: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be deleted all the same.
        """
        with self._lock:
            if self._kept(thread_id, with_archived=True).is_taken:
                raise ActiveWriterError(thread_id)
            self._remove(thread_id)

    async def fork(self, source_id: str, thread: StoredThread, *, before: int | None = None) -> StoredThread:
        """As in `ThreadStore`: the records are copied.

        Cancellation: the thread may be taken all the same.
        """
        with self._lock:
            source = self._kept(source_id)
            if thread.id in self._entries:
                raise ActiveWriterError(thread.id)
            entry = source.copy(
                replace(
                    thread,
                    forked_from_id=source_id,
                    name=source.thread.name,
                    updated=max(thread.updated, thread.created),
                    recency=max(thread.recency, thread.created),
                ),
                before,
            )
            entry.thread.has_turns = entry.has_turns
            self._put(entry)
            return entry.shown()

    async def revert(self, thread_id: str, *, before: int) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: it may be reverted all the same.
        """
        with self._lock:
            entry = self._kept(thread_id)
            if not entry.is_taken:
                raise UnknownThreadError(thread_id)
            size = entry.size
            entry.cut(before)
            self._grow(entry.size - size)
            entry.thread.updated = max(entry.thread.updated, time.time_ns() // 1000)
            return entry.shown()

    def take_problems(self) -> Sequence[StoreProblem]:
        """As in `ThreadStore`."""
        with self._lock:
            found, self._problems = self._problems, []
        return found

    async def aclose(self) -> None:
        """As in `ThreadStore`: all threads are let go, and stay.

        Cancellation: there is nothing to wait for.
        """
        with self._lock:
            for entry in self._entries.values():
                entry.is_taken = False

    # -- all with the lock

    def _put(self, entry: MemoryEntry) -> None:
        self._entries[entry.thread.id] = entry
        self._grow(entry.size)

    def _remove(self, thread_id: str) -> None:
        self.held -= self._entries.pop(thread_id).size

    def _grow(self, growth: int) -> None:
        self.held += growth
        if self.held > self._max_bytes:
            self._trim()

    def _trim(self) -> None:
        # A tenth more than has to go, so that not every record looks for who may go.
        for entry in [entry for entry in self._entries.values() if not entry.is_taken]:
            if self.held <= self._max_bytes * 9 // 10:
                break
            self._remove(entry.thread.id)
            self._tell()
        for entry in list(self._entries.values()):
            while self.held > self._max_bytes and entry.has_turns:
                size = entry.size
                entry.drop_oldest_turn()
                self.held += entry.size - size
                self._tell()

    def _tell(self) -> None:
        if not self._has_forgotten:
            self._has_forgotten = True
            self._problems.append(
                StoreProblem(
                    f"the threads in memory take more than {self._max_bytes} bytes (max_bytes of the store): "
                    "the oldest are forgotten"
                )
            )

    def _share_settings(self, thread: StoredThread) -> None:
        """Most threads are alike: one object for all of them."""
        if self._settings is not None and thread.settings == self._settings:
            thread.settings = self._settings
        else:
            self._settings = thread.settings

    def _kept(self, thread_id: str, *, with_archived: bool = False, or_taken: bool = False) -> MemoryEntry:
        entry = self._entries.get(thread_id)
        is_there = entry is not None and (entry.is_kept or (or_taken and entry.is_taken))
        if entry is None or not is_there or (entry.thread.is_archived and not with_archived):
            raise UnknownThreadError(thread_id)
        if or_taken:
            entry.is_kept = True  # what was said of it is kept
        return entry
