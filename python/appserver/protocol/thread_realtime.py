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
        """Part of `ThreadRealtimeStartParams`.

        Attributes:
            role (ConversationTextRole): The role.
            text (str): The text.
        """

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
        """The `websocket` variant of `ThreadRealtimeStartTransport`.

        Attributes:
            type (Literal["websocket"] = "websocket"): What kind it is.
        """

        type: Literal["websocket"] = "websocket"

    return WebsocketThreadRealtimeStartTransport


def _WebrtcThreadRealtimeStartTransport():
    class WebrtcThreadRealtimeStartTransport(WireModel):
        """The `webrtc` variant of `ThreadRealtimeStartTransport`.

        Attributes:
            sdp (str): The session description of WebRTC.
            type (Literal["webrtc"] = "webrtc"): What kind it is.
        """

        type: Literal["webrtc"] = "webrtc"
        sdp: str

    return WebrtcThreadRealtimeStartTransport


def _ExistingCallThreadRealtimeStartTransport():
    class ExistingCallThreadRealtimeStartTransport(WireModel):
        """The `existingCall` variant of `ThreadRealtimeStartTransport`.

        Attributes:
            call_id (str): The id of the call, which its output names too.
            type (Literal["existingCall"] = "existingCall"): What kind it is.
        """

        type: Literal["existingCall"] = "existingCall"
        call_id: str

    return ExistingCallThreadRealtimeStartTransport


def _ThreadRealtimeAppendAudioResponse():
    class ThreadRealtimeAppendAudioResponse(WireModel):
        """Answer to `thread/realtime/appendAudio`."""

    return ThreadRealtimeAppendAudioResponse


def _ThreadRealtimeAppendAudioParams():
    class ThreadRealtimeAppendAudioParams(RequestParams):
        """Params of `thread/realtime/appendAudio`.

        Attributes:
            thread_id (str): The thread that it is about.
            audio (ThreadRealtimeAudioChunk): The audio.
        """

        method = "thread/realtime/appendAudio"
        response_type = LazyClassRef("ThreadRealtimeAppendAudioResponse")
        experimental = True

        thread_id: str
        audio: p.ThreadRealtimeAudioChunk

    return ThreadRealtimeAppendAudioParams


def _ThreadRealtimeAudioChunk():
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
        """Params of `thread/realtime/appendText`.

        Attributes:
            thread_id (str): The thread that it is about.
            text (str): The text.
            role (ConversationTextRole = "user"): The role.
        """

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
        """Params of `thread/realtime/appendSpeech`.

        Attributes:
            thread_id (str): The thread that it is about.
            text (str): The text.
        """

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
        """Params of `thread/realtime/stop`.

        Attributes:
            thread_id (str): The thread that it is about.
        """

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
        """The `realtimeSessionStarted` variant of `ThreadRealtimeItem`.

        Attributes:
            id (str): The id.
            realtime_session_id (str): The realtime session that it is about.
            type (Literal["realtimeSessionStarted"] = "realtimeSessionStarted"): What kind it is.
        """

        id: str
        realtime_session_id: str
        type: Literal["realtimeSessionStarted"] = "realtimeSessionStarted"

    return RealtimeSessionStartedThreadRealtimeItem


def _TranscriptSegmentThreadRealtimeItem():
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
        realtime_session_id: str
        type: Literal["transcriptSegment"] = "transcriptSegment"
        role: p.ThreadRealtimeTranscriptRole
        text: str

    return TranscriptSegmentThreadRealtimeItem


def _BemItemPromotedThreadRealtimeItem():
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
        realtime_session_id: str
        type: Literal["bemItemPromoted"] = "bemItemPromoted"
        turn_id: str
        item_id: str
        presentation: p.ThreadRealtimeBemItemPresentation

    return BemItemPromotedThreadRealtimeItem


def _RealtimeSessionClosedThreadRealtimeItem():
    class RealtimeSessionClosedThreadRealtimeItem(WireModel):
        """The `realtimeSessionClosed` variant of `ThreadRealtimeItem`.

        Attributes:
            id (str): The id.
            realtime_session_id (str): The realtime session that it is about.
            outcome (ThreadRealtimeSessionOutcome): What came of it.
            type (Literal["realtimeSessionClosed"] = "realtimeSessionClosed"): What kind it is.
        """

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
        """The `wholeItem` variant of `ThreadRealtimeBemItemPresentation`.

        Attributes:
            type (Literal["wholeItem"] = "wholeItem"): What kind it is.
        """

        type: Literal["wholeItem"] = "wholeItem"

    return WholeItemThreadRealtimeBemItemPresentation


def _InlineMarkdownThreadRealtimeBemItemPresentation():
    class InlineMarkdownThreadRealtimeBemItemPresentation(WireModel):
        """The `inlineMarkdown` variant of `ThreadRealtimeBemItemPresentation`.

        Attributes:
            type (Literal["inlineMarkdown"] = "inlineMarkdown"): What kind it is.
        """

        type: Literal["inlineMarkdown"] = "inlineMarkdown"

    return InlineMarkdownThreadRealtimeBemItemPresentation


