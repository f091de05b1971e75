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
    """The `userMessage` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        content (list[UserInput]): What the user said, in parts.
        type (Literal["userMessage"] = "userMessage"): What kind it is.
        client_id (str | None = None): The id that the client gave the message.
    """

    type: Literal["userMessage"] = "userMessage"
    """What kind it is."""
    id: str
    """The id."""
    client_id: str | None = None
    """The id that the client gave the message."""
    content: list[UserInput]
    """What the user said, in parts."""

class HookPromptThreadItem(WireModel):
    """The `hookPrompt` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        fragments (list[HookPromptFragment]): The parts of the prompt.
        type (Literal["hookPrompt"] = "hookPrompt"): What kind it is.
    """

    type: Literal["hookPrompt"] = "hookPrompt"
    """What kind it is."""
    id: str
    """The id."""
    fragments: list[HookPromptFragment]
    """The parts of the prompt."""

class AgentMessageThreadItem(WireModel):
    """The `agentMessage` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        text (str): The text so far; whole once the item is completed.
        type (Literal["agentMessage"] = "agentMessage"): What kind it is.
        phase (MessagePhase | None = None): Whether the message comments on the work or is the final answer.
        memory_citation (MemoryCitation | None = None): The memories that the answer rests on.
        delivery (AgentMessageDelivery | None = None): How the message reached the thread, where another agent
            sent it.
        questions (list[AsyncUserInputQuestion] | None = None): Questions to the user that the message asks
            without waiting.
    """

    type: Literal["agentMessage"] = "agentMessage"
    """What kind it is."""
    id: str
    """The id."""
    text: str
    """The text so far; whole once the item is completed."""
    phase: MessagePhase | None = None
    """Whether the message comments on the work or is the final answer."""
    memory_citation: MemoryCitation | None = None
    """The memories that the answer rests on."""
    delivery: AgentMessageDelivery | None = None
    """How the message reached the thread, where another agent sent it."""
    questions: list[AsyncUserInputQuestion] | None = None
    """Questions to the user that the message asks without waiting."""

class FunctionCallOutputThreadItem(WireModel):
    """The `functionCallOutput` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        name (str): The tool that the output is of.
        output (FunctionCallOutputBody): The output.
        type (Literal["functionCallOutput"] = "functionCallOutput"): What kind it is.
        namespace (str | None = None): The namespace of the tool.
    """

    type: Literal["functionCallOutput"] = "functionCallOutput"
    """What kind it is."""
    id: str
    """The id."""
    name: str
    """The tool that the output is of."""
    namespace: str | None = None
    """The namespace of the tool."""
    output: FunctionCallOutputBody
    """The output."""

class PlanThreadItem(WireModel):
    """The `plan` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        text (str): The plan, as Markdown.
        type (Literal["plan"] = "plan"): What kind it is.
    """

    type: Literal["plan"] = "plan"
    """What kind it is."""
    id: str
    """The id."""
    text: str
    """The plan, as Markdown."""

class ReasoningThreadItem(WireModel):
    """The `reasoning` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        type (Literal["reasoning"] = "reasoning"): What kind it is.
        summary (list[str] = []): The summaries of the reasoning, one text for each part.
        content (list[str] = []): The reasoning itself, where the provider shows it.
    """

    type: Literal["reasoning"] = "reasoning"
    """What kind it is."""
    id: str
    """The id."""
    summary: list[str] = Field(default_factory=list)
    """The summaries of the reasoning, one text for each part."""
    content: list[str] = Field(default_factory=list)
    """The reasoning itself, where the provider shows it."""

