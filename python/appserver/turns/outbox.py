"""Notifications in line for a sender that may wait, be cancelled, and be replaced by one that does not wait."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from appserver.delivery.sending import Outcome, YieldFirst, let_readers_run, wait_for_room
from appserver.errors import RuntimeClosedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appserver.delivery.sending import ParkedSend
    from appserver.turns.outgoing import AnyNotification, TurnOutgoing

__all__ = ["Outbox"]

logger = logging.getLogger("appserver")


class Outbox:
    """A line of notifications that are sent once each, in order.

    What cannot be sent at all is logged and left out: it must not keep back those behind it. A server that is shut
    down has no reader left to miss anything.
    """

    __slots__ = ("_offer", "_parked", "_rest", "_try_send")

    def __init__(self, outgoing: TurnOutgoing) -> None:
        self._offer = outgoing.offer
        self._try_send = outgoing.try_send_notification
        self._rest: list[
            AnyNotification
        ] = []  # a handful; an empty deque takes 600 bytes, and a turn has three
        self._parked: ParkedSend | None = None  # the first one, while it stands in line for room

    def add(self, notifications: Iterable[AnyNotification]) -> None:
        """Put notifications at the end of the line."""
        self._rest.extend(notifications)

    def __bool__(self) -> bool:
        """Whether something is left to be sent."""
        return bool(self._rest)

    async def send_all(self) -> None:
        """Send the rest, waiting for readers.

        Cancellation: what no stream has stays in line.
        """
        while self._rest:
            notification = self._rest[0]
            try:
                parked = self._offer(notification)
                if isinstance(parked, YieldFirst):
                    await let_readers_run()
                    continue  # it may have been sent meanwhile, by `try_send_all`
                if parked is not None:
                    await self._wait_for_room(notification, parked)
            except RuntimeClosedError:
                pass
            except Exception:
                logger.exception("%s could not be sent", notification.method)
            self._remove(notification)

    def try_send_all(self) -> bool:
        """Send the rest without waiting. False when there is no room for all of it."""
        self._withdraw()
        while self._rest:
            try:
                if not self._try_send(self._rest[0]):
                    return False
            except RuntimeClosedError:
                self._rest.clear()
                return True
            except Exception:
                logger.exception("%s could not be sent", self._rest[0].method)
            self._rest.pop(0)
        return True

    def take_all(self) -> list[AnyNotification]:
        """Take out what is left to be sent."""
        self._withdraw()
        rest = list(self._rest)
        self._rest.clear()
        return rest

    def _withdraw(self) -> None:
        parked, self._parked = self._parked, None
        if parked is not None and parked.withdraw() is not Outcome.NOT_DELIVERED:
            self._rest.pop(0)

    async def _wait_for_room(self, notification: AnyNotification, parked: ParkedSend) -> None:
        self._parked = parked
        try:
            await wait_for_room(parked)
        except BaseException:
            if self._parked is parked and parked.withdraw() is not Outcome.NOT_DELIVERED:
                self._remove(notification)
            raise
        finally:
            if self._parked is parked:
                self._parked = None

    def _remove(self, notification: AnyNotification) -> None:
        if self._rest and self._rest[0] is notification:
            self._rest.pop(0)
