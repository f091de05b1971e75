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
    """The `input_text` variant of `FunctionCallOutputContentItem`."""

    type: Literal["input_text"] = "input_text"
    text: str

class InputImageFunctionCallOutputContentItem(AlternativeFields):
    """The `input_image` variant of `FunctionCallOutputContentItem`, with either `image_url` or `file_id`.

    Raises:
        pydantic.ValidationError: none of them is given.
    """

    alternatives_name = "ImageReference"
    alternatives = ("image_url", "file_id")

    type: Literal["input_image"] = "input_image"
    detail: Omittable[ImageDetail] = None
    image_url: Annotated[Omittable[str], wire_name("image_url")] = None
    file_id: Annotated[Omittable[str], wire_name("file_id")] = None

class InputAudioFunctionCallOutputContentItem(WireModel):
    """The `input_audio` variant of `FunctionCallOutputContentItem`."""

    type: Literal["input_audio"] = "input_audio"
    audio_url: Annotated[str, wire_name("audio_url")]

class EncryptedContentFunctionCallOutputContentItem(WireModel):
    """The `encrypted_content` variant of `FunctionCallOutputContentItem`."""

    type: Literal["encrypted_content"] = "encrypted_content"
    encrypted_content: Annotated[str, wire_name("encrypted_content")]

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
    """The `additional_tools` variant of `ResponseItem`."""

    type: Literal["additional_tools"] = "additional_tools"
    id: Omittable[str] = None
    role: str
    tools: list[Any]

class MessageResponseItem(WireModel):
    """The `message` variant of `ResponseItem`."""

    type: Literal["message"] = "message"
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    status: Omittable[str] = None
    id: Omittable[str] = None
    role: str
    content: list[ContentItem]
    phase: Omittable[MessagePhase] = None
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class AgentMessageResponseItem(WireModel):
    """The `agent_message` variant of `ResponseItem`."""

    type: Literal["agent_message"] = "agent_message"
    id: Omittable[str] = None
    author: str
    recipient: str
    content: list[AgentMessageInputContent]
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class ReasoningResponseItem(WireModel):
    """The `reasoning` variant of `ResponseItem`."""

    type: Literal["reasoning"] = "reasoning"
    id: Omittable[str] = None
    summary: list[ReasoningItemReasoningSummary]
    content: Omittable[list[ReasoningItemContent]] = None
    encrypted_content: Annotated[str | None, wire_name("encrypted_content")] = None
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class LocalShellCallResponseItem(WireModel):
    """The `local_shell_call` variant of `ResponseItem`."""

    type: Literal["local_shell_call"] = "local_shell_call"
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    id: Omittable[str] = None
    call_id: Annotated[str | None, wire_name("call_id")] = None
    status: LocalShellStatus
    action: LocalShellAction
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class FunctionCallResponseItem(WireModel):
    """The `function_call` variant of `ResponseItem`."""

    type: Literal["function_call"] = "function_call"
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    status: Omittable[str] = None
    id: Omittable[str] = None
    name: str
    namespace: Omittable[str] = None
    arguments: str
    encrypted_function_args: Annotated[Omittable[list[str]], wire_name("encrypted_function_args")] = None
    call_id: Annotated[str, wire_name("call_id")]
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class ToolSearchCallResponseItem(WireModel):
    """The `tool_search_call` variant of `ResponseItem`."""

    type: Literal["tool_search_call"] = "tool_search_call"
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    id: Omittable[str] = None
    call_id: Annotated[str | None, wire_name("call_id")] = None
    status: Omittable[str] = None
    execution: str
    arguments: Any
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class FunctionCallOutputResponseItem(WireModel):
    """The `function_call_output` variant of `ResponseItem`."""

    type: Literal["function_call_output"] = "function_call_output"
    id: Omittable[str] = None
    call_id: Annotated[Omittable[str], wire_name("call_id")] = None
    name: Omittable[str] = None
    namespace: Omittable[str] = None
    output: FunctionCallOutputBody
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class CustomToolCallResponseItem(WireModel):
    """The `custom_tool_call` variant of `ResponseItem`."""

    type: Literal["custom_tool_call"] = "custom_tool_call"
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    id: Omittable[str] = None
    status: Omittable[str] = None
    call_id: Annotated[str, wire_name("call_id")]
    name: str
    namespace: Omittable[str] = None
    input: str
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class CustomToolCallOutputResponseItem(WireModel):
    """The `custom_tool_call_output` variant of `ResponseItem`."""

    type: Literal["custom_tool_call_output"] = "custom_tool_call_output"
    id: Omittable[str] = None
    call_id: Annotated[str, wire_name("call_id")]
    name: Omittable[str] = None
    output: FunctionCallOutputBody
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class ToolSearchOutputResponseItem(WireModel):
    """The `tool_search_output` variant of `ResponseItem`."""

    type: Literal["tool_search_output"] = "tool_search_output"
    id: Omittable[str] = None
    call_id: Annotated[str | None, wire_name("call_id")] = None
    status: str
    execution: str
    tools: list[Any]
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class WebSearchCallResponseItem(WireModel):
    """The `web_search_call` variant of `ResponseItem`."""

    type: Literal["web_search_call"] = "web_search_call"
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    id: Omittable[str] = None
    status: Omittable[str] = None
    action: Omittable[ResponsesApiWebSearchAction] = None
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class ImageGenerationCallResponseItem(WireModel):
    """The `image_generation_call` variant of `ResponseItem`."""

    type: Literal["image_generation_call"] = "image_generation_call"
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    id: Omittable[str] = None
    status: str
    revised_prompt: Annotated[Omittable[str], wire_name("revised_prompt")] = None
    result: str
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class CompactionResponseItem(WireModel):
    """The `compaction` variant of `ResponseItem`."""

    type: Literal["compaction"] = "compaction"
    id: Omittable[str] = None
    encrypted_content: Annotated[str, wire_name("encrypted_content")]
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class ConfigurationUpdateResponseItem(WireModel):
    """The `configuration_update` variant of `ResponseItem`."""

    type: Literal["configuration_update"] = "configuration_update"
    reasoning: ConfigurationReasoning

