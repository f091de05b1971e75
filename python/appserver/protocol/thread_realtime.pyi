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
    """Params of `thread/realtime/start`.

    Attributes:
        thread_id (str): The thread that it is about.
        output_modality (RealtimeOutputModality): Whether the session answers in text or in audio.
        client_managed_handoffs (bool | None = None): Whether the client hands work over to the agent itself.
        delegation_ack_filler (bool | None = None): Whether the voice says something when work is handed over.
        flush_transcript_tail_on_session_end (bool | None = None): Whether the rest of the transcript is handed
            over when the session ends.
        codex_responses_as_items (bool | None = None): Whether answers of the agent become items of the realtime
            session.
        codex_response_item_prefix (str | None = None): What stands before the text of an answer of the agent.
        codex_response_handoff_mode (CodexResponseHandoffMode | None = None): How answers of the agent are handed
            over to the voice.
        backend_reasoning_status (bool = False): Whether the backend reports that it is reasoning.
        codex_response_handoff_channel_prefixes (dict[str, list[str]] | None = None): What stands before the text
            of each channel when an answer is handed over.
        model (str | None = None): The model.
        include_startup_context (bool | None = None): Whether the session begins with what the thread is about.
        initial_items (list[ThreadRealtimeInitialItem] | None = None): What the session begins with.
        realtime_start_instructions (str | None = None): What the agent is told when the session begins.
        realtime_end_instructions (str | None = None): What the agent is told when the session ends.
        prompt (str | None = None): The prompt.
        realtime_session_id (str | None = None): The realtime session that it is about.
        transport (ThreadRealtimeStartTransport | None = None): How it is reached.
        version (RealtimeConversationVersion | None = None): The version.
        voice (RealtimeVoice | None = None): The voice.
    """

    method = "thread/realtime/start"
    response_type = ThreadRealtimeStartResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    client_managed_handoffs: Omittable[bool] = None
    """Whether the client hands work over to the agent itself."""
    delegation_ack_filler: Omittable[bool] = None
    """Whether the voice says something when work is handed over."""
    flush_transcript_tail_on_session_end: Omittable[bool] = None
    """Whether the rest of the transcript is handed over when the session ends."""
    codex_responses_as_items: Omittable[bool] = None
    """Whether answers of the agent become items of the realtime session."""
    codex_response_item_prefix: Omittable[str] = None
    """What stands before the text of an answer of the agent."""
    codex_response_handoff_mode: Omittable[CodexResponseHandoffMode] = None
    """How answers of the agent are handed over to the voice."""
    backend_reasoning_status: Flag = False
    """Whether the backend reports that it is reasoning."""
    codex_response_handoff_channel_prefixes: Omittable[dict[str, list[str]]] = None
    """What stands before the text of each channel when an answer is handed over."""
    model: Omittable[str] = None
    """The model."""
    output_modality: RealtimeOutputModality
    """Whether the session answers in text or in audio."""
    include_startup_context: Omittable[bool] = None
    """Whether the session begins with what the thread is about."""
    initial_items: Omittable[list[ThreadRealtimeInitialItem]] = None
    """What the session begins with."""
    realtime_start_instructions: Omittable[str] = None
    """What the agent is told when the session begins."""
    realtime_end_instructions: Omittable[str] = None
    """What the agent is told when the session ends."""
    prompt: Omittable[str] = None
    """The prompt."""
    realtime_session_id: Omittable[str] = None
    """The realtime session that it is about."""
    transport: Omittable[ThreadRealtimeStartTransport] = None
    """How it is reached."""
    version: Omittable[RealtimeConversationVersion] = None
    """The version."""
    voice: Omittable[RealtimeVoice] = None
    """The voice."""

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
    """Part of `ThreadRealtimeStartParams`.

    Attributes:
        role (ConversationTextRole): The role.
        text (str): The text.
    """

    role: ConversationTextRole
    """The role."""
    text: str
    """The text."""

ConversationTextRole: TypeAlias = Literal["user", "developer", "assistant"] | str

ThreadRealtimeStartTransport: TypeAlias = (
    WebsocketThreadRealtimeStartTransport
    | WebrtcThreadRealtimeStartTransport
    | ExistingCallThreadRealtimeStartTransport
    | UnknownVariant
)

