"""The `codex/event/…` notifications of early-2026 Codex, for clients that still reconcile with them.

Each carries the conversation's id, the id of the submission it belongs to (a turn's id; empty for the session
itself), and a message whose `type` repeats the last part of the method. Names inside the message are
snake_case, as they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p

if TYPE_CHECKING:
    from appserver.threads.thread import Thread

__all__ = ["session_configured", "task_complete", "turn_aborted"]

_SANDBOX_NAMES = {
    "dangerFullAccess": "danger-full-access",
    "readOnly": "read-only",
    "externalSandbox": "external-sandbox",
    "workspaceWrite": "workspace-write",
}


def session_configured(thread: Thread) -> p.LegacyNotification:
    """The full metadata of a thread that was started or resumed."""
    settings = thread.settings
    policy = settings.approval_policy
    return _notification(
        "session_configured",
        thread.id,
        "",
        {
            "session_id": thread.id,
            "forked_from_id": None,
            "thread_name": thread.name,
            "model": settings.model,
            "model_provider_id": settings.model_provider,
            "approval_policy": policy
            if isinstance(policy, str)
            else policy.model_dump(mode="json", by_alias=True),
            "sandbox_policy": _sandbox(settings.sandbox_policy),
            "cwd": str(settings.cwd),
            "reasoning_effort": settings.effort,
            "history_log_id": 0,
            "history_entry_count": 0,
            "initial_messages": None,
            "rollout_path": None,
        },
    )


def task_complete(thread_id: str, turn_id: str, last_agent_message: str | None) -> p.LegacyNotification:
    """A turn ended by itself, well or not."""
    return _notification("task_complete", thread_id, turn_id, {"last_agent_message": last_agent_message})


def turn_aborted(thread_id: str, turn_id: str) -> p.LegacyNotification:
    """A turn was interrupted."""
    return _notification("turn_aborted", thread_id, turn_id, {"reason": "interrupted"})


def _notification(
    kind: str, thread_id: str, submission: str, message: dict[str, Any]
) -> p.LegacyNotification:
    params = {
        "conversationId": thread_id,
        "threadId": thread_id,
        "id": submission,
        "msg": {"type": kind, **message},
    }
    return p.LegacyNotification(f"codex/event/{kind}", params)


def _sandbox(policy: p.SandboxPolicy) -> dict[str, Any]:
    fields = policy.model_dump(mode="json", by_alias=False)
    return {**fields, "type": _SANDBOX_NAMES.get(policy.type, policy.type)}
