"""A turn that has ended, as its agent and its store know it: with what of it was begun and not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import PrivateAttr

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

__all__ = ["PastTurn"]


class PastTurn(p.Turn):
    """A turn of the protocol that has ended.

    The protocol has no word for items that were begun and not finished, so that no client is told which they are.
    """

    _unfinished: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def unfinished_items(self) -> frozenset[str]:
        """Ids of the items that were begun and not finished.

        They were given up, or open when the turn was interrupted or failed.
        """
        return self._unfinished

    @classmethod
    def of(cls, turn: p.Turn, unfinished: Iterable[str] = ()) -> Self:
        """The same turn, with ids of what was not finished."""
        names = frozenset(unfinished)
        if isinstance(turn, cls) and turn.unfinished_items == names:
            return turn
        found = cls.model_construct(
            turn.model_fields_set, **{name: getattr(turn, name) for name in p.Turn.model_fields}
        )
        found._unfinished = names  # noqa: SLF001 - of its own class
        return found
