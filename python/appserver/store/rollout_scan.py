"""Reading rollout files: what a file says of its thread, without reading all of a long one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.store.rollout_lines import parse_line
from appserver.store.rollout_state import begin_state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appserver.store.files import Files
    from appserver.store.rollout_state import RolloutState

__all__ = ["continue_scan", "iterate_lines", "read_range", "scan", "scan_ends"]

_BLOCK: Final = 1 << 20

SHORT: Final = 1 << 18
"""Files up to this many bytes are read as a whole."""

_TAIL: Final = 1 << 16


def iterate_lines(
    files: Files, path: Path, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int, bytes]]:
    """The whole lines of a file between two places: where each begins and ends, and what is in it."""
    descriptor = files.open_read(path)
    try:
        rest, place, offset = b"", start, start
        while end is None or place < end:
            block = files.read_at(descriptor, _BLOCK if end is None else min(_BLOCK, end - place), place)
            if not block:
                return
            place += len(block)
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                yield offset, offset + len(line) + 1, line
                offset += len(line) + 1
    finally:
        files.close(descriptor)


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
    """What the beginning and the end of a file say, enough for a list of threads; None as in `scan`."""
    size = files.stat(path).st_size
    if size <= SHORT:
        return scan(files, path, rollout_id)
    state: RolloutState | None = None
    for start, end, line in iterate_lines(files, path):
        if state is None:
            state = begin_state(parse_line(line), rollout_id, end)
            if state is None:
                return None
        else:
            state.read_line(parse_line(line), start, end)
        if state.thread.has_user_message or end > SHORT:
            break
    if state is None:
        return None
    if size > state.size + _TAIL:
        data = read_range(files, path, size - _TAIL, size)
        for line in data.split(b"\n")[1:-1]:
            if (parsed := parse_line(line)) is not None:
                state.read_line(parsed, state.size, state.size)
    state.is_whole = False
    state.size = 0
    state.new_turns.clear()
    state.turn_ends.clear()
    return state
