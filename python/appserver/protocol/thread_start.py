"""What runs of `thread_start.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import AnyPath, OpenEnum, UInt32
from appserver.protocol._support.variants import TaggedUnion

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


def _ThreadStartResponse():
    class ThreadStartResponse(WireModel):
        """Answer to `thread/start`."""

        thread: p.Thread
        model: str
        model_provider: str
        service_tier: str | None = None
        disabled_plugin_ids: list[str] = Field(default_factory=list)
        cwd: p.AbsolutePathBuf
        runtime_workspace_roots: Annotated[list[p.AbsolutePathBuf], EXPERIMENTAL] = Field(
            default_factory=list
        )
        instruction_sources: list[p.LegacyAppPathString] = Field(default_factory=list)
        approval_policy: p.AskForApproval
        approvals_reviewer: p.ApprovalsReviewer
        sandbox: p.SandboxPolicy
        active_permission_profile: Annotated[p.ActivePermissionProfile | None, EXPERIMENTAL] = None
        reasoning_effort: p.ReasoningEffort | None = None
        multi_agent_mode: Annotated[p.MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"

    return ThreadStartResponse


def _ThreadStartParams():
    class ThreadStartParams(RequestParams):
        """Params of `thread/start`."""

        method = "thread/start"
        response_type = LazyClassRef("ThreadStartResponse")

        model: Omittable[str] = None
        model_provider: Omittable[str] = None
        allow_provider_model_fallback: Annotated[Flag, EXPERIMENTAL] = False
        service_tier: Omittable[str] = None
        cwd: Omittable[str] = None
        runtime_workspace_roots: Annotated[Omittable[list[p.AbsolutePathBuf]], EXPERIMENTAL] = None
        approval_policy: Omittable[p.AskForApproval] = None
        approvals_reviewer: Omittable[p.ApprovalsReviewer] = None
        sandbox: Omittable[p.SandboxMode] = None
        permissions: Annotated[Omittable[str], EXPERIMENTAL] = None
        config: Omittable[dict[str, Any]] = None
        service_name: Omittable[str] = None
        base_instructions: Omittable[str] = None
        developer_instructions: Omittable[str] = None
        personality: Omittable[p.Personality] = None
        multi_agent_mode: Annotated[Omittable[p.MultiAgentMode], EXPERIMENTAL] = None
        ephemeral: Omittable[bool] = None
        history_mode: Annotated[Omittable[p.ThreadHistoryMode], EXPERIMENTAL] = None
        session_start_source: Omittable[p.ThreadStartSource] = None
        thread_source: Omittable[p.ThreadSource] = None
        project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
        daybreak_enabled: Annotated[Omittable[bool], EXPERIMENTAL] = None
        environments: Annotated[Omittable[list[p.TurnEnvironmentParams]], EXPERIMENTAL] = None
        dynamic_tools: Annotated[Omittable[list[p.DynamicToolSpec]], EXPERIMENTAL] = None
        selected_capability_roots: Annotated[Omittable[list[p.SelectedCapabilityRoot]], EXPERIMENTAL] = None
        mock_experimental_field: Annotated[Omittable[str], EXPERIMENTAL] = None
        experimental_raw_events: Annotated[Flag, EXPERIMENTAL] = False

    return ThreadStartParams


def _DynamicToolSpec():
    return Annotated[
        Any,
        TaggedUnion(
            "DynamicToolSpec",
            "type",
            {"function": "FunctionDynamicToolSpec", "namespace": "NamespaceDynamicToolSpec"},
            without_tag="function",
        ),
    ]


def _FunctionDynamicToolSpec():
    class FunctionDynamicToolSpec(WireModel):
        """The `function` variant of `DynamicToolSpec`."""

        type: Literal["function"] = "function"
        name: str
        description: str
        input_schema: Any
        defer_loading: Flag = False

    return FunctionDynamicToolSpec


def _NamespaceDynamicToolSpec():
    class NamespaceDynamicToolSpec(WireModel):
        """The `namespace` variant of `DynamicToolSpec`."""

        type: Literal["namespace"] = "namespace"
        name: str
        description: str
        tools: list[p.DynamicToolNamespaceTool]

    return NamespaceDynamicToolSpec


def _DynamicToolNamespaceTool():
    return Annotated[
        Any, TaggedUnion("DynamicToolNamespaceTool", "type", {"function": "FunctionDynamicToolNamespaceTool"})
    ]


def _FunctionDynamicToolNamespaceTool():
    class FunctionDynamicToolNamespaceTool(WireModel):
        """The `function` variant of `DynamicToolNamespaceTool`."""

        type: Literal["function"] = "function"
        name: str
        description: str
        input_schema: Any
        defer_loading: Flag = False

    return FunctionDynamicToolNamespaceTool


def _SelectedCapabilityRoot():
    class SelectedCapabilityRoot(WireModel):
        """A place to load capabilities from."""

        id: str
        location: p.CapabilityRootLocation

    return SelectedCapabilityRoot


def _CapabilityRootLocation():
    return Annotated[
        Any,
        TaggedUnion("CapabilityRootLocation", "type", {"environment": "EnvironmentCapabilityRootLocation"}),
    ]


def _EnvironmentCapabilityRootLocation():
    class EnvironmentCapabilityRootLocation(WireModel):
        """The `environment` variant of `CapabilityRootLocation`."""

        type: Literal["environment"] = "environment"
        environment_id: str
        path: str

    return EnvironmentCapabilityRootLocation


def _ThreadStartSource():
    return Annotated[Literal["startup", "clear"] | str, OpenEnum()]


def _ThreadResumeResponse():
    class ThreadResumeResponse(WireModel):
        """Answer to `thread/resume`."""

        thread: p.Thread
        model: str
        model_provider: str
        service_tier: str | None = None
        disabled_plugin_ids: list[str] = Field(default_factory=list)
        cwd: p.AbsolutePathBuf
        runtime_workspace_roots: Annotated[list[p.AbsolutePathBuf], EXPERIMENTAL] = Field(
            default_factory=list
        )
        instruction_sources: list[p.LegacyAppPathString] = Field(default_factory=list)
        approval_policy: p.AskForApproval
        approvals_reviewer: p.ApprovalsReviewer
        sandbox: p.SandboxPolicy
        active_permission_profile: Annotated[p.ActivePermissionProfile | None, EXPERIMENTAL] = None
        reasoning_effort: p.ReasoningEffort | None = None
        collaboration_mode: p.CollaborationMode | None = None
        multi_agent_mode: Annotated[p.MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"
        initial_turns_page: Annotated[p.TurnsPage | None, EXPERIMENTAL] = None
        turns_backwards_cursor: str | None = None
        items_backwards_cursor: str | None = None

    return ThreadResumeResponse


def _ThreadResumeParams():
    class ThreadResumeParams(RequestParams):
        """Params of `thread/resume`."""

        method = "thread/resume"
        response_type = LazyClassRef("ThreadResumeResponse")

        thread_id: str
        history: Annotated[Omittable[list[p.ResponseItem]], EXPERIMENTAL] = None
        path: Annotated[Omittable[AnyPath], EXPERIMENTAL] = None
        model: Omittable[str] = None
        model_provider: Omittable[str] = None
        service_tier: Omittable[str] = None
        cwd: Omittable[str] = None
        runtime_workspace_roots: Annotated[Omittable[list[p.AbsolutePathBuf]], EXPERIMENTAL] = None
        approval_policy: Omittable[p.AskForApproval] = None
        approvals_reviewer: Omittable[p.ApprovalsReviewer] = None
        sandbox: Omittable[p.SandboxMode] = None
        permissions: Annotated[Omittable[str], EXPERIMENTAL] = None
        config: Omittable[dict[str, Any]] = None
        base_instructions: Omittable[str] = None
        developer_instructions: Omittable[str] = None
        personality: Omittable[p.Personality] = None
        exclude_turns: Flag = False
        initial_turns_page: Annotated[Omittable[p.ThreadResumeInitialTurnsPageParams], EXPERIMENTAL] = None

    return ThreadResumeParams


def _ThreadResumeInitialTurnsPageParams():
    class ThreadResumeInitialTurnsPageParams(WireModel):
        """The page of turns that an answer to `thread/resume` should hold."""

        limit: Omittable[UInt32] = None
        sort_direction: Omittable[p.SortDirection] = None
        items_view: Omittable[p.TurnItemsView] = None

    return ThreadResumeInitialTurnsPageParams


def _TurnsPage():
    class TurnsPage(WireModel):
        """A page of a thread's turns."""

        data: list[p.Turn]
        next_cursor: str | None = None
        backwards_cursor: str | None = None

    return TurnsPage


