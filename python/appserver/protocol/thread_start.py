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
        """Answer to `thread/start`.

        Attributes:
            thread (Thread): The thread.
            model (str): The model.
            model_provider (str): The provider of the model, by its name in the configuration.
            cwd (AbsolutePathBuf): The directory that it works in.
            approval_policy (AskForApproval): When the user is asked before something is done.
            approvals_reviewer (ApprovalsReviewer): Who decides about approvals: the user, or an automatic review.
            sandbox (SandboxPolicy): The sandbox that commands run in.
            service_tier (str | None = None): The service tier of the provider.
            disabled_plugin_ids (list[str] = []): The plugins that are off for this thread.
            runtime_workspace_roots (list[AbsolutePathBuf] = []): The directories that count as the workspace.
                Experimental.
            instruction_sources (list[LegacyAppPathString] = []): The files that the instructions were read from.
            active_permission_profile (ActivePermissionProfile | None = None): The permission profile in effect; None:
                none by name. Experimental.
            reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
            multi_agent_mode (MultiAgentMode = "explicitRequestOnly"): How work is shared among agents. Experimental.
        """

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
        """Params of `thread/start`.

        Attributes:
            model (str | None = None): The model; left out: that of the configuration.
            model_provider (str | None = None): The provider of the model; left out: that of the configuration.
            allow_provider_model_fallback (bool = False): Whether the provider may answer with another model.
                Experimental.
            service_tier (str | None = None): The service tier of the provider.
            cwd (str | None = None): The directory that the thread works in; left out: that of the server.
            runtime_workspace_roots (list[AbsolutePathBuf] | None = None): The directories that count as the
                workspace. Experimental.
            approval_policy (AskForApproval | None = None): When the user is asked; left out: as the configuration
                says.
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            sandbox (SandboxMode | None = None): The sandbox of commands; left out: as the configuration says.
            permissions (str | None = None): The permission profile, by its name; not together with `sandbox`.
                Experimental.
            config (dict[str, Any] | None = None): Settings of this thread alone, by dotted keys.
            service_name (str | None = None): The name of the service, for statistics of the provider.
            base_instructions (str | None = None): Instructions in the place of the model's own.
            developer_instructions (str | None = None): Instructions beside the model's own.
            personality (Personality | None = None): How the model talks.
            multi_agent_mode (MultiAgentMode | None = None): How work is shared among agents. Experimental.
            ephemeral (bool | None = None): Whether the thread is in memory only, and is not listed.
            history_mode (ThreadHistoryMode | None = None): How much of the history is kept. Experimental.
            session_start_source (ThreadStartSource | None = None): Why the thread is started.
            thread_source (ThreadSource | None = None): Who started the thread, as its client says.
            project_id (str | None = None): The project that it is about. Experimental.
            daybreak_enabled (bool | None = None): Whether Daybreak is on for the thread. Experimental.
            environments (list[TurnEnvironmentParams] | None = None): The execution environments. Experimental.
            dynamic_tools (Sequence[DynamicToolSpec] | None = None): Tools of the client's own, which the server asks
                it to run. Experimental.
            selected_capability_roots (list[SelectedCapabilityRoot] | None = None): The places to load capabilities
                from. Experimental.
            mock_experimental_field (str | None = None): A field for tests of the experimental gate. Experimental.
            experimental_raw_events (bool = False): Whether the items of the model's provider are reported as they
                come. Experimental.
        """

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
        """The `function` variant of `DynamicToolSpec`.

        Attributes:
            name (str): The name that the model calls the tool by.
            description (str): What the tool does, for the model.
            input_schema (Any): The JSON schema of the arguments.
            type (Literal["function"] = "function"): What kind it is.
            defer_loading (bool = False): Whether the model sees the tool only once it has searched for it.
        """

        type: Literal["function"] = "function"
        name: str
        description: str
        input_schema: Any
        defer_loading: Flag = False

    return FunctionDynamicToolSpec


