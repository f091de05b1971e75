"""What the oracle's queue does while nobody reads it, and when it learns that time has passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tests.oracle.policy import Action
from tests.oracle.slots import LEAST_BYTES

if TYPE_CHECKING:
    from tests.oracle.notification_meta import NotificationMeta
    from tests.oracle.queue import Queue

__all__ = ["Patience", "Reading", "decide_unread", "holds_with", "make_room", "watch"]

_REPORT_AFTER: Final = 1000


@dataclass(frozen=True)
class Patience:
    """How long producers wait for a queue's reader.

    Attributes:
        stall: how long it may go without a read, while a producer waits, before nobody reads it.
        producers_wait: whether they wait at all; if not, nobody ever counts as its reader.
    """

    stall: int | None
    producers_wait: bool = True


@dataclass
class Reading:
    """Whether somebody reads a queue.

    Attributes:
        patience: how long producers wait.
        idle: the time since the last read, as far as it was watched.
        waited: the time that the first waiting producer has waited; None: it was not seen yet.
        is_wait_reported: whether that was said.
        has_lost: whether events were dropped because nobody reads.
        is_loss_reported: whether that was said.
    """

    patience: Patience
    is_read: bool = False
    idle: int = 0
    waited: int | None = None
    is_wait_reported: bool = False
    has_lost: bool = False
    is_loss_reported: bool = False

    @property
    def has_notice(self) -> bool:
        """Whether something is to be said at once."""
        return self.has_lost and not self.is_loss_reported

    def lose(self) -> None:
        """An event is dropped."""
        self.has_lost = self.has_lost or not self.is_read

    def note_read(self) -> None:
        """Somebody reads."""
        self.idle = 0
        if not self.is_read and self.patience.producers_wait:
            self.is_read = True
            self.has_lost = self.is_loss_reported = False

    def catch_up(self) -> None:
        """The reader has read all there is."""
        self.is_wait_reported = self.has_lost = self.is_loss_reported = False


def _limit(queue: Queue) -> int:
    return min(queue.max_bytes, queue.share)


def _weight(size: int) -> int:
    return max(LEAST_BYTES, size)


def holds_with(queue: Queue, meta: NotificationMeta) -> bool:
    """Whether the bytes of a new event fit, whatever the bound in events."""
    return queue.weight + _weight(meta.size) <= _limit(queue)


def decide_unread(queue: Queue, meta: NotificationMeta) -> Action:
    """What to do with a new event."""
    fits = holds_with(queue, meta)
    if not queue.events or (len(queue.events) < queue.capacity and fits):
        return Action.APPEND
    if meta.delivery_class == "mergeable" and (target := queue.last_to_join(meta)) is not None:
        larger = _weight(target.size + len((meta.text or "").encode()))
        if queue.weight - target.weight + larger <= _limit(queue):
            return Action.JOIN
    if meta.delivery_class == "latest" and (target := queue.last_to_replace(meta)) is not None:
        new = _weight(meta.size)
        bytes_fit = queue.weight - target.weight + new <= _limit(queue)
        if new <= target.weight or len(queue.events) == 1 or bytes_fit:
            return Action.REPLACE
    if fits:
        return Action.APPEND
    if meta.delivery_class == "best_effort":
        kept = [event for event in queue.events if event.meta.delivery_class != "best_effort"]
        room = sum(event.weight for event in kept) + _weight(meta.size) <= _limit(queue)
        return Action.MAKE_ROOM if room or not kept else Action.DROP
    return Action.MAKE_ROOM


def make_room(queue: Queue, meta: NotificationMeta) -> bool:
    """Drop what is best effort, then what is oldest, until an event fits; False: that may not be dropped for it."""
    while queue.events and not holds_with(queue, meta):
        queue.reading.lose()
        best_effort = [event for event in queue.events if event.meta.delivery_class == "best_effort"]
        if not best_effort and meta.delivery_class == "best_effort":
            return False
        queue.evict((best_effort or queue.events)[0])
    return True


def watch(queue: Queue, milliseconds: int) -> tuple[str, int] | None:
    """So much time has passed; what is to be said about it."""
    reading = queue.reading
    if reading.has_notice:
        reading.is_loss_reported = True
        return "lost", 0
    if not queue.waiting:
        return None
    if reading.waited is None:
        reading.waited = 0  # it came in the middle of the time that has passed
        return None
    reading.waited += milliseconds
    reading.idle += milliseconds
    stall = reading.patience.stall
    if queue.policy != "block" and stall is not None and reading.idle >= stall:
        idle = reading.idle
        _stop_reading(queue)
        return "stalled", idle
    if reading.waited >= _REPORT_AFTER and not reading.is_wait_reported:
        reading.is_wait_reported = True
        return "waiting", reading.waited
    return None


def _stop_reading(queue: Queue) -> None:
    """The reader has stopped: producers go on."""
    queue.reading.is_read = False
    queue.reading.is_wait_reported = False
    queue.share = 2**64 - 1
    while queue.waiting:
        event: Any = queue.waiting[0]
        if make_room(queue, event.meta):
            queue.admit_first()
        else:
            queue.lose(event)
            event.pending.queues.remove(queue)
            event.pending.has_reached_some = True
    queue.close_parked_gap()
