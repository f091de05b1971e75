"""Unified diffs of one text: written so that every ending survives, and applied exactly or not at all.

A hunk applies at the line it names and nowhere else. Looking for a place that fits nearby would sometimes
find a wrong one, and whoever approved the change has seen only the one that was named.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

__all__ = ["DiffError", "apply_diff", "make_diff", "split_lines"]

NO_NEWLINE = "\\ No newline at end of file"
CONTEXT_LINES = 3
"""Unchanged lines around a change, as everywhere."""

_HUNK_HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_SHOWN_CHARACTERS = 80


class DiffError(ValueError):
    """A diff that is malformed or does not fit its text; the message says where."""


@dataclass(slots=True)
class _Hunk:
    """One hunk.

    Attributes:
        number: its place in the diff, from 1.
        start: the index of the first old line it covers.
        old_left, new_left: lines that the header promises and the body still owes.
        body: (kind, line) with the kind " ", "-" or "+"; lines carry their ending.
    """

    number: int
    start: int
    old_left: int
    new_left: int
    body: list[tuple[str, str]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return not (self.old_left or self.new_left)

    def add(self, kind: str, line: str) -> None:
        self.old_left -= kind in " -"
        self.new_left -= kind in " +"
        if self.old_left < 0 or self.new_left < 0:
            text = _shown(kind + line)
            raise DiffError(f"hunk {self.number} has more lines than its header says, at {text}")
        self.body.append((kind, line))


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their endings; only a line feed ends a line, as for `diff` and `patch`."""
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def make_diff(before: str, after: str) -> str:
    """The hunks that turn `before` into `after`; empty when they are equal."""
    lines = difflib.unified_diff(split_lines(before), split_lines(after), n=CONTEXT_LINES)
    pieces = []
    for index, line in enumerate(lines):
        if index >= 2:  # the two lines of file names
            pieces.append(line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}\n")
    return "".join(pieces)


def apply_diff(text: str, diff: str) -> str:
    """Apply the hunks of `diff` to `text`.

    Whatever stands before the first hunk (file names) is passed over. In a text whose lines all end in
    CRLF, a diff that was written with plain line feeds fits too, and the lines it adds get CRLF.

    Raises:
        DiffError: the diff is malformed, or a context or removed line is not what the text has at that place.
    """
    lines = split_lines(text)
    crlf = "\r" not in diff and "\n" in text and text.count("\n") == text.count("\r\n")
    result: list[str] = []
    position = 0
    for hunk in _parse(diff):
        if hunk.start < position:
            raise DiffError(f"hunk {hunk.number} starts before the end of the one before it")
        result += lines[position : hunk.start]
        position = hunk.start
        for kind, line in hunk.body:
            if kind == "+":
                result.append(line.replace("\n", "\r\n") if crlf else line)
                continue
            found = lines[position] if position < len(lines) else None
            if found is None or (found != line and (not crlf or found.replace("\r\n", "\n") != line)):
                raise DiffError(_mismatch(hunk.number, position, line, found))
            if kind == " ":
                result.append(found)
            position += 1
    result += lines[position:]
    if any(not line.endswith("\n") for line in result[:-1]):
        raise DiffError(f"a line before the last one is marked {NO_NEWLINE!r}")
    return "".join(result)


def _parse(diff: str) -> list[_Hunk]:
    hunks: list[_Hunk] = []
    for raw in split_lines(diff):
        line = raw.removesuffix("\n")
        hunk = hunks[-1] if hunks else None
        if line.startswith("\\") and hunk is not None and hunk.body:
            kind, marked = hunk.body[-1]
            hunk.body[-1] = (kind, marked.removesuffix("\n"))
        elif hunk is None or hunk.complete:
            if header := _HUNK_HEADER.match(line):
                hunks.append(_new_hunk(len(hunks) + 1, header))
            elif hunk is not None and line.strip():
                raise DiffError(f"text after the last line of hunk {hunk.number}: {_shown(line)}")
        else:
            # Some tools strip the blank from an empty context line.
            kind, content = (line[0], line[1:]) if line else (" ", "")
            if kind not in " -+":
                text = _shown(line)
                raise DiffError(
                    f"hunk {hunk.number} has a line that starts with none of ' ', '-', '+': {text}"
                )
            hunk.add(kind, content + "\n")
    if hunks and not hunks[-1].complete:
        raise DiffError(f"hunk {hunks[-1].number} has fewer lines than its header says")
    if not hunks and diff.strip():
        raise DiffError("there is no hunk: no line has the form '@@ -1,2 +1,2 @@'")
    return hunks


def _new_hunk(number: int, header: re.Match[str]) -> _Hunk:
    start, old_count, _, new_count = header.groups()
    old_left = 1 if old_count is None else int(old_count)
    # A hunk that covers no old line names the line it follows.
    first = int(start) - 1 if old_left else int(start)
    if first < 0:
        raise DiffError(f"hunk {number} covers lines from 0 on; lines count from 1")
    return _Hunk(number, first, old_left, 1 if new_count is None else int(new_count))


def _mismatch(number: int, position: int, expected: str, found: str | None) -> str:
    where = f"hunk {number} does not fit at line {position + 1}: it expects {_shown(expected)}"
    if found is None:
        return f"{where}, and the text has only {position} lines"
    if found == expected.removesuffix("\n"):
        return f"{where}, and that last line has no newline at its end; mark it with {NO_NEWLINE!r}"
    return f"{where}, and the text has {_shown(found)}"


def _shown(line: str) -> str:
    line = line.removesuffix("\n")
    return repr(line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…")
