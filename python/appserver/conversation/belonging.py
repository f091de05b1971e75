"""Which turn an event belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.events import ServerRequest
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from appserver.events import Event

__all__ = ["check_question", "turn_id_of"]


def turn_id_of(event: Event) -> str | None:
    """The id of the turn that an event names; None: it names none."""
    if isinstance(event, p.LegacyNotification):
        return None  # what it says is told by another event, too
    content: Any = event
    if isinstance(event, ServerRequest | p.UnknownNotification):
        content = event.params
    if is_dict(content):
        found = content.get("turnId")
    elif isinstance(content, p.TurnStartedNotification | p.TurnCompletedNotification):
        found = content.turn.id
    else:
        found = getattr(content, "turn_id", None)
    return found if isinstance(found, str) else None


def check_question(question: object, turn_id: str) -> None:
    """Refuse to answer what is no question of a turn.

    Raises:
        TypeError: it is no question.
        ValueError: it is one of another turn.
    """
    if not isinstance(question, ServerRequest):
        raise TypeError(
            f"question is a ServerRequest, one of the turn's events, not {type(question).__name__}"
        )
    asked_by = turn_id_of(question)
    if asked_by != turn_id:
        raise ValueError(
            f"question {question.id} ({question.method}) is not one of the turn {turn_id}; answer it by its own, or "
            "by client.resolve_server_request()"
        )
