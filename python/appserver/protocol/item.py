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
        """The `userMessage` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            content (list[UserInput]): What the user said, in parts.
            type (Literal["userMessage"] = "userMessage"): What kind it is.
            client_id (str | None = None): The id that the client gave the message.
        """

        type: Literal["userMessage"] = "userMessage"
        id: str
        client_id: str | None = None
        content: list[p.UserInput]

    return UserMessageThreadItem


def _HookPromptThreadItem():
    class HookPromptThreadItem(WireModel):
        """The `hookPrompt` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            fragments (list[HookPromptFragment]): The parts of the prompt.
            type (Literal["hookPrompt"] = "hookPrompt"): What kind it is.
        """

        type: Literal["hookPrompt"] = "hookPrompt"
        id: str
        fragments: list[p.HookPromptFragment]

    return HookPromptThreadItem


def _AgentMessageThreadItem():
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
        id: str
        text: str
        phase: p.MessagePhase | None = None
        memory_citation: p.MemoryCitation | None = None
        delivery: p.AgentMessageDelivery | None = None
        questions: list[p.AsyncUserInputQuestion] | None = None

    return AgentMessageThreadItem


def _FunctionCallOutputThreadItem():
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
        id: str
        name: str
        namespace: str | None = None
        output: p.FunctionCallOutputBody

    return FunctionCallOutputThreadItem


def _PlanThreadItem():
    class PlanThreadItem(WireModel):
        """The `plan` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            text (str): The plan, as Markdown.
            type (Literal["plan"] = "plan"): What kind it is.
        """

        type: Literal["plan"] = "plan"
        id: str
        text: str

    return PlanThreadItem


def _ReasoningThreadItem():
    class ReasoningThreadItem(WireModel):
        """The `reasoning` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            type (Literal["reasoning"] = "reasoning"): What kind it is.
            summary (list[str] = []): The summaries of the reasoning, one text for each part.
            content (list[str] = []): The reasoning itself, where the provider shows it.
        """

        type: Literal["reasoning"] = "reasoning"
        id: str
        summary: list[str] = Field(default_factory=list)
        content: list[str] = Field(default_factory=list)

    return ReasoningThreadItem


def _CommandExecutionThreadItem():
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
        """The `fileChange` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            changes (list[FileUpdateChange]): The changes, one for each file.
            status (PatchApplyStatus): Whether the change is being made, was made, failed or was declined.
            type (Literal["fileChange"] = "fileChange"): What kind it is.
        """

        type: Literal["fileChange"] = "fileChange"
        id: str
        changes: list[p.FileUpdateChange]
        status: p.PatchApplyStatus

    return FileChangeThreadItem


def _McpToolCallThreadItem():
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
        model: str | None = None
        reasoning_effort: p.ReasoningEffort | None = None
        id: str
        kind: p.SubAgentActivityKind
        agent_thread_id: str
        agent_path: str

    return SubAgentActivityThreadItem


def _WebSearchThreadItem():
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
        id: str
        query: str
        action: p.WebSearchAction | None = None
        results: list[Any] | None = None

    return WebSearchThreadItem


def _ImageViewThreadItem():
    class ImageViewThreadItem(WireModel):
        """The `imageView` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            path (LegacyAppPathString): The image that the agent looked at, absolute.
            type (Literal["imageView"] = "imageView"): What kind it is.
        """

        type: Literal["imageView"] = "imageView"
        id: str
        path: p.LegacyAppPathString

    return ImageViewThreadItem


def _SleepThreadItem():
    class SleepThreadItem(WireModel):
        """The `sleep` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            duration_ms (UInt64): How long it took, in milliseconds; None: it has not ended, or nobody knows.
            type (Literal["sleep"] = "sleep"): What kind it is.
        """

        type: Literal["sleep"] = "sleep"
        id: str
        duration_ms: UInt64

    return SleepThreadItem


def _ImageGenerationThreadItem():
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
        """The `enteredReviewMode` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            review (str): What is reviewed.
            type (Literal["enteredReviewMode"] = "enteredReviewMode"): What kind it is.
        """

        type: Literal["enteredReviewMode"] = "enteredReviewMode"
        id: str
        review: str

    return EnteredReviewModeThreadItem


def _ExitedReviewModeThreadItem():
    class ExitedReviewModeThreadItem(WireModel):
        """The `exitedReviewMode` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            review (str): What the review found.
            type (Literal["exitedReviewMode"] = "exitedReviewMode"): What kind it is.
        """

        type: Literal["exitedReviewMode"] = "exitedReviewMode"
        id: str
        review: str

    return ExitedReviewModeThreadItem


