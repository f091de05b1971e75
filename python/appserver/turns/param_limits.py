"""How much each field of a request may hold that is kept, or sent on to other clients.

| field | bytes at most |
|---|---|
| a text: a name, an id, a path, a model, ... | 4096 |
| a list or an object: a sandbox policy, capabilities, ...; the reason of feedback | 65 536 |
| instructions, `config`, `collaborationMode`, `dynamicTools` | 1 048 576 |
| the command of `thread/shellCommand` | 4 194 304, and 1 048 576 characters |
| a turn's input, tool output, context and schema | 67 108 864, all together; see `input_limits` |
| what a model is to be told: `history`, `items` | 67 108 864 |

A text is measured in UTF-8, anything else as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic.alias_generators import to_camel
from pydantic_core import to_json

from appserver.errors import InputTooLargeError
from appserver.turns.errors import MAX_INPUT_CHARACTERS

if TYPE_CHECKING:
    from appserver import protocol as p

__all__ = ["LONG_BYTES", "OBJECT_BYTES", "TEXT_BYTES", "bound_of", "check_objects", "check_texts"]

TEXT_BYTES: Final = 4096
"""What a path may hold on Linux, and more than any name needs."""

OBJECT_BYTES: Final = 64 << 10
"""Hundreds of paths or methods."""

LONG_BYTES: Final = 1 << 20
"""A book: as much as a message may have characters."""

_BOUNDS: Final = {
    "base_instructions": LONG_BYTES,
    "developer_instructions": LONG_BYTES,
    "config": LONG_BYTES,
    "collaboration_mode": LONG_BYTES,
    "dynamic_tools": LONG_BYTES,
    "reason": OBJECT_BYTES,  # of feedback
    "objective": LONG_BYTES,  # it has a bound of its own, in characters
    "command": 4 * MAX_INPUT_CHARACTERS,
}

_TOGETHER: Final = frozenset(
    {"input", "tool_output", "additional_context", "output_schema", "history", "items"}
)
"""What the params of a turn hold together, or what a model is to be told, is bounded by `input_limits`."""


def bound_of(name: str, value: object) -> int:
    """The most bytes that a field may hold."""
    return _BOUNDS.get(name) or (TEXT_BYTES if isinstance(value, str) else OBJECT_BYTES)


def check_texts(params: p.WireModel) -> None:
    """Refuse params of which a text is too long; cheap, and to be called before they are written as JSON.

    Raises:
        ServerError: -32602, with the field, the bound and the size.
    """
    for name in params.model_fields_set:
        value = getattr(params, name)
        if isinstance(value, str) and 4 * len(value) > TEXT_BYTES:  # a character has four bytes at most
            _check(
                params,
                name,
                value,
                len(value) if value.isascii() else len(value.encode(errors="surrogatepass")),
            )


def check_objects(params: p.WireModel, size: int) -> None:
    """Refuse params, `size` bytes of JSON, of which a list or an object is too large.

    Raises:
        ServerError: as `check_texts`.
    """
    if size <= OBJECT_BYTES:
        return
    for name in params.model_fields_set:
        value = getattr(params, name)
        if value is not None and not isinstance(value, str | bool | int | float):
            _check(params, name, value, len(to_json(value, by_alias=True, inf_nan_mode="null")))


def _check(params: p.WireModel, name: str, value: Any, size: int) -> None:
    bound = bound_of(name, value)
    if size <= bound or name in _TOGETHER:
        return
    method = getattr(params, "method", type(params).__name__)
    field = to_camel(name)
    measured = "" if isinstance(value, str) else " of JSON"
    raise InputTooLargeError(
        f"Invalid request: {method}.{field} may hold {bound} bytes{measured}, and has {size}",
        data={
            "input_error_code": "input_too_large",
            "field": field,
            "max_bytes": bound,
            "actual_bytes": size,
        },
    )
