"""What models call servers and their tools: providers take letters, digits, `_` and `-`, and 64 of them."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_NAME", "names_for_models", "namespaces_of"]

MAX_NAME: Final = 64

_HASH: Final = 8

_FOREIGN: Final = re.compile(r"[^A-Za-z0-9_-]")


def namespaces_of(servers: Iterable[str]) -> dict[str, str]:
    """The namespaces of the tools of servers, by the names of these; those that would be the same are told apart."""
    found: dict[str, str] = {}
    for server in sorted(set(servers), key=lambda name: (_FOREIGN.search(name) is not None, name)):
        called = _fitted(f"mcp__{_FOREIGN.sub('_', server)}", server)
        found[server] = called if called not in found.values() else _marked(called, server)
    return found


def names_for_models(tools: Iterable[str]) -> dict[str, str]:
    """The names of tools, by what models call them: the same each time for the same tools.

    Of tools that would be called alike those whose name had to be changed are told apart by a hash.
    """
    names = sorted(set(tools))
    found = {name: name for name in names if name and len(name) <= MAX_NAME and not _FOREIGN.search(name)}
    for name in names:
        if name in found:
            continue
        called = _fitted(_FOREIGN.sub("_", name) or "_", name)
        found[called if called not in found else _marked(called, name)] = name
    return found


def _fitted(called: str, source: str) -> str:
    return called if len(called) <= MAX_NAME else _marked(called, source)


def _marked(called: str, source: str) -> str:
    mark = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    return f"{called[: MAX_NAME - _HASH - 1]}_{mark}"
