"""Threads that go on from others: a fork or a revert copies nothing, its file says where another file is left off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appserver.store.errors import DamagedThreadError
from appserver.store.rollout_state import Base

if TYPE_CHECKING:
    from appserver.store.catalog import Catalog
    from appserver.store.index_queries import IndexQueries, RolloutRow, TurnRow

__all__ = ["Segment", "cut_before", "lineage", "turn_rows"]


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
    segments = [Segment(catalog.complete(row))]
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
        segments.append(Segment(catalog.complete(found), base.end_ordinal, base.end_offset))
    return segments


def turn_rows(
    queries: IndexQueries, segments: list[Segment], start: int | None, *, is_ascending: bool, limit: int
) -> list[tuple[Segment, TurnRow]]:
    """Where the turns of a history stand, from a position on, which is one of them."""
    found: list[tuple[Segment, TurnRow]] = []
    for segment in reversed(segments) if is_ascending else segments:
        if len(found) >= limit:
            break
        rows = queries.turns(
            segment.row.state.rollout_id,
            segment.below,
            start,
            is_ascending=is_ascending,
            limit=limit - len(found),
        )
        found += [(segment, row) for row in rows]
    return found


def cut_before(queries: IndexQueries, segments: list[Segment], position: int) -> Base | None:
    """Where a history is left off before the turn at a position; None: at its very beginning.

    Raises:
        DamagedThreadError: no turn is at this position.
    """
    for segment in segments:
        state = segment.row.state
        turns = queries.turns(state.rollout_id, segment.below, position, is_ascending=False, limit=2)
        if turns and turns[0].position == position:
            if len(turns) == 1:  # the first of its file
                return state.base
            return Base(state.rollout_id, position, turns[0].begins)
    raise DamagedThreadError(f"no turn of this thread is at position {position}")
