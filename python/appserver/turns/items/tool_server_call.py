"""The item that shows a call of a tool of an MCP server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.text import repaired
from appserver.turns.encodable import repaired_model
from appserver.turns.items.block_item import BlockItem

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["ToolServerCallItem"]

MAX_PROGRESS: Final = 1000
"""Characters of one report of progress."""


class ToolServerCallItem(BlockItem):
    """A call, from its start to its end. Left without an outcome, it has failed."""

    def __init__(
        self,
        turn: Turn,
        server: str,
        tool: str,
        arguments: Any,
        *,
        item_id: str | None,
        reads_only: bool | None = None,
    ) -> None:
        super().__init__(turn, item_id)
        self._began = time.monotonic()
        self._is_telling = False
        self._item = repaired_model(
            p.McpToolCallThreadItem(
                id=self.id,
                server=server,
                tool=tool,
                arguments=arguments,
                status="inProgress",
                read_only_hint=reads_only,
            )
        )
        self._outcome: dict[str, Any] = {"status": "failed"}

    def succeed(self, result: p.McpToolCallResult, *, is_error: bool = False) -> None:
        """It has this result, which may say that the tool has failed."""
        self._outcome = {"status": "failed" if is_error else "completed", "result": result}

    def fails(self, message: str) -> None:
        """There is no result."""
        self._outcome = {"status": "failed", "error": p.McpToolCallError(message=repaired(message))}

    async def progress(self, message: str) -> None:
        """The server says how far it is. While a reader is told of one report, further ones are passed over.

        Cancellation: once begun, it is sent.
        """
        if self._is_telling or self._turn.emitter.close_reason is not None:
            return
        self._is_telling = True
        try:
            await self._turn.emitter.deliver(
                p.McpToolCallProgressNotification(
                    thread_id=self._turn.thread.id,
                    turn_id=self._turn.id,
                    item_id=self.id,
                    message=repaired(message)[:MAX_PROGRESS],
                )
            )
        finally:
            self._is_telling = False

    def current(self) -> p.McpToolCallThreadItem:
        """The item as it is now."""
        return self._item

    def final(self) -> p.McpToolCallThreadItem:
        """The item as it ends."""
        milliseconds = round((time.monotonic() - self._began) * 1000)
        changes = {**self._outcome, "duration_ms": milliseconds}
        return repaired_model(self._item.model_copy(update=changes))
