"""The `thread` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Any, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Omittable, wire_name
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int32, Int64
from appserver.protocol._support.variants import ExternalVariant, UnknownVariant
from appserver.protocol.approval import LegacyAppPathString
from appserver.protocol.policy import AbsolutePathBuf
from appserver.protocol.response_item import ReasoningEffort
from appserver.protocol.turn import Turn

__all__ = [
    "ActiveThreadStatus",
    "AgentPath",
    "CustomSessionSource",
    "GitInfo",
    "IdleThreadStatus",
    "NotLoadedThreadStatus",
    "OtherSubAgentSource",
    "SessionSource",
    "SubAgentSessionSource",
    "SubAgentSource",
    "SystemErrorThreadStatus",
    "Thread",
    "ThreadActiveFlag",
    "ThreadApproveGuardianDeniedActionParams",
    "ThreadApproveGuardianDeniedActionResponse",
    "ThreadArchiveParams",
    "ThreadArchiveResponse",
    "ThreadCompactStartParams",
    "ThreadCompactStartResponse",
    "ThreadDecrementElicitationParams",
    "ThreadDecrementElicitationResponse",
    "ThreadDeleteParams",
    "ThreadDeleteResponse",
    "ThreadEnvironment",
    "ThreadExtra",
    "ThreadGoal",
    "ThreadGoalStatus",
    "ThreadHistoryMode",
    "ThreadId",
    "ThreadIncrementElicitationParams",
    "ThreadIncrementElicitationResponse",
    "ThreadInjectItemsParams",
    "ThreadInjectItemsResponse",
    "ThreadMemoryMode",
    "ThreadMemoryModeSetParams",
    "ThreadMemoryModeSetResponse",
    "ThreadMetadataGitInfoUpdateParams",
    "ThreadMetadataUpdateParams",
    "ThreadMetadataUpdateResponse",
    "ThreadRevertParams",
    "ThreadRevertResponse",
    "ThreadSection",
    "ThreadSectionAppearance",
    "ThreadSectionMoveParams",
    "ThreadSectionMoveResponse",
    "ThreadSetNameParams",
    "ThreadSetNameResponse",
    "ThreadShellCommandParams",
    "ThreadShellCommandResponse",
    "ThreadSource",
    "ThreadSpawnSubAgentSource",
    "ThreadSpawnSubAgentSourceFields",
    "ThreadStatus",
    "ThreadUnarchiveParams",
    "ThreadUnarchiveResponse",
    "ThreadUnsubscribeParams",
    "ThreadUnsubscribeResponse",
    "ThreadUnsubscribeStatus",
]

ThreadHistoryMode: TypeAlias = Literal["legacy", "paginated"] | str

ThreadSource: TypeAlias = str

class Thread(WireModel):
    """A conversation. Times are Unix seconds."""

    id: str
    environments: Annotated[list[ThreadEnvironment] | None, EXPERIMENTAL] = None
    extra: Annotated[ThreadExtra | None, EXPERIMENTAL] = None
    session_id: str
    forked_from_id: str | None = None
    parent_thread_id: str | None = None
    preview: str
    ephemeral: bool
    section: ThreadSection | None = None
    section_entered_at: Int64 | None = None
    project_id: str | None = None
    history_mode: ThreadHistoryMode = "legacy"
    model_provider: str
    model: str | None = None
    reasoning_effort: ReasoningEffort | None = None
    created_at: Int64
    updated_at: Int64
    recency_at: Int64 | None = None
    status: ThreadStatus
    path: str | None = None
    cwd: AbsolutePathBuf
    cli_version: str
    originator: str | None = None
    source: SessionSource
    can_accept_direct_input: Annotated[bool | None, EXPERIMENTAL] = None
    thread_source: ThreadSource | None = None
    agent_nickname: str | None = None
    agent_role: str | None = None
    git_info: GitInfo | None = None
    name: str | None = None
    daybreak_enabled: Annotated[bool | None, EXPERIMENTAL] = None
    turns: list[Turn]

class GitInfo(WireModel):
    """The state of the Git repository that a thread works in."""

    sha: str | None = None
    branch: str | None = None
    origin_url: str | None = None

SessionSource: TypeAlias = (
    Literal["cli", "vscode", "exec", "appServer", "unknown"]
    | str
    | CustomSessionSource
    | SubAgentSessionSource
    | UnknownVariant
)

class CustomSessionSource(WireModel, ExternalVariant):
    """The `custom` variant of `SessionSource`."""

    custom: str

class SubAgentSessionSource(WireModel, ExternalVariant):
    """The `subAgent` variant of `SessionSource`."""

    sub_agent: SubAgentSource

SubAgentSource: TypeAlias = (
    Literal["review", "compact", "memory_consolidation"]
    | str
    | ThreadSpawnSubAgentSource
    | OtherSubAgentSource
    | UnknownVariant
)

class ThreadSpawnSubAgentSourceFields(WireModel):
    """What `ThreadSpawnSubAgentSource` carries."""

    parent_thread_id: Annotated[ThreadId, wire_name("parent_thread_id")]
    depth: Int32
    agent_path: Annotated[AgentPath | None, wire_name("agent_path")] = None
    agent_nickname: Annotated[str | None, wire_name("agent_nickname")] = None
    agent_role: Annotated[str | None, wire_name("agent_role")] = None

class ThreadSpawnSubAgentSource(WireModel, ExternalVariant):
    """The `thread_spawn` variant of `SubAgentSource`."""

    thread_spawn: Annotated[ThreadSpawnSubAgentSourceFields, wire_name("thread_spawn")]

class OtherSubAgentSource(WireModel, ExternalVariant):
    """The `other` variant of `SubAgentSource`."""

    other: str

AgentPath: TypeAlias = str

ThreadId: TypeAlias = str

class ThreadEnvironment(WireModel):
    """An execution environment of a thread."""

    environment_id: str
    cwd: LegacyAppPathString
    runtime_workspace_roots: list[LegacyAppPathString]

class ThreadExtra(WireModel):
    """Part of `Thread`."""

    forgotten_turns: Omittable[Int64] = None

class ThreadSection(WireModel):
    """A section that groups threads."""

    id: str
    name: str
    appearance: ThreadSectionAppearance | None = None

class ThreadSectionAppearance(WireModel):
    """How a section looks in a list of threads."""

    icon: str | None = None
    color: str | None = None

ThreadStatus: TypeAlias = (
    NotLoadedThreadStatus | IdleThreadStatus | SystemErrorThreadStatus | ActiveThreadStatus | UnknownVariant
)

class NotLoadedThreadStatus(WireModel):
    """The `notLoaded` variant of `ThreadStatus`."""

    type: Literal["notLoaded"] = "notLoaded"

class IdleThreadStatus(WireModel):
    """The `idle` variant of `ThreadStatus`."""

    type: Literal["idle"] = "idle"

class SystemErrorThreadStatus(WireModel):
    """The `systemError` variant of `ThreadStatus`."""

    type: Literal["systemError"] = "systemError"

class ActiveThreadStatus(WireModel):
    """The `active` variant of `ThreadStatus`."""

    type: Literal["active"] = "active"
    active_flags: list[ThreadActiveFlag]

ThreadActiveFlag: TypeAlias = Literal["waitingOnApproval", "waitingOnUserInput"] | str

class ThreadArchiveResponse(WireModel):
    """Answer to `thread/archive`."""

class ThreadArchiveParams(RequestParams[ThreadArchiveResponse]):
    """Params of `thread/archive`."""

    method = "thread/archive"
    response_type = ThreadArchiveResponse

    thread_id: str

class ThreadDeleteResponse(WireModel):
    """Answer to `thread/delete`."""

class ThreadDeleteParams(RequestParams[ThreadDeleteResponse]):
    """Params of `thread/delete`."""

    method = "thread/delete"
    response_type = ThreadDeleteResponse

    thread_id: str

class ThreadUnsubscribeResponse(WireModel):
    """Answer to `thread/unsubscribe`."""

    status: ThreadUnsubscribeStatus

class ThreadUnsubscribeParams(RequestParams[ThreadUnsubscribeResponse]):
    """Params of `thread/unsubscribe`."""

    method = "thread/unsubscribe"
    response_type = ThreadUnsubscribeResponse

    thread_id: str

ThreadUnsubscribeStatus: TypeAlias = Literal["notLoaded", "notSubscribed", "unsubscribed"] | str

class ThreadIncrementElicitationResponse(WireModel):
    """Answer to `thread/increment_elicitation`."""

    count: Int64
    paused: bool

class ThreadIncrementElicitationParams(RequestParams[ThreadIncrementElicitationResponse]):
    """Params of `thread/increment_elicitation`."""

    method = "thread/increment_elicitation"
    response_type = ThreadIncrementElicitationResponse
    experimental = True

    thread_id: str

class ThreadDecrementElicitationResponse(WireModel):
    """Answer to `thread/decrement_elicitation`."""

    count: Int64
    paused: bool

class ThreadDecrementElicitationParams(RequestParams[ThreadDecrementElicitationResponse]):
    """Params of `thread/decrement_elicitation`."""

    method = "thread/decrement_elicitation"
    response_type = ThreadDecrementElicitationResponse
    experimental = True

    thread_id: str

class ThreadSetNameResponse(WireModel):
    """Answer to `thread/name/set`."""

class ThreadSetNameParams(RequestParams[ThreadSetNameResponse]):
    """Params of `thread/name/set`."""

    method = "thread/name/set"
    response_type = ThreadSetNameResponse

    thread_id: str
    name: str

ThreadGoalStatus: TypeAlias = (
    Literal["active", "paused", "blocked", "usageLimited", "budgetLimited", "complete"] | str
)

class ThreadGoal(WireModel):
    """Part of `ThreadGoalSetResponse` and 2 more."""

    thread_id: str
    objective: str
    status: ThreadGoalStatus
    token_budget: Int64 | None = None
    tokens_used: Int64
    time_used_seconds: Int64
    created_at: Int64
    updated_at: Int64

class ThreadMetadataUpdateResponse(WireModel):
    """Answer to `thread/metadata/update`."""

    thread: Thread

class ThreadMetadataUpdateParams(RequestParams[ThreadMetadataUpdateResponse]):
    """Params of `thread/metadata/update`."""

    method = "thread/metadata/update"
    response_type = ThreadMetadataUpdateResponse

    thread_id: str
    project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    git_info: Omittable[ThreadMetadataGitInfoUpdateParams] = None
    daybreak_enabled: Annotated[Omittable[bool], EXPERIMENTAL] = None

class ThreadMetadataGitInfoUpdateParams(WireModel):
    """Part of `ThreadMetadataUpdateParams`."""

    sha: Omittable[str] = None
    branch: Omittable[str] = None
    origin_url: Omittable[str] = None

class ThreadSectionMoveResponse(WireModel):
    """Answer to `thread/section/move`."""

class ThreadSectionMoveParams(RequestParams[ThreadSectionMoveResponse]):
    """Params of `thread/section/move`."""

    method = "thread/section/move"
    response_type = ThreadSectionMoveResponse

    thread_id: str
    section_id: str | None
    before_thread_id: Omittable[str] = None

class ThreadMemoryModeSetResponse(WireModel):
    """Answer to `thread/memoryMode/set`."""

class ThreadMemoryModeSetParams(RequestParams[ThreadMemoryModeSetResponse]):
    """Params of `thread/memoryMode/set`."""

    method = "thread/memoryMode/set"
    response_type = ThreadMemoryModeSetResponse
    experimental = True

    thread_id: str
    mode: ThreadMemoryMode

ThreadMemoryMode: TypeAlias = Literal["enabled", "disabled"] | str

class ThreadUnarchiveResponse(WireModel):
    """Answer to `thread/unarchive`."""

    thread: Thread

class ThreadUnarchiveParams(RequestParams[ThreadUnarchiveResponse]):
    """Params of `thread/unarchive`."""

    method = "thread/unarchive"
    response_type = ThreadUnarchiveResponse

    thread_id: str

class ThreadCompactStartResponse(WireModel):
    """Answer to `thread/compact/start`."""

class ThreadCompactStartParams(RequestParams[ThreadCompactStartResponse]):
    """Params of `thread/compact/start`."""

    method = "thread/compact/start"
    response_type = ThreadCompactStartResponse

    thread_id: str

class ThreadShellCommandResponse(WireModel):
    """Answer to `thread/shellCommand`."""

class ThreadShellCommandParams(RequestParams[ThreadShellCommandResponse]):
    """Params of `thread/shellCommand`."""

    method = "thread/shellCommand"
    response_type = ThreadShellCommandResponse

    thread_id: str
    command: str
    timeout_ms: Omittable[Int64] = None

class ThreadApproveGuardianDeniedActionResponse(WireModel):
    """Answer to `thread/approveGuardianDeniedAction`."""

class ThreadApproveGuardianDeniedActionParams(RequestParams[ThreadApproveGuardianDeniedActionResponse]):
    """Params of `thread/approveGuardianDeniedAction`."""

    method = "thread/approveGuardianDeniedAction"
    response_type = ThreadApproveGuardianDeniedActionResponse

    thread_id: str
    event: Any

class ThreadRevertResponse(WireModel):
    """Answer to `thread/revert`."""

    thread: Thread
    turns_backwards_cursor: str | None = None
    items_backwards_cursor: str | None = None

class ThreadRevertParams(RequestParams[ThreadRevertResponse]):
    """Params of `thread/revert`."""

    method = "thread/revert"
    response_type = ThreadRevertResponse

    thread_id: str
    before_turn_id: str

class ThreadInjectItemsResponse(WireModel):
    """Answer to `thread/inject_items`."""

class ThreadInjectItemsParams(RequestParams[ThreadInjectItemsResponse]):
    """Params of `thread/inject_items`."""

    method = "thread/inject_items"
    response_type = ThreadInjectItemsResponse

    thread_id: str
    items: list[Any]
