"""Requests by the native core: all answers of one event loop wake it by one descriptor."""

from __future__ import annotations

import threading
import weakref
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from appserver._core import HttpStreams
from appserver.backends import current_backend, let_others_run
from appserver.engine.failures import ModelError, failed_transport
from appserver.engine.provider import public_part

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from appserver._core import HttpStream
    from appserver.backends.base import Backend, Waiter
    from appserver.engine.transport import Batches, ModelRequest

__all__ = ["NativeOpener"]


class _LoopStreams:
    """The open answers of one event loop. The descriptor is watched while there are any."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.waiters: dict[int, Waiter] = {}
        self.streams = HttpStreams()
        self.is_closed = False
        self._open = 0
        self._stop_watching = backend.watch_readable(self.streams.fileno(), self._wake)

    def _wake(self) -> None:
        for number in self.streams.ready():
            if (waiter := self.waiters.pop(number, None)) is not None:
                waiter.resolve()

    def enter(self) -> None:
        self._open += 1

    def leave(self) -> None:
        self._open -= 1
        if not self._open:
            self.is_closed = True
            self._stop_watching()
            self.streams.close()


class _Here(threading.local):
    streams: weakref.ref[_LoopStreams] | None = None


_here: Final = _Here()
"""Of the loop that runs on this thread. Weakly: a loop that is closed in the middle leaves waiters behind, and through
them the tasks that close their streams when they are collected."""


def _streams_of_this_loop() -> _LoopStreams:
    found = None if _here.streams is None else _here.streams()
    if found is None or found.is_closed or not found.backend.is_current():
        found = _LoopStreams(current_backend())
        _here.streams = weakref.ref(found)
    return found


class _Answer:
    """One answer, as the engine reads it."""

    def __init__(self, owner: _LoopStreams, stream: HttpStream, address: str) -> None:
        self._owner = owner
        self._address = address
        self._stream = stream
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self._has_waited = False
        self._is_stopped = False

    async def next(self) -> list[bytes] | None:
        """The next batch; None at the end.

        Cancellation: what has come stays.
        """
        if not self._has_waited:
            await let_others_run()  # an answer that never stops leaves time for others
        self._has_waited = False
        number = self._stream.number
        while (batch := self._take()) is not None:
            self._look_at_head()
            if batch:
                return batch
            waiter = self._owner.waiters[number] = self._owner.backend.waiter()
            try:
                await waiter.wait()
            finally:
                self._owner.waiters.pop(number, None)
            self._has_waited = True
        if self._is_stopped:
            return None
        if (failure := self._stream.failure()) is not None:
            raise failed_transport(*failure, self._address)
        self._look_at_head()
        return None

    def _take(self) -> list[bytes] | None:
        return None if self._is_stopped else self._stream.take()

    def _look_at_head(self) -> None:
        if not self.status and (head := self._stream.head()) is not None:
            self.status, fields = head
            self.headers = dict(fields)

    def finish(self) -> None:
        """Nothing more is wanted of it: the connection may be used again."""
        self._stream.finish()

    def stop(self) -> None:
        """Whoever waits for the next batch is told that there is none."""
        self._is_stopped = True
        if (waiter := self._owner.waiters.pop(self._stream.number, None)) is not None:
            waiter.resolve()


class NativeOpener:
    """Opens requests by the native core."""

    @asynccontextmanager
    async def open(self, request: ModelRequest) -> AsyncGenerator[Batches]:
        """Send a request.

        Cancellation: the connection is closed at once.
        """
        owner = _streams_of_this_loop()
        owner.enter()
        try:
            try:
                stream = owner.streams.open(
                    request.url,
                    list(request.headers.items()),
                    request.body,
                    idle_timeout=request.idle_timeout,
                )
            except ValueError as error:
                raise ModelError(f"the request to the provider cannot be made: {error}") from None
            try:
                yield _Answer(owner, stream, public_part(request.url))
            finally:
                stream.close()
        finally:
            owner.leave()
