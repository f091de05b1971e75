"""The `codex/event/session_configured` notification, for clients that still reconcile with early-2026 Codex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.turns.legacy import legacy_notification

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.threads.thread import Thread

__all__ = ["session_configured"]

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
    return legacy_notification(
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


def _sandbox(policy: p.SandboxPolicy) -> dict[str, Any]:
    fields = policy.model_dump(mode="json", by_alias=False)
    return {**fields, "type": _SANDBOX_NAMES.get(policy.type, policy.type)}
