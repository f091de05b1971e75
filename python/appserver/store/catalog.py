"""What is in the folders of a home, and how the index keeps up with it.

Known files are told by their size and time. A quick look finds new files, and those that grow today or are locked by
somebody; a whole look finds everything, newest days first.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from appserver.store.errors import DamagedThreadError
from appserver.store.index_queries import RolloutRow
from appserver.store.rollout_marks import marks_before
from appserver.store.rollout_scan import continue_scan, read_range, scan, scan_ends
from appserver.store.tree import ARCHIVED, SESSIONS, read_name
from appserver.store.writer_locks import LOCKS
from appserver.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import stat_result
    from pathlib import Path

    from appserver.store.files import Files
    from appserver.store.index_queries import IndexQueries
    from appserver.store.rollout_state import RolloutState
    from appserver.store.writers import Writers

__all__ = ["Catalog"]

_SLICE: Final = 100
"""Files after which a whole look lets others have the worker."""

_ODD: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What comes of data of a kind that nobody has thought of."""

_FEW: Final = 1000
"""Files of a day that are all looked at by a quick look."""


class Catalog:
    """Keeps an index up with the folders. Use it on the store's worker.

    Attributes:
        files_read: how many files were read, as a whole or in part.
    """

    def __init__(
        self,
        files: Files,
        home: Path,
        queries: IndexQueries,
        writers: Writers,
        tell: Callable[[str], None],
    ) -> None:
        self._files = files
        self._home = home
        self._root = str(home)
        self._queries = queries
        self._writers = writers
        self._tell = tell
        self.files_read = 0
        self._folder_times: dict[str, int] = {}
        self._locked: set[str] = set()
        self._unreadable: dict[str, str] = {}

    def look_at_all(self) -> Iterator[None]:
        """Look at everything; between two steps others may have the worker."""
        for folder in self._folders():
            yield from self._look_at(folder, is_quick=False)

    def look_quickly(self) -> None:
        """Look at what has most likely changed."""
        today = f"{SESSIONS}/{datetime.now().astimezone():%Y/%m/%d}"
        for folder in self._folders():
            time = self._time(folder)
            is_today = folder == today
            if is_today or time != self._known_time(folder):
                for _ in self._look_at(folder, is_quick=not is_today):
                    pass
        self._look_at_locked()

    def refresh(self, path: str) -> RolloutRow | None:
        """Look at one file; None: it is not there, or no rollout."""
        row = self._queries.at_path(path)
        if self._is_ours(path):
            return row
        try:
            found = self._files.stat(f"{self._root}/{path}")
        except OSError:
            self._vanished(path)
            return None
        if row is None or (row.seen_size, row.seen_time) != (found.st_size, found.st_mtime_ns):
            self._read(path, found)
            row = self._queries.at_path(path)
        return row

    def look_back(self, row: RolloutRow) -> RolloutRow:
        """Have older turns of a file in the index; `known_from` of its state is 0 once it has all."""
        state = row.state
        writer = self._writers.at(row.path)

        def read(start: int, end: int) -> bytes:
            if writer is None:
                return read_range(self._files, self._home / row.path, start, end)
            return writer.read(start, end)  # some of it may wait to be written

        marks = marks_before(read, state.known_from, state.size)
        if marks.lacks_ordinal:  # only reading it as a whole numbers its lines
            return self._read_whole(row)

        def put() -> None:
            self._queries.put_turns(state.rollout_id, marks.turns, marks.ends)
            self._queries.put_known_from(state.rollout_id, marks.known_from)

        self._queries.index.transaction(put)
        if writer is not None:
            writer.looked_back(marks.known_from)
        return replace(row, state=replace(state, known_from=marks.known_from))

    def _read_whole(self, row: RolloutRow) -> RolloutRow:
        place = self._home / row.path
        found = self._files.stat(place)
        state = scan(self._files, place, row.state.rollout_id)
        if state is None:
            raise DamagedThreadError(f"{place} does not start with session metadata any more")
        read = RolloutRow(row.path, row.is_archived, found.st_size, found.st_mtime_ns, state)
        self._take_in(read, is_new=True)
        return read

    def find(self, thread_id: str) -> RolloutRow | None:
        """The file that counts of a thread, looked at."""
        row = self._queries.current(thread_id)
        if row is not None:
            row = self.refresh(row.path)
            row = row and self._queries.current(thread_id)
        if row is None:
            self.look_quickly()
            row = self._queries.current(thread_id)
            row = row and self.refresh(row.path)
        return row

    def fault_of(self, thread_id: str) -> str | None:
        """Which file of a thread cannot be read, and why; None: there is no such file."""
        for path, reason in self._unreadable.items():
            if f"-{thread_id}." in path or f"-{thread_id}_" in path:
                with suppress(OSError):
                    self._files.stat(self._home / path)  # it is there still
                    return f"{self._home / path} cannot be read: {reason}"
        return None

    # -- folders

    def _folders(self) -> Iterator[str]:
        """The folders that rollouts are in, newest first."""
        yield SESSIONS
        for year in self._subfolders(SESSIONS):
            for month in self._subfolders(year):
                yield from self._subfolders(month)
        yield ARCHIVED

    def _subfolders(self, folder: str) -> list[str]:
        entries = self._files.entries(self._home / folder)
        names = (entry.name for entry in entries if entry.is_folder)
        return sorted((f"{folder}/{name}" for name in names if is_encodable(name)), reverse=True)

    def _time(self, folder: str) -> int | None:
        try:
            return self._files.stat(f"{self._root}/{folder}").st_mtime_ns
        except OSError:
            return None

    def _known_time(self, folder: str) -> int:
        if folder not in self._folder_times:
            self._folder_times[folder] = self._queries.sidecar_size(folder)
        return self._folder_times[folder]

    def _look_at(self, folder: str, *, is_quick: bool) -> Iterator[None]:
        time = self._time(folder)
        known = {
            path: seen
            for path, seen in self._queries.seen(folder).items()
            if path.count("/") == folder.count("/") + 1
        }
        names = [entry.name for entry in self._files.entries(self._home / folder) if not entry.is_folder]
        is_quick = is_quick or len(names) > _FEW
        looked = 0
        for name in names:
            path = f"{folder}/{name}"
            seen = known.pop(path, None)
            if read_name(name) is None:
                self._note_odd(path)
                continue
            if (seen is not None and is_quick) or self._is_ours(path):
                continue
            try:
                found = self._files.stat(f"{self._root}/{path}")
            except OSError:
                continue
            if seen is None or seen[1:] != (found.st_size, found.st_mtime_ns):
                self._read(path, found)
            looked += 1
            if looked % _SLICE == 0:
                yield
        for path in known:
            if not self._is_ours(path):
                self._vanished(path)
        if time is not None and time != self._known_time(folder):
            self._folder_times[folder] = time
            self._queries.put_sidecar_size(folder, time)

    def _look_at_locked(self) -> None:
        """Files whose locks somebody has, or had: they may have grown, wherever they are."""
        names = {entry.name for entry in self._files.entries(self._home / LOCKS)}
        locked = {name.removesuffix(".lock") for name in names if not name.startswith(".")}
        for thread_id in locked | self._locked:
            if thread_id not in self._writers and (row := self._queries.current(thread_id)) is not None:
                self.refresh(row.path)
        self._locked = locked

    # -- files

    def _is_ours(self, path: str) -> bool:
        writer = self._writers.at(path)
        return writer is not None and writer.is_kept

    def _read(self, path: str, found: stat_result) -> None:
        name = read_name(path.rpartition("/")[2])
        if name is None:
            return
        self.files_read += 1
        row = self._queries.at_path(path)
        place = self._home / path
        goes_on = row is not None and row.state.size <= found.st_size
        try:
            state: RolloutState | None
            if row is not None and goes_on:
                state = row.state
                continue_scan(self._files, place, state)
            else:
                state = scan_ends(self._files, place, name.rollout_id)
        except OSError as error:
            self._note_unreadable(path, error.strerror or str(error))
            return
        except _ODD as error:  # whatever is in one file, the others are there
            self._note_unreadable(path, f"it says what cannot be understood ({error!r:.200})")
            return
        if state is None:
            self._vanished(path)
            self._note_unreadable(path, "it does not start with session metadata")
            return
        self._unreadable.pop(path, None)
        read = RolloutRow(path, path.startswith(ARCHIVED), found.st_size, found.st_mtime_ns, state)
        self._take_in(read, is_new=row is not None and not goes_on)

    def _take_in(self, row: RolloutRow, *, is_new: bool) -> None:
        def put() -> None:
            if is_new:
                self._queries.forget_turns(row.state.rollout_id)
            self._put(row)

        self._queries.index.transaction(put)

    def _put(self, row: RolloutRow) -> None:
        if not self._queries.put(row):
            return
        for other in self._queries.reverted(row.state.thread.id):
            # A thread that was reverted by others is still the one that began so.
            first = self._queries.rollout(other.state.base.rollout_id) if other.state.base else None
            if first is not None and first.state.thread.id == row.state.thread.id:
                thread, before = other.state.thread, first.state.thread
                thread.preview, thread.has_user_message = before.preview, before.has_user_message
                if thread.has_user_message:
                    self._queries.put(other)

    def _vanished(self, path: str) -> None:
        row = self._queries.at_path(path)
        if row is not None:
            self._queries.drop(row.state.rollout_id, row.state.thread.id)

    def _note_odd(self, path: str) -> None:
        if path.endswith(".jsonl.zst"):
            self._note_unreadable(path, "it is compressed, which this version does not read")

    def _note_unreadable(self, path: str, reason: str) -> None:
        if path not in self._unreadable:
            self._unreadable[path] = reason
            self._tell(f"cannot read {self._home / path}: {reason}")
