"""What the fake core hands out: subscriptions, parked notifications, and the bells that both of them ring."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver.testing.fake_slots import EMPTY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.testing.fake_queue import Queue

__all__ = ["Doorbells", "Hooks", "Parked", "Subscription"]


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """The Python that the core needs to speak Python's types.

    `join_text(event, field, text)` gives a copy of a delta whose text field is the joined text. `parked` and
    `yielded` make the awaitables that `Core.send_notification` returns when the producer must wait, or should
    let others run.
    """

    lagged: Callable[[int], Any]
    stream_closed: Callable[[str], Any]
    join_text: Callable[[Any, str, str], Any]
    parked: Callable[[Parked], Awaitable[None]]
    yielded: Callable[[], Awaitable[None]]


class Doorbells:
    """Everything that can ring, looked over after each operation: the state is consistent by then."""

    def __init__(self) -> None:
        self.queues: list[Queue] = []
        self.parked: list[Parked] = []

    def release_all(self) -> None:
        """Send every waiting producer away undelivered."""
        for queue in self.queues:
            queue.withdraw_all()
        for parked in self.parked:
            parked.given_up = True

    def ring(self) -> None:
        """Ring the bells of every reader who can take something and of every producer whose wait is over."""
        rung: list[Callable[[], None]] = []
        for queue in self.queues:
            if queue.can_take:
                rung += queue.bells
                queue.bells = []
        for parked in self.parked:
            if not parked.is_waiting:
                rung += parked.bells
                parked.bells = []
        self.queues = [queue for queue in self.queues if not queue.is_discarded]
        self.parked = [parked for parked in self.parked if parked.is_waiting]
        for bell in rung:
            bell()


class Subscription:
    """One event stream's queue. Dropping the last reference ends the subscription."""

    def __init__(self, queue: Queue, doorbells: Doorbells) -> None:
        self._queue = queue
        self._doorbells = doorbells
        weakref.finalize(self, _end_subscription, queue, doorbells).atexit = False

    def take(self) -> Any:
        """The next event, `EMPTY`, or None once the stream is closed and drained."""
        taken = self._queue.take()
        self._doorbells.ring()
        return taken

    def take_many(self, max_events: int) -> list[Any] | None:
        """Up to `max_events` events, an empty list when nothing is queued, None once closed and drained."""
        taken: list[Any] = []
        while len(taken) < max(1, max_events):
            event = self._queue.take()
            if event is None and not taken:
                return None
            if event is None or event is EMPTY:
                break
            taken.append(event)
        self._doorbells.ring()
        return taken

    def arm(self, bell: Callable[[], None]) -> bool:
        """Ask for one wake-up, unless something can be taken now (False)."""
        if self._queue.can_take:
            return False
        self._queue.bells.append(bell)
        return True

    def disarm(self, bell: Callable[[], None]) -> None:
        """Take back a bell that has not rung."""
        self._queue.bells = [armed for armed in self._queue.bells if armed is not bell]

    def close(self) -> None:
        """End the subscription; what is queued is thrown away."""
        _end_subscription(self._queue, self._doorbells)

    def stats(self) -> dict[str, int]:
        """The counters and depths of this stream."""
        return self._queue.stats()


def _end_subscription(queue: Queue, doorbells: Doorbells) -> None:
    queue.discard()
    doorbells.ring()


class Parked:
    """A notification that waits for room."""

    def __init__(self, queues: list[Queue], doorbells: Doorbells) -> None:
        self.queues = queues
        self.given_up = False
        self.bells: list[Callable[[], None]] = []
        self.doorbells = doorbells

    @property
    def is_waiting(self) -> bool:
        """Whether a subscriber still makes it wait."""
        return bool(self.queues) and not self.given_up

    def leave(self, queue: Queue) -> None:
        """One subscriber took it, or is gone."""
        self.queues.remove(queue)

    def arm(self, bell: Callable[[], None]) -> bool:
        """Ask for one wake-up, unless its wait is over already (False)."""
        if not self.is_waiting:
            return False
        self.bells.append(bell)
        return True

    def delivered(self) -> bool:
        """Whether it was delivered. False after the wake-up means that the runtime is shutting down."""
        return not self.queues

    def withdraw(self) -> bool:
        """Take it back; False when it was delivered, or is not waiting any more for another reason."""
        if not self.is_waiting:
            return False
        for queue in self.queues:
            queue.withdraw(self)
        self.given_up = True
        self.bells = []
        self.doorbells.ring()
        return True