def _ThreadForkResponse():
    class ThreadForkResponse(WireModel):
        """Answer to `thread/fork`."""

        thread: p.Thread
        model: str
        model_provider: str
        service_tier: str | None = None
        disabled_plugin_ids: list[str] = Field(default_factory=list)
        cwd: p.AbsolutePathBuf
        runtime_workspace_roots: Annotated[list[p.AbsolutePathBuf], EXPERIMENTAL] = Field(
            default_factory=list
        )
        instruction_sources: list[p.LegacyAppPathString] = Field(default_factory=list)
        approval_policy: p.AskForApproval
        approvals_reviewer: p.ApprovalsReviewer
        sandbox: p.SandboxPolicy
        active_permission_profile: Annotated[p.ActivePermissionProfile | None, EXPERIMENTAL] = None
        reasoning_effort: p.ReasoningEffort | None = None
        multi_agent_mode: Annotated[p.MultiAgentMode, EXPERIMENTAL] = "explicitRequestOnly"

    return ThreadForkResponse


def _ThreadForkParams():
    class ThreadForkParams(RequestParams):
        """Params of `thread/fork`."""

        method = "thread/fork"
        response_type = LazyClassRef("ThreadForkResponse")

        thread_id: str
        experimental_prediction_mode: Annotated[Flag, EXPERIMENTAL] = False
        last_turn_id: Omittable[str] = None
        before_turn_id: Annotated[Omittable[str], EXPERIMENTAL] = None
        path: Annotated[Omittable[AnyPath], EXPERIMENTAL] = None
        model: Omittable[str] = None
        model_provider: Omittable[str] = None
        service_tier: Omittable[str] = None
        cwd: Omittable[str] = None
        runtime_workspace_roots: Annotated[Omittable[list[p.AbsolutePathBuf]], EXPERIMENTAL] = None
        approval_policy: Omittable[p.AskForApproval] = None
        approvals_reviewer: Omittable[p.ApprovalsReviewer] = None
        sandbox: Omittable[p.SandboxMode] = None
        permissions: Annotated[Omittable[str], EXPERIMENTAL] = None
        config: Omittable[dict[str, Any]] = None
        base_instructions: Omittable[str] = None
        developer_instructions: Omittable[str] = None
        ephemeral: Flag = False
        thread_source: Omittable[p.ThreadSource] = None
        exclude_turns: Flag = False
        defer_goal_continuation: Annotated[Flag, EXPERIMENTAL] = False

    return ThreadForkParams


__getattr__, __dir__ = lazy_names(globals())
