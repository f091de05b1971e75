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
    """Answer to `thread/turns/list`.

    Attributes:
        data (list[Turn]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
            page; None: there is none.
    """

    data: list[Turn]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""
    backwards_cursor: str | None = None
    """The cursor for reading the other way, from the first entry of this page; None: there is none."""

class ThreadTurnsListParams(RequestParams[ThreadTurnsListResponse]):
    """Params of `thread/turns/list`.

    Attributes:
        thread_id (str): The thread that it is about.
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        sort_direction (SortDirection | None = None): Whether the list goes up or down.
        items_view (TurnItemsView | None = None): How much of its items a turn shows.
    """

    method = "thread/turns/list"
    response_type = ThreadTurnsListResponse

    thread_id: str
    """The thread that it is about."""
    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    sort_direction: Omittable[SortDirection] = None
    """Whether the list goes up or down."""
    items_view: Omittable[TurnItemsView] = None
    """How much of its items a turn shows."""

class ThreadItemsListResponse(WireModel):
    """Answer to `thread/items/list`.

    Attributes:
        data (list[ThreadItemEntry]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
            page; None: there is none.
    """

    data: list[ThreadItemEntry]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""
    backwards_cursor: str | None = None
    """The cursor for reading the other way, from the first entry of this page; None: there is none."""

class ThreadItemsListParams(RequestParams[ThreadItemsListResponse]):
    """Params of `thread/items/list`.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str | None = None): The turn that it is about.
        cursor (ThreadItemsListCursor | None = None): Where to go on: the `next_cursor` of the page before; left
            out: from the start.
        limit (UInt32 | None = None): How many entries a page has at most.
        sort_direction (SortDirection | None = None): Whether the list goes up or down.
    """

    method = "thread/items/list"
    response_type = ThreadItemsListResponse

    thread_id: str
    """The thread that it is about."""
    turn_id: Omittable[str] = None
    """The turn that it is about."""
    cursor: Omittable[ThreadItemsListCursor] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    sort_direction: Omittable[SortDirection] = None
    """Whether the list goes up or down."""

ThreadItemsListCursor: TypeAlias = str | ThreadItemsListAnchor | UnknownVariant

ThreadItemsListAnchor: TypeAlias = ItemThreadItemsListAnchor | UnknownVariant

class ItemThreadItemsListAnchor(WireModel):
    """The `item` variant of `ThreadItemsListAnchor`.

    Attributes:
        item_id (str): The item that it is about.
        type (Literal["item"] = "item"): What kind it is.
    """

    type: Literal["item"] = "item"
    """What kind it is."""
    item_id: str
    """The item that it is about."""

class ThreadItemEntry(WireModel):
    """Part of `ThreadItemsListResponse` and `ThreadItemsReadResponse`.

    Attributes:
        turn_id (str): The turn that it is about.
        item (ThreadItem): The item.
        started_at_ms (Int64 | None = None): When it began, in Unix milliseconds.
        completed_at_ms (Int64 | None = None): When it ended, in Unix milliseconds.
    """

    turn_id: str
    """The turn that it is about."""
    item: ThreadItem
    """The item."""
    started_at_ms: Int64 | None = None
    """When it began, in Unix milliseconds."""
    completed_at_ms: Int64 | None = None
    """When it ended, in Unix milliseconds."""

class ThreadItemsReadResponse(WireModel):
    """Answer to `thread/items/read`.

    Attributes:
        data (list[ThreadItemEntry]): The items that were found.
    """

    data: list[ThreadItemEntry]
    """The items that were found."""

class ThreadItemsReadParams(RequestParams[ThreadItemsReadResponse]):
    """Params of `thread/items/read`.

    Attributes:
        thread_id (str): The thread that it is about.
        turn_id (str): The turn that it is about.
        item_ids (list[str]): The ids of the items.
    """

    method = "thread/items/read"
    response_type = ThreadItemsReadResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    turn_id: str
    """The turn that it is about."""
    item_ids: list[str]
    """The ids of the items."""

