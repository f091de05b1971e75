"""A running handler's permit: at most so many handlers run at once.

A handler that waits for its own server (the answer to a question or to a request of its own, or room for a
notification) releases its permit meanwhile: at capacity 1 it would otherwise wait for itself for ever, or let every
request wait for a reader. It keeps its place in the order of its scope.
"""

from __future__ import annotations

from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver._core import ConnectionCore, ServerCore
    from appserver.backends.base import Waiter
    from appserver.backends.watch import LoopWatch

__all__ = [
    "HandlerPermit",
    "Permits",
    "answer_later",
    "holds_permit",
    "release_while_waiting",
    "runs_in_handler_of",
]

_current: ContextVar[HandlerPermit | None] = ContextVar("appserver_handler_permit", default=None)


class Permits:
    """What the permits of one connection's handlers have in common.

    Args:
        server, connection: the cores.
        start: starts the jobs that may run when a handler ends or waits.
    """

    __slots__ = ("connection", "lock", "server", "start")

    def __init__(
        self, server: ServerCore, connection: ConnectionCore, start: Callable[[list[Any]], None]
    ) -> None:
        self.server = server
        self.connection = connection
        self.start = start
        # A handler may wait on several threads at once. One for all permits: to make one costs as much as all its uses.
        # Each holds it for a few steps that call nothing, so that no finalizer comes between and asks for it again.
        self.lock = Lock()


class HandlerPermit:
    """One running handler's permit, made within its task. Tasks that the handler starts inherit it, and may outlive it.

    Args:
        permits: of its connection.
        scope, shared: its place in the order of requests.
    """

    __slots__ = ("_held", "_outer", "_permits", "_released", "_scope", "_shared")

    def __init__(self, permits: Permits, scope: str | None, shared: bool) -> None:
        self._permits = permits
        self._scope = scope
        self._shared = shared
        self._released = 0
        self._held = True
        outer = _current.get()
        if outer is not None:
            outer = _nearest_held(outer)
        self._outer = outer  # of a handler of another server that asked this one
        if outer is not None:  # or handlers that each start the next one would keep all before them
            outer._outer = _nearest_held(outer._outer)  # noqa: SLF001
        _current.set(self)

    def finish(self) -> None:
        """The handler is over: start the requests that waited for its permit or its scope. Any number of times."""
        permits = self._permits
        with permits.lock:
            if not self._held:
                return
            self._held = False
            has_permit = self._released == 0
        jobs = permits.connection.finish(self._scope, self._shared, has_permit)
        if jobs:
            permits.start(jobs)

    def release(self) -> None:
        """The handler begins to wait for something of its own server."""
        with self._permits.lock:
            self._released += 1
            has_permit = self._released == 1 and self._held
        if has_permit:
            self._permits.start(self._permits.connection.suspend_handler())

    def take_back(self) -> None:
        """The wait is over; for a moment one more handler may run than the bound allows."""
        with self._permits.lock:
            self._released -= 1
            takes_it = self._released == 0 and self._held
        if takes_it:
            self._permits.connection.resume_handler()

    @property
    def is_held(self) -> bool:
        """Whether the handler still runs."""
        return self._held

    def is_of(self, server: ServerCore) -> bool:
        """Whether the handler, or one that waits for it further out, runs on that server."""
        permit = _nearest_held(self)
        while permit is not None:
            if permit._permits.server is server:  # noqa: SLF001
                return True
            permit = _nearest_held(permit._outer)  # noqa: SLF001
        return False


def _nearest_held(permit: HandlerPermit | None) -> HandlerPermit | None:
    """The innermost permit, from this one outwards, whose handler still runs."""
    while permit is not None and not permit.is_held:
        permit = permit._outer  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - of this module
    return permit


def runs_in_handler_of(server: ServerCore) -> bool:
    """Whether the calling code belongs to a running handler of that server.

    Its requests are part of the handler, so they are not put in order behind it.
    """
    permit = _current.get()
    return permit is not None and permit.is_of(server)


def holds_permit() -> bool:
    """Whether the calling code belongs to a running handler, of whichever server: its permit is released in waits."""
    permit = _current.get()
    return permit is not None and permit.is_held


def answer_later() -> None:
    """The running handler has begun what it was asked, and answers when that is over, which may take any time.

    Nobody waits for it from now on: neither for its permit nor in the order of its scope. How many such handlers there
    may be is for them to bound.
    """
    permit = _current.get()
    if permit is not None:
        permit.finish()


def release_while_waiting(
    waiter: Waiter, begin: Callable[[], None] | None = None, watch: LoopWatch | None = None
) -> Awaitable[Any]:
    """Wait for something of a server; the current handler's permit, if there is one, is released meanwhile.

    Args:
        waiter: what is waited for.
        begin: asks for it. Called once the permit is released, so the handler's own permit refuses nothing to it.
        watch: of a caller on another loop: the outcome is `GONE` when the server's loop has been stopped.

    Cancellation: ends the wait, and the permit is taken back.
    """
    permit = _current.get()
    if permit is not None and permit.is_held:
        return _wait_released(permit, waiter, begin, watch)
    if begin is not None:
        begin()
    return waiter.wait() if watch is None else watch.wait(waiter)


async def _wait_released(
    permit: HandlerPermit, waiter: Waiter, begin: Callable[[], None] | None, watch: LoopWatch | None
) -> Any:
    permit.release()
    try:
        if begin is not None:
            begin()
        return await (waiter.wait() if watch is None else watch.wait(waiter))
    finally:
        permit.take_back()
