"""What the fake core hands out: subscriptions, parked notifications, and the bells that both of them ring."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver.testing.fake_slots import EMPTY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.backends.base import Waiter
    from appserver.testing.fake_queue import Queue
    from appserver.testing.fake_requests import ServerRequestTable
    from appserver.testing.fake_slots import Wait

__all__ = ["Doorbells", "Hooks", "Parked", "Subscription"]


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """The Python that the core needs to speak Python's types.

    `join_text(event, field, text)` gives a copy of a delta whose text field is the joined text. `parked(ticket)`
    and `yielded(core, notification)` make the awaitables that `Core.send_notification` returns when the producer
    must wait, or should let others run first; the latter then sends. `done` is what it returns otherwise.
    """

    lagged: Callable[[int], Any]
    stream_closed: Callable[[str], Any]
    join_text: Callable[[Any, str, str], Any]
    parked: Callable[[Parked], Awaitable[None]]
    yielded: Callable[[Any, Any], Awaitable[None]]
    done: Awaitable[None]


class Doorbells:
    """Everything that can ring, looked over after each operation: the state is consistent by then."""

    def __init__(self) -> None:
        self.queues: list[Queue] = []
        self.waits: list[Wait] = []

    def release_all(self) -> None:
        """Send every waiting producer away undelivered."""
        for queue in self.queues:
            queue.withdraw_all()
        for wait in self.waits:
            wait.is_given_up = True

    def ring(self) -> None:
        """Ring the bells of every reader who can take something and of every producer whose wait is over."""
        rung: list[Callable[[], None]] = []
        for queue in self.queues:
            if queue.can_take:
                rung += queue.bells.values()
                queue.bells.clear()
        for wait in self.waits:
            if not wait.is_waiting:
                rung += wait.bells
                wait.bells.clear()
        self.queues = [queue for queue in self.queues if not queue.is_discarded]
        self.waits = [wait for wait in self.waits if wait.is_waiting]
        for bell in rung:
            bell()


class Subscription:
    """One event stream's queue. Dropping the last reference ends the subscription."""

    def __init__(self, queue: Queue, doorbells: Doorbells, questions: ServerRequestTable) -> None:
        self._queue = queue
        self._doorbells = doorbells
        self._questions = questions
        weakref.finalize(self, _end_subscription, queue, doorbells).atexit = False

    def take(self) -> Any:
        """The next event, `EMPTY`, or None once the stream is closed and drained."""
        taken = self._queue.take()
        self._doorbells.ring()
        return taken

    def take_many(self, max_events: int) -> list[Any] | None:
        """Up to `max_events` events, an empty list when nothing is queued, None once closed and drained."""
        taken: list[Any] = []
        while len(taken) < max_events:
            event = self.take()
            if event is None and not taken:
                return None
            if event is None or event is EMPTY:
                break
            taken.append(event)
        return taken

    def arm(self, bell: Callable[[], None]) -> int:
        """Ask for one wake-up; 0 when something can be taken now. The number takes the bell back."""
        return 0 if self._queue.can_take else self._queue.arm(bell)

    def disarm(self, number: int) -> None:
        """Take back a bell that has not rung."""
        self._queue.bells.pop(number, None)

    def close(self) -> list[Waiter]:
        """End the subscription; gives the waiters of the server requests that nobody will read now."""
        unread = [self._questions.remove(question.request_id) for question in self._queue.questions]
        _end_subscription(self._queue, self._doorbells)
        return [waiter for waiter in unread if waiter is not None]

    def stats(self) -> dict[str, int]:
        """The counters and depths of this stream."""
        return self._queue.stats()


def _end_subscription(queue: Queue, doorbells: Doorbells) -> None:
    queue.discard()
    doorbells.ring()


class Parked:
    """A notification that waits for room. Dropping the last reference takes it back."""

    def __init__(self, wait: Wait, doorbells: Doorbells) -> None:
        self._wait = wait
        self._doorbells = doorbells
        weakref.finalize(self, _withdraw, wait, doorbells).atexit = False

    def arm(self, bell: Callable[[], None]) -> bool:
        """Ask for one wake-up, unless its wait is over already (False)."""
        if not self._wait.is_waiting:
            return False
        self._wait.bells.append(bell)
        return True

    def delivered(self) -> bool:
        """Whether it was delivered. False after the wake-up means that the runtime is shutting down."""
        return not self._wait.queues

    def reached_somebody(self) -> bool:
        """Whether a subscriber has it, or nobody is left to have it."""
        return self.delivered() or self._wait.reached_somebody

    def withdraw(self) -> bool:
        """Take it back; False when it was delivered, or is not waiting any more for another reason."""
        return _withdraw(self._wait, self._doorbells)


def _withdraw(wait: Wait, doorbells: Doorbells) -> bool:
    if not wait.is_waiting:
        return False
    for queue in wait.queues:
        queue.withdraw(wait)
    wait.is_given_up = True
    wait.bells.clear()
    doorbells.ring()
    return True
