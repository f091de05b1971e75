"""The `thread_realtime` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Any, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import UInt16, UInt32
from appserver.protocol._support.variants import UnknownVariant

__all__ = [
    "BemItemPromotedThreadRealtimeItem",
    "CodexResponseHandoffMode",
    "ConversationTextRole",
    "ExistingCallThreadRealtimeStartTransport",
    "InlineMarkdownThreadRealtimeBemItemPresentation",
    "InlineVisualizationThreadRealtimeBemItemPresentation",
    "RealtimeConversationVersion",
    "RealtimeOutputModality",
    "RealtimeSessionClosedThreadRealtimeItem",
    "RealtimeSessionStartedThreadRealtimeItem",
    "RealtimeVoice",
    "RealtimeVoicesList",
    "ThreadRealtimeAppendAudioParams",
    "ThreadRealtimeAppendAudioResponse",
    "ThreadRealtimeAppendSpeechParams",
    "ThreadRealtimeAppendSpeechResponse",
    "ThreadRealtimeAppendTextParams",
    "ThreadRealtimeAppendTextResponse",
    "ThreadRealtimeAudioChunk",
    "ThreadRealtimeBemItemPresentation",
    "ThreadRealtimeClosedNotification",
    "ThreadRealtimeErrorNotification",
    "ThreadRealtimeInitialItem",
    "ThreadRealtimeItem",
    "ThreadRealtimeItemAddedNotification",
    "ThreadRealtimeItemCompletedNotification",
    "ThreadRealtimeItemStartedNotification",
    "ThreadRealtimeItemTranscriptDeltaNotification",
    "ThreadRealtimeListVoicesParams",
    "ThreadRealtimeListVoicesResponse",
    "ThreadRealtimeOutputAudioDeltaNotification",
    "ThreadRealtimeSdpNotification",
    "ThreadRealtimeSessionOutcome",
    "ThreadRealtimeStartParams",
    "ThreadRealtimeStartResponse",
    "ThreadRealtimeStartTransport",
    "ThreadRealtimeStartedNotification",
    "ThreadRealtimeStopParams",
    "ThreadRealtimeStopResponse",
    "ThreadRealtimeTranscriptDeltaNotification",
    "ThreadRealtimeTranscriptDoneNotification",
    "ThreadRealtimeTranscriptRole",
    "TranscriptSegmentThreadRealtimeItem",
    "WebrtcThreadRealtimeStartTransport",
    "WebsocketThreadRealtimeStartTransport",
    "WholeItemThreadRealtimeBemItemPresentation",
]

class ThreadRealtimeStartResponse(WireModel):
    """Answer to `thread/realtime/start`."""

class ThreadRealtimeStartParams(RequestParams[ThreadRealtimeStartResponse]):
    """Params of `thread/realtime/start`."""

    method = "thread/realtime/start"
    response_type = ThreadRealtimeStartResponse
    experimental = True

    thread_id: str
    client_managed_handoffs: Omittable[bool] = None
    delegation_ack_filler: Omittable[bool] = None
    flush_transcript_tail_on_session_end: Omittable[bool] = None
    codex_responses_as_items: Omittable[bool] = None
    codex_response_item_prefix: Omittable[str] = None
    codex_response_handoff_mode: Omittable[CodexResponseHandoffMode] = None
    backend_reasoning_status: Flag = False
    codex_response_handoff_channel_prefixes: Omittable[dict[str, list[str]]] = None
    model: Omittable[str] = None
    output_modality: RealtimeOutputModality
    include_startup_context: Omittable[bool] = None
    initial_items: Omittable[list[ThreadRealtimeInitialItem]] = None
    realtime_start_instructions: Omittable[str] = None
    realtime_end_instructions: Omittable[str] = None
    prompt: Omittable[str] = None
    realtime_session_id: Omittable[str] = None
    transport: Omittable[ThreadRealtimeStartTransport] = None
    version: Omittable[RealtimeConversationVersion] = None
    voice: Omittable[RealtimeVoice] = None

CodexResponseHandoffMode: TypeAlias = Literal["thinking", "commentary", "bemTags"] | str

RealtimeConversationVersion: TypeAlias = Literal["v1", "v2", "v3"] | str

RealtimeOutputModality: TypeAlias = Literal["text", "audio"] | str

RealtimeVoice: TypeAlias = (
    Literal[
        "alloy",
        "arbor",
        "ash",
        "aube",
        "ballad",
        "breeze",
        "bubbie",
        "cedar",
        "coral",
        "cove",
        "echo",
        "ember",
        "haetsal",
        "hanul",
        "himari",
        "juniper",
        "leher",
        "maple",
        "marin",
        "miko",
        "neer",
        "porto",
        "rindo",
        "rio",
        "rivage",
        "sage",
        "selva",
        "shimmer",
        "sol",
        "sonna",
        "spruce",
        "tinta",
        "vale",
        "verse",
        "viola",
    ]
    | str
)

class ThreadRealtimeInitialItem(WireModel):
    """Part of `ThreadRealtimeStartParams`."""

    role: ConversationTextRole
    text: str

ConversationTextRole: TypeAlias = Literal["user", "developer", "assistant"] | str

ThreadRealtimeStartTransport: TypeAlias = (
    WebsocketThreadRealtimeStartTransport
    | WebrtcThreadRealtimeStartTransport
    | ExistingCallThreadRealtimeStartTransport
    | UnknownVariant
)

class WebsocketThreadRealtimeStartTransport(WireModel):
    """The `websocket` variant of `ThreadRealtimeStartTransport`."""

    type: Literal["websocket"] = "websocket"

class WebrtcThreadRealtimeStartTransport(WireModel):
    """The `webrtc` variant of `ThreadRealtimeStartTransport`."""

    type: Literal["webrtc"] = "webrtc"
    sdp: str

class ExistingCallThreadRealtimeStartTransport(WireModel):
    """The `existingCall` variant of `ThreadRealtimeStartTransport`."""

    type: Literal["existingCall"] = "existingCall"
    call_id: str

class ThreadRealtimeAppendAudioResponse(WireModel):
    """Answer to `thread/realtime/appendAudio`."""

class ThreadRealtimeAppendAudioParams(RequestParams[ThreadRealtimeAppendAudioResponse]):
    """Params of `thread/realtime/appendAudio`."""

    method = "thread/realtime/appendAudio"
    response_type = ThreadRealtimeAppendAudioResponse
    experimental = True

    thread_id: str
    audio: ThreadRealtimeAudioChunk

class ThreadRealtimeAudioChunk(WireModel):
    """Part of `ThreadRealtimeAppendAudioParams` and `ThreadRealtimeOutputAudioDeltaNotification`."""

    data: str
    sample_rate: UInt32
    num_channels: UInt16
    samples_per_channel: UInt32 | None = None
    item_id: str | None = None

class ThreadRealtimeAppendTextResponse(WireModel):
    """Answer to `thread/realtime/appendText`."""

class ThreadRealtimeAppendTextParams(RequestParams[ThreadRealtimeAppendTextResponse]):
    """Params of `thread/realtime/appendText`."""

    method = "thread/realtime/appendText"
    response_type = ThreadRealtimeAppendTextResponse
    experimental = True

    thread_id: str
    text: str
    role: ConversationTextRole = "user"

class ThreadRealtimeAppendSpeechResponse(WireModel):
    """Answer to `thread/realtime/appendSpeech`."""

class ThreadRealtimeAppendSpeechParams(RequestParams[ThreadRealtimeAppendSpeechResponse]):
    """Params of `thread/realtime/appendSpeech`."""

    method = "thread/realtime/appendSpeech"
    response_type = ThreadRealtimeAppendSpeechResponse
    experimental = True

    thread_id: str
    text: str

class ThreadRealtimeStopResponse(WireModel):
    """Answer to `thread/realtime/stop`."""

class ThreadRealtimeStopParams(RequestParams[ThreadRealtimeStopResponse]):
    """Params of `thread/realtime/stop`."""

    method = "thread/realtime/stop"
    response_type = ThreadRealtimeStopResponse
    experimental = True

    thread_id: str

ThreadRealtimeItem: TypeAlias = (
    RealtimeSessionStartedThreadRealtimeItem
    | TranscriptSegmentThreadRealtimeItem
    | BemItemPromotedThreadRealtimeItem
    | RealtimeSessionClosedThreadRealtimeItem
    | UnknownVariant
)

class RealtimeSessionStartedThreadRealtimeItem(WireModel):
    """The `realtimeSessionStarted` variant of `ThreadRealtimeItem`."""

    id: str
    realtime_session_id: str
    type: Literal["realtimeSessionStarted"] = "realtimeSessionStarted"

class TranscriptSegmentThreadRealtimeItem(WireModel):
    """The `transcriptSegment` variant of `ThreadRealtimeItem`."""

    id: str
    realtime_session_id: str
    type: Literal["transcriptSegment"] = "transcriptSegment"
    role: ThreadRealtimeTranscriptRole
    text: str

class BemItemPromotedThreadRealtimeItem(WireModel):
    """The `bemItemPromoted` variant of `ThreadRealtimeItem`."""

    id: str
    realtime_session_id: str
    type: Literal["bemItemPromoted"] = "bemItemPromoted"
    turn_id: str
    item_id: str
    presentation: ThreadRealtimeBemItemPresentation

class RealtimeSessionClosedThreadRealtimeItem(WireModel):
    """The `realtimeSessionClosed` variant of `ThreadRealtimeItem`."""

    id: str
    realtime_session_id: str
    type: Literal["realtimeSessionClosed"] = "realtimeSessionClosed"
    outcome: ThreadRealtimeSessionOutcome

ThreadRealtimeBemItemPresentation: TypeAlias = (
    WholeItemThreadRealtimeBemItemPresentation
    | InlineMarkdownThreadRealtimeBemItemPresentation
    | InlineVisualizationThreadRealtimeBemItemPresentation
    | UnknownVariant
)

class WholeItemThreadRealtimeBemItemPresentation(WireModel):
    """The `wholeItem` variant of `ThreadRealtimeBemItemPresentation`."""

    type: Literal["wholeItem"] = "wholeItem"

class InlineMarkdownThreadRealtimeBemItemPresentation(WireModel):
    """The `inlineMarkdown` variant of `ThreadRealtimeBemItemPresentation`."""

    type: Literal["inlineMarkdown"] = "inlineMarkdown"

class InlineVisualizationThreadRealtimeBemItemPresentation(WireModel):
    """The `inlineVisualization` variant of `ThreadRealtimeBemItemPresentation`."""

    type: Literal["inlineVisualization"] = "inlineVisualization"
    index: UInt32

ThreadRealtimeSessionOutcome: TypeAlias = Literal["ended", "failed"] | str

ThreadRealtimeTranscriptRole: TypeAlias = Literal["user", "assistant"] | str

class ThreadRealtimeListVoicesResponse(WireModel):
    """Answer to `thread/realtime/listVoices`."""

    voices: RealtimeVoicesList

class ThreadRealtimeListVoicesParams(RequestParams[ThreadRealtimeListVoicesResponse]):
    """Params of `thread/realtime/listVoices`."""

    method = "thread/realtime/listVoices"
    response_type = ThreadRealtimeListVoicesResponse
    experimental = True

class RealtimeVoicesList(WireModel):
    """Part of `ThreadRealtimeListVoicesResponse`."""

    v1: list[RealtimeVoice]
    v2: list[RealtimeVoice]
    v3: list[RealtimeVoice] = Field(default_factory=list[RealtimeVoice])
    default_v1: RealtimeVoice
    default_v2: RealtimeVoice

class ThreadRealtimeStartedNotification(Notification):
    """Params of the `thread/realtime/started` notification."""

    method = "thread/realtime/started"
    experimental = True

    thread_id: str
    realtime_session_id: str | None = None
    version: RealtimeConversationVersion

class ThreadRealtimeItemAddedNotification(Notification):
    """Params of the `thread/realtime/itemAdded` notification."""

    method = "thread/realtime/itemAdded"
    experimental = True

    thread_id: str
    item: Any

class ThreadRealtimeItemStartedNotification(Notification):
    """Params of the `thread/realtime/item/started` notification."""

    method = "thread/realtime/item/started"
    experimental = True

    thread_id: str
    item: ThreadRealtimeItem

class ThreadRealtimeItemTranscriptDeltaNotification(Notification):
    """Params of the `thread/realtime/item/transcript/delta` notification."""

    method = "thread/realtime/item/transcript/delta"
    experimental = True

    thread_id: str
    item_id: str
    delta: str

class ThreadRealtimeItemCompletedNotification(Notification):
    """Params of the `thread/realtime/item/completed` notification."""

    method = "thread/realtime/item/completed"
    experimental = True

    thread_id: str
    item: ThreadRealtimeItem

class ThreadRealtimeTranscriptDeltaNotification(Notification):
    """Params of the `thread/realtime/transcript/delta` notification."""

    method = "thread/realtime/transcript/delta"
    experimental = True

    thread_id: str
    role: str
    delta: str

class ThreadRealtimeTranscriptDoneNotification(Notification):
    """Params of the `thread/realtime/transcript/done` notification."""

    method = "thread/realtime/transcript/done"
    experimental = True

    thread_id: str
    role: str
    text: str

class ThreadRealtimeOutputAudioDeltaNotification(Notification):
    """Params of the `thread/realtime/outputAudio/delta` notification."""

    method = "thread/realtime/outputAudio/delta"
    experimental = True

    thread_id: str
    audio: ThreadRealtimeAudioChunk

class ThreadRealtimeSdpNotification(Notification):
    """Params of the `thread/realtime/sdp` notification."""

    method = "thread/realtime/sdp"
    experimental = True

    thread_id: str
    sdp: str

class ThreadRealtimeErrorNotification(Notification):
    """Params of the `thread/realtime/error` notification."""

    method = "thread/realtime/error"
    experimental = True

    thread_id: str
    message: str

class ThreadRealtimeClosedNotification(Notification):
    """Params of the `thread/realtime/closed` notification."""

    method = "thread/realtime/closed"
    experimental = True

    thread_id: str
    reason: str | None = None
