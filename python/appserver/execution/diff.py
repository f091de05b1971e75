"""Unified diffs of one text, written so that every ending survives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.execution.line_matching import Replaced, changed_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["NO_NEWLINE", "format_hunk", "make_diff", "split_lines"]

NO_NEWLINE = "\\ No newline at end of file"
CONTEXT_LINES = 3
"""Unchanged lines around a change, as everywhere."""


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their endings; only a line feed ends a line, as for `diff` and `patch`."""
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def make_diff(before: str, after: str) -> str:
    """The hunks that turn `before` into `after`; empty when they are equal."""
    old, new = split_lines(before), split_lines(after)
    pieces: list[str] = []
    for group in _groups(changed_ranges(old, new)):
        first, last = group[0], group[-1]
        above = min(CONTEXT_LINES, first.i1)
        below = min(CONTEXT_LINES, len(old) - last.i2)
        around = Replaced(first.i1 - above, last.i2 + below, first.j1 - above, last.j2 + below)
        pieces.append(_hunk(old, new, around, group))
    return "".join(pieces)


def format_hunk(old: Sequence[str], new: Sequence[str], old_start: int, new_start: int) -> str:
    """One hunk that replaces lines; the starts are the indexes of the first lines in their texts."""
    around = Replaced(0, len(old), 0, len(new))
    return _hunk(old, new, around, changed_ranges(old, new), old_start, new_start)


def _groups(changes: list[Replaced]) -> Iterator[list[Replaced]]:
    """Changes whose context would meet belong to one hunk."""
    group: list[Replaced] = []
    for change in changes:
        if group and change.i1 - group[-1].i2 > 2 * CONTEXT_LINES:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(
    old: Sequence[str],
    new: Sequence[str],
    around: Replaced,
    changes: list[Replaced],
    old_start: int = 0,
    new_start: int = 0,
) -> str:
    i1, i2, j1, j2 = around
    pieces = [f"@@ -{_span(old_start + i1, i2 - i1)} +{_span(new_start + j1, j2 - j1)} @@\n"]
    position = i1
    for change in changes:
        pieces += _signed(" ", old[position : change.i1])
        pieces += _signed("-", old[change.i1 : change.i2])
        pieces += _signed("+", new[change.j1 : change.j2])
        position = change.i2
    pieces += _signed(" ", old[position:i2])
    return "".join(pieces)


def _span(start: int, count: int) -> str:
    """The lines of a hunk as its header names them; no lines are named by the line before them."""
    first = start + 1 if count else start
    return str(first) if count == 1 else f"{first},{count}"


def _signed(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line if line.endswith("\n") else f"{sign}{line}\n{NO_NEWLINE}\n"
