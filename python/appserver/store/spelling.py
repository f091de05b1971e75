"""Names as the protocol spells them (`likeThis`), and as rollout files do (`like_this`)."""

from __future__ import annotations

import re
from typing import Any

from appserver.plain_data import is_dict, is_list

__all__ = ["camel", "deep_camel", "deep_snake", "kebab", "snake"]

_CAPITAL = re.compile(r"(?<!^)([A-Z])")
_SEPARATED = re.compile(r"[_-]([a-z0-9])")


def snake(name: str) -> str:
    """A name in the spelling of rollout files."""
    return _CAPITAL.sub(lambda match: "_" + match[1].lower(), name)


def kebab(name: str) -> str:
    """A name in the spelling of sandbox modes."""
    return _CAPITAL.sub(lambda match: "-" + match[1].lower(), name)


def camel(name: str) -> str:
    """A name in the spelling of the protocol."""
    return _SEPARATED.sub(lambda match: match[1].upper(), name)


def deep_snake(value: Any) -> Any:
    """JSON data with all its keys, or the word that it is, in the spelling of rollout files."""
    return snake(value) if isinstance(value, str) else _with_keys(value, snake)


def deep_camel(value: Any) -> Any:
    """JSON data with all its keys, or the word that it is, in the spelling of the protocol."""
    return camel(value) if isinstance(value, str) else _with_keys(value, camel)


def _with_keys(value: Any, spell: Any) -> Any:
    if is_dict(value):
        return {spell(name): _with_keys(inner, spell) for name, inner in value.items()}
    if is_list(value):
        return [_with_keys(inner, spell) for inner in value]
    return value
