"""The `thread_history` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int64, UInt32, UInt64
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.common import SortDirection
from appserver.protocol.item import ThreadItem
from appserver.protocol.thread_realtime import ThreadRealtimeItem
from appserver.protocol.turn import Turn, TurnError, TurnItemsView, TurnStatus

__all__ = [
    "ItemThreadItemsListAnchor",
    "ItemThreadTimelineEntry",
    "RealtimeThreadTimelineEntry",
    "ThreadItemEntry",
    "ThreadItemsListAnchor",
    "ThreadItemsListCursor",
    "ThreadItemsListParams",
    "ThreadItemsListResponse",
    "ThreadItemsReadParams",
    "ThreadItemsReadResponse",
    "ThreadTimelineEntry",
    "ThreadTimelineListParams",
    "ThreadTimelineListResponse",
    "ThreadTurnsListParams",
    "ThreadTurnsListResponse",
    "TurnCompletedThreadTimelineEntry",
    "TurnStartedThreadTimelineEntry",
]

class ThreadTurnsListResponse(WireModel):
    """Answer to `thread/turns/list`."""

    data: list[Turn]
    next_cursor: str | None = None
    backwards_cursor: str | None = None

class ThreadTurnsListParams(RequestParams[ThreadTurnsListResponse]):
    """Params of `thread/turns/list`."""

    method = "thread/turns/list"
    response_type = ThreadTurnsListResponse

    thread_id: str
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    sort_direction: Omittable[SortDirection] = None
    items_view: Omittable[TurnItemsView] = None

class ThreadItemsListResponse(WireModel):
    """Answer to `thread/items/list`."""

    data: list[ThreadItemEntry]
    next_cursor: str | None = None
    backwards_cursor: str | None = None

class ThreadItemsListParams(RequestParams[ThreadItemsListResponse]):
    """Params of `thread/items/list`."""

    method = "thread/items/list"
    response_type = ThreadItemsListResponse

    thread_id: str
    turn_id: Omittable[str] = None
    cursor: Omittable[ThreadItemsListCursor] = None
    limit: Omittable[UInt32] = None
    sort_direction: Omittable[SortDirection] = None

ThreadItemsListCursor: TypeAlias = str | ThreadItemsListAnchor | UnknownVariant

ThreadItemsListAnchor: TypeAlias = ItemThreadItemsListAnchor | UnknownVariant

class ItemThreadItemsListAnchor(WireModel):
    """The `item` variant of `ThreadItemsListAnchor`."""

    type: Literal["item"] = "item"
    item_id: str

class ThreadItemEntry(WireModel):
    """Part of `ThreadItemsListResponse` and `ThreadItemsReadResponse`."""

    turn_id: str
    item: ThreadItem
    started_at_ms: Int64 | None = None
    completed_at_ms: Int64 | None = None

class ThreadItemsReadResponse(WireModel):
    """Answer to `thread/items/read`."""

    data: list[ThreadItemEntry]

class ThreadItemsReadParams(RequestParams[ThreadItemsReadResponse]):
    """Params of `thread/items/read`."""

    method = "thread/items/read"
    response_type = ThreadItemsReadResponse
    experimental = True

    thread_id: str
    turn_id: str
    item_ids: list[str]

class ThreadTimelineListResponse(WireModel):
    """Answer to `thread/timeline/list`."""

    data: list[ThreadTimelineEntry]
    next_cursor: str | None = None
    active_realtime_session_at_page_start: str | None = None

class ThreadTimelineListParams(RequestParams[ThreadTimelineListResponse]):
    """Params of `thread/timeline/list`."""

    method = "thread/timeline/list"
    response_type = ThreadTimelineListResponse
    experimental = True

    thread_id: str
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

ThreadTimelineEntry: TypeAlias = (
    ItemThreadTimelineEntry
    | RealtimeThreadTimelineEntry
    | TurnStartedThreadTimelineEntry
    | TurnCompletedThreadTimelineEntry
    | UnknownVariant
)

class ItemThreadTimelineEntry(WireModel):
    """The `item` variant of `ThreadTimelineEntry`."""

    type: Literal["item"] = "item"
    position: UInt64
    turn_id: str
    item: ThreadItem

class RealtimeThreadTimelineEntry(WireModel):
    """The `realtime` variant of `ThreadTimelineEntry`."""

    type: Literal["realtime"] = "realtime"
    position: UInt64
    item: ThreadRealtimeItem

class TurnStartedThreadTimelineEntry(WireModel):
    """The `turnStarted` variant of `ThreadTimelineEntry`."""

    type: Literal["turnStarted"] = "turnStarted"
    position: UInt64
    turn_id: str
    started_at: Int64 | None = None

class TurnCompletedThreadTimelineEntry(WireModel):
    """The `turnCompleted` variant of `ThreadTimelineEntry`."""

    type: Literal["turnCompleted"] = "turnCompleted"
    position: UInt64
    turn_id: str
    status: TurnStatus
    error: TurnError | None = None
    started_at: Int64 | None = None
    completed_at: Int64 | None = None
    duration_ms: Int64 | None = None
