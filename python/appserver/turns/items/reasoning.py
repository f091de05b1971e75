"""The agent's reasoning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.protocol.item import ReasoningThreadItem
from appserver.protocol.item_notifications import (
    ReasoningSummaryPartAddedNotification,
    ReasoningSummaryTextDeltaNotification,
    ReasoningTextDeltaNotification,
)
from appserver.text import REPLACEMENT
from appserver.turns.items.text_item import TextItem

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["ReasoningStream"]


class ReasoningStream(TextItem):
    """Reasoning that is being written: the thoughts themselves, and a summary of them, each in parts."""

    def __init__(self, turn: Turn, item_id: str | None = None) -> None:
        super().__init__(turn, item_id)
        self._content: list[list[str]] = []
        self._summary: list[list[str]] = []
        self._summary_half: str = ""

    async def delta(self, text: str) -> None:
        """Append `text` to the thoughts; as `MessageStream.delta`.

        Cancellation: the text is taken back, unless some reader has it already.
        """
        if not self._is_open:
            self._refused()
        if self._half or type(text) is not str or not text.isascii():
            text = self._joined(text)
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
        if self._summary_half or type(text) is not str or not text.isascii():
            text = self._joined_summary(text)
        if text:
            if not self._summary:
                await self._send_part()
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
        await self._end_summary_half()
        await self._send_part()

    async def _send_part(self) -> None:
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

    def _joined_summary(self, text: str) -> str:
        # The two texts take turns in one item, and each has its own halves.
        self._half, self._summary_half = self._summary_half, self._half
        try:
            return self._joined(text)
        finally:
            self._half, self._summary_half = self._summary_half, self._half

    async def _end_summary_half(self) -> None:
        if self._summary_half:
            self._summary_half = ""
            await self.summary_delta(REPLACEMENT)

    async def _end_halves(self) -> None:
        await super()._end_halves()
        await self._end_summary_half()

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
