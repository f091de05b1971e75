"""What runs of `thread.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Omittable, wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int32, Int64, OpenEnum
from appserver.protocol._support.variants import ExternalUnion, ExternalVariant, TaggedUnion

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


def _ThreadHistoryMode():
    return Annotated[Literal["legacy", "paginated"] | str, OpenEnum()]


def _ThreadSource():
    return str


def _Thread():
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
        environments: Annotated[list[p.ThreadEnvironment] | None, EXPERIMENTAL] = None
        extra: Annotated[p.ThreadExtra | None, EXPERIMENTAL] = None
        session_id: str
        forked_from_id: str | None = None
        parent_thread_id: str | None = None
        preview: str
        ephemeral: bool
        section: p.ThreadSection | None = None
        section_entered_at: Int64 | None = None
        project_id: str | None = None
        history_mode: p.ThreadHistoryMode = "legacy"
        model_provider: str
        model: str | None = None
        reasoning_effort: p.ReasoningEffort | None = None
        created_at: Int64
        updated_at: Int64
        recency_at: Int64 | None = None
        status: p.ThreadStatus
        path: str | None = None
        cwd: p.AbsolutePathBuf
        cli_version: str
        originator: str | None = None
        source: p.SessionSource
        can_accept_direct_input: Annotated[bool | None, EXPERIMENTAL] = None
        thread_source: p.ThreadSource | None = None
        agent_nickname: str | None = None
        agent_role: str | None = None
        git_info: p.GitInfo | None = None
        name: str | None = None
        daybreak_enabled: Annotated[bool | None, EXPERIMENTAL] = None
        turns: list[p.Turn]

    return Thread


def _GitInfo():
    class GitInfo(WireModel):
        """The state of the Git repository that a thread works in.

        Attributes:
            sha (str | None = None): The commit.
            branch (str | None = None): The branch.
            origin_url (str | None = None): The URL of the remote `origin`.
        """

        sha: str | None = None
        branch: str | None = None
        origin_url: str | None = None

    return GitInfo


def _SessionSource():
    return Annotated[
        Any,
        ExternalUnion(
            "SessionSource",
            {
                "cli": None,
                "vscode": None,
                "exec": None,
                "appServer": None,
                "custom": "CustomSessionSource",
                "subAgent": "SubAgentSessionSource",
                "unknown": None,
            },
        ),
    ]


def _CustomSessionSource():
    class CustomSessionSource(WireModel, ExternalVariant):
        """The `custom` variant of `SessionSource`.

        Attributes:
            custom (str): A name of its own.
        """

        custom: str

    return CustomSessionSource


def _SubAgentSessionSource():
    class SubAgentSessionSource(WireModel, ExternalVariant):
        """The `subAgent` variant of `SessionSource`.

        Attributes:
            sub_agent (SubAgentSource): What kind of subagent it is.
        """

        sub_agent: p.SubAgentSource

    return SubAgentSessionSource


def _SubAgentSource():
    return Annotated[
        Any,
        ExternalUnion(
            "SubAgentSource",
            {
                "review": None,
                "compact": None,
                "thread_spawn": "ThreadSpawnSubAgentSource",
                "memory_consolidation": None,
                "other": "OtherSubAgentSource",
            },
        ),
    ]


def _ThreadSpawnSubAgentSourceFields():
    class ThreadSpawnSubAgentSourceFields(WireModel):
        """What `ThreadSpawnSubAgentSource` carries.

        Attributes:
            parent_thread_id (ThreadId): The thread that it was spawned from.
            depth (Int32): How many agents stand above it.
            agent_path (AgentPath | None = None): Where the subagent stands in the tree of agents.
            agent_nickname (str | None = None): What the subagent is called.
            agent_role (str | None = None): The role that the subagent was given.
        """

        parent_thread_id: Annotated[p.ThreadId, wire_name("parent_thread_id")]
        depth: Int32
        agent_path: Annotated[p.AgentPath | None, wire_name("agent_path")] = None
        agent_nickname: Annotated[str | None, wire_name("agent_nickname")] = None
        agent_role: Annotated[str | None, wire_name("agent_role")] = None

    return ThreadSpawnSubAgentSourceFields


def _ThreadSpawnSubAgentSource():
    class ThreadSpawnSubAgentSource(WireModel, ExternalVariant):
        """The `thread_spawn` variant of `SubAgentSource`.

        Attributes:
            thread_spawn (ThreadSpawnSubAgentSourceFields): Where the subagent comes from.
        """

        thread_spawn: Annotated[p.ThreadSpawnSubAgentSourceFields, wire_name("thread_spawn")]

    return ThreadSpawnSubAgentSource


def _OtherSubAgentSource():
    class OtherSubAgentSource(WireModel, ExternalVariant):
        """The `other` variant of `SubAgentSource`.

        Attributes:
            other (str): What else it is.
        """

        other: str

    return OtherSubAgentSource


def _AgentPath():
    return str


def _ThreadId():
    return str


def _ThreadEnvironment():
    class ThreadEnvironment(WireModel):
        """An execution environment of a thread.

        Attributes:
            environment_id (str): The execution environment that is meant.
            cwd (LegacyAppPathString): The directory that it works in.
            runtime_workspace_roots (list[LegacyAppPathString]): The directories that count as the workspace.
        """

        environment_id: str
        cwd: p.LegacyAppPathString
        runtime_workspace_roots: list[p.LegacyAppPathString]

    return ThreadEnvironment


def _ThreadExtra():
    class ThreadExtra(WireModel):
        """Part of `Thread`.

        Attributes:
            forgotten_turns (Int64 | None = None): How many turns at the beginning have lost their items, because the
                server forgot them.
        """

        forgotten_turns: Omittable[Int64] = None

    return ThreadExtra


def _ThreadSection():
    class ThreadSection(WireModel):
        """A section that groups threads.

        Attributes:
            id (str): The id.
            name (str): The name.
            appearance (ThreadSectionAppearance | None = None): How it looks in a list.
        """

        id: str
        name: str
        appearance: p.ThreadSectionAppearance | None = None

    return ThreadSection


def _ThreadSectionAppearance():
    class ThreadSectionAppearance(WireModel):
        """How a section looks in a list of threads.

        Attributes:
            icon (str | None = None): The icon, a word of the client's.
            color (str | None = None): The colour, a word of the client's.
        """

        icon: str | None = None
        color: str | None = None

    return ThreadSectionAppearance


def _ThreadStatus():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadStatus",
            "type",
            {
                "notLoaded": "NotLoadedThreadStatus",
                "idle": "IdleThreadStatus",
                "systemError": "SystemErrorThreadStatus",
                "active": "ActiveThreadStatus",
            },
        ),
    ]


def _NotLoadedThreadStatus():
    class NotLoadedThreadStatus(WireModel):
        """The `notLoaded` variant of `ThreadStatus`.

        Attributes:
            type (Literal["notLoaded"] = "notLoaded"): What kind it is.
        """

        type: Literal["notLoaded"] = "notLoaded"

    return NotLoadedThreadStatus


def _IdleThreadStatus():
    class IdleThreadStatus(WireModel):
        """The `idle` variant of `ThreadStatus`.

        Attributes:
            type (Literal["idle"] = "idle"): What kind it is.
        """

        type: Literal["idle"] = "idle"

    return IdleThreadStatus


def _SystemErrorThreadStatus():
    class SystemErrorThreadStatus(WireModel):
        """The `systemError` variant of `ThreadStatus`.

        Attributes:
            type (Literal["systemError"] = "systemError"): What kind it is.
        """

        type: Literal["systemError"] = "systemError"

    return SystemErrorThreadStatus


def _ActiveThreadStatus():
    class ActiveThreadStatus(WireModel):
        """The `active` variant of `ThreadStatus`.

        Attributes:
            active_flags (list[ThreadActiveFlag]): What the thread is waiting for.
            type (Literal["active"] = "active"): What kind it is.
        """

        type: Literal["active"] = "active"
        active_flags: list[p.ThreadActiveFlag]

    return ActiveThreadStatus


def _ThreadActiveFlag():
    return Annotated[Literal["waitingOnApproval", "waitingOnUserInput"] | str, OpenEnum()]


def _ThreadArchiveResponse():
    class ThreadArchiveResponse(WireModel):
        """Answer to `thread/archive`."""

    return ThreadArchiveResponse


def _ThreadArchiveParams():
    class ThreadArchiveParams(RequestParams):
        """Params of `thread/archive`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/archive"
        response_type = LazyClassRef("ThreadArchiveResponse")

        thread_id: str

    return ThreadArchiveParams


