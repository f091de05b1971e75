"""What can stand in the lines of the oracle's queue."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from appserver._core import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from tests.oracle.notification_meta import NotificationMeta
    from tests.oracle.queue import Queue
    from tests.oracle.streams import Hooks

__all__ = [
    "LEAST_BYTES",
    "Asked",
    "Gap",
    "PendingSend",
    "Question",
    "QueuedEvent",
    "Slot",
    "report_unraisable",
    "with_fused_gaps",
]


LEAST_BYTES: Final = 512
"""What an event counts at the least where bytes alone bound what is held."""


@dataclass
class _Unraisable:
    exc_type: type[BaseException]
    exc_value: BaseException | None
    exc_traceback: TracebackType | None
    err_msg: str | None
    object: Any


def report_unraisable(error: BaseException, thing: Any) -> None:
    """Report an exception that the caller must not get."""
    sys.unraisablehook(_Unraisable(type(error), error, error.__traceback__, None, thing))


@dataclass(eq=False)
class PendingSend:
    """A notification that some streams have no room for.

    Attributes:
        queues: the queues it is parked in; none once every stream has dealt with it.
        number: which of the server's parked sends it is, from 1.
        is_given_up: whether it was withdrawn, or the server has begun to shut down.
        has_reached_some: whether a stream has taken it.
        wake: called when the wait is over.
    """

    queues: list[Queue]
    number: int
    is_given_up: bool = False
    has_reached_some: bool = False
    wake: Callable[[], None] | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a stream still makes its producer wait."""
        return bool(self.queues) and not self.is_given_up

    @property
    def outcome(self) -> Outcome:
        """What became of it so far."""
        if not self.queues:
            return Outcome.DELIVERED
        return Outcome.DELIVERED_TO_SOME if self.has_reached_some else Outcome.NOT_DELIVERED


@dataclass(eq=False)
class QueuedEvent:
    """A notification in line; it is parked as long as `pending` is set."""

    meta: NotificationMeta
    pending: PendingSend | None = None
    joined: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Its size in bytes, with all the text that was joined to it."""
        return self.meta.size + sum(len(text.encode()) for text in self.joined)

    @property
    def weight(self) -> int:
        """What it counts where bytes alone bound what is held."""
        return max(LEAST_BYTES, self.size)

    def delivered(self, hooks: Hooks) -> Any:
        """What the reader gets: the model as it was sent, or a copy with the joined text."""
        if not self.joined:
            return self.meta.notification
        event = self.meta.notification
        try:
            return hooks.join_text(event, "delta", "".join([event.delta, *self.joined]))
        except Exception as error:  # a reader must not lose what it took
            report_unraisable(error, event)
            return event


@dataclass(eq=False)
class Gap:
    """A place where events were dropped."""

    skipped: int


@dataclass(eq=False)
class Asked:
    """One connection was asked a question.

    Attributes:
        is_unread: whether none of its streams has read it.
    """

    is_unread: bool = True


@dataclass(eq=False)
class Question:
    """A server request that this stream has not read yet."""

    request_id: int
    event: Any
    asked: Asked


Slot: TypeAlias = QueuedEvent | Gap | Question


def with_fused_gaps(slots: list[Slot]) -> list[Slot]:
    """The same with one gap for gaps that stand side by side."""
    fused: list[Slot] = []
    for slot in slots:
        if isinstance(slot, Gap) and fused and isinstance(fused[-1], Gap):
            fused[-1] = Gap(fused[-1].skipped + slot.skipped)
        else:
            fused.append(slot)
    return fused
