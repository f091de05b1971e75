"""A diff that somebody wrote, made to fit the text that is there.

Where a hunk goes: where its header says, if its context and removed lines are there; otherwise to the one place after
the hunk before it where they are, with the endings that it shows or else with any. Two such places are an error: the
writer could have meant either.

Endings, and a byte order mark, do not count for where a hunk fits, and the lines that it leaves keep their bytes:

- A hunk whose old lines have the very endings of the text is taken as written, new lines and all.
- Otherwise it was written without regard to endings. Then the nth new line takes the ending of the nth line that it
  replaces, and further ones that of the last; where nothing is replaced, that of the line above, or else of the line
  below; in a text without any ending it stays as written.
- A byte order mark stays at the start, unless the hunk shows it and removes it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from appserver.execution.diff import NO_NEWLINE, format_hunk, split_lines
from appserver.execution.hunks import DiffError, Hunk, bare, parse_hunks, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["BYTE_ORDER_MARK", "Fitted", "apply_diff", "fit_diff"]

BYTE_ORDER_MARK = "\ufeff"
MOST_NAMED = 3
"""Places that an error names."""


class Fitted(NamedTuple):
    """A diff made to fit.

    Attributes:
        text: the text after it.
        diff: the same change with the real line numbers and the lines as they are in the text.
    """

    text: str
    diff: str


def apply_diff(text: str, diff: str) -> str:
    """The text after the change; see `fit_diff`."""
    return fit_diff(text, diff).text


def fit_diff(text: str, diff: str) -> Fitted:
    """Apply the hunks of `diff` to `text`.

    Raises:
        DiffError: the diff is malformed, fits nowhere, or fits in two places.
    """
    lines = split_lines(text)
    places = _Places(lines)
    position = 0
    placed: list[tuple[Hunk, int]] = []
    for hunk in parse_hunks(diff):
        start = places.find(hunk, position)
        placed.append((hunk, start))
        position = start + len(hunk.old)
    placed = _with_marked_line(lines, placed)
    result: list[str] = []
    spans: list[tuple[int, int, int, int]] = []
    position = 0
    for hunk, start in placed:
        result += lines[position:start]
        position = start + len(hunk.old)
        new = _new_lines(hunk, lines, start)
        spans.append((start, position, len(result), len(result) + len(new)))
        result += new
    result += lines[position:]
    if any(not line.endswith("\n") for line in result[:-1]):
        raise DiffError(f"a line before the last one is marked {NO_NEWLINE!r}")
    if result and _keeps_mark(lines, placed):
        result[0] = BYTE_ORDER_MARK + result[0]
    hunks = [format_hunk(lines[i1:i2], result[j1:j2], i1, j1) for i1, i2, j1, j2 in spans]
    return Fitted("".join(result), "".join(hunks))


def _plain(line: str) -> str:
    return line.removeprefix(BYTE_ORDER_MARK)


def _without_ending(line: str) -> str:
    """The line in a form in which neither its ending nor a byte order mark counts."""
    return bare(_plain(line)) + "\n"


def _agree(found: str, line: str, index: int) -> bool:
    """Whether a line of the text is the one that the hunk shows."""
    if index == 0:
        found, line = _plain(found), _plain(line)
    return bare(found) == bare(line) and found.endswith("\n") == line.endswith("\n")


class _Places:
    """Where hunks fit in a text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._joined: dict[Callable[[str], str], str] = {}

    def find(self, hunk: Hunk, position: int) -> int:
        """Where `hunk` goes, at `position` or after it."""
        old = hunk.old
        if not old:
            if position <= hunk.start <= len(self._lines):
                return hunk.start
            if hunk.start > len(self._lines):
                has = f"the text has only {len(self._lines)} lines"
                raise DiffError(f"hunk {hunk.number} adds lines after line {hunk.start}, and {has}")
            raise DiffError(f"hunk {hunk.number} starts before the end of the one before it")
        if hunk.start >= position and self._fits(old, hunk.start):
            return hunk.start
        found = self._elsewhere(old, position, str) or self._elsewhere(old, position, _without_ending)
        if len(found) == 1:
            return found[0]
        if found:
            named = ", ".join(str(start + 1) for start in found[:MOST_NAMED])
            named += ", …" if len(found) > MOST_NAMED else ""
            problem = f"it fits at several lines ({named}); show more of the lines around it"
            raise DiffError(f"hunk {hunk.number} does not fit at line {hunk.start + 1}, and {problem}")
        if hunk.start < position and self._fits(old, hunk.start):
            raise DiffError(f"hunk {hunk.number} starts before the end of the one before it")
        raise DiffError(self._mismatch(hunk))

    def _fits(self, old: Sequence[str], start: int) -> bool:
        found: Sequence[str] = self._lines[start : start + len(old)] if start >= 0 else ()
        return len(found) == len(old) and all(
            _agree(line, wanted, start + offset)
            for offset, (line, wanted) in enumerate(zip(found, old, strict=True))
        )

    def _elsewhere(self, old: Sequence[str], position: int, form: Callable[[str], str]) -> list[int]:
        """The first few places where the lines are, compared in one form."""
        if form not in self._joined:
            self._joined[form] = "\n" + "".join(form(line) for line in self._lines)
        text, wanted = self._joined[form], "\n" + "".join(form(line) for line in old)
        found: list[int] = []
        at, line = 0, 0
        while len(found) <= MOST_NAMED and (hit := text.find(wanted, at)) >= 0:
            line += text.count("\n", at, hit)
            if line >= position and self._fits(old, line):
                found.append(line)
            at, line = hit + 1, line + 1
        return found

    def _mismatch(self, hunk: Hunk) -> str:
        """What is wrong at the line that the header names."""
        where = f"hunk {hunk.number} does not fit"
        if hunk.start < 0:
            return f"{where}: its lines are nowhere in the text, and its header names line 0"
        for index, line in enumerate(hunk.old, hunk.start):
            if index >= len(self._lines):
                has = f"the text has only {len(self._lines)} lines"
                return f"{where} at line {index + 1}: it expects {shown(line)}, and {has}"
            found = self._lines[index]
            if _agree(found, line, index):
                continue
            where = f"{where} at line {index + 1}: it expects {shown(line)}, and"
            if found == line.removesuffix("\n"):
                return f"{where} that last line has no newline at its end; mark it with {NO_NEWLINE!r}"
            if found.removesuffix("\n") == line:
                return f"{where} that line has a newline at its end; do not mark it with {NO_NEWLINE!r}"
            return f"{where} the text has {shown(found)}; nor does it fit at another line"
        return f"{where} after the hunk before it"


