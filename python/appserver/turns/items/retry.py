"""The verb that tells of an error after which the agent tries again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.turns.error_causes import error_info
from appserver.turns.failures import shortened

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["report_retry"]


async def report_retry(
    turn: Turn, message: str, *, cause: str, http_status: int | None, details: str | None
) -> None:
    """Tell the clients; see `TurnContext.report_retry`.

    Cancellation: once begun, it is sent.
    """
    error = p.TurnError(
        message=shortened(message),
        codex_error_info=error_info(cause, http_status),
        additional_details=None if details is None else shortened(details),
    )
    await turn.emitter.deliver(
        p.ErrorNotification(error=error, will_retry=True, thread_id=turn.thread.id, turn_id=turn.id)
    )