class CommandExecutionThreadItem(WireModel):
    """The `commandExecution` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        command (str): The command as text.
        cwd (LegacyAppPathString): The directory that it works in.
        status (CommandExecutionStatus): Whether the command runs, has ended well or badly, or was declined.
        command_actions (list[CommandAction]): What the command does, as far as it can be told from its text.
        type (Literal["commandExecution"] = "commandExecution"): What kind it is.
        plugin_id (str | None = None): The id of the plugin.
        script_path (str | None = None): The script that the command runs.
        process_id (str | None = None): The process, by which a terminal of the agent is known; None: nothing
            runs.
        source (CommandExecutionSource = "agent"): Who runs the command: the agent, or the user.
        aggregated_output (str | None = None): What the command wrote, standard output and error together.
        exit_code (Int32 | None = None): The exit status; None: it has not ended by itself.
        duration_ms (Int64 | None = None): How long it took, in milliseconds; None: it has not ended, or nobody
            knows.
    """

    type: Literal["commandExecution"] = "commandExecution"
    """What kind it is."""
    id: str
    """The id."""
    plugin_id: str | None = None
    """The id of the plugin."""
    script_path: str | None = None
    """The script that the command runs."""
    command: str
    """The command as text."""
    cwd: LegacyAppPathString
    """The directory that it works in."""
    process_id: str | None = None
    """The process, by which a terminal of the agent is known; None: nothing runs."""
    source: CommandExecutionSource = "agent"
    """Who runs the command: the agent, or the user."""
    status: CommandExecutionStatus
    """Whether the command runs, has ended well or badly, or was declined."""
    command_actions: list[CommandAction]
    """What the command does, as far as it can be told from its text."""
    aggregated_output: str | None = None
    """What the command wrote, standard output and error together."""
    exit_code: Int32 | None = None
    """The exit status; None: it has not ended by itself."""
    duration_ms: Int64 | None = None
    """How long it took, in milliseconds; None: it has not ended, or nobody knows."""

class FileChangeThreadItem(WireModel):
    """The `fileChange` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        changes (list[FileUpdateChange]): The changes, one for each file.
        status (PatchApplyStatus): Whether the change is being made, was made, failed or was declined.
        type (Literal["fileChange"] = "fileChange"): What kind it is.
    """

    type: Literal["fileChange"] = "fileChange"
    """What kind it is."""
    id: str
    """The id."""
    changes: list[FileUpdateChange]
    """The changes, one for each file."""
    status: PatchApplyStatus
    """Whether the change is being made, was made, failed or was declined."""

class McpToolCallThreadItem(WireModel):
    """The `mcpToolCall` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        server (str): The MCP server that has the tool.
        tool (str): The tool.
        status (McpToolCallStatus): Whether the call runs, has ended well, or has failed.
        arguments (Any): The arguments of the call, as JSON data.
        type (Literal["mcpToolCall"] = "mcpToolCall"): What kind it is.
        app_context (McpToolCallAppContext | None = None): What the app that offers the tool says about the call.
        mcp_app_resource_uri (str | None = None): The resource that shows the result.
        mcp_app_ui (McpAppUi | None = None): The user interface that the tool brings along.
        plugin_id (str | None = None): The id of the plugin.
        read_only_hint (bool | None = None): Whether the MCP server says that the tool changes nothing.
        result (McpToolCallResult | None = None): The result; None: there is none yet.
        error (McpToolCallError | None = None): Why it failed; None: it did not.
        duration_ms (Int64 | None = None): How long it took, in milliseconds; None: it has not ended, or nobody
            knows.
    """

    type: Literal["mcpToolCall"] = "mcpToolCall"
    """What kind it is."""
    id: str
    """The id."""
    server: str
    """The MCP server that has the tool."""
    tool: str
    """The tool."""
    status: McpToolCallStatus
    """Whether the call runs, has ended well, or has failed."""
    arguments: Any
    """The arguments of the call, as JSON data."""
    app_context: McpToolCallAppContext | None = None
    """What the app that offers the tool says about the call."""
    mcp_app_resource_uri: Omittable[str] = None
    """The resource that shows the result."""
    mcp_app_ui: McpAppUi | None = None
    """The user interface that the tool brings along."""
    plugin_id: str | None = None
    """The id of the plugin."""
    read_only_hint: bool | None = None
    """Whether the MCP server says that the tool changes nothing."""
    result: McpToolCallResult | None = None
    """The result; None: there is none yet."""
    error: McpToolCallError | None = None
    """Why it failed; None: it did not."""
    duration_ms: Int64 | None = None
    """How long it took, in milliseconds; None: it has not ended, or nobody knows."""

