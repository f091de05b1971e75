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
        """The `input_text` variant of `FunctionCallOutputContentItem`.

        Attributes:
            text (str): The text.
            type (Literal["input_text"] = "input_text"): What kind it is.
        """

        type: Literal["input_text"] = "input_text"
        text: str

    return InputTextFunctionCallOutputContentItem


def _InputImageFunctionCallOutputContentItem():
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
        detail: Omittable[p.ImageDetail] = None
        image_url: Annotated[Omittable[str], wire_name("image_url")] = None
        file_id: Annotated[Omittable[str], wire_name("file_id")] = None

    return InputImageFunctionCallOutputContentItem


def _InputAudioFunctionCallOutputContentItem():
    class InputAudioFunctionCallOutputContentItem(WireModel):
        """The `input_audio` variant of `FunctionCallOutputContentItem`.

        Attributes:
            audio_url (str): The audio, as a URL; it may hold the data itself.
            type (Literal["input_audio"] = "input_audio"): What kind it is.
        """

        type: Literal["input_audio"] = "input_audio"
        audio_url: Annotated[str, wire_name("audio_url")]

    return InputAudioFunctionCallOutputContentItem


def _EncryptedContentFunctionCallOutputContentItem():
    class EncryptedContentFunctionCallOutputContentItem(WireModel):
        """The `encrypted_content` variant of `FunctionCallOutputContentItem`.

        Attributes:
            encrypted_content (str): Content that only the provider can read.
            type (Literal["encrypted_content"] = "encrypted_content"): What kind it is.
        """

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
        """The `additional_tools` variant of `ResponseItem`.

        Attributes:
            role (str): The role.
            tools (list[Any]): The tools.
            type (Literal["additional_tools"] = "additional_tools"): What kind it is.
            id (str | None = None): The id.
        """

        type: Literal["additional_tools"] = "additional_tools"
        id: Omittable[str] = None
        role: str
        tools: list[Any]

    return AdditionalToolsResponseItem


def _MessageResponseItem():
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
        """The `compaction` variant of `ResponseItem`.

        Attributes:
            encrypted_content (str): Content that only the provider can read.
            type (Literal["compaction"] = "compaction"): What kind it is.
            id (str | None = None): The id.
            internal_chat_message_metadata_passthrough (InternalChatMessageMetadataPassthrough | None = None): Data of
                the provider's, which is sent back as it came.
        """

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
        """The `configuration_update` variant of `ResponseItem`.

        Attributes:
            reasoning (ConfigurationReasoning): Settings about reasoning.
            type (Literal["configuration_update"] = "configuration_update"): What kind it is.
        """

        type: Literal["configuration_update"] = "configuration_update"
        reasoning: p.ConfigurationReasoning

    return ConfigurationUpdateResponseItem


def _CompactionTriggerResponseItem():
    class CompactionTriggerResponseItem(WireModel):
        """The `compaction_trigger` variant of `ResponseItem`.

        Attributes:
            type (Literal["compaction_trigger"] = "compaction_trigger"): What kind it is.
        """

        type: Literal["compaction_trigger"] = "compaction_trigger"

    return CompactionTriggerResponseItem


def _ContextCompactionResponseItem():
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
        id: Omittable[str] = None
        encrypted_content: Annotated[Omittable[str], wire_name("encrypted_content")] = None
        internal_chat_message_metadata_passthrough: Annotated[
            Omittable[p.InternalChatMessageMetadataPassthrough],
            wire_name("internal_chat_message_metadata_passthrough"),
        ] = None

    return ContextCompactionResponseItem


def _OtherResponseItem():
    class OtherResponseItem(WireModel):
        """The `other` variant of `ResponseItem`.

        Attributes:
            type (Literal["other"] = "other"): What kind it is.
        """

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
        """The `input_text` variant of `AgentMessageInputContent`.

        Attributes:
            text (str): The text.
            type (Literal["input_text"] = "input_text"): What kind it is.
        """

        type: Literal["input_text"] = "input_text"
        text: str

    return InputTextAgentMessageInputContent


def _EncryptedContentAgentMessageInputContent():
    class EncryptedContentAgentMessageInputContent(WireModel):
        """The `encrypted_content` variant of `AgentMessageInputContent`.

        Attributes:
            encrypted_content (str): Content that only the provider can read.
            type (Literal["encrypted_content"] = "encrypted_content"): What kind it is.
        """

        type: Literal["encrypted_content"] = "encrypted_content"
        encrypted_content: Annotated[str, wire_name("encrypted_content")]

    return EncryptedContentAgentMessageInputContent


def _ConfigurationReasoning():
    class ConfigurationReasoning(WireModel):
        """Part of `ConfigurationUpdateResponseItem`.

        Attributes:
            effort (ReasoningEffort): How hard the model reasons.
        """

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
        """The `input_text` variant of `ContentItem`.

        Attributes:
            text (str): The text.
            type (Literal["input_text"] = "input_text"): What kind it is.
        """

        type: Literal["input_text"] = "input_text"
        text: str

    return InputTextContentItem


def _InputImageContentItem():
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
        detail: Omittable[p.ImageDetail] = None
        image_url: Annotated[Omittable[str], wire_name("image_url")] = None
        file_id: Annotated[Omittable[str], wire_name("file_id")] = None

    return InputImageContentItem


