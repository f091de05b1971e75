"""The writers of a home: by thread and by file, and those of which something is still to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.store.rollout_writer import Backlog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appserver.store.rollout_writer import RolloutWriter

__all__ = ["Writers"]


class Writers:
    """Those of the threads that this process has taken. Changed on the store's worker; other threads only look.

    What is done after each turn takes as long for ten thousand writers as for one.

    Attributes:
        backlog: those of which something is still to be done.
        by_thread: themselves, by the ids of their threads.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self.by_thread: dict[str, RolloutWriter] = {}
        self._by_path: dict[str, RolloutWriter] = {}
        self.backlog = Backlog(self.__len__)

    def __contains__(self, thread_id: object) -> bool:
        return thread_id in self.by_thread

    def __len__(self) -> int:
        return len(self.by_thread)

    def __iter__(self) -> Iterator[str]:
        """The ids of their threads."""
        return iter(tuple(self.by_thread))

    def __getitem__(self, thread_id: str) -> RolloutWriter:
        return self.by_thread[thread_id]

    def get(self, thread_id: str) -> RolloutWriter | None:
        """The writer of a thread; None: it was not taken here."""
        return self.by_thread.get(thread_id)

    def at(self, path: str) -> RolloutWriter | None:
        """The writer of the file at a place below the home."""
        return self._by_path.get(path)

    def add(self, thread_id: str, writer: RolloutWriter) -> None:
        """A thread is taken, or goes on in another file."""
        self.remove(thread_id)
        self.by_thread[thread_id] = writer
        self._by_path[self.place(writer)] = writer

    def remove(self, thread_id: str) -> None:
        """A thread is let go."""
        writer = self.by_thread.pop(thread_id, None)
        if writer is not None:
            del self._by_path[self.place(writer)]
            self.backlog.behind.discard(writer)
            self.backlog.failing.discard(writer)

    def place(self, writer: RolloutWriter) -> str:
        """Where a writer's file is below the home."""
        return str(writer.path.relative_to(self._home))