def _ThreadDeleteResponse():
    class ThreadDeleteResponse(WireModel):
        """Answer to `thread/delete`."""

    return ThreadDeleteResponse


def _ThreadDeleteParams():
    class ThreadDeleteParams(RequestParams):
        """Params of `thread/delete`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/delete"
        response_type = LazyClassRef("ThreadDeleteResponse")

        thread_id: str

    return ThreadDeleteParams


def _ThreadUnsubscribeResponse():
    class ThreadUnsubscribeResponse(WireModel):
        """Answer to `thread/unsubscribe`.

        Attributes:
            status (ThreadUnsubscribeStatus): Whether the client was subscribed, or the thread loaded at all.
        """

        status: p.ThreadUnsubscribeStatus

    return ThreadUnsubscribeResponse


def _ThreadUnsubscribeParams():
    class ThreadUnsubscribeParams(RequestParams):
        """Params of `thread/unsubscribe`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/unsubscribe"
        response_type = LazyClassRef("ThreadUnsubscribeResponse")

        thread_id: str

    return ThreadUnsubscribeParams


def _ThreadUnsubscribeStatus():
    return Annotated[Literal["notLoaded", "notSubscribed", "unsubscribed"] | str, OpenEnum()]


def _ThreadIncrementElicitationResponse():
    class ThreadIncrementElicitationResponse(WireModel):
        """Answer to `thread/increment_elicitation`.

        Attributes:
            count (Int64): How many questions are open now.
            paused (bool): Whether the time limit of the turn stands still.
        """

        count: Int64
        paused: bool

    return ThreadIncrementElicitationResponse


