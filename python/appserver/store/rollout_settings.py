"""The settings of a thread as the protocol shows them, and as a rollout file holds them.

The file's form has no word for some of them. The protocol's form is therefore written beside it, under a name of our
own, which others pass over; what others wrote is read from their form.
"""

from __future__ import annotations

from typing import Any, Final

from appserver import protocol as p
from appserver.plain_data import is_dict
from appserver.store.spelling import camel, kebab, snake

__all__ = ["OURS", "settings_from_line", "thread_settings_line", "turn_context_line"]

OURS: Final = "appserver"
"""The key of what only we write and read."""

_NO_ENVIRONMENT: Final = {"type": "disabled"}


def turn_context_line(settings: p.ThreadSettings) -> dict[str, Any]:
    """The payload of a `turn_context`, without the turn that it is of."""
    wire = settings.to_wire()
    payload = {
        "cwd": wire["cwd"],
        "approval_policy": wire["approvalPolicy"],
        "approvals_reviewer": wire["approvalsReviewer"],
        "sandbox_policy": _sandbox_line(wire["sandboxPolicy"]),
        "model": wire["model"],
        "collaboration_mode": wire["collaborationMode"],
        "realtime_active": False,
        "summary": wire.get("summary") or "none",
        OURS: wire,
    }
    for ours, theirs in (("effort", "effort"), ("personality", "personality")):
        if wire.get(ours) is not None:
            payload[theirs] = wire[ours]
    if wire["sandboxPolicy"]["type"] == "dangerFullAccess":
        payload["permission_profile"] = _NO_ENVIRONMENT
    return payload


def thread_settings_line(settings: p.ThreadSettings, thread_id: str) -> dict[str, Any]:
    """The payload of a `thread_settings_applied`."""
    wire = settings.to_wire()
    inner = {
        "model": wire["model"],
        "model_provider_id": wire["modelProvider"],
        "approval_policy": wire["approvalPolicy"],
        "approvals_reviewer": wire["approvalsReviewer"],
        "permission_profile": _NO_ENVIRONMENT,
        "cwd": wire["cwd"],
        "collaboration_mode": wire["collaborationMode"],
    }
    if wire["sandboxPolicy"]["type"] != "dangerFullAccess":
        del inner["permission_profile"]
    return {
        "type": "thread_settings_applied",
        "thread_id": thread_id,
        "thread_settings": inner,
        OURS: wire,
    }


def settings_from_line(payload: dict[str, Any], before: p.ThreadSettings | None) -> p.ThreadSettings | None:
    """The settings of a `turn_context` or a `thread_settings_applied`; None where they cannot be told.

    Args:
        payload: the line's payload.
        before: the settings so far, for what the line does not say.
    """
    if is_dict(payload.get(OURS)):
        try:
            return p.ThreadSettings.from_wire(payload[OURS])
        except ValueError:
            pass  # of another version
    said = payload.get("thread_settings", payload)
    wire: dict[str, Any] = {} if before is None else before.to_wire()
    for theirs, ours in (
        ("cwd", "cwd"),
        ("approval_policy", "approvalPolicy"),
        ("approvals_reviewer", "approvalsReviewer"),
        ("model", "model"),
        ("model_provider_id", "modelProvider"),
        ("effort", "effort"),
        ("personality", "personality"),
        ("service_tier", "serviceTier"),
    ):
        if said.get(theirs) is not None:
            wire[ours] = said[theirs]
    summary = said.get("summary")
    if summary not in (None, "none"):
        wire["summary"] = summary
    if is_dict(sandbox := said.get("sandbox_policy")):
        wire["sandboxPolicy"] = {camel(name): value for name, value in sandbox.items()} | {
            "type": camel(sandbox["type"])
        }
        wire["activePermissionProfile"] = None
    if is_dict(mode := said.get("collaboration_mode")):
        wire["collaborationMode"] = mode
    wire.setdefault("approvalsReviewer", "user")
    wire.setdefault("approvalPolicy", "on-request")
    wire.setdefault("modelProvider", "")
    wire.setdefault("sandboxPolicy", {"type": "readOnly"})
    wire.setdefault(
        "collaborationMode",
        {"mode": "default", "settings": {"model": wire.get("model"), "reasoning_effort": wire.get("effort")}},
    )
    try:
        return p.ThreadSettings.from_wire(wire)
    except ValueError:
        return before


def _sandbox_line(policy: dict[str, Any]) -> dict[str, Any]:
    line = {snake(name): value for name, value in policy.items()}
    return {**line, "type": kebab(policy["type"])}
