"""Where turns stand in a rollout file, found from its end: what is older is looked at once somebody asks for it.

What is known of a file reaches from the beginning of some turn to the file's end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from appserver.store.rollout_lines import parse_line

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[int, int], bytes]

__all__ = ["Marks", "marks_before", "turn_mark"]

_LEAST: Final = 1 << 16
_MOST: Final = 1 << 23
"""Bytes that one look back takes: as many as are known already, between these two, so that few looks reach the
beginning and the first one is short."""

_BEGINS: Final = frozenset({"task_started", "turn_started"})
_GOES_ON: Final = frozenset({"item_completed", "task_complete", "turn_complete", "turn_aborted"})


class Marks(NamedTuple):
    """What a look back has found.

    Attributes:
        turns: ordinal, id and place of turns that begin there, oldest first.
        ends: up to where turns of these ids go, also of such as begin before.
        known_from: where the oldest of the turns begins, 0 where there is none before.
        lacks_ordinal: whether some line has none.
    """

    turns: list[tuple[int, str, int]]
    ends: dict[str, int]
    known_from: int
    lacks_ordinal: bool


def turn_mark(line: dict[str, Any]) -> tuple[bool, str] | None:
    """Whether a line begins a turn or goes on with one, and which; None: neither."""
    payload = line["payload"]
    turn_id = payload.get("turn_id")
    kind = payload.get("type")
    if line["type"] != "event_msg" or not isinstance(turn_id, str) or not isinstance(kind, str):
        return None
    return (kind in _BEGINS, turn_id) if kind in _BEGINS or kind in _GOES_ON else None


def marks_before(read: Read, end: int, size: int) -> Marks:
    """Look back from a place, to the beginning of some turn before it.

    Args:
        read: the bytes of the file between two places.
        end: the place, at the end of a line.
        size: the end of the file.
    """
    length = min(max(size - end, _LEAST), _MOST)
    while True:
        start = max(0, end - length)
        marks = _marks(read(start, end), start)
        if marks.turns or start == 0:
            return marks if start else marks._replace(known_from=0)
        length *= 2  # nothing begins there: a long turn


def _marks(data: bytes, start: int) -> Marks:
    turns: list[tuple[int, str, int]] = []
    ends: dict[str, int] = {}
    lacks_ordinal = False
    place = start
    if start:
        skipped = data.find(b"\n") + 1  # the line that begins before
        data, place = data[skipped:], start + skipped
    for text in data.split(b"\n")[:-1]:
        begin, place = place, place + len(text) + 1
        if b'"event_msg"' not in text or (line := parse_line(text)) is None:
            continue
        mark = turn_mark(line)
        if mark is None:
            continue
        begins, turn_id = mark
        ends[turn_id] = place
        ordinal = line.get("ordinal")
        lacks_ordinal |= not isinstance(ordinal, int)
        if begins and isinstance(ordinal, int):
            turns.append((ordinal, turn_id, begin))
    return Marks(turns, ends, turns[0][2] if turns else 0, lacks_ordinal)
