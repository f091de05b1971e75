"""Threads that are not loaded: kept, within the server's bound on history, until somebody resumes them.

What keeps threads elsewhere, in files, takes this place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.threads.history import HistoryBudget
    from appserver.threads.thread import Thread

__all__ = ["THREAD_BYTES", "Storage", "StoreStorage"]

THREAD_BYTES: Final = 1024
"""What is counted for a thread that is kept, beside its texts and its turns."""


class Storage:
    """The threads of a server that are not loaded.

    Attributes:
        budget: what all threads together may hold.
    """

    def __init__(self, threads: dict[str, Thread], budget: HistoryBudget) -> None:
        self.budget = budget
        budget.drop_thread = self._drop_oldest
        self._threads = threads
        self._kept: dict[
            Thread, int
        ] = {}  # with what was counted for it, the one that left first at the front

    def keep(self, thread: Thread) -> None:
        """A thread is not loaded any more. Beyond the bound the oldest are forgotten, when no turns are left to go."""
        if thread not in self._kept:
            self._kept[thread] = 0
        self.recount(thread)

    def recount(self, thread: Thread) -> None:
        """What a kept thread holds beside its turns may have changed."""
        before = self._kept.get(thread)
        if before is not None:
            self._kept[thread] = THREAD_BYTES + 2 * thread.text_length
            self.budget.held += self._kept[thread] - before
            self.budget.trim()

    def take_out(self, thread: Thread) -> None:
        """A thread is loaded."""
        self.budget.held -= self._kept.pop(thread, 0)

    def delete(self, thread: Thread) -> None:
        """Forget a thread, with all its turns."""
        self.take_out(thread)
        thread.history.clear()
        thread.context.clear()
        self._threads.pop(thread.id, None)

    def _drop_oldest(self) -> bool:
        if not self._kept:
            return False
        self.delete(next(iter(self._kept)))
        return True


class StoreStorage(Storage):
    """Threads that are not loaded, where a store keeps them: nothing of them stays in memory."""

    def __init__(
        self, threads: dict[str, Thread], budget: HistoryBudget, left: Callable[[Thread], None]
    ) -> None:
        super().__init__(threads, budget)
        self._left = left

    def keep(self, thread: Thread) -> None:
        """A thread is not loaded any more: the store has it."""
        self.delete(thread)
        self._left(thread)
