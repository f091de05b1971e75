"""One event stream's queue in the fake core: a plain list of what stands in line, walked for every question.

The line holds events that are queued, events whose producers wait, gaps where events were dropped, and server
requests, all in the order of emission. Nothing is indexed, no total is kept: there is nothing to get wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.testing.fake_policy import AT_BOUND, Action
from appserver.testing.fake_slots import EMPTY, Gap, Question, QueuedEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.testing.fake_facts import Facts
    from appserver.testing.fake_slots import Slot, Wait
    from appserver.testing.fake_streams import Hooks

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
    ) -> None:
        if drop_policy not in AT_BOUND:
            raise ValueError(f"unknown drop policy {drop_policy!r}: use one of {', '.join(AT_BOUND)}")
        self.thread_id = thread_id
        self.methods = None if methods is None else frozenset(methods)
        self.policy = drop_policy
        self.capacity = max(1, channel_capacity)
        self.max_bytes = max(1, max_event_bytes)
        self.hooks = hooks
        self.line: list[Slot] = []
        self.is_open = True
        self.is_discarded = False
        self.close_reason: str | None = None
        self.bells: dict[int, Callable[[], None]] = {}
        self.bells_armed = 0
        self.read_since_yield = True  # a reader that has just subscribed gets its turn as well
        self.emitted = self.received = self.dropped = self.merged = self.replaced = 0
        self.peak_queued = self.peak_queued_bytes = 0

    # -- getters

    @property
    def events(self) -> list[QueuedEvent]:
        """The queued events, oldest first."""
        return [slot for slot in self.line if isinstance(slot, QueuedEvent) and slot.wait is None]

    @property
    def waiting(self) -> list[QueuedEvent]:
        """The events whose producers wait for room here, oldest first."""
        return [slot for slot in self.line if isinstance(slot, QueuedEvent) and slot.wait is not None]

    @property
    def questions(self) -> list[Question]:
        """The unread server requests, oldest first."""
        return [slot for slot in self.line if isinstance(slot, Question)]

    @property
    def queued_bytes(self) -> int:
        """The weight of the queued events."""
        return sum(event.size for event in self.events)

    @property
    def can_take(self) -> bool:
        """Whether `take` gives anything but `EMPTY`."""
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

    def matches(self, facts: Facts) -> bool:
        """Whether this subscriber gets the notification at all."""
        return (
            self.is_open
            and (self.thread_id is None or self.thread_id == facts.thread_id)
            and (self.methods is None or facts.method in self.methods)
        )

    def fits(self, size: int) -> bool:
        """Whether an event of this size may be appended; a queue that is empty takes any size."""
        events = self.events
        return not events or (len(events) < self.capacity and self.queued_bytes + size <= self.max_bytes)

    def decide(self, facts: Facts) -> Action:
        """What to do with a new event."""
        if not self.waiting and self.fits(facts.size):
            return Action.APPEND
        action = AT_BOUND[self.policy][facts.delivery_class]
        if action is Action.JOIN and self.join_target(facts) is None:
            return Action.WAIT
        if action is Action.REPLACE and self.replace_target(facts) is None:
            return Action.WAIT
        if action is Action.EVICT:
            return self.decide_eviction(facts)
        return action

    def would_wait(self, facts: Facts) -> bool:
        """Whether `offer` would refuse the event."""
        return self.decide(facts) is Action.WAIT

    def delivers(self, facts: Facts) -> bool:
        """Whether the reader would see the event."""
        return self.decide(facts) in (Action.APPEND, Action.JOIN, Action.REPLACE, Action.EVICT)

    def decide_eviction(self, facts: Facts) -> Action:
        """Evict only where that makes room: nothing is dropped in vain."""
        kept = [event for event in self.events if event.facts.delivery_class == "terminal"]
        room = len(kept) < self.capacity and sum(event.size for event in kept) + facts.size <= self.max_bytes
        if (room or not kept) and not self.waiting:
            return Action.EVICT
        return Action.WAIT if facts.delivery_class == "terminal" else Action.DROP

    def join_target(self, facts: Facts) -> QueuedEvent | None:
        """The queued delta that the text of this one can be joined to: the last of its stream in line."""
        if facts.key is None or self.queued_bytes + facts.size > self.max_bytes:
            return None
        for slot in reversed(self.line):
            if isinstance(slot, QueuedEvent):
                if slot.facts.ends_stream(facts):
                    return None
                if slot.facts.key == facts.key:
                    return slot if slot.wait is None else None
        return None

    def replace_target(self, facts: Facts) -> QueuedEvent | None:
        """The queued state that this one replaces: the last of its key in line, if there are bytes enough."""
        in_line = [slot for slot in self.line if isinstance(slot, QueuedEvent)]
        target = next((event for event in reversed(in_line) if event.facts.key == facts.key), None)
        if target is None or target.wait is not None:
            return None
        fits = self.queued_bytes - target.size + facts.size <= self.max_bytes
        return target if fits or facts.size <= target.size or len(self.events) == 1 else None

    def reader_is_due(self) -> bool:
        """Whether the queue is full although the reader does read: it should get its turn, once."""
        due = self.read_since_yield and len(self.events) >= self.capacity
        if due:
            self.read_since_yield = False
        return due

    # -- things that arrive

    def offer(self, facts: Facts) -> bool:
        """Deliver an event as the policy says; False when its producer must wait, which `park` then notes."""
        match self.decide(facts):
            case Action.APPEND:
                self.append(facts)
            case Action.WAIT:
                return False
            case Action.DROP:
                self.drop_newest()
            case Action.JOIN:
                self.join(facts)
            case Action.REPLACE:
                self.replace(facts)
            case Action.OVERFLOW:
                self.drop_newest()
                self.is_open = False
                self.close_reason = "overflow"
            case Action.EVICT:
                self.evict_for(facts)
        return True

    def append(self, facts: Facts) -> None:
        """Queue an event at the end of the line."""
        self.line.append(QueuedEvent(facts))
        self.emitted += 1
        self.note_peaks()

    def park(self, facts: Facts, wait: Wait) -> None:
        """Let the event's producer wait at the end of the line."""
        self.line.append(QueuedEvent(facts, wait))

    def join(self, facts: Facts) -> None:
        """Add the text to the queued delta of the same stream."""
        target = self.join_target(facts)
        assert target is not None
        target.joined.append(facts.text or "")
        self.emitted += 1
        self.merged += 1
        self.note_peaks()

    def replace(self, facts: Facts) -> None:
        """Put the new state in the place of the queued one; a smaller one may make room."""
        target = self.replace_target(facts)
        assert target is not None
        target.facts = facts
        self.emitted += 1
        self.replaced += 1
        self.note_peaks()
        self.admit()

    def drop_newest(self) -> None:
        """Count the new event as dropped: a gap at the end of the line."""
        self.line.append(Gap(1))
        self.fuse_gaps()
        self.emitted += 1
        self.dropped += 1

    def evict_for(self, facts: Facts) -> None:
        """Drop the oldest that may be dropped until the new one fits."""
        while not self.fits(facts.size):
            victim = next(event for event in self.events if event.facts.delivery_class != "terminal")
            self.line[self.line.index(victim)] = Gap(1)
            self.fuse_gaps()
            self.dropped += 1
        self.append(facts)

    def withdraw(self, wait: Wait) -> None:
        """Take a waiting event out of the line, lost if others have it; the next ones may fit now."""
        for event in self.waiting:
            if event.wait is wait:
                if wait.reached_somebody:
                    self.lose(event)
                else:
                    self.line.remove(event)
        self.fuse_gaps()
        self.admit()

    def withdraw_all(self) -> None:
        """Take every waiting event out of the line; they are lost."""
        for event in self.waiting:
            self.lose(event)
        self.fuse_gaps()

    def lose(self, event: QueuedEvent) -> None:
        """Put a gap in the place of an event that waits."""
        self.line[self.line.index(event)] = Gap(1)
        self.emitted += 1
        self.dropped += 1

    def ask(self, request_id: int, event: Any) -> None:
        """Queue a server request at the end of the line; it takes none of the events' room."""
        self.line.append(Question(request_id, event))

    def unask(self, request_id: int) -> None:
        """Take an unread server request out of the line."""
        self.line = [
            slot for slot in self.line if not (isinstance(slot, Question) and slot.request_id == request_id)
        ]
        self.fuse_gaps()

    def arm(self, bell: Callable[[], None]) -> int:
        """Keep a bell for the next thing to take; gives its number, from 1."""
        self.read_since_yield = True
        self.bells_armed += 1
        self.bells[self.bells_armed] = bell
        return self.bells_armed

    def discard(self) -> None:
        """End the stream and throw away what is queued, which counts as dropped."""
        self.is_open = False
        self.is_discarded = True
        self.close_reason = None
        self.dropped += len(self.events)
        waiting = self.waiting
        self.line = []
        for event in waiting:
            assert event.wait is not None
            event.wait.queues.remove(self)

    # -- what to do next

    def take(self) -> Any:
        """The next result for the reader, `EMPTY`, or None once the stream is closed and drained."""
        self.read_since_yield = True
        if not self.line:
            if self.close_reason is not None:
                reason, self.close_reason = self.close_reason, None
                return self.hooks.stream_closed(reason)
            return EMPTY if self.is_open else None
        match self.line.pop(0):
            case Gap(skipped=skipped):
                return self.hooks.lagged(skipped)
            case Question(event=event):
                return event
            case slot:
                self.received += 1
                self.admit()
                return slot.delivered(self.hooks)

    def admit(self) -> None:
        """Let waiting producers in, oldest first, while there is room."""
        for event in self.waiting:
            if not self.fits(event.size):
                return
            assert event.wait is not None
            event.wait.queues.remove(self)
            event.wait.reached_somebody = True
            event.wait = None
            self.emitted += 1
            self.note_peaks()

    def fuse_gaps(self) -> None:
        """Make one gap of gaps that stand side by side."""
        line: list[Slot] = []
        for slot in self.line:
            if isinstance(slot, Gap) and line and isinstance(line[-1], Gap):
                line[-1] = Gap(line[-1].skipped + slot.skipped)
            else:
                line.append(slot)
        self.line = line

    def note_peaks(self) -> None:
        """Remember the greatest depth so far."""
        self.peak_queued = max(self.peak_queued, len(self.events))
        self.peak_queued_bytes = max(self.peak_queued_bytes, self.queued_bytes)
