"""The agent's plan in prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.protocol.item import PlanThreadItem
from appserver.protocol.item_notifications import PlanDeltaNotification
from appserver.turns.items.text_item import TextItem

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["PlanStream"]


class PlanStream(TextItem):
    """A plan that is being written."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self._parts: list[str] = []

    async def delta(self, text: str) -> None:
        """Append `text`; as `MessageStream.delta`.

        Cancellation: the text is taken back, unless some reader has it already.
        """
        if not self._is_open:
            self._refused()
        if self._half or type(text) is not str or not text.isascii():
            text = self._joined(text)
        if text:
            sending = self._say(
                PlanDeltaNotification(
                    thread_id=self._thread_id, turn_id=self._turn_id, item_id=self.id, delta=text
                ),
                self._parts,
                text,
            )
            if sending is not None:
                await sending

    def final(self) -> PlanThreadItem:
        """The item as it ends."""
        return PlanThreadItem(id=self.id, text="".join(self._parts))
