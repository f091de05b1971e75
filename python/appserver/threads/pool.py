"""The threads of a server that are loaded, as those see them that load and unload threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager

    from appserver.threads.origin import ThreadOrigin
    from appserver.threads.thread import Thread
    from appserver.turns.defaults import ModelDefaults
    from appserver.turns.outgoing import AnyNotification
    from appserver.turns.settings import TurnSettings

__all__ = ["ThreadPool"]


class ThreadPool(Protocol):
    """The loaded threads. `ThreadManager` is one.

    Attributes:
        defaults: what a thread runs with where its client says nothing.
    """

    defaults: ModelDefaults

    def __iter__(self) -> Iterator[Thread]:
        """All of them."""
        ...

    def find(self, thread_id: str) -> Thread | None:
        """The thread of this id, None without one."""
        ...

    def make(
        self,
        settings: TurnSettings,
        origin: ThreadOrigin,
        *,
        ephemeral: bool = False,
        thread_id: str | None = None,
    ) -> Thread:
        """A thread that is not among them yet."""
        ...

    def prepared(self, thread: Thread, doing: str) -> AbstractAsyncContextManager[None]:
        """A thread that is not among them yet, with what its agent cannot do without; it is taken in within."""
        ...

    def add(self, thread: Thread, open_thread: Callable[[str], None] | None) -> None:
        """Take in a new thread, and announce it."""

    def put_back(self, thread: Thread, open_thread: Callable[[str], None]) -> None:
        """Take in a thread that was kept elsewhere."""

    def say(self, thread: Thread, notifications: Sequence[AnyNotification], *, later: bool = False) -> None:
        """Tell the clients something of a thread; `later`: once the request that runs is answered."""

    async def unload(self, thread: Thread) -> None:
        """Interrupt what runs in a thread, and unload it.

        Cancellation: its turns are interrupted all the same.
        """
