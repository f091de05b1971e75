"""Requests about threads."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from appserver.protocol.base import EXPERIMENTAL, Clearable, Flag, Omittable, RequestParams, WireModel
from appserver.protocol.common import (
    CollaborationMode,
    MultiAgentMode,
    Personality,
    ReasoningEffort,
    SortDirection,
    TurnEnvironmentParams,
)
from appserver.protocol.policy import (
    ActivePermissionProfile,
    ApprovalsReviewer,
    AskForApproval,
    SandboxMode,
    SandboxPolicy,
)
from appserver.protocol.thread import Thread, ThreadHistoryMode, ThreadSource
from appserver.protocol.turn import Turn, TurnItemsView
from appserver.protocol.variants import AbsolutePath, OpenEnum, TaggedUnion, UInt32, UnknownVariant, Untagged

__all__ = [
    "CapabilityRootLocation",
    "DynamicToolNamespaceTool",
    "DynamicToolSpec",
    "EnvironmentCapabilityRootLocation",
    "FunctionDynamicToolNamespaceTool",
    "FunctionDynamicToolSpec",
    "NamespaceDynamicToolSpec",
    "ResponseItem",
    "SelectedCapabilityRoot",
    "ThreadListCwdFilter",
    "ThreadListParams",
    "ThreadListResponse",
    "ThreadLoadedListParams",
    "ThreadLoadedListResponse",
    "ThreadReadParams",
    "ThreadReadResponse",
    "ThreadReadState",
    "ThreadResumeInitialTurnsPageParams",
    "ThreadResumeParams",
    "ThreadResumeResponse",
    "ThreadSortKey",
    "ThreadSourceKind",
    "ThreadStartParams",
    "ThreadStartResponse",
    "ThreadStartSource",
    "ThreadStartThreadUnreadPosition",
    "ThreadUnreadPosition",
    "TurnThreadUnreadPosition",
    "TurnsPage",
]


class FunctionDynamicToolNamespaceTool(WireModel):
    """The `function` variant of `DynamicToolNamespaceTool`."""

    type: Literal["function"] = "function"
    name: str
    description: str
    input_schema: Any
    defer_loading: Flag = False


DynamicToolNamespaceTool: TypeAlias = Annotated[
    FunctionDynamicToolNamespaceTool | UnknownVariant, TaggedUnion("DynamicToolNamespaceTool")
]


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


DynamicToolSpec: TypeAlias = Annotated[
    FunctionDynamicToolSpec | NamespaceDynamicToolSpec | UnknownVariant, TaggedUnion("DynamicToolSpec")
]


class EnvironmentCapabilityRootLocation(WireModel):
    """The `environment` variant of `CapabilityRootLocation`."""

    type: Literal["environment"] = "environment"
    environment_id: str
    path: str


CapabilityRootLocation: TypeAlias = Annotated[
    EnvironmentCapabilityRootLocation | UnknownVariant, TaggedUnion("CapabilityRootLocation")
]


class SelectedCapabilityRoot(WireModel):
    """A place to load capabilities from."""

    id: str
    location: CapabilityRootLocation


ThreadStartSource: TypeAlias = Annotated[Literal["startup", "clear"] | str, OpenEnum()]


class ThreadStartResponse(WireModel):
    """Answer to `thread/start`."""

    thread: Thread
    model: str
    model_provider: str
    service_tier: str | None = None
    disabled_plugin_ids: list[str] = Field(default_factory=list)
    cwd: AbsolutePath
    runtime_workspace_roots: Annotated[list[AbsolutePath], EXPERIMENTAL] = Field(default_factory=list)
    instruction_sources: list[str] = Field(default_factory=list)
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
    service_tier: Clearable[str] = None
    cwd: Omittable[str] = None
    runtime_workspace_roots: Annotated[Omittable[list[AbsolutePath]], EXPERIMENTAL] = None
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
    dynamic_tools: Annotated[Omittable[list[DynamicToolSpec]], EXPERIMENTAL] = None
    selected_capability_roots: Annotated[Omittable[list[SelectedCapabilityRoot]], EXPERIMENTAL] = None
    mock_experimental_field: Annotated[Omittable[str], EXPERIMENTAL] = None
    experimental_raw_events: Annotated[Flag, EXPERIMENTAL] = False


ResponseItem: TypeAlias = dict[str, Any]


class TurnsPage(WireModel):
    """A page of a thread's turns."""

    data: list[Turn]
    next_cursor: str | None = None
    backwards_cursor: str | None = None