class WebsocketThreadRealtimeStartTransport(WireModel):
    """The `websocket` variant of `ThreadRealtimeStartTransport`.

    Attributes:
        type (Literal["websocket"] = "websocket"): What kind it is.
    """

    type: Literal["websocket"] = "websocket"
    """What kind it is."""

class WebrtcThreadRealtimeStartTransport(WireModel):
    """The `webrtc` variant of `ThreadRealtimeStartTransport`.

    Attributes:
        sdp (str): The session description of WebRTC.
        type (Literal["webrtc"] = "webrtc"): What kind it is.
    """

    type: Literal["webrtc"] = "webrtc"
    """What kind it is."""
    sdp: str
    """The session description of WebRTC."""

class ExistingCallThreadRealtimeStartTransport(WireModel):
    """The `existingCall` variant of `ThreadRealtimeStartTransport`.

    Attributes:
        call_id (str): The id of the call, which its output names too.
        type (Literal["existingCall"] = "existingCall"): What kind it is.
    """

    type: Literal["existingCall"] = "existingCall"
    """What kind it is."""
    call_id: str
    """The id of the call, which its output names too."""

class ThreadRealtimeAppendAudioResponse(WireModel):
    """Answer to `thread/realtime/appendAudio`."""

class ThreadRealtimeAppendAudioParams(RequestParams[ThreadRealtimeAppendAudioResponse]):
    """Params of `thread/realtime/appendAudio`.

    Attributes:
        thread_id (str): The thread that it is about.
        audio (ThreadRealtimeAudioChunk): The audio.
    """

    method = "thread/realtime/appendAudio"
    response_type = ThreadRealtimeAppendAudioResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    audio: ThreadRealtimeAudioChunk
    """The audio."""

class ThreadRealtimeAudioChunk(WireModel):
    """Part of `ThreadRealtimeAppendAudioParams` and `ThreadRealtimeOutputAudioDeltaNotification`.

    Attributes:
        data (str): The samples, in Base64.
        sample_rate (UInt32): Samples in a second.
        num_channels (UInt16): How many channels the audio has.
        samples_per_channel (UInt32 | None = None): How many samples each channel has here.
        item_id (str | None = None): The item that it is about.
    """

    data: str
    """The samples, in Base64."""
    sample_rate: UInt32
    """Samples in a second."""
    num_channels: UInt16
    """How many channels the audio has."""
    samples_per_channel: UInt32 | None = None
    """How many samples each channel has here."""
    item_id: str | None = None
    """The item that it is about."""

class ThreadRealtimeAppendTextResponse(WireModel):
    """Answer to `thread/realtime/appendText`."""

class ThreadRealtimeAppendTextParams(RequestParams[ThreadRealtimeAppendTextResponse]):
    """Params of `thread/realtime/appendText`.

    Attributes:
        thread_id (str): The thread that it is about.
        text (str): The text.
        role (ConversationTextRole = "user"): The role.
    """

    method = "thread/realtime/appendText"
    response_type = ThreadRealtimeAppendTextResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    text: str
    """The text."""
    role: ConversationTextRole = "user"
    """The role."""

class ThreadRealtimeAppendSpeechResponse(WireModel):
    """Answer to `thread/realtime/appendSpeech`."""

class ThreadRealtimeAppendSpeechParams(RequestParams[ThreadRealtimeAppendSpeechResponse]):
    """Params of `thread/realtime/appendSpeech`.

    Attributes:
        thread_id (str): The thread that it is about.
        text (str): The text.
    """

    method = "thread/realtime/appendSpeech"
    response_type = ThreadRealtimeAppendSpeechResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    text: str
    """The text."""

class ThreadRealtimeStopResponse(WireModel):
    """Answer to `thread/realtime/stop`."""

