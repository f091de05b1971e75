"""A store of threads in memory: for tests, and for several servers of one process."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from appserver.store.errors import ActiveWriterError, UnknownThreadError
from appserver.store.records import FoundThread
from appserver.store.tools import (
    build_context,
    build_turns,
    find_text,
    last_usage,
    note_record,
    page_of_turns,
    select_threads,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver import protocol as p
    from appserver.store.records import ListQuery, Record, StoredThread, StoreProblem, TurnsPage

__all__ = ["MemoryStore"]


class _Entry:
    """A thread and its records with their positions."""

    __slots__ = ("is_kept", "is_taken", "next_position", "records", "thread")

    def __init__(self, thread: StoredThread, records: Sequence[tuple[int, Record]] = ()) -> None:
        self.thread = thread
        self.records = list(records)
        self.next_position = self.records[-1][0] + 1 if self.records else 0
        self.is_taken = True
        self.is_kept = bool(records)


class MemoryStore:
    """Threads in memory, as long as the store lives. Use it from any loop and thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: dict[str, _Entry] = {}

    async def create(self, thread: StoredThread) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: the thread may be taken all the same.
        """
        with self._lock:
            if thread.id in self._entries:
                raise ActiveWriterError(thread.id)
            self._entries[thread.id] = _Entry(replace(thread, updated=max(thread.updated, thread.created)))
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
            return replace(entry.thread)

    def append(self, thread_id: str, records: Sequence[Record]) -> None:
        """As in `ThreadStore`."""
        now = time.time_ns() // 1000
        with self._lock:
            entry = self._entries[thread_id]
            entry.is_kept = True
            for record in records:
                entry.records.append((entry.next_position, record))
                entry.next_position += 1
                note_record(entry.thread, record, now)

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
                        del self._entries[thread_id]

    async def get(self, thread_id: str) -> StoredThread | None:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            entry = self._entries.get(thread_id)
            return replace(entry.thread) if entry is not None and entry.is_kept else None

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
            turns = build_turns(self._kept(thread_id, with_archived=True).records)
        return page_of_turns(turns, start, is_included=is_included, is_ascending=is_ascending, limit=limit)

    async def context(self, thread_id: str) -> list[dict[str, Any]]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            records = list(self._kept(thread_id, with_archived=True).records)
        return build_context(record for _, record in records)

    async def list(self, query: ListQuery) -> Sequence[StoredThread]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            threads = [replace(entry.thread) for entry in self._entries.values() if entry.is_kept]
        return select_threads(threads, query)[: query.limit]

    async def search(self, text: str, query: ListQuery) -> Sequence[FoundThread]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        with self._lock:
            entries = {entry.thread.id: list(entry.records) for entry in self._entries.values()}
            threads = [replace(entry.thread) for entry in self._entries.values() if entry.is_kept]
        found: list[FoundThread] = []
        for thread in select_threads(threads, replace(query, text=None)):
            piece = find_text(text, build_turns(entries[thread.id]))
            if piece is not None:
                found.append(FoundThread(thread, piece))
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
            return replace(entry.thread)

    async def delete(self, thread_id: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be deleted all the same.
        """
        with self._lock:
            if self._kept(thread_id, with_archived=True).is_taken:
                raise ActiveWriterError(thread_id)
            del self._entries[thread_id]

    async def fork(self, source_id: str, thread: StoredThread, *, before: int | None = None) -> StoredThread:
        """As in `ThreadStore`: the records are copied.

        Cancellation: the thread may be taken all the same.
        """
        with self._lock:
            source = self._kept(source_id)
            if thread.id in self._entries:
                raise ActiveWriterError(thread.id)
            records = [entry for entry in source.records if before is None or entry[0] < before]
            forked = replace(
                thread,
                forked_from_id=source_id,
                name=source.thread.name,
                usage=last_usage([record for _, record in records]),
                has_turns=bool(records),
                updated=max(thread.updated, thread.created),
                recency=max(thread.recency, thread.created),
            )
            entry = self._entries[thread.id] = _Entry(forked, records)
            entry.next_position = max(entry.next_position, source.next_position)
            entry.is_kept = True
            return replace(forked)

    async def revert(self, thread_id: str, *, before: int) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: it may be reverted all the same.
        """
        with self._lock:
            entry = self._kept(thread_id)
            if not entry.is_taken:
                raise UnknownThreadError(thread_id)
            entry.records = [record for record in entry.records if record[0] < before]
            entry.thread.usage = last_usage([record for _, record in entry.records])
            entry.thread.updated = max(entry.thread.updated, time.time_ns() // 1000)
            return replace(entry.thread)

    def take_problems(self) -> Sequence[StoreProblem]:
        """As in `ThreadStore`: there are none."""
        return ()

    async def aclose(self) -> None:
        """As in `ThreadStore`: all threads are let go, and stay.

        Cancellation: there is nothing to wait for.
        """
        with self._lock:
            for entry in self._entries.values():
                entry.is_taken = False

    def _kept(self, thread_id: str, *, with_archived: bool = False, or_taken: bool = False) -> _Entry:
        entry = self._entries.get(thread_id)
        is_there = entry is not None and (entry.is_kept or (or_taken and entry.is_taken))
        if entry is None or not is_there or (entry.thread.is_archived and not with_archived):
            raise UnknownThreadError(thread_id)
        if or_taken:
            entry.is_kept = True  # what was said of it is kept
        return entry
