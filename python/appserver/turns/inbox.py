"""The messages of the user to one turn: waiting to be sent to the clients, then to be taken by the agent."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.turns.errors import queue_full
from appserver.turns.identifiers import new_identifier
from appserver.turns.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.turns.outgoing import AnyNotification, TurnOutgoing
    from appserver.turns.record import TurnRecord

__all__ = ["MAX_WAITING_INPUTS", "Inbox"]

MAX_WAITING_INPUTS: Final = 128
"""Messages to a running turn that may wait for a reader; as many as any other queue holds."""


class Inbox:
    """A user message is an item of the turn like others; the agent is given it once its item is out."""

    __slots__ = ("_current", "_outbox", "_record", "_untaken", "_waiting")

    def __init__(self, outgoing: TurnOutgoing, record: TurnRecord) -> None:
        self._record = record
        self._outbox = Outbox(outgoing)
        self._waiting: deque[tuple[Sequence[p.UserInput], str | None]] = deque()
        self._current: p.UserMessageThreadItem | None = None  # its events are in the outbox
        self._untaken: list[p.UserInput] = []

    def put(self, user_input: Sequence[p.UserInput], client_message_id: str | None = None) -> None:
        """Add a message.

        Raises:
            OverloadedError: too many messages wait for a reader already.
        """
        if len(self._waiting) >= MAX_WAITING_INPUTS:
            raise queue_full("messages")
        self._waiting.append((user_input, client_message_id))

    def __bool__(self) -> bool:
        """Whether some message is not sent yet."""
        return bool(self._waiting) or self._current is not None

    @property
    def has_untaken(self) -> bool:
        """Whether the agent has not taken all that was sent."""
        return bool(self._untaken)

    def take(self) -> list[p.UserInput]:
        """What was sent and not taken yet."""
        taken, self._untaken = self._untaken, []
        return taken

    async def send_all(self) -> None:
        """Send the items of all messages, waiting for readers.

        Cancellation: what no stream has stays to be sent.
        """
        while self._begin_next():
            await self._outbox.send_all()
            self._end_current()

    def try_send_all(self) -> bool:
        """Send the items without waiting. False when there is no room for all of them."""
        while self._begin_next():
            if not self._outbox.try_send_all():
                return False
            self._end_current()
        return True

    def close(self) -> list[AnyNotification]:
        """Send no further messages. Returns what is still to be sent of one whose item has started."""
        self._waiting.clear()
        rest = self._outbox.take_all()
        if len(rest) != 1:  # both events of an item are there, or neither
            self._current = None
            return []
        self._end_current()
        return rest

    def _begin_next(self) -> bool:
        while self._current is None and self._waiting:
            user_input, client_id = self._waiting.popleft()
            if user_input:
                item = p.UserMessageThreadItem(
                    id=new_identifier(), client_id=client_id, content=list(user_input)
                )
                self._outbox.add([self._record.item_started(item), self._record.item_completed(item)])
                self._current = item
        return self._current is not None

    def _end_current(self) -> None:
        item, self._current = self._current, None
        if item is not None:  # otherwise another sender has ended it
            self._record.items.append(item)
            self._untaken.extend(item.content)