def _NamespaceDynamicToolSpec():
    class NamespaceDynamicToolSpec(WireModel):
        """The `namespace` variant of `DynamicToolSpec`.

        Attributes:
            name (str): The name.
            description (str): What the tools of the namespace are for, for the model.
            tools (list[DynamicToolNamespaceTool]): The tools.
            type (Literal["namespace"] = "namespace"): What kind it is.
        """

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
        """The `function` variant of `DynamicToolNamespaceTool`.

        Attributes:
            name (str): The name that the model calls the tool by.
            description (str): What the tool does, for the model.
            input_schema (Any): The JSON schema of the arguments.
            type (Literal["function"] = "function"): What kind it is.
            defer_loading (bool = False): Whether the model sees the tool only once it has searched for it.
        """

        type: Literal["function"] = "function"
        name: str
        description: str
        input_schema: Any
        defer_loading: Flag = False

    return FunctionDynamicToolNamespaceTool


def _SelectedCapabilityRoot():
    class SelectedCapabilityRoot(WireModel):
        """A place to load capabilities from.

        Attributes:
            id (str): The id.
            location (CapabilityRootLocation): Where it is.
        """

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
        """The `environment` variant of `CapabilityRootLocation`.

        Attributes:
            environment_id (str): The execution environment that is meant.
            path (str): The path.
            type (Literal["environment"] = "environment"): What kind it is.
        """

        type: Literal["environment"] = "environment"
        environment_id: str
        path: str

    return EnvironmentCapabilityRootLocation


def _ThreadStartSource():
    return Annotated[Literal["startup", "clear"] | str, OpenEnum()]


def _ThreadResumeResponse():
    class ThreadResumeResponse(WireModel):
        """Answer to `thread/resume`.

        Attributes:
            thread (Thread): The thread.
            model (str): The model.
            model_provider (str): The provider of the model, by its name in the configuration.
            cwd (AbsolutePathBuf): The directory that it works in.
            approval_policy (AskForApproval): When the user is asked before something is done.
            approvals_reviewer (ApprovalsReviewer): Who decides about approvals: the user, or an automatic review.
            sandbox (SandboxPolicy): The sandbox that commands run in.
            service_tier (str | None = None): The service tier of the provider.
            disabled_plugin_ids (list[str] = []): The plugins that are off for this thread.
            runtime_workspace_roots (list[AbsolutePathBuf] = []): The directories that count as the workspace.
                Experimental.
            instruction_sources (list[LegacyAppPathString] = []): The files that the instructions were read from.
            active_permission_profile (ActivePermissionProfile | None = None): The permission profile in effect; None:
                none by name. Experimental.
            reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
            collaboration_mode (CollaborationMode | None = None): The collaboration mode, with its settings.
            multi_agent_mode (MultiAgentMode = "explicitRequestOnly"): How work is shared among agents. Experimental.
            initial_turns_page (TurnsPage | None = None): The first page of turns, in the answer at once.
                Experimental.
            turns_backwards_cursor (str | None = None): The cursor for reading the turns backwards from here.
            items_backwards_cursor (str | None = None): The cursor for reading the items backwards from here.
        """

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
        """Params of `thread/resume`.

        Attributes:
            thread_id (str): The thread to load; ignored where `path` or `history` is given.
            history (Sequence[ResponseItem] | None = None): The history to go on from, in the place of the one that
                was kept. Experimental.
            path (AnyPath | None = None): The file that the thread was kept in, in the place of its id. Experimental.
            model (str | None = None): Another model; left out: the thread's own.
            model_provider (str | None = None): The provider of the model, by its name in the configuration.
            service_tier (str | None = None): The service tier of the provider.
            cwd (str | None = None): Another directory to work in; left out: the thread's own.
            runtime_workspace_roots (list[AbsolutePathBuf] | None = None): The directories that count as the
                workspace. Experimental.
            approval_policy (AskForApproval | None = None): When the user is asked before something is done.
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            sandbox (SandboxMode | None = None): The sandbox that commands run in.
            permissions (str | None = None): The permission profile, by its name; not together with `sandbox`.
                Experimental.
            config (dict[str, Any] | None = None): Settings, in the place of those of the configuration.
            base_instructions (str | None = None): Instructions in the place of the model's own.
            developer_instructions (str | None = None): Instructions beside the model's own.
            personality (Personality | None = None): How the model talks.
            exclude_turns (bool = False): Whether the answer leaves out the turns of the thread.
            initial_turns_page (ThreadResumeInitialTurnsPageParams | None = None): The first page of turns, in the
                answer at once. Experimental.
        """

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
        """The page of turns that an answer to `thread/resume` should hold.

        Attributes:
            limit (UInt32 | None = None): How many entries a page has at most.
            sort_direction (SortDirection | None = None): Whether the list goes up or down.
            items_view (TurnItemsView | None = None): How much of its items a turn shows.
        """

        limit: Omittable[UInt32] = None
        sort_direction: Omittable[p.SortDirection] = None
        items_view: Omittable[p.TurnItemsView] = None

    return ThreadResumeInitialTurnsPageParams


