"""A store of threads in the files of a home, which Codex can share.

The rollout files are the truth. Writing to a thread that was taken is done at once, where it is asked for: it is a copy
into the system's memory. All that reads, moves or looks runs on one worker, with the index at its side.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from appserver.store.errors import UnknownThreadError
from appserver.store.files import Files
from appserver.store.home import Home
from appserver.store.taking import Taking, unix_microseconds
from appserver.store.tree import ARCHIVED, day_folder, read_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appserver import protocol as p
    from appserver.store.records import (
        FoundThread,
        ListQuery,
        Record,
        StoredThread,
        StoreProblem,
        TurnsPage,
    )
    from appserver.store.rollout_writer import RolloutWriter

__all__ = ["FileStore"]

Result = TypeVar("Result")

_MANY_TURNS: Final = 256
"""Turns of a thread that the index may lag behind while nobody asks: to put in many takes little longer than a few, and
what is remembered of so many takes less memory than their text did."""

_PAGE: Final = 200


def _place(home: Path | str) -> Path:
    """The folder from the root on. Where it leads up again, links before that are followed, as the system would."""
    place = Path(home).absolute()
    if ".." not in place.parts:
        return place
    try:
        return place.resolve()
    except (OSError, RuntimeError):  # links in a ring: whoever uses it is told
        return place


class FileStore:
    """Threads in the files of a home. Use it from any loop and thread; several processes may share the home.

    Args:
        home: the folder. It is made when something is written.
        durability: `buffered`: what was written survives the end of the process; `fsync`: also a loss of power, at
            the end of each turn.
        files: the calls of the operating system, for tests.

    Raises:
        ValueError: another `durability`.
    """

    def __init__(
        self,
        home: Path | str,
        *,
        durability: Literal["buffered", "fsync"] = "buffered",
        files: Files | None = None,
    ) -> None:
        if durability not in {"buffered", "fsync"}:
            raise ValueError(f"FileStore: durability is 'buffered' or 'fsync', not {durability!r}")
        self._home = Home(files or Files(), _place(home))
        self._taking = Taking(self._home)
        self._writers: Mapping[str, RolloutWriter] = self._home.writers.by_thread
        self._durability = durability

    @property
    def home(self) -> Path:
        """The folder."""
        return self._home.path

    # -- writing

    async def create(self, thread: StoredThread) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: the thread may be taken all the same.
        """

        return await self._home.worker.run(lambda: self._taking.create(thread))

    async def take(self, thread_id: str) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: the thread may be taken all the same.
        """
        return await self._on_worker(lambda: self._taking.take(thread_id))

    def append(self, thread_id: str, records: Sequence[Record]) -> None:
        """As in `ThreadStore`."""
        writer = self._writers[thread_id]
        writer.append(records)
        if len(writer.state.new_turns) >= _MANY_TURNS:
            self._home.flush_soon(writer)

    async def flush(self, thread_id: str) -> None:
        """As in `ThreadStore`.

        Cancellation: what waits goes on waiting.
        """
        writer = self._writers.get(thread_id)
        if writer is None:
            return
        writer.look()
        if self._durability == "fsync":
            await self._home.worker.run(writer.make_safe)
        elif writer.waiting:
            await self._home.worker.run(writer.try_again)

    async def release(self, thread_id: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it is let go all the same.
        """
        if thread_id in self._home.writers:
            await self._home.worker.run(lambda: self._let_go((thread_id,), is_last=False))

    def abandon(self, thread_ids: Sequence[str]) -> None:
        """As in `ThreadStore`. With the last thread the index is closed, until something is asked for."""

        def let_go() -> None:
            self._let_go(thread_ids)
            if not self._home.writers:
                self._home.close()

        if thread_ids or self._home.is_open:
            self._home.worker.start(let_go)

    # -- reading

    async def get(self, thread_id: str) -> StoredThread | None:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """

        def get() -> StoredThread | None:
            row = self._home.find(thread_id)
            return None if row is None else self._home.reader.shown([row])[0]

        return await self._on_worker(get)

    async def find_path(self, path: str) -> StoredThread | None:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """

        def find() -> StoredThread | None:
            home = self._home.path.resolve()
            place = (home / path).resolve()
            if not place.is_relative_to(home):
                return None
            row = self._home.catalog.refresh(str(place.relative_to(home)))
            if row is None or self._home.find(row.state.thread.id) is None:
                return None
            return self._home.reader.shown([row])[0]

        return await self._on_worker(find)

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

        def turns() -> TurnsPage:
            row = self._home.known(thread_id)
            return self._home.reader.turns(
                row, start, limit, is_included=is_included, is_ascending=is_ascending
            )

        return await self._on_worker(turns)

    async def position(self, thread_id: str, turn_id: str) -> int | None:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        return await self._on_worker(lambda: self._home.reader.position(self._home.known(thread_id), turn_id))

    async def context(self, thread_id: str) -> list[dict[str, Any]]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """
        return await self._on_worker(lambda: self._home.reader.context(self._home.known(thread_id)))

    async def list(self, query: ListQuery) -> Sequence[StoredThread]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """

        def found() -> Sequence[StoredThread]:
            self._home.look_around()
            return self._home.reader.shown(self._home.queries.list(query, query.limit))

        return await self._on_worker(found)

    async def search(self, text: str, query: ListQuery) -> Sequence[FoundThread]:
        """As in `ThreadStore`.

        Cancellation: nothing was begun.
        """

        def found() -> Sequence[FoundThread]:
            self._home.look_around()
            return self._home.reader.search(
                text, query, self._home.rows(replace(query, text=None, limit=_PAGE))
            )

        return await self._on_worker(found)

    # -- changing

    async def set_name(self, thread_id: str, name: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be named all the same.
        """

        def set_name() -> None:
            self._taking.keep(thread_id)
            now = unix_microseconds()
            self._home.sidecars.say_name(thread_id, name, now)
            self._home.changed(lambda: self._home.queries.note(thread_id, "name", name, now))

        await self._on_worker(set_name)

    async def set_git_info(self, thread_id: str, git_info: p.GitInfo) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be noted all the same.
        """
        await self._on_worker(lambda: self._taking.say(thread_id, "git_info", git_info))

    async def set_goal(self, thread_id: str, goal: p.ThreadGoal | None) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be set all the same.
        """
        await self._on_worker(lambda: self._taking.say(thread_id, "goal", goal))

    async def archive(self, thread_id: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be put away all the same.
        """

        def archive() -> None:
            row = self._home.unarchived(thread_id)
            self._taking.move(thread_id, row, f"{ARCHIVED}/{Path(row.path).name}", row.state.thread.updated)

        await self._on_worker(archive)

    async def unarchive(self, thread_id: str) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: it may be put back all the same.
        """

        def unarchive() -> None:
            row = self._home.find(thread_id)
            if row is None or not row.is_archived:
                raise UnknownThreadError(thread_id, is_archived=True)
            name = Path(row.path).name
            parsed = read_name(name)
            assert parsed is not None, "the catalog knows files of such names only"
            folder = day_folder(self._home.path, parsed).relative_to(self._home.path)
            self._taking.move(thread_id, row, f"{folder}/{name}", unix_microseconds())

        await self._on_worker(unarchive)
        return await self._on_worker(lambda: self._home.reader.shown([self._home.known(thread_id)])[0])

    async def delete(self, thread_id: str) -> None:
        """As in `ThreadStore`.

        Cancellation: it may be deleted all the same.
        """
        await self._on_worker(lambda: self._taking.delete(thread_id))

    async def fork(self, source_id: str, thread: StoredThread, *, before: int | None = None) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: the thread may be taken all the same.
        """
        return await self._on_worker(lambda: self._taking.fork(source_id, thread, before))

    async def revert(self, thread_id: str, *, before: int) -> StoredThread:
        """As in `ThreadStore`.

        Cancellation: it may be reverted all the same.
        """
        return await self._on_worker(lambda: self._taking.revert(thread_id, before))

    # -- the store itself

    def take_problems(self) -> Sequence[StoreProblem]:
        """As in `ThreadStore`."""
        found: list[StoreProblem] = []
        while self._home.problems:
            found.append(self._home.problems.popleft())
        return found

    async def aclose(self) -> None:
        """As in `ThreadStore`.

        Cancellation: it goes on.
        """
        if not self._home.writers and not self._home.is_open:
            return

        def close() -> None:
            self._let_go(tuple(self._home.writers))
            if not self._home.sidecars.try_again():
                self._home.tell(
                    f"{self._home.sidecars.waiting} lines about threads in {self._home.path} could not be saved"
                )
            self._home.close()

        await self._home.worker.run(close)

    def _let_go(self, thread_ids: Sequence[str], *, is_last: bool = True) -> None:
        """Let threads go, each whatever becomes of the others and of the folder."""
        for thread_id in thread_ids:
            with suppress(sqlite3.Error, OSError):  # of the index, which finds by itself what it lacks
                self._taking.release(thread_id, is_last=is_last)

    async def _on_worker(self, function: Callable[[], Result]) -> Result:
        return await self._home.worker.run(lambda: self._home.guarded(function))
