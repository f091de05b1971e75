"""Items that grow by text: messages, reasoning, plans.

A delta is the hot path of the whole runtime: it builds one notification, hands it over, and keeps the text.
Text counts as said once it is handed over, so that an agent that cancels its own delta still finds it in the
finished item.
"""

from __future__ import annotations

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
from appserver.threads.identifiers import new_identifier

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from appserver.protocol.item import ThreadItem
    from appserver.threads.turn import Turn

__all__ = ["MessageStream", "PlanStream", "ReasoningStream"]


class _TextItem:
    """An item between its start and its end.

    Attributes:
        id: the item's id.
    """

    def __init__(self, turn: Turn) -> None:
        self.id = new_identifier()
        self._turn = turn
        self._thread_id = turn.thread.id
        self._turn_id = turn.id
        self._send = turn.emitter.send
        self._is_open = False

    def final(self) -> ThreadItem:
        """The item as it ends."""
        raise NotImplementedError

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
            await self._turn.finish_item(self.final())

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
            sending = self._send(
                AgentMessageDeltaNotification(
                    thread_id=self._thread_id, turn_id=self._turn_id, item_id=self.id, delta=text
                )
            )
            self._parts.append(text)
            await sending

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
            sending = self._send(
                PlanDeltaNotification(
                    thread_id=self._thread_id, turn_id=self._turn_id, item_id=self.id, delta=text
                )
            )
            self._parts.append(text)
            await sending

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
            sending = self._send(
                ReasoningTextDeltaNotification(
                    thread_id=self._thread_id,
                    turn_id=self._turn_id,
                    item_id=self.id,
                    delta=text,
                    content_index=len(self._content) - 1,
                )
            )
            self._content[-1].append(text)
            await sending

    async def summary_delta(self, text: str) -> None:
        """Append `text` to the present part of the summary; as `MessageStream.delta`."""
        if not self._is_open:
            self._refused()
        if text:
            if not self._summary:
                await self.next_summary_part()
            sending = self._send(
                ReasoningSummaryTextDeltaNotification(
                    thread_id=self._thread_id,
                    turn_id=self._turn_id,
                    item_id=self.id,
                    delta=text,
                    summary_index=len(self._summary) - 1,
                )
            )
            self._summary[-1].append(text)
            await sending

    async def next_summary_part(self) -> None:
        """Begin a new part of the summary. The first part begins by itself."""
        if not self._is_open:
            self._refused()
        sending = self._send(
            ReasoningSummaryPartAddedNotification(
                thread_id=self._thread_id,
                turn_id=self._turn_id,
                item_id=self.id,
                summary_index=len(self._summary),
            )
        )
        self._summary.append([])
        await sending

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
