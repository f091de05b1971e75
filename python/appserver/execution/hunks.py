"""The hunks of a unified diff, as somebody wrote them: read strictly where a change could be misread, and
leniently where models err.

The numbers in a hunk's header are a hint. How many lines a hunk has is said by its lines: they begin with a blank, `-`
or `+`, and neither the next hunk nor anything that may follow does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from appserver.execution.diff import split_lines

__all__ = ["DiffError", "Hunk", "bare", "parse_hunks", "shown"]

_HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_SHOWN_CHARACTERS = 80


class DiffError(ValueError):
    """A diff that is malformed or does not fit its text; the message says where."""


@dataclass(slots=True)
class Hunk:
    """One hunk.

    Attributes:
        number: its place in the diff, from 1.
        start: the index of the first old line that it covers, as its header has it.
        old_left, new_left: lines that the header promises and the body still owes.
        body: (kind, line) with the kind " ", "-" or "+"; lines carry their ending.
    """

    number: int
    start: int
    old_left: int
    new_left: int
    body: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _blank: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether it has the lines that its header promises, or more."""
        return self.old_left <= 0 and self.new_left <= 0

    @property
    def old(self) -> list[str]:
        """The lines that must be there."""
        return [line for kind, line in self.body if kind != "+"]

    def add(self, line: str) -> None:
        """Take a line of the body, without its line feed; some tools strip the blank of an empty context line."""
        kind, content = (line[0], line[1:]) if line.rstrip("\r") else (" ", line)
        if kind not in " -+":
            problem = "has a line that starts with none of ' ', '-', '+'"
            raise DiffError(f"hunk {self.number} {problem}: {shown(line)}")
        self.old_left -= kind in " -"
        self.new_left -= kind in " +"
        self._blank = 0 if line.rstrip("\r") else self._blank + 1
        self.body.append((kind, content + "\n"))

    def mark_last_line(self) -> None:
        """The last line so far has no newline."""
        kind, line = self.body[-1]
        self.body[-1] = (kind, line.removesuffix("\n"))

    def close(self) -> None:
        """The hunk is over: empty lines at its end that its header does not count are not part of it."""
        if self.old_left or self.new_left:
            del self.body[len(self.body) - self._blank :]
        if not self.body:
            raise DiffError(f"hunk {self.number} has no lines")
        if self.old_left > 0 and not self.old:
            raise DiffError(
                f"hunk {self.number} has fewer lines than its header says: it shows none of the old ones"
            )


def parse_hunks(diff: str) -> list[Hunk]:
    """The hunks of `diff`. Whatever stands before the first one (file names) is passed over.

    Raises:
        DiffError: there is none, or something between two hunks is no part of either.
    """
    hunks: list[Hunk] = []
    for raw in split_lines(diff):
        line = raw.removesuffix("\n")
        hunk = hunks[-1] if hunks else None
        if header := _HEADER.match(line):
            if hunk is not None:
                hunk.close()
            hunks.append(_new_hunk(len(hunks) + 1, header))
        elif hunk is None:
            continue
        elif line.startswith("\\") and hunk.body:
            hunk.mark_last_line()
        elif hunk.is_complete and line.strip() and line[0] not in " -+":
            raise DiffError(f"text after the last line of hunk {hunk.number}: {shown(line)}")
        else:
            hunk.add(line)
    if hunks:
        hunks[-1].close()
    elif diff.strip():
        raise DiffError("there is no hunk: no line has the form '@@ -1,2 +1,2 @@'")
    return hunks


def bare(line: str) -> str:
    """The line without its ending, be it LF or CRLF."""
    return line.removesuffix("\n").removesuffix("\r")


def shown(line: str) -> str:
    """The line as an error shows it."""
    line = line.removesuffix("\n")
    return repr(line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…")


def _new_hunk(number: int, header: re.Match[str]) -> Hunk:
    start, old_count, _, new_count = header.groups()
    old_left = 1 if old_count is None else int(old_count)
    # A hunk that covers no old line names the line that it follows.
    first = int(start) - 1 if old_left else int(start)
    return Hunk(number, first, old_left, 1 if new_count is None else int(new_count))