class DynamicToolCallThreadItem(WireModel):
    """The `dynamicToolCall` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        tool (str): The tool.
        arguments (Any): The arguments of the call, as JSON data.
        status (DynamicToolCallStatus): Whether the call runs, has ended well, or has failed.
        type (Literal["dynamicToolCall"] = "dynamicToolCall"): What kind it is.
        namespace (str | None = None): The namespace of the tool.
        content_items (list[DynamicToolCallOutputContentItem] | None = None): The output of the tool, in parts.
        success (bool | None = None): Whether the tool reported success; None: it has not answered.
        duration_ms (Int64 | None = None): How long it took, in milliseconds; None: it has not ended, or nobody
            knows.
    """

    type: Literal["dynamicToolCall"] = "dynamicToolCall"
    """What kind it is."""
    id: str
    """The id."""
    namespace: str | None = None
    """The namespace of the tool."""
    tool: str
    """The tool."""
    arguments: Any
    """The arguments of the call, as JSON data."""
    status: DynamicToolCallStatus
    """Whether the call runs, has ended well, or has failed."""
    content_items: list[DynamicToolCallOutputContentItem] | None = None
    """The output of the tool, in parts."""
    success: bool | None = None
    """Whether the tool reported success; None: it has not answered."""
    duration_ms: Int64 | None = None
    """How long it took, in milliseconds; None: it has not ended, or nobody knows."""

class CollabAgentToolCallThreadItem(WireModel):
    """The `collabAgentToolCall` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        tool (CollabAgentTool): What is done with the other agents.
        status (CollabAgentToolCallStatus): Whether the call runs, has ended well, or has failed.
        sender_thread_id (str): The thread of the agent that calls.
        receiver_thread_ids (list[str]): The threads of the agents that it is addressed to.
        agents_states (dict[str, CollabAgentState]): The state of each agent that is concerned, by its thread id.
        type (Literal["collabAgentToolCall"] = "collabAgentToolCall"): What kind it is.
        prompt (str | None = None): What the other agents are told.
        model (str | None = None): The model.
        reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
    """

    type: Literal["collabAgentToolCall"] = "collabAgentToolCall"
    """What kind it is."""
    id: str
    """The id."""
    tool: CollabAgentTool
    """What is done with the other agents."""
    status: CollabAgentToolCallStatus
    """Whether the call runs, has ended well, or has failed."""
    sender_thread_id: str
    """The thread of the agent that calls."""
    receiver_thread_ids: list[str]
    """The threads of the agents that it is addressed to."""
    prompt: str | None = None
    """What the other agents are told."""
    model: str | None = None
    """The model."""
    reasoning_effort: ReasoningEffort | None = None
    """How hard the model reasons."""
    agents_states: dict[str, CollabAgentState]
    """The state of each agent that is concerned, by its thread id."""

class SubAgentActivityThreadItem(WireModel):
    """The `subAgentActivity` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        kind (SubAgentActivityKind): What the subagent did.
        agent_thread_id (str): The thread of the subagent.
        agent_path (str): Where the subagent stands in the tree of agents.
        type (Literal["subAgentActivity"] = "subAgentActivity"): What kind it is.
        model (str | None = None): The model.
        reasoning_effort (ReasoningEffort | None = None): How hard the model reasons.
    """

    type: Literal["subAgentActivity"] = "subAgentActivity"
    """What kind it is."""
    model: str | None = None
    """The model."""
    reasoning_effort: ReasoningEffort | None = None
    """How hard the model reasons."""
    id: str
    """The id."""
    kind: SubAgentActivityKind
    """What the subagent did."""
    agent_thread_id: str
    """The thread of the subagent."""
    agent_path: str
    """Where the subagent stands in the tree of agents."""

class WebSearchThreadItem(WireModel):
    """The `webSearch` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        query (str): What was searched for.
        type (Literal["webSearch"] = "webSearch"): What kind it is.
        action (WebSearchAction | None = None): What was done: a search, a page opened, a text looked for.
        results (list[Any] | None = None): What was found, as the provider wrote it.
    """

    type: Literal["webSearch"] = "webSearch"
    """What kind it is."""
    id: str
    """The id."""
    query: str
    """What was searched for."""
    action: WebSearchAction | None = None
    """What was done: a search, a page opened, a text looked for."""
    results: list[Any] | None = None
    """What was found, as the provider wrote it."""

class ImageViewThreadItem(WireModel):
    """The `imageView` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        path (LegacyAppPathString): The image that the agent looked at, absolute.
        type (Literal["imageView"] = "imageView"): What kind it is.
    """

    type: Literal["imageView"] = "imageView"
    """What kind it is."""
    id: str
    """The id."""
    path: LegacyAppPathString
    """The image that the agent looked at, absolute."""

