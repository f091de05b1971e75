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
        """A conversation. Times are Unix seconds."""

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
        """The state of the Git repository that a thread works in."""

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
        """The `custom` variant of `SessionSource`."""

        custom: str

    return CustomSessionSource


def _SubAgentSessionSource():
    class SubAgentSessionSource(WireModel, ExternalVariant):
        """The `subAgent` variant of `SessionSource`."""

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
        """What `ThreadSpawnSubAgentSource` carries."""

        parent_thread_id: Annotated[p.ThreadId, wire_name("parent_thread_id")]
        depth: Int32
        agent_path: Annotated[p.AgentPath | None, wire_name("agent_path")] = None
        agent_nickname: Annotated[str | None, wire_name("agent_nickname")] = None
        agent_role: Annotated[str | None, wire_name("agent_role")] = None

    return ThreadSpawnSubAgentSourceFields


def _ThreadSpawnSubAgentSource():
    class ThreadSpawnSubAgentSource(WireModel, ExternalVariant):
        """The `thread_spawn` variant of `SubAgentSource`."""

        thread_spawn: Annotated[p.ThreadSpawnSubAgentSourceFields, wire_name("thread_spawn")]

    return ThreadSpawnSubAgentSource


def _OtherSubAgentSource():
    class OtherSubAgentSource(WireModel, ExternalVariant):
        """The `other` variant of `SubAgentSource`."""

        other: str

    return OtherSubAgentSource


def _AgentPath():
    return str


def _ThreadId():
    return str


def _ThreadEnvironment():
    class ThreadEnvironment(WireModel):
        """An execution environment of a thread."""

        environment_id: str
        cwd: p.LegacyAppPathString
        runtime_workspace_roots: list[p.LegacyAppPathString]

    return ThreadEnvironment


def _ThreadExtra():
    class ThreadExtra(WireModel):
        """Part of `Thread`."""

        forgotten_turns: Omittable[Int64] = None

    return ThreadExtra


def _ThreadSection():
    class ThreadSection(WireModel):
        """A section that groups threads."""

        id: str
        name: str
        appearance: p.ThreadSectionAppearance | None = None

    return ThreadSection


def _ThreadSectionAppearance():
    class ThreadSectionAppearance(WireModel):
        """How a section looks in a list of threads."""

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
        """The `notLoaded` variant of `ThreadStatus`."""

        type: Literal["notLoaded"] = "notLoaded"

    return NotLoadedThreadStatus


def _IdleThreadStatus():
    class IdleThreadStatus(WireModel):
        """The `idle` variant of `ThreadStatus`."""

        type: Literal["idle"] = "idle"

    return IdleThreadStatus


def _SystemErrorThreadStatus():
    class SystemErrorThreadStatus(WireModel):
        """The `systemError` variant of `ThreadStatus`."""

        type: Literal["systemError"] = "systemError"

    return SystemErrorThreadStatus


def _ActiveThreadStatus():
    class ActiveThreadStatus(WireModel):
        """The `active` variant of `ThreadStatus`."""

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
        """Params of `thread/archive`."""

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
        """Params of `thread/delete`."""

        method = "thread/delete"
        response_type = LazyClassRef("ThreadDeleteResponse")

        thread_id: str

    return ThreadDeleteParams


def _ThreadUnsubscribeResponse():
    class ThreadUnsubscribeResponse(WireModel):
        """Answer to `thread/unsubscribe`."""

        status: p.ThreadUnsubscribeStatus

    return ThreadUnsubscribeResponse


def _ThreadUnsubscribeParams():
    class ThreadUnsubscribeParams(RequestParams):
        """Params of `thread/unsubscribe`."""

        method = "thread/unsubscribe"
        response_type = LazyClassRef("ThreadUnsubscribeResponse")

        thread_id: str

    return ThreadUnsubscribeParams


def _ThreadUnsubscribeStatus():
    return Annotated[Literal["notLoaded", "notSubscribed", "unsubscribed"] | str, OpenEnum()]


def _ThreadIncrementElicitationResponse():
    class ThreadIncrementElicitationResponse(WireModel):
        """Answer to `thread/increment_elicitation`."""

        count: Int64
        paused: bool

    return ThreadIncrementElicitationResponse


def _ThreadIncrementElicitationParams():
    class ThreadIncrementElicitationParams(RequestParams):
        """Params of `thread/increment_elicitation`."""

        method = "thread/increment_elicitation"
        response_type = LazyClassRef("ThreadIncrementElicitationResponse")
        experimental = True

        thread_id: str

    return ThreadIncrementElicitationParams


def _ThreadDecrementElicitationResponse():
    class ThreadDecrementElicitationResponse(WireModel):
        """Answer to `thread/decrement_elicitation`."""

        count: Int64
        paused: bool

    return ThreadDecrementElicitationResponse


def _ThreadDecrementElicitationParams():
    class ThreadDecrementElicitationParams(RequestParams):
        """Params of `thread/decrement_elicitation`."""

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
        """Params of `thread/name/set`."""

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
        """Part of `ThreadGoalSetResponse` and 2 more."""

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
        """Answer to `thread/metadata/update`."""

        thread: p.Thread

    return ThreadMetadataUpdateResponse


def _ThreadMetadataUpdateParams():
    class ThreadMetadataUpdateParams(RequestParams):
        """Params of `thread/metadata/update`."""

        method = "thread/metadata/update"
        response_type = LazyClassRef("ThreadMetadataUpdateResponse")

        thread_id: str
        project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
        git_info: Omittable[p.ThreadMetadataGitInfoUpdateParams] = None
        daybreak_enabled: Annotated[Omittable[bool], EXPERIMENTAL] = None

    return ThreadMetadataUpdateParams


def _ThreadMetadataGitInfoUpdateParams():
    class ThreadMetadataGitInfoUpdateParams(WireModel):
        """Part of `ThreadMetadataUpdateParams`."""

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
        """Params of `thread/section/move`."""

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
        """Params of `thread/memoryMode/set`."""

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
        """Answer to `thread/unarchive`."""

        thread: p.Thread

    return ThreadUnarchiveResponse


def _ThreadUnarchiveParams():
    class ThreadUnarchiveParams(RequestParams):
        """Params of `thread/unarchive`."""

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
        """Params of `thread/compact/start`."""

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
        """Params of `thread/shellCommand`."""

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
        """Params of `thread/approveGuardianDeniedAction`."""

        method = "thread/approveGuardianDeniedAction"
        response_type = LazyClassRef("ThreadApproveGuardianDeniedActionResponse")

        thread_id: str
        event: Any

    return ThreadApproveGuardianDeniedActionParams


def _ThreadRevertResponse():
    class ThreadRevertResponse(WireModel):
        """Answer to `thread/revert`."""

        thread: p.Thread
        turns_backwards_cursor: str | None = None
        items_backwards_cursor: str | None = None

    return ThreadRevertResponse


def _ThreadRevertParams():
    class ThreadRevertParams(RequestParams):
        """Params of `thread/revert`."""

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
        """Params of `thread/inject_items`."""

        method = "thread/inject_items"
        response_type = LazyClassRef("ThreadInjectItemsResponse")

        thread_id: str
        items: list[Any]

    return ThreadInjectItemsParams


__getattr__, __dir__ = lazy_names(globals())
