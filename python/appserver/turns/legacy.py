"""The `codex/event/…` notifications about turns of early-2026 Codex, for clients that still reconcile with them.

Each carries the conversation's id, the id of the submission it belongs to (a turn's id; empty for the session
itself), and a message whose `type` repeats the last part of the method. Names inside the message are
snake_case, as they were.
"""

from __future__ import annotations

from typing import Any

from appserver import protocol as p

__all__ = ["legacy_notification", "task_complete", "turn_aborted"]


def task_complete(thread_id: str, turn_id: str, last_agent_message: str | None) -> p.LegacyNotification:
    """A turn ended by itself, well or not."""
    return legacy_notification(
        "task_complete", thread_id, turn_id, {"last_agent_message": last_agent_message}
    )


def turn_aborted(thread_id: str, turn_id: str) -> p.LegacyNotification:
    """A turn was interrupted."""
    return legacy_notification("turn_aborted", thread_id, turn_id, {"reason": "interrupted"})


def legacy_notification(
    kind: str, thread_id: str, submission: str, message: dict[str, Any]
) -> p.LegacyNotification:
    """The notification of one kind."""
    params = {
        "conversationId": thread_id,
        "threadId": thread_id,
        "id": submission,
        "msg": {"type": kind, **message},
    }
    return p.LegacyNotification(f"codex/event/{kind}", params)
