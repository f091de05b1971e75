"""Which turn an event belongs to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.events import Disconnected, Lagged, Reconnected, ServerRequest, StreamClosed
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.events import Event

__all__ = ["check_question", "says_more", "turn_id_of"]

_SAY_MORE: Final = (
    Lagged,
    StreamClosed,
    Disconnected,
    Reconnected,
    ServerRequest,
    p.ServerRequestResolvedNotification,
)


# Most events are deltas, and pydantic's classes take long to say whose instances they are.
@lru_cache(maxsize=256)
def says_more(kind: type) -> bool:
    """Whether there is more to know about events of this class than whether they name the turn."""
    return issubclass(kind, _SAY_MORE)


def turn_id_of(event: Event) -> str | None:
    """The id of the turn that an event names; None: it names none."""
    kind: Any = type(event)
    found = _way_to_id(kind)(event)
    return found if isinstance(found, str) else None


def _no_id(_event: Any) -> Any:
    return None


def _id_of_turn(event: Any) -> Any:
    return event.turn.id


def _id_in_params(event: Any) -> Any:
    params = event.params
    return params.get("turnId") if is_dict(params) else _named_id(params)


def _named_id(event: Any) -> Any:
    return getattr(event, "turn_id", None)


_WAYS: Final[tuple[tuple[tuple[type, ...], Callable[[Any], Any]], ...]] = (
    ((p.LegacyNotification,), _no_id),  # what it says is told by another event, too
    ((ServerRequest, p.UnknownNotification), _id_in_params),
    ((p.TurnStartedNotification, p.TurnCompletedNotification), _id_of_turn),
)
"""Where kinds of events have the id; all others name it themselves."""


@lru_cache(maxsize=256)
def _way_to_id(kind: type) -> Callable[[Any], Any]:
    return next((way for kinds, way in _WAYS if issubclass(kind, kinds)), _named_id)


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
