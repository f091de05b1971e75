"""The threads in the files of a home: what is known of them, and how the index keeps up. It runs on the worker."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections import deque
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from appserver.errors import ErrorCode
from appserver.store.catalog import Catalog
from appserver.store.errors import DamagedThreadError, StoreError, UnknownThreadError
from appserver.store.foreign_state import ForeignState
from appserver.store.home_reader import HomeReader
from appserver.store.index import Index
from appserver.store.index_queries import IndexQueries, RolloutRow
from appserver.store.records import StoreProblem
from appserver.store.sidecars import Sidecars
from appserver.store.worker import Worker
from appserver.store.writers import Writers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from appserver.store.files import Files
    from appserver.store.records import ListQuery
    from appserver.store.rollout_writer import RolloutWriter

__all__ = ["Home"]

Result = TypeVar("Result")

logger = logging.getLogger("appserver")

_SECOND: Final = 1_000_000_000
_WHOLE_LOOK: Final = 60 * _SECOND
_TELL_EVERY: Final = 3 * _SECOND
"""How often the log says how far the filling of an index is: whoever waits for it sees that it goes on."""

_NEXT_STEP: Final = 0.01
_NEXT_TRY: Final = 1.0
"""Seconds between two steps of a look at everything, which leave the interpreter to others, and between two tries to
write what could not be written."""

_STILL_WRITTEN: Final = 0.05
"""Seconds without a line after which the index is brought up: while turns go on, it would take their time."""

_OVER: Final = object()


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
        after_writing: called once what waited was tried again.
    """

    def __init__(self, files: Files, path: Path) -> None:
        self.files = files
        self.path = path
        self.writers = Writers(path)
        self.problems: deque[StoreProblem] = deque()
        self.worker = Worker("appserver store", self.on_idle, self.on_end)
        self.index = Index(files, path, self.tell)
        self.queries = IndexQueries(self.index)
        self.catalog = Catalog(files, path, self.queries, self.writers, self.tell)
        self.reader = HomeReader(files, path, self.queries, self.catalog, self._read_ours)
        self.sidecars = Sidecars(files, path, self.tell)
        self.is_open = False
        self.after_writing: Callable[[], object] = lambda: None
        self._is_filled = False
        self._will_flush: set[RolloutWriter] = set()
        # Of the files that the index lags behind, when they were looked at.
        self._sizes: dict[RolloutWriter, int] = {}
        self._foreign = ForeignState(files, path)
        self._looked = 0
        self._read = 0
        self._looked_at_all = 0
        self._is_looking = False
        self._look: Iterator[None] | None = None

    def guarded(self, function: Callable[[], Result], *, is_up: bool = True) -> Result:
        """Do something with an index that is up with what this process writes; with a new one if it is broken.

        It is done again with the new one: what changes files says so by `changed`, behind which nothing is done twice.
        `is_up` False: it may lag behind.

        Raises:
            StoreError: the home cannot be used.
        """
        try:
            try:
                self._open()
                if is_up:
                    self.flush_index()
                return function()
            except sqlite3.Error as error:
                self._replace_index(error)
                return function()
        except sqlite3.Error as error:
            raise StoreError(f"cannot use the index of the threads in {self.path}: {error}") from error
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise StoreError(
                f"cannot use the threads in {self.path}: {error.strerror or error}{where}"
            ) from error

    def changed(self, note: Callable[[], object]) -> None:
        """Let the index know what was done to files. One that cannot take it is replaced, and finds it in the files."""
        try:
            note()
        except sqlite3.Error as error:
            with suppress(sqlite3.Error, OSError):  # whoever asks next fills it
                self._replace_index(error)

    def _replace_index(self, error: sqlite3.Error) -> None:
        self.index.give_up(error)
        self._is_filled = False
        self._fill()

    def _open(self) -> None:
        if not self.is_open:
            self.files.make_folder(self.path)
            self.index.open()
            self.is_open = True
            self._is_filled = not self.index.is_new
        if not self._is_filled:
            self._fill()

    def close(self) -> None:
        """Close the index, until something is asked for."""
        self.index.close()
        self.is_open = False

    def _fill(self) -> None:
        look = self.catalog.look_at_all()
        begun = told = time.monotonic_ns()
        before = self.catalog.files_read
        while self._look_on(look):
            now = time.monotonic_ns()
            if now - told >= _TELL_EVERY:
                told = now
                logger.info(
                    "the index of the threads in %s is being built: %d files are read after %.0f s",
                    self.path,
                    self.catalog.files_read - before,
                    (now - begun) / 1e9,
                )
        self._looked = time.monotonic_ns()
        self._read_sidecars()
        for thread_id in self.writers:
            with suppress(FileNotFoundError):  # it was removed, which its writer tells
                self.writers[thread_id].recollect_turns()
        self._is_filled = True
        self.flush_index()

    def _read_sidecars(self) -> None:
        self._read = time.monotonic_ns()
        self.sidecars.read_news(self.queries)
        self._foreign.read_news(self.queries)

    def look_around(self) -> None:
        """See what others have done, as far as that is quick; look at everything some time after."""
        now = time.monotonic_ns()
        if now - self._looked > _SECOND or self._look is None:
            self.catalog.look_quickly()
            self._read_sidecars()
            if self._look is None or now - self._looked_at_all > _WHOLE_LOOK:
                self._look = self.catalog.look_at_all()
                self._looked_at_all = now
                self._is_looking = True
            self._looked = now
        if self._is_looking:
            self.worker.start(self._look_further)

    def _look_further(self) -> None:
        """Look at some more, where a whole look is under way; whoever asks meanwhile waits for that much."""
        if self._is_looking and self.is_open and self._look is not None:
            try:
                self._is_looking = self._look_on(self._look)
            except (sqlite3.Error, OSError):
                self._is_looking = False  # whoever asks next meets it

    def _look_on(self, look: Iterator[None]) -> bool:
        """One step of a look, in one transaction; whether there are further ones."""
        steps: list[bool] = []
        self.index.transaction(lambda: steps.append(next(look, _OVER) is None))
        return steps[0]

    def on_idle(self) -> float | None:
        """Do what was left for later; after how many seconds there is more to do, None: nothing is left."""
        is_written = self._is_still_written()
        if self.is_open and not is_written:
            with suppress(sqlite3.Error):  # whoever asks next meets it
                self.flush_index()
        waits = not self.sidecars.try_again()
        for writer in tuple(self.writers.backlog.failing):
            waits |= not writer.try_again()
        self.after_writing()
        self._look_further()
        if self._is_looking:
            return _NEXT_STEP
        if is_written:
            return _STILL_WRITTEN
        return _NEXT_TRY if waits else None

    def _is_still_written(self) -> bool:
        """Whether a file that the index lags behind has grown since this was asked last."""
        before = self._sizes
        self._sizes = {writer: writer.state.size for writer in tuple(self.writers.backlog.behind)}
        return bool(self._sizes) and self._sizes != before

    def on_end(self) -> None:
        """Nothing was asked for some time: let the index go, which is open again within a few milliseconds."""
        if self.is_open and not self.index.is_in_memory:
            self.close()

    def flush_index(self) -> None:
        """Bring the index up with what this process has written."""
        for writer in tuple(self.writers.backlog.behind):
            if writer.is_kept:
                self._flush_one(writer)

    def flush_soon(self, writer: RolloutWriter) -> None:
        """Bring the index up with what was written to one file, once the worker comes to it."""
        if writer not in self._will_flush:
            self._will_flush.add(writer)
            self.worker.start(lambda: self._flush_now(writer))

    def _flush_now(self, writer: RolloutWriter) -> None:
        self._will_flush.discard(writer)
        with suppress(StoreError):  # whoever asks next meets it
            self.guarded(lambda: self._flush_one(writer), is_up=False)

    def _flush_one(self, writer: RolloutWriter) -> None:
        behind = self.writers.backlog.behind
        if writer not in behind:
            return
        behind.discard(writer)
        try:
            self._put(writer)
        except BaseException:
            behind.add(writer)
            raise

    def _put(self, writer: RolloutWriter) -> None:
        state = writer.snapshot()  # its lock is not held while the database is waited for
        try:
            seen = self.files.stat(writer.path).st_mtime_ns
        except OSError:
            seen = 0
        row = RolloutRow(self.writers.place(writer), False, state.size, seen, state)
        self.index.transaction(lambda: self.queries.put(row))
        writer.indexed(state)

    def tell(self, problem: StoreProblem | str) -> None:
        """A user should hear of something."""
        self.problems.append(StoreProblem(problem) if isinstance(problem, str) else problem)

    def _read_ours(self, path: str, start: int, end: int) -> bytes | None:
        writer = self.writers.at(path)
        return None if writer is None else writer.read(start, end)

    def find(self, thread_id: str) -> RolloutRow | None:
        """The file that counts of a thread; None: it is not there.

        Raises:
            DamagedThreadError: it is in a file that cannot be read.
        """
        writer = self.writers.get(thread_id)
        if writer is not None:
            if time.monotonic_ns() - self._read > _SECOND:  # others may have named it
                self._read_sidecars()
            return self.queries.current(thread_id) if writer.is_kept else None
        self.look_around()
        row = self.catalog.find(thread_id)
        self._read_sidecars()
        if row is None and (fault := self.catalog.fault_of(thread_id)) is not None:
            raise DamagedThreadError(fault, code=ErrorCode.INTERNAL)
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
