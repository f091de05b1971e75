"""Taking threads of a home: to begin, to go on, to fork, to revert, to move and to delete. It runs on the worker."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from appserver.store.errors import (
    ActiveWriterError,
    DamagedThreadError,
    StoreError,
    ThreadReferencedError,
    UnknownThreadError,
)
from appserver.store.index_queries import RolloutRow
from appserver.store.lineage import cut_before, lineage
from appserver.store.open_files import is_short_of_descriptors
from appserver.store.records import TokensUsed
from appserver.store.rollout_lines import meta_line
from appserver.store.rollout_state import Base, RolloutState
from appserver.store.rollout_writer import RolloutWriter
from appserver.store.tree import ARCHIVED, day_folder, new_name, read_name
from appserver.store.writer_locks import WriterLocks
from appserver.turns.identifiers import new_identifier_after

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver import protocol as p
    from appserver.store.home import Home
    from appserver.store.records import StoredThread

__all__ = ["Taking", "unix_microseconds"]


def unix_microseconds() -> int:
    """The time now."""
    return time.time_ns() // 1000


class Taking:
    """The threads of a home that this process has taken, and what is done to others."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._locks = WriterLocks(home.files, home.path)
        self._late: set[str] = set()  # let go by their servers, with lines that still wait to be written
        home.after_writing = self._let_go_late

    def create(self, thread: StoredThread) -> StoredThread:
        """Take a new thread."""
        self._take_lock(thread.id)
        started = replace(
            thread,
            updated=max(thread.updated, thread.created),
            recency=max(thread.recency, thread.created),
        )
        return self._begin(started, thread.id, None, thread.created)

    def _take_lock(self, thread_id: str) -> None:
        try:
            try:
                self._locks.take(thread_id)
            except OSError as error:
                if not is_short_of_descriptors(error):
                    raise
                self._home.writers.backlog.open.close_idle()
                self._locks.take(thread_id)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise StoreError(
                f"cannot take thread {thread_id} in {self._home.path}: {error.strerror or error}{where}"
            ) from error

    def _begin(self, thread: StoredThread, rollout_id: str, base: Base | None, now: int) -> StoredThread:
        """The writer of a new file, whose lock is held."""
        name = new_name(thread.id, rollout_id, now)
        parsed = read_name(name)
        if parsed is None:
            self._locks.let_go(thread.id)
            raise StoreError(
                f"{thread.id!r} cannot be the id of a thread in files: it is not a UUID in lower case"
            )
        path = day_folder(self._home.path, parsed) / name
        thread = replace(thread, path=str(path))
        state = RolloutState(
            rollout_id, thread, base=base, next_ordinal=0 if base is None else base.end_ordinal
        )
        first = meta_line(thread, None if base is None else base.to_line())
        writer = RolloutWriter(
            self._home.files, path, state, self._home.writers.backlog, self._home.tell, first=first
        )
        self._home.writers.add(thread.id, writer)
        return replace(thread)

    def take(self, thread_id: str) -> StoredThread:
        """Take a thread that is there."""
        self._home.catalog.look_quickly()  # others may have reverted it: it goes on in another file then
        row = self._home.unarchived(thread_id)
        if thread_id in self._late:  # its lines still wait here, and nowhere else
            shown = self._home.reader.shown([row])[0]
            self._late.discard(thread_id)
            return replace(shown)
        if thread_id in self._home.writers:
            raise ActiveWriterError(thread_id)
        self._take_lock(thread_id)
        try:
            row = self._home.unarchived(thread_id)
            lineage(self._home.catalog, self._home.queries, row)
            path = self._home.path / row.path
            _check_ordinal(row.state, path)
            shown = self._home.reader.shown([row])[0]
            writer = RolloutWriter(
                self._home.files, path, row.state, self._home.writers.backlog, self._home.tell
            )
            writer.open()
        except BaseException:
            self._locks.let_go(thread_id)
            raise
        self._home.writers.add(thread_id, writer)
        self._home.writers.backlog.behind.add(writer)
        return replace(shown)

    def release(self, thread_id: str, *, is_last: bool = False) -> None:
        """Let a thread go once nothing of it waits to be written; `is_last`: now, whatever waits."""
        writer = self._home.writers.get(thread_id)
        if writer is None:
            return
        try:
            if self._home.is_open:  # otherwise the file is looked at when it is
                self._home.changed(self._home.flush_index)
        finally:
            if is_last or writer.try_again():
                try:
                    writer.close()
                finally:
                    self._forget_writer(thread_id)
            else:
                self._late.add(thread_id)

    def _let_go_late(self) -> None:
        """Let those go of which nothing waits any more."""
        for thread_id in tuple(self._late):
            if not self._home.writers[thread_id].waiting:
                with suppress(sqlite3.Error, OSError):  # the index finds by itself what it lacks
                    self.release(thread_id)

    def _forget_writer(self, thread_id: str) -> None:
        self._late.discard(thread_id)
        self._home.writers.remove(thread_id)
        self._locks.let_go(thread_id)

    def keep(self, thread_id: str) -> None:
        """Something is said of a thread: it is kept from now on.

        Raises:
            UnknownThreadError: there is no such thread, or it is archived.
        """
        writer = self._home.writers.get(thread_id)
        if writer is None:
            self._home.unarchived(thread_id)
        elif not writer.is_kept:
            writer.write_first()
            self._home.changed(self._home.flush_index)

    def say(self, thread_id: str, kind: str, value: p.GitInfo | p.ThreadGoal | None) -> None:
        """Something is said of a thread."""
        self.keep(thread_id)
        now = unix_microseconds()
        wire = None if value is None else value.to_wire()
        self._home.sidecars.say(thread_id, kind, wire, now)
        text = None if value is None else value.to_wire_json().decode()
        self._home.changed(lambda: self._home.queries.note(thread_id, kind, text, now))

    # -- files that move

    def move(self, thread_id: str, row: RolloutRow, path: str, updated: int) -> None:
        """Move the file of a thread that nobody writes."""
        if thread_id in self._late:
            self.release(thread_id)
        if thread_id in self._late:
            raise StoreError(
                f"cannot archive thread {thread_id}: some of it could not be written to "
                f"{self._home.writers[thread_id].path} yet"
            )
        if thread_id in self._home.writers or not self._locks.is_free(thread_id):
            raise ActiveWriterError(thread_id)
        target = self._home.path / path
        self._home.files.make_folder(target.parent)
        self._home.files.rename(self._home.path / row.path, target)
        found = self._home.files.stat(target)
        row.state.thread.updated = max(row.state.thread.updated, updated)
        moved = RolloutRow(path, path.startswith(ARCHIVED), found.st_size, found.st_mtime_ns, row.state)
        self._home.changed(lambda: self._home.index.transaction(lambda: self._home.queries.put(moved)))

    def delete(self, thread_id: str) -> None:
        """Delete a thread with all its files."""
        self._home.known(thread_id)
        is_late = thread_id in self._late
        if not is_late and (thread_id in self._home.writers or not self._locks.is_free(thread_id)):
            raise ActiveWriterError(thread_id)
        self._home.catalog.look_quickly()
        if self._home.queries.is_referenced(thread_id):
            raise ThreadReferencedError(thread_id)
        rows = self._home.queries.of_thread(thread_id)
        # The newest first: what an error leaves there is the thread as it was before its last revert.
        for row in reversed(rows):
            self._home.files.unlink(self._home.path / row.path)
        if is_late:
            with suppress(OSError):
                self._home.writers[thread_id].give_up()
            self._forget_writer(thread_id)
        self._home.changed(lambda: self._forget(thread_id, rows))
        self._home.changed(lambda: self._home.sidecars.forget_names(thread_id, self._home.queries))

    def _forget(self, thread_id: str, rows: Sequence[RolloutRow]) -> None:
        queries = self._home.queries
        for row in rows:
            queries.drop(row.state.rollout_id, thread_id)
        queries.forget_notes(thread_id)

    def fork(self, source_id: str, thread: StoredThread, before: int | None) -> StoredThread:
        """Take a new thread that begins with the turns of another one."""
        row = self._home.unarchived(source_id)
        if thread.id in self._home.writers:
            raise ActiveWriterError(thread.id)
        writer = self._home.writers.get(source_id)
        if writer is not None and not writer.try_again():
            raise StoreError(
                f"cannot fork thread {source_id}: some of it could not be written to {writer.path} yet"
            )
        segments = lineage(self._home.catalog, self._home.queries, row)
        state = segments[0].row.state
        if state.is_legacy:
            raise StoreError(
                f"cannot fork thread {source_id}: its file has the older form, which forks cannot go on from"
            )
        base = (
            Base(state.rollout_id, state.next_ordinal, state.size)
            if before is None
            else cut_before(self._home.catalog, self._home.queries, segments, before)
        )
        source = self._home.reader.shown([row])[0]
        forked = replace(
            thread,
            forked_from_id=source_id,
            name=source.name,
            usage=None,
            has_turns=base is not None,
            updated=max(thread.updated, thread.created),
            recency=max(thread.recency, thread.created),
        )
        usage = source.usage if before is None else self._home.reader.usage_before(row, base)
        self._take_lock(thread.id)
        try:
            shown = self._begin(forked, thread.id, base, thread.created)
            self._home.writers[thread.id].append([] if usage is None else [TokensUsed("", usage)])
        except BaseException:
            self._home.writers.remove(thread.id)
            self._locks.let_go(thread.id)
            raise
        self._home.changed(lambda: self._tell_of_fork(thread.id, source.name))
        return replace(shown, usage=usage)

    def _tell_of_fork(self, thread_id: str, name: str | None) -> None:
        if name is not None:
            now = unix_microseconds()
            self._home.sidecars.say_name(thread_id, name, now)
            self._home.queries.note(thread_id, "name", name, now)
        self._home.flush_index()

    def revert(self, thread_id: str, before: int) -> StoredThread:
        """Drop the turns from a position on."""
        writer = self._home.writers.get(thread_id)
        if writer is None or not writer.is_kept:
            raise UnknownThreadError(thread_id)
        if not writer.try_again():
            raise StoreError(
                f"cannot revert thread {thread_id}: some of it could not be written to {writer.path} yet"
            )
        row = self._home.known(thread_id)
        if row.state.is_legacy:
            raise StoreError(f"cannot revert thread {thread_id}: its file has the older form")
        segments = lineage(self._home.catalog, self._home.queries, row)
        base = cut_before(self._home.catalog, self._home.queries, segments, before)
        usage = self._home.reader.usage_before(row, base)
        shown = self._home.reader.shown([row])[0]
        reverted = replace(shown, updated=unix_microseconds(), usage=usage)
        # the newest id is that of the file that counts
        begun = self._begin(reverted, new_identifier_after(row.state.rollout_id), base, unix_microseconds())
        with suppress(OSError):  # all of it is written
            writer.close()
        self._home.writers[thread_id].append([] if usage is None else [TokensUsed("", usage)])
        self._home.changed(self._home.flush_index)
        return replace(begun, name=shown.name, git_info=shown.git_info, goal=shown.goal, usage=usage)


def _check_ordinal(state: RolloutState, path: Path) -> None:
    if state.lacks_ordinal:
        raise DamagedThreadError(f"final paginated rollout record at {path} is missing an ordinal")