def _ThreadIncrementElicitationParams():
    class ThreadIncrementElicitationParams(RequestParams):
        """Params of `thread/increment_elicitation`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/increment_elicitation"
        response_type = LazyClassRef("ThreadIncrementElicitationResponse")
        experimental = True

        thread_id: str

    return ThreadIncrementElicitationParams


def _ThreadDecrementElicitationResponse():
    class ThreadDecrementElicitationResponse(WireModel):
        """Answer to `thread/decrement_elicitation`.

        Attributes:
            count (Int64): How many questions are open now.
            paused (bool): Whether the time limit of the turn stands still.
        """

        count: Int64
        paused: bool

    return ThreadDecrementElicitationResponse


def _ThreadDecrementElicitationParams():
    class ThreadDecrementElicitationParams(RequestParams):
        """Params of `thread/decrement_elicitation`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/decrement_elicitation"
        response_type = LazyClassRef("ThreadDecrementElicitationResponse")
        experimental = True

        thread_id: str

    return ThreadDecrementElicitationParams


def _ThreadSetNameResponse():
    class ThreadSetNameResponse(WireModel):
        """Answer to `thread/name/set`."""

    return ThreadSetNameResponse


def _ThreadSetNameParams():
    class ThreadSetNameParams(RequestParams):
        """Params of `thread/name/set`.

        Attributes:
            thread_id (str): The thread that it is about.
            name (str): The new name.
        """

        method = "thread/name/set"
        response_type = LazyClassRef("ThreadSetNameResponse")

        thread_id: str
        name: str

    return ThreadSetNameParams


