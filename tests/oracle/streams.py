"""What the oracle hands out: streams and parked sends, and the hooks it is given."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver._core import EMPTY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver._core import Outcome
    from appserver.backends.base import Waiter
    from tests.oracle.queue import Queue
    from tests.oracle.slots import PendingSend
    from tests.oracle.wakers import Wakers

__all__ = ["Hooks", "ParkedSend", "Subscription"]


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """The Python that the core needs to speak Python's types; see `_core.pyi`."""

    lagged: Callable[[int], Any]
    stream_closed: Callable[[str], Any]
    join_text: Callable[[Any, str, str], Any]
    parked: Callable[[ParkedSend], Awaitable[None]]
    yielded: Callable[..., Awaitable[None]]
    done: Awaitable[None]
    wake_all: Callable[[list[Callable[[], object]]], None]


class Subscription:
    """One event stream's queue. Dropping the last reference ends the subscription, unless it is a primary stream."""

    def __init__(self, queue: Queue, wakers: Wakers, end_primary: Callable[[], list[Waiter]] | None) -> None:
        self._queue = queue
        self._wakers = wakers
        self._end_primary = end_primary
        if end_primary is None:
            weakref.finalize(self, _discard, queue, wakers).atexit = False

    def take(self) -> Any:
        """The next event, `EMPTY`, or None once the stream is closed and drained."""
        taken = self._queue.take()
        self._wakers.wake()
        return taken

    def take_many(self, max_events: int) -> list[Any] | None:
        """Up to `max_events` events, an empty list when nothing is queued, None once closed and drained."""
        taken: list[Any] = []
        while len(taken) < max_events:
            event = self._queue.take()
            if event is None and not taken:
                return None
            if event is None or event is EMPTY:
                break
            taken.append(event)
        self._wakers.wake()
        return taken

    def register(self, wake: Callable[[], None]) -> int:
        """Ask for one wake-up; 0 when something can be taken now. The number is for `deregister`."""
        return 0 if self._queue.can_take else self._queue.register(wake)

    def deregister(self, number: int) -> None:
        """Take back a waker that was not called."""
        self._queue.wakers.pop(number, None)

    def close(self) -> list[Waiter]:
        """End the stream; of a primary stream: the waiters of questions that nobody on the server will answer."""
        if self._end_primary is not None:
            return self._end_primary()
        _discard(self._queue, self._wakers)
        return []

    def stats(self) -> dict[str, int]:
        """The counters and depths of this stream."""
        return self._queue.stats()


def _discard(queue: Queue, wakers: Wakers) -> None:
    if not queue.is_discarded:
        queue.discard()
        wakers.wake()


class ParkedSend:
    """A notification that waits for room. Dropping the last reference withdraws it."""

    def __init__(self, pending: PendingSend, wakers: Wakers) -> None:
        self._pending = pending
        self._wakers = wakers
        weakref.finalize(self, _withdraw, pending, wakers).atexit = False

    def register(self, wake: Callable[[], None]) -> bool:
        """Ask for one wake-up; False: there is nothing to wait for any more."""
        if not self._pending.is_waiting:
            return False
        self._pending.wake = wake
        return True

    def withdraw(self) -> Outcome:
        """Take it back from the streams that have no room yet; the `Outcome`."""
        _withdraw(self._pending, self._wakers)
        return self._pending.outcome


def _withdraw(pending: PendingSend, wakers: Wakers) -> None:
    if not pending.is_waiting:
        return
    pending.is_given_up = True
    pending.wake = None
    for queue in pending.queues:
        queue.withdraw(pending)
    wakers.wake()
