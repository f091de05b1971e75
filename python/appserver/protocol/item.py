"""What runs of `item.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.scalars import Int32, Int64, OpenEnum, UInt32, UInt64
from appserver.protocol._support.variants import TaggedUnion

__all__ = [
    "AddPatchChangeKind",
    "AgentMessageDelivery",
    "AgentMessageThreadItem",
    "AsyncUserInputQuestion",
    "CollabAgentState",
    "CollabAgentStatus",
    "CollabAgentTool",
    "CollabAgentToolCallStatus",
    "CollabAgentToolCallThreadItem",
    "CommandAction",
    "CommandExecutionSource",
    "CommandExecutionStatus",
    "CommandExecutionThreadItem",
    "ContextCompactionThreadItem",
    "DeletePatchChangeKind",
    "DynamicToolCallOutputContentItem",
    "DynamicToolCallStatus",
    "DynamicToolCallThreadItem",
    "EnteredReviewModeThreadItem",
    "ExitedReviewModeThreadItem",
    "FileChangeThreadItem",
    "FileUpdateChange",
    "FindInPageWebSearchAction",
    "FunctionCallOutputThreadItem",
    "HookPromptFragment",
    "HookPromptThreadItem",
    "ImageGenerationFailure",
    "ImageGenerationThreadItem",
    "ImageViewThreadItem",
    "InputAudioDynamicToolCallOutputContentItem",
    "InputImageDynamicToolCallOutputContentItem",
    "InputTextDynamicToolCallOutputContentItem",
    "ListFilesCommandAction",
    "McpAppDisplayMode",
    "McpAppUi",
    "McpToolCallAppContext",
    "McpToolCallError",
    "McpToolCallResult",
    "McpToolCallStatus",
    "McpToolCallThreadItem",
    "MemoryCitation",
    "MemoryCitationEntry",
    "OpenPageWebSearchAction",
    "OtherWebSearchAction",
    "PatchApplyStatus",
    "PatchChangeKind",
    "PlanThreadItem",
    "ReadCommandAction",
    "ReasoningThreadItem",
    "SearchCommandAction",
    "SearchWebSearchAction",
    "SleepThreadItem",
    "SubAgentActivityKind",
    "SubAgentActivityThreadItem",
    "ThreadItem",
    "UnknownCommandAction",
    "UpdatePatchChangeKind",
    "UsageLimitExceededImageGenerationFailure",
    "UserMessageThreadItem",
    "WebSearchAction",
    "WebSearchThreadItem",
]


def _ThreadItem():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadItem",
            "type",
            {
                "userMessage": "UserMessageThreadItem",
                "hookPrompt": "HookPromptThreadItem",
                "agentMessage": "AgentMessageThreadItem",
                "functionCallOutput": "FunctionCallOutputThreadItem",
                "plan": "PlanThreadItem",
                "reasoning": "ReasoningThreadItem",
                "commandExecution": "CommandExecutionThreadItem",
                "fileChange": "FileChangeThreadItem",
                "mcpToolCall": "McpToolCallThreadItem",
                "dynamicToolCall": "DynamicToolCallThreadItem",
                "collabAgentToolCall": "CollabAgentToolCallThreadItem",
                "subAgentActivity": "SubAgentActivityThreadItem",
                "webSearch": "WebSearchThreadItem",
                "imageView": "ImageViewThreadItem",
                "sleep": "SleepThreadItem",
                "imageGeneration": "ImageGenerationThreadItem",
                "enteredReviewMode": "EnteredReviewModeThreadItem",
                "exitedReviewMode": "ExitedReviewModeThreadItem",
                "contextCompaction": "ContextCompactionThreadItem",
            },
            unknown="UnknownThreadItem",
        ),
    ]


def _UserMessageThreadItem():
    class UserMessageThreadItem(WireModel):
        """The `userMessage` variant of `ThreadItem`."""

        type: Literal["userMessage"] = "userMessage"
        id: str
        client_id: str | None = None
        content: list[p.UserInput]

    return UserMessageThreadItem


def _HookPromptThreadItem():
    class HookPromptThreadItem(WireModel):
        """The `hookPrompt` variant of `ThreadItem`."""

        type: Literal["hookPrompt"] = "hookPrompt"
        id: str
        fragments: list[p.HookPromptFragment]

    return HookPromptThreadItem


def _AgentMessageThreadItem():
    class AgentMessageThreadItem(WireModel):
        """The `agentMessage` variant of `ThreadItem`."""

        type: Literal["agentMessage"] = "agentMessage"
        id: str
        text: str
        phase: p.MessagePhase | None = None
        memory_citation: p.MemoryCitation | None = None
        delivery: p.AgentMessageDelivery | None = None
        questions: list[p.AsyncUserInputQuestion] | None = None

    return AgentMessageThreadItem


def _FunctionCallOutputThreadItem():
    class FunctionCallOutputThreadItem(WireModel):
        """The `functionCallOutput` variant of `ThreadItem`."""

        type: Literal["functionCallOutput"] = "functionCallOutput"
        id: str
        name: str
        namespace: str | None = None
        output: p.FunctionCallOutputBody

    return FunctionCallOutputThreadItem


def _PlanThreadItem():
    class PlanThreadItem(WireModel):
        """The `plan` variant of `ThreadItem`."""

        type: Literal["plan"] = "plan"
        id: str
        text: str

    return PlanThreadItem


def _ReasoningThreadItem():
    class ReasoningThreadItem(WireModel):
        """The `reasoning` variant of `ThreadItem`."""

        type: Literal["reasoning"] = "reasoning"
        id: str
        summary: list[str] = Field(default_factory=list)
        content: list[str] = Field(default_factory=list)

    return ReasoningThreadItem


def _CommandExecutionThreadItem():
    class CommandExecutionThreadItem(WireModel):
        """The `commandExecution` variant of `ThreadItem`."""

        type: Literal["commandExecution"] = "commandExecution"
        id: str
        plugin_id: str | None = None
        script_path: str | None = None
        command: str
        cwd: p.LegacyAppPathString
        process_id: str | None = None
        source: p.CommandExecutionSource = "agent"
        status: p.CommandExecutionStatus
        command_actions: list[p.CommandAction]
        aggregated_output: str | None = None
        exit_code: Int32 | None = None
        duration_ms: Int64 | None = None

    return CommandExecutionThreadItem


def _FileChangeThreadItem():
    class FileChangeThreadItem(WireModel):
        """The `fileChange` variant of `ThreadItem`."""

        type: Literal["fileChange"] = "fileChange"
        id: str
        changes: list[p.FileUpdateChange]
        status: p.PatchApplyStatus

    return FileChangeThreadItem


def _McpToolCallThreadItem():
    class McpToolCallThreadItem(WireModel):
        """The `mcpToolCall` variant of `ThreadItem`."""

        type: Literal["mcpToolCall"] = "mcpToolCall"
        id: str
        server: str
        tool: str
        status: p.McpToolCallStatus
        arguments: Any
        app_context: p.McpToolCallAppContext | None = None
        mcp_app_resource_uri: Omittable[str] = None
        mcp_app_ui: p.McpAppUi | None = None
        plugin_id: str | None = None
        read_only_hint: bool | None = None
        result: p.McpToolCallResult | None = None
        error: p.McpToolCallError | None = None
        duration_ms: Int64 | None = None

    return McpToolCallThreadItem


def _DynamicToolCallThreadItem():
    class DynamicToolCallThreadItem(WireModel):
        """The `dynamicToolCall` variant of `ThreadItem`."""

        type: Literal["dynamicToolCall"] = "dynamicToolCall"
        id: str
        namespace: str | None = None
        tool: str
        arguments: Any
        status: p.DynamicToolCallStatus
        content_items: list[p.DynamicToolCallOutputContentItem] | None = None
        success: bool | None = None
        duration_ms: Int64 | None = None

    return DynamicToolCallThreadItem


def _CollabAgentToolCallThreadItem():
    class CollabAgentToolCallThreadItem(WireModel):
        """The `collabAgentToolCall` variant of `ThreadItem`."""

        type: Literal["collabAgentToolCall"] = "collabAgentToolCall"
        id: str
        tool: p.CollabAgentTool
        status: p.CollabAgentToolCallStatus
        sender_thread_id: str
        receiver_thread_ids: list[str]
        prompt: str | None = None
        model: str | None = None
        reasoning_effort: p.ReasoningEffort | None = None
        agents_states: dict[str, p.CollabAgentState]

    return CollabAgentToolCallThreadItem


def _SubAgentActivityThreadItem():
    class SubAgentActivityThreadItem(WireModel):
        """The `subAgentActivity` variant of `ThreadItem`."""

        type: Literal["subAgentActivity"] = "subAgentActivity"
        model: str | None = None
        reasoning_effort: p.ReasoningEffort | None = None
        id: str
        kind: p.SubAgentActivityKind
        agent_thread_id: str
        agent_path: str

    return SubAgentActivityThreadItem


def _WebSearchThreadItem():
    class WebSearchThreadItem(WireModel):
        """The `webSearch` variant of `ThreadItem`."""

        type: Literal["webSearch"] = "webSearch"
        id: str
        query: str
        action: p.WebSearchAction | None = None
        results: list[Any] | None = None

    return WebSearchThreadItem


def _ImageViewThreadItem():
    class ImageViewThreadItem(WireModel):
        """The `imageView` variant of `ThreadItem`."""

        type: Literal["imageView"] = "imageView"
        id: str
        path: p.LegacyAppPathString

    return ImageViewThreadItem


def _SleepThreadItem():
    class SleepThreadItem(WireModel):
        """The `sleep` variant of `ThreadItem`."""

        type: Literal["sleep"] = "sleep"
        id: str
        duration_ms: UInt64

    return SleepThreadItem


def _ImageGenerationThreadItem():
    class ImageGenerationThreadItem(WireModel):
        """The `imageGeneration` variant of `ThreadItem`."""

        type: Literal["imageGeneration"] = "imageGeneration"
        id: str
        status: str
        revised_prompt: str | None = None
        result: str
        transparent_background: bool | None = None
        failure: p.ImageGenerationFailure | None = None
        saved_path: Omittable[p.AbsolutePathBuf] = None

    return ImageGenerationThreadItem


def _EnteredReviewModeThreadItem():
    class EnteredReviewModeThreadItem(WireModel):
        """The `enteredReviewMode` variant of `ThreadItem`."""

        type: Literal["enteredReviewMode"] = "enteredReviewMode"
        id: str
        review: str

    return EnteredReviewModeThreadItem


def _ExitedReviewModeThreadItem():
    class ExitedReviewModeThreadItem(WireModel):
        """The `exitedReviewMode` variant of `ThreadItem`."""

        type: Literal["exitedReviewMode"] = "exitedReviewMode"
        id: str
        review: str

    return ExitedReviewModeThreadItem


def _ContextCompactionThreadItem():
    class ContextCompactionThreadItem(WireModel):
        """The `contextCompaction` variant of `ThreadItem`."""

        type: Literal["contextCompaction"] = "contextCompaction"
        id: str

    return ContextCompactionThreadItem


def _AgentMessageDelivery():
    return Annotated[Literal["async"] | str, OpenEnum()]


def _AsyncUserInputQuestion():
    class AsyncUserInputQuestion(WireModel):
        """A question that an agent message puts to the user without waiting."""

        title: str
        options: list[str] | None = None

    return AsyncUserInputQuestion


def _CollabAgentState():
    class CollabAgentState(WireModel):
        """Part of `CollabAgentToolCallThreadItem`."""

        status: p.CollabAgentStatus
        message: str | None = None

    return CollabAgentState


def _CollabAgentStatus():
    return Annotated[
        Literal["pendingInit", "running", "interrupted", "completed", "errored", "shutdown", "notFound"]
        | str,
        OpenEnum(),
    ]


def _CollabAgentTool():
    return Annotated[
        Literal[
            "spawnAgent",
            "sendInput",
            "resumeAgent",
            "wait",
            "closeAgent",
            "sendMessage",
            "followupTask",
            "interruptAgent",
            "listAgents",
        ]
        | str,
        OpenEnum(),
    ]


def _CollabAgentToolCallStatus():
    return Annotated[
        Literal["inProgress", "completed", "failed", "interrupted"] | str,
        OpenEnum("inProgress", "completed", "failed", "interrupted"),
    ]


def _CommandAction():
    return Annotated[
        Any,
        TaggedUnion(
            "CommandAction",
            "type",
            {
                "read": "ReadCommandAction",
                "listFiles": "ListFilesCommandAction",
                "search": "SearchCommandAction",
                "unknown": "UnknownCommandAction",
            },
        ),
    ]


def _ReadCommandAction():
    class ReadCommandAction(WireModel):
        """The `read` variant of `CommandAction`."""

        type: Literal["read"] = "read"
        command: str
        name: str
        path: p.LegacyAppPathString

    return ReadCommandAction


def _ListFilesCommandAction():
    class ListFilesCommandAction(WireModel):
        """The `listFiles` variant of `CommandAction`."""

        type: Literal["listFiles"] = "listFiles"
        command: str
        path: str | None = None

    return ListFilesCommandAction


def _SearchCommandAction():
    class SearchCommandAction(WireModel):
        """The `search` variant of `CommandAction`."""

        type: Literal["search"] = "search"
        command: str
        query: str | None = None
        path: str | None = None

    return SearchCommandAction


def _UnknownCommandAction():
    class UnknownCommandAction(WireModel):
        """The `unknown` variant of `CommandAction`."""

        type: Literal["unknown"] = "unknown"
        command: str

    return UnknownCommandAction


def _CommandExecutionSource():
    return Annotated[
        Literal["agent", "userShell", "unifiedExecStartup", "unifiedExecInteraction"] | str, OpenEnum()
    ]


def _CommandExecutionStatus():
    return Annotated[Literal["inProgress", "completed", "failed", "declined"] | str, OpenEnum()]


def _DynamicToolCallOutputContentItem():
    return Annotated[
        Any,
        TaggedUnion(
            "DynamicToolCallOutputContentItem",
            "type",
            {
                "inputText": "InputTextDynamicToolCallOutputContentItem",
                "inputImage": "InputImageDynamicToolCallOutputContentItem",
                "inputAudio": "InputAudioDynamicToolCallOutputContentItem",
            },
        ),
    ]


def _InputTextDynamicToolCallOutputContentItem():
    class InputTextDynamicToolCallOutputContentItem(WireModel):
        """The `inputText` variant of `DynamicToolCallOutputContentItem`."""

        type: Literal["inputText"] = "inputText"
        text: str

    return InputTextDynamicToolCallOutputContentItem


def _InputImageDynamicToolCallOutputContentItem():
    class InputImageDynamicToolCallOutputContentItem(WireModel):
        """The `inputImage` variant of `DynamicToolCallOutputContentItem`."""

        type: Literal["inputImage"] = "inputImage"
        image_url: str

    return InputImageDynamicToolCallOutputContentItem


def _InputAudioDynamicToolCallOutputContentItem():
    class InputAudioDynamicToolCallOutputContentItem(WireModel):
        """The `inputAudio` variant of `DynamicToolCallOutputContentItem`."""

        type: Literal["inputAudio"] = "inputAudio"
        audio_url: str

    return InputAudioDynamicToolCallOutputContentItem


def _DynamicToolCallStatus():
    return Annotated[Literal["inProgress", "completed", "failed"] | str, OpenEnum()]


def _FileUpdateChange():
    class FileUpdateChange(WireModel):
        """A change to one file."""

        path: str
        kind: p.PatchChangeKind
        diff: str

    return FileUpdateChange


def _PatchChangeKind():
    return Annotated[
        Any,
        TaggedUnion(
            "PatchChangeKind",
            "type",
            {
                "add": "AddPatchChangeKind",
                "delete": "DeletePatchChangeKind",
                "update": "UpdatePatchChangeKind",
            },
        ),
    ]


def _AddPatchChangeKind():
    class AddPatchChangeKind(WireModel):
        """The `add` variant of `PatchChangeKind`."""

        type: Literal["add"] = "add"

    return AddPatchChangeKind


def _DeletePatchChangeKind():
    class DeletePatchChangeKind(WireModel):
        """The `delete` variant of `PatchChangeKind`."""

        type: Literal["delete"] = "delete"

    return DeletePatchChangeKind


def _UpdatePatchChangeKind():
    class UpdatePatchChangeKind(WireModel):
        """The `update` variant of `PatchChangeKind`."""

        type: Literal["update"] = "update"
        move_path: Annotated[str | None, wire_name("move_path")] = None

    return UpdatePatchChangeKind


def _HookPromptFragment():
    class HookPromptFragment(WireModel):
        """Part of `HookPromptThreadItem`."""

        text: str
        hook_run_id: str

    return HookPromptFragment


def _ImageGenerationFailure():
    return Annotated[
        Any,
        TaggedUnion(
            "ImageGenerationFailure",
            "type",
            {"usageLimitExceeded": "UsageLimitExceededImageGenerationFailure"},
        ),
    ]


def _UsageLimitExceededImageGenerationFailure():
    class UsageLimitExceededImageGenerationFailure(WireModel):
        """The `usageLimitExceeded` variant of `ImageGenerationFailure`."""

        type: Literal["usageLimitExceeded"] = "usageLimitExceeded"
        limit_id: str
        resets_at: Int64 | None = None

    return UsageLimitExceededImageGenerationFailure


def _McpAppUi():
    class McpAppUi(WireModel):
        """Part of `McpToolCallThreadItem`."""

        resource_uri: str
        preferred_model_display_mode: p.McpAppDisplayMode

    return McpAppUi


def _McpAppDisplayMode():
    return Annotated[Literal["inline", "fullscreen"] | str, OpenEnum()]


def _McpToolCallAppContext():
    class McpToolCallAppContext(WireModel):
        """Part of `McpToolCallThreadItem`."""

        connector_id: str
        link_id: str | None = None
        resource_uri: str | None = None
        app_name: str | None = None
        action_name: str | None = None

    return McpToolCallAppContext


def _McpToolCallError():
    class McpToolCallError(WireModel):
        """Part of `McpToolCallThreadItem`."""

        message: str

    return McpToolCallError


def _McpToolCallResult():
    class McpToolCallResult(WireModel):
        """Part of `McpToolCallThreadItem`."""

        content: list[Any]
        structured_content: Any = None
        meta: Annotated[Any, wire_name("_meta")] = None

    return McpToolCallResult


def _McpToolCallStatus():
    return Annotated[Literal["inProgress", "completed", "failed"] | str, OpenEnum()]


def _MemoryCitation():
    class MemoryCitation(WireModel):
        """The memories that an answer rests on."""

        entries: list[p.MemoryCitationEntry]
        thread_ids: list[str]

    return MemoryCitation


def _MemoryCitationEntry():
    class MemoryCitationEntry(WireModel):
        """A range of lines of a memory file that an answer rests on."""

        path: str
        line_start: UInt32
        line_end: UInt32
        note: str

    return MemoryCitationEntry


def _PatchApplyStatus():
    return Annotated[Literal["inProgress", "completed", "failed", "declined"] | str, OpenEnum()]


def _SubAgentActivityKind():
    return Annotated[Literal["started", "interacted", "interrupted", "completed"] | str, OpenEnum()]


def _WebSearchAction():
    return Annotated[
        Any,
        TaggedUnion(
            "WebSearchAction",
            "type",
            {
                "search": "SearchWebSearchAction",
                "openPage": "OpenPageWebSearchAction",
                "findInPage": "FindInPageWebSearchAction",
                "other": "OtherWebSearchAction",
            },
        ),
    ]


def _SearchWebSearchAction():
    class SearchWebSearchAction(WireModel):
        """The `search` variant of `WebSearchAction`."""

        type: Literal["search"] = "search"
        query: str | None = None
        queries: list[str] | None = None

    return SearchWebSearchAction


def _OpenPageWebSearchAction():
    class OpenPageWebSearchAction(WireModel):
        """The `openPage` variant of `WebSearchAction`."""

        type: Literal["openPage"] = "openPage"
        url: str | None = None

    return OpenPageWebSearchAction


def _FindInPageWebSearchAction():
    class FindInPageWebSearchAction(WireModel):
        """The `findInPage` variant of `WebSearchAction`."""

        type: Literal["findInPage"] = "findInPage"
        url: str | None = None
        pattern: str | None = None

    return FindInPageWebSearchAction


def _OtherWebSearchAction():
    class OtherWebSearchAction(WireModel):
        """The `other` variant of `WebSearchAction`."""

        type: Literal["other"] = "other"

    return OtherWebSearchAction


__getattr__, __dir__ = lazy_names(globals())
