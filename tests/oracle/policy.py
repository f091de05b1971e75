"""What the oracle does with an event that finds no room, as a table."""

from __future__ import annotations

from enum import Enum
from typing import Final

__all__ = ["AT_BOUND", "Action"]

_CLASSES: Final = ("terminal", "mergeable", "latest", "best_effort")


class Action(Enum):
    """What may happen to a new event."""

    APPEND = "append"
    WAIT = "wait"
    DROP = "drop"
    JOIN = "join, or wait"
    REPLACE = "replace, or wait"
    EVICT = "evict the oldest that may go; where that makes no room: wait if terminal, else drop"
    MAKE_ROOM = "nobody reads: drop what is best effort, then what is oldest"
    OVERFLOW = "close the stream"


AT_BOUND: Final[dict[str, dict[str, Action]]] = {
    "coalesce": {
        "terminal": Action.WAIT,
        "mergeable": Action.JOIN,
        "latest": Action.REPLACE,
        "best_effort": Action.DROP,
    },
    "drop_newest": {
        "terminal": Action.WAIT,
        "mergeable": Action.DROP,
        "latest": Action.DROP,
        "best_effort": Action.DROP,
    },
    "drop_oldest": dict.fromkeys(_CLASSES, Action.EVICT),
    "block": dict.fromkeys(_CLASSES, Action.WAIT),
    "close": dict.fromkeys(_CLASSES, Action.OVERFLOW),
}
"""What happens to an event that finds no room, by policy and delivery class."""
