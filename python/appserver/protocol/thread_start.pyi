"""The `thread_start` family of the protocol. Generated: see CONTRIBUTING.md."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import AnyPath, UInt32
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.approval import LegacyAppPathString
from appserver.protocol.common import SortDirection, TurnEnvironmentParams
from appserver.protocol.policy import (
    AbsolutePathBuf,
    ActivePermissionProfile,
    ApprovalsReviewer,
    AskForApproval,
    SandboxMode,
    SandboxPolicy,
)
from appserver.protocol.response_item import ReasoningEffort, ResponseItem
from appserver.protocol.thread import Thread, ThreadHistoryMode, ThreadSource
from appserver.protocol.thread_settings import CollaborationMode, MultiAgentMode, Personality
from appserver.protocol.turn import Turn, TurnItemsView

__all__ = [
    "CapabilityRootLocation",
    "DynamicToolNamespaceTool",
    "DynamicToolSpec",
    "EnvironmentCapabilityRootLocation",
    "FunctionDynamicToolNamespaceTool",
    "FunctionDynamicToolSpec",
    "NamespaceDynamicToolSpec",
    "SelectedCapabilityRoot",
    "ThreadForkParams",
    "ThreadForkResponse",
    "ThreadResumeInitialTurnsPageParams",
    "ThreadResumeParams",
    "ThreadResumeResponse",
    "ThreadStartParams",
    "ThreadStartResponse",
    "ThreadStartSource",
    "TurnsPage",
]

class ThreadStartResponse(WireModel):
    """Answer to `thread/start`."""

    thread: Thread
    model: str
    model_provider: str
    service_tier: str | None = None
    disabled_plugin_ids: list[str] = Field(default_factory=list)
    cwd: AbsolutePathBuf
    runtime_workspace_roots: Annotated[list[AbsolutePathBuf], EXPERIMENTAL] = Field(
        default_factory=list[AbsolutePathBuf]
    )
    instruction_sources: list[LegacyAppPathString] = Field(default_factory=list[LegacyAppPathString])
    approval_policy: AskForApproval
    approvals_reviewer: ApprovalsReviewer
    sandbox: SandboxPolicy
    active_permission_profile: Annotated[ActivePermissionProfile | None, EXPERIMENTAL] = None
    reasoning_effort: ReasoningEffort | None = None
    multi_agent_mode: Annotated[MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"

class ThreadStartParams(RequestParams[ThreadStartResponse]):
    """Params of `thread/start`."""

    method = "thread/start"
    response_type = ThreadStartResponse

    model: Omittable[str] = None
    model_provider: Omittable[str] = None
    allow_provider_model_fallback: Annotated[Flag, EXPERIMENTAL] = False
    service_tier: Omittable[str] = None
    cwd: Omittable[str] = None
    runtime_workspace_roots: Annotated[Omittable[list[AbsolutePathBuf]], EXPERIMENTAL] = None
    approval_policy: Omittable[AskForApproval] = None
    approvals_reviewer: Omittable[ApprovalsReviewer] = None
    sandbox: Omittable[SandboxMode] = None
    permissions: Annotated[Omittable[str], EXPERIMENTAL] = None
    config: Omittable[dict[str, Any]] = None
    service_name: Omittable[str] = None
    base_instructions: Omittable[str] = None
    developer_instructions: Omittable[str] = None
    personality: Omittable[Personality] = None
    multi_agent_mode: Annotated[Omittable[MultiAgentMode], EXPERIMENTAL] = None
    ephemeral: Omittable[bool] = None
    history_mode: Annotated[Omittable[ThreadHistoryMode], EXPERIMENTAL] = None
    session_start_source: Omittable[ThreadStartSource] = None
    thread_source: Omittable[ThreadSource] = None
    project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    daybreak_enabled: Annotated[Omittable[bool], EXPERIMENTAL] = None
    environments: Annotated[Omittable[list[TurnEnvironmentParams]], EXPERIMENTAL] = None
    dynamic_tools: Annotated[Omittable[Sequence[DynamicToolSpec]], EXPERIMENTAL] = None
    selected_capability_roots: Annotated[Omittable[list[SelectedCapabilityRoot]], EXPERIMENTAL] = None
    mock_experimental_field: Annotated[Omittable[str], EXPERIMENTAL] = None
    experimental_raw_events: Annotated[Flag, EXPERIMENTAL] = False

DynamicToolSpec: TypeAlias = FunctionDynamicToolSpec | NamespaceDynamicToolSpec | UnknownVariant

class FunctionDynamicToolSpec(WireModel):
    """The `function` variant of `DynamicToolSpec`."""

    type: Literal["function"] = "function"
    name: str
    description: str
    input_schema: Any
    defer_loading: Flag = False

class NamespaceDynamicToolSpec(WireModel):
    """The `namespace` variant of `DynamicToolSpec`."""

    type: Literal["namespace"] = "namespace"
    name: str
    description: str
    tools: list[DynamicToolNamespaceTool]

DynamicToolNamespaceTool: TypeAlias = FunctionDynamicToolNamespaceTool | UnknownVariant

class FunctionDynamicToolNamespaceTool(WireModel):
    """The `function` variant of `DynamicToolNamespaceTool`."""

    type: Literal["function"] = "function"
    name: str
    description: str
    input_schema: Any
    defer_loading: Flag = False

class SelectedCapabilityRoot(WireModel):
    """A place to load capabilities from."""

    id: str
    location: CapabilityRootLocation

CapabilityRootLocation: TypeAlias = EnvironmentCapabilityRootLocation | UnknownVariant

class EnvironmentCapabilityRootLocation(WireModel):
    """The `environment` variant of `CapabilityRootLocation`."""

    type: Literal["environment"] = "environment"
    environment_id: str
    path: str

ThreadStartSource: TypeAlias = Literal["startup", "clear"] | str

class ThreadResumeResponse(WireModel):
    """Answer to `thread/resume`."""

    thread: Thread
    model: str
    model_provider: str
    service_tier: str | None = None
    disabled_plugin_ids: list[str] = Field(default_factory=list)
    cwd: AbsolutePathBuf
    runtime_workspace_roots: Annotated[list[AbsolutePathBuf], EXPERIMENTAL] = Field(
        default_factory=list[AbsolutePathBuf]
    )
    instruction_sources: list[LegacyAppPathString] = Field(default_factory=list[LegacyAppPathString])
    approval_policy: AskForApproval
    approvals_reviewer: ApprovalsReviewer
    sandbox: SandboxPolicy
    active_permission_profile: Annotated[ActivePermissionProfile | None, EXPERIMENTAL] = None
    reasoning_effort: ReasoningEffort | None = None
    collaboration_mode: CollaborationMode | None = None
    multi_agent_mode: Annotated[MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"
    initial_turns_page: Annotated[TurnsPage | None, EXPERIMENTAL] = None
    turns_backwards_cursor: str | None = None
    items_backwards_cursor: str | None = None

class ThreadResumeParams(RequestParams[ThreadResumeResponse]):
    """Params of `thread/resume`."""

    method = "thread/resume"
    response_type = ThreadResumeResponse

    thread_id: str
    history: Annotated[Omittable[Sequence[ResponseItem]], EXPERIMENTAL] = None
    path: Annotated[Omittable[AnyPath], EXPERIMENTAL] = None
    model: Omittable[str] = None
    model_provider: Omittable[str] = None
    service_tier: Omittable[str] = None
    cwd: Omittable[str] = None
    runtime_workspace_roots: Annotated[Omittable[list[AbsolutePathBuf]], EXPERIMENTAL] = None
    approval_policy: Omittable[AskForApproval] = None
    approvals_reviewer: Omittable[ApprovalsReviewer] = None
    sandbox: Omittable[SandboxMode] = None
    permissions: Annotated[Omittable[str], EXPERIMENTAL] = None
    config: Omittable[dict[str, Any]] = None
    base_instructions: Omittable[str] = None
    developer_instructions: Omittable[str] = None
    personality: Omittable[Personality] = None
    exclude_turns: Flag = False
    initial_turns_page: Annotated[Omittable[ThreadResumeInitialTurnsPageParams], EXPERIMENTAL] = None

class ThreadResumeInitialTurnsPageParams(WireModel):
    """The page of turns that an answer to `thread/resume` should hold."""

    limit: Omittable[UInt32] = None
    sort_direction: Omittable[SortDirection] = None
    items_view: Omittable[TurnItemsView] = None

class TurnsPage(WireModel):
    """A page of a thread's turns."""

    data: list[Turn]
    next_cursor: str | None = None
    backwards_cursor: str | None = None

