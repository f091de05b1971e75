"""What can stand in the line of the fake core's queue, and the sign for an empty one."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from appserver.testing.fake_facts import Facts
    from appserver.testing.fake_queue import Queue
    from appserver.testing.fake_streams import Hooks

__all__ = ["EMPTY", "Empty", "Gap", "Question", "QueuedEvent", "Slot", "Wait"]


class Empty:
    """The type of `EMPTY` where the native extension is not built."""

    def __repr__(self) -> str:
        return "EMPTY"

    def __bool__(self) -> bool:
        return False


def _shared_empty() -> Any:
    try:
        from appserver._core import EMPTY as NATIVE_EMPTY
    except ImportError:
        return Empty()
    return NATIVE_EMPTY


EMPTY: Final[Any] = _shared_empty()
"""What `Subscription.take` gives when nothing is queued: the native core's own, where there is one."""


@dataclass
class _Unraisable:
    exc_type: type[BaseException]
    exc_value: BaseException | None
    exc_traceback: TracebackType | None
    err_msg: str | None
    object: Any


@dataclass(eq=False)
class Wait:
    """A notification that some subscribers have no room for.

    Attributes:
        queues: the queues it stands in line at; none once everyone has taken it.
        is_given_up: whether its producer went away, or was sent away.
        reached_somebody: whether a subscriber has taken it.
        bells: who is told when the wait is over.
    """

    queues: list[Queue]
    is_given_up: bool = False
    reached_somebody: bool = False
    bells: list[Callable[[], None]] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        """Whether a subscriber still makes its producer wait."""
        return bool(self.queues) and not self.is_given_up


@dataclass(eq=False)
class QueuedEvent:
    """A notification in line; its producer waits as long as `wait` is set."""

    facts: Facts
    wait: Wait | None = None
    joined: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Its weight in bytes, with all the text that was joined to it."""
        return self.facts.size + sum(len(text.encode()) for text in self.joined)

    def delivered(self, hooks: Hooks) -> Any:
        """What the reader gets: the model as it was sent, or a copy with the joined text."""
        if not self.joined:
            return self.facts.notification
        event = self.facts.notification
        try:
            return hooks.join_text(event, "delta", "".join([event.delta, *self.joined]))
        except Exception as error:  # noqa: BLE001 - a reader must not lose what it took
            sys.unraisablehook(_Unraisable(type(error), error, error.__traceback__, None, event))
            return event


@dataclass(eq=False)
class Gap:
    """A place where events were dropped."""

    skipped: int


@dataclass(eq=False)
class Question:
    """A server request nobody has read yet."""

    request_id: int
    event: Any


Slot: TypeAlias = QueuedEvent | Gap | Question
