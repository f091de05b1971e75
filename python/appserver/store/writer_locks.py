"""One writer a thread, over all processes: a lock on a file per thread, taken under a lock for all of them.

The file of a thread's lock is removed when it is let go. It stays after a kill, which does no harm: the lock is gone
with the process.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from appserver.store.errors import ActiveWriterError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from appserver.store.files import Files

__all__ = ["LOCKS", "WriterLocks"]

LOCKS: Final = "thread-writer-locks"
_COORDINATION: Final = ".coordination.lock"


class WriterLocks:
    """The locks that this process holds on threads of a home."""

    def __init__(self, files: Files, home: Path) -> None:
        self._files = files
        self._folder = home / LOCKS
        self._held: dict[str, int] = {}

    def take(self, thread_id: str) -> None:
        """Take the lock of a thread.

        Raises:
            ActiveWriterError: somebody has it.
            OSError: the lock cannot be made.
        """
        if thread_id in self._held:
            raise ActiveWriterError(thread_id)
        self._files.make_folder(self._folder)
        with self._coordinated():
            descriptor = self._files.open_append(self._path(thread_id))
            try:
                self._files.lock(descriptor, waits=False)
            except BlockingIOError:
                self._files.close(descriptor)
                raise ActiveWriterError(thread_id) from None
            except BaseException:
                self._files.close(descriptor)
                raise
            self._held[thread_id] = descriptor

    def let_go(self, thread_id: str) -> None:
        """Let the lock of a thread go, if it is held."""
        descriptor = self._held.pop(thread_id, None)
        if descriptor is None:
            return
        try:
            with contextlib.suppress(OSError), self._coordinated():
                self._files.unlink(self._path(thread_id))
        finally:
            self._files.close(descriptor)

    def is_free(self, thread_id: str) -> bool:
        """Whether nobody has the lock of a thread; ours counts."""
        try:
            self.take(thread_id)
        except ActiveWriterError:
            return False
        self.let_go(thread_id)
        return True

    def _path(self, thread_id: str) -> Path:
        return self._folder / f"{thread_id}.lock"

    @contextlib.contextmanager
    def _coordinated(self) -> Generator[None]:
        path = self._folder / _COORDINATION
        descriptor = self._files.open_append(path)
        try:
            try:
                self._files.lock(descriptor, waits=True)
            except BlockingIOError as error:
                held = "another process holds it and does not let it go"
                raise OSError(error.errno, held, str(path)) from None
            yield
        finally:
            self._files.close(descriptor)