class ThreadForkResponse(WireModel):
    """Answer to `thread/fork`."""

    thread: Thread
    model: str
    model_provider: str
    service_tier: str | None = None
    disabled_plugin_ids: list[str] = Field(default_factory=list)
    cwd: AbsolutePathBuf
    runtime_workspace_roots: Annotated[list[AbsolutePathBuf], EXPERIMENTAL] = Field(
        default_factory=list[AbsolutePathBuf]
    )
    instruction_sources: list[LegacyAppPathString] = Field(default_factory=list[LegacyAppPathString])
    approval_policy: AskForApproval
    approvals_reviewer: ApprovalsReviewer
    sandbox: SandboxPolicy
    active_permission_profile: Annotated[ActivePermissionProfile | None, EXPERIMENTAL] = None
    reasoning_effort: ReasoningEffort | None = None
    multi_agent_mode: Annotated[MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"

class ThreadForkParams(RequestParams[ThreadForkResponse]):
    """Params of `thread/fork`."""

    method = "thread/fork"
    response_type = ThreadForkResponse

    thread_id: str
    experimental_prediction_mode: Annotated[Flag, EXPERIMENTAL] = False
    last_turn_id: Omittable[str] = None
    before_turn_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    path: Annotated[Omittable[AnyPath], EXPERIMENTAL] = None
    model: Omittable[str] = None
    model_provider: Omittable[str] = None
    service_tier: Omittable[str] = None
    cwd: Omittable[str] = None
    runtime_workspace_roots: Annotated[Omittable[list[AbsolutePathBuf]], EXPERIMENTAL] = None
    approval_policy: Omittable[AskForApproval] = None
    approvals_reviewer: Omittable[ApprovalsReviewer] = None
    sandbox: Omittable[SandboxMode] = None
    permissions: Annotated[Omittable[str], EXPERIMENTAL] = None
    config: Omittable[dict[str, Any]] = None
    base_instructions: Omittable[str] = None
    developer_instructions: Omittable[str] = None
    ephemeral: Flag = False
    thread_source: Omittable[ThreadSource] = None
    exclude_turns: Flag = False
    defer_goal_continuation: Annotated[Flag, EXPERIMENTAL] = False