class SleepThreadItem(WireModel):
    """The `sleep` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        duration_ms (UInt64): How long it took, in milliseconds; None: it has not ended, or nobody knows.
        type (Literal["sleep"] = "sleep"): What kind it is.
    """

    type: Literal["sleep"] = "sleep"
    """What kind it is."""
    id: str
    """The id."""
    duration_ms: UInt64
    """How long it took, in milliseconds; None: it has not ended, or nobody knows."""

class ImageGenerationThreadItem(WireModel):
    """The `imageGeneration` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        status (str): How far the image is.
        result (str): The image, in Base64.
        type (Literal["imageGeneration"] = "imageGeneration"): What kind it is.
        revised_prompt (str | None = None): The prompt as the provider changed it.
        transparent_background (bool | None = None): Whether the image has a transparent background.
        failure (ImageGenerationFailure | None = None): Why it failed; None: it did not.
        saved_path (AbsolutePathBuf | None = None): Where the image was saved.
    """

    type: Literal["imageGeneration"] = "imageGeneration"
    """What kind it is."""
    id: str
    """The id."""
    status: str
    """How far the image is."""
    revised_prompt: str | None = None
    """The prompt as the provider changed it."""
    result: str
    """The image, in Base64."""
    transparent_background: bool | None = None
    """Whether the image has a transparent background."""
    failure: ImageGenerationFailure | None = None
    """Why it failed; None: it did not."""
    saved_path: Omittable[AbsolutePathBuf] = None
    """Where the image was saved."""

class EnteredReviewModeThreadItem(WireModel):
    """The `enteredReviewMode` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        review (str): What is reviewed.
        type (Literal["enteredReviewMode"] = "enteredReviewMode"): What kind it is.
    """

    type: Literal["enteredReviewMode"] = "enteredReviewMode"
    """What kind it is."""
    id: str
    """The id."""
    review: str
    """What is reviewed."""

class ExitedReviewModeThreadItem(WireModel):
    """The `exitedReviewMode` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        review (str): What the review found.
        type (Literal["exitedReviewMode"] = "exitedReviewMode"): What kind it is.
    """

    type: Literal["exitedReviewMode"] = "exitedReviewMode"
    """What kind it is."""
    id: str
    """The id."""
    review: str
    """What the review found."""

class ContextCompactionThreadItem(WireModel):
    """The `contextCompaction` variant of `ThreadItem`.

    Attributes:
        id (str): The id.
        type (Literal["contextCompaction"] = "contextCompaction"): What kind it is.
    """

    type: Literal["contextCompaction"] = "contextCompaction"
    """What kind it is."""
    id: str
    """The id."""

AgentMessageDelivery: TypeAlias = Literal["async"] | str

class AsyncUserInputQuestion(WireModel):
    """A question that an agent message puts to the user without waiting.

    Attributes:
        title (str): The question.
        options (list[str] | None = None): The answers to choose from.
    """

    title: str
    """The question."""
    options: list[str] | None = None
    """The answers to choose from."""

class CollabAgentState(WireModel):
    """Part of `CollabAgentToolCallThreadItem`.

    Attributes:
        status (CollabAgentStatus): The state that it is in.
        message (str | None = None): The message, for people.
    """

    status: CollabAgentStatus
    """The state that it is in."""
    message: str | None = None
    """The message, for people."""

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
    """The `read` variant of `CommandAction`.

    Attributes:
        command (str): The command.
        name (str): The name.
        path (LegacyAppPathString): The path.
        type (Literal["read"] = "read"): What kind it is.
    """

    type: Literal["read"] = "read"
    """What kind it is."""
    command: str
    """The command."""
    name: str
    """The name."""
    path: LegacyAppPathString
    """The path."""

class ListFilesCommandAction(WireModel):
    """The `listFiles` variant of `CommandAction`.

    Attributes:
        command (str): The command.
        type (Literal["listFiles"] = "listFiles"): What kind it is.
        path (str | None = None): The path.
    """

    type: Literal["listFiles"] = "listFiles"
    """What kind it is."""
    command: str
    """The command."""
    path: str | None = None
    """The path."""

