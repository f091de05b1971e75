"""Text that UTF-8 cannot hold: halves of surrogate pairs, which Python keeps and no wire takes.

Models and tools send them where a decoder has cut a character in two, and JSON escapes can name one. There is one rule.
In text for people a pair that was cut is joined, and a half that stays alone becomes U+FFFD. Arguments (a command, a
path, a patch, an id) are refused by name, since another text would mean something else. In the texts of errors a half
is written out as an escape.
"""

from __future__ import annotations

__all__ = ["REPLACEMENT", "describe_fault", "escaped", "is_encodable", "join_halves", "repaired"]

REPLACEMENT = "\ufffd"
"""What stands for half a character whose other half never came."""


def is_encodable(text: str) -> bool:
    """Whether UTF-8 can hold the text."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def repaired(text: str) -> str:
    """The text with the halves of pairs joined, and U+FFFD for each one that is alone."""
    if is_encodable(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def escaped(text: str) -> str:
    """The text with each half of a pair written out, as in `\\ud800`."""
    return text if is_encodable(text) else text.encode("utf-8", "backslashreplace").decode()


def join_halves(before: str, text: str) -> tuple[str, str]:
    """Repair a piece of a longer text. Returns what can be sent now, and what waits for the next piece.

    Args:
        before: what waited so far: the first half of a pair, or nothing.
        text: the piece.
    """
    whole = before + text
    waiting = whole[-1:] if "\ud800" <= whole[-1:] <= "\udbff" else ""
    return repaired(whole[: len(whole) - len(waiting)]), waiting


def describe_fault(name: str, text: str) -> str:
    """Why a text cannot be an argument: it is not Unicode, or holds a null character; empty for one that can."""
    if not is_encodable(text):
        place = next(index for index, character in enumerate(text) if "\ud800" <= character <= "\udfff")
        return f"{name} is not valid Unicode: character {place} is half of a surrogate pair ({text[place]!r})"
    if "\0" in text:
        return f"{name} holds a null character (character {text.index(chr(0))}), which no system call takes"
    return ""
