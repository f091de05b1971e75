"""The last notifications of a turn.

They are composed once and said in order, by whoever gets to it: the supervisor, which waits for readers, or,
when the turn is cut off, a step that waits for nothing. What one has said the other does not repeat.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.delivery.hooks import was_delivered
from appserver.errors import RuntimeClosedError
from appserver.turns import legacy
from appserver.turns.thread_status import AFTER_TURN

if TYPE_CHECKING:
    from appserver.turns.emitter import AnyNotification
    from appserver.turns.turn import Turn

__all__ = ["Farewell"]

logger = logging.getLogger("appserver")


class Farewell:
    """What is still to be said of a turn whose final state is decided."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._rest: deque[AnyNotification] = deque(_compose(turn))

    async def say(self) -> None:
        """Say the rest, waiting for readers. Cancelled, the one that was waiting stays to be said."""
        while self._rest:
            try:
                await self._turn.emit(self._rest[0])
            except BaseException as error:
                if was_delivered(error):
                    self._rest.popleft()
                raise
            self._rest.popleft()

    def say_at_once(self) -> bool:
        """Say the rest without waiting. False when there is no room for all of it."""
        while self._rest:
            try:
                if not self._turn.emitter.try_send(self._rest[0]):
                    return False
            except RuntimeClosedError:
                self._rest.clear()
                return True
            except Exception:  # one that cannot be sent at all must not keep back those behind it
                logger.exception("turn %s could not send %s", self._turn.id, self._rest[0].method)
            self._rest.popleft()
        return True


def _compose(turn: Turn) -> list[AnyNotification]:
    """In Codex's order; the questions that the end of the turn resolves come after it."""
    thread = turn.thread
    notifications: list[AnyNotification] = []
    if not turn.is_open:  # the runtime ends before the turn began
        if thread.announcement is not None:
            notifications.append(thread.announcement)
            thread.announcement = None
        notifications.append(p.TurnStartedNotification(thread_id=thread.id, turn=turn.snapshot("notLoaded")))
    if turn.session.legacy_notifications:
        notifications.append(_legacy_end(turn))
    notifications.append(thread.status.become(AFTER_TURN[turn.status]))
    if turn.error is not None:
        notifications.append(
            p.ErrorNotification(error=turn.error, will_retry=False, thread_id=thread.id, turn_id=turn.id)
        )
    notifications.append(p.TurnCompletedNotification(thread_id=thread.id, turn=turn.snapshot("summary")))
    notifications.extend(
        p.ServerRequestResolvedNotification(thread_id=thread.id, request_id=request_id)
        for request_id in turn.questions
    )
    return notifications


def _legacy_end(turn: Turn) -> p.LegacyNotification:
    if turn.status == "interrupted":
        return legacy.turn_aborted(turn.thread.id, turn.id)
    message = turn.last_message()
    return legacy.task_complete(turn.thread.id, turn.id, None if message is None else message.text)