def _new_lines(hunk: Hunk, lines: Sequence[str], start: int) -> list[str]:
    """What stands in the place of the hunk's old lines afterwards; without a mark that is kept for the start."""
    drops_mark = _covers_mark(lines, start) and not _shows_mark(hunk)
    is_written_so = _is_written_so(hunk, lines, start)
    result: list[str] = []
    position = start
    for is_context, group in groupby(hunk.body, key=lambda entry: entry[0] == " "):
        run = list(group)
        if is_context:
            kept = list(lines[position : position + len(run)])
            if drops_mark and position == 0:
                kept[0] = _plain(kept[0])
            result += kept
            position += len(run)
            continue
        removed = sum(kind == "-" for kind, _ in run)
        added = [line for kind, line in run if kind == "+"]
        result += added if is_written_so else _with_endings(added, lines, position, removed)
        position += removed
    if drops_mark and result:
        result[0] = _plain(result[0])
    return result


def _is_written_so(hunk: Hunk, lines: Sequence[str], start: int) -> bool:
    """Whether the hunk shows the endings that the text has; a hunk that shows none says nothing about them."""
    says = False
    for index, line in enumerate(hunk.old, start):
        if lines[index].endswith("\n"):
            says = True
            if _ending(lines[index]) != _ending(line):
                return False
    return says


def _with_endings(added: Sequence[str], lines: Sequence[str], position: int, removed: int) -> list[str]:
    """New lines with the endings of the lines around them; see the head of this module."""
    after = position + removed
    replaced = [_ending(line) for line in lines[position:after]]
    beside = [_ending(line) for line in (*lines[max(0, position - 1) : position], *lines[after : after + 1])]
    around = next((ending for ending in [*reversed(replaced), *beside] if ending), "")
    result: list[str] = []
    for number, line in enumerate(added):
        ending = (replaced[min(number, len(replaced) - 1)] if replaced else "") or around
        if ending:
            line = bare(line) + (ending if line.endswith("\n") else "")
        result.append(line)
    return result


def _ending(line: str) -> str:
    if line.endswith("\r\n"):
        return "\r\n"
    return "\n" if line.endswith("\n") else ""


def _covers_mark(lines: Sequence[str], start: int) -> bool:
    """Whether the hunk touches the start of a text that has a byte order mark."""
    return start == 0 and bool(lines) and lines[0].startswith(BYTE_ORDER_MARK)


def _shows_mark(hunk: Hunk) -> bool:
    old = hunk.old
    return bool(old) and old[0].startswith(BYTE_ORDER_MARK)


def _with_marked_line(lines: Sequence[str], placed: Sequence[tuple[Hunk, int]]) -> list[tuple[Hunk, int]]:
    """The hunks; one that adds lines before a byte order mark takes the marked line in, since the mark moves."""
    if not placed or placed[0][0].old or not _covers_mark(lines, placed[0][1]):
        return list(placed)
    (first, start), *others = placed
    if others and others[0][1] == start:  # the next one has that line
        (second, _), *others = others
        first.body += second.body
        return (
            [(first, start), *others] if second.old else _with_marked_line(lines, [(first, start), *others])
        )
    line, ending = bare(_plain(lines[0])), _ending(lines[0])
    other = {"\n": "\r\n", "\r\n": "\n"}.get(
        ending, ""
    )  # the hunk says nothing about endings: see `_is_written_so`
    first.body.append(
        (" ", line + other) if line or ending else ("-", "")
    )  # a text that is a mark alone has no line
    return [(first, start), *others]


def _keeps_mark(lines: Sequence[str], placed: Sequence[tuple[Hunk, int]]) -> bool:
    return any(_covers_mark(lines, start) and not _shows_mark(hunk) for hunk, start in placed[:1])
