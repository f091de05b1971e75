"""Watching a file descriptor for as long as something lives, beside every task."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.backends.base import Backend, Task

__all__ = ["watch_readable"]


def watch_readable(backend: Backend, fileno: int, callback: Callable[[], None]) -> Callable[[], None]:
    """Call `callback` on the loop whenever a descriptor is readable; return what ends that.

    Both are for the loop's own thread, and the descriptor stays open until the watch has ended. On trio the end of the
    run ends it. `callback` never raises.
    """
    if backend.name == "trio":
        tasks: set[Task] = set()
        return backend.spawn(tasks, _watch_on_trio, fileno, callback, name="appserver descriptor").cancel
    loop = asyncio.get_running_loop()
    loop.add_reader(fileno, callback)

    def stop() -> None:
        if not loop.is_closed():
            loop.remove_reader(fileno)

    return stop


async def _watch_on_trio(fileno: int, callback: Callable[[], None]) -> None:
    import trio

    while True:
        await trio.lowlevel.wait_readable(fileno)
        callback()