def _ThreadGoalStatus():
    return Annotated[
        Literal["active", "paused", "blocked", "usageLimited", "budgetLimited", "complete"] | str, OpenEnum()
    ]


def _ThreadGoal():
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
        objective: str
        status: p.ThreadGoalStatus
        token_budget: Int64 | None = None
        tokens_used: Int64
        time_used_seconds: Int64
        created_at: Int64
        updated_at: Int64

    return ThreadGoal


def _ThreadMetadataUpdateResponse():
    class ThreadMetadataUpdateResponse(WireModel):
        """Answer to `thread/metadata/update`.

        Attributes:
            thread (Thread): The thread.
        """

        thread: p.Thread

    return ThreadMetadataUpdateResponse


def _ThreadMetadataUpdateParams():
    class ThreadMetadataUpdateParams(RequestParams):
        """Params of `thread/metadata/update`.

        Attributes:
            thread_id (str): The thread that it is about.
            project_id (str | None = None): The project that it is about. Experimental.
            git_info (ThreadMetadataGitInfoUpdateParams | None = None): The Git repository that the thread works in.
            daybreak_enabled (bool | None = None): Whether Daybreak is on for the thread. Experimental.
        """

        method = "thread/metadata/update"
        response_type = LazyClassRef("ThreadMetadataUpdateResponse")

        thread_id: str
        project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
        git_info: Omittable[p.ThreadMetadataGitInfoUpdateParams] = None
        daybreak_enabled: Annotated[Omittable[bool], EXPERIMENTAL] = None

    return ThreadMetadataUpdateParams


def _ThreadMetadataGitInfoUpdateParams():
    class ThreadMetadataGitInfoUpdateParams(WireModel):
        """Part of `ThreadMetadataUpdateParams`.

        Attributes:
            sha (str | None = None): The commit.
            branch (str | None = None): The branch.
            origin_url (str | None = None): The URL of the remote `origin`.
        """

        sha: Omittable[str] = None
        branch: Omittable[str] = None
        origin_url: Omittable[str] = None

    return ThreadMetadataGitInfoUpdateParams


def _ThreadSectionMoveResponse():
    class ThreadSectionMoveResponse(WireModel):
        """Answer to `thread/section/move`."""

    return ThreadSectionMoveResponse


def _ThreadSectionMoveParams():
    class ThreadSectionMoveParams(RequestParams):
        """Params of `thread/section/move`.

        Attributes:
            thread_id (str): The thread that it is about.
            section_id (str | None): The section that is meant.
            before_thread_id (str | None = None): The thread that it is moved in front of; left out: the end.
        """

        method = "thread/section/move"
        response_type = LazyClassRef("ThreadSectionMoveResponse")

        thread_id: str
        section_id: str | None
        before_thread_id: Omittable[str] = None

    return ThreadSectionMoveParams


def _ThreadMemoryModeSetResponse():
    class ThreadMemoryModeSetResponse(WireModel):
        """Answer to `thread/memoryMode/set`."""

    return ThreadMemoryModeSetResponse


def _ThreadMemoryModeSetParams():
    class ThreadMemoryModeSetParams(RequestParams):
        """Params of `thread/memoryMode/set`.

        Attributes:
            thread_id (str): The thread that it is about.
            mode (ThreadMemoryMode): Whether the thread is remembered.
        """

        method = "thread/memoryMode/set"
        response_type = LazyClassRef("ThreadMemoryModeSetResponse")
        experimental = True

        thread_id: str
        mode: p.ThreadMemoryMode

    return ThreadMemoryModeSetParams


def _ThreadMemoryMode():
    return Annotated[Literal["enabled", "disabled"] | str, OpenEnum()]


def _ThreadUnarchiveResponse():
    class ThreadUnarchiveResponse(WireModel):
        """Answer to `thread/unarchive`.

        Attributes:
            thread (Thread): The thread.
        """

        thread: p.Thread

    return ThreadUnarchiveResponse


