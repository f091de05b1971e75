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
    """The `custom` variant of `MultiAgentMode`."""

    custom: str

Personality: TypeAlias = Literal["none", "friendly", "pragmatic"] | str

class CollaborationMode(WireModel):
    """A way of working together, with the settings it implies."""

    mode: ModeKind
    settings: Settings

ModeKind: TypeAlias = Literal["plan", "default"] | str

class Settings(WireModel):
    """The model settings of a collaboration mode."""

    model: str
    reasoning_effort: Annotated[ReasoningEffort | None, wire_name("reasoning_effort")] = None
    developer_instructions: Annotated[str | None, wire_name("developer_instructions")] = None

class ThreadSettingsUpdateResponse(WireModel):
    """Answer to `thread/settings/update`."""

class ThreadSettingsUpdateParams(RequestParams[ThreadSettingsUpdateResponse]):
    """Params of `thread/settings/update`."""

    method = "thread/settings/update"
    response_type = ThreadSettingsUpdateResponse
    experimental = True

    thread_id: str
    disabled_plugin_ids: Omittable[list[str]] = None
    cwd: Omittable[AnyPath] = None
    approval_policy: Omittable[AskForApproval] = None
    approvals_reviewer: Omittable[ApprovalsReviewer] = None
    sandbox_policy: Omittable[SandboxPolicy] = None
    permissions: Omittable[str] = None
    model: Omittable[str] = None
    service_tier: Omittable[str] = None
    effort: Omittable[ReasoningEffort] = None
    summary: Omittable[ReasoningSummary] = None
    collaboration_mode: Omittable[CollaborationMode] = None
    multi_agent_mode: Omittable[MultiAgentMode] = None
    personality: Omittable[Personality] = None

ReasoningSummary: TypeAlias = Literal["auto", "concise", "detailed", "none"] | str

class ThreadSettings(WireModel):
    """The settings that a thread's next turn will use."""

    disabled_plugin_ids: list[str] = Field(default_factory=list)
    cwd: AbsolutePathBuf
    approval_policy: AskForApproval
    approvals_reviewer: ApprovalsReviewer
    sandbox_policy: SandboxPolicy
    active_permission_profile: ActivePermissionProfile | None = None
    model: str
    model_provider: str
    service_tier: str | None = None
    effort: ReasoningEffort | None = None
    summary: ReasoningSummary | None = None
    collaboration_mode: CollaborationMode
    multi_agent_mode: Annotated[MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"
    personality: Personality | None = None
