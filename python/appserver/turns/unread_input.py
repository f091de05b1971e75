"""Params before they are read: to make a model of each of a million entries takes many seconds of the loop.

A turn's input that has too many is refused as `input_limits` refuses it. The rest is read, and measured there. Params
of any method hold no more values than `value_bounds` says.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic_core import from_json

from appserver.errors import ServerError
from appserver.plain_data import is_dict, is_list
from appserver.turns.errors import MAX_INPUT_CHARACTERS, MAX_INPUT_ENTRIES, too_many_entries
from appserver.turns.value_bounds import check_values, check_values_of_text

__all__ = ["check_unread_input", "check_unread_text"]

_METHODS: Final = frozenset({"turn/start", "turn/steer"})

_SMALL_BYTES: Final = 2 * MAX_INPUT_ENTRIES
"""In so few bytes of JSON are not too many values: one takes two with its comma."""

_MOST_OBJECTS: Final = 2 * MAX_INPUT_CHARACTERS
"""More braces than this are not in a text, which has fewer characters; to read as many takes a second."""


def check_unread_input(method: str, params: Any) -> None:
    """Refuse plain data of params whose entries, or values, are too many.

    Raises:
        ServerError: -32602, with the limit in `data`, for a turn's entries; -32600 for values.
    """
    if method in _METHODS and is_dict(params):
        _check_entries(method, params)
    check_values(method, params)


def _check_entries(method: str, params: dict[Any, Any]) -> None:
    entries = _count(params.get("input"))
    tool_output = params.get("toolOutput")
    if is_dict(tool_output):
        entries += _count(tool_output.get("output"))
    given = params.get("input")
    if entries <= MAX_INPUT_ENTRIES and is_list(given):
        for entry in given:
            if is_dict(entry):
                entries += _count(entry.get("text_elements"))
    if entries > MAX_INPUT_ENTRIES:
        raise _too_many(method, entries)


def check_unread_text(method: str, params: bytes | None) -> None:
    """As `check_unread_input`, of JSON text.

    Raises:
        ServerError: as there.
    """
    if params is None or len(params) <= _SMALL_BYTES:
        return
    is_input = method in _METHODS
    objects = params.count(b"{") if is_input else 0
    if objects > _MOST_OBJECTS:
        raise _too_many(method, objects)
    try:
        check_values_of_text(method, params)
    except ServerError:
        if objects > MAX_INPUT_ENTRIES:  # then it is they, as a rule
            raise _too_many(method, objects) from None
        raise
    if not is_input:
        return
    try:
        data = from_json(params)
    except ValueError:
        return  # whoever reads it says why
    if is_dict(data):
        _check_entries(method, data)


def _too_many(method: str, entries: int) -> ServerError:
    error = too_many_entries(entries)
    error.method = method
    return error


def _count(value: object) -> int:
    return len(value) if is_list(value) else 0
