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
    """A conversation. Times are Unix seconds.

    Attributes:
        id (str): The id of the thread, a UUID.
        session_id (str): The session that the thread belongs to, which its forks share.
        preview (str): How the thread begins, usually the first message of the user.
        ephemeral (bool): Whether the thread is in memory only.
        model_provider (str): The provider of the model.
        created_at (Int64): When it was made, in Unix seconds.
        updated_at (Int64): When it last changed, in Unix seconds.
        status (ThreadStatus): Whether the thread is loaded, idle, working, or waits for somebody.
        cwd (AbsolutePathBuf): The directory that the thread works in.
        cli_version (str): The version of the program that made the thread.
        source (SessionSource): What kind of program started the thread.
        turns (list[Turn]): The turns, oldest first; empty where they were not asked for.
        environments (list[ThreadEnvironment] | None = None): The execution environments. Experimental.
        extra (ThreadExtra | None = None): What else is known about the thread. Experimental.
        forked_from_id (str | None = None): The thread that it was forked from; None: none.
        parent_thread_id (str | None = None): The thread that it was spawned from.
        section (ThreadSection | None = None): The section; None: none.
        section_entered_at (Int64 | None = None): When the thread came into its section, in Unix seconds.
        project_id (str | None = None): The project that it is about.
        history_mode (ThreadHistoryMode = "legacy"): How much of the history is kept.
        model (str | None = None): The model.
        reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
        recency_at (Int64 | None = None): When something last happened to it that counts in lists, in Unix
            seconds.
        path (str | None = None): The file that the thread is kept in; None: it is in memory only.
        originator (str | None = None): The program that the thread comes from.
        can_accept_direct_input (bool | None = None): Whether users may write to the thread themselves.
            Experimental.
        thread_source (ThreadSource | None = None): Who started the thread, as its client says.
        agent_nickname (str | None = None): What the subagent is called.
        agent_role (str | None = None): The role that the subagent was given.
        git_info (GitInfo | None = None): The Git repository that the thread works in.
        name (str | None = None): The name that the user gave the thread; None: none.
        daybreak_enabled (bool | None = None): Whether Daybreak is on for the thread. Experimental.
    """

    id: str
    """The id of the thread, a UUID."""
    environments: Annotated[list[ThreadEnvironment] | None, EXPERIMENTAL] = None
    """The execution environments. Experimental."""
    extra: Annotated[ThreadExtra | None, EXPERIMENTAL] = None
    """What else is known about the thread. Experimental."""
    session_id: str
    """The session that the thread belongs to, which its forks share."""
    forked_from_id: str | None = None
    """The thread that it was forked from; None: none."""
    parent_thread_id: str | None = None
    """The thread that it was spawned from."""
    preview: str
    """How the thread begins, usually the first message of the user."""
    ephemeral: bool
    """Whether the thread is in memory only."""
    section: ThreadSection | None = None
    """The section; None: none."""
    section_entered_at: Int64 | None = None
    """When the thread came into its section, in Unix seconds."""
    project_id: str | None = None
    """The project that it is about."""
    history_mode: ThreadHistoryMode = "legacy"
    """How much of the history is kept."""
    model_provider: str
    """The provider of the model."""
    model: str | None = None
    """The model."""
    reasoning_effort: ReasoningEffort | None = None
    """How hard the model reasons."""
    created_at: Int64
    """When it was made, in Unix seconds."""
    updated_at: Int64
    """When it last changed, in Unix seconds."""
    recency_at: Int64 | None = None
    """When something last happened to it that counts in lists, in Unix seconds."""
    status: ThreadStatus
    """Whether the thread is loaded, idle, working, or waits for somebody."""
    path: str | None = None
    """The file that the thread is kept in; None: it is in memory only."""
    cwd: AbsolutePathBuf
    """The directory that the thread works in."""
    cli_version: str
    """The version of the program that made the thread."""
    originator: str | None = None
    """The program that the thread comes from."""
    source: SessionSource
    """What kind of program started the thread."""
    can_accept_direct_input: Annotated[bool | None, EXPERIMENTAL] = None
    """Whether users may write to the thread themselves. Experimental."""
    thread_source: ThreadSource | None = None
    """Who started the thread, as its client says."""
    agent_nickname: str | None = None
    """What the subagent is called."""
    agent_role: str | None = None
    """The role that the subagent was given."""
    git_info: GitInfo | None = None
    """The Git repository that the thread works in."""
    name: str | None = None
    """The name that the user gave the thread; None: none."""
    daybreak_enabled: Annotated[bool | None, EXPERIMENTAL] = None
    """Whether Daybreak is on for the thread. Experimental."""
    turns: list[Turn]
    """The turns, oldest first; empty where they were not asked for."""

