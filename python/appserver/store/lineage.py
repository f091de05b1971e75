"""Threads that go on from others: a fork or a revert copies nothing, its file says where another file is left off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appserver.store.errors import DamagedThreadError
from appserver.store.rollout_state import Base

if TYPE_CHECKING:
    from appserver.store.catalog import Catalog
    from appserver.store.index_queries import IndexQueries, RolloutRow, TurnRow

__all__ = ["Segment", "cut_before", "find_turn", "lineage", "turn_rows"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a thread's history: a file, up to an ordinal and a place; None: to its end."""

    row: RolloutRow
    below: int | None = None
    end: int | None = None


def lineage(catalog: Catalog, queries: IndexQueries, row: RolloutRow) -> list[Segment]:
    """The parts of a thread's history, newest first.

    Raises:
        DamagedThreadError: a file is missing, or they go in a circle.
    """
    segments = [Segment(row)]
    seen = {row.state.rollout_id}
    while (base := segments[-1].row.state.base) is not None:
        found = queries.rollout(base.rollout_id)
        found = found and catalog.refresh(found.path)
        if found is None or base.rollout_id in seen:
            problem = "missing source rollout" if found is None else "a source rollout goes on from itself"
            raise DamagedThreadError(
                f"invalid paginated history lineage for {row.state.thread.id}: {problem} {base.rollout_id}"
            )
        seen.add(base.rollout_id)
        segments.append(Segment(found, base.end_ordinal, base.end_offset))
    return segments


def turn_rows(
    catalog: Catalog,
    queries: IndexQueries,
    segments: list[Segment],
    start: int | None,
    *,
    is_ascending: bool,
    limit: int,
) -> list[tuple[Segment, TurnRow]]:
    """Where the turns of a history stand, from a position on, which is one of them."""
    found: list[tuple[Segment, TurnRow]] = []
    for segment in reversed(segments) if is_ascending else segments:
        if len(found) >= limit:
            break
        if is_ascending:
            rows = _onwards(catalog, queries, segment, start, limit - len(found))
        else:
            rows = _back(catalog, queries, segment, start, limit - len(found))
        found += [(segment, row) for row in rows]
    return found


def _back(
    catalog: Catalog, queries: IndexQueries, segment: Segment, start: int | None, limit: int
) -> list[TurnRow]:
    """Turns of one file, newest first. Of a long file only as much is looked at as they need."""
    row = segment.row
    while True:
        rows = queries.turns(row.state.rollout_id, segment.below, start, is_ascending=False, limit=limit)
        if len(rows) >= limit or not row.state.known_from:
            return rows
        row = catalog.look_back(row)


def _onwards(
    catalog: Catalog, queries: IndexQueries, segment: Segment, start: int | None, limit: int
) -> list[TurnRow]:
    """Turns of one file, oldest first."""
    row, rollout_id = segment.row, segment.row.state.rollout_id
    while row.state.known_from and not (
        start is not None and queries.turns(rollout_id, None, start, is_ascending=False, limit=1)
    ):
        row = catalog.look_back(row)
    return queries.turns(rollout_id, segment.below, start, is_ascending=True, limit=limit)


def find_turn(catalog: Catalog, queries: IndexQueries, segments: list[Segment], turn_id: str) -> int | None:
    """The position of a turn in a history; None: it is not there."""
    for segment in segments:
        row = segment.row
        position = queries.position(row.state.rollout_id, turn_id)
        while position is None and row.state.known_from:
            row = catalog.look_back(row)
            position = queries.position(row.state.rollout_id, turn_id)
        if position is not None and (segment.below is None or position < segment.below):
            return position
    return None


def cut_before(
    catalog: Catalog, queries: IndexQueries, segments: list[Segment], position: int
) -> Base | None:
    """Where a history is left off before the turn at a position; None: at its very beginning.

    Raises:
        DamagedThreadError: no turn is at this position.
    """
    for segment in segments:
        state = segment.row.state
        turns = _back(catalog, queries, segment, position, 2)
        if turns and turns[0].position == position:
            if len(turns) == 1:  # the first of its file
                return state.base
            return Base(state.rollout_id, position, turns[0].begins)
    raise DamagedThreadError(f"no turn of this thread is at position {position}")
