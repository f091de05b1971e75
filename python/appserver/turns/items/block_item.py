"""An item that begins and ends with its block, or by `start` and `finish`."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from appserver.errors import RuntimeClosedError
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from appserver.protocol.item import ThreadItem
    from appserver.turns.turn import Turn

__all__ = ["BlockItem"]


class BlockItem(ABC):
    """An item that begins and ends with its block, or by `start` and `finish` where a block does not fit.

    Left by an exception, the block ends the item at that moment; where that is the end of the turn, the turn does. So
    does the turn with an item that nobody has finished.

    Attributes:
        id: the item's id: the one that was asked for, or a new one where the turn has such an item.
    """

    def __init__(self, turn: Turn, item_id: str | None) -> None:
        self.id = new_identifier() if item_id is None or turn.record.has_item(item_id) else item_id
        self._turn = turn
        self._has_begun = False

    @abstractmethod
    def current(self) -> ThreadItem:
        """The item as it is now."""

    @abstractmethod
    def final(self) -> ThreadItem:
        """The item as it ends."""

    def refuse(self) -> None:  # noqa: B027 - what an item with more to it overrides
        """Nothing to refuse: the item takes nothing in."""

    async def start(self) -> Self:
        """Begin the item; `async with` does that as well. `finish` ends it.

        Cancellation: the item ends too.

        Raises:
            RuntimeError: it was begun before: an item has one life.
            TurnClosedError: the turn is over.
        """
        if self._has_begun:
            raise RuntimeError("this item was begun before; make another one")
        self._has_begun = True
        try:
            await self._turn.start_item(self, self.current())
        except GeneratorExit:
            raise
        except BaseException:
            self._give_up()
            raise
        return self

    async def finish(self) -> None:
        """End the item; nothing happens where it has ended.

        Cancellation: once begun, the end is sent.

        Raises:
            RuntimeError: it was never begun.
            TurnClosedError: the turn is over; its end has ended the item.
        """
        self._check_begun("finish")
        await self._turn.finish_item(self.final())

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            await self._turn.finish_item(self.final())
        elif not issubclass(kind, GeneratorExit):
            self._left_by(error)
            self._give_up()

    def _left_by(self, error: BaseException | None) -> None:  # noqa: B027 - what an item that says why overrides
        """An exception leaves the block."""

    def _check_begun(self, what: str) -> None:
        if not self._has_begun:
            raise RuntimeError(f"{what}() before start(): this item was never begun")

    def _give_up(self) -> None:
        if not self._turn.emitter.is_closed:
            with contextlib.suppress(RuntimeClosedError):
                self._turn.complete_item(self.final(), is_unfinished=True)
