"""Requests by the native core: all answers of one event loop wake it by one descriptor."""

from __future__ import annotations

import threading
import weakref
from collections import deque
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
    from appserver.engine.transport import AtOnce, Batches, ModelRequest

__all__ = ["NativeOpener"]

EVENTS_A_ROUND: Final = 64
"""Events that are dealt with before others run: readers, for example, who have room for twice as many."""


class _LoopStreams:
    """The open answers of one event loop. The descriptor is watched while there are any."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.waiting: dict[int, _Answer] = {}
        self._line: deque[_Answer] = deque()  # those that may have something, each once
        self._is_called_next = False
        self.streams = HttpStreams()
        self.is_closed = False
        self._open = 0
        self._stop_watching = backend.watch_readable(self.streams.fileno(), self._wake)

    def _wake(self) -> None:
        for number in self.streams.ready():
            if (answer := self.waiting.get(number)) is not None and not answer.is_in_line:
                answer.is_in_line = True
                self._line.append(answer)
        if not self._is_called_next:
            self._look()

    def look_at(self, answer: _Answer) -> None:
        """Look at an answer that waits, in the loop's next round."""
        if not answer.is_in_line:
            answer.is_in_line = True
            self._line.append(answer)
        self._call_next()

    def _call_next(self) -> None:
        if not self._is_called_next:
            self._is_called_next = True
            self.backend.call_next(self._look_next)

    def _look_next(self) -> None:
        self._is_called_next = False
        self._look()

    def _look(self) -> None:
        left = EVENTS_A_ROUND
        while left > 0 and self._line:
            answer = self._line.popleft()
            answer.is_in_line = False
            if self.waiting.get(answer.number) is answer:
                left = answer.look(left)
                if answer.has_more:
                    answer.is_in_line = True
                    self._line.append(answer)
        if self._line:
            self._call_next()

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

    __slots__ = (  # a token of many finds nothing of its turn in the cache: the less it touches, the better
        "_address",
        "_at_once",
        "_has_waited",
        "_is_stopped",
        "_owner",
        "_rest",
        "_stream",
        "_waiter",
        "has_more",
        "headers",
        "is_in_line",
        "number",
        "status",
    )

    def __init__(self, owner: _LoopStreams, stream: HttpStream, address: str) -> None:
        self._owner = owner
        self._address = address
        self._stream = stream
        self.number = stream.number
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self.is_in_line = False
        self.has_more = False
        self._has_waited = False
        self._is_stopped = False
        self._waiter: Waiter | None = None
        self._at_once: AtOnce | None = None
        self._rest: list[bytes] = []  # of what was taken while the task waited

    async def next(self, at_once: AtOnce | None = None) -> list[bytes] | None:
        """The next batch; None at the end.

        Cancellation: what has come stays.
        """
        self._at_once = at_once
        if at_once is not None:
            await self._wait(look=True)
        elif not self._has_waited:
            await let_others_run()  # an answer that never stops leaves time for others
        self._has_waited = False
        while (batch := self._take()) is not None:
            self._look_at_head()
            if batch:
                return batch
            await self._wait(look=False)
            self._has_waited = True
        if self._is_stopped:
            return None
        if (failure := self._stream.failure()) is not None:
            raise failed_transport(*failure, self._address)
        self._look_at_head()
        return None

    async def _wait(self, *, look: bool) -> None:
        if self._is_stopped:
            return
        waiter = self._waiter = self._owner.backend.waiter()
        self._owner.waiting[self.number] = self
        if look:
            self._owner.look_at(self)
        try:
            await waiter.wait()
        finally:
            self._owner.waiting.pop(self.number, None)

    def look(self, left: int) -> int:
        """Deal with what has come while the task waits, or wake it. Returns how many events are left to this round.

        Readers have had their turn before a round: the first event that finds no room waits for it in the task. Others
        wait for the next round.
        """
        self.has_more = False
        rest = self._rest  # the stream was not asked since, and does not tell again until it is
        batch = rest or self._stream.take()
        if batch == []:
            return left
        done = 0
        if batch and (at_once := self._at_once) is not None:
            taken: bool | None = True
            for event in batch:
                if done == left or not (taken := at_once(event)):
                    break
                done += 1
            if rest or done < len(batch):
                self._rest = batch[done:]
            if taken:
                self.has_more = bool(rest or self._rest)
                return left - done
            if taken is None and (done or left < EVENTS_A_ROUND):
                self.has_more = True
                return 0
        elif batch:
            self._rest = batch
        self._resolve()
        return left - done - 1

    def _take(self) -> list[bytes] | None:
        if self._is_stopped:
            return None
        if self._rest:
            rest, self._rest = self._rest, []
            return rest
        return self._stream.take()

    def _resolve(self) -> None:
        if self._owner.waiting.pop(self.number, None) is not None and self._waiter is not None:
            self._waiter.resolve()

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
        self._resolve()


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
            address = public_part(request.url)
            del request  # the core has it
            try:
                yield _Answer(owner, stream, address)
            finally:
                stream.close()
        finally:
            owner.leave()
