"""A thread in the memory of a process. What was written of it is JSON text: a quarter of what objects would take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

from appserver.store.projection import build_turns, is_from
from appserver.store.record_lines import line_text, record_text
from appserver.store.records import (
    ContextItem,
    ItemCompleted,
    SettingsApplied,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)
from appserver.store.rollout_lines import encode, record_of
from appserver.store.tools import build_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver import protocol as p
    from appserver.store.records import PlacedTurn, Record, StoredThread

__all__ = ["THREAD_BYTES", "MemoryEntry"]

THREAD_BYTES: Final = 2048
"""What is counted for a thread beside its texts."""

_LINE_BYTES: Final = 150
"""What is counted for a line beside its text: the objects around it."""

_Line = tuple[int, bytes]
"""A position, and a record as text."""


def _size_of(thread: StoredThread) -> int:
    """What is counted for a thread without records."""
    return THREAD_BYTES + (len(encode(thread.dynamic_tools)) if thread.dynamic_tools else 0)


class MemoryEntry:
    """A thread and its records with their positions.

    Attributes:
        thread: what is known of it.
        is_taken: whether somebody writes it.
        is_kept: whether anything was written.
        next_position: that of the next record.
        size: what is counted for it.
    """

    __slots__ = ("_rest", "_turns", "is_kept", "is_taken", "next_position", "size", "thread")

    def __init__(self, thread: StoredThread) -> None:
        self.thread = thread
        self.is_taken = True
        self.is_kept = False
        self.next_position = 0
        self.size = _size_of(thread)
        self._turns: dict[str, list[_Line]] = {}  # in the order of their beginnings
        self._rest: list[_Line] = []

    @property
    def has_turns(self) -> bool:
        """Whether any turn is left."""
        return bool(self._turns)

    def add(self, record: Record) -> None:
        """A record was written."""
        position, self.next_position = self.next_position, self.next_position + 1
        if isinstance(record, SettingsApplied):
            return  # the thread has them
        line = position, _pack(record, self.thread.id)
        match record:
            case TurnStarted(turn_id):
                self._turns.setdefault(turn_id, []).append(line)
            case ItemCompleted(turn_id) | TurnEnded(turn_id):
                if turn_id not in self._turns:
                    return  # of a turn that never began, or that was dropped
                self._turns[turn_id].append(line)
            case _:
                self._rest.append(line)
        self.size += _LINE_BYTES + len(line[1])

    def position(self, turn_id: str) -> int | None:
        """The position of a turn; None: it is not there."""
        lines = self._turns.get(turn_id)
        return lines[0][0] if lines else None

    def turns(
        self, start: int | None, limit: int, *, is_included: bool, is_ascending: bool
    ) -> list[PlacedTurn]:
        """Turns from a position on, `limit` at the most."""
        found: list[PlacedTurn] = []
        for lines in self._turns.values() if is_ascending else reversed(self._turns.values()):
            position = lines[0][0]
            if len(found) >= limit:
                break
            if is_from(position, start, is_included=is_included, is_ascending=is_ascending):
                found += build_turns((place, _unpack(text)) for place, text in lines)
        return found

    def all_turns(self) -> Iterator[PlacedTurn]:
        """All turns, oldest first."""
        for lines in self._turns.values():
            yield from build_turns((place, _unpack(text)) for place, text in lines)

    def context(self) -> list[dict[str, Any]]:
        """What the model was told, since it was last compacted."""
        return build_context(_unpack(text) for _, text in self._rest)

    def usage(self) -> p.ThreadTokenUsage | None:
        """The tokens that were used up to the end."""
        for _, text in reversed(self._rest):
            if text.startswith(b'{"type":"event_msg"'):
                record = _unpack(text)
                if isinstance(record, TokensUsed):
                    return record.usage
        return None

    def copy(self, thread: StoredThread, before: int | None) -> MemoryEntry:
        """Another thread that begins with the records before a position."""
        entry = MemoryEntry(thread)
        entry._turns = {turn_id: list(lines) for turn_id, lines in self._turns.items()}
        entry._rest = list(self._rest)
        entry.size += self.size - _size_of(self.thread)
        entry.next_position = self.next_position
        entry.is_kept = True
        if before is not None:
            entry.cut(before)
        return entry

    def cut(self, before: int) -> None:
        """Drop the records from a position on."""
        for turn_id, lines in list(self._turns.items()):
            kept = self._cut(lines, before)
            if kept:
                self._turns[turn_id] = kept
            else:
                del self._turns[turn_id]
        self._rest = self._cut(self._rest, before)

    def _cut(self, lines: list[_Line], before: int) -> list[_Line]:
        self.size -= sum(_LINE_BYTES + len(text) for place, text in lines if place >= before)
        return [line for line in lines if line[0] < before]

    def drop_oldest_turn(self) -> None:
        """Forget the oldest turn, with what the model was told until the next one began."""
        turn_id = next(iter(self._turns))
        lines = self._turns.pop(turn_id)
        following = next(iter(self._turns.values()), None)
        end = self.next_position if following is None else following[0][0]
        self.size -= sum(_LINE_BYTES + len(text) for _, text in lines)
        self.size -= sum(_LINE_BYTES + len(text) for place, text in self._rest if place < end)
        self._rest = [line for line in self._rest if line[0] >= end]

    def shown(self) -> StoredThread:
        """What is known of the thread."""
        return replace(self.thread, usage=self.usage())


def _pack(record: Record, thread_id: str) -> bytes:
    if isinstance(record, ContextItem):
        return b"{%b}" % line_text("response_item", record.item)
    return b"{%b}" % record_text(record, thread_id)


def _unpack(text: bytes) -> Record:
    record = record_of(from_json(text))
    assert record is not None, "it was written here"
    return record
