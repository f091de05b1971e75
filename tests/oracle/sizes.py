"""The weight of an event in bytes: its text, and eight for every value that has none."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any, Final

from pydantic import BaseModel

__all__ = ["COUNTLESS", "size_of"]

_SCALAR: Final = 8
"""A number, true, null; also what is empty: a thousand empty texts are something."""
_VALUES: Final = 100_000
"""How many values are looked at; it also bounds what refers to itself."""
COUNTLESS: Final = 1 << 30
"""What more values than are looked at count: beyond every sensible bound."""


def size_of(value: Any) -> int:
    """The size of a model's fields, or of plain JSON data.

    Raises:
        ValueError: a text is not valid Unicode.
    """
    size = values = 0
    line = [value]
    while line and values < _VALUES:
        one = line.pop()
        values += 1
        members = _members(one)
        line += members
        size += 0 if members else _leaf(one)
    return size if values < _VALUES else size + COUNTLESS


def _members(value: Any) -> list[Any]:
    match value:
        case dict():
            return [*value, *value.values()]
        case list() | tuple() | set() | frozenset():
            return [*value]
        case BaseModel():
            extra = value.__pydantic_extra__
            return [*value.__dict__.values(), *([] if extra is None else [extra])]
    return [*value.__dict__.values()] if _is_plain_dataclass(value) else []


def _is_plain_dataclass(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type | str | int) and hasattr(value, "__dict__")


def _leaf(value: Any) -> int:
    """What a value without members weighs: an unknown object says it of itself."""
    match value:
        case str():
            return len(value.encode()) or _SCALAR
        case bytes() | bytearray():
            return len(value) or _SCALAR
        case memoryview():
            return value.nbytes or _SCALAR
        case int() if isinstance(value, bool) or -(2**63) <= value < 2**63:
            return _SCALAR
        case None | dict() | list() | tuple() | set() | frozenset() | BaseModel():
            return _SCALAR
    if type(value) is float or _is_plain_dataclass(value):
        return _SCALAR
    own_size: int = value.__sizeof__()
    return max(_SCALAR, own_size)
