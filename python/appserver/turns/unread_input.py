"""The input of a turn before it is read: to make a model of each of a million entries takes many seconds of the loop.

What has too many is refused as `input_limits` refuses it. The rest is read, and measured there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

from appserver.plain_data import is_dict, is_list
from appserver.turns.errors import MAX_INPUT_CHARACTERS, MAX_INPUT_ENTRIES, too_many_entries

if TYPE_CHECKING:
    from appserver.errors import ServerError

__all__ = ["check_unread_input", "check_unread_text"]

_METHODS: Final = frozenset({"turn/start", "turn/steer"})

_SMALL_BYTES: Final = 2 * MAX_INPUT_ENTRIES
"""In so few bytes of JSON are not too many values: one takes two with its comma."""

_MOST_OBJECTS: Final = 2 * MAX_INPUT_CHARACTERS
"""More braces than this are not in a text, which has fewer characters; to read as many takes a second."""


def check_unread_input(method: str, params: Any) -> None:
    """Refuse plain data of params whose entries are too many.

    Raises:
        ServerError: -32602, with the limit in `data`.
    """
    if method not in _METHODS or not is_dict(params):
        return
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
        ServerError: -32602, with the limit in `data`.
    """
    if params is None or method not in _METHODS or len(params) <= _SMALL_BYTES:
        return
    if (objects := params.count(b"{")) > _MOST_OBJECTS:
        raise _too_many(method, objects)
    try:
        data = from_json(params)
    except ValueError:
        return  # whoever reads it says why
    check_unread_input(method, data)


def _too_many(method: str, entries: int) -> ServerError:
    error = too_many_entries(entries)
    error.method = method
    return error


def _count(value: object) -> int:
    return len(value) if is_list(value) else 0
