"""The item that shows the call of a tool that has no item of its own kind."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import RuntimeClosedError
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

    from appserver.turns.turn import Turn

__all__ = ["ToolCallItem"]


class ToolCallItem:
    """A call, from its start to its end. Left without an outcome, it has failed.

    Attributes:
        id: the item's id.
    """

    def __init__(
        self,
        turn: Turn,
        tool: str,
        arguments: Any,
        item_id: str | None = None,
        namespace: str | None = None,
    ) -> None:
        self.id = new_identifier() if item_id is None or turn.record.has_item(item_id) else item_id
        self._turn = turn
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
            await self.end()
        elif not issubclass(kind, GeneratorExit):
            self._give_up()

    def _give_up(self) -> None:
        if not self._turn.emitter.is_closed:
            with contextlib.suppress(RuntimeClosedError):
                self._turn.complete_item(self.final(), is_unfinished=True)
