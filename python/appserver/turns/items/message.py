"""The agent's message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.protocol.item import AgentMessageThreadItem
from appserver.protocol.item_notifications import AgentMessageDeltaNotification
from appserver.turns.items.text_item import TextItem

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["MessageStream"]


class MessageStream(TextItem):
    """A message of the agent that is being written."""

    def __init__(self, turn: Turn, phase: str | None = None, item_id: str | None = None) -> None:
        super().__init__(turn, item_id)
        self._phase = phase
        self._parts: list[str] = []

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

    @property
    def text(self) -> str:
        """The message so far."""
        return "".join(self._parts)

    def final(self) -> AgentMessageThreadItem:
        """The item as it ends."""
        return AgentMessageThreadItem(id=self.id, text=self.text, phase=self._phase)
