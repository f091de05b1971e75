"""Threads: the type and its notifications."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from appserver.protocol.base import EXPERIMENTAL, Notification, Omittable, WireModel, wire_name
from appserver.protocol.common import (
    CollaborationMode,
    MultiAgentMode,
    Personality,
    ReasoningEffort,
    ReasoningSummary,
)
from appserver.protocol.policy import (
    ActivePermissionProfile,
    ApprovalsReviewer,
    AskForApproval,
    SandboxPolicy,
)
from appserver.protocol.turn import Turn
from appserver.protocol.variants import (
    AbsolutePath,
    ExternalUnion,
    ExternalVariant,
    Int32,
    Int64,
    OpenEnum,
    TaggedUnion,
    UnknownVariant,
)

__all__ = [
    "ActiveThreadStatus",
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
    "ThreadClosedNotification",
    "ThreadEnvironment",
    "ThreadExtra",
    "ThreadHistoryMode",
    "ThreadNameUpdatedNotification",
    "ThreadSection",
    "ThreadSectionAppearance",
    "ThreadSettings",
    "ThreadSettingsUpdatedNotification",
    "ThreadSource",
    "ThreadSpawnSubAgentSource",
    "ThreadSpawnSubAgentSourceFields",
    "ThreadStartedNotification",
    "ThreadStatus",
    "ThreadStatusChangedNotification",
    "ThreadTokenUsage",
    "ThreadTokenUsageUpdatedNotification",
    "TokenUsageBreakdown",
]

ThreadHistoryMode: TypeAlias = Annotated[Literal["legacy", "paginated"] | str, OpenEnum()]

ThreadSource: TypeAlias = str


class ThreadEnvironment(WireModel):
    """An execution environment of a thread."""

    environment_id: str
    cwd: str
    runtime_workspace_roots: list[str]


ThreadExtra: TypeAlias = dict[str, Any]


class GitInfo(WireModel):
    """The state of the Git repository that a thread works in."""

    sha: str | None = None
    branch: str | None = None
    origin_url: str | None = None


class ThreadSectionAppearance(WireModel):
    """How a section looks in a list of threads."""

    icon: str | None = None
    color: str | None = None


class ThreadSection(WireModel):
    """A section that groups threads."""

    id: str
    name: str
    appearance: ThreadSectionAppearance | None = None


class ThreadSpawnSubAgentSourceFields(WireModel):
    """What `ThreadSpawnSubAgentSource` carries."""

    parent_thread_id: Annotated[str, wire_name("parent_thread_id")]
    depth: Int32
    agent_path: Annotated[str | None, wire_name("agent_path")] = None
    agent_nickname: Annotated[str | None, wire_name("agent_nickname")] = None
    agent_role: Annotated[str | None, wire_name("agent_role")] = None


class ThreadSpawnSubAgentSource(WireModel, ExternalVariant):
    """The `thread_spawn` variant of `SubAgentSource`."""

    thread_spawn: Annotated[ThreadSpawnSubAgentSourceFields, wire_name("thread_spawn")]


class OtherSubAgentSource(WireModel, ExternalVariant):
    """The `other` variant of `SubAgentSource`."""

    other: str


SubAgentSource: TypeAlias = Annotated[
    Literal["review", "compact", "memory_consolidation"]
    | str
    | ThreadSpawnSubAgentSource
    | OtherSubAgentSource
    | UnknownVariant,
    ExternalUnion("SubAgentSource"),
]


class CustomSessionSource(WireModel, ExternalVariant):
    """The `custom` variant of `SessionSource`."""

    custom: str


class SubAgentSessionSource(WireModel, ExternalVariant):
    """The `subAgent` variant of `SessionSource`."""

    sub_agent: SubAgentSource


SessionSource: TypeAlias = Annotated[
    Literal["cli", "vscode", "exec", "appServer", "unknown"]
    | str
    | CustomSessionSource
    | SubAgentSessionSource
    | UnknownVariant,
    ExternalUnion("SessionSource"),
]

ThreadActiveFlag: TypeAlias = Annotated[Literal["waitingOnApproval", "waitingOnUserInput"] | str, OpenEnum()]


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


ThreadStatus: TypeAlias = Annotated[
    NotLoadedThreadStatus | IdleThreadStatus | SystemErrorThreadStatus | ActiveThreadStatus | UnknownVariant,
    TaggedUnion("ThreadStatus"),
]


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
    cwd: AbsolutePath
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


class ThreadSettings(WireModel):
    """The settings that a thread's next turn will use."""

    disabled_plugin_ids: list[str] = Field(default_factory=list)
    cwd: AbsolutePath
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


class TokenUsageBreakdown(WireModel):
    """Counts of tokens."""

    total_tokens: Int64
    input_tokens: Int64
    cached_input_tokens: Int64
    cache_write_input_tokens: Int64 = 0
    output_tokens: Int64
    reasoning_output_tokens: Int64


class ThreadTokenUsage(WireModel):
    """Tokens used by a thread, in total and in its last request."""

    total: TokenUsageBreakdown
    last: TokenUsageBreakdown
    model_context_window: Int64 | None = None


class ThreadStartedNotification(Notification):
    """Params of the `thread/started` notification."""

    method = "thread/started"

    thread: Thread


class ThreadStatusChangedNotification(Notification):
    """Params of the `thread/status/changed` notification."""

    method = "thread/status/changed"

    thread_id: str
    status: ThreadStatus


class ThreadClosedNotification(Notification):
    """Params of the `thread/closed` notification."""

    method = "thread/closed"

    thread_id: str


class ThreadNameUpdatedNotification(Notification):
    """Params of the `thread/name/updated` notification."""

    method = "thread/name/updated"

    thread_id: str
    thread_name: Omittable[str] = None


class ThreadTokenUsageUpdatedNotification(Notification):
    """Params of the `thread/tokenUsage/updated` notification."""

    method = "thread/tokenUsage/updated"

    thread_id: str
    turn_id: str
    token_usage: ThreadTokenUsage


class ThreadSettingsUpdatedNotification(Notification):
    """Params of the `thread/settings/updated` notification."""

    method = "thread/settings/updated"
    experimental = True

    thread_id: str
    thread_settings: ThreadSettings
