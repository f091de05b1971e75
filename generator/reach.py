"""Which definitions a server sends, as the references between them tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import exceptions
from generator.description import Direction

if TYPE_CHECKING:
    from generator.source import Source

__all__ = ["sent_by_server"]


def sent_by_server(source: Source) -> set[str]:
    """Everything within notifications, answers, and the params of a server's requests."""
    waiting = [name for name in source.complete if name.endswith(("Response", "Notification"))]
    waiting += exceptions.ALSO_READ
    for direction in (Direction.SERVER_REQUEST, Direction.NOTIFICATION):
        waiting += _references(source.complete[direction.value])
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and name in source.complete:
            found.add(name)
            waiting += _references(source.complete[name])
    return found


def _references(schema: object) -> set[str]:
    return set(re.findall(r"'#/definitions/(?:v2/)?(\w+)'", repr(schema)))
