"""One event stream's queue: plain lists of what stands in line, walked for every question.

What can be read stands in one line: queued events, gaps where events were dropped, and questions, in the order of
emission. Events whose producers wait are parked in a line of their own behind it, with the gaps between them.
Nothing is indexed, no total is kept: there is nothing to get wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver._core import EMPTY
from tests.oracle.load import NO_LIMIT
from tests.oracle.policy import AT_BOUND, Action
from tests.oracle.slots import LEAST_BYTES, Gap, Question, QueuedEvent, with_fused_gaps
from tests.oracle.unread import Reading, decide_unread, holds_with, make_room

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.oracle.load import Load
    from tests.oracle.notification_meta import NotificationMeta
    from tests.oracle.slots import Asked, PendingSend, Slot
    from tests.oracle.streams import Hooks
    from tests.oracle.unread import Patience

__all__ = ["Queue"]


class Queue:
    """The queue of one subscriber."""

    def __init__(
        self,
        *,
        thread_id: str | None,
        methods: Sequence[str] | None,
        drop_policy: str,
        channel_capacity: int,
        max_event_bytes: int,
        hooks: Hooks,
        patience: Patience,
        load: Load,
    ) -> None:
        if drop_policy not in AT_BOUND:
            raise ValueError(f"unknown drop policy {drop_policy!r}: use one of {', '.join(AT_BOUND)}")
        self.thread_id = thread_id
        self.methods = None if methods is None else frozenset(methods)
        self.policy = drop_policy
        self.capacity = max(1, channel_capacity)
        self.max_bytes = max(1, max_event_bytes)
        self.hooks = hooks
        self.load = load
        load.queues.append(self)
        self.share = NO_LIMIT
        self.reading = Reading(patience)
        self.reads = 0
        self.line: list[Slot] = []
        self.parked: list[Slot] = []  # events whose producers wait, and gaps; behind the line
        self.is_open = True
        self.is_discarded = False
        self.close_reason: str | None = None
        self.wakers: dict[int, Callable[[], None]] = {}
        self.wakers_registered = 0
        self.read_since_yield = True  # a reader that has just subscribed gets its turn as well
        self.emitted = self.received = self.dropped = self.merged = self.replaced = 0
        self.peak_queued = self.peak_queued_bytes = 0

    # -- getters

    @property
    def events(self) -> list[QueuedEvent]:
        """The queued events, oldest first."""
        return [slot for slot in self.line if isinstance(slot, QueuedEvent)]

    @property
    def waiting(self) -> list[QueuedEvent]:
        """The events whose producers wait for room here, oldest first."""
        return [slot for slot in self.parked if isinstance(slot, QueuedEvent)]

    @property
    def questions(self) -> list[Question]:
        """The unread questions, oldest first."""
        return [slot for slot in self.line if isinstance(slot, Question)]

    @property
    def queued_bytes(self) -> int:
        """The weight of the queued events."""
        return sum(event.size for event in self.events)

    @property
    def weight(self) -> int:
        """What the queued events count where bytes alone bound what is held."""
        return sum(event.weight for event in self.events)

    @property
    def can_take(self) -> bool:
        """Whether `take` returns anything but `EMPTY`."""
        return bool(self.line) or not self.is_open

    def stats(self) -> dict[str, int]:
        """The counters and depths of this stream."""
        return {
            "emitted": self.emitted,
            "received": self.received,
            "dropped": self.dropped,
            "merged": self.merged,
            "replaced": self.replaced,
            "queued": len(self.events),
            "queued_bytes": self.queued_bytes,
            "peak_queued": self.peak_queued,
            "peak_queued_bytes": self.peak_queued_bytes,
            "parked": len(self.waiting),
        }

    def matches(self, meta: NotificationMeta) -> bool:
        """Whether the stream gets the notification at all."""
        return (
            self.is_open
            and (self.thread_id is None or self.thread_id == meta.thread_id)
            and (self.methods is None or meta.method in self.methods)
        )

    def fits(self, size: int) -> bool:
        """Whether an event of this size may be appended; a queue that is empty takes any size."""
        events = self.events
        return not events or (len(events) < self.capacity and self.queued_bytes + size <= self.max_bytes)

    def is_within_share(self, size: int) -> bool:
        """Whether one more event leaves it within its share of what the server holds."""
        return not self.events or self.weight + max(LEAST_BYTES, size) <= self.share

    def decide(self, meta: NotificationMeta) -> Action:
        """What to do with a new event."""
        self.share = self.load.share(max(LEAST_BYTES, meta.size))
        if not self.reading.is_read:
            return decide_unread(self, meta)
        if not self.waiting and self.fits(meta.size) and self.is_within_share(meta.size):
            return Action.APPEND
        action = AT_BOUND[self.policy][meta.delivery_class]
        if action is Action.JOIN and self.join_target(meta) is None:
            return Action.WAIT
        if action is Action.REPLACE and self.replace_target(meta) is None:
            return Action.WAIT
        if action is Action.EVICT:
            return self.decide_eviction(meta)
        return action

    def decide_for_a_stranger(self, meta: NotificationMeta, in_order_up_to: int) -> Action:
        """What to do with an event that would wait, of a thread that the reader is not subscribed to.

        Nobody waits for a stranger, but where every record must be complete. The event goes before what waits, unless
        that may be of its own thread.
        """
        first = self.waiting[0].pending if self.waiting else None
        if self.policy == "block" or (first is not None and first.number <= in_order_up_to):
            return Action.WAIT
        return Action.APPEND if holds_with(self, meta) else Action.DROP

    def decide_eviction(self, meta: NotificationMeta) -> Action:
        """Evict only where that makes room: nothing is dropped in vain."""
        kept = [event for event in self.events if event.meta.delivery_class == "terminal"]
        room = len(kept) < self.capacity and sum(event.size for event in kept) + meta.size <= self.max_bytes
        if (room or not kept) and not self.waiting:
            return Action.EVICT
        return Action.WAIT if meta.delivery_class == "terminal" else Action.DROP

    def join_target(self, meta: NotificationMeta) -> QueuedEvent | None:
        """The queued delta that the text of this one can be joined to: the last of its stream in line."""
        text = len((meta.text or "").encode())
        if self.queued_bytes + meta.size > self.max_bytes or self.weight + text > self.share:
            return None
        return self.last_to_join(meta)

    def last_to_join(self, meta: NotificationMeta) -> QueuedEvent | None:
        """The last queued delta of the stream of this one."""
        if meta.key is None:
            return None
        for slot in reversed([*self.line, *self.parked]):
            if isinstance(slot, QueuedEvent):
                if slot.meta.ends_stream(meta):
                    return None
                if slot.meta.key == meta.key:
                    return slot if slot.pending is None else None
        return None

    def replace_target(self, meta: NotificationMeta) -> QueuedEvent | None:
        """The queued state that this one replaces: the last of its key in line, if there are bytes enough."""
        target = self.last_to_replace(meta)
        if target is None:
            return None
        fits = self.queued_bytes - target.size + meta.size <= self.max_bytes
        return target if fits or meta.size <= target.size or len(self.events) == 1 else None

    def last_to_replace(self, meta: NotificationMeta) -> QueuedEvent | None:
        """The last queued state of the key of this one."""
        in_line = [*self.events, *self.waiting]
        target = next((event for event in reversed(in_line) if event.meta.key == meta.key), None)
        return None if target is None or target.pending is not None else target

    def reader_is_due(self) -> bool:
        """Whether the queue is full although the reader does read: it should get its turn, once."""
        due = self.read_since_yield and len(self.events) >= self.capacity
        if due:
            self.read_since_yield = False
        return due

    # -- things that arrive

    def offer(self, meta: NotificationMeta, action: Action) -> None:
        """Do with an event what was decided; `park` is for one whose producer waits."""
        match action:
            case Action.APPEND:
                self.append(meta)
            case Action.DROP:
                self.drop_newest()
            case Action.JOIN:
                self.join(meta)
            case Action.REPLACE:
                self.replace(meta)
            case Action.OVERFLOW:
                self.drop_newest()
                self.is_open = False
                self.close_reason = "overflow"
            case Action.EVICT:
                self.evict_for(meta)
            case Action.MAKE_ROOM:
                if make_room(self, meta):
                    self.append(meta)
                else:
                    self.drop_newest()

    def append(self, meta: NotificationMeta) -> None:
        """Queue an event at the end of the line."""
        self.line.append(QueuedEvent(meta))
        self.emitted += 1
        self.note_peaks()

    def park(self, meta: NotificationMeta, pending: PendingSend) -> None:
        """Let the event's producer wait, behind all who wait already."""
        self.parked.append(QueuedEvent(meta, pending))

    def join(self, meta: NotificationMeta) -> None:
        """Add the text to the queued delta of the same stream."""
        target = self.last_to_join(meta)
        assert target is not None
        target.joined.append(meta.text or "")
        self.emitted += 1
        self.merged += 1
        self.note_peaks()

    def replace(self, meta: NotificationMeta) -> None:
        """Put the new state in the place of the queued one; a smaller one may make room."""
        target = self.last_to_replace(meta)
        assert target is not None
        target.meta = meta
        self.emitted += 1
        self.replaced += 1
        self.note_peaks()
        self.admit()

    def drop_newest(self) -> None:
        """Count the new event as dropped: a gap behind everything that is queued or parked."""
        (self.parked if self.waiting else self.line).append(Gap(1))
        self.fuse_gaps()
        self.emitted += 1
        self.dropped += 1
        self.reading.lose()

    def evict_for(self, meta: NotificationMeta) -> None:
        """Drop the oldest that may be dropped until the new one fits."""
        while not (self.fits(meta.size) and self.is_within_share(meta.size)):
            victims = [event for event in self.events if event.meta.delivery_class != "terminal"]
            if not victims:
                break
            self.evict(victims[0])
        self.append(meta)

    def evict(self, victim: QueuedEvent) -> None:
        """Put a gap in the place of a queued event."""
        self.line[self.line.index(victim)] = Gap(1)
        self.fuse_gaps()
        self.dropped += 1

    def withdraw(self, pending: PendingSend) -> None:
        """Take a parked event back, lost if other streams have it; the next ones may fit now."""
        for event in self.waiting:
            if event.pending is pending:
                if event is self.waiting[0]:
                    self.reading.waited = None
                if pending.has_reached_some:
                    self.lose(event)
                else:
                    self.parked.remove(event)
        self.admit()

    def lose_parked(self) -> None:
        """Take every parked event back; they are lost."""
        for event in self.waiting:
            self.lose(event)
        self.admit()

    def lose(self, event: QueuedEvent) -> None:
        """Put a gap in the place of a parked event."""
        self.parked[self.parked.index(event)] = Gap(1)
        self.emitted += 1
        self.dropped += 1

    def ask(self, request_id: int, event: Any, asked: Asked) -> None:
        """Queue a question at the end of the line; it takes none of the events' room, and passes parked events."""
        self.line.append(Question(request_id, event, asked))

    def unask(self, request_id: int) -> None:
        """Take an unread server request out of the line."""
        self.line = [
            slot for slot in self.line if not (isinstance(slot, Question) and slot.request_id == request_id)
        ]
        self.fuse_gaps()

    def register(self, wake: Callable[[], None]) -> int:
        """Keep a waker for the next thing to take; returns its number, from 1."""
        self.note_read()
        self.reading.catch_up()
        self.wakers_registered += 1
        self.wakers[self.wakers_registered] = wake
        return self.wakers_registered

    def end(self, reason: str | None = None) -> None:
        """Take nothing more: the reader gets what is queued, then the reason, then the end.

        Producers that wait here go on; what they wait with is lost to this stream.
        """
        if not self.is_open:
            return
        self.is_open = False
        self.close_reason = reason
        waiting = self.waiting
        self.lose_parked()
        self.let_go(waiting)

    def discard(self) -> None:
        """End the stream and throw away what is queued, which counts as dropped."""
        self.is_open = False
        self.is_discarded = True
        self.close_reason = None
        self.dropped += len(self.events)
        waiting = self.waiting
        self.line = []
        self.parked = []
        self.let_go(waiting)

    def let_go(self, waiting: list[QueuedEvent]) -> None:
        """Nobody waits for this stream any more."""
        for event in waiting:
            assert event.pending is not None
            event.pending.queues.remove(self)

    # -- what to do next

    def take(self) -> Any:
        """The next result for the reader, `EMPTY`, or None once the stream is closed and drained."""
        self.note_read()
        if not self.line:
            if self.close_reason is not None:
                reason, self.close_reason = self.close_reason, None
                return self.hooks.stream_closed(reason)
            return EMPTY if self.is_open else None
        match self.line.pop(0):
            case Gap(skipped=skipped):
                return self.hooks.lagged(skipped)
            case Question(event=event, asked=asked):
                self.reads += 1
                asked.is_unread = False
                return event
            case slot:
                self.reads += 1
                self.received += 1
                self.admit()
                return slot.delivered(self.hooks)

    def note_read(self) -> None:
        """Somebody reads: from now on the policy holds."""
        self.read_since_yield = True
        self.reading.note_read()

    def admit(self) -> None:
        """Let waiting producers in, oldest first, while there is room."""
        while self.waiting and self.fits(self.waiting[0].size):
            self.admit_first()
        self.close_parked_gap()

    def admit_first(self) -> None:
        """Let the first waiting producer in; gaps go with the event behind them."""
        event = self.waiting[0]
        place = self.parked.index(event) + 1
        self.line += self.parked[:place]
        self.parked = self.parked[place:]
        assert event.pending is not None
        event.pending.queues.remove(self)
        event.pending.has_reached_some = True
        event.pending = None
        self.emitted += 1
        self.reading.waited = None
        self.note_peaks()

    def close_parked_gap(self) -> None:
        """With nothing parked any more, what was dropped behind it was dropped behind the line."""
        if not self.waiting:
            self.line += self.parked
            self.parked = []
        self.fuse_gaps()

    def fuse_gaps(self) -> None:
        """Make one gap of gaps that stand side by side."""
        self.line = with_fused_gaps(self.line)
        self.parked = with_fused_gaps(self.parked)

    def note_peaks(self) -> None:
        """Remember the greatest depth so far."""
        self.peak_queued = max(self.peak_queued, len(self.events))
        self.peak_queued_bytes = max(self.peak_queued_bytes, self.queued_bytes)
