"""`-c key=value`: settings given on the command line, as Codex reads them."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, Any

from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["OverrideError", "parse_overrides"]


class OverrideError(ValueError):
    """A `-c` that is not `key=value`; the message is Codex's."""


def parse_overrides(texts: Sequence[str]) -> dict[str, Any]:
    """Dotted key to value as JSON, the last of a key counting: a value of TOML, or the text itself where it is none.

    Raises:
        OverrideError: no `=`, or an empty key.
    """
    found: dict[str, Any] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        key = key.strip()
        if not equals:
            raise OverrideError(f"error parsing -c overrides: Invalid override (missing '='): {text}")
        if not key:
            raise OverrideError(f"error parsing -c overrides: Empty key in override: {text}")
        found.pop(
            key, None
        )  # the last place counts too: `a.b=1` after `a={}` is another thing than before it
        found[key] = _value(value.strip())
    return found


def _value(text: str) -> Any:
    try:
        return _as_json(tomllib.loads(f"value = {text}")["value"])
    except (ValueError, RecursionError):
        # Codex takes what is no TOML as text, without the quotes around it.
        return text.strip("\"'")


def _as_json(value: Any) -> Any:
    """The value of TOML as one of JSON, which has no times, no infinity and no integer beyond 64 bits."""
    if is_dict(value):
        return {key: _as_json(inner) for key, inner in value.items()}
    if is_list(value):
        return [_as_json(inner) for inner in value]
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("TOML has no such integer")
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, str | int | float):
        return value
    return value.isoformat()