class ThreadTimelineListResponse(WireModel):
    """Answer to `thread/timeline/list`.

    Attributes:
        data (list[ThreadTimelineEntry]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        active_realtime_session_at_page_start (str | None = None): The realtime session that was open where the
            page begins.
    """

    data: list[ThreadTimelineEntry]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""
    active_realtime_session_at_page_start: str | None = None
    """The realtime session that was open where the page begins."""

class ThreadTimelineListParams(RequestParams[ThreadTimelineListResponse]):
    """Params of `thread/timeline/list`.

    Attributes:
        thread_id (str): The thread that it is about.
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
    """

    method = "thread/timeline/list"
    response_type = ThreadTimelineListResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""

ThreadTimelineEntry: TypeAlias = (
    ItemThreadTimelineEntry
    | RealtimeThreadTimelineEntry
    | TurnStartedThreadTimelineEntry
    | TurnCompletedThreadTimelineEntry
    | UnknownVariant
)

class ItemThreadTimelineEntry(WireModel):
    """The `item` variant of `ThreadTimelineEntry`.

    Attributes:
        position (UInt64): Where it stands among the others.
        turn_id (str): The turn that it is about.
        item (ThreadItem): The item.
        type (Literal["item"] = "item"): What kind it is.
    """

    type: Literal["item"] = "item"
    """What kind it is."""
    position: UInt64
    """Where it stands among the others."""
    turn_id: str
    """The turn that it is about."""
    item: ThreadItem
    """The item."""

class RealtimeThreadTimelineEntry(WireModel):
    """The `realtime` variant of `ThreadTimelineEntry`.

    Attributes:
        position (UInt64): Where it stands among the others.
        item (ThreadRealtimeItem): The item.
        type (Literal["realtime"] = "realtime"): What kind it is.
    """

    type: Literal["realtime"] = "realtime"
    """What kind it is."""
    position: UInt64
    """Where it stands among the others."""
    item: ThreadRealtimeItem
    """The item."""

class TurnStartedThreadTimelineEntry(WireModel):
    """The `turnStarted` variant of `ThreadTimelineEntry`.

    Attributes:
        position (UInt64): Where it stands among the others.
        turn_id (str): The turn that it is about.
        type (Literal["turnStarted"] = "turnStarted"): What kind it is.
        started_at (Int64 | None = None): When it began, in Unix seconds; None: it has not, or nobody knows.
    """

    type: Literal["turnStarted"] = "turnStarted"
    """What kind it is."""
    position: UInt64
    """Where it stands among the others."""
    turn_id: str
    """The turn that it is about."""
    started_at: Int64 | None = None
    """When it began, in Unix seconds; None: it has not, or nobody knows."""

class TurnCompletedThreadTimelineEntry(WireModel):
    """The `turnCompleted` variant of `ThreadTimelineEntry`.

    Attributes:
        position (UInt64): Where it stands among the others.
        turn_id (str): The turn that it is about.
        status (TurnStatus): The state that it is in.
        type (Literal["turnCompleted"] = "turnCompleted"): What kind it is.
        error (TurnError | None = None): Why it failed; None: it did not.
        started_at (Int64 | None = None): When it began, in Unix seconds; None: it has not, or nobody knows.
        completed_at (Int64 | None = None): When it ended, in Unix seconds; None: it has not, or nobody knows.
        duration_ms (Int64 | None = None): How long it took, in milliseconds; None: it has not ended, or nobody
            knows.
    """

    type: Literal["turnCompleted"] = "turnCompleted"
    """What kind it is."""
    position: UInt64
    """Where it stands among the others."""
    turn_id: str
    """The turn that it is about."""
    status: TurnStatus
    """The state that it is in."""
    error: TurnError | None = None
    """Why it failed; None: it did not."""
    started_at: Int64 | None = None
    """When it began, in Unix seconds; None: it has not, or nobody knows."""
    completed_at: Int64 | None = None
    """When it ended, in Unix seconds; None: it has not, or nobody knows."""
    duration_ms: Int64 | None = None
    """How long it took, in milliseconds; None: it has not ended, or nobody knows."""
