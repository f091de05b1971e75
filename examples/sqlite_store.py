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
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import anyio
import anyio.to_thread

import appserver
from appserver import protocol as p
from appserver.store import ActiveWriterError, FoundThread, StoreError, StoreProblem, UnknownThreadError
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
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from appserver.store import ListQuery, Record, StoredThread, TurnsPage

TABLES = """
CREATE TABLE IF NOT EXISTS thread (id TEXT PRIMARY KEY, known TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS record (
    thread_id TEXT NOT NULL, position INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (thread_id, position)
);
"""


Result = TypeVar("Result")


class Row(NamedTuple):
    """A record as the database holds it."""

    thread_id: str
    position: int
    data: str


class SqliteStore:
    """Keeps threads in a database, on threads of their own: the event loop waits for no disk.

    What is appended waits in memory until it is flushed; what cannot be written goes on waiting, and is tried again
    with what comes next. What cannot be removed is refused.
    """

    def __init__(self, path: Path | str) -> None:
        self._working = Lock()  # held by whoever uses the database, before the other one
        self._memory = Lock()  # over what is below; nobody waits for a disk with it
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.executescript(TABLES)
        self._taken: dict[str, StoredThread] = {}  # by whoever writes them, with what is known of them
        self._next: dict[str, int] = {}  # their next positions
        self._waiting: list[Row] = []
        self._changed: dict[str, StoredThread] = {}  # what is known of threads, and waits to be written
        self._problems: list[StoreProblem] = []

    # -- writing

    async def create(self, thread: StoredThread) -> StoredThread:
        def create() -> StoredThread:
            if self._find(thread.id) is not None:
                raise ActiveWriterError(thread.id)
            return self._take(replace(thread, updated=max(thread.updated, thread.created)), 0)

        return await self._run(create)

    async def take(self, thread_id: str) -> StoredThread:
        def take() -> StoredThread:
            thread = self._known(thread_id)
            positions = [row.position for row in self._rows(thread_id)]
            return self._take(thread, max(positions, default=-1) + 1)

        return await self._run(take)

    def append(self, thread_id: str, records: Sequence[Record]) -> None:
        with self._memory:
            thread = self._taken[thread_id]
            for record in records:
                note_record(thread, record, time.time_ns() // 1000)
                self._waiting.append(Row(thread_id, self._next[thread_id], json.dumps(record_data(record))))
                self._next[thread_id] += 1
            self._changed[thread_id] = thread

    async def flush(self, thread_id: str) -> None:  # noqa: ARG002 - all threads are in one database
        await self._run(self._save)

    async def release(self, thread_id: str) -> None:
        await self._run(self._save)
        self._let_go([thread_id])

    def abandon(self, thread_ids: Sequence[str]) -> None:
        self._let_go(thread_ids)
        Thread(target=self._save_alone, daemon=True).start()

    # -- reading

    async def get(self, thread_id: str) -> StoredThread | None:
        return await self._run(lambda: self._find(thread_id))

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
        turns = build_turns(await self._run(lambda: self._records(thread_id)))
        return page_of_turns(turns, start, is_included=is_included, is_ascending=is_ascending, limit=limit)

    async def position(self, thread_id: str, turn_id: str) -> int | None:
        turns = build_turns(await self._run(lambda: self._records(thread_id)))
        return next((placed.position for placed in turns if placed.turn.id == turn_id), None)

    async def context(self, thread_id: str) -> list[dict[str, Any]]:
        records = await self._run(lambda: self._records(thread_id))
        return build_context(record for _, record in records)

    async def list(self, query: ListQuery) -> Sequence[StoredThread]:
        return (await self._run(lambda: select_threads(self._all(), query)))[: query.limit]

    async def search(self, text: str, query: ListQuery) -> Sequence[FoundThread]:
        def search() -> Sequence[FoundThread]:
            found: list[FoundThread] = []
            for thread in select_threads(self._all(), replace(query, text=None)):
                piece = find_text(text, build_turns(self._records(thread.id)))
                if piece is not None and len(found) < query.limit:
                    found.append(FoundThread(thread, piece))
            return found

        return await self._run(search)

    # -- changing

    async def set_name(self, thread_id: str, name: str) -> None:
        await self._run(lambda: self._change(thread_id, name=name))

    async def set_git_info(self, thread_id: str, git_info: p.GitInfo) -> None:
        await self._run(lambda: self._change(thread_id, git_info=git_info))

    async def set_goal(self, thread_id: str, goal: p.ThreadGoal | None) -> None:
        await self._run(lambda: self._change(thread_id, goal=goal))

    async def archive(self, thread_id: str) -> None:
        def archive() -> None:
            self._free(thread_id, is_archived=False)
            self._change(thread_id, is_archived=True)

        await self._run(archive)

    async def unarchive(self, thread_id: str) -> StoredThread:
        def unarchive() -> StoredThread:
            thread = self._known(thread_id, is_archived=True)
            updated = max(thread.updated, time.time_ns() // 1000)
            return self._change(thread_id, is_archived=False, updated=updated, known=thread)

        return await self._run(unarchive)

    async def delete(self, thread_id: str) -> None:
        def delete() -> None:
            self._free(thread_id, is_archived=None)
            self._remove(thread_id, 0, "DELETE FROM thread WHERE id = ?")

        await self._run(delete)

    async def fork(self, source_id: str, thread: StoredThread, *, before: int | None = None) -> StoredThread:
        def fork() -> StoredThread:
            source = self._known(source_id)
            if self._find(thread.id) is not None:
                raise ActiveWriterError(thread.id)
            rows = [row for row in self._rows(source_id) if before is None or row.position < before]
            records = [record_from_data(json.loads(row.data)) for row in rows]
            forked = replace(
                thread,
                forked_from_id=source_id,
                name=source.name,
                usage=last_usage(records),
                has_turns=bool(records),
                updated=max(thread.updated, thread.created),
                recency=max(thread.recency, thread.created),
            )
            kept = self._take(forked, max((row.position for row in rows), default=-1) + 1)
            with self._memory:
                self._waiting += [row._replace(thread_id=thread.id) for row in rows]
                self._changed[thread.id] = forked
            self._save()
            return kept

        return await self._run(fork)

    async def revert(self, thread_id: str, *, before: int) -> StoredThread:
        def revert() -> StoredThread:
            self._known(thread_id)
            if thread_id not in self._taken:
                raise UnknownThreadError(thread_id)
            self._remove(thread_id, before)
            usage = last_usage([record for _, record in self._records(thread_id)])
            return self._change(thread_id, usage=usage, updated=time.time_ns() // 1000)

        return await self._run(revert)

    # -- the store itself

    def take_problems(self) -> Sequence[StoreProblem]:
        with self._memory:
            problems, self._problems = self._problems, []
        return problems

    async def aclose(self) -> None:
        await self._run(self._save)
        self._let_go(list(self._taken))

    def close(self) -> None:
        """Close the database. `aclose` leaves it open: the store goes on after a server that was its last."""
        with self._working:
            self._database.close()

    async def _run(self, function: Callable[[], Result]) -> Result:
        """Do something with the database on a thread, once nobody else does."""

        def run() -> Result:
            with self._working:
                return function()

        return await anyio.to_thread.run_sync(run)

    def _take(self, thread: StoredThread, position: int) -> StoredThread:
        with self._memory:
            if thread.id in self._taken:
                raise ActiveWriterError(thread.id)
            self._taken[thread.id], self._next[thread.id] = thread, position
            return replace(thread)

    def _let_go(self, thread_ids: Sequence[str]) -> None:
        with self._memory:
            for thread_id in thread_ids:
                self._taken.pop(thread_id, None)
                self._next.pop(thread_id, None)

    def _save_alone(self) -> None:
        with self._working:
            self._save()

    def _save(self) -> None:
        """Write what waits, all of it or nothing."""
        with self._memory:
            rows, self._waiting = self._waiting, []
            changed, self._changed = self._changed, {}
            known = [(thread.id, thread_text(thread)) for thread in changed.values()]
        try:
            with self._database:
                self._database.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)
                self._database.executemany("INSERT OR REPLACE INTO thread VALUES (?, ?)", known)
        except sqlite3.Error as error:
            with self._memory:
                self._waiting, self._changed = rows + self._waiting, {**changed, **self._changed}
                if not self._problems:
                    text = f"threads wait to be written to the database: {error}"
                    self._problems.append(StoreProblem(text))

    def _remove(self, thread_id: str, start: int, *statements: str) -> None:
        """Remove the records of a thread from a position on: at once, or nothing is removed."""
        try:
            with self._database:
                self._database.execute(
                    "DELETE FROM record WHERE thread_id = ? AND position >= ?", (thread_id, start)
                )
                for statement in statements:
                    self._database.execute(statement, (thread_id,))
        except sqlite3.Error as error:
            raise StoreError(f"cannot remove anything of thread {thread_id}: {error}") from error
        with self._memory:
            self._waiting = [
                row for row in self._waiting if row.thread_id != thread_id or row.position < start
            ]
            if statements:
                self._changed.pop(thread_id, None)

    def _change(self, thread_id: str, *, known: StoredThread | None = None, **changes: Any) -> StoredThread:
        thread = self._taken.get(thread_id) or known or self._known(thread_id)
        with self._memory:
            for name, value in changes.items():
                setattr(thread, name, value)
            self._changed[thread_id] = thread
        self._save()
        return replace(thread)

    def _find(self, thread_id: str) -> StoredThread | None:
        with self._memory:
            if (thread := self._changed.get(thread_id)) is not None:
                return replace(thread)
        row = self._database.execute("SELECT known FROM thread WHERE id = ?", (thread_id,)).fetchone()
        return None if row is None else thread_from_text(row[0])

    def _known(self, thread_id: str, *, is_archived: bool | None = False) -> StoredThread:
        thread = self._find(thread_id)
        if thread is None or is_archived not in (None, thread.is_archived):
            raise UnknownThreadError(thread_id, is_archived=bool(is_archived))
        return thread

    def _free(self, thread_id: str, *, is_archived: bool | None) -> None:
        """Refuse what is not there, or somebody has taken."""
        self._known(thread_id, is_archived=is_archived)
        if thread_id in self._taken:
            raise ActiveWriterError(thread_id)

    def _all(self) -> Sequence[StoredThread]:
        rows = self._database.execute("SELECT id, known FROM thread").fetchall()
        with self._memory:
            changed = {thread_id: replace(thread) for thread_id, thread in self._changed.items()}
        return list({**{row[0]: thread_from_text(row[1]) for row in rows}, **changed}.values())

    def _rows(self, thread_id: str) -> Sequence[Row]:
        found = self._database.execute(
            "SELECT thread_id, position, data FROM record WHERE thread_id = ? ORDER BY position", (thread_id,)
        ).fetchall()
        with self._memory:
            waiting = [row for row in self._waiting if row.thread_id == thread_id]
        return [*(Row(*row) for row in found), *waiting]

    def _records(self, thread_id: str) -> Sequence[tuple[int, Record]]:
        self._known(thread_id, is_archived=None)
        return [(row.position, record_from_data(json.loads(row.data))) for row in self._rows(thread_id)]


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
