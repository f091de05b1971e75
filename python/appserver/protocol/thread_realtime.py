"""What runs of `thread_realtime.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import OpenEnum, UInt16, UInt32
from appserver.protocol._support.variants import TaggedUnion

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


def _ThreadRealtimeStartResponse():
    class ThreadRealtimeStartResponse(WireModel):
        """Answer to `thread/realtime/start`."""

    return ThreadRealtimeStartResponse


def _ThreadRealtimeStartParams():
    class ThreadRealtimeStartParams(RequestParams):
        """Params of `thread/realtime/start`."""

        method = "thread/realtime/start"
        response_type = LazyClassRef("ThreadRealtimeStartResponse")
        experimental = True

        thread_id: str
        client_managed_handoffs: Omittable[bool] = None
        delegation_ack_filler: Omittable[bool] = None
        flush_transcript_tail_on_session_end: Omittable[bool] = None
        codex_responses_as_items: Omittable[bool] = None
        codex_response_item_prefix: Omittable[str] = None
        codex_response_handoff_mode: Omittable[p.CodexResponseHandoffMode] = None
        backend_reasoning_status: Flag = False
        codex_response_handoff_channel_prefixes: Omittable[dict[str, list[str]]] = None
        model: Omittable[str] = None
        output_modality: p.RealtimeOutputModality
        include_startup_context: Omittable[bool] = None
        initial_items: Omittable[list[p.ThreadRealtimeInitialItem]] = None
        realtime_start_instructions: Omittable[str] = None
        realtime_end_instructions: Omittable[str] = None
        prompt: Omittable[str] = None
        realtime_session_id: Omittable[str] = None
        transport: Omittable[p.ThreadRealtimeStartTransport] = None
        version: Omittable[p.RealtimeConversationVersion] = None
        voice: Omittable[p.RealtimeVoice] = None

    return ThreadRealtimeStartParams


def _CodexResponseHandoffMode():
    return Annotated[Literal["thinking", "commentary", "bemTags"] | str, OpenEnum()]


def _RealtimeConversationVersion():
    return Annotated[Literal["v1", "v2", "v3"] | str, OpenEnum()]


def _RealtimeOutputModality():
    return Annotated[Literal["text", "audio"] | str, OpenEnum()]


def _RealtimeVoice():
    return Annotated[
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
        | str,
        OpenEnum(),
    ]


def _ThreadRealtimeInitialItem():
    class ThreadRealtimeInitialItem(WireModel):
        """Part of `ThreadRealtimeStartParams`."""

        role: p.ConversationTextRole
        text: str

    return ThreadRealtimeInitialItem


def _ConversationTextRole():
    return Annotated[Literal["user", "developer", "assistant"] | str, OpenEnum()]


def _ThreadRealtimeStartTransport():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadRealtimeStartTransport",
            "type",
            {
                "websocket": "WebsocketThreadRealtimeStartTransport",
                "webrtc": "WebrtcThreadRealtimeStartTransport",
                "existingCall": "ExistingCallThreadRealtimeStartTransport",
            },
        ),
    ]


def _WebsocketThreadRealtimeStartTransport():
    class WebsocketThreadRealtimeStartTransport(WireModel):
        """The `websocket` variant of `ThreadRealtimeStartTransport`."""

        type: Literal["websocket"] = "websocket"

    return WebsocketThreadRealtimeStartTransport


def _WebrtcThreadRealtimeStartTransport():
    class WebrtcThreadRealtimeStartTransport(WireModel):
        """The `webrtc` variant of `ThreadRealtimeStartTransport`."""

        type: Literal["webrtc"] = "webrtc"
        sdp: str

    return WebrtcThreadRealtimeStartTransport


def _ExistingCallThreadRealtimeStartTransport():
    class ExistingCallThreadRealtimeStartTransport(WireModel):
        """The `existingCall` variant of `ThreadRealtimeStartTransport`."""

        type: Literal["existingCall"] = "existingCall"
        call_id: str

    return ExistingCallThreadRealtimeStartTransport


def _ThreadRealtimeAppendAudioResponse():
    class ThreadRealtimeAppendAudioResponse(WireModel):
        """Answer to `thread/realtime/appendAudio`."""

    return ThreadRealtimeAppendAudioResponse


def _ThreadRealtimeAppendAudioParams():
    class ThreadRealtimeAppendAudioParams(RequestParams):
        """Params of `thread/realtime/appendAudio`."""

        method = "thread/realtime/appendAudio"
        response_type = LazyClassRef("ThreadRealtimeAppendAudioResponse")
        experimental = True

        thread_id: str
        audio: p.ThreadRealtimeAudioChunk

    return ThreadRealtimeAppendAudioParams


def _ThreadRealtimeAudioChunk():
    class ThreadRealtimeAudioChunk(WireModel):
        """Part of `ThreadRealtimeAppendAudioParams` and `ThreadRealtimeOutputAudioDeltaNotification`."""

        data: str
        sample_rate: UInt32
        num_channels: UInt16
        samples_per_channel: UInt32 | None = None
        item_id: str | None = None

    return ThreadRealtimeAudioChunk


def _ThreadRealtimeAppendTextResponse():
    class ThreadRealtimeAppendTextResponse(WireModel):
        """Answer to `thread/realtime/appendText`."""

    return ThreadRealtimeAppendTextResponse


def _ThreadRealtimeAppendTextParams():
    class ThreadRealtimeAppendTextParams(RequestParams):
        """Params of `thread/realtime/appendText`."""

        method = "thread/realtime/appendText"
        response_type = LazyClassRef("ThreadRealtimeAppendTextResponse")
        experimental = True

        thread_id: str
        text: str
        role: p.ConversationTextRole = "user"

    return ThreadRealtimeAppendTextParams


def _ThreadRealtimeAppendSpeechResponse():
    class ThreadRealtimeAppendSpeechResponse(WireModel):
        """Answer to `thread/realtime/appendSpeech`."""

    return ThreadRealtimeAppendSpeechResponse


def _ThreadRealtimeAppendSpeechParams():
    class ThreadRealtimeAppendSpeechParams(RequestParams):
        """Params of `thread/realtime/appendSpeech`."""

        method = "thread/realtime/appendSpeech"
        response_type = LazyClassRef("ThreadRealtimeAppendSpeechResponse")
        experimental = True

        thread_id: str
        text: str

    return ThreadRealtimeAppendSpeechParams


def _ThreadRealtimeStopResponse():
    class ThreadRealtimeStopResponse(WireModel):
        """Answer to `thread/realtime/stop`."""

    return ThreadRealtimeStopResponse


def _ThreadRealtimeStopParams():
    class ThreadRealtimeStopParams(RequestParams):
        """Params of `thread/realtime/stop`."""

        method = "thread/realtime/stop"
        response_type = LazyClassRef("ThreadRealtimeStopResponse")
        experimental = True

        thread_id: str

    return ThreadRealtimeStopParams


def _ThreadRealtimeItem():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadRealtimeItem",
            "type",
            {
                "realtimeSessionStarted": "RealtimeSessionStartedThreadRealtimeItem",
                "transcriptSegment": "TranscriptSegmentThreadRealtimeItem",
                "bemItemPromoted": "BemItemPromotedThreadRealtimeItem",
                "realtimeSessionClosed": "RealtimeSessionClosedThreadRealtimeItem",
            },
        ),
    ]


def _RealtimeSessionStartedThreadRealtimeItem():
    class RealtimeSessionStartedThreadRealtimeItem(WireModel):
        """The `realtimeSessionStarted` variant of `ThreadRealtimeItem`."""

        id: str
        realtime_session_id: str
        type: Literal["realtimeSessionStarted"] = "realtimeSessionStarted"

    return RealtimeSessionStartedThreadRealtimeItem


def _TranscriptSegmentThreadRealtimeItem():
    class TranscriptSegmentThreadRealtimeItem(WireModel):
        """The `transcriptSegment` variant of `ThreadRealtimeItem`."""

        id: str
        realtime_session_id: str
        type: Literal["transcriptSegment"] = "transcriptSegment"
        role: p.ThreadRealtimeTranscriptRole
        text: str

    return TranscriptSegmentThreadRealtimeItem


def _BemItemPromotedThreadRealtimeItem():
    class BemItemPromotedThreadRealtimeItem(WireModel):
        """The `bemItemPromoted` variant of `ThreadRealtimeItem`."""

        id: str
        realtime_session_id: str
        type: Literal["bemItemPromoted"] = "bemItemPromoted"
        turn_id: str
        item_id: str
        presentation: p.ThreadRealtimeBemItemPresentation

    return BemItemPromotedThreadRealtimeItem


def _RealtimeSessionClosedThreadRealtimeItem():
    class RealtimeSessionClosedThreadRealtimeItem(WireModel):
        """The `realtimeSessionClosed` variant of `ThreadRealtimeItem`."""

        id: str
        realtime_session_id: str
        type: Literal["realtimeSessionClosed"] = "realtimeSessionClosed"
        outcome: p.ThreadRealtimeSessionOutcome

    return RealtimeSessionClosedThreadRealtimeItem


def _ThreadRealtimeBemItemPresentation():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadRealtimeBemItemPresentation",
            "type",
            {
                "wholeItem": "WholeItemThreadRealtimeBemItemPresentation",
                "inlineMarkdown": "InlineMarkdownThreadRealtimeBemItemPresentation",
                "inlineVisualization": "InlineVisualizationThreadRealtimeBemItemPresentation",
            },
        ),
    ]


def _WholeItemThreadRealtimeBemItemPresentation():
    class WholeItemThreadRealtimeBemItemPresentation(WireModel):
        """The `wholeItem` variant of `ThreadRealtimeBemItemPresentation`."""

        type: Literal["wholeItem"] = "wholeItem"

    return WholeItemThreadRealtimeBemItemPresentation


def _InlineMarkdownThreadRealtimeBemItemPresentation():
    class InlineMarkdownThreadRealtimeBemItemPresentation(WireModel):
        """The `inlineMarkdown` variant of `ThreadRealtimeBemItemPresentation`."""

        type: Literal["inlineMarkdown"] = "inlineMarkdown"

    return InlineMarkdownThreadRealtimeBemItemPresentation


def _InlineVisualizationThreadRealtimeBemItemPresentation():
    class InlineVisualizationThreadRealtimeBemItemPresentation(WireModel):
        """The `inlineVisualization` variant of `ThreadRealtimeBemItemPresentation`."""

        type: Literal["inlineVisualization"] = "inlineVisualization"
        index: UInt32

    return InlineVisualizationThreadRealtimeBemItemPresentation


def _ThreadRealtimeSessionOutcome():
    return Annotated[Literal["ended", "failed"] | str, OpenEnum()]


def _ThreadRealtimeTranscriptRole():
    return Annotated[Literal["user", "assistant"] | str, OpenEnum()]


def _ThreadRealtimeListVoicesResponse():
    class ThreadRealtimeListVoicesResponse(WireModel):
        """Answer to `thread/realtime/listVoices`."""

        voices: p.RealtimeVoicesList

    return ThreadRealtimeListVoicesResponse


def _ThreadRealtimeListVoicesParams():
    class ThreadRealtimeListVoicesParams(RequestParams):
        """Params of `thread/realtime/listVoices`."""

        method = "thread/realtime/listVoices"
        response_type = LazyClassRef("ThreadRealtimeListVoicesResponse")
        experimental = True

    return ThreadRealtimeListVoicesParams


def _RealtimeVoicesList():
    class RealtimeVoicesList(WireModel):
        """Part of `ThreadRealtimeListVoicesResponse`."""

        v1: list[p.RealtimeVoice]
        v2: list[p.RealtimeVoice]
        v3: list[p.RealtimeVoice] = Field(default_factory=list)
        default_v1: p.RealtimeVoice
        default_v2: p.RealtimeVoice

    return RealtimeVoicesList


def _ThreadRealtimeStartedNotification():
    class ThreadRealtimeStartedNotification(Notification):
        """Params of the `thread/realtime/started` notification."""

        method = "thread/realtime/started"
        experimental = True

        thread_id: str
        realtime_session_id: str | None = None
        version: p.RealtimeConversationVersion

    return ThreadRealtimeStartedNotification


def _ThreadRealtimeItemAddedNotification():
    class ThreadRealtimeItemAddedNotification(Notification):
        """Params of the `thread/realtime/itemAdded` notification."""

        method = "thread/realtime/itemAdded"
        experimental = True

        thread_id: str
        item: Any

    return ThreadRealtimeItemAddedNotification


def _ThreadRealtimeItemStartedNotification():
    class ThreadRealtimeItemStartedNotification(Notification):
        """Params of the `thread/realtime/item/started` notification."""

        method = "thread/realtime/item/started"
        experimental = True

        thread_id: str
        item: p.ThreadRealtimeItem

    return ThreadRealtimeItemStartedNotification


def _ThreadRealtimeItemTranscriptDeltaNotification():
    class ThreadRealtimeItemTranscriptDeltaNotification(Notification):
        """Params of the `thread/realtime/item/transcript/delta` notification."""

        method = "thread/realtime/item/transcript/delta"
        experimental = True

        thread_id: str
        item_id: str
        delta: str

    return ThreadRealtimeItemTranscriptDeltaNotification


def _ThreadRealtimeItemCompletedNotification():
    class ThreadRealtimeItemCompletedNotification(Notification):
        """Params of the `thread/realtime/item/completed` notification."""

        method = "thread/realtime/item/completed"
        experimental = True

        thread_id: str
        item: p.ThreadRealtimeItem

    return ThreadRealtimeItemCompletedNotification


def _ThreadRealtimeTranscriptDeltaNotification():
    class ThreadRealtimeTranscriptDeltaNotification(Notification):
        """Params of the `thread/realtime/transcript/delta` notification."""

        method = "thread/realtime/transcript/delta"
        experimental = True

        thread_id: str
        role: str
        delta: str

    return ThreadRealtimeTranscriptDeltaNotification


def _ThreadRealtimeTranscriptDoneNotification():
    class ThreadRealtimeTranscriptDoneNotification(Notification):
        """Params of the `thread/realtime/transcript/done` notification."""

        method = "thread/realtime/transcript/done"
        experimental = True

        thread_id: str
        role: str
        text: str

    return ThreadRealtimeTranscriptDoneNotification


def _ThreadRealtimeOutputAudioDeltaNotification():
    class ThreadRealtimeOutputAudioDeltaNotification(Notification):
        """Params of the `thread/realtime/outputAudio/delta` notification."""

        method = "thread/realtime/outputAudio/delta"
        experimental = True

        thread_id: str
        audio: p.ThreadRealtimeAudioChunk

    return ThreadRealtimeOutputAudioDeltaNotification


def _ThreadRealtimeSdpNotification():
    class ThreadRealtimeSdpNotification(Notification):
        """Params of the `thread/realtime/sdp` notification."""

        method = "thread/realtime/sdp"
        experimental = True

        thread_id: str
        sdp: str

    return ThreadRealtimeSdpNotification


def _ThreadRealtimeErrorNotification():
    class ThreadRealtimeErrorNotification(Notification):
        """Params of the `thread/realtime/error` notification."""

        method = "thread/realtime/error"
        experimental = True

        thread_id: str
        message: str

    return ThreadRealtimeErrorNotification


def _ThreadRealtimeClosedNotification():
    class ThreadRealtimeClosedNotification(Notification):
        """Params of the `thread/realtime/closed` notification."""

        method = "thread/realtime/closed"
        experimental = True

        thread_id: str
        reason: str | None = None

    return ThreadRealtimeClosedNotification


__getattr__, __dir__ = lazy_names(globals())
