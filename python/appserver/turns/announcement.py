"""`thread/started`, which goes before every other event of its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.backends.flags import OneTimeFlag
from appserver.turns.outbox import Outbox

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.backends.base import Backend
    from appserver.turns.outgoing import AnyNotification, TurnOutgoing

__all__ = ["Announcement"]


class Announcement:
    """The announcement of one thread.

    A task of the server sends it. Should that task be cancelled, the thread's first turn sends it.

    Attributes:
        is_over: set once it is out, or the task that was to send it has ended.
    """

    __slots__ = ("_outbox", "is_over")

    def __init__(self, outgoing: TurnOutgoing, backend: Backend) -> None:
        self._outbox = Outbox(outgoing)
        self.is_over = OneTimeFlag(backend)

    def prepare(self, notification: p.ThreadStartedNotification) -> None:
        """Set what is to be sent."""
        self._outbox.add([notification])

    async def send(self) -> None:
        """Send it, waiting for readers.

        Cancellation: as long as no stream has it, it is still to be sent.
        """
        await self._outbox.send_all()

    def try_send(self) -> bool:
        """Send it without waiting. False when there is no room for it."""
        return self._outbox.try_send_all()

    def take(self) -> list[AnyNotification]:
        """Take it out, for a turn that is closed before it began. Empty when it is out."""
        return self._outbox.take_all()
