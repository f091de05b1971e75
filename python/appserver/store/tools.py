"""What whoever writes a store of their own need not write: from records to turns, to what is known, and to JSON.

| name | what it does |
|---|---|
| `record_data`, `record_from_data` | a record as JSON data, and back |
| `thread_text`, `thread_from_text` | what is known of a thread as JSON text, and back |
| `note_record` | changes what is known of a thread by a record |
| `build_turns`, `page_of_turns` | the turns of records, and a page of them |
| `build_context` | what the model is told, by records |
| `last_usage` | the tokens used up to the last of some records |
| `select_threads`, `find_text` | the threads of a query; what stands around a text that was said |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.store.progress import message_text, note_record
from appserver.store.projection import build_turns, is_from, snippet
from appserver.store.record_data import record_data, record_from_data
from appserver.store.records import ContextCompacted, ContextItem, TokensUsed, TurnsPage
from appserver.store.selection import select as select_threads
from appserver.store.thread_data import thread_from_text, thread_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from appserver import protocol as p
    from appserver.store.records import PlacedTurn, Record

__all__ = [
    "build_context",
    "build_turns",
    "find_text",
    "last_usage",
    "note_record",
    "page_of_turns",
    "record_data",
    "record_from_data",
    "select_threads",
    "thread_from_text",
    "thread_text",
]


def page_of_turns(
    turns: Sequence[PlacedTurn], start: int | None, *, is_included: bool, is_ascending: bool, limit: int
) -> TurnsPage:
    """The page of `ThreadStore.turns`, out of all turns of a thread, oldest first."""
    found = [
        turn
        for turn in (turns if is_ascending else reversed(turns))
        if is_from(turn.position, start, is_included=is_included, is_ascending=is_ascending)
    ]
    return TurnsPage(found[:limit], len(found) > limit)


def build_context(records: Iterable[Record]) -> list[dict[str, Any]]:
    """What the model was told and said, since it was last compacted."""
    items: list[dict[str, Any]] = []
    for record in records:
        if isinstance(record, ContextItem):
            items.append(record.item)
        elif isinstance(record, ContextCompacted):
            items = list(record.replacement)
    return items


def last_usage(records: Sequence[Record]) -> p.ThreadTokenUsage | None:
    """The tokens that were used up to the end of these records; None: nothing was told of them."""
    return next((each.usage for each in reversed(records) if isinstance(each, TokensUsed)), None)


def find_text(text: str, turns: Iterable[PlacedTurn]) -> str | None:
    """What stands around a text in the messages of these turns, in any case; None: it is in none."""
    wanted = text.casefold()
    said = message_text(item for turn in turns for item in turn.turn.items)
    return next((piece for words in said if (piece := snippet(words, wanted)) is not None), None)
