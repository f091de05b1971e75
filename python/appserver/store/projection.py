"""From records to turns.

`TurnStarted` opens a turn, `ItemCompleted` adds an item or replaces the one of the same id, `TurnEnded` closes it. An
item may come after the end of its turn, and is still shown in it. A turn without an end reads as interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.store.records import ItemCompleted, PlacedTurn, TurnEnded, TurnStarted
from appserver.turns.past_turn import PastTurn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appserver.store.records import Record

__all__ = ["build_turns", "snippet"]

_AROUND = 60
"""Characters that a snippet has on either side of what was found."""


class _Building:
    """One turn while its records come."""

    __slots__ = ("end", "items", "position", "started_at", "times", "turn_id", "unfinished")

    def __init__(self, position: int, turn_id: str, started_at: int | None) -> None:
        self.position = position
        self.turn_id = turn_id
        self.started_at = started_at
        self.items: dict[str, p.ThreadItem] = {}
        self.times: dict[str, tuple[int, int]] = {}
        self.unfinished: set[str] = set()
        self.end: TurnEnded | None = None

    def placed(self) -> PlacedTurn:
        """The turn as it reads."""
        end = self.end
        started_at = end.started_at if end is not None and end.started_at is not None else self.started_at
        turn = p.Turn(
            id=self.turn_id,
            root_turn_id=self.turn_id,
            items=list(self.items.values()),
            items_view="full",
            status="interrupted" if end is None else end.status,
            error=None if end is None else end.error,
            started_at=started_at,
            completed_at=None if end is None else end.completed_at,
            duration_ms=None if end is None else end.duration_ms,
        )
        return PlacedTurn(self.position, PastTurn.of(turn, self.unfinished), self.times)


def build_turns(records: Iterable[tuple[int, Record]]) -> list[PlacedTurn]:
    """The turns of records with their positions, in the order of their beginnings."""
    turns: dict[str, _Building] = {}
    for position, record in records:
        if not isinstance(record, TurnStarted | ItemCompleted | TurnEnded):
            continue
        turn = turns.get(record.turn_id)
        if isinstance(record, TurnStarted):
            if turn is None:
                turns[record.turn_id] = _Building(position, record.turn_id, record.started_at)
        elif turn is None:
            continue  # of a turn that never began, or that was dropped
        elif isinstance(record, ItemCompleted):
            turn.items[record.item.id] = record.item
            (turn.unfinished.add if record.is_unfinished else turn.unfinished.discard)(record.item.id)
            completed = record.completed_at_ms
            turn.times[record.item.id] = (record.started_at_ms or completed, completed)
        else:
            turn.end = record
    return [turn.placed() for turn in turns.values()]


def is_from(position: int, start: int | None, *, is_included: bool, is_ascending: bool) -> bool:
    """Whether a position is one of those from another one on, `is_included` that one itself; None: all are."""
    if start is None or position == start:
        return start is None or is_included
    return position > start if is_ascending else position < start


def snippet(text: str, wanted: str) -> str | None:
    """What stands around `wanted`, which is case-folded, in a text; None: it is not there."""
    folded = text.casefold()
    place = folded.find(wanted)
    if place < 0:
        return None
    if len(folded) != len(text):  # of a letter that becomes two: about there
        place = min(place, len(text))
    begin, end = max(0, place - _AROUND), place + len(wanted) + _AROUND
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
