"""A thread's settings as the protocol shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from appserver import protocol as p

if TYPE_CHECKING:
    from appserver.turns.settings import TurnSettings

__all__ = [
    "StartFields",
    "collaboration_mode",
    "environments",
    "known_git_info",
    "start_fields",
    "thread_settings",
]


class StartFields(TypedDict):
    """What the answers to `thread/start`, `thread/resume` and `thread/fork` say beside the thread."""

    model: str
    model_provider: str
    service_tier: str | None
    cwd: str
    runtime_workspace_roots: list[str]
    approval_policy: p.AskForApproval
    approvals_reviewer: p.ApprovalsReviewer
    sandbox: p.SandboxPolicy
    active_permission_profile: p.ActivePermissionProfile | None
    reasoning_effort: str | None
    instruction_sources: list[str]


def start_fields(settings: TurnSettings) -> StartFields:
    """The fields of those answers."""
    return {
        "model": settings.model,
        "model_provider": settings.model_provider,
        "service_tier": settings.service_tier,
        "cwd": str(settings.cwd),
        "runtime_workspace_roots": [str(settings.cwd)],
        "approval_policy": settings.approval_policy,
        "approvals_reviewer": settings.approvals_reviewer,
        "sandbox": settings.sandbox_policy,
        "active_permission_profile": _profile(settings),
        "reasoning_effort": settings.effort,
        "instruction_sources": [] if settings.instructions is None else list(settings.instructions.sources),
    }


def thread_settings(settings: TurnSettings) -> p.ThreadSettings:
    """What `thread/settings/updated` says."""
    return p.ThreadSettings(
        cwd=str(settings.cwd),
        approval_policy=settings.approval_policy,
        approvals_reviewer=settings.approvals_reviewer,
        sandbox_policy=settings.sandbox_policy,
        active_permission_profile=_profile(settings),
        model=settings.model,
        model_provider=settings.model_provider,
        service_tier=settings.service_tier,
        effort=settings.effort,
        summary=settings.summary,
        collaboration_mode=collaboration_mode(settings),
        personality=settings.personality,
    )


def collaboration_mode(settings: TurnSettings) -> p.CollaborationMode:
    """The way of working together, with what holds in it."""
    return p.CollaborationMode(
        mode=settings.mode,
        settings=p.Settings(
            model=settings.model,
            reasoning_effort=settings.effort,
            developer_instructions=settings.mode_instructions,
        ),
    )


def known_git_info(git_info: p.GitInfo | None) -> p.GitInfo | None:
    """What is known of a repository; None: nothing is, or not any more."""
    return git_info if git_info is not None and any(git_info.to_wire().values()) else None


def environments(settings: TurnSettings) -> list[p.ThreadEnvironment]:
    """Where the thread's commands run."""
    from appserver.turns.permissions import LOCAL_ENVIRONMENT

    cwd = str(settings.cwd)
    return [p.ThreadEnvironment(environment_id=LOCAL_ENVIRONMENT, cwd=cwd, runtime_workspace_roots=[cwd])]


def _profile(settings: TurnSettings) -> p.ActivePermissionProfile | None:
    profile = settings.permission_profile
    return None if profile is None else p.ActivePermissionProfile(id=profile)