class SearchCommandAction(WireModel):
    """The `search` variant of `CommandAction`.

    Attributes:
        command (str): The command.
        type (Literal["search"] = "search"): What kind it is.
        query (str | None = None): What is searched for.
        path (str | None = None): The path.
    """

    type: Literal["search"] = "search"
    """What kind it is."""
    command: str
    """The command."""
    query: str | None = None
    """What is searched for."""
    path: str | None = None
    """The path."""

class UnknownCommandAction(WireModel):
    """The `unknown` variant of `CommandAction`.

    Attributes:
        command (str): The command.
        type (Literal["unknown"] = "unknown"): What kind it is.
    """

    type: Literal["unknown"] = "unknown"
    """What kind it is."""
    command: str
    """The command."""

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
    """The `inputText` variant of `DynamicToolCallOutputContentItem`.

    Attributes:
        text (str): The text.
        type (Literal["inputText"] = "inputText"): What kind it is.
    """

    type: Literal["inputText"] = "inputText"
    """What kind it is."""
    text: str
    """The text."""

class InputImageDynamicToolCallOutputContentItem(WireModel):
    """The `inputImage` variant of `DynamicToolCallOutputContentItem`.

    Attributes:
        image_url (str): The image, as a URL; it may hold the data itself.
        type (Literal["inputImage"] = "inputImage"): What kind it is.
    """

    type: Literal["inputImage"] = "inputImage"
    """What kind it is."""
    image_url: str
    """The image, as a URL; it may hold the data itself."""

class InputAudioDynamicToolCallOutputContentItem(WireModel):
    """The `inputAudio` variant of `DynamicToolCallOutputContentItem`.

    Attributes:
        audio_url (str): The audio, as a URL; it may hold the data itself.
        type (Literal["inputAudio"] = "inputAudio"): What kind it is.
    """

    type: Literal["inputAudio"] = "inputAudio"
    """What kind it is."""
    audio_url: str
    """The audio, as a URL; it may hold the data itself."""

DynamicToolCallStatus: TypeAlias = Literal["inProgress", "completed", "failed"] | str

class FileUpdateChange(WireModel):
    """A change to one file.

    Attributes:
        path (str): The file.
        kind (PatchChangeKind): Whether the file is added, deleted or changed.
        diff (str): The new content of an added file, the old one of a deleted file, and else a unified diff.
    """

    path: str
    """The file."""
    kind: PatchChangeKind
    """Whether the file is added, deleted or changed."""
    diff: str
    """The new content of an added file, the old one of a deleted file, and else a unified diff."""

PatchChangeKind: TypeAlias = (
    AddPatchChangeKind | DeletePatchChangeKind | UpdatePatchChangeKind | UnknownVariant
)

class AddPatchChangeKind(WireModel):
    """The `add` variant of `PatchChangeKind`.

    Attributes:
        type (Literal["add"] = "add"): What kind it is.
    """

    type: Literal["add"] = "add"
    """What kind it is."""

class DeletePatchChangeKind(WireModel):
    """The `delete` variant of `PatchChangeKind`.

    Attributes:
        type (Literal["delete"] = "delete"): What kind it is.
    """

    type: Literal["delete"] = "delete"
    """What kind it is."""

class UpdatePatchChangeKind(WireModel):
    """The `update` variant of `PatchChangeKind`.

    Attributes:
        type (Literal["update"] = "update"): What kind it is.
        move_path (str | None = None): Where the file is moved to; None: it stays.
    """

    type: Literal["update"] = "update"
    """What kind it is."""
    move_path: Annotated[str | None, wire_name("move_path")] = None
    """Where the file is moved to; None: it stays."""

class HookPromptFragment(WireModel):
    """Part of `HookPromptThreadItem`.

    Attributes:
        text (str): The text.
        hook_run_id (str): The run of the hook that the text comes from.
    """

    text: str
    """The text."""
    hook_run_id: str
    """The run of the hook that the text comes from."""

ImageGenerationFailure: TypeAlias = UsageLimitExceededImageGenerationFailure | UnknownVariant

class UsageLimitExceededImageGenerationFailure(WireModel):
    """The `usageLimitExceeded` variant of `ImageGenerationFailure`.

    Attributes:
        limit_id (str): The id of the limit.
        type (Literal["usageLimitExceeded"] = "usageLimitExceeded"): What kind it is.
        resets_at (Int64 | None = None): When it starts anew, in Unix seconds.
    """

    type: Literal["usageLimitExceeded"] = "usageLimitExceeded"
    """What kind it is."""
    limit_id: str
    """The id of the limit."""
    resets_at: Int64 | None = None
    """When it starts anew, in Unix seconds."""

