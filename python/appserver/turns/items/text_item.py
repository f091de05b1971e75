"""What items that grow by text have in common.

A delta is the hot path of the whole runtime: it builds one notification, offers it, and keeps the text. The finished
item holds exactly the text that some reader has or will have. Text that its agent takes back while it waits for room
is in no stream and not in the item; once one stream has it, it stays, and a `Lagged` marker is recorded in the others.
"""

from __future__ import annotations

import contextlib
from abc import abstractmethod
from typing import TYPE_CHECKING, NoReturn

from appserver.errors import RuntimeClosedError, TurnClosedError
from appserver.text import REPLACEMENT, join_halves
from appserver.turns.items.block_item import BlockItem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType
    from typing import Self

    from appserver.delivery.sending import ParkedSend, YieldFirst
    from appserver.protocol import Notification
    from appserver.protocol.item import ThreadItem
    from appserver.turns.emitter import Delivery
    from appserver.turns.turn import Turn

__all__ = ["TextItem"]


class TextItem(BlockItem):
    """An item between its start and its end: the block of `async with`, or from `start` to `finish`.

    Left by an exception, the block has given the item up: it is completed at that moment with the text so far, and is
    never the turn's answer. At the end of an interrupted or failed turn what is still open is completed likewise.

    Attributes:
        id: the item's id.
    """

    def __init__(self, turn: Turn, item_id: str | None = None) -> None:
        super().__init__(turn, item_id)
        self._thread_id = turn.thread.id
        self._turn_id = turn.id
        self._offer = turn.emitter.offer
        self._try_send = turn.emitter.try_send
        self._is_open = False
        self._is_given_up = False
        self._end: Delivery | None = None
        self._in_flight = 0  # deltas that are not delivered yet
        self._half: str = ""  # the first half of a character, which waits for the delta with the other one

    def current(self) -> ThreadItem:
        """The item as it is now."""
        return self.final()

    def refuse(self) -> None:
        """Take no more text."""
        self._is_open = False

    @abstractmethod
    async def delta(self, text: str) -> None:
        """Append `text`.

        Cancellation: the text is taken back, unless some reader has it already.
        """

    async def start(self) -> Self:
        """Begin the item; `async with` does that as well. `finish` ends it.

        Cancellation: the item ends too.

        Raises:
            RuntimeError: it was begun before: an item has one life.
            TurnClosedError: the turn is over.
        """
        await super().start()
        self._is_open = not self._turn.emitter.is_closed
        return self

    async def finish(self) -> None:
        """End the item with its text; nothing happens where it has ended.

        Cancellation: once begun, the end is sent.

        Raises:
            RuntimeError: it was never begun.
            TurnClosedError: the turn is over; its end has ended the item.
        """
        self._check_begun("finish")
        emitter = self._turn.emitter
        if self._is_open:
            try:
                await self._end_halves()
            except GeneratorExit:
                raise
            except BaseException:
                self._is_open = False
                self._give_up()
                raise
        self._is_open = False
        if emitter.is_busy:  # a delta of another task may still be taken back
            await emitter.drain()
        await self._turn.finish_item(self.final())

    async def abandon(self) -> None:
        """Give the item up: it ends now with the text so far, and is never the turn's answer.

        It stays in the history, marked as unfinished. Nothing happens where it has ended.

        Cancellation: once begun, the end is sent.

        Raises:
            RuntimeError: it was never begun.
            TurnClosedError: the turn is over; its end has ended the item.
        """
        self._check_begun("abandon")
        self._turn.emitter.check_open()
        self._is_open = False
        self._give_up()
        await self._turn.emitter.completion(self._end)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            await self.finish()
            return
        self._is_open = False
        if not issubclass(kind, GeneratorExit):
            self._give_up()

    def _joined(self, text: object) -> str:
        """What of a delta can be sent now: `appserver.text` has the rule for halves of characters."""
        if not isinstance(text, str):
            raise TypeError(f"delta takes text, a str, not {type(text).__name__}")
        text, self._half = join_halves(self._half, text)
        return text

    async def _end_halves(self) -> None:
        """Send what stands for half a character whose other half never came."""
        if self._half:
            self._half = ""
            await self.delta(REPLACEMENT)

    def _say(self, notification: Notification, parts: list[str], text: str) -> Awaitable[None] | None:
        """Send a delta and keep its text. None: it is delivered; otherwise await the result at once."""
        parked = self._offer(notification)
        if parked is None:
            parts.append(text)
            return None
        index = 0

        def keep() -> None:
            nonlocal index
            index = len(parts)
            parts.append(text)

        def lose() -> None:
            parts[index] = ""

        return self._send_later(notification, parked, keep, lose)

    async def _send_later(
        self,
        notification: Notification,
        parked: ParkedSend | YieldFirst,
        keep: Callable[[], None],
        lose: Callable[[], None],
    ) -> None:
        """Complete an offer that was not delivered at once; see `Emitter.send_delta`."""
        self._in_flight += 1
        try:
            await self._turn.emitter.send_delta(notification, parked, keep, lose)
        finally:
            self._in_flight -= 1
            if self._is_given_up:
                self._complete_given_up()

    def _give_up(self) -> None:
        self._is_given_up = True
        self._complete_given_up()

    def _complete_given_up(self) -> None:
        """Complete the item, once it is known which of its text is sent. The end of the turn does it otherwise."""
        if not self._in_flight and not self._turn.emitter.is_closed:
            with contextlib.suppress(RuntimeClosedError):
                self._end = self._turn.complete_item(self.final(), is_unfinished=True)

    def _refused(self) -> NoReturn:
        self._turn.emitter.check_open()
        raise TurnClosedError(
            "this item is not open: send text inside its `async with` block, or between start() and finish()"
        )
