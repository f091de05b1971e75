"""Reading threads out of the files of a home. Everything here runs on the store's worker."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.store.legacy_rollout import legacy_turns
from appserver.store.lineage import Segment, lineage, turn_rows
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
from appserver.store.rollout_scan import read_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from appserver.store.catalog import Catalog
    from appserver.store.files import Files
    from appserver.store.index_queries import IndexQueries, RolloutRow, TurnRow
    from appserver.store.records import ListQuery, StoredThread
    from appserver.store.rollout_state import Base

__all__ = ["HomeReader"]


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
        found = turn_rows(self._queries, segments, start, is_ascending=is_ascending, limit=limit + 1)
        turns = [self._read_turn(segment, turn_row) for segment, turn_row in found[:limit]]
        return TurnsPage([turn for turn in turns if turn is not None], len(found) > limit)

    def context(self, row: RolloutRow) -> list[dict[str, Any]]:
        """What the model was told and said."""
        items: list[dict[str, Any]] = []
        for segment in reversed(lineage(self._catalog, self._queries, row)):
            for line in self._lines(segment, (b'"response_item"', b'"compacted"')):
                match record_of(line):
                    case ContextItem(item):
                        items.append(item)
                    case ContextCompacted(replacement):
                        items = list(replacement)
                    case _:
                        pass
        return items

    def usage_before(self, row: RolloutRow, base: Base | None) -> p.ThreadTokenUsage | None:
        """The tokens that a thread had used where its history is left off; None: at its very beginning."""
        if base is None:
            return None
        segments = lineage(self._catalog, self._queries, row)
        while segments[0].row.state.rollout_id != base.rollout_id:
            del segments[0]
        segments[0] = Segment(segments[0].row, base.end_ordinal, base.end_offset)
        for segment in segments:
            records = [record_of(line) for line in self._lines(segment, (b'"token_count"',))]
            for record in reversed(records):
                if isinstance(record, TokensUsed):
                    return record.usage
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
            records = (record_of(line) for line in self._lines(segment, (b'"item_completed"',)))
            items = (record.item for record in records if isinstance(record, ItemCompleted))
            if (piece := _first(items, wanted)) is not None:
                return piece
        return None

    def _lines(self, segment: Segment, marks: tuple[bytes, ...]) -> Iterator[dict[str, Any]]:
        row = segment.row
        end = row.state.size if segment.end is None else segment.end
        for text in self._bytes(row, 0, end).split(b"\n"):
            if any(mark in text for mark in marks) and (line := parse_line(text)) is not None:
                yield line

    def _read_turn(self, segment: Segment, turn: TurnRow) -> PlacedTurn | None:
        data = self._bytes(segment.row, turn.begins, turn.ends)
        records = (
            (turn.position, record)
            for text in data.split(b"\n")
            if text
            and (line := parse_line(text)) is not None
            and line["type"] == "event_msg"
            and (record := record_of(line)) is not None
        )
        turns = build_turns(records, {turn.turn_id})
        return turns[0] if turns else None

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