class CompactionTriggerResponseItem(WireModel):
    """The `compaction_trigger` variant of `ResponseItem`."""

    type: Literal["compaction_trigger"] = "compaction_trigger"

class ContextCompactionResponseItem(WireModel):
    """The `context_compaction` variant of `ResponseItem`."""

    type: Literal["context_compaction"] = "context_compaction"
    id: Omittable[str] = None
    encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
    internal_chat_message_metadata_passthrough: Annotated[
        Omittable[InternalChatMessageMetadataPassthrough],
        wire_name("internal_chat_message_metadata_passthrough"),
    ] = None

class OtherResponseItem(WireModel):
    """The `other` variant of `ResponseItem`."""

    type: Literal["other"] = "other"

AgentMessageInputContent: TypeAlias = (
    InputTextAgentMessageInputContent | EncryptedContentAgentMessageInputContent | UnknownVariant
)

class InputTextAgentMessageInputContent(WireModel):
    """The `input_text` variant of `AgentMessageInputContent`."""

    type: Literal["input_text"] = "input_text"
    text: str

class EncryptedContentAgentMessageInputContent(WireModel):
    """The `encrypted_content` variant of `AgentMessageInputContent`."""

    type: Literal["encrypted_content"] = "encrypted_content"
    encrypted_content: Annotated[str, wire_name("encrypted_content")]

class ConfigurationReasoning(WireModel):
    """Part of `ConfigurationUpdateResponseItem`."""

    effort: ReasoningEffort

ContentItem: TypeAlias = (
    InputTextContentItem
    | InputImageContentItem
    | InputAudioContentItem
    | OutputTextContentItem
    | UnknownVariant
)

class InputTextContentItem(WireModel):
    """The `input_text` variant of `ContentItem`."""

    type: Literal["input_text"] = "input_text"
    text: str

class InputImageContentItem(AlternativeFields):
    """The `input_image` variant of `ContentItem`, with either `image_url` or `file_id`.

    Raises:
        pydantic.ValidationError: none of them is given.
    """

    alternatives_name = "ImageReference"
    alternatives = ("image_url", "file_id")

    type: Literal["input_image"] = "input_image"
    detail: Omittable[ImageDetail] = None
    image_url: Annotated[Omittable[str], wire_name("image_url")] = None
    file_id: Annotated[Omittable[str], wire_name("file_id")] = None

