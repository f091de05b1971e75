"""What threads and turns of a synchronous client hold: whose they are, the loop, and what they stand for there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from appserver.conversation.thread import Thread as ThreadOfLoop
from appserver.conversation.turn import Turn as TurnOfLoop
from appserver.errors import RuntimeClosedError
from appserver.live import Live

if TYPE_CHECKING:
    from types import TracebackType

    from appserver.events import Event
    from appserver.sync.loop_thread import LoopThread

__all__ = ["Held", "HeldThread", "HeldTurn", "abandon", "shown_as"]

Inner = TypeVar("Inner")
SomeThread = TypeVar("SomeThread", bound="HeldThread")


class Held(Generic[Inner]):
    """An object of a user's for one of the loop's."""

    __slots__ = ("__weakref__", "_inner", "_loop", "_owner")

    def __init__(self, owner: object, loop: LoopThread, inner: Inner) -> None:
        self._owner = owner  # the client, which lives as long as its threads and turns
        self._loop = loop
        self._inner = inner

    def __repr__(self) -> str:
        return repr(self._inner)


class HeldThread(Live, Held[ThreadOfLoop]):
    """A thread."""

    __slots__ = ()

    def __init__(self, owner: object, loop: LoopThread, inner: ThreadOfLoop) -> None:
        super().__init__(owner, loop, inner)
        loop.shown[id(inner)] = self

    def _show(self, thread: ThreadOfLoop) -> Self:
        """The object for a thread of the loop: the same one for the same, as long as it is held."""
        return shown_as(type(self), self._owner, self._loop, thread)


def shown_as(kind: type[SomeThread], owner: object, loop: LoopThread, thread: ThreadOfLoop) -> SomeThread:
    """The object for a thread of the loop: it holds that thread, so that meanwhile no other has its `id()`."""
    known = loop.shown.get(id(thread))
    return known if isinstance(known, kind) else kind(owner, loop, thread)


class HeldTurn(Live, Held[TurnOfLoop]):
    """A turn, and how it is read."""

    __slots__ = ()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        async def interrupt(_events: list[Event]) -> None:
            await self._inner.abandon()

        try:
            return self._loop.call_or_undo(interrupt, _next_event, self._inner)
        except StopAsyncIteration:
            raise StopIteration from None

    def __enter__(self) -> Self:
        self._loop.check_entered(self._inner)
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Its client may have ended, and with it the turn; or it is the parent's.
        with suppress(RuntimeClosedError):
            self._loop.call(self._inner.__aexit__, None, None, None)


async def _next_event(turn: TurnOfLoop) -> Event:
    """As a function of the package: a task cannot await what only has `__await__`.

    Cancellation: no event is lost.
    """
    return await turn.__anext__()


async def abandon(turns: list[TurnOfLoop]) -> None:
    """Interrupt what was begun for nobody.

    Cancellation: the turn may be interrupted all the same.
    """
    for turn in turns:
        await turn.abandon()
