"""`-c key=value`: settings given on the command line, as Codex reads them."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["OverrideError", "parse_overrides"]


class OverrideError(ValueError):
    """A `-c` that is not `key=value`; the message is Codex's."""


def parse_overrides(texts: Sequence[str]) -> dict[str, Any]:
    """Dotted key to value, the last of a key counting: a value of TOML, or the text itself where it is none.

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
        found[key] = _value(value.strip())
    return found


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        # Codex takes what is no TOML as text, without the quotes around it.
        return text.strip("\"'")
