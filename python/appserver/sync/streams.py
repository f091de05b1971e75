"""Event streams for a plain `for`."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from threading import RLock
from typing import TYPE_CHECKING, Final, Self

from appserver.delivery.stream import check_max_events
from appserver.errors import RuntimeClosedError
from appserver.live import Live

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from appserver.delivery import stream
    from appserver.delivery.stats import StreamStats
    from appserver.events import Event
    from appserver.sync.loop_thread import LoopThread

__all__ = ["EventStream", "Reader"]

EVENTS_AT_ONCE: Final = 64
"""Events fetched from the loop in one call; those that were not read yet are kept here."""


class Reader:
    """Reads events from the loop, several at a time. Several threads may read: each event goes to one of them.

    One thread fetches at a time, and the others wait for it: of what it was given they get what it does not take.
    """

    __slots__ = ("_fetching", "_kept", "_loop", "_next_events")

    def __init__(self, loop: LoopThread, next_events: Callable[[int], Awaitable[list[Event] | None]]) -> None:
        self._loop = loop
        self._next_events = next_events
        self._kept: deque[Event] = deque()
        self._fetching = RLock()  # a signal handler may read, too, in a thread that fetches

    def next_event(self) -> Event | None:
        """The next event; None: there will be none."""
        events = self.next_events(1)
        return None if events is None else events[0]

    def next_events(self, max_events: int) -> list[Event] | None:
        """One or more events; None: there will be none.

        Ctrl+C: no event is lost.
        """
        check_max_events(max_events)
        if events := self._take(max_events):
            return events
        try:
            self._loop.check()  # before it waits for another thread, whom only the loop can help
            with self._fetching:
                if events := self._take(max_events):
                    return events
                at_once = max(max_events, EVENTS_AT_ONCE)
                fetched = self._loop.call_or_undo(self._keep, self._next_events, at_once)
                if fetched is None:
                    return None
                self._kept.extend(fetched[max_events:])
                return fetched[:max_events]
        except RuntimeClosedError:
            self._loop.check_fork()
            return None  # the end of the loop is the end of all streams

    def clear(self) -> None:
        """Throw away what is kept."""
        self._kept.clear()

    async def _keep(self, fetched: list[list[Event] | None]) -> None:
        for events in fetched:
            self._kept.extend(events or ())

    def _take(self, max_events: int) -> list[Event]:
        events: list[Event] = []
        with suppress(IndexError):
            while len(events) < max_events:
                events.append(self._kept.popleft())
        return events


class EventStream(Live):
    """One reader's own queue of events, with its own bound and policy, as `client.subscribe()` returns it.

    Iterate with `for`, or call `next_event` and `next_events`. Events that are not read stay here; they never hold up a
    request or another stream. Dropping the stream, `close()`, or the end of a `with` block, ends it.
    """

    __slots__ = ("_inner", "_loop", "_owner", "_reader")

    def __init__(self, owner: object, loop: LoopThread, inner: stream.EventStream) -> None:
        self._owner = owner  # which lives as long as its streams
        self._loop = loop
        self._inner = inner
        self._reader = Reader(loop, inner.next_events)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        event = self._reader.next_event()
        if event is None:
            raise StopIteration
        return event

    def next_event(self) -> Event | None:
        """The next event; None once the stream is closed and everything queued was read.

        Ctrl+C: no event is lost.
        """
        return self._reader.next_event()

    def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events, `max_events` at the most; None once the stream is closed and everything was read.

        Ctrl+C: no event is lost.

        Raises:
            ValueError: `max_events` is less than 1.
        """
        return self._reader.next_events(max_events)

    def close(self) -> None:
        """End the stream: what is queued is thrown away, and readers get the end. Twice is once."""
        self._reader.clear()
        with suppress(RuntimeClosedError):
            self._loop.call_plain(self._inner.close)

    def stats(self) -> StreamStats:
        """This stream's counters."""
        return self._inner.stats()

    def __enter__(self) -> Self:
        self._loop.check_entered(self._inner)
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