def _TurnsPage():
    class TurnsPage(WireModel):
        """A page of a thread's turns.

        Attributes:
            data (list[Turn]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
            backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
                page; None: there is none.
        """

        data: list[p.Turn]
        next_cursor: str | None = None
        backwards_cursor: str | None = None

    return TurnsPage


def _ThreadForkResponse():
    class ThreadForkResponse(WireModel):
        """Answer to `thread/fork`.

        Attributes:
            thread (Thread): The thread.
            model (str): The model.
            model_provider (str): The provider of the model, by its name in the configuration.
            cwd (AbsolutePathBuf): The directory that it works in.
            approval_policy (AskForApproval): When the user is asked before something is done.
            approvals_reviewer (ApprovalsReviewer): Who decides about approvals: the user, or an automatic review.
            sandbox (SandboxPolicy): The sandbox that commands run in.
            service_tier (str | None = None): The service tier of the provider.
            disabled_plugin_ids (list[str] = []): The plugins that are off for this thread.
            runtime_workspace_roots (list[AbsolutePathBuf] = []): The directories that count as the workspace.
                Experimental.
            instruction_sources (list[LegacyAppPathString] = []): The files that the instructions were read from.
            active_permission_profile (ActivePermissionProfile | None = None): The permission profile in effect; None:
                none by name. Experimental.
            reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
            multi_agent_mode (MultiAgentMode = "explicitRequestOnly"): How work is shared among agents. Experimental.
        """

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
        """Params of `thread/fork`.

        Attributes:
            thread_id (str): The thread to copy; ignored where `path` is given.
            experimental_prediction_mode (bool = False): Whether the fork serves to predict what the user writes next.
                Experimental.
            last_turn_id (str | None = None): The last turn that the fork keeps.
            before_turn_id (str | None = None): The turn before which the kept history ends. Experimental.
            path (AnyPath | None = None): The file that the thread was kept in, in the place of its id. Experimental.
            model (str | None = None): Another model; left out: the thread's own.
            model_provider (str | None = None): The provider of the model, by its name in the configuration.
            service_tier (str | None = None): The service tier of the provider.
            cwd (str | None = None): Another directory to work in; left out: the thread's own.
            runtime_workspace_roots (list[AbsolutePathBuf] | None = None): The directories that count as the
                workspace. Experimental.
            approval_policy (AskForApproval | None = None): When the user is asked before something is done.
            approvals_reviewer (ApprovalsReviewer | None = None): Who decides about approvals: the user, or an
                automatic review.
            sandbox (SandboxMode | None = None): The sandbox that commands run in.
            permissions (str | None = None): The permission profile, by its name; not together with `sandbox`.
                Experimental.
            config (dict[str, Any] | None = None): Settings, in the place of those of the configuration.
            base_instructions (str | None = None): Instructions in the place of the model's own.
            developer_instructions (str | None = None): Instructions beside the model's own.
            ephemeral (bool = False): Whether the fork is in memory only, and is not listed.
            thread_source (ThreadSource | None = None): Who started the thread, as its client says.
            exclude_turns (bool = False): Whether the answer leaves out the turns of the thread.
            defer_goal_continuation (bool = False): Whether work on the goal waits for the next message. Experimental.
        """

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
