"""The shapes of data from outside: after `isinstance` alone, what they hold is of unknown type to type checkers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import TypeIs

__all__ = [
    "check_json",
    "is_collection",
    "is_dict",
    "is_iterable",
    "is_list",
    "is_mapping",
    "is_sequence",
    "is_tuple",
    "nested",
    "plain",
]


def is_collection(value: object) -> TypeIs[Collection[Any]]:
    """Whether it holds values that can be looked at more than once."""
    return isinstance(value, Collection)


def is_iterable(value: object) -> TypeIs[Iterable[Any]]:
    """Whether it can be iterated over, if only once."""
    return isinstance(value, Iterable)


def is_dict(value: object) -> TypeIs[dict[Any, Any]]:
    """Whether it is a dict; with JSON data, an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeIs[list[Any]]:
    """Whether it is a list; with JSON data, an array."""
    return isinstance(value, list)


def is_mapping(value: object) -> TypeIs[Mapping[Any, Any]]:
    """Whether it is any mapping."""
    return isinstance(value, Mapping)


def is_sequence(value: object) -> TypeIs[Sequence[Any]]:
    """Whether it is any sequence; text and bytes are sequences too."""
    return isinstance(value, Sequence)


def is_tuple(value: object) -> TypeIs[tuple[Any, ...]]:
    """Whether it is a tuple."""
    return isinstance(value, tuple)


def plain(value: object) -> Any:
    """Data whose mappings, of whatever kind and however deep, are dicts.

    Raises:
        ValueError: too many values stand within each other.
    """
    try:
        return _plain(value)
    except RecursionError:
        raise ValueError("too many values stand within each other") from None


def _plain(value: object) -> Any:
    if is_mapping(value):
        return {key: _plain(inner) for key, inner in value.items()}
    if is_list(value) or is_tuple(value):
        return [_plain(inner) for inner in value]
    return value


def check_json(name: str, value: object) -> None:
    """Refuse plain data that JSON text cannot hold.

    Raises:
        TypeError, ValueError: something in it is no JSON data; `name` says what was looked at.
    """
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} is not valid Unicode: it holds half of a surrogate pair") from None
    except TypeError as error:  # which names the type
        raise TypeError(f"{name} is JSON data: {error}") from None
    except ValueError as error:
        found = "cannot hold itself" if "Circular" in str(error) else "has no such number as nan or inf"
        raise ValueError(f"{name} is JSON data, which {found}") from None
    except RecursionError:
        raise ValueError(f"{name} is nested too deeply to be written as JSON") from None


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Keys with dots as tables in tables; a later key goes into, or replaces, what those before it made.

    A dot in a key of a value is a part of that key.
    """
    result: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        table = result
        for name in path:
            inner: Any = table.get(name)
            if not is_dict(inner):
                inner = table[name] = {}
            table = inner
        table[last] = deepcopy(value)
    return result
