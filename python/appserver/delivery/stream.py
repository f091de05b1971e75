"""An event stream: what `async for` reads."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from appserver._core import EMPTY
from appserver.backends import current_backend, let_others_run
from appserver.delivery.rejections import reject_all
from appserver.errors import RuntimeClosedError
from appserver.live import Live

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from appserver._core import Subscription
    from appserver.backends.base import Backend
    from appserver.backends.slices import Slices
    from appserver.delivery.runtime_ref import RuntimeRef
    from appserver.delivery.stats import StreamStats
    from appserver.events import Event

__all__ = ["EventStream", "PrimaryStream", "check_max_events"]

EVENTS_BEFORE_YIELD = 64
"""Events taken in a row without waiting before other tasks get their turn."""


def check_max_events(max_events: object) -> None:
    """Refuse what is no number of events, by name.

    Raises:
        TypeError, ValueError: it is none.
    """
    if isinstance(max_events, bool) or not isinstance(max_events, int):
        raise TypeError(f"max_events is a number of events, an int, not {type(max_events).__name__}")
    if max_events < 1:
        raise ValueError(f"max_events is {max_events}; ask for 1 or more")


class EventStream(Live):
    """One reader's own queue of events, with its own bound and policy.

    Iterate with `async for`, or call `next_event` and `next_events`. Events that are not read stay here; they never
    hold up a request or another stream. Dropping the stream, `close()`, or the end of an `async with` block, ends it.

    Several tasks may read one stream; each event goes to one of them.

    Cancellation: no event is lost, since one is taken only in the step that returns it.
    """

    __slots__ = (
        "__weakref__",
        "_backend",
        "_is_closed",
        "_ref",
        "_slices",
        "_subscription",
        "_take",
        "_taken",
    )

    def __init__(self, subscription: Subscription, ref: RuntimeRef, slices: Slices) -> None:
        self._subscription = subscription
        self._take = subscription.take
        self._ref = ref
        self._slices = slices
        self._taken = 0
        self._is_closed = False  # by its holder; one whose client has ended has what is queued
        self._backend: Backend | None = None  # of the loop that read last

    def __aiter__(self) -> EventStream:
        return self

    async def __anext__(self) -> Event:
        # The body of `next_event` again: awaiting it would cost a quarter of an event.
        while True:
            if self._taken >= EVENTS_BEFORE_YIELD:
                self._taken = 0
                await let_others_run()
            event: Any = self._take()
            if event is not EMPTY:
                if event is None:
                    raise StopAsyncIteration
                self._taken += 1
                return event  # type: ignore[no-any-return]
            await self._wait()

    async def next_event(self) -> Event | None:
        """The next event; None once the stream is closed and everything queued was read.

        Cancellation: no event is lost.
        """
        try:
            return await self.__anext__()
        except StopAsyncIteration:
            return None

    async def next_events(self, max_events: int = 1024) -> list[Event] | None:
        """One or more events, `max_events` at the most, for one wake-up; None once closed and read to the end.

        Cancellation: no event is lost.

        Raises:
            ValueError: `max_events` is less than 1.
        """
        check_max_events(max_events)
        while True:
            if self._taken >= EVENTS_BEFORE_YIELD:
                self._taken = 0
                await let_others_run()
            events: list[Any] | None = self._subscription.take_many(max_events)
            if events is None:
                return None
            if events:
                self._taken += len(events)
                return events
            await self._wait()

    async def _wait(self) -> bool:
        """Wait until there may be something to take; False, without waiting, when there is something now."""
        self._taken = 0
        backend = self._backend
        if backend is None or not backend.is_current():
            backend = self._backend = current_backend()
        waiter = backend.waiter()
        number = self._subscription.register(waiter.resolve)
        if not number:
            return False
        try:
            await waiter.wait()
        except BaseException:
            self._subscription.deregister(number)
            raise
        return True

    def close(self) -> None:
        """End the stream: what is queued is thrown away, and readers get the end.

        Whoever asked what was not read yet is told that nobody listens (-32603); questions that were read can still
        be answered.
        """
        self._is_closed = True
        reject_all(self._slices, self._subscription.close(), "consumer_closed")

    def _check_open(self, what: str = "async with") -> None:
        """Raise `RuntimeClosedError` if it was closed; `what` was to be done."""
        self._subscription.stats()  # in a forked child this says so
        if self._is_closed:
            raise RuntimeClosedError(
                f"{what}: this stream of events is closed; subscribe() gives another one"
            )

    async def __aenter__(self) -> Self:
        self._check_open()
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with contextlib.suppress(RuntimeClosedError):  # a forked child: the stream is the parent's
            self.close()

    def stats(self) -> StreamStats:
        """This stream's counters."""
        from appserver.delivery.stats import StreamStats

        return StreamStats(**self._subscription.stats())


class PrimaryStream(EventStream):
    """The stream of a handle; it brings the server requests too. Dropped, it ends like any other stream."""

    __slots__ = ()

    def __del__(self, is_finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        if not is_finalizing():
            with contextlib.suppress(RuntimeClosedError):  # a forked child: the stream is the parent's
                self.close()
