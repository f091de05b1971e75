"""The event loops that the server works on: asyncio (and uvloop, which is an asyncio loop) and trio.

anyio covers everything but three things that sit on the hot path or outside any task group: waking one waiter from any
thread, starting a task that belongs to the server rather than to its caller, and knowing one's own loop. Each backend
implements just these three.
"""

from __future__ import annotations

from asyncio import _get_running_loop  # pyright: ignore[reportPrivateUsage] - documented for loop authors; None on trio
from types import coroutine
from typing import TYPE_CHECKING

from anyio.lowlevel import checkpoint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Generator

    from appserver.backends.base import Backend

__all__ = ["current_backend", "let_others_run"]


@coroutine
def _one_round() -> Generator[None, None, None]:
    yield


def let_others_run() -> Awaitable[None]:
    """A checkpoint: other tasks of this loop run, and a pending cancellation is raised.

    On asyncio it is what `asyncio.sleep(0)` does in the end. anyio finds its backend first, which makes it 4.0 µs
    instead of 2.7; a stream of events comes by here twice every 64 events.
    """
    return checkpoint() if _get_running_loop() is None else _one_round()


def current_backend() -> Backend:
    """The backend of the event loop that runs on this thread.

    Raises:
        RuntimeError: no asyncio or trio loop is running on this thread.
    """
    import asyncio
    import sys

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        # Whoever runs trio has imported it; it stays an optional dependency.
        if "trio" in sys.modules:
            import trio

            if trio.lowlevel.in_trio_run():
                from appserver.backends.trio import TrioBackend

                return TrioBackend.current()
        raise RuntimeError("no event loop runs on this thread: call this from a coroutine") from None
    from appserver.backends.asyncio import AsyncioBackend

    return AsyncioBackend(loop)