class GitInfo(WireModel):
    """The state of the Git repository that a thread works in.

    Attributes:
        sha (str | None = None): The commit.
        branch (str | None = None): The branch.
        origin_url (str | None = None): The URL of the remote `origin`.
    """

    sha: str | None = None
    """The commit."""
    branch: str | None = None
    """The branch."""
    origin_url: str | None = None
    """The URL of the remote `origin`."""

SessionSource: TypeAlias = (
    Literal["cli", "vscode", "exec", "appServer", "unknown"]
    | str
    | CustomSessionSource
    | SubAgentSessionSource
    | UnknownVariant
)

class CustomSessionSource(WireModel, ExternalVariant):
    """The `custom` variant of `SessionSource`.

    Attributes:
        custom (str): A name of its own.
    """

    custom: str
    """A name of its own."""

class SubAgentSessionSource(WireModel, ExternalVariant):
    """The `subAgent` variant of `SessionSource`.

    Attributes:
        sub_agent (SubAgentSource): What kind of subagent it is.
    """

    sub_agent: SubAgentSource
    """What kind of subagent it is."""

SubAgentSource: TypeAlias = (
    Literal["review", "compact", "memory_consolidation"]
    | str
    | ThreadSpawnSubAgentSource
    | OtherSubAgentSource
    | UnknownVariant
)

class ThreadSpawnSubAgentSourceFields(WireModel):
    """What `ThreadSpawnSubAgentSource` carries.

    Attributes:
        parent_thread_id (ThreadId): The thread that it was spawned from.
        depth (Int32): How many agents stand above it.
        agent_path (AgentPath | None = None): Where the subagent stands in the tree of agents.
        agent_nickname (str | None = None): What the subagent is called.
        agent_role (str | None = None): The role that the subagent was given.
    """

    parent_thread_id: Annotated[ThreadId, wire_name("parent_thread_id")]
    """The thread that it was spawned from."""
    depth: Int32
    """How many agents stand above it."""
    agent_path: Annotated[AgentPath | None, wire_name("agent_path")] = None
    """Where the subagent stands in the tree of agents."""
    agent_nickname: Annotated[str | None, wire_name("agent_nickname")] = None
    """What the subagent is called."""
    agent_role: Annotated[str | None, wire_name("agent_role")] = None
    """The role that the subagent was given."""

class ThreadSpawnSubAgentSource(WireModel, ExternalVariant):
    """The `thread_spawn` variant of `SubAgentSource`.

    Attributes:
        thread_spawn (ThreadSpawnSubAgentSourceFields): Where the subagent comes from.
    """

    thread_spawn: Annotated[ThreadSpawnSubAgentSourceFields, wire_name("thread_spawn")]
    """Where the subagent comes from."""

class OtherSubAgentSource(WireModel, ExternalVariant):
    """The `other` variant of `SubAgentSource`.

    Attributes:
        other (str): What else it is.
    """

    other: str
    """What else it is."""

AgentPath: TypeAlias = str

ThreadId: TypeAlias = str

class ThreadEnvironment(WireModel):
    """An execution environment of a thread.

    Attributes:
        environment_id (str): The execution environment that is meant.
        cwd (LegacyAppPathString): The directory that it works in.
        runtime_workspace_roots (list[LegacyAppPathString]): The directories that count as the workspace.
    """

    environment_id: str
    """The execution environment that is meant."""
    cwd: LegacyAppPathString
    """The directory that it works in."""
    runtime_workspace_roots: list[LegacyAppPathString]
    """The directories that count as the workspace."""

class ThreadExtra(WireModel):
    """Part of `Thread`.

    Attributes:
        forgotten_turns (Int64 | None = None): How many turns at the beginning have lost their items, because the
            server forgot them.
    """

    forgotten_turns: Omittable[Int64] = None
    """How many turns at the beginning have lost their items, because the server forgot them."""

