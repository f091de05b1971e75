"""The agent's message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.protocol.item import AgentMessageThreadItem
from appserver.protocol.item_notifications import AgentMessageDeltaNotification
from appserver.text import is_encodable
from appserver.turns.items.text_item import TextItem

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["MessageStream"]


PIECES_A_BLOCK: Final = 64
"""A token takes ten times its text as a string of its own: so many become one."""


_new: Final = object.__new__
_set: Final = object.__setattr__


def _piece(thread_id: str, turn_id: str, item_id: str, delta: str) -> AgentMessageDeltaNotification:
    """A notification of texts that are known to be such: what its constructor makes, in half the time."""
    piece = _new(AgentMessageDeltaNotification)
    _set(piece, "__dict__", {"thread_id": thread_id, "turn_id": turn_id, "item_id": item_id, "delta": delta})
    _set(piece, "__pydantic_fields_set__", {"thread_id", "turn_id", "item_id", "delta"})
    _set(piece, "__pydantic_extra__", None)
    _set(piece, "__pydantic_private__", None)
    return piece


class MessageStream(TextItem):
    """A message of the agent that is being written."""

    def __init__(self, turn: Turn, phase: str | None = None, item_id: str | None = None) -> None:
        super().__init__(turn, item_id)
        self._phase = phase
        self._parts: list[str] = []
        self._blocks = 0  # parts that are joined of many pieces

    async def delta(self, text: str) -> None:
        """Append `text`. Waits only while a reader is full that must not lose any.

        Half a surrogate pair at the end waits for the next delta; what stays without its other half becomes U+FFFD.

        Cancellation: the text is taken back, unless some reader has it already.

        Raises:
            TurnClosedError: the turn or the message is over.
            TypeError: `text` is not a str; nothing was appended.
        """
        if not self._is_open:
            self._refused()
        if self._half or type(text) is not str or not text.isascii():
            text = self._joined(text)
        if text:
            sending = self._say(
                AgentMessageDeltaNotification(
                    thread_id=self._thread_id, turn_id=self._turn_id, item_id=self.id, delta=text
                ),
                self._parts,
                text,
            )
            if sending is not None:
                await sending

    def try_delta(self, text: str) -> bool | None:
        """As `delta`, if nothing has to be waited for. None: a reader has no room; False: the text needs a closer look.

        Either way nothing was appended.
        """
        if not self._is_open or self._half or self._in_flight or not (text.isascii() or is_encodable(text)):
            return False
        if text:
            if not self._try_send(_piece(self._thread_id, self._turn_id, self.id, text)):
                return None
            parts = self._parts
            parts.append(text)
            if len(parts) - self._blocks >= PIECES_A_BLOCK:
                parts[self._blocks :] = ["".join(parts[self._blocks :])]
                self._blocks += 1
        return True

    @property
    def text(self) -> str:
        """The message so far."""
        return "".join(self._parts)

    def final(self) -> AgentMessageThreadItem:
        """The item as it ends."""
        return AgentMessageThreadItem(id=self.id, text=self.text, phase=self._phase)
