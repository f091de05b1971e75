"""The conversation of a framework's agent, kept with the thread as the framework writes it.

Each message is an item of a type of its own, which whoever else reads the files of the thread passes over.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from appserver.turns.encodable import repaired_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from appserver.agents.turn_context import TurnContext

__all__ = ["Memory", "encoded", "recall", "text_of"]

logger = logging.getLogger("appserver")


class Memory:
    """The messages of one turn, kept as they come: of a turn that is killed, all that was said before is known."""

    def __init__(self, turn: TurnContext, kind: str, ways: Sequence[Callable[[Any], Any]]) -> None:
        self._turn = turn
        self._kind = kind
        self._ways = ways
        self._before = list(turn.context)
        self._kept: list[Any] = []

    def keep(self, messages: Iterable[Any]) -> None:
        """Keep the messages of the turn so far. It never waits, so that an agent that is cancelled may call it.

        A framework that has changed some of them since is believed: what was kept of the turn is replaced.
        """
        found = list(messages)
        known, self._kept = self._kept, found
        if _begins_with(found, known):
            if more := self._items(found[len(known) :]):
                self._turn.append_context(more)
            return
        others = [item for item in self._turn.context[len(self._before) :] if item.get("type") != self._kind]
        self._turn.replace_context([*self._before, *others, *self._items(found)])

    def _items(self, messages: Iterable[Any]) -> list[dict[str, Any]]:
        return [{"type": self._kind, "message": message} for message in encoded(messages, self._ways)]


def _begins_with(found: list[Any], known: list[Any]) -> bool:
    try:
        return found[: len(known)] == known
    except Exception:  # noqa: BLE001 - tools put anything into messages, with any `__eq__`
        return False


def recall(turn: TurnContext, kind: str) -> list[Any]:
    """The messages of this kind that were kept in the thread."""
    return [item["message"] for item in turn.context if item.get("type") == kind and "message" in item]


def encoded(messages: Iterable[Any], ways: Sequence[Callable[[Any], Any]]) -> list[Any]:
    """Messages as JSON data; never raises, since it is called where a run has failed for a reason of its own.

    Args:
        messages: as the framework has them.
        ways: to make JSON data of one, the fullest first; the next is tried where one raises. A message for which
            all do is left out.
    """
    found: list[Any] = []
    for message in messages:
        reason: Exception | None = None
        for way in ways:
            try:
                found.append(repaired_data(way(message)))
            except Exception as error:  # noqa: BLE001 - tools put anything into messages, with any code behind it
                reason = reason or error
                continue
            break
        else:
            logger.warning("a %s has no JSON and is left out: %s", type(message).__name__, text_of(reason))
            continue
        if reason is not None:
            logger.warning(
                "a %s is kept without what has no JSON: %s", type(message).__name__, text_of(reason)
            )
    return found


def text_of(value: object) -> str:
    """What stands for a value that has no JSON."""
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - a broken __str__ must not cost the message
        return type(value).__name__