class ThreadSection(WireModel):
    """A section that groups threads.

    Attributes:
        id (str): The id.
        name (str): The name.
        appearance (ThreadSectionAppearance | None = None): How it looks in a list.
    """

    id: str
    """The id."""
    name: str
    """The name."""
    appearance: ThreadSectionAppearance | None = None
    """How it looks in a list."""

class ThreadSectionAppearance(WireModel):
    """How a section looks in a list of threads.

    Attributes:
        icon (str | None = None): The icon, a word of the client's.
        color (str | None = None): The colour, a word of the client's.
    """

    icon: str | None = None
    """The icon, a word of the client's."""
    color: str | None = None
    """The colour, a word of the client's."""

ThreadStatus: TypeAlias = (
    NotLoadedThreadStatus | IdleThreadStatus | SystemErrorThreadStatus | ActiveThreadStatus | UnknownVariant
)

class NotLoadedThreadStatus(WireModel):
    """The `notLoaded` variant of `ThreadStatus`.

    Attributes:
        type (Literal["notLoaded"] = "notLoaded"): What kind it is.
    """

    type: Literal["notLoaded"] = "notLoaded"
    """What kind it is."""

class IdleThreadStatus(WireModel):
    """The `idle` variant of `ThreadStatus`.

    Attributes:
        type (Literal["idle"] = "idle"): What kind it is.
    """

    type: Literal["idle"] = "idle"
    """What kind it is."""

class SystemErrorThreadStatus(WireModel):
    """The `systemError` variant of `ThreadStatus`.

    Attributes:
        type (Literal["systemError"] = "systemError"): What kind it is.
    """

    type: Literal["systemError"] = "systemError"
    """What kind it is."""

class ActiveThreadStatus(WireModel):
    """The `active` variant of `ThreadStatus`.

    Attributes:
        active_flags (list[ThreadActiveFlag]): What the thread is waiting for.
        type (Literal["active"] = "active"): What kind it is.
    """

    type: Literal["active"] = "active"
    """What kind it is."""
    active_flags: list[ThreadActiveFlag]
    """What the thread is waiting for."""

ThreadActiveFlag: TypeAlias = Literal["waitingOnApproval", "waitingOnUserInput"] | str

class ThreadArchiveResponse(WireModel):
    """Answer to `thread/archive`."""

class ThreadArchiveParams(RequestParams[ThreadArchiveResponse]):
    """Params of `thread/archive`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/archive"
    response_type = ThreadArchiveResponse

    thread_id: str
    """The thread that it is about."""

class ThreadDeleteResponse(WireModel):
    """Answer to `thread/delete`."""

class ThreadDeleteParams(RequestParams[ThreadDeleteResponse]):
    """Params of `thread/delete`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/delete"
    response_type = ThreadDeleteResponse

    thread_id: str
    """The thread that it is about."""

class ThreadUnsubscribeResponse(WireModel):
    """Answer to `thread/unsubscribe`.

    Attributes:
        status (ThreadUnsubscribeStatus): Whether the client was subscribed, or the thread loaded at all.
    """

    status: ThreadUnsubscribeStatus
    """Whether the client was subscribed, or the thread loaded at all."""

class ThreadUnsubscribeParams(RequestParams[ThreadUnsubscribeResponse]):
    """Params of `thread/unsubscribe`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/unsubscribe"
    response_type = ThreadUnsubscribeResponse

    thread_id: str
    """The thread that it is about."""

ThreadUnsubscribeStatus: TypeAlias = Literal["notLoaded", "notSubscribed", "unsubscribed"] | str

class ThreadIncrementElicitationResponse(WireModel):
    """Answer to `thread/increment_elicitation`.

    Attributes:
        count (Int64): How many questions are open now.
        paused (bool): Whether the time limit of the turn stands still.
    """

    count: Int64
    """How many questions are open now."""
    paused: bool
    """Whether the time limit of the turn stands still."""

class ThreadIncrementElicitationParams(RequestParams[ThreadIncrementElicitationResponse]):
    """Params of `thread/increment_elicitation`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/increment_elicitation"
    response_type = ThreadIncrementElicitationResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""

class ThreadDecrementElicitationResponse(WireModel):
    """Answer to `thread/decrement_elicitation`.

    Attributes:
        count (Int64): How many questions are open now.
        paused (bool): Whether the time limit of the turn stands still.
    """

    count: Int64
    """How many questions are open now."""
    paused: bool
    """Whether the time limit of the turn stands still."""

