"""Words as one line for a shell, written as Codex writes them: clients compare the commands that they are shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["shell_line"]

_BARE: Final = re.compile(r"[A-Za-z0-9+\-./:@\]_]+")
_SINGLE: Final = re.compile(r"[^'^]+")
_DOUBLE: Final = re.compile(r"[^`$!^]+")
"""What each kind of quotes can hold. A `^` stands only where single ones begin: a shell that is talked to takes it for
more elsewhere."""


def shell_line(words: Iterable[str]) -> str:
    """The line that a shell splits into these words."""
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    if _BARE.fullmatch(word):
        return word
    pieces: list[str] = []
    place = 0
    while place < len(word):
        end = _end(word, place)
        pieces.append(_piece(word[place:end]))
        place = end
    return "".join(pieces) or "''"


def _end(word: str, begin: int) -> int:
    """Where the longest piece ends that one kind of quotes can hold: none, single or double ones."""
    if word[begin] == "^":
        found = _SINGLE.match(word, begin + 1)
        return begin + 1 if found is None else found.end()
    ends = [
        found.end() for kind in (_BARE, _SINGLE, _DOUBLE) if (found := kind.match(word, begin)) is not None
    ]
    return max(ends)


def _piece(text: str) -> str:
    if _BARE.fullmatch(text):
        return text
    if "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