def _ContextCompactionThreadItem():
    class ContextCompactionThreadItem(WireModel):
        """The `contextCompaction` variant of `ThreadItem`.

        Attributes:
            id (str): The id.
            type (Literal["contextCompaction"] = "contextCompaction"): What kind it is.
        """

        type: Literal["contextCompaction"] = "contextCompaction"
        id: str

    return ContextCompactionThreadItem


def _AgentMessageDelivery():
    return Annotated[Literal["async"] | str, OpenEnum()]


def _AsyncUserInputQuestion():
    class AsyncUserInputQuestion(WireModel):
        """A question that an agent message puts to the user without waiting.

        Attributes:
            title (str): The question.
            options (list[str] | None = None): The answers to choose from.
        """

        title: str
        options: list[str] | None = None

    return AsyncUserInputQuestion


def _CollabAgentState():
    class CollabAgentState(WireModel):
        """Part of `CollabAgentToolCallThreadItem`.

        Attributes:
            status (CollabAgentStatus): The state that it is in.
            message (str | None = None): The message, for people.
        """

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
        """The `read` variant of `CommandAction`.

        Attributes:
            command (str): The command.
            name (str): The name.
            path (LegacyAppPathString): The path.
            type (Literal["read"] = "read"): What kind it is.
        """

        type: Literal["read"] = "read"
        command: str
        name: str
        path: p.LegacyAppPathString

    return ReadCommandAction


def _ListFilesCommandAction():
    class ListFilesCommandAction(WireModel):
        """The `listFiles` variant of `CommandAction`.

        Attributes:
            command (str): The command.
            type (Literal["listFiles"] = "listFiles"): What kind it is.
            path (str | None = None): The path.
        """

        type: Literal["listFiles"] = "listFiles"
        command: str
        path: str | None = None

    return ListFilesCommandAction


def _SearchCommandAction():
    class SearchCommandAction(WireModel):
        """The `search` variant of `CommandAction`.

        Attributes:
            command (str): The command.
            type (Literal["search"] = "search"): What kind it is.
            query (str | None = None): What is searched for.
            path (str | None = None): The path.
        """

        type: Literal["search"] = "search"
        command: str
        query: str | None = None
        path: str | None = None

    return SearchCommandAction


def _UnknownCommandAction():
    class UnknownCommandAction(WireModel):
        """The `unknown` variant of `CommandAction`.

        Attributes:
            command (str): The command.
            type (Literal["unknown"] = "unknown"): What kind it is.
        """

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
        """The `inputText` variant of `DynamicToolCallOutputContentItem`.

        Attributes:
            text (str): The text.
            type (Literal["inputText"] = "inputText"): What kind it is.
        """

        type: Literal["inputText"] = "inputText"
        text: str

    return InputTextDynamicToolCallOutputContentItem


def _InputImageDynamicToolCallOutputContentItem():
    class InputImageDynamicToolCallOutputContentItem(WireModel):
        """The `inputImage` variant of `DynamicToolCallOutputContentItem`.

        Attributes:
            image_url (str): The image, as a URL; it may hold the data itself.
            type (Literal["inputImage"] = "inputImage"): What kind it is.
        """

        type: Literal["inputImage"] = "inputImage"
        image_url: str

    return InputImageDynamicToolCallOutputContentItem


def _InputAudioDynamicToolCallOutputContentItem():
    class InputAudioDynamicToolCallOutputContentItem(WireModel):
        """The `inputAudio` variant of `DynamicToolCallOutputContentItem`.

        Attributes:
            audio_url (str): The audio, as a URL; it may hold the data itself.
            type (Literal["inputAudio"] = "inputAudio"): What kind it is.
        """

        type: Literal["inputAudio"] = "inputAudio"
        audio_url: str

    return InputAudioDynamicToolCallOutputContentItem


def _DynamicToolCallStatus():
    return Annotated[Literal["inProgress", "completed", "failed"] | str, OpenEnum()]


def _FileUpdateChange():
    class FileUpdateChange(WireModel):
        """A change to one file.

        Attributes:
            path (str): The file.
            kind (PatchChangeKind): Whether the file is added, deleted or changed.
            diff (str): The new content of an added file, the old one of a deleted file, and else a unified diff.
        """

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
        """The `add` variant of `PatchChangeKind`.

        Attributes:
            type (Literal["add"] = "add"): What kind it is.
        """

        type: Literal["add"] = "add"

    return AddPatchChangeKind


def _DeletePatchChangeKind():
    class DeletePatchChangeKind(WireModel):
        """The `delete` variant of `PatchChangeKind`.

        Attributes:
            type (Literal["delete"] = "delete"): What kind it is.
        """

        type: Literal["delete"] = "delete"

    return DeletePatchChangeKind