class ThreadDecrementElicitationParams(RequestParams[ThreadDecrementElicitationResponse]):
    """Params of `thread/decrement_elicitation`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/decrement_elicitation"
    response_type = ThreadDecrementElicitationResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""

class ThreadSetNameResponse(WireModel):
    """Answer to `thread/name/set`."""

class ThreadSetNameParams(RequestParams[ThreadSetNameResponse]):
    """Params of `thread/name/set`.

    Attributes:
        thread_id (str): The thread that it is about.
        name (str): The new name.
    """

    method = "thread/name/set"
    response_type = ThreadSetNameResponse

    thread_id: str
    """The thread that it is about."""
    name: str
    """The new name."""

ThreadGoalStatus: TypeAlias = (
    Literal["active", "paused", "blocked", "usageLimited", "budgetLimited", "complete"] | str
)

class ThreadGoal(WireModel):
    """Part of `ThreadGoalSetResponse` and 2 more.

    Attributes:
        thread_id (str): The thread that it is about.
        objective (str): What is to be reached.
        status (ThreadGoalStatus): Whether the goal is worked on, has been reached, or rests.
        tokens_used (Int64): How many tokens were used for the goal.
        time_used_seconds (Int64): How long the goal has been worked on, in seconds.
        created_at (Int64): When it was made, in Unix seconds.
        updated_at (Int64): When it last changed, in Unix seconds.
        token_budget (Int64 | None = None): How many tokens may be used for the goal; None: any number.
    """

    thread_id: str
    """The thread that it is about."""
    objective: str
    """What is to be reached."""
    status: ThreadGoalStatus
    """Whether the goal is worked on, has been reached, or rests."""
    token_budget: Int64 | None = None
    """How many tokens may be used for the goal; None: any number."""
    tokens_used: Int64
    """How many tokens were used for the goal."""
    time_used_seconds: Int64
    """How long the goal has been worked on, in seconds."""
    created_at: Int64
    """When it was made, in Unix seconds."""
    updated_at: Int64
    """When it last changed, in Unix seconds."""

class ThreadMetadataUpdateResponse(WireModel):
    """Answer to `thread/metadata/update`.

    Attributes:
        thread (Thread): The thread.
    """

    thread: Thread
    """The thread."""

class ThreadMetadataUpdateParams(RequestParams[ThreadMetadataUpdateResponse]):
    """Params of `thread/metadata/update`.

    Attributes:
        thread_id (str): The thread that it is about.
        project_id (str | None = None): The project that it is about. Experimental.
        git_info (ThreadMetadataGitInfoUpdateParams | None = None): The Git repository that the thread works in.
        daybreak_enabled (bool | None = None): Whether Daybreak is on for the thread. Experimental.
    """

    method = "thread/metadata/update"
    response_type = ThreadMetadataUpdateResponse

    thread_id: str
    """The thread that it is about."""
    project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    """The project that it is about. Experimental."""
    git_info: Omittable[ThreadMetadataGitInfoUpdateParams] = None
    """The Git repository that the thread works in."""
    daybreak_enabled: Annotated[Omittable[bool], EXPERIMENTAL] = None
    """Whether Daybreak is on for the thread. Experimental."""

class ThreadMetadataGitInfoUpdateParams(WireModel):
    """Part of `ThreadMetadataUpdateParams`.

    Attributes:
        sha (str | None = None): The commit.
        branch (str | None = None): The branch.
        origin_url (str | None = None): The URL of the remote `origin`.
    """

    sha: Omittable[str] = None
    """The commit."""
    branch: Omittable[str] = None
    """The branch."""
    origin_url: Omittable[str] = None
    """The URL of the remote `origin`."""

class ThreadSectionMoveResponse(WireModel):
    """Answer to `thread/section/move`."""

class ThreadSectionMoveParams(RequestParams[ThreadSectionMoveResponse]):
    """Params of `thread/section/move`.

    Attributes:
        thread_id (str): The thread that it is about.
        section_id (str | None): The section that is meant.
        before_thread_id (str | None = None): The thread that it is moved in front of; left out: the end.
    """

    method = "thread/section/move"
    response_type = ThreadSectionMoveResponse

    thread_id: str
    """The thread that it is about."""
    section_id: str | None
    """The section that is meant."""
    before_thread_id: Omittable[str] = None
    """The thread that it is moved in front of; left out: the end."""

class ThreadMemoryModeSetResponse(WireModel):
    """Answer to `thread/memoryMode/set`."""

class ThreadMemoryModeSetParams(RequestParams[ThreadMemoryModeSetResponse]):
    """Params of `thread/memoryMode/set`.

    Attributes:
        thread_id (str): The thread that it is about.
        mode (ThreadMemoryMode): Whether the thread is remembered.
    """

    method = "thread/memoryMode/set"
    response_type = ThreadMemoryModeSetResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    mode: ThreadMemoryMode
    """Whether the thread is remembered."""

ThreadMemoryMode: TypeAlias = Literal["enabled", "disabled"] | str

class ThreadUnarchiveResponse(WireModel):
    """Answer to `thread/unarchive`.

    Attributes:
        thread (Thread): The thread.
    """

    thread: Thread
    """The thread."""

class ThreadUnarchiveParams(RequestParams[ThreadUnarchiveResponse]):
    """Params of `thread/unarchive`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/unarchive"
    response_type = ThreadUnarchiveResponse

    thread_id: str
    """The thread that it is about."""

