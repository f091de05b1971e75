"""How many values a message may hold: whoever sends millions of small ones is refused before anything is made of them.

A text is one value, however long. Making objects of a value takes a microsecond and holds up everybody on the loop.
"""

from __future__ import annotations

import re
from typing import Any, Final

from appserver.errors import ErrorCode, ServerError
from appserver.plain_data import is_dict, is_list

__all__ = [
    "MAX_DEPTH",
    "MAX_VALUES",
    "check_values",
    "check_values_of_text",
    "has_too_many_values",
    "is_too_deep",
]

MAX_VALUES: Final = 250_000
"""Many times what the longest input holds. As many as this are read in a quarter of a second."""

MAX_DEPTH: Final = 100
"""Lists and objects within one another in what tools are given and say. Readers of JSON refuse some two hundred, and a
message adds its own."""

_SHORTEST: Final = 2
"""Bytes that a value takes at the least, with what parts it from the next."""

_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[,\[{]', re.DOTALL)
"""A text, also one without an end, or what begins a value or a collection."""


def is_too_deep(data: object) -> bool:
    """Whether JSON data has more lists and objects within one another than `MAX_DEPTH`."""
    level: list[object] = [data]
    for _ in range(MAX_DEPTH + 1):
        collections = [one for one in level if is_dict(one) or is_list(one)]
        if not collections:
            return False
        level = [inner for one in collections for inner in (one.values() if is_dict(one) else one)]
    return True


def check_values_of_text(method: str, text: bytes | None) -> None:
    """Refuse JSON text with too many values.

    Raises:
        ServerError: -32600.
    """
    if text is not None and has_too_many_values(text):
        raise _too_many(method)


def has_too_many_values(text: bytes | bytearray) -> bool:
    """Whether JSON text has too many values. Nothing is made of it, and no more is looked at than the bound takes."""
    if len(text) <= _SHORTEST * MAX_VALUES:
        return False
    if text.count(b",") + text.count(b"[") + text.count(b"{") <= MAX_VALUES:
        return False
    count = 0
    for found in _TOKEN.finditer(text):  # those that stand in no text
        if text[found.start()] != 0x22:
            count += 1
            if count > MAX_VALUES:
                return True
    return False


def check_values(method: str, data: Any) -> None:
    """As `check_values_of_text`, of plain data.

    Raises:
        ServerError: -32600.
    """
    waiting: list[Any] = [data] if isinstance(data, dict | list) else []
    count = 0
    while waiting:
        value: Any = waiting.pop()
        inner: Any = value.values() if is_dict(value) else value if is_list(value) else ()
        count += max(1, len(inner))
        if count > MAX_VALUES:
            raise _too_many(method)
        waiting += [each for each in inner if is_dict(each) or is_list(each)]


def _too_many(method: str) -> ServerError:
    return ServerError(
        f"Invalid request: {method} with more than {MAX_VALUES} values is not read; send fewer at a time",
        code=ErrorCode.INVALID_REQUEST,
        method=method,
    )
