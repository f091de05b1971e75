"""The item that shows the call of a tool that has no item of its own kind."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.turns.items.block_item import BlockItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.turns.turn import Turn

__all__ = ["ToolCallItem"]


class ToolCallItem(BlockItem):
    """A call, from its start to its end. Left without an outcome, it has failed."""

    def __init__(
        self,
        turn: Turn,
        tool: str,
        arguments: Any,
        item_id: str | None = None,
        namespace: str | None = None,
    ) -> None:
        super().__init__(turn, item_id)
        self._tool = tool
        self._namespace = namespace
        self._request_id: int | None = None
        self._arguments = arguments
        self._began = time.monotonic()
        self._is_success = False
        self._content: Sequence[p.DynamicToolCallOutputContentItem] | None = None

    def succeed(self, content: Sequence[p.DynamicToolCallOutputContentItem]) -> None:
        """It has this outcome."""
        self._is_success, self._content = True, content

    def fail(self, content: Sequence[p.DynamicToolCallOutputContentItem]) -> None:
        """It has failed, as this says."""
        self._is_success, self._content = False, content

    def current(self) -> p.DynamicToolCallThreadItem:
        """The item as it is now."""
        return p.DynamicToolCallThreadItem(
            id=self.id,
            namespace=self._namespace,
            tool=self._tool,
            arguments=self._arguments,
            status="inProgress",
        )

    def final(self) -> p.DynamicToolCallThreadItem:
        """The item as it ends."""
        return p.DynamicToolCallThreadItem(
            id=self.id,
            namespace=self._namespace,
            tool=self._tool,
            arguments=self._arguments,
            status="completed" if self._is_success else "failed",
            content_items=None if self._content is None else list(self._content),
            success=self._is_success,
            duration_ms=round((time.monotonic() - self._began) * 1000),
        )

    def asked(self, request_id: int) -> None:
        """A client was asked; the end of the turn takes the question back."""
        self._request_id = request_id
        self._turn.record.questions[request_id] = None

    def answered(self) -> None:
        """The client has answered, or nobody waits for it any more."""
        if self._request_id is not None and not self._turn.emitter.is_closed:
            self._turn.record.questions.pop(self._request_id, None)

    async def end(self) -> None:
        """Tell how it has ended.

        Cancellation: it is sent all the same.
        """
        await self._turn.finish_item(self.final())
