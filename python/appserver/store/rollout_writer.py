"""Writing one rollout file: whole lines at its end, and what is done where the system refuses."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Final

from appserver.store.legacy_lines import legacy_text
from appserver.store.open_files import OpenFiles, is_short_of_descriptors
from appserver.store.record_lines import line_text, record_text
from appserver.store.records import StoreProblem
from appserver.store.rollout_lines import parse_line, write_time
from appserver.store.rollout_marks import marks_before
from appserver.store.rollout_scan import read_range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from appserver.store.files import Files
    from appserver.store.records import Record
    from appserver.store.rollout_lines import Line
    from appserver.store.rollout_state import RolloutState

__all__ = ["Backlog", "RolloutWriter"]

logger = logging.getLogger("appserver")

_MAX_BLOCK = 1 << 20

MAX_WAITING: Final = 64 * 1024 * 1024
"""Bytes of all threads of a home that wait in memory while nothing can be written."""


class Backlog:
    """The writers of a home of which something is still to be done.

    Attributes:
        behind: those that the index lags behind.
        failing: those with lines that could not be written.
        open: those whose files are open.
    """

    def __init__(self, count_taken: Callable[[], int] = lambda: 0) -> None:
        self.open = OpenFiles(count_taken)
        self.behind: set[RolloutWriter] = set()
        self.failing: set[RolloutWriter] = set()


class RolloutWriter:
    """The writer of one file. Appending is done where it is asked for; everything else on the store's worker.

    Attributes:
        path: the file.
        state: what is known of it, with what waits to be written.
        lock: held while either is changed, and for no longer.
        is_kept: whether anything was written, or is to be.
    """

    def __init__(
        self,
        files: Files,
        path: Path,
        state: RolloutState,
        backlog: Backlog,
        tell: Callable[[StoreProblem], None],
        *,
        first: Line | None = None,
    ) -> None:
        self.path = path
        self.state = state
        self.lock = Lock()
        self.is_kept = first is None
        self._files = files
        self._backlog = backlog
        self._tell = tell
        self._first = first
        self._descriptor: int | None = None
        self._identity: tuple[int, int] | None = None  # which file was open last
        self._waiting = bytearray()
        self._written = 0
        self._has_failed = False
        self._has_failed_to_sync = False
        self._is_syncing = False
        self._is_gone = False
        self._has_overflowed = False

    @property
    def waiting(self) -> int:
        """How many bytes wait to be written."""
        return len(self._waiting)

    def open(self) -> None:
        """Open a file that is there, at its end. A torn last line is cut off.

        Raises:
            OSError: it cannot be opened.
        """
        descriptor = self._files.open_append(self.path)
        try:
            size = self._files.size(descriptor)
            whole = self.state.size
            torn = self._files.read_at(descriptor, size - whole, whole) if size > whole else b""
            if torn and (line := parse_line(torn)) is not None:  # only its end is missing
                self._files.write(descriptor, b"\n")
                self.state.read_line(line, whole, size + 1)
                whole = size + 1
            elif torn:
                self._files.truncate(descriptor, whole)
                self._problem(f"{self.path}: cut off a torn last line of {len(torn)} bytes")
            self._identity = self._files.identity(descriptor)
        except BaseException:
            self._files.close(descriptor)
            raise
        self._descriptor = descriptor
        self._written = whole
        self._backlog.open.used(self)

    def append(self, records: Sequence[Record]) -> None:
        """Write records, or let them wait. Where too much waits, they are not kept, which is told."""
        now = time.time_ns() // 1000
        if (self._waiting or self._has_overflowed) and self._is_full():
            return
        state = self.state
        thread_id = state.thread.id
        text_of = legacy_text if state.is_legacy else record_text
        with self.lock:
            head = b'{"timestamp":"%b",' % write_time(now).encode()
            lines: list[bytes] = []
            if self._first is not None:
                lines.append(self._line(head, line_text(*self._first)))
                self._first = None
                self.is_kept = True
            try:
                for record in records:
                    start, ordinal = state.size, state.next_ordinal
                    lines.append(self._line(head, text_of(record, thread_id)))
                    state.note(record, ordinal, start, state.size, now)
            finally:  # one that cannot be written takes none of those before it along
                self._backlog.behind.add(self)
                self._write_lines(lines)

    def write_first(self) -> None:
        """Write the first line of a file, if that has not been done."""
        self.append(())

    def try_again(self) -> bool:
        """Try to write what waits; whether nothing waits any more."""
        with self.lock:
            return self._write()

    def look(self) -> None:
        """See whether the file is still in its folder. What is written to one that was removed is lost, and told."""
        with self.lock:
            if self._descriptor is None or self._is_gone:
                return
            try:
                links = self._files.links(self._descriptor)
            except OSError:
                return
            if links == 0:
                self._say_gone()

    def _say_gone(self) -> None:
        if not self._is_gone:
            self._is_gone = True
            self._problem(
                f"{self.path} was removed while it was written: what happens in this thread is not kept"
            )

    def snapshot(self) -> RolloutState:
        """What is known of the file now, for the index."""
        with self.lock:
            state = self.state
            return replace(
                state,
                thread=replace(state.thread),
                new_turns=list(state.new_turns),
                turn_ends=dict(state.turn_ends),
            )

    def indexed(self, known: RolloutState) -> None:
        """The index has what a snapshot said."""
        with self.lock:
            state = self.state
            del state.new_turns[: len(known.new_turns)]
            for turn_id, end in known.turn_ends.items():
                if state.turn_ends.get(turn_id) == end:
                    del state.turn_ends[turn_id]
            if state.size != known.size:
                self._backlog.behind.add(self)

    def looked_back(self, known_from: int) -> None:
        """The index has the turns from this place on."""
        with self.lock:
            self.state.known_from = min(self.state.known_from, known_from)

    def make_safe(self) -> None:
        """Write what waits, and let it survive a loss of power."""
        self.try_again()
        with self.lock:
            descriptor = self._descriptor
            self._is_syncing = (
                descriptor is not None
            )  # nobody closes it meanwhile, and nobody waits for the disk
        if descriptor is not None:
            try:
                self._files.fsync(descriptor)
            except OSError as error:
                if not self._has_failed_to_sync:
                    self._has_failed_to_sync = True
                    self._problem(
                        f"cannot sync {self.path}: {error.strerror or error}; a loss of power could undo turns"
                    )
            else:
                self._has_failed_to_sync = False
            finally:
                self._is_syncing = False

    def read(self, start: int, end: int) -> bytes:
        """The bytes between two places, also of what waits."""
        with self.lock:  # not while the file is read: what was written stays as it is
            written = self._written
            waiting = bytes(self._waiting[max(0, start - written) : max(0, end - written)])
        if start >= written:
            return waiting
        return read_range(self._files, self.path, start, min(end, written)) + waiting

    def close(self) -> None:
        """Close the file; what waits is lost, and told."""
        with self.lock:
            if self._waiting and not self._write():
                self._tell(
                    StoreProblem(
                        f"{self.path}: {len(self._waiting)} bytes of this thread could not be saved",
                        self.state.thread.id,
                    )
                )
            self._close()

    def give_up(self) -> None:
        """Close the file; what waits is not wanted any more."""
        with self.lock:
            self._waiting.clear()
            self._close()

    def close_idle(self) -> bool:
        """Close the file until something is to be written, if nobody uses it just now; whether it is closed."""
        if not self.lock.acquire(blocking=False):
            return False
        try:
            if not self._waiting and not self._is_syncing and self._identity is not None:
                with suppress(OSError):  # all of it is written
                    self._close()
            return self._descriptor is None
        finally:
            self.lock.release()

    def _close(self) -> None:
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            self._backlog.open.closed(self)
            self._files.close(descriptor)

    def recollect_turns(self) -> None:
        """An index has lost what it knew of this file: note again where its last turns stand.

        Raises:
            OSError: the file cannot be read.
        """
        if not self.is_kept:
            return
        size = self.state.size
        marks = marks_before(self.read, size, size)
        with self.lock:
            state = self.state
            state.new_turns = [*marks.turns, *(turn for turn in state.new_turns if turn[2] >= size)]
            for turn_id, end in marks.ends.items():
                state.turn_ends[turn_id] = max(end, state.turn_ends.get(turn_id, 0))
            state.known_from = marks.known_from
            self._backlog.behind.add(self)

    def _is_full(self) -> bool:
        if not self._waiting or sum(writer.waiting for writer in tuple(self._backlog.failing)) < MAX_WAITING:
            self._has_overflowed = False
            return False
        if self.try_again():
            return False
        if not self._has_overflowed:
            self._has_overflowed = True
            self._problem(
                f"more than {MAX_WAITING} bytes wait to be written to the home: what happens from now on in the thread "
                f"of {self.path} is not kept until they are"
            )
        return True

    def _line(self, head: bytes, text: bytes) -> bytes:
        """The next line of the file."""
        state = self.state
        if state.is_legacy:
            line = b"%b%b}\n" % (head, text)
        else:
            line = b'%b"ordinal":%d,%b}\n' % (head, state.next_ordinal, text)
        state.next_ordinal += 1
        state.size += len(line)
        return line

    def _write_lines(self, lines: Sequence[bytes]) -> None:
        """Write lines behind what waits; most often nothing does, and the file is open."""
        text = b"".join(lines)
        descriptor = self._descriptor
        if (
            not self._waiting
            and descriptor is not None
            and self._backlog.open.newest is self
            and len(text) <= _MAX_BLOCK
        ):
            try:
                count = self._files.write(descriptor, text)
            # Whatever it was, a Ctrl+C for instance: the text has its place in the file.
            except BaseException as error:
                self._waiting += text
                if not isinstance(error, OSError):
                    raise
                self._refused(error)
                return
            self._written += count
            if count == len(text):
                return
            text = text[count:]
        self._waiting += text
        self._write()

    def _write(self) -> bool:
        try:
            if not self._waiting:
                return True
            descriptor = self._open_file() if self._descriptor is None else self._descriptor
            self._descriptor = descriptor
            if descriptor is None:
                self._written += len(self._waiting)
                self._waiting.clear()
                return True
            if self._backlog.open.newest is not self:
                self._backlog.open.used(self)
            waiting = self._waiting
            while waiting:
                count = self._files.write(
                    descriptor, bytes(waiting if len(waiting) <= _MAX_BLOCK else waiting[:_MAX_BLOCK])
                )
                del waiting[:count]
                self._written += count
        except OSError as error:
            self._refused(error)
            return False
        self._backlog.failing.discard(self)
        self._has_failed = False
        return True

    def _open_file(self) -> int | None:
        """Open the file, a new one or the one that was closed. None: that one is gone, which is told."""
        if self._is_gone:
            return None
        if self._identity is None:
            self._files.make_folder(self.path.parent)
            descriptor = self._retried(lambda: self._files.open_append(self.path, is_new=self._written == 0))
            with suppress(OSError):  # then it is not closed while it is idle
                self._identity = self._files.identity(descriptor)
            return descriptor
        try:
            descriptor = self._retried(lambda: self._files.open_again(self.path))
        except FileNotFoundError:
            self._say_gone()
            return None
        try:
            is_same = self._identity == self._files.identity(descriptor)
            is_whole = self._files.size(descriptor) >= self._written
        except BaseException:
            self._files.close(descriptor)
            raise
        if is_same and is_whole:
            return descriptor
        self._files.close(descriptor)
        self._say_gone()
        return None

    def _retried(self, open_file: Callable[[], int]) -> int:
        try:
            return open_file()
        except OSError as error:
            if not is_short_of_descriptors(error):
                raise
            self._backlog.open.close_idle()
            return open_file()

    def _refused(self, error: OSError) -> None:
        """What waits could not be written."""
        self._backlog.failing.add(self)
        logger.debug("cannot write %s", self.path, exc_info=error)
        if not self._has_failed:
            self._has_failed = True
            reason = error.strerror or str(error)
            self._problem(
                f"cannot write {self.path}: {reason}; what could not be written waits and is tried again"
            )

    def _problem(self, message: str) -> None:
        self._tell(StoreProblem(message, self.state.thread.id))
