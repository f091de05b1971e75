"""An item that says nothing more while it is open: that a conversation is being shortened, or that a review began."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from appserver.errors import RuntimeClosedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from appserver.protocol.item import ThreadItem
    from appserver.turns.turn import Turn

__all__ = ["PlainItem", "show_item"]


class PlainItem:
    """An item that begins and ends with its block, and is the same at both ends.

    Left by an exception, the block ends the item at that moment; where that is the end of the turn, the turn does.

    Attributes:
        id: the item's id.
    """

    def __init__(self, turn: Turn, item: ThreadItem) -> None:
        self.id = item.id
        self._turn = turn
        self._item = item

    def refuse(self) -> None:
        """Nothing to refuse: the item takes nothing in."""

    def current(self) -> ThreadItem:
        """The item as it is now."""
        return self._item

    def final(self) -> ThreadItem:
        """The item as it ends."""
        return self._item

    async def __aenter__(self) -> Self:
        try:
            await self._turn.start_item(self, self._item)
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
            await self._turn.finish_item(self._item)
        elif not issubclass(kind, GeneratorExit):
            self._give_up()

    def _give_up(self) -> None:
        if not self._turn.emitter.is_closed:
            with contextlib.suppress(RuntimeClosedError):
                self._turn.complete_item(self._item, is_unfinished=True)


async def show_item(turn: Turn, item: ThreadItem) -> None:
    """Show an item that begins and ends at once.

    Cancellation: once begun, its end is sent too.
    """
    async with PlainItem(turn, item):
        pass