def _ThreadUnarchiveParams():
    class ThreadUnarchiveParams(RequestParams):
        """Params of `thread/unarchive`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/unarchive"
        response_type = LazyClassRef("ThreadUnarchiveResponse")

        thread_id: str

    return ThreadUnarchiveParams


def _ThreadCompactStartResponse():
    class ThreadCompactStartResponse(WireModel):
        """Answer to `thread/compact/start`."""

    return ThreadCompactStartResponse


def _ThreadCompactStartParams():
    class ThreadCompactStartParams(RequestParams):
        """Params of `thread/compact/start`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "thread/compact/start"
        response_type = LazyClassRef("ThreadCompactStartResponse")

        thread_id: str

    return ThreadCompactStartParams


def _ThreadShellCommandResponse():
    class ThreadShellCommandResponse(WireModel):
        """Answer to `thread/shellCommand`."""

    return ThreadShellCommandResponse


def _ThreadShellCommandParams():
    class ThreadShellCommandParams(RequestParams):
        """Params of `thread/shellCommand`.

        Attributes:
            thread_id (str): The thread that it is about.
            command (str): The command of the user, for a shell.
            timeout_ms (Int64 | None = None): The time limit, in milliseconds.
        """

        method = "thread/shellCommand"
        response_type = LazyClassRef("ThreadShellCommandResponse")

        thread_id: str
        command: str
        timeout_ms: Omittable[Int64] = None

    return ThreadShellCommandParams


def _ThreadApproveGuardianDeniedActionResponse():
    class ThreadApproveGuardianDeniedActionResponse(WireModel):
        """Answer to `thread/approveGuardianDeniedAction`."""

    return ThreadApproveGuardianDeniedActionResponse


def _ThreadApproveGuardianDeniedActionParams():
    class ThreadApproveGuardianDeniedActionParams(RequestParams):
        """Params of `thread/approveGuardianDeniedAction`.

        Attributes:
            thread_id (str): The thread that it is about.
            event (Any): The event that was denied, as it came.
        """

        method = "thread/approveGuardianDeniedAction"
        response_type = LazyClassRef("ThreadApproveGuardianDeniedActionResponse")

        thread_id: str
        event: Any

    return ThreadApproveGuardianDeniedActionParams


def _ThreadRevertResponse():
    class ThreadRevertResponse(WireModel):
        """Answer to `thread/revert`.

        Attributes:
            thread (Thread): The thread.
            turns_backwards_cursor (str | None = None): The cursor for reading the turns backwards from here.
            items_backwards_cursor (str | None = None): The cursor for reading the items backwards from here.
        """

        thread: p.Thread
        turns_backwards_cursor: str | None = None
        items_backwards_cursor: str | None = None

    return ThreadRevertResponse


def _ThreadRevertParams():
    class ThreadRevertParams(RequestParams):
        """Params of `thread/revert`.

        Attributes:
            thread_id (str): The thread that it is about.
            before_turn_id (str): The turn before which the kept history ends.
        """

        method = "thread/revert"
        response_type = LazyClassRef("ThreadRevertResponse")

        thread_id: str
        before_turn_id: str

    return ThreadRevertParams


def _ThreadInjectItemsResponse():
    class ThreadInjectItemsResponse(WireModel):
        """Answer to `thread/inject_items`."""

    return ThreadInjectItemsResponse


def _ThreadInjectItemsParams():
    class ThreadInjectItemsParams(RequestParams):
        """Params of `thread/inject_items`.

        Attributes:
            thread_id (str): The thread that it is about.
            items (list[Any]): Items for the history of the model, in its provider's form.
        """

        method = "thread/inject_items"
        response_type = LazyClassRef("ThreadInjectItemsResponse")

        thread_id: str
        items: list[Any]

    return ThreadInjectItemsParams


__getattr__, __dir__ = lazy_names(globals())