def _InlineVisualizationThreadRealtimeBemItemPresentation():
    class InlineVisualizationThreadRealtimeBemItemPresentation(WireModel):
        """The `inlineVisualization` variant of `ThreadRealtimeBemItemPresentation`.

        Attributes:
            index (UInt32): Which one it is, from 0.
            type (Literal["inlineVisualization"] = "inlineVisualization"): What kind it is.
        """

        type: Literal["inlineVisualization"] = "inlineVisualization"
        index: UInt32

    return InlineVisualizationThreadRealtimeBemItemPresentation


def _ThreadRealtimeSessionOutcome():
    return Annotated[Literal["ended", "failed"] | str, OpenEnum()]


def _ThreadRealtimeTranscriptRole():
    return Annotated[Literal["user", "assistant"] | str, OpenEnum()]


def _ThreadRealtimeListVoicesResponse():
    class ThreadRealtimeListVoicesResponse(WireModel):
        """Answer to `thread/realtime/listVoices`.

        Attributes:
            voices (RealtimeVoicesList): The voices.
        """

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
        """Part of `ThreadRealtimeListVoicesResponse`.

        Attributes:
            v1 (list[RealtimeVoice]): The voices of version 1.
            v2 (list[RealtimeVoice]): The voices of version 2.
            default_v1 (RealtimeVoice): The voice of version 1 where none is asked for.
            default_v2 (RealtimeVoice): The voice of version 2 where none is asked for.
            v3 (list[RealtimeVoice] = []): The voices of version 3.
        """

        v1: list[p.RealtimeVoice]
        v2: list[p.RealtimeVoice]
        v3: list[p.RealtimeVoice] = Field(default_factory=list)
        default_v1: p.RealtimeVoice
        default_v2: p.RealtimeVoice

    return RealtimeVoicesList


def _ThreadRealtimeStartedNotification():
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
        realtime_session_id: str | None = None
        version: p.RealtimeConversationVersion

    return ThreadRealtimeStartedNotification


def _ThreadRealtimeItemAddedNotification():
    class ThreadRealtimeItemAddedNotification(Notification):
        """Params of the `thread/realtime/itemAdded` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            item (Any): The item.
        """

        method = "thread/realtime/itemAdded"
        experimental = True

        thread_id: str
        item: Any

    return ThreadRealtimeItemAddedNotification


def _ThreadRealtimeItemStartedNotification():
    class ThreadRealtimeItemStartedNotification(Notification):
        """Params of the `thread/realtime/item/started` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            item (ThreadRealtimeItem): The item.
        """

        method = "thread/realtime/item/started"
        experimental = True

        thread_id: str
        item: p.ThreadRealtimeItem

    return ThreadRealtimeItemStartedNotification


def _ThreadRealtimeItemTranscriptDeltaNotification():
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
        item_id: str
        delta: str

    return ThreadRealtimeItemTranscriptDeltaNotification


def _ThreadRealtimeItemCompletedNotification():
    class ThreadRealtimeItemCompletedNotification(Notification):
        """Params of the `thread/realtime/item/completed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            item (ThreadRealtimeItem): The item.
        """

        method = "thread/realtime/item/completed"
        experimental = True

        thread_id: str
        item: p.ThreadRealtimeItem

    return ThreadRealtimeItemCompletedNotification


def _ThreadRealtimeTranscriptDeltaNotification():
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
        role: str
        delta: str

    return ThreadRealtimeTranscriptDeltaNotification


def _ThreadRealtimeTranscriptDoneNotification():
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
        role: str
        text: str

    return ThreadRealtimeTranscriptDoneNotification


def _ThreadRealtimeOutputAudioDeltaNotification():
    class ThreadRealtimeOutputAudioDeltaNotification(Notification):
        """Params of the `thread/realtime/outputAudio/delta` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            audio (ThreadRealtimeAudioChunk): The audio.
        """

        method = "thread/realtime/outputAudio/delta"
        experimental = True

        thread_id: str
        audio: p.ThreadRealtimeAudioChunk

    return ThreadRealtimeOutputAudioDeltaNotification


def _ThreadRealtimeSdpNotification():
    class ThreadRealtimeSdpNotification(Notification):
        """Params of the `thread/realtime/sdp` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            sdp (str): The session description of WebRTC.
        """

        method = "thread/realtime/sdp"
        experimental = True

        thread_id: str
        sdp: str

    return ThreadRealtimeSdpNotification


def _ThreadRealtimeErrorNotification():
    class ThreadRealtimeErrorNotification(Notification):
        """Params of the `thread/realtime/error` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            message (str): The message, for people.
        """

        method = "thread/realtime/error"
        experimental = True

        thread_id: str
        message: str

    return ThreadRealtimeErrorNotification


def _ThreadRealtimeClosedNotification():
    class ThreadRealtimeClosedNotification(Notification):
        """Params of the `thread/realtime/closed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            reason (str | None = None): Why.
        """

        method = "thread/realtime/closed"
        experimental = True

        thread_id: str
        reason: str | None = None

    return ThreadRealtimeClosedNotification


__getattr__, __dir__ = lazy_names(globals())
