"""What runs of `response_item.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import AlternativeFields, WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.messages import Notification
from appserver.protocol._support.scalars import NonEmptyEffort, OpenEnum, UInt64
from appserver.protocol._support.variants import TaggedUnion, Untagged

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


def _ReasoningEffort():
    return NonEmptyEffort


def _FunctionCallOutputBody():
    return Annotated[str | list[p.FunctionCallOutputContentItem], Untagged("FunctionCallOutputBody")]


def _FunctionCallOutputContentItem():
    return Annotated[
        Any,
        TaggedUnion(
            "FunctionCallOutputContentItem",
            "type",
            {
                "input_text": "InputTextFunctionCallOutputContentItem",
                "input_image": "InputImageFunctionCallOutputContentItem",
                "input_audio": "InputAudioFunctionCallOutputContentItem",
                "encrypted_content": "EncryptedContentFunctionCallOutputContentItem",
            },
        ),
    ]


def _InputTextFunctionCallOutputContentItem():
    class InputTextFunctionCallOutputContentItem(WireModel):
        """The `input_text` variant of `FunctionCallOutputContentItem`."""

        type: Literal["input_text"] = "input_text"
        text: str

    return InputTextFunctionCallOutputContentItem


def _InputImageFunctionCallOutputContentItem():
    class InputImageFunctionCallOutputContentItem(AlternativeFields):
        """The `input_image` variant of `FunctionCallOutputContentItem`, with either `image_url` or `file_id`.

        Raises:
            pydantic.ValidationError: none of them is given.
        """

        alternatives_name = "ImageReference"
        alternatives = ("image_url", "file_id")

        type: Literal["input_image"] = "input_image"
        detail: Omittable[p.ImageDetail] = None
        image_url: Annotated[Omittable[str], wire_name("image_url")] = None
        file_id: Annotated[Omittable[str], wire_name("file_id")] = None

    return InputImageFunctionCallOutputContentItem


def _InputAudioFunctionCallOutputContentItem():
    class InputAudioFunctionCallOutputContentItem(WireModel):
        """The `input_audio` variant of `FunctionCallOutputContentItem`."""

        type: Literal["input_audio"] = "input_audio"
        audio_url: Annotated[str, wire_name("audio_url")]

    return InputAudioFunctionCallOutputContentItem


def _EncryptedContentFunctionCallOutputContentItem():
    class EncryptedContentFunctionCallOutputContentItem(WireModel):
        """The `encrypted_content` variant of `FunctionCallOutputContentItem`."""

        type: Literal["encrypted_content"] = "encrypted_content"
        encrypted_content: Annotated[str, wire_name("encrypted_content")]

    return EncryptedContentFunctionCallOutputContentItem


def _MessagePhase():
    return Annotated[Literal["commentary", "partial_answer", "final_answer"] | str, OpenEnum()]


def _ResponseItem():
    return Annotated[
        Any,
        TaggedUnion(
            "ResponseItem",
            "type",
            {
                "additional_tools": "AdditionalToolsResponseItem",
                "message": "MessageResponseItem",
                "agent_message": "AgentMessageResponseItem",
                "reasoning": "ReasoningResponseItem",
                "local_shell_call": "LocalShellCallResponseItem",
                "function_call": "FunctionCallResponseItem",
                "tool_search_call": "ToolSearchCallResponseItem",
                "function_call_output": "FunctionCallOutputResponseItem",
                "custom_tool_call": "CustomToolCallResponseItem",
                "custom_tool_call_output": "CustomToolCallOutputResponseItem",
                "tool_search_output": "ToolSearchOutputResponseItem",
                "web_search_call": "WebSearchCallResponseItem",
                "image_generation_call": "ImageGenerationCallResponseItem",
                "compaction": "CompactionResponseItem",
                "configuration_update": "ConfigurationUpdateResponseItem",
                "compaction_trigger": "CompactionTriggerResponseItem",
                "context_compaction": "ContextCompactionResponseItem",
                "other": "OtherResponseItem",
            },
        ),
    ]


def _AdditionalToolsResponseItem():
    class AdditionalToolsResponseItem(WireModel):
        """The `additional_tools` variant of `ResponseItem`."""

        type: Literal["additional_tools"] = "additional_tools"
        id: Omittable[str] = None
        role: str
        tools: list[Any]

    return AdditionalToolsResponseItem


def _MessageResponseItem():
    class MessageResponseItem(WireModel):
        """The `message` variant of `ResponseItem`."""

        type: Literal["message"] = "message"
        encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
        status: Omittable[str] = None
        id: Omittable[str] = None
        role: str
        content: list[p.ContentItem]
        phase: Omittable[p.MessagePhase] = None
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return MessageResponseItem


def _AgentMessageResponseItem():
    class AgentMessageResponseItem(WireModel):
        """The `agent_message` variant of `ResponseItem`."""

        type: Literal["agent_message"] = "agent_message"
        id: Omittable[str] = None
        author: str
        recipient: str
        content: list[p.AgentMessageInputContent]
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return AgentMessageResponseItem


def _ReasoningResponseItem():
    class ReasoningResponseItem(WireModel):
        """The `reasoning` variant of `ResponseItem`."""

        type: Literal["reasoning"] = "reasoning"
        id: Omittable[str] = None
        summary: list[p.ReasoningItemReasoningSummary]
        content: Omittable[list[p.ReasoningItemContent]] = None
        encrypted_content: Annotated[str | None, wire_name("encrypted_content")] = None
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return ReasoningResponseItem


def _LocalShellCallResponseItem():
    class LocalShellCallResponseItem(WireModel):
        """The `local_shell_call` variant of `ResponseItem`."""

        type: Literal["local_shell_call"] = "local_shell_call"
        encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
        id: Omittable[str] = None
        call_id: Annotated[str | None, wire_name("call_id")] = None
        status: p.LocalShellStatus
        action: p.LocalShellAction
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return LocalShellCallResponseItem


def _FunctionCallResponseItem():
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
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return FunctionCallResponseItem


def _ToolSearchCallResponseItem():
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
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return ToolSearchCallResponseItem


def _FunctionCallOutputResponseItem():
    class FunctionCallOutputResponseItem(WireModel):
        """The `function_call_output` variant of `ResponseItem`."""

        type: Literal["function_call_output"] = "function_call_output"
        id: Omittable[str] = None
        call_id: Annotated[Omittable[str], wire_name("call_id")] = None
        name: Omittable[str] = None
        namespace: Omittable[str] = None
        output: p.FunctionCallOutputBody
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return FunctionCallOutputResponseItem


def _CustomToolCallResponseItem():
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
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return CustomToolCallResponseItem


def _CustomToolCallOutputResponseItem():
    class CustomToolCallOutputResponseItem(WireModel):
        """The `custom_tool_call_output` variant of `ResponseItem`."""

        type: Literal["custom_tool_call_output"] = "custom_tool_call_output"
        id: Omittable[str] = None
        call_id: Annotated[str, wire_name("call_id")]
        name: Omittable[str] = None
        output: p.FunctionCallOutputBody
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return CustomToolCallOutputResponseItem


def _ToolSearchOutputResponseItem():
    class ToolSearchOutputResponseItem(WireModel):
        """The `tool_search_output` variant of `ResponseItem`."""

        type: Literal["tool_search_output"] = "tool_search_output"
        id: Omittable[str] = None
        call_id: Annotated[str | None, wire_name("call_id")] = None
        status: str
        execution: str
        tools: list[Any]
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return ToolSearchOutputResponseItem


def _WebSearchCallResponseItem():
    class WebSearchCallResponseItem(WireModel):
        """The `web_search_call` variant of `ResponseItem`."""

        type: Literal["web_search_call"] = "web_search_call"
        encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
        id: Omittable[str] = None
        status: Omittable[str] = None
        action: Omittable[p.ResponsesApiWebSearchAction] = None
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return WebSearchCallResponseItem


def _ImageGenerationCallResponseItem():
    class ImageGenerationCallResponseItem(WireModel):
        """The `image_generation_call` variant of `ResponseItem`."""

        type: Literal["image_generation_call"] = "image_generation_call"
        encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
        id: Omittable[str] = None
        status: str
        revised_prompt: Annotated[Omittable[str], wire_name("revised_prompt")] = None
        result: str
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return ImageGenerationCallResponseItem


def _CompactionResponseItem():
    class CompactionResponseItem(WireModel):
        """The `compaction` variant of `ResponseItem`."""

        type: Literal["compaction"] = "compaction"
        id: Omittable[str] = None
        encrypted_content: Annotated[str, wire_name("encrypted_content")]
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return CompactionResponseItem


def _ConfigurationUpdateResponseItem():
    class ConfigurationUpdateResponseItem(WireModel):
        """The `configuration_update` variant of `ResponseItem`."""

        type: Literal["configuration_update"] = "configuration_update"
        reasoning: p.ConfigurationReasoning

    return ConfigurationUpdateResponseItem


def _CompactionTriggerResponseItem():
    class CompactionTriggerResponseItem(WireModel):
        """The `compaction_trigger` variant of `ResponseItem`."""

        type: Literal["compaction_trigger"] = "compaction_trigger"

    return CompactionTriggerResponseItem


def _ContextCompactionResponseItem():
    class ContextCompactionResponseItem(WireModel):
        """The `context_compaction` variant of `ResponseItem`."""

        type: Literal["context_compaction"] = "context_compaction"
        id: Omittable[str] = None
        encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return ContextCompactionResponseItem


def _OtherResponseItem():
    class OtherResponseItem(WireModel):
        """The `other` variant of `ResponseItem`."""

        type: Literal["other"] = "other"

    return OtherResponseItem


def _AgentMessageInputContent():
    return Annotated[
        Any,
        TaggedUnion(
            "AgentMessageInputContent",
            "type",
            {
                "input_text": "InputTextAgentMessageInputContent",
                "encrypted_content": "EncryptedContentAgentMessageInputContent",
            },
        ),
    ]


def _InputTextAgentMessageInputContent():
    class InputTextAgentMessageInputContent(WireModel):
        """The `input_text` variant of `AgentMessageInputContent`."""

        type: Literal["input_text"] = "input_text"
        text: str

    return InputTextAgentMessageInputContent


def _EncryptedContentAgentMessageInputContent():
    class EncryptedContentAgentMessageInputContent(WireModel):
        """The `encrypted_content` variant of `AgentMessageInputContent`."""

        type: Literal["encrypted_content"] = "encrypted_content"
        encrypted_content: Annotated[str, wire_name("encrypted_content")]

    return EncryptedContentAgentMessageInputContent


def _ConfigurationReasoning():
    class ConfigurationReasoning(WireModel):
        """Part of `ConfigurationUpdateResponseItem`."""

        effort: p.ReasoningEffort

    return ConfigurationReasoning


def _ContentItem():
    return Annotated[
        Any,
        TaggedUnion(
            "ContentItem",
            "type",
            {
                "input_text": "InputTextContentItem",
                "input_image": "InputImageContentItem",
                "input_audio": "InputAudioContentItem",
                "output_text": "OutputTextContentItem",
            },
        ),
    ]


def _InputTextContentItem():
    class InputTextContentItem(WireModel):
        """The `input_text` variant of `ContentItem`."""

        type: Literal["input_text"] = "input_text"
        text: str

    return InputTextContentItem


def _InputImageContentItem():
    class InputImageContentItem(AlternativeFields):
        """The `input_image` variant of `ContentItem`, with either `image_url` or `file_id`.

        Raises:
            pydantic.ValidationError: none of them is given.
        """

        alternatives_name = "ImageReference"
        alternatives = ("image_url", "file_id")

        type: Literal["input_image"] = "input_image"
        detail: Omittable[p.ImageDetail] = None
        image_url: Annotated[Omittable[str], wire_name("image_url")] = None
        file_id: Annotated[Omittable[str], wire_name("file_id")] = None

    return InputImageContentItem


def _InputAudioContentItem():
    class InputAudioContentItem(WireModel):
        """The `input_audio` variant of `ContentItem`."""

        type: Literal["input_audio"] = "input_audio"
        audio_url: Annotated[str, wire_name("audio_url")]

    return InputAudioContentItem


def _OutputTextContentItem():
    class OutputTextContentItem(WireModel):
        """The `output_text` variant of `ContentItem`."""

        type: Literal["output_text"] = "output_text"
        text: str
        annotations: Omittable[list[Any]] = None
        logprobs: Omittable[list[Any]] = None

    return OutputTextContentItem


def _InternalChatMessageMetadataPassthrough():
    class InternalChatMessageMetadataPassthrough(WireModel, extra="allow"):
        """Part of `MessageResponseItem` and 13 more."""

        turn_id: Annotated[Omittable[str], wire_name("turn_id")] = None

    return InternalChatMessageMetadataPassthrough


def _LocalShellAction():
    return Annotated[Any, TaggedUnion("LocalShellAction", "type", {"exec": "ExecLocalShellAction"})]


def _ExecLocalShellAction():
    class ExecLocalShellAction(WireModel):
        """The `exec` variant of `LocalShellAction`."""

        type: Literal["exec"] = "exec"
        command: list[str]
        timeout_ms: Annotated[UInt64 | None, wire_name("timeout_ms")] = None
        working_directory: Annotated[str | None, wire_name("working_directory")] = None
        env: dict[str, str] | None = None
        user: str | None = None

    return ExecLocalShellAction


def _LocalShellStatus():
    return Annotated[Literal["completed", "in_progress", "incomplete"] | str, OpenEnum()]


def _ReasoningItemContent():
    return Annotated[
        Any,
        TaggedUnion(
            "ReasoningItemContent",
            "type",
            {"reasoning_text": "ReasoningTextReasoningItemContent", "text": "TextReasoningItemContent"},
        ),
    ]


def _ReasoningTextReasoningItemContent():
    class ReasoningTextReasoningItemContent(WireModel):
        """The `reasoning_text` variant of `ReasoningItemContent`."""

        type: Literal["reasoning_text"] = "reasoning_text"
        text: str

    return ReasoningTextReasoningItemContent


def _TextReasoningItemContent():
    class TextReasoningItemContent(WireModel):
        """The `text` variant of `ReasoningItemContent`."""

        type: Literal["text"] = "text"
        text: str

    return TextReasoningItemContent


def _ReasoningItemReasoningSummary():
    return Annotated[
        Any,
        TaggedUnion(
            "ReasoningItemReasoningSummary",
            "type",
            {"summary_text": "SummaryTextReasoningItemReasoningSummary"},
        ),
    ]


def _SummaryTextReasoningItemReasoningSummary():
    class SummaryTextReasoningItemReasoningSummary(WireModel):
        """The `summary_text` variant of `ReasoningItemReasoningSummary`."""

        type: Literal["summary_text"] = "summary_text"
        text: str

    return SummaryTextReasoningItemReasoningSummary


def _ResponsesApiWebSearchAction():
    return Annotated[
        Any,
        TaggedUnion(
            "ResponsesApiWebSearchAction",
            "type",
            {
                "search": "SearchResponsesApiWebSearchAction",
                "open_page": "OpenPageResponsesApiWebSearchAction",
                "find_in_page": "FindInPageResponsesApiWebSearchAction",
                "other": "OtherResponsesApiWebSearchAction",
            },
        ),
    ]


def _SearchResponsesApiWebSearchAction():
    class SearchResponsesApiWebSearchAction(WireModel):
        """The `search` variant of `ResponsesApiWebSearchAction`."""

        type: Literal["search"] = "search"
        query: Omittable[str] = None
        queries: Omittable[list[str]] = None

    return SearchResponsesApiWebSearchAction


def _OpenPageResponsesApiWebSearchAction():
    class OpenPageResponsesApiWebSearchAction(WireModel):
        """The `open_page` variant of `ResponsesApiWebSearchAction`."""

        type: Literal["open_page"] = "open_page"
        url: Omittable[str] = None

    return OpenPageResponsesApiWebSearchAction


def _FindInPageResponsesApiWebSearchAction():
    class FindInPageResponsesApiWebSearchAction(WireModel):
        """The `find_in_page` variant of `ResponsesApiWebSearchAction`."""

        type: Literal["find_in_page"] = "find_in_page"
        url: Omittable[str] = None
        pattern: Omittable[str] = None

    return FindInPageResponsesApiWebSearchAction


def _OtherResponsesApiWebSearchAction():
    class OtherResponsesApiWebSearchAction(WireModel):
        """The `other` variant of `ResponsesApiWebSearchAction`."""

        type: Literal["other"] = "other"

    return OtherResponsesApiWebSearchAction


def _RawResponseItemCompletedNotification():
    class RawResponseItemCompletedNotification(Notification):
        """Params of the `rawResponseItem/completed` notification."""

        method = "rawResponseItem/completed"

        thread_id: str
        turn_id: str
        item: p.ResponseItem

    return RawResponseItemCompletedNotification


def _RawResponseCompletedNotification():
    class RawResponseCompletedNotification(Notification):
        """Params of the `rawResponse/completed` notification."""

        method = "rawResponse/completed"

        thread_id: str
        turn_id: str
        response_id: str
        usage: p.TokenUsageBreakdown | None = None
        usage_metadata: p.ResponseUsageMetadata | None = None

    return RawResponseCompletedNotification


def _ResponseUsageMetadata():
    class ResponseUsageMetadata(WireModel):
        """Part of `RawResponseCompletedNotification`."""

        amount: str | None = None
        metadata: Any = None

    return ResponseUsageMetadata


__getattr__, __dir__ = lazy_names(globals())