def _InputAudioContentItem():
    class InputAudioContentItem(WireModel):
        """The `input_audio` variant of `ContentItem`.

        Attributes:
            audio_url (str): The audio, as a URL; it may hold the data itself.
            type (Literal["input_audio"] = "input_audio"): What kind it is.
        """

        type: Literal["input_audio"] = "input_audio"
        audio_url: Annotated[str, wire_name("audio_url")]

    return InputAudioContentItem


def _OutputTextContentItem():
    class OutputTextContentItem(WireModel):
        """The `output_text` variant of `ContentItem`.

        Attributes:
            text (str): The text.
            type (Literal["output_text"] = "output_text"): What kind it is.
            annotations (list[Any] | None = None): Annotations, as the peer wrote them.
            logprobs (list[Any] | None = None): Log probabilities, as the provider wrote them.
        """

        type: Literal["output_text"] = "output_text"
        text: str
        annotations: Omittable[list[Any]] = None
        logprobs: Omittable[list[Any]] = None

    return OutputTextContentItem


def _InternalChatMessageMetadataPassthrough():
    class InternalChatMessageMetadataPassthrough(WireModel, extra="allow"):
        """Part of `MessageResponseItem` and 13 more.

        Attributes:
            turn_id (str | None = None): The turn that it is about.
        """

        turn_id: Annotated[Omittable[str], wire_name("turn_id")] = None

    return InternalChatMessageMetadataPassthrough


def _LocalShellAction():
    return Annotated[Any, TaggedUnion("LocalShellAction", "type", {"exec": "ExecLocalShellAction"})]


def _ExecLocalShellAction():
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
        """The `reasoning_text` variant of `ReasoningItemContent`.

        Attributes:
            text (str): The text.
            type (Literal["reasoning_text"] = "reasoning_text"): What kind it is.
        """

        type: Literal["reasoning_text"] = "reasoning_text"
        text: str

    return ReasoningTextReasoningItemContent


def _TextReasoningItemContent():
    class TextReasoningItemContent(WireModel):
        """The `text` variant of `ReasoningItemContent`.

        Attributes:
            text (str): The text.
            type (Literal["text"] = "text"): What kind it is.
        """

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
        """The `summary_text` variant of `ReasoningItemReasoningSummary`.

        Attributes:
            text (str): The text.
            type (Literal["summary_text"] = "summary_text"): What kind it is.
        """

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
        """The `search` variant of `ResponsesApiWebSearchAction`.

        Attributes:
            type (Literal["search"] = "search"): What kind it is.
            query (str | None = None): What is searched for.
            queries (list[str] | None = None): What is searched for, where it is more than one thing.
        """

        type: Literal["search"] = "search"
        query: Omittable[str] = None
        queries: Omittable[list[str]] = None

    return SearchResponsesApiWebSearchAction


def _OpenPageResponsesApiWebSearchAction():
    class OpenPageResponsesApiWebSearchAction(WireModel):
        """The `open_page` variant of `ResponsesApiWebSearchAction`.

        Attributes:
            type (Literal["open_page"] = "open_page"): What kind it is.
            url (str | None = None): The URL.
        """

        type: Literal["open_page"] = "open_page"
        url: Omittable[str] = None

    return OpenPageResponsesApiWebSearchAction


def _FindInPageResponsesApiWebSearchAction():
    class FindInPageResponsesApiWebSearchAction(WireModel):
        """The `find_in_page` variant of `ResponsesApiWebSearchAction`.

        Attributes:
            type (Literal["find_in_page"] = "find_in_page"): What kind it is.
            url (str | None = None): The URL.
            pattern (str | None = None): The pattern.
        """

        type: Literal["find_in_page"] = "find_in_page"
        url: Omittable[str] = None
        pattern: Omittable[str] = None

    return FindInPageResponsesApiWebSearchAction


def _OtherResponsesApiWebSearchAction():
    class OtherResponsesApiWebSearchAction(WireModel):
        """The `other` variant of `ResponsesApiWebSearchAction`.

        Attributes:
            type (Literal["other"] = "other"): What kind it is.
        """

        type: Literal["other"] = "other"

    return OtherResponsesApiWebSearchAction


def _RawResponseItemCompletedNotification():
    class RawResponseItemCompletedNotification(Notification):
        """Params of the `rawResponseItem/completed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            item (ResponseItem): The item.
        """

        method = "rawResponseItem/completed"

        thread_id: str
        turn_id: str
        item: p.ResponseItem

    return RawResponseItemCompletedNotification


def _RawResponseCompletedNotification():
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
        turn_id: str
        response_id: str
        usage: p.TokenUsageBreakdown | None = None
        usage_metadata: p.ResponseUsageMetadata | None = None

    return RawResponseCompletedNotification


def _ResponseUsageMetadata():
    class ResponseUsageMetadata(WireModel):
        """Part of `RawResponseCompletedNotification`.

        Attributes:
            amount (str | None = None): The amount, as text.
            metadata (Any = None): The metadata of the provider.
        """

        amount: str | None = None
        metadata: Any = None

    return ResponseUsageMetadata


__getattr__, __dir__ = lazy_names(globals())