class ThreadResumeInitialTurnsPageParams(WireModel):
    """The page of turns that an answer to `thread/resume` should hold."""

    limit: Omittable[UInt32] = None
    sort_direction: Omittable[SortDirection] = None
    items_view: Omittable[TurnItemsView] = None


class ThreadResumeResponse(WireModel):
    """Answer to `thread/resume`."""

    thread: Thread
    model: str
    model_provider: str
    service_tier: str | None = None
    disabled_plugin_ids: list[str] = Field(default_factory=list)
    cwd: AbsolutePath
    runtime_workspace_roots: Annotated[list[AbsolutePath], EXPERIMENTAL] = Field(default_factory=list)
    instruction_sources: list[str] = Field(default_factory=list)
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
    history: Annotated[Omittable[list[ResponseItem]], EXPERIMENTAL] = None
    path: Annotated[Omittable[str], EXPERIMENTAL] = None
    model: Omittable[str] = None
    model_provider: Omittable[str] = None
    service_tier: Clearable[str] = None
    cwd: Omittable[str] = None
    runtime_workspace_roots: Annotated[Omittable[list[AbsolutePath]], EXPERIMENTAL] = None
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


class ThreadStartThreadUnreadPosition(WireModel):
    """The `threadStart` variant of `ThreadUnreadPosition`."""

    type: Literal["threadStart"] = "threadStart"


class TurnThreadUnreadPosition(WireModel):
    """The `turn` variant of `ThreadUnreadPosition`."""

    type: Literal["turn"] = "turn"
    turn_id: str


ThreadUnreadPosition: TypeAlias = Annotated[
    ThreadStartThreadUnreadPosition | TurnThreadUnreadPosition | UnknownVariant,
    TaggedUnion("ThreadUnreadPosition"),
]


class ThreadReadState(WireModel):
    """What the user has read of a thread."""

    first_unread: ThreadUnreadPosition | None = None
    revision: str


class ThreadReadResponse(WireModel):
    """Answer to `thread/read`."""

    thread: Thread
    read_state: Annotated[ThreadReadState | None, EXPERIMENTAL] = None


class ThreadReadParams(RequestParams[ThreadReadResponse]):
    """Params of `thread/read`."""

    method = "thread/read"
    response_type = ThreadReadResponse

    thread_id: str
    include_turns: Flag = False


ThreadListCwdFilter: TypeAlias = Annotated[str | list[str], Untagged("ThreadListCwdFilter")]

ThreadSortKey: TypeAlias = Annotated[
    Literal["created_at", "updated_at", "recency_at", "section_position"] | str, OpenEnum()
]

ThreadSourceKind: TypeAlias = Annotated[
    Literal[
        "cli",
        "vscode",
        "exec",
        "appServer",
        "subAgent",
        "subAgentReview",
        "subAgentCompact",
        "subAgentThreadSpawn",
        "subAgentOther",
        "unknown",
    ]
    | str,
    OpenEnum(),
]


class ThreadListResponse(WireModel):
    """Answer to `thread/list`."""

    data: list[Thread]
    read_states: Annotated[dict[str, ThreadReadState] | None, EXPERIMENTAL] = None
    next_cursor: str | None = None
    backwards_cursor: str | None = None


class ThreadListParams(RequestParams[ThreadListResponse]):
    """Params of `thread/list`."""

    method = "thread/list"
    response_type = ThreadListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    excluded_thread_ids: Omittable[list[str]] = None
    sort_key: Omittable[ThreadSortKey] = None
    sort_direction: Omittable[SortDirection] = None
    model_providers: Omittable[list[str]] = None
    source_kinds: Omittable[list[ThreadSourceKind]] = None
    originators: Omittable[list[str]] = None
    archived: Omittable[bool] = None
    section_id: Omittable[str] = None
    project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    cwd: Omittable[ThreadListCwdFilter] = None
    use_state_db_only: Flag = False
    search_term: Omittable[str] = None
    parent_thread_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    ancestor_thread_id: Annotated[Omittable[str], EXPERIMENTAL] = None


class ThreadLoadedListResponse(WireModel):
    """Answer to `thread/loaded/list`."""

    data: list[str]
    next_cursor: str | None = None


class ThreadLoadedListParams(RequestParams[ThreadLoadedListResponse]):
    """Params of `thread/loaded/list`."""

    method = "thread/loaded/list"
    response_type = ThreadLoadedListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
