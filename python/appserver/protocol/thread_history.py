"""What runs of `thread_history.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import Int64, UInt32, UInt64
from appserver.protocol._support.variants import TaggedUnion, Untagged

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


def _ThreadTurnsListResponse():
    class ThreadTurnsListResponse(WireModel):
        """Answer to `thread/turns/list`.

        Attributes:
            data (list[Turn]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
            backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
                page; None: there is none.
        """

        data: list[p.Turn]
        next_cursor: str | None = None
        backwards_cursor: str | None = None

    return ThreadTurnsListResponse


def _ThreadTurnsListParams():
    class ThreadTurnsListParams(RequestParams):
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
        response_type = LazyClassRef("ThreadTurnsListResponse")

        thread_id: str
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        sort_direction: Omittable[p.SortDirection] = None
        items_view: Omittable[p.TurnItemsView] = None

    return ThreadTurnsListParams


def _ThreadItemsListResponse():
    class ThreadItemsListResponse(WireModel):
        """Answer to `thread/items/list`.

        Attributes:
            data (list[ThreadItemEntry]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
            backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
                page; None: there is none.
        """

        data: list[p.ThreadItemEntry]
        next_cursor: str | None = None
        backwards_cursor: str | None = None

    return ThreadItemsListResponse


def _ThreadItemsListParams():
    class ThreadItemsListParams(RequestParams):
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
        response_type = LazyClassRef("ThreadItemsListResponse")

        thread_id: str
        turn_id: Omittable[str] = None
        cursor: Omittable[p.ThreadItemsListCursor] = None
        limit: Omittable[UInt32] = None
        sort_direction: Omittable[p.SortDirection] = None

    return ThreadItemsListParams


def _ThreadItemsListCursor():
    return Annotated[str | p.ThreadItemsListAnchor, Untagged("ThreadItemsListCursor", open=True)]


def _ThreadItemsListAnchor():
    return Annotated[Any, TaggedUnion("ThreadItemsListAnchor", "type", {"item": "ItemThreadItemsListAnchor"})]


def _ItemThreadItemsListAnchor():
    class ItemThreadItemsListAnchor(WireModel):
        """The `item` variant of `ThreadItemsListAnchor`.

        Attributes:
            item_id (str): The item that it is about.
            type (Literal["item"] = "item"): What kind it is.
        """

        type: Literal["item"] = "item"
        item_id: str

    return ItemThreadItemsListAnchor


def _ThreadItemEntry():
    class ThreadItemEntry(WireModel):
        """Part of `ThreadItemsListResponse` and `ThreadItemsReadResponse`.

        Attributes:
            turn_id (str): The turn that it is about.
            item (ThreadItem): The item.
            started_at_ms (Int64 | None = None): When it began, in Unix milliseconds.
            completed_at_ms (Int64 | None = None): When it ended, in Unix milliseconds.
        """

        turn_id: str
        item: p.ThreadItem
        started_at_ms: Int64 | None = None
        completed_at_ms: Int64 | None = None

    return ThreadItemEntry


def _ThreadItemsReadResponse():
    class ThreadItemsReadResponse(WireModel):
        """Answer to `thread/items/read`.

        Attributes:
            data (list[ThreadItemEntry]): The items that were found.
        """

        data: list[p.ThreadItemEntry]

    return ThreadItemsReadResponse


def _ThreadItemsReadParams():
    class ThreadItemsReadParams(RequestParams):
        """Params of `thread/items/read`.

        Attributes:
            thread_id (str): The thread that it is about.
            turn_id (str): The turn that it is about.
            item_ids (list[str]): The ids of the items.
        """

        method = "thread/items/read"
        response_type = LazyClassRef("ThreadItemsReadResponse")
        experimental = True

        thread_id: str
        turn_id: str
        item_ids: list[str]

    return ThreadItemsReadParams


def _ThreadTimelineListResponse():
    class ThreadTimelineListResponse(WireModel):
        """Answer to `thread/timeline/list`.

        Attributes:
            data (list[ThreadTimelineEntry]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
            active_realtime_session_at_page_start (str | None = None): The realtime session that was open where the
                page begins.
        """

        data: list[p.ThreadTimelineEntry]
        next_cursor: str | None = None
        active_realtime_session_at_page_start: str | None = None

    return ThreadTimelineListResponse


def _ThreadTimelineListParams():
    class ThreadTimelineListParams(RequestParams):
        """Params of `thread/timeline/list`.

        Attributes:
            thread_id (str): The thread that it is about.
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

        method = "thread/timeline/list"
        response_type = LazyClassRef("ThreadTimelineListResponse")
        experimental = True

        thread_id: str
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadTimelineListParams


def _ThreadTimelineEntry():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadTimelineEntry",
            "type",
            {
                "item": "ItemThreadTimelineEntry",
                "realtime": "RealtimeThreadTimelineEntry",
                "turnStarted": "TurnStartedThreadTimelineEntry",
                "turnCompleted": "TurnCompletedThreadTimelineEntry",
            },
        ),
    ]


def _ItemThreadTimelineEntry():
    class ItemThreadTimelineEntry(WireModel):
        """The `item` variant of `ThreadTimelineEntry`.

        Attributes:
            position (UInt64): Where it stands among the others.
            turn_id (str): The turn that it is about.
            item (ThreadItem): The item.
            type (Literal["item"] = "item"): What kind it is.
        """

        type: Literal["item"] = "item"
        position: UInt64
        turn_id: str
        item: p.ThreadItem

    return ItemThreadTimelineEntry


def _RealtimeThreadTimelineEntry():
    class RealtimeThreadTimelineEntry(WireModel):
        """The `realtime` variant of `ThreadTimelineEntry`.

        Attributes:
            position (UInt64): Where it stands among the others.
            item (ThreadRealtimeItem): The item.
            type (Literal["realtime"] = "realtime"): What kind it is.
        """

        type: Literal["realtime"] = "realtime"
        position: UInt64
        item: p.ThreadRealtimeItem

    return RealtimeThreadTimelineEntry


def _TurnStartedThreadTimelineEntry():
    class TurnStartedThreadTimelineEntry(WireModel):
        """The `turnStarted` variant of `ThreadTimelineEntry`.

        Attributes:
            position (UInt64): Where it stands among the others.
            turn_id (str): The turn that it is about.
            type (Literal["turnStarted"] = "turnStarted"): What kind it is.
            started_at (Int64 | None = None): When it began, in Unix seconds; None: it has not, or nobody knows.
        """

        type: Literal["turnStarted"] = "turnStarted"
        position: UInt64
        turn_id: str
        started_at: Int64 | None = None

    return TurnStartedThreadTimelineEntry


def _TurnCompletedThreadTimelineEntry():
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
        position: UInt64
        turn_id: str
        status: p.TurnStatus
        error: p.TurnError | None = None
        started_at: Int64 | None = None
        completed_at: Int64 | None = None
        duration_ms: Int64 | None = None

    return TurnCompletedThreadTimelineEntry


__getattr__, __dir__ = lazy_names(globals())
