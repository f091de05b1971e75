"""What came of a turn, gathered from its events."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.events import Lagged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.events import Event

__all__ = ["Gathering", "TurnResult", "final_response"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResult:
    """What came of a turn.

    Attributes:
        id: the turn's id.
        thread_id: the id of its thread.
        status: `completed`, `interrupted` or `failed`; `inProgress` in the partial result of a turn whose end was not
            seen.
        final_response: the text of the last message that is the answer; None: there is none.
        items: what the turn did, in the order in which it was finished: messages, commands, changes of files, ...
        usage: the tokens of the thread and of the last request to a model; None: nothing was told of them.
        error: why the turn failed.
        started_at, completed_at: when, in seconds since 1970, as the server has told it.
        duration: seconds from the beginning to the end, as the server has told it.
        missed: events that were lost because the turn was not read for long; then `items` may lack some, and
            `thread.read(include_turns=True)` has them.
    """

    id: str
    thread_id: str
    status: p.TurnStatus
    final_response: str | None = None
    items: tuple[p.ThreadItem, ...] = ()
    usage: p.ThreadTokenUsage | None = None
    error: p.TurnError | None = None
    started_at: int | None = None
    completed_at: int | None = None
    duration: float | None = None
    missed: int = 0


class Gathering:
    """The result of one turn as it grows.

    Attributes:
        turn: the turn as the server has told it last, after its end whole.
        is_over: whether the end was seen.
    """

    __slots__ = ("_items", "_missed", "_thread_id", "_usage", "is_over", "turn")

    def __init__(self, thread_id: str, turn: p.Turn) -> None:
        self._thread_id = thread_id
        self.turn = turn
        self.is_over = False
        self._items: dict[str, p.ThreadItem] = {}  # by their ids, in the order in which they were finished
        self._usage: p.ThreadTokenUsage | None = None
        self._missed = 0

    def take(self, event: Event) -> None:
        """Note an event of the turn."""
        kind: Any = type(event)
        if not _is_noted(kind):
            return
        if isinstance(event, p.ItemCompletedNotification):
            self._items.pop(event.item.id, None)
            self._items[event.item.id] = event.item
        elif isinstance(event, p.ThreadTokenUsageUpdatedNotification):
            self._usage = event.token_usage
        elif isinstance(event, p.TurnCompletedNotification):
            self.turn = event.turn
            self.is_over = True
        elif isinstance(event, Lagged):
            self._missed += event.skipped

    def catch_up(self, turn: p.Turn) -> None:
        """Note what became of the turn while nothing was heard of it; what it does not finish is finished later."""
        self.turn = turn
        self._items |= {item.id: item for item in turn.items}

    def result(self) -> TurnResult:
        """What there is so far."""
        turn = self.turn
        return TurnResult(
            id=turn.id,
            thread_id=self._thread_id,
            status=turn.status,
            final_response=self._answer(),
            items=tuple(self._items.values()),
            usage=self._usage,
            error=turn.error,
            started_at=turn.started_at,
            completed_at=turn.completed_at,
            duration=None if turn.duration_ms is None else turn.duration_ms / 1000,
            missed=self._missed,
        )

    def _answer(self) -> str | None:
        """The answer: the end of a turn names it, since a message that its agent has given up is none."""
        if self.is_over and self.turn.status == "completed":
            if not self.turn.items:
                return None
            if (answer := final_response(self.turn.items)) is not None:
                return answer
        return final_response(list(self._items.values()))


_NOTED: Final = (
    p.ItemCompletedNotification,
    p.ThreadTokenUsageUpdatedNotification,
    p.TurnCompletedNotification,
    Lagged,
)
"""The events that say what came of a turn."""


@lru_cache(maxsize=256)
def _is_noted(kind: type) -> bool:  # see `belonging.says_more`
    return issubclass(kind, _NOTED)


def final_response(items: Sequence[p.ThreadItem]) -> str | None:
    """The text of the last message that says it is the final answer, or else of the last that says nothing of it."""
    unsaid = None
    for item in items:
        if isinstance(item, p.AgentMessageThreadItem) and item.phase is None:
            unsaid = item.text
    answers = [
        item.text
        for item in items
        if isinstance(item, p.AgentMessageThreadItem) and item.phase == "final_answer"
    ]
    return answers[-1] if answers else unsaid