class InputAudioContentItem(WireModel):
    """The `input_audio` variant of `ContentItem`."""

    type: Literal["input_audio"] = "input_audio"
    audio_url: Annotated[str, wire_name("audio_url")]

class OutputTextContentItem(WireModel):
    """The `output_text` variant of `ContentItem`."""

    type: Literal["output_text"] = "output_text"
    text: str
    annotations: Omittable[list[Any]] = None
    logprobs: Omittable[list[Any]] = None

class InternalChatMessageMetadataPassthrough(WireModel, extra="allow"):
    """Part of `MessageResponseItem` and 13 more."""

    turn_id: Annotated[Omittable[str], wire_name("turn_id")] = None

LocalShellAction: TypeAlias = ExecLocalShellAction | UnknownVariant

class ExecLocalShellAction(WireModel):
    """The `exec` variant of `LocalShellAction`."""

    type: Literal["exec"] = "exec"
    command: list[str]
    timeout_ms: Annotated[UInt64 | None, wire_name("timeout_ms")] = None
    working_directory: Annotated[str | None, wire_name("working_directory")] = None
    env: dict[str, str] | None = None
    user: str | None = None

LocalShellStatus: TypeAlias = Literal["completed", "in_progress", "incomplete"] | str

ReasoningItemContent: TypeAlias = (
    ReasoningTextReasoningItemContent | TextReasoningItemContent | UnknownVariant
)

class ReasoningTextReasoningItemContent(WireModel):
    """The `reasoning_text` variant of `ReasoningItemContent`."""

    type: Literal["reasoning_text"] = "reasoning_text"
    text: str

class TextReasoningItemContent(WireModel):
    """The `text` variant of `ReasoningItemContent`."""

    type: Literal["text"] = "text"
    text: str

ReasoningItemReasoningSummary: TypeAlias = SummaryTextReasoningItemReasoningSummary | UnknownVariant

class SummaryTextReasoningItemReasoningSummary(WireModel):
    """The `summary_text` variant of `ReasoningItemReasoningSummary`."""

    type: Literal["summary_text"] = "summary_text"
    text: str

ResponsesApiWebSearchAction: TypeAlias = (
    SearchResponsesApiWebSearchAction
    | OpenPageResponsesApiWebSearchAction
    | FindInPageResponsesApiWebSearchAction
    | OtherResponsesApiWebSearchAction
    | UnknownVariant
)

class SearchResponsesApiWebSearchAction(WireModel):
    """The `search` variant of `ResponsesApiWebSearchAction`."""

    type: Literal["search"] = "search"
    query: Omittable[str] = None
    queries: Omittable[list[str]] = None

class OpenPageResponsesApiWebSearchAction(WireModel):
    """The `open_page` variant of `ResponsesApiWebSearchAction`."""

    type: Literal["open_page"] = "open_page"
    url: Omittable[str] = None

class FindInPageResponsesApiWebSearchAction(WireModel):
    """The `find_in_page` variant of `ResponsesApiWebSearchAction`."""

    type: Literal["find_in_page"] = "find_in_page"
    url: Omittable[str] = None
    pattern: Omittable[str] = None

class OtherResponsesApiWebSearchAction(WireModel):
    """The `other` variant of `ResponsesApiWebSearchAction`."""

    type: Literal["other"] = "other"

class RawResponseItemCompletedNotification(Notification):
    """Params of the `rawResponseItem/completed` notification."""

    method = "rawResponseItem/completed"

    thread_id: str
    turn_id: str
    item: ResponseItem

class RawResponseCompletedNotification(Notification):
    """Params of the `rawResponse/completed` notification."""

    method = "rawResponse/completed"

    thread_id: str
    turn_id: str
    response_id: str
    usage: TokenUsageBreakdown | None = None
    usage_metadata: ResponseUsageMetadata | None = None

class ResponseUsageMetadata(WireModel):
    """Part of `RawResponseCompletedNotification`."""

    amount: str | None = None
    metadata: Any = None
