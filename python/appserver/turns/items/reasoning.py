"""The agent's reasoning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.protocol.item import ReasoningThreadItem
from appserver.protocol.item_notifications import (
    ReasoningSummaryPartAddedNotification,
    ReasoningSummaryTextDeltaNotification,
    ReasoningTextDeltaNotification,
)
from appserver.turns.items.text_item import TextItem

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["ReasoningStream"]


class ReasoningStream(TextItem):
    """Reasoning that is being written: the thoughts themselves, and a summary of them, each in parts."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self._content: list[list[str]] = []
        self._summary: list[list[str]] = []

    async def delta(self, text: str) -> None:
        """Append `text` to the thoughts; as `MessageStream.delta`.

        Cancellation: the text is taken back, unless some reader has it already.
        """
        if not self._is_open:
            self._refused()
        if text:
            if not self._content:
                self._content.append([])
            sending = self._say(
                ReasoningTextDeltaNotification(
                    thread_id=self._thread_id,
                    turn_id=self._turn_id,
                    item_id=self.id,
                    delta=text,
                    content_index=len(self._content) - 1,
                ),
                self._content[-1],
                text,
            )
            if sending is not None:
                await sending

    async def summary_delta(self, text: str) -> None:
        """Append `text` to the present part of the summary; as `MessageStream.delta`.

        Cancellation: the text is taken back, unless some reader has it already.
        """
        if not self._is_open:
            self._refused()
        if text:
            if not self._summary:
                await self.next_summary_part()
                if not self._is_open:  # a reader was waited for
                    self._refused()
            sending = self._say(
                ReasoningSummaryTextDeltaNotification(
                    thread_id=self._thread_id,
                    turn_id=self._turn_id,
                    item_id=self.id,
                    delta=text,
                    summary_index=len(self._summary) - 1,
                ),
                self._summary[-1],
                text,
            )
            if sending is not None:
                await sending

    async def next_summary_part(self) -> None:
        """Begin a new part of the summary. The first part begins by itself.

        Cancellation: the part is taken back, unless some reader has it already.
        """
        if not self._is_open:
            self._refused()
        notification = ReasoningSummaryPartAddedNotification(
            thread_id=self._thread_id,
            turn_id=self._turn_id,
            item_id=self.id,
            summary_index=len(self._summary),
        )
        parked = self._offer(notification)
        if parked is None:
            self._summary.append([])
        else:
            await self._send_later(notification, parked, self._begin_part, self._lose_part)

    def _begin_part(self) -> None:
        self._summary.append([])

    def _lose_part(self) -> None:
        if self._summary and not self._summary[-1]:
            self._summary.pop()

    def next_content_part(self) -> None:
        """Begin a new part of the thoughts. The first part begins by itself."""
        self._content.append([])

    def final(self) -> ReasoningThreadItem:
        """The item as it ends."""
        return ReasoningThreadItem(
            id=self.id,
            summary=["".join(part) for part in self._summary],
            content=["".join(part) for part in self._content],
        )
