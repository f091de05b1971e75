"""A running handler's place in the handler lane.

At most `channel_capacity` handlers run at once. A handler that waits for a runtime (the answer to a server request or
to a request of its own, or room for a notification) lends its place meanwhile: at capacity 1 it would otherwise wait
for itself for ever, or let every request wait for a reader.
"""

from __future__ import annotations

from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver._core import Core
    from appserver.backends.base import Waiter

__all__ = ["HandlerSlot", "wait_lending_slot"]

_current: ContextVar[HandlerSlot | None] = ContextVar("appserver_handler_slot", default=None)


class HandlerSlot:
    """One running handler's place. Tasks that the handler starts inherit it, and may outlive it."""

    __slots__ = ("_core", "_held", "_lent", "_lock", "_run")

    def __init__(self, core: Core, run: Callable[[Any], None]) -> None:
        self._core = core
        self._run = run
        self._lent = 0
        self._held = True
        self._lock = Lock()  # a handler may wait on several threads at once

    def enter(self) -> None:
        """Make this the slot of the current task."""
        _current.set(self)

    def release(self) -> None:
        """The handler is over; run the next one that waits."""
        with self._lock:
            self._held = False
            has_it = self._lent == 0
        if has_it:
            self._run_next(self._core.release_handler())

    def lend(self) -> None:
        """The handler begins to wait for something of its own runtime."""
        with self._lock:
            self._lent += 1
            has_it = self._lent == 1 and self._held
        if has_it:
            self._run_next(self._core.suspend_handler())

    def take_back(self) -> None:
        """The wait is over; for a moment one more handler may run than the lane's capacity."""
        with self._lock:
            self._lent -= 1
            takes_it = self._lent == 0 and self._held
        if takes_it:
            self._core.resume_handler()

    def _run_next(self, job: Any | None) -> None:
        if job is not None:
            self._run(job)

    @property
    def is_held(self) -> bool:
        """Whether the handler still runs."""
        return self._held


def wait_lending_slot(waiter: Waiter) -> Awaitable[Any]:
    """Wait for something of a runtime, with the current handler's slot lent meanwhile if there is one."""
    slot = _current.get()
    return waiter.wait() if slot is None or not slot.is_held else _wait_lending(slot, waiter)


async def _wait_lending(slot: HandlerSlot, waiter: Waiter) -> Any:
    slot.lend()
    try:
        return await waiter.wait()
    finally:
        slot.take_back()
