"""Threads that nobody knows yet: they get what their agent cannot do without, or there is no such thread."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from appserver.errors import ErrorCode, ServerError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from appserver.threads.thread import Thread

__all__ = ["Preparing"]


class Preparing:
    """Waits for the agent of a server, where that holds its threads back.

    Args:
        ready: returns when a thread is ready; None: no agent wants to hold one back.
        is_usual: whether each thread has something to wait for.
    """

    def __init__(self, ready: Callable[[Thread], Awaitable[None]] | None, *, is_usual: bool = False) -> None:
        self._ready = ready
        self._is_usual = is_usual

    @property
    def is_used(self) -> bool:
        """Whether the agent may hold threads back at all."""
        return self._ready is not None

    def may_wait(self, *, has_servers: bool) -> bool:
        """Whether a thread may have something to wait for; `has_servers`: it has servers of tools of its own."""
        return self._ready is not None and (self._is_usual or has_servers)

    @asynccontextmanager
    async def prepared(self, thread: Thread, doing: str) -> AsyncGenerator[None]:
        """A thread with what its agent cannot do without; it is taken in within.

        Where it is not, all that was begun for it has ended, and no client hears of it.

        Args:
            thread: the thread.
            doing: what is done with it, such as `creating`, for the error.

        Cancellation: likewise.

        Raises:
            ServerError: its agent refuses it.
        """
        if self._ready is None:
            yield
            return
        thread.notices.hold()
        try:
            thread.attend_beside()
            await self._wait(thread, self._ready, doing)
            yield
        except BaseException as error:
            thread.notices.drop()
            if isinstance(error, GeneratorExit):  # then nothing can be waited for
                thread.leave_alone()
                raise
            with anyio.CancelScope(shield=True):  # what ends has a bound of its own
                await thread.end_beside()
            thread.notices.drop()
            raise
        thread.notices.release()

    @staticmethod
    async def _wait(thread: Thread, ready: Callable[[Thread], Awaitable[None]], doing: str) -> None:
        try:
            await ready(thread)
        except ServerError as error:
            text = f"error {doing} thread: Fatal error: Failed to initialize session: {error.message}"
            raise ServerError(text, code=ErrorCode.INTERNAL, data=error.data) from error
