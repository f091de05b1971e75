"""What is kept of turns where threads last: who is told of everything that is to be kept, before any client is."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from appserver import protocol as p
    from appserver.turns.settings import TurnSettings

__all__ = ["NOTHING_KEPT", "NothingKept", "TurnKeeper"]


class TurnKeeper(Protocol):
    """Keeps what happens in the turns of one thread. What it is told it takes at once; it never raises."""

    def together(self) -> AbstractContextManager[None]:
        """What is told within may be kept at once, at the end: nobody else is told of it before."""
        ...

    def began(self, turn_id: str, started_at: int, settings: TurnSettings) -> None:
        """A turn begins, at this time in seconds."""

    def item_ended(
        self,
        turn_id: str,
        item: p.ThreadItem,
        started_ms: int,
        completed_ms: int,
        *,
        is_unfinished: bool,
    ) -> None:
        """An item has ended, that began and ended at these times; `is_unfinished`: it was given up, or interrupted."""

    def context_grew(
        self, turn_id: str, items: Sequence[Mapping[str, Any]], *, with_next: bool = False
    ) -> None:
        """The model is to be sent more from now on; `with_next`: it is kept in one piece with what is kept next."""

    def context_replaced(self, items: Sequence[Mapping[str, Any]], summary: str) -> None:
        """The model is to be sent this in place of all before, which `summary` sums up."""

    def tokens_used(self, turn_id: str, usage: p.ThreadTokenUsage) -> None:
        """Tokens were used."""

    def settings_changed(self, settings: TurnSettings) -> None:
        """The next turn runs with these settings."""

    def ended(self, turn: p.Turn) -> None:
        """A turn has ended."""

    async def prepare(self) -> None:
        """Return when a turn may begin.

        Cancellation: it is prepared all the same.
        """

    async def settle(self) -> None:
        """Return when all that was told is as safe as it can be made.

        Cancellation: what waits goes on waiting.
        """


_NOTHING: Final = nullcontext()


class NothingKept:
    """Keeps nothing."""

    def together(self) -> AbstractContextManager[None]:
        """Nothing is kept."""
        return _NOTHING

    def began(self, turn_id: str, started_at: int, settings: TurnSettings) -> None:
        """Nothing is kept."""

    def item_ended(
        self,
        turn_id: str,
        item: p.ThreadItem,
        started_ms: int,
        completed_ms: int,
        *,
        is_unfinished: bool,
    ) -> None:
        """Nothing is kept."""

    def context_grew(
        self, turn_id: str, items: Sequence[Mapping[str, Any]], *, with_next: bool = False
    ) -> None:
        """Nothing is kept."""

    def context_replaced(self, items: Sequence[Mapping[str, Any]], summary: str) -> None:
        """Nothing is kept."""

    def tokens_used(self, turn_id: str, usage: p.ThreadTokenUsage) -> None:
        """Nothing is kept."""

    def settings_changed(self, settings: TurnSettings) -> None:
        """Nothing is kept."""

    def ended(self, turn: p.Turn) -> None:
        """Nothing is kept."""

    async def prepare(self) -> None:
        """Nothing is kept.

        Cancellation: there is nothing to wait for.
        """

    async def settle(self) -> None:
        """Nothing is kept.

        Cancellation: there is nothing to wait for.
        """


NOTHING_KEPT: Final[TurnKeeper] = NothingKept()
"""For threads that do not last."""
