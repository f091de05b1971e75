"""The conversation of a framework's agent, kept with the thread as the framework writes it.

Each message is an item of a type of its own, which whoever else reads the files of the thread passes over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.turns.encodable import repaired_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appserver.agents.turn_context import TurnContext

__all__ = ["recall", "remember"]


def remember(turn: TurnContext, kind: str, messages: Iterable[Any]) -> None:
    """Keep messages, JSON data, in their order. It never waits, so that an agent that is cancelled may call it."""
    turn.append_context([{"type": kind, "message": repaired_data(message)} for message in messages])


def recall(turn: TurnContext, kind: str) -> list[Any]:
    """The messages of this kind that were kept in the thread."""
    return [item["message"] for item in turn.context if item.get("type") == kind and "message" in item]
