"""How the threads of a server are let go in its store: one that is not loaded any more, and all of them at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import anyio

from appserver.backends.endings import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from appserver.store.base import ThreadStore
    from appserver.threads.host import ThreadHost
    from appserver.threads.thread import Thread

__all__ = ["STORE_SECONDS", "LettingGo"]

STORE_SECONDS: Final = 1.0
"""How long the end of a server waits for its store when the time for its turns is over."""


class TellProblems(Protocol):
    """Tells what the store has to say; at the end of the server to those as well who are no clients any more."""

    def __call__(self, *, is_end: bool = False) -> None: ...


class LettingGo:
    """Lets threads go that this server has taken. Use it on the server's own loop.

    Args:
        store: where they were taken.
        host: runs what is not waited for.
        loaded: the threads that are loaded.
        tell_problems: tells the clients what the store has to say.
        owns_store: whether the store ends with the server.
    """

    def __init__(
        self,
        store: ThreadStore,
        host: ThreadHost,
        loaded: Callable[[], Iterable[Thread]],
        tell_problems: TellProblems,
        *,
        owns_store: bool,
    ) -> None:
        self._store = store
        self._host = host
        self._loaded = loaded
        self._tell_problems = tell_problems
        self._owns_store = owns_store
        self._is_closed = False
        self._leaving: dict[str, Thread] = {}  # not loaded any more, and the store has not let them go yet

    def left(self, thread: Thread) -> None:
        """A thread is not loaded any more: let it go, soon."""
        if not thread.ephemeral:
            self._leaving[thread.id] = thread
            self._host.spawn(self.let_go, thread.id, name=f"let go of thread {thread.id}")

    async def let_go(self, thread_id: str) -> None:
        """Let a thread go that has left, if that has not been done.

        Cancellation: it is let go all the same.
        """
        if thread_id in self._leaving:
            await self._store.release(thread_id)
            self._leaving.pop(thread_id, None)
            self._tell_problems()

    async def close(self, deadline: float) -> None:
        """Let all threads go, and close a store that is the server's own; from the deadline on without waiting for it.

        Cancellation: they are let go all the same.
        """
        try:
            with anyio.CancelScope(deadline=max(deadline, anyio.current_time() + STORE_SECONDS)):
                for thread_id in self._taken():
                    await self._store.release(thread_id)
                if self._owns_store:
                    await self._store.aclose()
                self._is_closed = True
        except Exception as error:  # noqa: BLE001 - a store of the embedder's own does not hold up the end of a server
            log_failure("letting the threads of the store go", error)
        finally:
            self.abandon()
        self._tell_problems(is_end=True)

    def abandon(self) -> None:
        """Let all threads go without waiting, unless that is done: the loop is gone, or the time is over."""
        if not self._is_closed:
            self._is_closed = True
            try:
                self._store.abandon(self._taken())
            except Exception as error:  # noqa: BLE001 - as above
                log_failure("abandoning the threads of the store", error)

    def _taken(self) -> list[str]:
        return [*(thread.id for thread in self._loaded() if not thread.ephemeral), *self._leaving]
