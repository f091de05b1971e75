"""How a turn's notifications leave.

who waits for a reader, and what is kept when the waiting is cancelled.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeAlias

from appserver.errors import RuntimeClosedError, TurnClosedError

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.backends.base import Task
    from appserver.processor.session import Session

    AnyNotification: TypeAlias = p.Notification | p.LegacyNotification

__all__ = ["Emitter"]


class Emitter:
    """The sending side of one turn.

    A reader that is full makes the sender wait. What happens to the event when the sender is cancelled while
    it waits depends on who sends it: a delta is taken back; the start and the end of an item, a status and a
    resolved question are not, because the client would be left with an item that never ends. Those wait in a
    task of the runtime, and `drain` waits for them before the turn is closed.

    Attributes:
        send: the session's `send_notification`, for deltas and for the turn's own supervisor.
        closed: why the agent may not act on the turn any more; empty while it may.
    """

    __slots__ = ("_deliveries", "_session", "closed", "send", "try_send")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._deliveries: set[Task] = set()
        self.send = session.outgoing.send_notification
        self.try_send = session.outgoing.try_send_notification
        self.closed = ""

    def check_open(self) -> None:
        """Raise `TurnClosedError` when the turn is over for its agent."""
        if self.closed:
            raise TurnClosedError(self.closed)

    async def deliver(self, notification: AnyNotification) -> None:
        """Send, and wait while a reader is full; once begun, no cancellation takes the notification back.

        Raises:
            TurnClosedError: the turn is over for its agent; nothing was sent.
            RuntimeClosedError: the runtime is shut down, or is shutting down and there is no room.
            ValueError: a text is not valid Unicode.
        """
        self.check_open()
        if self.try_send(notification):
            return
        failures: list[Exception] = []
        await self._begin_delivery(notification, failures).wait()
        if failures:
            raise failures[0]

    def deliver_later(self, notification: AnyNotification) -> None:
        """As `deliver`, for code that cannot wait: it is being cancelled. Failures pass in silence."""
        with contextlib.suppress(RuntimeClosedError):
            if not self.try_send(notification):
                self._begin_delivery(notification, [])

    async def drain(self) -> None:
        """Wait until everything handed to `deliver` is delivered."""
        while self._deliveries:
            await self._deliveries.pop().wait()

    def _begin_delivery(self, notification: AnyNotification, failures: list[Exception]) -> Task:
        async def carry() -> None:
            try:
                await self.send(notification)
            except Exception as error:  # noqa: BLE001 - handed to the sender
                failures.append(error)

        task = self._session.spawn(carry, name=f"deliver {notification.method}")
        self._deliveries = {delivery for delivery in self._deliveries if not delivery.done}
        self._deliveries.add(task)
        return task