def _UpdatePatchChangeKind():
    class UpdatePatchChangeKind(WireModel):
        """The `update` variant of `PatchChangeKind`.

        Attributes:
            type (Literal["update"] = "update"): What kind it is.
            move_path (str | None = None): Where the file is moved to; None: it stays.
        """

        type: Literal["update"] = "update"
        move_path: Annotated[str | None, wire_name("move_path")] = None

    return UpdatePatchChangeKind


def _HookPromptFragment():
    class HookPromptFragment(WireModel):
        """Part of `HookPromptThreadItem`.

        Attributes:
            text (str): The text.
            hook_run_id (str): The run of the hook that the text comes from.
        """

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
        """The `usageLimitExceeded` variant of `ImageGenerationFailure`.

        Attributes:
            limit_id (str): The id of the limit.
            type (Literal["usageLimitExceeded"] = "usageLimitExceeded"): What kind it is.
            resets_at (Int64 | None = None): When it starts anew, in Unix seconds.
        """

        type: Literal["usageLimitExceeded"] = "usageLimitExceeded"
        limit_id: str
        resets_at: Int64 | None = None

    return UsageLimitExceededImageGenerationFailure


def _McpAppUi():
    class McpAppUi(WireModel):
        """Part of `McpToolCallThreadItem`.

        Attributes:
            resource_uri (str): Where the MCP server has the resource.
            preferred_model_display_mode (McpAppDisplayMode): How the user interface would like to be shown.
        """

        resource_uri: str
        preferred_model_display_mode: p.McpAppDisplayMode

    return McpAppUi


def _McpAppDisplayMode():
    return Annotated[Literal["inline", "fullscreen"] | str, OpenEnum()]


def _McpToolCallAppContext():
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
        link_id: str | None = None
        resource_uri: str | None = None
        app_name: str | None = None
        action_name: str | None = None

    return McpToolCallAppContext


def _McpToolCallError():
    class McpToolCallError(WireModel):
        """Part of `McpToolCallThreadItem`.

        Attributes:
            message (str): The message, for people.
        """

        message: str

    return McpToolCallError


def _McpToolCallResult():
    class McpToolCallResult(WireModel):
        """Part of `McpToolCallThreadItem`.

        Attributes:
            content (list[Any]): The output of the tool, in the parts of the MCP protocol.
            structured_content (Any = None): The result as JSON data.
            meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
        """

        content: list[Any]
        structured_content: Any = None
        meta: Annotated[Any, wire_name("_meta")] = None

    return McpToolCallResult


def _McpToolCallStatus():
    return Annotated[Literal["inProgress", "completed", "failed"] | str, OpenEnum()]


def _MemoryCitation():
    class MemoryCitation(WireModel):
        """The memories that an answer rests on.

        Attributes:
            entries (list[MemoryCitationEntry]): The entries.
            thread_ids (list[str]): The threads that it rests on.
        """

        entries: list[p.MemoryCitationEntry]
        thread_ids: list[str]

    return MemoryCitation


def _MemoryCitationEntry():
    class MemoryCitationEntry(WireModel):
        """A range of lines of a memory file that an answer rests on.

        Attributes:
            path (str): The path.
            line_start (UInt32): The first line.
            line_end (UInt32): The last line.
            note (str): What was remembered.
        """

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
        """The `search` variant of `WebSearchAction`.

        Attributes:
            type (Literal["search"] = "search"): What kind it is.
            query (str | None = None): What is searched for.
            queries (list[str] | None = None): What is searched for, where it is more than one thing.
        """

        type: Literal["search"] = "search"
        query: str | None = None
        queries: list[str] | None = None

    return SearchWebSearchAction


def _OpenPageWebSearchAction():
    class OpenPageWebSearchAction(WireModel):
        """The `openPage` variant of `WebSearchAction`.

        Attributes:
            type (Literal["openPage"] = "openPage"): What kind it is.
            url (str | None = None): The URL.
        """

        type: Literal["openPage"] = "openPage"
        url: str | None = None

    return OpenPageWebSearchAction


def _FindInPageWebSearchAction():
    class FindInPageWebSearchAction(WireModel):
        """The `findInPage` variant of `WebSearchAction`.

        Attributes:
            type (Literal["findInPage"] = "findInPage"): What kind it is.
            url (str | None = None): The URL.
            pattern (str | None = None): The pattern.
        """

        type: Literal["findInPage"] = "findInPage"
        url: str | None = None
        pattern: str | None = None

    return FindInPageWebSearchAction


def _OtherWebSearchAction():
    class OtherWebSearchAction(WireModel):
        """The `other` variant of `WebSearchAction`.

        Attributes:
            type (Literal["other"] = "other"): What kind it is.
        """

        type: Literal["other"] = "other"

    return OtherWebSearchAction


__getattr__, __dir__ = lazy_names(globals())
