"""The `response_item` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Any, Literal, TypeAlias

from appserver.protocol._support.base import AlternativeFields, WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import NonEmptyEffort, UInt64
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.thread_notifications import TokenUsageBreakdown
from appserver.protocol.user_input import ImageDetail

__all__ = [
    "AdditionalToolsResponseItem",
    "AgentMessageInputContent",
    "AgentMessageResponseItem",
    "CompactionResponseItem",
    "CompactionTriggerResponseItem",
    "ConfigurationReasoning",
    "ConfigurationUpdateResponseItem",
    "ContentItem",
    "ContextCompactionResponseItem",
    "CustomToolCallOutputResponseItem",
    "CustomToolCallResponseItem",
    "EncryptedContentAgentMessageInputContent",
    "EncryptedContentFunctionCallOutputContentItem",
    "ExecLocalShellAction",
    "FindInPageResponsesApiWebSearchAction",
    "FunctionCallOutputBody",
    "FunctionCallOutputContentItem",
    "FunctionCallOutputResponseItem",
    "FunctionCallResponseItem",
    "ImageGenerationCallResponseItem",
    "InputAudioContentItem",
    "InputAudioFunctionCallOutputContentItem",
    "InputImageContentItem",
    "InputImageFunctionCallOutputContentItem",
    "InputTextAgentMessageInputContent",
    "InputTextContentItem",
    "InputTextFunctionCallOutputContentItem",
    "InternalChatMessageMetadataPassthrough",
    "LocalShellAction",
    "LocalShellCallResponseItem",
    "LocalShellStatus",
    "MessagePhase",
    "MessageResponseItem",
    "OpenPageResponsesApiWebSearchAction",
    "OtherResponseItem",
    "OtherResponsesApiWebSearchAction",
    "OutputTextContentItem",
    "RawResponseCompletedNotification",
    "RawResponseItemCompletedNotification",
    "ReasoningEffort",
    "ReasoningItemContent",
    "ReasoningItemReasoningSummary",
    "ReasoningResponseItem",
    "ReasoningTextReasoningItemContent",
    "ResponseItem",
    "ResponseUsageMetadata",
    "ResponsesApiWebSearchAction",
    "SearchResponsesApiWebSearchAction",
    "SummaryTextReasoningItemReasoningSummary",
    "TextReasoningItemContent",
    "ToolSearchCallResponseItem",
    "ToolSearchOutputResponseItem",
    "WebSearchCallResponseItem",
]

ReasoningEffort: TypeAlias = NonEmptyEffort

FunctionCallOutputBody: TypeAlias = str | list[FunctionCallOutputContentItem]

FunctionCallOutputContentItem: TypeAlias = (
    InputTextFunctionCallOutputContentItem
    | InputImageFunctionCallOutputContentItem
    | InputAudioFunctionCallOutputContentItem
    | EncryptedContentFunctionCallOutputContentItem
    | UnknownVariant
)

class InputTextFunctionCallOutputContentItem(WireModel):
    """The `input_text` variant of `FunctionCallOutputContentItem`.

    Attributes:
        text (str): The text.
        type (Literal["input_text"] = "input_text"): What kind it is.
    """

    type: Literal["input_text"] = "input_text"
    """What kind it is."""
    text: str
    """The text."""

class InputImageFunctionCallOutputContentItem(AlternativeFields):
    """The `input_image` variant of `FunctionCallOutputContentItem`, with either `image_url` or `file_id`.

    Raises:
        pydantic.ValidationError: none of them is given.

    Attributes:
        type (Literal["input_image"] = "input_image"): What kind it is.
        detail (ImageDetail | None = None): How closely images are looked at.
        image_url (str | None = None): The image, as a URL; it may hold the data itself.
        file_id (str | None = None): The id of a file that the provider keeps.
    """

    alternatives_name = "ImageReference"
    alternatives = ("image_url", "file_id")

    type: Literal["input_image"] = "input_image"
    """What kind it is."""
    detail: Omittable[ImageDetail] = None
    """How closely images are looked at."""
    image_url: Annotated[Omittable[str], wire_name("image_url")] = None
    """The image, as a URL; it may hold the data itself."""
    file_id: Annotated[Omittable[str], wire_name("file_id")] = None
    """The id of a file that the provider keeps."""

class InputAudioFunctionCallOutputContentItem(WireModel):
    """The `input_audio` variant of `FunctionCallOutputContentItem`.

    Attributes:
        audio_url (str): The audio, as a URL; it may hold the data itself.
        type (Literal["input_audio"] = "input_audio"): What kind it is.
    """

    type: Literal["input_audio"] = "input_audio"
    """What kind it is."""
    audio_url: Annotated[str, wire_name("audio_url")]
    """The audio, as a URL; it may hold the data itself."""

class EncryptedContentFunctionCallOutputContentItem(WireModel):
    """The `encrypted_content` variant of `FunctionCallOutputContentItem`.

    Attributes:
        encrypted_content (str): Content that only the provider can read.
        type (Literal["encrypted_content"] = "encrypted_content"): What kind it is.
    """

    type: Literal["encrypted_content"] = "encrypted_content"
    """What kind it is."""
    encrypted_content: Annotated[str, wire_name("encrypted_content")]
    """Content that only the provider can read."""

MessagePhase: TypeAlias = Literal["commentary", "partial_answer", "final_answer"] | str

ResponseItem: TypeAlias = (
    AdditionalToolsResponseItem
    | MessageResponseItem
    | AgentMessageResponseItem
    | ReasoningResponseItem
    | LocalShellCallResponseItem
    | FunctionCallResponseItem
    | ToolSearchCallResponseItem
    | FunctionCallOutputResponseItem
    | CustomToolCallResponseItem
    | CustomToolCallOutputResponseItem
    | ToolSearchOutputResponseItem
    | WebSearchCallResponseItem
    | ImageGenerationCallResponseItem
    | CompactionResponseItem
    | ConfigurationUpdateResponseItem
    | CompactionTriggerResponseItem
    | ContextCompactionResponseItem
    | OtherResponseItem
    | UnknownVariant
)

class AdditionalToolsResponseItem(WireModel):
    """The `additional_tools` variant of `ResponseItem`.

    Attributes:
        role (str): The role.
        tools (list[Any]): The tools.
        type (Literal["additional_tools"] = "additional_tools"): What kind it is.
        id (str | None = None): The id.
    """

    type: Literal["additional_tools"] = "additional_tools"
    """What kind it is."""
    id: Omittable[str] = None
    """The id."""
    role: str
    """The role."""
    tools: list[Any]
    """The tools."""

class MessageResponseItem(WireModel):
    """The `message` variant of `ResponseItem`.

    Attributes:
        role (str): Who says it.
        content (list[ContentItem]): What is said, in parts.
        type (Literal["message"] = "message"): What kind it is.
        encrypted_content (str | None = None): Content that only the provider can read.
        status (str | None = None): The state that it is in.
        id (str | None = None): The id.
        phase (MessagePhase | None = None): Whether the message comments on the work or is the final answer.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["message"] = "message"
    """What kind it is."""
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    status: Omittable[str] = None
    """The state that it is in."""
    id: Omittable[str] = None
    """The id."""
    role: str
    """Who says it."""
    content: list[ContentItem]
    """What is said, in parts."""
    phase: Omittable[MessagePhase] = None
    """Whether the message comments on the work or is the final answer."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class AgentMessageResponseItem(WireModel):
    """The `agent_message` variant of `ResponseItem`.

    Attributes:
        author (str): The agent that wrote it.
        recipient (str): The agent that it is addressed to.
        content (list[AgentMessageInputContent]): The content.
        type (Literal["agent_message"] = "agent_message"): What kind it is.
        id (str | None = None): The id.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["agent_message"] = "agent_message"
    """What kind it is."""
    id: Omittable[str] = None
    """The id."""
    author: str
    """The agent that wrote it."""
    recipient: str
    """The agent that it is addressed to."""
    content: list[AgentMessageInputContent]
    """The content."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class ReasoningResponseItem(WireModel):
    """The `reasoning` variant of `ResponseItem`.

    Attributes:
        summary (list[ReasoningItemReasoningSummary]): The summaries of the reasoning.
        type (Literal["reasoning"] = "reasoning"): What kind it is.
        id (str | None = None): The id.
        content (list[ReasoningItemContent] | None = None): The content.
        encrypted_content (str | None = None): Content that only the provider can read.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["reasoning"] = "reasoning"
    """What kind it is."""
    id: Omittable[str] = None
    """The id."""
    summary: list[ReasoningItemReasoningSummary]
    """The summaries of the reasoning."""
    content: Omittable[list[ReasoningItemContent]] = None
    """The content."""
    encrypted_content: Annotated[str | None, wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class LocalShellCallResponseItem(WireModel):
    """The `local_shell_call` variant of `ResponseItem`.

    Attributes:
        status (LocalShellStatus): The state that it is in.
        action (LocalShellAction): What is run.
        type (Literal["local_shell_call"] = "local_shell_call"): What kind it is.
        encrypted_content (str | None = None): Content that only the provider can read.
        id (str | None = None): The id.
        call_id (str | None = None): The id of the call, which its output names too.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["local_shell_call"] = "local_shell_call"
    """What kind it is."""
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    id: Omittable[str] = None
    """The id."""
    call_id: Annotated[str | None, wire_name("call_id")] = None
    """The id of the call, which its output names too."""
    status: LocalShellStatus
    """The state that it is in."""
    action: LocalShellAction
    """What is run."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class FunctionCallResponseItem(WireModel):
    """The `function_call` variant of `ResponseItem`.

    Attributes:
        name (str): The name.
        arguments (str): The arguments of the call, as JSON text.
        call_id (str): The id of the call, which its output names too.
        type (Literal["function_call"] = "function_call"): What kind it is.
        encrypted_content (str | None = None): Content that only the provider can read.
        status (str | None = None): The state that it is in.
        id (str | None = None): The id.
        namespace (str | None = None): The namespace of the tool.
        encrypted_function_args (list[str] | None = None): Arguments that only the provider can read.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["function_call"] = "function_call"
    """What kind it is."""
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    status: Omittable[str] = None
    """The state that it is in."""
    id: Omittable[str] = None
    """The id."""
    name: str
    """The name."""
    namespace: Omittable[str] = None
    """The namespace of the tool."""
    arguments: str
    """The arguments of the call, as JSON text."""
    encrypted_function_args: Annotated[Omittable[list[str]], wire_name("encrypted_function_args")] = None
    """Arguments that only the provider can read."""
    call_id: Annotated[str, wire_name("call_id")]
    """The id of the call, which its output names too."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class ToolSearchCallResponseItem(WireModel):
    """The `tool_search_call` variant of `ResponseItem`.

    Attributes:
        execution (str): Who runs the search.
        arguments (Any): The arguments of the call, as JSON data.
        type (Literal["tool_search_call"] = "tool_search_call"): What kind it is.
        encrypted_content (str | None = None): Content that only the provider can read.
        id (str | None = None): The id.
        call_id (str | None = None): The id of the call, which its output names too.
        status (str | None = None): The state that it is in.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["tool_search_call"] = "tool_search_call"
    """What kind it is."""
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    id: Omittable[str] = None
    """The id."""
    call_id: Annotated[str | None, wire_name("call_id")] = None
    """The id of the call, which its output names too."""
    status: Omittable[str] = None
    """The state that it is in."""
    execution: str
    """Who runs the search."""
    arguments: Any
    """The arguments of the call, as JSON data."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class FunctionCallOutputResponseItem(WireModel):
    """The `function_call_output` variant of `ResponseItem`.

    Attributes:
        output (FunctionCallOutputBody): The output.
        type (Literal["function_call_output"] = "function_call_output"): What kind it is.
        id (str | None = None): The id.
        call_id (str | None = None): The id of the call, which its output names too.
        name (str | None = None): The name.
        namespace (str | None = None): The namespace of the tool.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["function_call_output"] = "function_call_output"
    """What kind it is."""
    id: Omittable[str] = None
    """The id."""
    call_id: Annotated[Omittable[str], wire_name("call_id")] = None
    """The id of the call, which its output names too."""
    name: Omittable[str] = None
    """The name."""
    namespace: Omittable[str] = None
    """The namespace of the tool."""
    output: FunctionCallOutputBody
    """The output."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class CustomToolCallResponseItem(WireModel):
    """The `custom_tool_call` variant of `ResponseItem`.

    Attributes:
        call_id (str): The id of the call, which its output names too.
        name (str): The name.
        input (str): The input of the tool, as text.
        type (Literal["custom_tool_call"] = "custom_tool_call"): What kind it is.
        encrypted_content (str | None = None): Content that only the provider can read.
        id (str | None = None): The id.
        status (str | None = None): The state that it is in.
        namespace (str | None = None): The namespace of the tool.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["custom_tool_call"] = "custom_tool_call"
    """What kind it is."""
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    id: Omittable[str] = None
    """The id."""
    status: Omittable[str] = None
    """The state that it is in."""
    call_id: Annotated[str, wire_name("call_id")]
    """The id of the call, which its output names too."""
    name: str
    """The name."""
    namespace: Omittable[str] = None
    """The namespace of the tool."""
    input: str
    """The input of the tool, as text."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class CustomToolCallOutputResponseItem(WireModel):
    """The `custom_tool_call_output` variant of `ResponseItem`.

    Attributes:
        call_id (str): The id of the call, which its output names too.
        output (FunctionCallOutputBody): The output.
        type (Literal["custom_tool_call_output"] = "custom_tool_call_output"): What kind it is.
        id (str | None = None): The id.
        name (str | None = None): The name.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["custom_tool_call_output"] = "custom_tool_call_output"
    """What kind it is."""
    id: Omittable[str] = None
    """The id."""
    call_id: Annotated[str, wire_name("call_id")]
    """The id of the call, which its output names too."""
    name: Omittable[str] = None
    """The name."""
    output: FunctionCallOutputBody
    """The output."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class ToolSearchOutputResponseItem(WireModel):
    """The `tool_search_output` variant of `ResponseItem`.

    Attributes:
        status (str): The state that it is in.
        execution (str): Who runs the search.
        tools (list[Any]): The tools.
        type (Literal["tool_search_output"] = "tool_search_output"): What kind it is.
        id (str | None = None): The id.
        call_id (str | None = None): The id of the call, which its output names too.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["tool_search_output"] = "tool_search_output"
    """What kind it is."""
    id: Omittable[str] = None
    """The id."""
    call_id: Annotated[str | None, wire_name("call_id")] = None
    """The id of the call, which its output names too."""
    status: str
    """The state that it is in."""
    execution: str
    """Who runs the search."""
    tools: list[Any]
    """The tools."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class WebSearchCallResponseItem(WireModel):
    """The `web_search_call` variant of `ResponseItem`.

    Attributes:
        type (Literal["web_search_call"] = "web_search_call"): What kind it is.
        encrypted_content (str | None = None): Content that only the provider can read.
        id (str | None = None): The id.
        status (str | None = None): The state that it is in.
        action (ResponsesApiWebSearchAction | None = None): What was done: a search, a page opened, a text looked
            for.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["web_search_call"] = "web_search_call"
    """What kind it is."""
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    id: Omittable[str] = None
    """The id."""
    status: Omittable[str] = None
    """The state that it is in."""
    action: Omittable[ResponsesApiWebSearchAction] = None
    """What was done: a search, a page opened, a text looked for."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class ImageGenerationCallResponseItem(WireModel):
    """The `image_generation_call` variant of `ResponseItem`.

    Attributes:
        status (str): The state that it is in.
        result (str): The result; None: there is none yet.
        type (Literal["image_generation_call"] = "image_generation_call"): What kind it is.
        encrypted_content (str | None = None): Content that only the provider can read.
        id (str | None = None): The id.
        revised_prompt (str | None = None): The prompt as the provider changed it.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["image_generation_call"] = "image_generation_call"
    """What kind it is."""
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    id: Omittable[str] = None
    """The id."""
    status: str
    """The state that it is in."""
    revised_prompt: Annotated[Omittable[str], wire_name("revised_prompt")] = None
    """The prompt as the provider changed it."""
    result: str
    """The result; None: there is none yet."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class CompactionResponseItem(WireModel):
    """The `compaction` variant of `ResponseItem`.

    Attributes:
        encrypted_content (str): Content that only the provider can read.
        type (Literal["compaction"] = "compaction"): What kind it is.
        id (str | None = None): The id.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["compaction"] = "compaction"
    """What kind it is."""
    id: Omittable[str] = None
    """The id."""
    encrypted_content: Annotated[str, wire_name("encrypted_content")]
    """Content that only the provider can read."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class ConfigurationUpdateResponseItem(WireModel):
    """The `configuration_update` variant of `ResponseItem`.

    Attributes:
        reasoning (ConfigurationReasoning): Settings about reasoning.
        type (Literal["configuration_update"] = "configuration_update"): What kind it is.
    """

    type: Literal["configuration_update"] = "configuration_update"
    """What kind it is."""
    reasoning: ConfigurationReasoning
    """Settings about reasoning."""

class CompactionTriggerResponseItem(WireModel):
    """The `compaction_trigger` variant of `ResponseItem`.

    Attributes:
        type (Literal["compaction_trigger"] = "compaction_trigger"): What kind it is.
    """

    type: Literal["compaction_trigger"] = "compaction_trigger"
    """What kind it is."""

class ContextCompactionResponseItem(WireModel):
    """The `context_compaction` variant of `ResponseItem`.

    Attributes:
        type (Literal["context_compaction"] = "context_compaction"): What kind it is.
        id (str | None = None): The id.
        encrypted_content (str | None = None): Content that only the provider can read.
        internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
            the provider's, which is sent back as it came.
    """

    type: Literal["context_compaction"] = "context_compaction"
    """What kind it is."""
    id: Omittable[str] = None
    """The id."""
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    """Content that only the provider can read."""
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None
    """Data of the provider's, which is sent back as it came."""

class OtherResponseItem(WireModel):
    """The `other` variant of `ResponseItem`.

    Attributes:
        type (Literal["other"] = "other"): What kind it is.
    """

    type: Literal["other"] = "other"
    """What kind it is."""

AgentMessageInputContent: TypeAlias = (
    InputTextAgentMessageInputContent | EncryptedContentAgentMessageInputContent | UnknownVariant
)

class InputTextAgentMessageInputContent(WireModel):
    """The `input_text` variant of `AgentMessageInputContent`.

    Attributes:
        text (str): The text.
        type (Literal["input_text"] = "input_text"): What kind it is.
    """

    type: Literal["input_text"] = "input_text"
    """What kind it is."""
    text: str
    """The text."""

class EncryptedContentAgentMessageInputContent(WireModel):
    """The `encrypted_content` variant of `AgentMessageInputContent`.

    Attributes:
        encrypted_content (str): Content that only the provider can read.
        type (Literal["encrypted_content"] = "encrypted_content"): What kind it is.
    """

    type: Literal["encrypted_content"] = "encrypted_content"
    """What kind it is."""
    encrypted_content: Annotated[str, wire_name("encrypted_content")]
    """Content that only the provider can read."""

class ConfigurationReasoning(WireModel):
    """Part of `ConfigurationUpdateResponseItem`.

    Attributes:
        effort (ReasoningEffort): How hard the model reasons.
    """

    effort: ReasoningEffort
    """How hard the model reasons."""

ContentItem: TypeAlias = (
    InputTextContentItem
    | InputImageContentItem
    | InputAudioContentItem
    | OutputTextContentItem
    | UnknownVariant
)

class InputTextContentItem(WireModel):
    """The `input_text` variant of `ContentItem`.

    Attributes:
        text (str): The text.
        type (Literal["input_text"] = "input_text"): What kind it is.
    """

    type: Literal["input_text"] = "input_text"
    """What kind it is."""
    text: str
    """The text."""

class InputImageContentItem(AlternativeFields):
    """The `input_image` variant of `ContentItem`, with either `image_url` or `file_id`.

    Raises:
        pydantic.ValidationError: none of them is given.

    Attributes:
        type (Literal["input_image"] = "input_image"): What kind it is.
        detail (ImageDetail | None = None): How closely images are looked at.
        image_url (str | None = None): The image, as a URL; it may hold the data itself.
        file_id (str | None = None): The id of a file that the provider keeps.
    """

    alternatives_name = "ImageReference"
    alternatives = ("image_url", "file_id")

    type: Literal["input_image"] = "input_image"
    """What kind it is."""
    detail: Omittable[ImageDetail] = None
    """How closely images are looked at."""
    image_url: Annotated[Omittable[str], wire_name("image_url")] = None
    """The image, as a URL; it may hold the data itself."""
    file_id: Annotated[Omittable[str], wire_name("file_id")] = None
    """The id of a file that the provider keeps."""

class InputAudioContentItem(WireModel):
    """The `input_audio` variant of `ContentItem`.

    Attributes:
        audio_url (str): The audio, as a URL; it may hold the data itself.
        type (Literal["input_audio"] = "input_audio"): What kind it is.
    """

    type: Literal["input_audio"] = "input_audio"
    """What kind it is."""
    audio_url: Annotated[str, wire_name("audio_url")]
    """The audio, as a URL; it may hold the data itself."""

class OutputTextContentItem(WireModel):
    """The `output_text` variant of `ContentItem`.

    Attributes:
        text (str): The text.
        type (Literal["output_text"] = "output_text"): What kind it is.
        annotations (list[Any] | None = None): Annotations, as the peer wrote them.
        logprobs (list[Any] | None = None): Log probabilities, as the provider wrote them.
    """

    type: Literal["output_text"] = "output_text"
    """What kind it is."""
    text: str
    """The text."""
    annotations: Omittable[list[Any]] = None
    """Annotations, as the peer wrote them."""
    logprobs: Omittable[list[Any]] = None
    """Log probabilities, as the provider wrote them."""

class InternalChatMessageMetadataPassthrough(WireModel, extra="allow"):
    """Part of `MessageResponseItem` and 13 more.

    Attributes:
        turn_id (str | None = None): The turn that it is about.
    """

    turn_id: Annotated[Omittable[str], wire_name("turn_id")] = None
    """The turn that it is about."""

LocalShellAction: TypeAlias = ExecLocalShellAction | UnknownVariant

class ExecLocalShellAction(WireModel):
    """The `exec` variant of `LocalShellAction`.

    Attributes:
        command (list[str]): The command.
        type (Literal["exec"] = "exec"): What kind it is.
        timeout_ms (UInt64 | None = None): The time limit, in milliseconds.
        working_directory (str | None = None): The directory that it runs in.
        env (dict[str, str] | None = None): Environment variables; None for a value takes a variable away.
        user (str | None = None): The user that it runs as.
    """

    type: Literal["exec"] = "exec"
    """What kind it is."""
    command: list[str]
    """The command."""
    timeout_ms: Annotated[UInt64 | None, wire_name("timeout_ms")] = None
    """The time limit, in milliseconds."""
    working_directory: Annotated[str | None, wire_name("working_directory")] = None
    """The directory that it runs in."""
    env: dict[str, str] | None = None
    """Environment variables; None for a value takes a variable away."""
    user: str | None = None
    """The user that it runs as."""

LocalShellStatus: TypeAlias = Literal["completed", "in_progress", "incomplete"] | str

ReasoningItemContent: TypeAlias = (
    ReasoningTextReasoningItemContent | TextReasoningItemContent | UnknownVariant
)

class ReasoningTextReasoningItemContent(WireModel):
    """The `reasoning_text` variant of `ReasoningItemContent`.

    Attributes:
        text (str): The text.
        type (Literal["reasoning_text"] = "reasoning_text"): What kind it is.
    """

    type: Literal["reasoning_text"] = "reasoning_text"
    """What kind it is."""
    text: str
    """The text."""

class TextReasoningItemContent(WireModel):
    """The `text` variant of `ReasoningItemContent`.

    Attributes:
        text (str): The text.
        type (Literal["text"] = "text"): What kind it is.
    """

    type: Literal["text"] = "text"
    """What kind it is."""
    text: str
    """The text."""

ReasoningItemReasoningSummary: TypeAlias = SummaryTextReasoningItemReasoningSummary | UnknownVariant

class SummaryTextReasoningItemReasoningSummary(WireModel):
    """The `summary_text` variant of `ReasoningItemReasoningSummary`.

    Attributes:
        text (str): The text.
        type (Literal["summary_text"] = "summary_text"): What kind it is.
    """

    type: Literal["summary_text"] = "summary_text"
    """What kind it is."""
    text: str
    """The text."""

ResponsesApiWebSearchAction: TypeAlias = (
    SearchResponsesApiWebSearchAction
    | OpenPageResponsesApiWebSearchAction
    | FindInPageResponsesApiWebSearchAction
    | OtherResponsesApiWebSearchAction
    | UnknownVariant
)

class SearchResponsesApiWebSearchAction(WireModel):
    """The `search` variant of `ResponsesApiWebSearchAction`.

    Attributes:
        type (Literal["search"] = "search"): What kind it is.
        query (str | None = None): What is searched for.
        queries (list[str] | None = None): What is searched for, where it is more than one thing.
    """

    type: Literal["search"] = "search"
    """What kind it is."""
    query: Omittable[str] = None
    """What is searched for."""
    queries: Omittable[list[str]] = None
    """What is searched for, where it is more than one thing."""

class OpenPageResponsesApiWebSearchAction(WireModel):
    """The `open_page` variant of `ResponsesApiWebSearchAction`.

    Attributes:
        type (Literal["open_page"] = "open_page"): What kind it is.
        url (str | None = None): The URL.
    """

    type: Literal["open_page"] = "open_page"
    """What kind it is."""
    url: Omittable[str] = None
    """The URL."""

class FindInPageResponsesApiWebSearchAction(WireModel):
    """The `find_in_page` variant of `ResponsesApiWebSearchAction`.

    Attributes:
        type (Literal["find_in_page"] = "find_in_page"): What kind it is.
        url (str | None = None): The URL.
        pattern (str | None = None): The pattern.
    """

    type: Literal["find_in_page"] = "find_in_page"
    """What kind it is."""
    url: Omittable[str] = None
    """The URL."""
    pattern: Omittable[str] = None
    """The pattern."""

class OtherResponsesApiWebSearchAction(WireModel):
    """The `other` variant of `ResponsesApiWebSearchAction`.

    Attributes:
        type (Literal["other"] = "other"): What kind it is.
    """

    type: Literal["other"] = "other"
    """What kind it is."""

class RawResponseItemCompletedNotification(Notification):
    """Params of the `rawResponseItem/completed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item (ResponseItem): The item.
    """

    method = "rawResponseItem/completed"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item: ResponseItem
    """The item."""

class RawResponseCompletedNotification(Notification):
    """Params of the `rawResponse/completed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        response_id (str): The id of the answer, of the model's provider.
        usage (TokenUsageBreakdown | None = None): The tokens of this request.
        usage_metadata (ResponseUsageMetadata | None = None): More about the usage, of the provider.
    """

    method = "rawResponse/completed"

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    response_id: str
    """The id of the answer, of the model's provider."""
    usage: TokenUsageBreakdown | None = None
    """The tokens of this request."""
    usage_metadata: ResponseUsageMetadata | None = None
    """More about the usage, of the provider."""

class ResponseUsageMetadata(WireModel):
    """Part of `RawResponseCompletedNotification`.

    Attributes:
        amount (str | None = None): The amount, as text.
        metadata (Any = None): The metadata of the provider.
    """

    amount: str | None = None
    """The amount, as text."""
    metadata: Any = None
    """The metadata of the provider."""
