"""Items that grow by text: messages, reasoning, plans.

A delta is the hot path of the whole runtime: it builds one notification, hands it over, and keeps the text.
The finished item holds exactly the text that some reader has or will have. Text that its agent takes back while
it waits for room is in no stream and not in the item; once one stream has it, it stays, and the others are told
of a gap.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NoReturn

from appserver.errors import TurnClosedError
from appserver.protocol.item import AgentMessageThreadItem, PlanThreadItem, ReasoningThreadItem
from appserver.protocol.item_notifications import (
    AgentMessageDeltaNotification,
    PlanDeltaNotification,
    ReasoningSummaryPartAddedNotification,
    ReasoningSummaryTextDeltaNotification,
    ReasoningTextDeltaNotification,
)
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from types import TracebackType
    from typing import Self

    from appserver.protocol import Notification
    from appserver.protocol.item import ThreadItem
    from appserver.turns.turn import Turn

__all__ = ["MessageStream", "PlanStream", "ReasoningStream"]


class _TextItem(ABC):
    """An item between its start and its end.

    Attributes:
        id: the item's id.
    """

    def __init__(self, turn: Turn) -> None:
        self.id = new_identifier()
        self._turn = turn
        self._thread_id = turn.thread.id
        self._turn_id = turn.id
        self._send_delta = turn.emitter.send_delta
        self._is_open = False

    @abstractmethod
    def final(self) -> ThreadItem:
        """The item as it ends."""

    def refuse(self) -> None:
        """Take no more text."""
        self._is_open = False

    async def __aenter__(self) -> Self:
        await self._turn.start_item(self, self.final())
        self._is_open = not self._turn.emitter.closed
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        # Left by an exception, the item stays open: the runtime ends it if the turn goes well all the same.
        self._is_open = False
        if kind is None:
            if self._turn.emitter.is_busy:  # a delta of another task may still be taken back
                await self._turn.emitter.drain()
            await self._turn.finish_item(self.final())

    def _say(self, notification: Notification, parts: list[str], text: str) -> Awaitable[None]:
        """Send a delta and keep its text where it was sent among the others; take both back if nobody gets it."""
        index = len(parts)

        def revise(is_sent_now: bool) -> None:
            nonlocal index
            parts[index] = ""
            if is_sent_now:
                index = len(parts)
                parts.append(text)

        sending = self._send_delta(notification, revise)
        parts.append(text)
        return sending

    def _refused(self) -> NoReturn:
        self._turn.emitter.check_open()
        raise TurnClosedError("this item is not open: send text inside its `async with` block")


class MessageStream(_TextItem):
    """A message of the agent that is being written."""

    def __init__(self, turn: Turn, phase: str | None = None) -> None:
        super().__init__(turn)
        self._phase = phase
        self._parts: list[str] = []

    async def delta(self, text: str) -> None:
        """Append `text`. Waits only while a reader is full that must not lose any.

        Raises:
            TurnClosedError: the turn or the message is over.
            ValueError: `text` is not valid Unicode; nothing was appended.
        """
        if not self._is_open:
            self._refused()
        if text:
            await self._say(
                AgentMessageDeltaNotification(
                    thread_id=self._thread_id, turn_id=self._turn_id, item_id=self.id, delta=text
                ),
                self._parts,
                text,
            )

    @property
    def text(self) -> str:
        """The message so far."""
        return "".join(self._parts)

    def final(self) -> AgentMessageThreadItem:
        """The item as it ends."""
        return AgentMessageThreadItem(id=self.id, text=self.text, phase=self._phase)


class PlanStream(_TextItem):
    """A plan that is being written."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self._parts: list[str] = []

    async def delta(self, text: str) -> None:
        """Append `text`; as `MessageStream.delta`."""
        if not self._is_open:
            self._refused()
        if text:
            await self._say(
                PlanDeltaNotification(
                    thread_id=self._thread_id, turn_id=self._turn_id, item_id=self.id, delta=text
                ),
                self._parts,
                text,
            )

    def final(self) -> PlanThreadItem:
        """The item as it ends."""
        return PlanThreadItem(id=self.id, text="".join(self._parts))


class ReasoningStream(_TextItem):
    """Reasoning that is being written: the thoughts themselves, and a summary of them, each in parts."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self._content: list[list[str]] = []
        self._summary: list[list[str]] = []

    async def delta(self, text: str) -> None:
        """Append `text` to the thoughts; as `MessageStream.delta`."""
        if not self._is_open:
            self._refused()
        if text:
            if not self._content:
                self._content.append([])
            await self._say(
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

    async def summary_delta(self, text: str) -> None:
        """Append `text` to the present part of the summary; as `MessageStream.delta`."""
        if not self._is_open:
            self._refused()
        if text:
            if not self._summary:
                await self.next_summary_part()
                if not self._is_open:  # it was waited for a reader
                    self._refused()
            await self._say(
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

    async def next_summary_part(self) -> None:
        """Begin a new part of the summary. The first part begins by itself."""
        if not self._is_open:
            self._refused()
        sending = self._send_delta(
            ReasoningSummaryPartAddedNotification(
                thread_id=self._thread_id,
                turn_id=self._turn_id,
                item_id=self.id,
                summary_index=len(self._summary),
            ),
            self._revise_part,
        )
        self._summary.append([])
        await sending

    def _revise_part(self, is_sent_now: bool) -> None:
        if not is_sent_now and self._summary and not self._summary[-1]:
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
