"""Reading threads out of the files of a home. Everything here runs on the store's worker."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.store.legacy_rollout import legacy_turns
from appserver.store.line_blocks import lines_of_blocks
from appserver.store.lineage import Segment, find_turn, lineage, turn_rows
from appserver.store.progress import message_text
from appserver.store.projection import build_turns, snippet
from appserver.store.records import (
    ContextCompacted,
    ContextItem,
    FoundThread,
    ItemCompleted,
    PlacedTurn,
    TokensUsed,
    TurnsPage,
)
from appserver.store.rollout_lines import parse_line, record_of
from appserver.store.rollout_marks import turn_mark
from appserver.store.rollout_scan import read_range
from appserver.turns.context import ContextWindow, context_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from appserver.store.catalog import Catalog
    from appserver.store.files import Files
    from appserver.store.index_queries import IndexQueries, RolloutRow, TurnRow
    from appserver.store.records import ListQuery, StoredThread
    from appserver.store.rollout_state import Base

__all__ = ["HomeReader"]

_BLOCK: Final = 1 << 20


class HomeReader:
    """Reads threads by the index, and by the files where the index has no more than places."""

    def __init__(
        self,
        files: Files,
        home: Path,
        queries: IndexQueries,
        catalog: Catalog,
        read_ours: Callable[[str, int, int], bytes | None],
    ) -> None:
        self._files = files
        self._home = home
        self._queries = queries
        self._catalog = catalog
        self._read_ours = read_ours

    def shown(self, rows: Sequence[RolloutRow]) -> list[StoredThread]:
        """The threads of files, with what is said of them elsewhere."""
        notes = self._queries.notes([row.state.thread.id for row in rows]) if rows else {}
        threads: list[StoredThread] = []
        for row in rows:
            thread = row.state.thread
            thread.path = str(self._home / row.path)
            thread.is_archived = row.is_archived
            said = notes.get(thread.id, {})
            name = said.get("name") or said.get("foreign_name")
            thread.name = name[0] if name else None
            thread.git_info = _model(p.GitInfo, said.get("git_info")) or thread.git_info
            thread.goal = _model(p.ThreadGoal, said.get("goal"))
            threads.append(thread)
        return threads

    def turns(
        self, row: RolloutRow, start: int | None, limit: int, *, is_included: bool, is_ascending: bool
    ) -> TurnsPage:
        """A page of turns."""
        if row.state.is_legacy:
            return self._legacy_page(row, start, limit, is_included=is_included, is_ascending=is_ascending)
        if start is not None and not is_included:
            start += 1 if is_ascending else -1
        segments = lineage(self._catalog, self._queries, row)
        found = turn_rows(
            self._catalog, self._queries, segments, start, is_ascending=is_ascending, limit=limit + 1
        )
        turns: list[PlacedTurn] = []
        for segment, rows in _runs(found[:limit]):
            turns += self._read_turns(segment, rows)
        return TurnsPage(turns, len(found) > limit)

    def position(self, row: RolloutRow, turn_id: str) -> int | None:
        """The position of a turn; None: it is not there."""
        if row.state.is_legacy:
            turns = legacy_turns(self._files, self._home / row.path)
            return next((placed.position for placed in turns if placed.turn.id == turn_id), None)
        segments = lineage(self._catalog, self._queries, row)
        return find_turn(self._catalog, self._queries, segments, turn_id)

    def context(self, row: RolloutRow) -> list[dict[str, Any]]:
        """What the model was told and said, the newest of it where it is more than a model is sent."""
        items = ContextWindow()
        for segment in reversed(lineage(self._catalog, self._queries, row)):
            for size, line in self._lines(segment, (b'"response_item"', b'"compacted"')):
                match record_of(line):
                    case ContextItem(item, turn_id):
                        items.add(turn_id or "", item, size)
                    case ContextCompacted(replacement):
                        items.clear()
                        for item in replacement:
                            items.add("", item, context_size(item))
                    case _:
                        pass
        return [dict(item) for item in items]

    def usage_before(self, row: RolloutRow, base: Base | None) -> p.ThreadTokenUsage | None:
        """The tokens that a thread had used where its history is left off; None: at its very beginning."""
        if base is None:
            return None
        segments = lineage(self._catalog, self._queries, row)
        while segments[0].row.state.rollout_id != base.rollout_id:
            del segments[0]
        segments[0] = Segment(segments[0].row, base.end_ordinal, base.end_offset)
        for segment in segments:
            usage: p.ThreadTokenUsage | None = None
            for _, line in self._lines(segment, (b'"token_count"',)):
                record = record_of(line)
                if isinstance(record, TokensUsed):
                    usage = record.usage
            if usage is not None:
                return usage
        return None

    def search(self, text: str, query: ListQuery, rows: Iterator[RolloutRow]) -> list[FoundThread]:
        """Threads in whose messages a text is found, out of rows in the order of the query."""
        wanted = text.casefold()
        found: list[FoundThread] = []
        for row in rows:
            if (piece := self._find(row, wanted)) is not None:
                found.append(FoundThread(self.shown([row])[0], piece))
                if len(found) >= query.limit:
                    break
        return found

    def _find(self, row: RolloutRow, wanted: str) -> str | None:
        if row.state.is_legacy:
            items = (
                item for turn in legacy_turns(self._files, self._home / row.path) for item in turn.turn.items
            )
            return _first(items, wanted)
        for segment in reversed(lineage(self._catalog, self._queries, row)):
            records = (record_of(line) for _, line in self._lines(segment, (b'"item_completed"',)))
            items = (record.item for record in records if isinstance(record, ItemCompleted))
            if (piece := _first(items, wanted)) is not None:
                return piece
        return None

    def _lines(self, segment: Segment, marks: tuple[bytes, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The lines of a file that have one of these marks, with their lengths. It is read block by block."""
        row = segment.row
        end = row.state.size if segment.end is None else segment.end
        for length, text in lines_of_blocks(self._blocks(row, end)):
            if any(mark in text for mark in marks) and (line := parse_line(text)) is not None:
                yield length, line

    def _blocks(self, row: RolloutRow, end: int) -> Iterator[bytes]:
        place = 0
        while place < end and (block := self._bytes(row, place, min(place + _BLOCK, end))):
            place += len(block)
            yield block

    def _read_turns(self, segment: Segment, rows: Sequence[TurnRow]) -> list[PlacedTurn]:
        """Turns of one file, in the order of their rows."""
        begin, end = min(row.begins for row in rows), max(row.ends for row in rows)
        if end - begin > _BLOCK + sum(
            row.ends - row.begins for row in rows
        ):  # an item came long after its turn
            return [turn for row in rows for turn in self._read_turns(segment, [row])]
        places = {row.turn_id: row.position for row in rows}
        records = (
            (places.get(turn_id, 0), record)
            for text in self._bytes(segment.row, begin, end).split(b"\n")
            if b'"event_msg"' in text
            and (line := parse_line(text)) is not None
            and (mark := turn_mark(line)) is not None
            and (turn_id := mark[1]) in places
            and (record := record_of(line)) is not None
        )
        turns = {placed.turn.id: placed for placed in build_turns(records)}
        return [turns[row.turn_id] for row in rows if row.turn_id in turns]

    def _bytes(self, row: RolloutRow, start: int, end: int) -> bytes:
        ours = self._read_ours(row.path, start, end)
        return read_range(self._files, self._home / row.path, start, end) if ours is None else ours

    def _legacy_page(
        self, row: RolloutRow, start: int | None, limit: int, *, is_included: bool, is_ascending: bool
    ) -> TurnsPage:
        turns = legacy_turns(self._files, self._home / row.path)
        if not is_ascending:
            turns.reverse()
        if start is not None:
            turns = [
                turn
                for turn in turns
                if (turn.position > start if is_ascending else turn.position < start)
                or (is_included and turn.position == start)
            ]
        return TurnsPage(turns[:limit], len(turns) > limit)


def _runs(found: Sequence[tuple[Segment, TurnRow]]) -> Iterator[tuple[Segment, list[TurnRow]]]:
    """Neighbours in one file together, so that they are read at once."""
    for segment, group in groupby(found, key=itemgetter(0)):
        yield segment, [row for _, row in group]


def _first(items: Iterator[p.ThreadItem], wanted: str) -> str | None:
    pieces = (snippet(text, wanted) for text in message_text(items))
    return next((piece for piece in pieces if piece is not None), None)


def _model(model: Any, said: tuple[str | None, int] | None) -> Any:
    if said is None or said[0] is None:
        return None
    try:
        return model.from_wire(json.loads(said[0]))
    except ValueError:
        return None  # of another version