class ThreadRealtimeStopParams(RequestParams[ThreadRealtimeStopResponse]):
    """Params of `thread/realtime/stop`.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "thread/realtime/stop"
    response_type = ThreadRealtimeStopResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""

ThreadRealtimeItem: TypeAlias = (
    RealtimeSessionStartedThreadRealtimeItem
    | TranscriptSegmentThreadRealtimeItem
    | BemItemPromotedThreadRealtimeItem
    | RealtimeSessionClosedThreadRealtimeItem
    | UnknownVariant
)

class RealtimeSessionStartedThreadRealtimeItem(WireModel):
    """The `realtimeSessionStarted` variant of `ThreadRealtimeItem`.

    Attributes:
        id (str): The id.
        realtime_session_id (str): The realtime session that it is about.
        type (Literal["realtimeSessionStarted"] = "realtimeSessionStarted"): What kind it is.
    """

    id: str
    """The id."""
    realtime_session_id: str
    """The realtime session that it is about."""
    type: Literal["realtimeSessionStarted"] = "realtimeSessionStarted"
    """What kind it is."""

class TranscriptSegmentThreadRealtimeItem(WireModel):
    """The `transcriptSegment` variant of `ThreadRealtimeItem`.

    Attributes:
        id (str): The id.
        realtime_session_id (str): The realtime session that it is about.
        role (ThreadRealtimeTranscriptRole): The role.
        text (str): The text.
        type (Literal["transcriptSegment"] = "transcriptSegment"): What kind it is.
    """

    id: str
    """The id."""
    realtime_session_id: str
    """The realtime session that it is about."""
    type: Literal["transcriptSegment"] = "transcriptSegment"
    """What kind it is."""
    role: ThreadRealtimeTranscriptRole
    """The role."""
    text: str
    """The text."""

class BemItemPromotedThreadRealtimeItem(WireModel):
    """The `bemItemPromoted` variant of `ThreadRealtimeItem`.

    Attributes:
        id (str): The id.
        realtime_session_id (str): The realtime session that it is about.
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        presentation (ThreadRealtimeBemItemPresentation): How it is shown.
        type (Literal["bemItemPromoted"] = "bemItemPromoted"): What kind it is.
    """

    id: str
    """The id."""
    realtime_session_id: str
    """The realtime session that it is about."""
    type: Literal["bemItemPromoted"] = "bemItemPromoted"
    """What kind it is."""
    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    presentation: ThreadRealtimeBemItemPresentation
    """How it is shown."""

class RealtimeSessionClosedThreadRealtimeItem(WireModel):
    """The `realtimeSessionClosed` variant of `ThreadRealtimeItem`.

    Attributes:
        id (str): The id.
        realtime_session_id (str): The realtime session that it is about.
        outcome (ThreadRealtimeSessionOutcome): What came of it.
        type (Literal["realtimeSessionClosed"] = "realtimeSessionClosed"): What kind it is.
    """

    id: str
    """The id."""
    realtime_session_id: str
    """The realtime session that it is about."""
    type: Literal["realtimeSessionClosed"] = "realtimeSessionClosed"
    """What kind it is."""
    outcome: ThreadRealtimeSessionOutcome
    """What came of it."""

ThreadRealtimeBemItemPresentation: TypeAlias = (
    WholeItemThreadRealtimeBemItemPresentation
    | InlineMarkdownThreadRealtimeBemItemPresentation
    | InlineVisualizationThreadRealtimeBemItemPresentation
    | UnknownVariant
)

class WholeItemThreadRealtimeBemItemPresentation(WireModel):
    """The `wholeItem` variant of `ThreadRealtimeBemItemPresentation`.

    Attributes:
        type (Literal["wholeItem"] = "wholeItem"): What kind it is.
    """

    type: Literal["wholeItem"] = "wholeItem"
    """What kind it is."""

class InlineMarkdownThreadRealtimeBemItemPresentation(WireModel):
    """The `inlineMarkdown` variant of `ThreadRealtimeBemItemPresentation`.

    Attributes:
        type (Literal["inlineMarkdown"] = "inlineMarkdown"): What kind it is.
    """

    type: Literal["inlineMarkdown"] = "inlineMarkdown"
    """What kind it is."""

class InlineVisualizationThreadRealtimeBemItemPresentation(WireModel):
    """The `inlineVisualization` variant of `ThreadRealtimeBemItemPresentation`.

    Attributes:
        index (UInt32): Which one it is, from 0.
        type (Literal["inlineVisualization"] = "inlineVisualization"): What kind it is.
    """

    type: Literal["inlineVisualization"] = "inlineVisualization"
    """What kind it is."""
    index: UInt32
    """Which one it is, from 0."""

ThreadRealtimeSessionOutcome: TypeAlias = Literal["ended", "failed"] | str

ThreadRealtimeTranscriptRole: TypeAlias = Literal["user", "assistant"] | str

class ThreadRealtimeListVoicesResponse(WireModel):
    """Answer to `thread/realtime/listVoices`.

    Attributes:
        voices (RealtimeVoicesList): The voices.
    """

    voices: RealtimeVoicesList
    """The voices."""

class ThreadRealtimeListVoicesParams(RequestParams[ThreadRealtimeListVoicesResponse]):
    """Params of `thread/realtime/listVoices`."""

    method = "thread/realtime/listVoices"
    response_type = ThreadRealtimeListVoicesResponse
    experimental = True

class RealtimeVoicesList(WireModel):
    """Part of `ThreadRealtimeListVoicesResponse`.

    Attributes:
        v1 (list[RealtimeVoice]): The voices of version 1.
        v2 (list[RealtimeVoice]): The voices of version 2.
        default_v1 (RealtimeVoice): The voice of version 1 where none is asked for.
        default_v2 (RealtimeVoice): The voice of version 2 where none is asked for.
        v3 (list[RealtimeVoice] = []): The voices of version 3.
    """

    v1: list[RealtimeVoice]
    """The voices of version 1."""
    v2: list[RealtimeVoice]
    """The voices of version 2."""
    v3: list[RealtimeVoice] = Field(default_factory=list[RealtimeVoice])
    """The voices of version 3."""
    default_v1: RealtimeVoice
    """The voice of version 1 where none is asked for."""
    default_v2: RealtimeVoice
    """The voice of version 2 where none is asked for."""

class ThreadRealtimeStartedNotification(Notification):
    """Params of the `thread/realtime/started` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        version (RealtimeConversationVersion): The version.
        realtime_session_id (str | None = None): The realtime session that it is about.
    """

    method = "thread/realtime/started"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    realtime_session_id: str | None = None
    """The realtime session that it is about."""
    version: RealtimeConversationVersion
    """The version."""

class ThreadRealtimeItemAddedNotification(Notification):
    """Params of the `thread/realtime/itemAdded` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        item (Any): The item.
    """

    method = "thread/realtime/itemAdded"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    item: Any
    """The item."""

class ThreadRealtimeItemStartedNotification(Notification):
    """Params of the `thread/realtime/item/started` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        item (ThreadRealtimeItem): The item.
    """

    method = "thread/realtime/item/started"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    item: ThreadRealtimeItem
    """The item."""

class ThreadRealtimeItemTranscriptDeltaNotification(Notification):
    """Params of the `thread/realtime/item/transcript/delta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        item_id (str): The item that it is about.
        delta (str): The text to append.
    """

    method = "thread/realtime/item/transcript/delta"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    item_id: str
    """The item that it is about."""
    delta: str
    """The text to append."""

class ThreadRealtimeItemCompletedNotification(Notification):
    """Params of the `thread/realtime/item/completed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        item (ThreadRealtimeItem): The item.
    """

    method = "thread/realtime/item/completed"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    item: ThreadRealtimeItem
    """The item."""

class ThreadRealtimeTranscriptDeltaNotification(Notification):
    """Params of the `thread/realtime/transcript/delta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        role (str): The role.
        delta (str): The text to append.
    """

    method = "thread/realtime/transcript/delta"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    role: str
    """The role."""
    delta: str
    """The text to append."""

class ThreadRealtimeTranscriptDoneNotification(Notification):
    """Params of the `thread/realtime/transcript/done` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        role (str): The role.
        text (str): The text.
    """

    method = "thread/realtime/transcript/done"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    role: str
    """The role."""
    text: str
    """The text."""

class ThreadRealtimeOutputAudioDeltaNotification(Notification):
    """Params of the `thread/realtime/outputAudio/delta` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        audio (ThreadRealtimeAudioChunk): The audio.
    """

    method = "thread/realtime/outputAudio/delta"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    audio: ThreadRealtimeAudioChunk
    """The audio."""

class ThreadRealtimeSdpNotification(Notification):
    """Params of the `thread/realtime/sdp` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        sdp (str): The session description of WebRTC.
    """

    method = "thread/realtime/sdp"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    sdp: str
    """The session description of WebRTC."""

class ThreadRealtimeErrorNotification(Notification):
    """Params of the `thread/realtime/error` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        message (str): The message, for people.
    """

    method = "thread/realtime/error"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    message: str
    """The message, for people."""

class ThreadRealtimeClosedNotification(Notification):
    """Params of the `thread/realtime/closed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        reason (str | None = None): Why.
    """

    method = "thread/realtime/closed"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    reason: str | None = None
    """Why."""
