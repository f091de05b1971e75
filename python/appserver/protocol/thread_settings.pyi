"""The `thread_settings` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Omittable, wire_name
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import AnyPath
from appserver.protocol._support.variants import ExternalVariant, UnknownVariant
from appserver.protocol.policy import (
    AbsolutePathBuf,
    ActivePermissionProfile,
    ApprovalsReviewer,
    AskForApproval,
    SandboxPolicy,
)
from appserver.protocol.response_item import ReasoningEffort

__all__ = [
    "CollaborationMode",
    "CustomMultiAgentMode",
    "ModeKind",
    "MultiAgentMode",
    "Personality",
    "ReasoningSummary",
    "Settings",
    "ThreadSettings",
    "ThreadSettingsUpdateParams",
    "ThreadSettingsUpdateResponse",
]

MultiAgentMode: TypeAlias = (
    Literal["explicitRequestOnly", "proactive"] | str | CustomMultiAgentMode | UnknownVariant
)

class CustomMultiAgentMode(WireModel, ExternalVariant):
    """The `custom` variant of `MultiAgentMode`.

    Attributes:
        custom (str): A name of its own.
    """

    custom: str
    """A name of its own."""

Personality: TypeAlias = Literal["none", "friendly", "pragmatic"] | str

class CollaborationMode(WireModel):
    """A way of working together, with the settings it implies.

    Attributes:
        mode (ModeKind): Which mode it is.
        settings (Settings): The settings.
    """

    mode: ModeKind
    """Which mode it is."""
    settings: Settings
    """The settings."""

ModeKind: TypeAlias = Literal["plan", "default"] | str

class Settings(WireModel):
    """The model settings of a collaboration mode.

    Attributes:
        model (str): The model.
        reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
        developer_instructions (str | None = None): Instructions beside the model's own.
    """

    model: str
    """The model."""
    reasoning_effort: Annotated[ReasoningEffort | None, wire_name("reasoning_effort")] = None
    """How hard the model reasons."""
    developer_instructions: Annotated[str | None, wire_name("developer_instructions")] = None
    """Instructions beside the model's own."""

class ThreadSettingsUpdateResponse(WireModel):
    """Answer to `thread/settings/update`."""

class ThreadSettingsUpdateParams(RequestParams[ThreadSettingsUpdateResponse]):
    """Params of `thread/settings/update`.

    Attributes:
        thread_id (str): The thread that it is about.
        disabled_plugin_ids (list[str] | None = None): The plugins that are off for this thread.
        cwd (AnyPath | None = None): The directory that it works in.
        approval_policy (AskForApproval | None = None): When the user is asked before something is done.
        approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
            automatic review.
        sandbox_policy (SandboxPolicy | None = None): The sandbox that commands run in, with its details.
        permissions (str | None = None): The permission profile, by its name.
        model (str | None = None): The model.
        service_tier (str | None = None): The service tier of the provider.
        effort (ReasoningEffort | None = None): How hard the model reasons.
        summary (ReasoningSummary | None = None): The summary.
        collaboration_mode (CollaborationMode | None = None): The collaboration mode, with its settings.
        multi_agent_mode (MultiAgentMode | None = None): How work is shared among agents.
        personality (Personality | None = None): How the model talks.
    """

    method = "thread/settings/update"
    response_type = ThreadSettingsUpdateResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    disabled_plugin_ids: Omittable[list[str]] = None
    """The plugins that are off for this thread."""
    cwd: Omittable[AnyPath] = None
    """The directory that it works in."""
    approval_policy: Omittable[AskForApproval] = None
    """When the user is asked before something is done."""
    approvals_reviewer: Omittable[ApprovalsReviewer] = None
    """Who decides about approvals: the user, or an automatic review."""
    sandbox_policy: Omittable[SandboxPolicy] = None
    """The sandbox that commands run in, with its details."""
    permissions: Omittable[str] = None
    """The permission profile, by its name."""
    model: Omittable[str] = None
    """The model."""
    service_tier: Omittable[str] = None
    """The service tier of the provider."""
    effort: Omittable[ReasoningEffort] = None
    """How hard the model reasons."""
    summary: Omittable[ReasoningSummary] = None
    """The summary."""
    collaboration_mode: Omittable[CollaborationMode] = None
    """The collaboration mode, with its settings."""
    multi_agent_mode: Omittable[MultiAgentMode] = None
    """How work is shared among agents."""
    personality: Omittable[Personality] = None
    """How the model talks."""

ReasoningSummary: TypeAlias = Literal["auto", "concise", "detailed", "none"] | str

class ThreadSettings(WireModel):
    """The settings that a thread's next turn will use.

    Attributes:
        cwd (AbsolutePathBuf): The directory that it works in.
        approval_policy (AskForApproval): When the user is asked before something is done.
        approvals_reviewer (ApprovalsReviewer): Who decides about approvals: the user, or an automatic review.
        sandbox_policy (SandboxPolicy): The sandbox that commands run in, with its details.
        model (str): The model.
        model_provider (str): The provider of the model, by its name in the configuration.
        collaboration_mode (CollaborationMode): The collaboration mode, with its settings.
        disabled_plugin_ids (list[str] = []): The plugins that are off for this thread.
        active_permission_profile (ActivePermissionProfile | None = None): The permission profile in effect; None:
            none by name.
        service_tier (str | None = None): The service tier of the provider.
        effort (ReasoningEffort | None = None): How hard the model reasons.
        summary (ReasoningSummary | None = None): The summary.
        multi_agent_mode (MultiAgentMode = "explicitRequestOnly"): How work is shared among agents. Experimental.
        personality (Personality | None = None): How the model talks.
    """

    disabled_plugin_ids: list[str] = Field(default_factory=list)
    """The plugins that are off for this thread."""
    cwd: AbsolutePathBuf
    """The directory that it works in."""
    approval_policy: AskForApproval
    """When the user is asked before something is done."""
    approvals_reviewer: ApprovalsReviewer
    """Who decides about approvals: the user, or an automatic review."""
    sandbox_policy: SandboxPolicy
    """The sandbox that commands run in, with its details."""
    active_permission_profile: ActivePermissionProfile | None = None
    """The permission profile in effect; None: none by name."""
    model: str
    """The model."""
    model_provider: str
    """The provider of the model, by its name in the configuration."""
    service_tier: str | None = None
    """The service tier of the provider."""
    effort: ReasoningEffort | None = None
    """How hard the model reasons."""
    summary: ReasoningSummary | None = None
    """The summary."""
    collaboration_mode: CollaborationMode
    """The collaboration mode, with its settings."""
    multi_agent_mode: Annotated[MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"
    """How work is shared among agents. Experimental."""
    personality: Personality | None = None
    """How the model talks."""