class ThreadCompactStartResponse(WireModel):
    """Answer to `thread/compact/start`."""

class ThreadCompactStartParams(RequestParams[ThreadCompactStartResponse]):
    """Params of `thread/compact/start`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/compact/start"
    response_type = ThreadCompactStartResponse

    thread_id: str
    """The thread that it is about."""

class ThreadShellCommandResponse(WireModel):
    """Answer to `thread/shellCommand`."""

class ThreadShellCommandParams(RequestParams[ThreadShellCommandResponse]):
    """Params of `thread/shellCommand`.

    Attributes:
        thread_id (str): The thread that it is about.
        command (str): The command of the user, for a shell.
        timeout_ms (Int64 | None = None): The time limit, in milliseconds.
    """

    method = "thread/shellCommand"
    response_type = ThreadShellCommandResponse

    thread_id: str
    """The thread that it is about."""
    command: str
    """The command of the user, for a shell."""
    timeout_ms: Omittable[Int64] = None
    """The time limit, in milliseconds."""

class ThreadApproveGuardianDeniedActionResponse(WireModel):
    """Answer to `thread/approveGuardianDeniedAction`."""

class ThreadApproveGuardianDeniedActionParams(RequestParams[ThreadApproveGuardianDeniedActionResponse]):
    """Params of `thread/approveGuardianDeniedAction`.

    Attributes:
        thread_id (str): The thread that it is about.
        event (Any): The event that was denied, as it came.
    """

    method = "thread/approveGuardianDeniedAction"
    response_type = ThreadApproveGuardianDeniedActionResponse

    thread_id: str
    """The thread that it is about."""
    event: Any
    """The event that was denied, as it came."""

class ThreadRevertResponse(WireModel):
    """Answer to `thread/revert`.

    Attributes:
        thread (Thread): The thread.
        turns_backwards_cursor (str | None = None): The cursor for reading the turns backwards from here.
        items_backwards_cursor (str | None = None): The cursor for reading the items backwards from here.
    """

    thread: Thread
    """The thread."""
    turns_backwards_cursor: str | None = None
    """The cursor for reading the turns backwards from here."""
    items_backwards_cursor: str | None = None
    """The cursor for reading the items backwards from here."""

class ThreadRevertParams(RequestParams[ThreadRevertResponse]):
    """Params of `thread/revert`.

    Attributes:
        thread_id (str): The thread that it is about.
        before_turn_id (str): The turn before which the kept history ends.
    """

    method = "thread/revert"
    response_type = ThreadRevertResponse

    thread_id: str
    """The thread that it is about."""
    before_turn_id: str
    """The turn before which the kept history ends."""

class ThreadInjectItemsResponse(WireModel):
    """Answer to `thread/inject_items`."""

class ThreadInjectItemsParams(RequestParams[ThreadInjectItemsResponse]):
    """Params of `thread/inject_items`.

    Attributes:
        thread_id (str): The thread that it is about.
        items (list[Any]): Items for the history of the model, in its provider's form.
    """

    method = "thread/inject_items"
    response_type = ThreadInjectItemsResponse

    thread_id: str
    """The thread that it is about."""
    items: list[Any]
    """Items for the history of the model, in its provider's form."""
