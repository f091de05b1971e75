"""A send with its outcome as a value: delivered, parked until there is room, or to be repeated."""

from __future__ import annotations

from enum import Enum
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Final, Protocol, final

from appserver.backends import current_backend
from appserver.delivery.handler_permit import wait_lending_slot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver._core import Parked

__all__ = ["YIELD_FIRST", "Outcome", "ParkedSend", "YieldFirst", "offer_through", "wait_for_room"]


class Outcome(Enum):
    """What became of a notification that had to wait for room."""

    DELIVERED = "every stream that matches has dealt with it"
    DELIVERED_TO_SOME = "some streams have it; a `Lagged` marker is recorded in the others"
    NOT_DELIVERED = "no stream has it"


@final
class YieldFirst:
    """The type of `YIELD_FIRST`."""


YIELD_FIRST: Final = YieldFirst()
"""What an offer returns when other tasks must run first. Nothing was sent."""


class ParkedSend(Protocol):
    """A notification that stands in line where there is no room. Dropped: withdrawn."""

    def register(self, wake: Callable[[], None], /) -> bool:
        """Ask for one wake-up; False: there is nothing to wait for any more."""

    def withdraw(self) -> Outcome:
        """Take it back from the streams that have no room yet, and say who has it. Any number of times."""


class _Parked:
    """The native parked send, with one outcome."""

    __slots__ = ("_outcome", "_parked")

    def __init__(self, parked: Parked) -> None:
        self._parked = parked
        self._outcome: Outcome | None = None

    def register(self, wake: Callable[[], None], /) -> bool:
        return self._parked.arm(wake)

    def withdraw(self) -> Outcome:
        if self._outcome is None:
            is_delivered = self._parked.delivered()
            self._parked.withdraw()
            if is_delivered:
                self._outcome = Outcome.DELIVERED
            elif self._parked.reached_somebody():
                self._outcome = Outcome.DELIVERED_TO_SOME
            else:
                self._outcome = Outcome.NOT_DELIVERED
        return self._outcome


def offer_through(
    send: Callable[[Any], Awaitable[None]],
) -> Callable[[Any], ParkedSend | YieldFirst | None]:
    """The `offer` of a core that has only `send_notification`: looks into what that would have awaited."""

    def offer(notification: Any) -> ParkedSend | YieldFirst | None:
        sending = send(notification)
        if not isinstance(sending, CoroutineType):
            return None
        frame = sending.cr_frame
        parked: Parked | None = None if frame is None else frame.f_locals.get("parked")
        sending.close()
        return YIELD_FIRST if parked is None else _Parked(parked)

    return offer


async def wait_for_room(parked: ParkedSend) -> Outcome:
    """Wait until a parked send is over, with the current handler's place lent meanwhile.

    Anything but `DELIVERED` means that the server, or the last stream it waited for, is shutting down.

    Cancellation: the send is withdrawn; `parked.withdraw()` returns the outcome again.
    """
    waiter = current_backend().waiter()
    try:
        if parked.register(waiter.settle):
            await wait_lending_slot(waiter)
    finally:
        outcome = parked.withdraw()
    return outcome
