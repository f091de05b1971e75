"""The item that shows a call of a tool of an MCP server."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.errors import RuntimeClosedError
from appserver.text import repaired
from appserver.turns.encodable import repaired_model
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from appserver.turns.turn import Turn

__all__ = ["ToolServerCallItem"]

MAX_PROGRESS: Final = 1000
"""Characters of one report of progress."""


class ToolServerCallItem:
    """A call, from its start to its end. Left without an outcome, it has failed.

    Attributes:
        id: the item's id.
    """

    def __init__(
        self,
        turn: Turn,
        server: str,
        tool: str,
        arguments: Any,
        *,
        item_id: str,
        reads_only: bool | None = None,
    ) -> None:
        self.id = new_identifier() if turn.record.has_item(item_id) else item_id
        self._turn = turn
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

    def fail(self, message: str) -> None:
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

    def refuse(self) -> None:
        """Nothing to refuse: the item takes nothing in."""

    async def __aenter__(self) -> Self:
        try:
            await self._turn.start_item(self, self.current())
        except GeneratorExit:
            raise
        except BaseException:
            self._give_up()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            await self._turn.finish_item(self.final())
        elif not issubclass(kind, GeneratorExit):
            self._give_up()

    def _give_up(self) -> None:
        if not self._turn.emitter.is_closed:
            with contextlib.suppress(RuntimeClosedError):
                self._turn.complete_item(self.final(), is_unfinished=True)
