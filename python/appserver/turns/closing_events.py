"""The last notifications of a turn whose final state is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.turns import legacy
from appserver.turns.thread_status import AFTER_TURN

if TYPE_CHECKING:
    from appserver.turns.outgoing import AnyNotification
    from appserver.turns.record import TurnRecord
    from appserver.turns.thread_status import ThreadStatusTracker

__all__ = ["closing_events"]


def closing_events(
    record: TurnRecord, status: ThreadStatusTracker, *, legacy_notifications: bool
) -> list[AnyNotification]:
    """In Codex's order; the questions that the end of the turn resolves come after it.

    The thread's status becomes what it is after the turn.
    """
    notifications: list[AnyNotification] = []
    if legacy_notifications:
        notifications.append(_legacy_end(record))
    notifications.append(status.become(AFTER_TURN[record.status]))
    if record.error is not None:
        notifications.append(
            p.ErrorNotification(
                error=record.error, will_retry=False, thread_id=record.thread_id, turn_id=record.id
            )
        )
    notifications.append(
        p.TurnCompletedNotification(thread_id=record.thread_id, turn=record.snapshot("summary"))
    )
    notifications.extend(
        p.ServerRequestResolvedNotification(thread_id=record.thread_id, request_id=request_id)
        for request_id in record.questions
    )
    return notifications


def _legacy_end(record: TurnRecord) -> p.LegacyNotification:
    if record.status == "interrupted":
        return legacy.turn_aborted(record.thread_id, record.id)
    message = record.last_message()
    return legacy.task_complete(record.thread_id, record.id, None if message is None else message.text)
