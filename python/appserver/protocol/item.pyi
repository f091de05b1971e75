"""The `item` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.scalars import Int32, Int64, UInt32, UInt64
from appserver.protocol._support.variants import UnknownThreadItem, UnknownVariant
from appserver.protocol.approval import LegacyAppPathString
from appserver.protocol.policy import AbsolutePathBuf
from appserver.protocol.response_item import FunctionCallOutputBody, MessagePhase, ReasoningEffort
from appserver.protocol.user_input import UserInput

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

ThreadItem: TypeAlias = (
    UserMessageThreadItem
    | HookPromptThreadItem
    | AgentMessageThreadItem
    | FunctionCallOutputThreadItem
    | PlanThreadItem
    | ReasoningThreadItem
    | CommandExecutionThreadItem
    | FileChangeThreadItem
    | McpToolCallThreadItem
    | DynamicToolCallThreadItem
    | CollabAgentToolCallThreadItem
    | SubAgentActivityThreadItem
    | WebSearchThreadItem
    | ImageViewThreadItem
    | SleepThreadItem
    | ImageGenerationThreadItem
    | EnteredReviewModeThreadItem
    | ExitedReviewModeThreadItem
    | ContextCompactionThreadItem
    | UnknownThreadItem
)

class UserMessageThreadItem(WireModel):
    """The `userMessage` variant of `ThreadItem`."""

    type: Literal["userMessage"] = "userMessage"
    id: str
    client_id: str | None = None
    content: list[UserInput]

class HookPromptThreadItem(WireModel):
    """The `hookPrompt` variant of `ThreadItem`."""

    type: Literal["hookPrompt"] = "hookPrompt"
    id: str
    fragments: list[HookPromptFragment]

class AgentMessageThreadItem(WireModel):
    """The `agentMessage` variant of `ThreadItem`."""

    type: Literal["agentMessage"] = "agentMessage"
    id: str
    text: str
    phase: MessagePhase | None = None
    memory_citation: MemoryCitation | None = None
    delivery: AgentMessageDelivery | None = None
    questions: list[AsyncUserInputQuestion] | None = None

class FunctionCallOutputThreadItem(WireModel):
    """The `functionCallOutput` variant of `ThreadItem`."""

    type: Literal["functionCallOutput"] = "functionCallOutput"
    id: str
    name: str
    namespace: str | None = None
    output: FunctionCallOutputBody

class PlanThreadItem(WireModel):
    """The `plan` variant of `ThreadItem`."""

    type: Literal["plan"] = "plan"
    id: str
    text: str

class ReasoningThreadItem(WireModel):
    """The `reasoning` variant of `ThreadItem`."""

    type: Literal["reasoning"] = "reasoning"
    id: str
    summary: list[str] = Field(default_factory=list)
    content: list[str] = Field(default_factory=list)

class CommandExecutionThreadItem(WireModel):
    """The `commandExecution` variant of `ThreadItem`."""

    type: Literal["commandExecution"] = "commandExecution"
    id: str
    plugin_id: str | None = None
    script_path: str | None = None
    command: str
    cwd: LegacyAppPathString
    process_id: str | None = None
    source: CommandExecutionSource = "agent"
    status: CommandExecutionStatus
    command_actions: list[CommandAction]
    aggregated_output: str | None = None
    exit_code: Int32 | None = None
    duration_ms: Int64 | None = None

class FileChangeThreadItem(WireModel):
    """The `fileChange` variant of `ThreadItem`."""

    type: Literal["fileChange"] = "fileChange"
    id: str
    changes: list[FileUpdateChange]
    status: PatchApplyStatus

class McpToolCallThreadItem(WireModel):
    """The `mcpToolCall` variant of `ThreadItem`."""

    type: Literal["mcpToolCall"] = "mcpToolCall"
    id: str
    server: str
    tool: str
    status: McpToolCallStatus
    arguments: Any
    app_context: McpToolCallAppContext | None = None
    mcp_app_resource_uri: Omittable[str] = None
    mcp_app_ui: McpAppUi | None = None
    plugin_id: str | None = None
    read_only_hint: bool | None = None
    result: McpToolCallResult | None = None
    error: McpToolCallError | None = None
    duration_ms: Int64 | None = None

class DynamicToolCallThreadItem(WireModel):
    """The `dynamicToolCall` variant of `ThreadItem`."""

    type: Literal["dynamicToolCall"] = "dynamicToolCall"
    id: str
    namespace: str | None = None
    tool: str
    arguments: Any
    status: DynamicToolCallStatus
    content_items: list[DynamicToolCallOutputContentItem] | None = None
    success: bool | None = None
    duration_ms: Int64 | None = None

class CollabAgentToolCallThreadItem(WireModel):
    """The `collabAgentToolCall` variant of `ThreadItem`."""

    type: Literal["collabAgentToolCall"] = "collabAgentToolCall"
    id: str
    tool: CollabAgentTool
    status: CollabAgentToolCallStatus
    sender_thread_id: str
    receiver_thread_ids: list[str]
    prompt: str | None = None
    model: str | None = None
    reasoning_effort: ReasoningEffort | None = None
    agents_states: dict[str, CollabAgentState]

class SubAgentActivityThreadItem(WireModel):
    """The `subAgentActivity` variant of `ThreadItem`."""

    type: Literal["subAgentActivity"] = "subAgentActivity"
    model: str | None = None
    reasoning_effort: ReasoningEffort | None = None
    id: str
    kind: SubAgentActivityKind
    agent_thread_id: str
    agent_path: str

class WebSearchThreadItem(WireModel):
    """The `webSearch` variant of `ThreadItem`."""

    type: Literal["webSearch"] = "webSearch"
    id: str
    query: str
    action: WebSearchAction | None = None
    results: list[Any] | None = None

class ImageViewThreadItem(WireModel):
    """The `imageView` variant of `ThreadItem`."""

    type: Literal["imageView"] = "imageView"
    id: str
    path: LegacyAppPathString

class SleepThreadItem(WireModel):
    """The `sleep` variant of `ThreadItem`."""

    type: Literal["sleep"] = "sleep"
    id: str
    duration_ms: UInt64

class ImageGenerationThreadItem(WireModel):
    """The `imageGeneration` variant of `ThreadItem`."""

    type: Literal["imageGeneration"] = "imageGeneration"
    id: str
    status: str
    revised_prompt: str | None = None
    result: str
    transparent_background: bool | None = None
    failure: ImageGenerationFailure | None = None
    saved_path: Omittable[AbsolutePathBuf] = None

class EnteredReviewModeThreadItem(WireModel):
    """The `enteredReviewMode` variant of `ThreadItem`."""

    type: Literal["enteredReviewMode"] = "enteredReviewMode"
    id: str
    review: str

class ExitedReviewModeThreadItem(WireModel):
    """The `exitedReviewMode` variant of `ThreadItem`."""

    type: Literal["exitedReviewMode"] = "exitedReviewMode"
    id: str
    review: str

class ContextCompactionThreadItem(WireModel):
    """The `contextCompaction` variant of `ThreadItem`."""

    type: Literal["contextCompaction"] = "contextCompaction"
    id: str

AgentMessageDelivery: TypeAlias = Literal["async"] | str

class AsyncUserInputQuestion(WireModel):
    """A question that an agent message puts to the user without waiting."""

    title: str
    options: list[str] | None = None

class CollabAgentState(WireModel):
    """Part of `CollabAgentToolCallThreadItem`."""

    status: CollabAgentStatus
    message: str | None = None

CollabAgentStatus: TypeAlias = (
    Literal["pendingInit", "running", "interrupted", "completed", "errored", "shutdown", "notFound"] | str
)

CollabAgentTool: TypeAlias = (
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
    | str
)

CollabAgentToolCallStatus: TypeAlias = Literal["inProgress", "completed", "failed", "interrupted"] | str

CommandAction: TypeAlias = (
    ReadCommandAction | ListFilesCommandAction | SearchCommandAction | UnknownCommandAction | UnknownVariant
)

class ReadCommandAction(WireModel):
    """The `read` variant of `CommandAction`."""

    type: Literal["read"] = "read"
    command: str
    name: str
    path: LegacyAppPathString

class ListFilesCommandAction(WireModel):
    """The `listFiles` variant of `CommandAction`."""

    type: Literal["listFiles"] = "listFiles"
    command: str
    path: str | None = None

class SearchCommandAction(WireModel):
    """The `search` variant of `CommandAction`."""

    type: Literal["search"] = "search"
    command: str
    query: str | None = None
    path: str | None = None

class UnknownCommandAction(WireModel):
    """The `unknown` variant of `CommandAction`."""

    type: Literal["unknown"] = "unknown"
    command: str

CommandExecutionSource: TypeAlias = (
    Literal["agent", "userShell", "unifiedExecStartup", "unifiedExecInteraction"] | str
)

CommandExecutionStatus: TypeAlias = Literal["inProgress", "completed", "failed", "declined"] | str

DynamicToolCallOutputContentItem: TypeAlias = (
    InputTextDynamicToolCallOutputContentItem
    | InputImageDynamicToolCallOutputContentItem
    | InputAudioDynamicToolCallOutputContentItem
    | UnknownVariant
)

class InputTextDynamicToolCallOutputContentItem(WireModel):
    """The `inputText` variant of `DynamicToolCallOutputContentItem`."""

    type: Literal["inputText"] = "inputText"
    text: str

class InputImageDynamicToolCallOutputContentItem(WireModel):
    """The `inputImage` variant of `DynamicToolCallOutputContentItem`."""

    type: Literal["inputImage"] = "inputImage"
    image_url: str

class InputAudioDynamicToolCallOutputContentItem(WireModel):
    """The `inputAudio` variant of `DynamicToolCallOutputContentItem`."""

    type: Literal["inputAudio"] = "inputAudio"
    audio_url: str

DynamicToolCallStatus: TypeAlias = Literal["inProgress", "completed", "failed"] | str

class FileUpdateChange(WireModel):
    """A change to one file."""

    path: str
    kind: PatchChangeKind
    diff: str

PatchChangeKind: TypeAlias = (
    AddPatchChangeKind | DeletePatchChangeKind | UpdatePatchChangeKind | UnknownVariant
)

class AddPatchChangeKind(WireModel):
    """The `add` variant of `PatchChangeKind`."""

    type: Literal["add"] = "add"

class DeletePatchChangeKind(WireModel):
    """The `delete` variant of `PatchChangeKind`."""

    type: Literal["delete"] = "delete"

class UpdatePatchChangeKind(WireModel):
    """The `update` variant of `PatchChangeKind`."""

    type: Literal["update"] = "update"
    move_path: Annotated[str | None, wire_name("move_path")] = None

class HookPromptFragment(WireModel):
    """Part of `HookPromptThreadItem`."""

    text: str
    hook_run_id: str

ImageGenerationFailure: TypeAlias = UsageLimitExceededImageGenerationFailure | UnknownVariant

class UsageLimitExceededImageGenerationFailure(WireModel):
    """The `usageLimitExceeded` variant of `ImageGenerationFailure`."""

    type: Literal["usageLimitExceeded"] = "usageLimitExceeded"
    limit_id: str
    resets_at: Int64 | None = None

class McpAppUi(WireModel):
    """Part of `McpToolCallThreadItem`."""

    resource_uri: str
    preferred_model_display_mode: McpAppDisplayMode

McpAppDisplayMode: TypeAlias = Literal["inline", "fullscreen"] | str

class McpToolCallAppContext(WireModel):
    """Part of `McpToolCallThreadItem`."""

    connector_id: str
    link_id: str | None = None
    resource_uri: str | None = None
    app_name: str | None = None
    action_name: str | None = None

class McpToolCallError(WireModel):
    """Part of `McpToolCallThreadItem`."""

    message: str

class McpToolCallResult(WireModel):
    """Part of `McpToolCallThreadItem`."""

    content: list[Any]
    structured_content: Any = None
    meta: Annotated[Any, wire_name("_meta")] = None

McpToolCallStatus: TypeAlias = Literal["inProgress", "completed", "failed"] | str

class MemoryCitation(WireModel):
    """The memories that an answer rests on."""

    entries: list[MemoryCitationEntry]
    thread_ids: list[str]

class MemoryCitationEntry(WireModel):
    """A range of lines of a memory file that an answer rests on."""

    path: str
    line_start: UInt32
    line_end: UInt32
    note: str

PatchApplyStatus: TypeAlias = Literal["inProgress", "completed", "failed", "declined"] | str

SubAgentActivityKind: TypeAlias = Literal["started", "interacted", "interrupted", "completed"] | str

WebSearchAction: TypeAlias = (
    SearchWebSearchAction
    | OpenPageWebSearchAction
    | FindInPageWebSearchAction
    | OtherWebSearchAction
    | UnknownVariant
)

class SearchWebSearchAction(WireModel):
    """The `search` variant of `WebSearchAction`."""

    type: Literal["search"] = "search"
    query: str | None = None
    queries: list[str] | None = None

class OpenPageWebSearchAction(WireModel):
    """The `openPage` variant of `WebSearchAction`."""

    type: Literal["openPage"] = "openPage"
    url: str | None = None

class FindInPageWebSearchAction(WireModel):
    """The `findInPage` variant of `WebSearchAction`."""

    type: Literal["findInPage"] = "findInPage"
    url: str | None = None
    pattern: str | None = None

class OtherWebSearchAction(WireModel):
    """The `other` variant of `WebSearchAction`."""

    type: Literal["other"] = "other"
