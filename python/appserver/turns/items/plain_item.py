"""An item that says nothing more while it is open: that a conversation is being shortened, or that a review began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.turns.items.block_item import BlockItem

if TYPE_CHECKING:
    from appserver.protocol.item import ThreadItem
    from appserver.turns.turn import Turn

__all__ = ["PlainItem", "show_item"]


class PlainItem(BlockItem):
    """An item that is the same at both ends."""

    def __init__(self, turn: Turn, item: ThreadItem) -> None:
        super().__init__(turn, item.id)
        self._item = item

    def current(self) -> ThreadItem:
        """The item as it is now."""
        return self._item

    def final(self) -> ThreadItem:
        """The item as it ends."""
        return self._item


async def show_item(turn: Turn, item: ThreadItem) -> None:
    """Show an item that begins and ends at once.

    Cancellation: once begun, its end is sent too.
    """
    async with PlainItem(turn, item):
        pass
