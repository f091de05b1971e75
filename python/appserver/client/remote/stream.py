"""The event streams of a remote client: they tell of the end of a connection, and go on with the next one."""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from appserver.delivery.stream import EventStream, check_max_events
from appserver.errors import RuntimeClosedError
from appserver.events import Disconnected, Lagged, Reconnected

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver._core import Subscription
    from appserver.client.remote.link import Link
    from appserver.client.remote.session import Session
    from appserver.delivery.runtime_ref import RuntimeRef
    from appserver.events import Event

__all__ = ["PrimaryRemoteStream", "RemoteStream"]

MAX_WAITING: Final = 1
"""Further connections whose events a stream keeps while the one before is not read to its end."""


class RemoteStream(EventStream):
    """A stream of one client, over all its connections.

    Nothing ever waits for its reader: beyond `channel_capacity` events text is joined and states are replaced; beyond
    `max_event_bytes` the oldest go, what is best effort first, and a `Lagged` counts them.
    """

    __slots__ = ("_filter", "_link", "_notices", "_session", "_told", "_waiting")

    def __init__(
        self, link: Link, ref: RuntimeRef, stream_filter: dict[str, Any] | None, session: Session
    ) -> None:
        self._filter = stream_filter
        self._link = link
        self._session = session
        self._told: Session | None = None  # whose end the reader was told
        self._notices: deque[Event] = deque()
        self._waiting: deque[tuple[Session, Subscription, tuple[str, ...], int]] = deque()
        super().__init__(self.open_in(session), ref, session.slices)
        link.add_stream(self)

    # -- the link's side

    def open_in(self, session: Session) -> Subscription:
        """Its queue in a connection."""
        if self._filter is None:
            return session.connection.events
        return session.connection.subscribe(drop_policy="coalesce", **self._filter)

    def enter(self, session: Session, subscription: Subscription, missed: tuple[str, ...]) -> None:
        """There is a further connection."""
        lost = 0
        while len(self._waiting) >= MAX_WAITING:
            # Connections come and go, and nobody reads: what the first and the last one sent is kept.
            _, skipped, missed_before, lost_before = self._waiting.popleft()
            lost += lost_before + skipped.stats()["queued"]
            skipped.close()
            missed = tuple(dict.fromkeys((*missed_before, *missed)))
        self._waiting.append((session, subscription, missed, lost))

    # -- the reader's side

    async def __anext__(self) -> Event:
        while True:
            if self._notices:
                return self._notices.popleft()
            try:
                return await super().__anext__()
            except StopAsyncIteration:
                if not await self._go_on():
                    raise

    async def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events, `max_events` at the most, for one wake-up; None once closed and read to the end.

        Cancellation: no event is lost.

        Raises:
            ValueError: `max_events` is less than 1.
        """
        check_max_events(max_events)
        while True:
            if self._notices:
                return [self._notices.popleft()]
            events = await super().next_events(max_events)
            if events is not None or not await self._go_on():
                return events

    async def _go_on(self) -> bool:
        """What is to be read next, the present queue being at its end; False: nothing.

        Cancellation: nothing is lost.
        """
        while not self._notices:
            session = self._session
            if self._is_closed or session.loss is None:
                return False  # closed on this side, or the one thread that it shows was left
            if self._told is not session:
                self._told = session
                self._notices.append(Disconnected(session.loss[1]))
            elif self._waiting:
                self._session, self._subscription, missed, lost = self._waiting.popleft()
                self._take = self._subscription.take
                self._notices.append(Reconnected(missed))
                if lost:
                    self._notices.append(Lagged(lost))
            elif self._link.is_ended:
                return False
            else:
                await self._link.wait_for_change(lambda: bool(self._waiting) or self._link.is_ended)
        return True

    def close(self) -> None:
        """End the stream: what is queued is thrown away, and readers get the end.

        The peer is told that nobody answers what was not read yet (-32603); questions that were read can still be
        answered.
        """
        self._notices.clear()
        self._waiting.clear()
        super().close()


class PrimaryRemoteStream(RemoteStream):
    """The stream of a client; it brings all questions too. Dropped, it ends like any other stream."""

    __slots__ = ()

    def __del__(self, is_finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        if not is_finalizing():
            with contextlib.suppress(RuntimeClosedError):  # a forked child: the stream is the parent's
                self.close()
