"""A store of your own: threads in a database of SQLite, so that they are there when the program is run again.

    python examples/sqlite_store.py [threads.db]

Two servers run one after the other; the second goes on with the thread of the first. Several servers of one process may
share the store. For several processes, who has taken a thread must be kept in the database too.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any

import anyio

import appserver
from appserver import protocol as p
from appserver.store import ActiveWriterError, FoundThread, StoreProblem, UnknownThreadError
from appserver.store.tools import (
    build_context,
    build_turns,
    find_text,
    last_usage,
    note_record,
    page_of_turns,
    record_data,
    record_from_data,
    select_threads,
    thread_from_text,
    thread_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.store import ListQuery, Record, StoredThread, TurnsPage

TABLES = """
CREATE TABLE IF NOT EXISTS thread (id TEXT PRIMARY KEY, known TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS record (
    thread_id TEXT NOT NULL, position INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (thread_id, position)
);
"""


class SqliteStore:
    """Keeps threads in a database. What cannot be written waits in memory, and is tried again with what comes next."""

    def __init__(self, path: Path | str) -> None:
        self._lock = RLock()  # servers on several loops may share the store
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.executescript(TABLES)
        self._taken: dict[str, StoredThread] = {}  # by whoever writes them, with what is known of them
        self._kept = {str(row[0]) for row in self._database.execute("SELECT id FROM thread")}
        self._waiting: list[tuple[str, tuple[Any, ...]]] = []
        self._problems: list[StoreProblem] = []

    # -- writing

    async def create(self, thread: StoredThread) -> StoredThread:
        with self._lock:
            if thread.id in self._taken or thread.id in self._kept:
                raise ActiveWriterError(thread.id)
            self._taken[thread.id] = replace(thread, updated=max(thread.updated, thread.created))
            return replace(self._taken[thread.id])

    async def take(self, thread_id: str) -> StoredThread:
        with self._lock:
            thread = self._known(thread_id)
            if thread_id in self._taken:
                raise ActiveWriterError(thread_id)
            self._taken[thread_id] = thread
            return replace(thread)

    def append(self, thread_id: str, records: Sequence[Record]) -> None:
        with self._lock:
            thread = self._taken[thread_id]
            position = self._next_position(thread_id)
            for place, record in enumerate(records, position):
                note_record(thread, record, time.time_ns() // 1000)
                self._write(
                    "INSERT INTO record VALUES (?, ?, ?)", thread_id, place, json.dumps(record_data(record))
                )
            self._keep(thread)

    async def flush(self, thread_id: str) -> None:  # noqa: ARG002 - all threads are in one database
        with self._lock:
            self._commit()

    async def release(self, thread_id: str) -> None:
        self.abandon([thread_id])

    def abandon(self, thread_ids: Sequence[str]) -> None:
        with self._lock:
            self._commit()
            for thread_id in thread_ids:
                self._taken.pop(thread_id, None)

    # -- reading

    async def get(self, thread_id: str) -> StoredThread | None:
        with self._lock:
            return self._find(thread_id)

    async def find_path(self, path: str) -> StoredThread | None:  # noqa: ARG002 - no thread is in a file
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
        with self._lock:
            self._known(thread_id, is_archived=None)
            turns = build_turns(self._records(thread_id))
        return page_of_turns(turns, start, is_included=is_included, is_ascending=is_ascending, limit=limit)

    async def position(self, thread_id: str, turn_id: str) -> int | None:
        with self._lock:
            self._known(thread_id, is_archived=None)
            turns = build_turns(self._records(thread_id))
        return next((placed.position for placed in turns if placed.turn.id == turn_id), None)

    async def context(self, thread_id: str) -> list[dict[str, Any]]:
        with self._lock:
            self._known(thread_id, is_archived=None)
            return build_context(record for _, record in self._records(thread_id))

    async def list(self, query: ListQuery) -> Sequence[StoredThread]:
        with self._lock:
            return select_threads(self._all(), query)[: query.limit]

    async def search(self, text: str, query: ListQuery) -> Sequence[FoundThread]:
        found: list[FoundThread] = []
        with self._lock:
            for thread in select_threads(self._all(), replace(query, text=None)):
                piece = find_text(text, build_turns(self._records(thread.id)))
                if piece is not None and len(found) < query.limit:
                    found.append(FoundThread(thread, piece))
        return found

    # -- changing

    async def set_name(self, thread_id: str, name: str) -> None:
        self._change(thread_id, name=name)

    async def set_git_info(self, thread_id: str, git_info: p.GitInfo) -> None:
        self._change(thread_id, git_info=git_info)

    async def set_goal(self, thread_id: str, goal: p.ThreadGoal | None) -> None:
        self._change(thread_id, goal=goal)

    async def archive(self, thread_id: str) -> None:
        with self._lock:
            self._known(thread_id)
            if thread_id in self._taken:
                raise ActiveWriterError(thread_id)
            self._change(thread_id, is_archived=True)

    async def unarchive(self, thread_id: str) -> StoredThread:
        with self._lock:
            thread = self._known(thread_id, is_archived=True)
            thread.updated = max(thread.updated, time.time_ns() // 1000)
            thread.is_archived = False
            self._keep(thread)
            return thread

    async def delete(self, thread_id: str) -> None:
        with self._lock:
            self._known(thread_id, is_archived=None)
            if thread_id in self._taken:
                raise ActiveWriterError(thread_id)
            self._write("DELETE FROM record WHERE thread_id = ?", thread_id)
            self._write("DELETE FROM thread WHERE id = ?", thread_id)
            self._kept.discard(thread_id)
            self._commit()

    async def fork(self, source_id: str, thread: StoredThread, *, before: int | None = None) -> StoredThread:
        with self._lock:
            source = self._known(source_id)
            if thread.id in self._taken or thread.id in self._kept:
                raise ActiveWriterError(thread.id)
            records = [each for each in self._records(source_id) if before is None or each[0] < before]
            forked = replace(
                thread,
                forked_from_id=source_id,
                name=source.name,
                usage=last_usage([record for _, record in records]),
                has_turns=bool(records),
                updated=max(thread.updated, thread.created),
                recency=max(thread.recency, thread.created),
            )
            for position, record in records:
                self._write(
                    "INSERT INTO record VALUES (?, ?, ?)",
                    thread.id,
                    position,
                    json.dumps(record_data(record)),
                )
            self._taken[thread.id] = forked
            self._keep(forked)
            return replace(forked)

    async def revert(self, thread_id: str, *, before: int) -> StoredThread:
        with self._lock:
            self._known(thread_id)
            thread = self._taken.get(thread_id)
            if thread is None:
                raise UnknownThreadError(thread_id)
            self._write("DELETE FROM record WHERE thread_id = ? AND position >= ?", thread_id, before)
            self._commit()
            thread.usage = last_usage([record for _, record in self._records(thread_id)])
            thread.updated = max(thread.updated, time.time_ns() // 1000)
            self._keep(thread)
            return replace(thread)

    # -- the store itself

    def take_problems(self) -> Sequence[StoreProblem]:
        with self._lock:
            problems, self._problems = self._problems, []
        return problems

    async def aclose(self) -> None:
        with self._lock:
            self._commit()
            self._taken.clear()

    def close(self) -> None:
        """Close the database. `aclose` leaves it open: the store goes on after a server that was its last."""
        self._database.close()

    def _write(self, statement: str, *values: Any) -> None:
        self._waiting.append((statement, values))

    def _commit(self) -> None:
        """Write what waits, all of it or nothing."""
        try:
            with self._database:
                for statement, values in self._waiting:
                    self._database.execute(statement, values)
        except sqlite3.Error as error:
            if not self._problems:
                self._problems.append(StoreProblem(f"threads wait to be written to the database: {error}"))
        else:
            self._waiting.clear()

    def _keep(self, thread: StoredThread) -> None:
        self._kept.add(thread.id)
        self._write("INSERT OR REPLACE INTO thread VALUES (?, ?)", thread.id, thread_text(thread))
        self._commit()

    def _change(self, thread_id: str, **changes: Any) -> None:
        with self._lock:
            thread = self._taken.get(thread_id) or self._known(thread_id)
            for name, value in changes.items():
                setattr(thread, name, value)
            self._keep(thread)

    def _find(self, thread_id: str) -> StoredThread | None:
        if thread_id not in self._kept:
            return None
        if thread_id in self._taken:
            return replace(self._taken[thread_id])
        row = self._database.execute("SELECT known FROM thread WHERE id = ?", (thread_id,)).fetchone()
        return None if row is None else thread_from_text(row[0])

    def _known(self, thread_id: str, *, is_archived: bool | None = False) -> StoredThread:
        thread = self._find(thread_id)
        if thread is None or is_archived not in (None, thread.is_archived):
            raise UnknownThreadError(thread_id, is_archived=bool(is_archived))
        return thread

    def _all(self) -> Sequence[StoredThread]:
        return [thread for thread_id in self._kept if (thread := self._find(thread_id)) is not None]

    def _records(self, thread_id: str) -> Sequence[tuple[int, Record]]:
        rows = self._database.execute(
            "SELECT position, data FROM record WHERE thread_id = ? ORDER BY position", (thread_id,)
        ).fetchall()
        rows += [
            (values[1], values[2])
            for statement, values in self._waiting
            if statement.startswith("INSERT INTO record") and values[0] == thread_id
        ]
        return [(position, record_from_data(json.loads(data))) for position, data in rows]

    def _next_position(self, thread_id: str) -> int:
        last = self._database.execute("SELECT max(position) FROM record WHERE thread_id = ?", (thread_id,))
        waiting = [
            int(values[1])
            for statement, values in self._waiting
            if statement.startswith("INSERT INTO record") and values[0] == thread_id
        ]
        return max([-1 if (position := last.fetchone()[0]) is None else position, *waiting]) + 1


async def say_hello(store: SqliteStore) -> None:
    """One life of a server: it goes on with the newest thread, or begins one."""
    async with appserver.start(state_db=store, legacy_notifications=False) as client:
        threads = (await client.request(p.ThreadListParams())).data
        if threads:
            thread_id = threads[0].id
            await client.request(p.ThreadResumeParams(thread_id=thread_id, exclude_turns=True))
        else:
            thread_id = (await client.request(p.ThreadStartParams())).thread.id
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="hello")]))
        async for event in client:
            if isinstance(event, p.TurnCompletedNotification):
                break
        turns = (await client.request(p.ThreadTurnsListParams(thread_id=thread_id))).data
        print(f"the thread has {len(turns)} turn{'s' if len(turns) != 1 else ''}")


async def main(path: str) -> None:
    for _ in range(2):
        store = SqliteStore(path)
        await say_hello(store)
        await store.aclose()  # a server closes its own store only
        store.close()


if __name__ == "__main__":
    anyio.run(main, sys.argv[1] if len(sys.argv) > 1 else "threads.db")
