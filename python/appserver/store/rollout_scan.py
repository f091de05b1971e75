"""Reading rollout files: what a file says of its thread, without reading all of a long one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.store.line_blocks import lines_of_blocks
from appserver.store.records import TokensUsed
from appserver.store.rollout_lines import parse_line, record_of
from appserver.store.rollout_marks import marks_before
from appserver.store.rollout_state import begin_state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appserver.protocol import ThreadTokenUsage
    from appserver.store.files import Files
    from appserver.store.rollout_marks import Read
    from appserver.store.rollout_state import RolloutState

__all__ = ["continue_scan", "iterate_lines", "read_range", "scan", "scan_ends"]

_BLOCK: Final = 1 << 20

SHORT: Final = 1 << 18
"""Files up to this many bytes are read as a whole."""

FAR: Final = 1 << 18
"""How far before the last turn tokens are looked for."""

_TAIL: Final = 1 << 16


def iterate_lines(
    files: Files, path: Path, start: int = 0, *, block_size: int = _BLOCK
) -> Iterator[tuple[int, int, bytes]]:
    """The whole lines of a file from a place on: where each begins and ends, and what is in it."""
    descriptor = files.open_read(path)
    try:
        offset = start
        for length, line in lines_of_blocks(_blocks(files, descriptor, start, block_size)):
            yield offset, offset + length + 1, line
            offset += length + 1
    finally:
        files.close(descriptor)


def _blocks(files: Files, descriptor: int, place: int, size: int) -> Iterator[bytes]:
    while block := files.read_at(descriptor, size, place):
        place += len(block)
        yield block


def read_range(files: Files, path: Path, start: int, end: int) -> bytes:
    """The bytes between two places."""
    descriptor = files.open_read(path)
    try:
        pieces: list[bytes] = []
        while start < end and (piece := files.read_at(descriptor, end - start, start)):
            pieces.append(piece)
            start += len(piece)
        return b"".join(pieces)
    finally:
        files.close(descriptor)


def scan(files: Files, path: Path, rollout_id: str) -> RolloutState | None:
    """Read a file as a whole; None: it does not begin as a rollout does."""
    state: RolloutState | None = None
    for start, end, line in iterate_lines(files, path):
        if state is None:
            state = begin_state(parse_line(line), rollout_id, end)
            if state is None:
                return None
        else:
            state.read_line(parse_line(line), start, end)
    return state


def continue_scan(files: Files, path: Path, state: RolloutState) -> None:
    """Read what has come to a file since."""
    for start, end, line in iterate_lines(files, path, state.size):
        state.read_line(parse_line(line), start, end)


def scan_ends(files: Files, path: Path, rollout_id: str) -> RolloutState | None:
    """What the beginning of a file and its last turns say, enough for a list and a resume; None as in `scan`.

    Tokens are looked for as far back as `FAR`, and count as none where nothing was told of them there.
    """
    size = files.stat(path).st_size
    if size <= SHORT:
        return scan(files, path, rollout_id)
    state = _scan_head(files, path, rollout_id)
    if state is None:
        return None

    def read(start: int, end: int) -> bytes:
        return read_range(files, path, start, end)

    if state.is_legacy:
        _read_lines(state, read, size - _TAIL, size)
        return state
    end = _end_of_lines(read, size)
    marks = marks_before(read, end, end)
    if marks.known_from < state.size or marks.lacks_ordinal:
        return scan(files, path, rollout_id)
    head = state.size
    state.new_turns.clear()
    state.turn_ends.clear()
    _read_lines(state, read, marks.known_from, end)
    state.known_from, state.turn_ends = marks.known_from, marks.ends
    if state.thread.usage is None:
        state.thread.usage = _usage(read, max(head, marks.known_from - FAR), marks.known_from)
    return state


def _scan_head(files: Files, path: Path, rollout_id: str) -> RolloutState | None:
    """What a file says of its thread up to its first message."""
    state: RolloutState | None = None
    for start, end, line in iterate_lines(files, path, block_size=_TAIL):
        if state is None:
            state = begin_state(parse_line(line), rollout_id, end)
            if state is None:
                return None
        else:
            state.read_line(parse_line(line), start, end)
        if state.thread.has_user_message or end > SHORT:
            break
    return state


def _end_of_lines(read: Read, size: int) -> int:
    """Where the last whole line ends: what comes after it is torn, or being written."""
    length = _TAIL
    while True:
        start = max(0, size - length)
        found = read(start, size).rfind(b"\n")
        if found >= 0 or start == 0:
            return start + found + 1
        length *= 2


def _read_lines(state: RolloutState, read: Read, start: int, end: int) -> None:
    place = start
    for text in read(start, end).split(b"\n")[:-1]:
        begin, place = place, place + len(text) + 1
        if (line := parse_line(text)) is not None:  # the first may be the end of one
            state.read_line(line, begin, place)
    state.size = end


def _usage(read: Read, start: int, end: int) -> ThreadTokenUsage | None:
    """The last that was told of tokens between two places."""
    for text in reversed(read(start, end).split(b"\n")):
        if b'"token_count"' in text and (line := parse_line(text)) is not None:
            record = record_of(line)
            if isinstance(record, TokensUsed):
                return record.usage
    return None
