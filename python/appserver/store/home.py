"""The threads in the files of a home: what is known of them, and how the index keeps up. It runs on the worker."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from appserver.store.catalog import Catalog
from appserver.store.errors import StoreError, UnknownThreadError
from appserver.store.foreign_state import ForeignState
from appserver.store.home_reader import HomeReader
from appserver.store.index import Index
from appserver.store.index_queries import IndexQueries, RolloutRow
from appserver.store.records import StoreProblem
from appserver.store.sidecars import Sidecars
from appserver.store.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from appserver.store.files import Files
    from appserver.store.records import ListQuery
    from appserver.store.rollout_writer import RolloutWriter

__all__ = ["Home"]

Result = TypeVar("Result")

_SECOND: Final = 1_000_000_000
_WHOLE_LOOK: Final = 60 * _SECOND


class Home:
    """The files of a home with their index.

    Attributes:
        files, path: the calls of the operating system, and the folder.
        writers: those of the threads that are taken, by thread.
        problems: what a user should hear of.
        worker: the thread that all this runs on.
        index, queries: the index, and what is asked of it.
        catalog: how the index keeps up with the folders.
        reader: reads threads.
        sidecars: what is said of threads beside their rollouts.
        is_open: whether the index is open.
    """

    def __init__(self, files: Files, path: Path) -> None:
        self.files = files
        self.path = path
        self.writers: dict[str, RolloutWriter] = {}
        self.problems: deque[StoreProblem] = deque()
        self.worker = Worker("appserver store", self.on_idle)
        self.index = Index(files, path, self.tell)
        self.queries = IndexQueries(self.index)
        self.catalog = Catalog(files, path, self.queries, self._is_ours, self.tell)
        self.reader = HomeReader(files, path, self.queries, self.catalog, self._read_ours)
        self.sidecars = Sidecars(files, path, self.tell)
        self.is_open = False
        self._foreign = ForeignState(files, path)
        self._looked = 0
        self._look: Iterator[None] | None = None

    def guarded(self, function: Callable[[], Result]) -> Result:
        """Do something with an index that is up with what this process writes; with a new one if it is broken."""
        try:
            self._open()
            return function()
        except sqlite3.Error as error:
            self.index.give_up(error)
            self._fill()
            return function()
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise StoreError(
                f"cannot use the threads in {self.path}: {error.strerror or error}{where}"
            ) from error

    def _open(self) -> None:
        if not self.is_open:
            self.files.make_folder(self.path)
            self.index.open()
            self.is_open = True
            if self.index.is_new:
                self._fill()
        self.flush_index()

    def _fill(self) -> None:
        for _ in self.catalog.look_at_all():
            pass
        self._looked = time.monotonic_ns()
        self._read_sidecars()
        for writer in self.writers.values():
            writer.recollect_turns()
        self.flush_index()

    def _read_sidecars(self) -> None:
        self.sidecars.read_news(self.queries)
        self._foreign.read_news(self.queries)

    def look_around(self) -> None:
        """See what others have done, as far as that is quick; look at everything some time after."""
        now = time.monotonic_ns()
        if now - self._looked > _SECOND or self._look is None:
            self.catalog.look_quickly()
            self._read_sidecars()
            if self._look is None or now - self._looked > _WHOLE_LOOK:
                self._look = self.catalog.look_at_all()
                self.worker.start(self._look_on)
            self._looked = now

    def _look_on(self) -> None:
        if self._look is not None and self.is_open:
            try:
                next(self._look)
            except StopIteration:
                return
            except (sqlite3.Error, OSError):
                return  # whoever asks next meets it
            self.worker.start(self._look_on)

    def on_idle(self) -> bool:
        """Do what was left for later; whether something is left still."""
        if self.is_open:
            with suppress(sqlite3.Error):  # whoever asks next meets it
                self.flush_index()
        waits = not self.sidecars.try_again()
        for writer in tuple(self.writers.values()):
            waits |= writer.waiting > 0 and not writer.try_again()
        return waits

    def flush_index(self) -> None:
        """Bring the index up with what this process has written."""
        for writer in tuple(self.writers.values()):
            if writer.is_dirty and writer.is_kept:
                with writer.lock:
                    self._put(writer)

    def _put(self, writer: RolloutWriter) -> None:
        state = writer.state
        try:
            seen = self.files.stat(writer.path).st_mtime_ns
        except OSError:
            seen = 0
        path = str(writer.path.relative_to(self.path))
        row = RolloutRow(path, False, state.size, seen, state)
        self.index.transaction(lambda: self.queries.put(row))
        state.new_turns.clear()
        state.turn_ends.clear()
        writer.is_dirty = False

    def tell(self, problem: StoreProblem | str) -> None:
        """A user should hear of something."""
        self.problems.append(StoreProblem(problem) if isinstance(problem, str) else problem)

    def _is_ours(self, path: str) -> bool:
        place = self.path / path
        return any(writer.path == place and writer.is_kept for writer in tuple(self.writers.values()))

    def _read_ours(self, path: str, start: int, end: int) -> bytes | None:
        place = self.path / path
        for writer in tuple(self.writers.values()):
            if writer.path == place:
                with writer.lock:
                    return writer.read(start, end)
        return None

    def find(self, thread_id: str) -> RolloutRow | None:
        """The file that counts of a thread; None: it is not there."""
        writer = self.writers.get(thread_id)
        if writer is not None:
            return self.queries.current(thread_id) if writer.is_kept else None
        row = self.catalog.find(thread_id)
        self._read_sidecars()
        return row

    def known(self, thread_id: str) -> RolloutRow:
        """As `find`.

        Raises:
            UnknownThreadError: it is not there.
        """
        row = self.find(thread_id)
        if row is None:
            raise UnknownThreadError(thread_id)
        return row

    def unarchived(self, thread_id: str) -> RolloutRow:
        """As `known`.

        Raises:
            UnknownThreadError: it is not there, or archived.
        """
        row = self.known(thread_id)
        if row.is_archived:
            raise UnknownThreadError(thread_id)
        return row

    def rows(self, query: ListQuery) -> Iterator[RolloutRow]:
        """The threads of a query, all of them, page by page."""
        while True:
            rows = self.queries.list(query, query.limit)
            yield from rows
            if len(rows) < query.limit:
                return
            last = rows[-1].state.thread
            query = replace(query, after=(getattr(last, query.sort_key), last.id))