class McpAppUi(WireModel):
    """Part of `McpToolCallThreadItem`.

    Attributes:
        resource_uri (str): Where the MCP server has the resource.
        preferred_model_display_mode (McpAppDisplayMode): How the user interface would like to be shown.
    """

    resource_uri: str
    """Where the MCP server has the resource."""
    preferred_model_display_mode: McpAppDisplayMode
    """How the user interface would like to be shown."""

McpAppDisplayMode: TypeAlias = Literal["inline", "fullscreen"] | str

class McpToolCallAppContext(WireModel):
    """Part of `McpToolCallThreadItem`.

    Attributes:
        connector_id (str): The id of the connector.
        link_id (str | None = None): The id of the link between the user and the app.
        resource_uri (str | None = None): Where the MCP server has the resource.
        app_name (str | None = None): The name of the app.
        action_name (str | None = None): The name of the action of the app.
    """

    connector_id: str
    """The id of the connector."""
    link_id: str | None = None
    """The id of the link between the user and the app."""
    resource_uri: str | None = None
    """Where the MCP server has the resource."""
    app_name: str | None = None
    """The name of the app."""
    action_name: str | None = None
    """The name of the action of the app."""

class McpToolCallError(WireModel):
    """Part of `McpToolCallThreadItem`.

    Attributes:
        message (str): The message, for people.
    """

    message: str
    """The message, for people."""

class McpToolCallResult(WireModel):
    """Part of `McpToolCallThreadItem`.

    Attributes:
        content (list[Any]): The output of the tool, in the parts of the MCP protocol.
        structured_content (Any = None): The result as JSON data.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    content: list[Any]
    """The output of the tool, in the parts of the MCP protocol."""
    structured_content: Any = None
    """The result as JSON data."""
    meta: Annotated[Any, wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

McpToolCallStatus: TypeAlias = Literal["inProgress", "completed", "failed"] | str

class MemoryCitation(WireModel):
    """The memories that an answer rests on.

    Attributes:
        entries (list[MemoryCitationEntry]): The entries.
        thread_ids (list[str]): The threads that it rests on.
    """

    entries: list[MemoryCitationEntry]
    """The entries."""
    thread_ids: list[str]
    """The threads that it rests on."""

class MemoryCitationEntry(WireModel):
    """A range of lines of a memory file that an answer rests on.

    Attributes:
        path (str): The path.
        line_start (UInt32): The first line.
        line_end (UInt32): The last line.
        note (str): What was remembered.
    """

    path: str
    """The path."""
    line_start: UInt32
    """The first line."""
    line_end: UInt32
    """The last line."""
    note: str
    """What was remembered."""

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
    """The `search` variant of `WebSearchAction`.

    Attributes:
        type (Literal["search"] = "search"): What kind it is.
        query (str | None = None): What is searched for.
        queries (list[str] | None = None): What is searched for, where it is more than one thing.
    """

    type: Literal["search"] = "search"
    """What kind it is."""
    query: str | None = None
    """What is searched for."""
    queries: list[str] | None = None
    """What is searched for, where it is more than one thing."""

class OpenPageWebSearchAction(WireModel):
    """The `openPage` variant of `WebSearchAction`.

    Attributes:
        type (Literal["openPage"] = "openPage"): What kind it is.
        url (str | None = None): The URL.
    """

    type: Literal["openPage"] = "openPage"
    """What kind it is."""
    url: str | None = None
    """The URL."""

class FindInPageWebSearchAction(WireModel):
    """The `findInPage` variant of `WebSearchAction`.

    Attributes:
        type (Literal["findInPage"] = "findInPage"): What kind it is.
        url (str | None = None): The URL.
        pattern (str | None = None): The pattern.
    """

    type: Literal["findInPage"] = "findInPage"
    """What kind it is."""
    url: str | None = None
    """The URL."""
    pattern: str | None = None
    """The pattern."""

class OtherWebSearchAction(WireModel):
    """The `other` variant of `WebSearchAction`.

    Attributes:
        type (Literal["other"] = "other"): What kind it is.
    """

    type: Literal["other"] = "other"
    """What kind it is."""
