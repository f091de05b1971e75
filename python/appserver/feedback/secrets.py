"""Secrets that are known, and texts without them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus

from appserver.execution.environment import secret_variables
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["known_secrets", "without_secrets"]

SHORTEST: Final = 6
"""Shorter values may be parts of any word."""

SHORTEST_LINE: Final = 16
"""A line of a value with several, such as a key of a certificate."""

_PROVIDER_TABLES: Final = ("http_headers", "query_params")


def known_secrets(config: Mapping[str, Any], login: str | None) -> set[str]:
    """What no text that leaves the server may show.

    Args:
        config: a configuration: the keys of its providers.
        login: the key of the login.
    """
    values = {
        login or "",
        *secret_variables(os.environ).values(),
        *_of_providers(config.get("model_providers")),
    }
    return {form for value in values for form in _forms(value)}


def _forms(value: str) -> Iterator[str]:
    """A secret as it may stand in a text: also in an address, in JSON, in what Python shows, and a line of it alone."""
    lines = [line.strip() for line in value.splitlines()]
    for text in (value, *(line for line in lines if len(line) >= SHORTEST_LINE)):
        if len(text) >= SHORTEST:
            yield from {text, quote_plus(text), json.dumps(text)[1:-1], repr(text)[1:-1]}


def _of_providers(rows: Any) -> Iterator[str]:
    for row in rows.values() if is_dict(rows) else ():
        if not is_dict(row):
            continue
        yield str(row.get("experimental_bearer_token") or "")
        for table in _PROVIDER_TABLES:
            inner: Any = row.get(table)
            yield from map(str, inner.values() if is_dict(inner) else ())
        named: Any = row.get("env_http_headers")
        for variable in (row.get("env_key"), *(named.values() if is_dict(named) else ())):
            yield os.environ.get(str(variable), "").strip()


def without_secrets(text: str, secrets: Collection[str]) -> str:
    """The text with a mark in the place of each secret, the longest first: one may be a part of another."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    return text
