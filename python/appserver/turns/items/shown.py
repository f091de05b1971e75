"""Items that have no length: they are shown as begun and as ended, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver import protocol as p
    from appserver.turns.turn import Turn

__all__ = ["show_item"]


class _Shown:
    """Such an item, between its start and its end."""

    def __init__(self, item_id: str, item: p.ThreadItem) -> None:
        self.id = item_id
        self._item = item

    def refuse(self) -> None:
        """Nothing to refuse: the item takes nothing in."""

    def current(self) -> p.ThreadItem:
        """The item as it is now."""
        return self._item

    def final(self) -> p.ThreadItem:
        """The item as it ends."""
        return self._item


async def show_item(turn: Turn, item_id: str, make: Callable[[str], p.ThreadItem]) -> None:
    """Show an item that `make` makes for an id: `item_id`, or a new one where the turn has that one already.

    Cancellation: once begun, its end is sent, by the end of the turn at the latest.
    """
    free = new_identifier() if turn.record.has_item(item_id) else item_id
    item = make(free)
    await turn.start_item(_Shown(free, item), item)
    await turn.finish_item(item)
