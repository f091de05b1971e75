"""Thread, turn and item ids: UUIDs of version 7, and reading one from a client as Codex does."""

from __future__ import annotations

import os
import re
import time

__all__ = ["InvalidIdentifierError", "new_identifier", "new_identifier_after", "parse_identifier"]

_PREFIX = "urn:uuid:"
_GROUPED = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SIMPLE = re.compile(r"[0-9a-fA-F]{32}")
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_GROUP_STARTS = (0, 9, 14, 19, 24)
_GROUP_LENGTHS = (8, 4, 4, 4, 12)


class InvalidIdentifierError(ValueError):
    """A text is not a UUID. Its message is the one that Codex puts on the wire."""


def new_identifier() -> str:
    """A fresh UUID of version 7.

    Its first 48 bits are the Unix time in milliseconds, so that ids sort by age.
    """
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 7 << 76  # the version
    value = value & ~(0x3 << 62) | 2 << 62  # the variant
    return _group(f"{value:032x}")


def new_identifier_after(other: str) -> str:
    """A fresh UUID of version 7 that sorts after another one, be that of the same millisecond or of a clock ahead."""
    fresh = new_identifier()
    if fresh > other:
        return fresh
    later = int(other[:8] + other[9:13], 16) + 1
    return _group(f"{later:012x}{fresh.replace('-', '')[12:]}") if later < 1 << 48 else fresh


def parse_identifier(text: str) -> str:
    """The UUID in `text` in its usual form. Simple, braced and `urn:uuid:` forms are read as well.

    Raises:
        InvalidIdentifierError: it is not a UUID, with the reason.
    """
    bare = _unwrap(text)
    if _GROUPED.fullmatch(bare):
        return bare.lower()
    if bare is text and _SIMPLE.fullmatch(text):
        return _group(text.lower())
    raise InvalidIdentifierError(_explain(text, bare))


def _unwrap(text: str) -> str:
    if len(text) > 1 and text.startswith("{") and text.endswith("}"):
        return text[1:-1]
    return text[len(_PREFIX) :] if text.startswith(_PREFIX) else text


def _group(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _explain(text: str, bare: str) -> str:
    offset = text.find(bare) if bare else 0
    hyphens: list[int] = []
    for index, character in enumerate(bare):
        if character == "-":
            hyphens.append(index)
        elif character not in _HEX_DIGITS:
            return (
                "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], "
                f"found `{character}` at {offset + index + 1}"
            )
    if not hyphens and bare is text:
        return f"invalid length: expected length 32 for simple format, found {len(text)}"
    if len(hyphens) != len(_GROUP_STARTS) - 1:
        return f"invalid group count: expected 5, found {len(hyphens) + 1}"
    for group, (start, length) in enumerate(zip(_GROUP_STARTS, _GROUP_LENGTHS, strict=True)):
        end = hyphens[group] if group < len(hyphens) else len(bare)
        if end != start + length:
            return f"invalid group length in group {group}: expected {length}, found {end - start}"
    return "invalid length: expected length 36 for hyphenated format"
