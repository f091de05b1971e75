"""What runs of `thread_list.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import OpenEnum, UInt32
from appserver.protocol._support.variants import TaggedUnion, Untagged

__all__ = [
    "ReadThreadReadStateOperation",
    "ThreadListCwdFilter",
    "ThreadListParams",
    "ThreadListResponse",
    "ThreadLoadedListParams",
    "ThreadLoadedListResponse",
    "ThreadReadParams",
    "ThreadReadResponse",
    "ThreadReadState",
    "ThreadReadStateChangedNotification",
    "ThreadReadStateOperation",
    "ThreadReadStateUpdateParams",
    "ThreadReadStateUpdateResponse",
    "ThreadSearchOccurrence",
    "ThreadSearchOccurrencesParams",
    "ThreadSearchOccurrencesResponse",
    "ThreadSearchParams",
    "ThreadSearchResponse",
    "ThreadSearchResult",
    "ThreadSearchSortKey",
    "ThreadSearchTextRange",
    "ThreadSortKey",
    "ThreadSourceKind",
    "ThreadStartThreadUnreadPosition",
    "ThreadUnreadPosition",
    "TurnThreadUnreadPosition",
    "UnreadThreadReadStateOperation",
]


def _ThreadListResponse():
    class ThreadListResponse(WireModel):
        """Answer to `thread/list`."""

        data: list[p.Thread]
        read_states: Annotated[dict[str, p.ThreadReadState] | None, EXPERIMENTAL] = None
        next_cursor: str | None = None
        backwards_cursor: str | None = None

    return ThreadListResponse


def _ThreadListParams():
    class ThreadListParams(RequestParams):
        """Params of `thread/list`."""

        method = "thread/list"
        response_type = LazyClassRef("ThreadListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        excluded_thread_ids: Omittable[list[str]] = None
        sort_key: Omittable[p.ThreadSortKey] = None
        sort_direction: Omittable[p.SortDirection] = None
        model_providers: Omittable[list[str]] = None
        source_kinds: Omittable[list[p.ThreadSourceKind]] = None
        originators: Omittable[list[str]] = None
        archived: Omittable[bool] = None
        section_id: Omittable[str] = None
        project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
        cwd: Omittable[p.ThreadListCwdFilter] = None
        use_state_db_only: Flag = False
        search_term: Omittable[str] = None
        parent_thread_id: Annotated[Omittable[str], EXPERIMENTAL] = None
        ancestor_thread_id: Annotated[Omittable[str], EXPERIMENTAL] = None

    return ThreadListParams


def _ThreadListCwdFilter():
    return Annotated[str | list[str], Untagged("ThreadListCwdFilter")]


def _ThreadSortKey():
    return Annotated[Literal["created_at", "updated_at", "recency_at", "section_position"] | str, OpenEnum()]


def _ThreadSourceKind():
    return Annotated[
        Literal[
            "cli",
            "vscode",
            "exec",
            "appServer",
            "subAgent",
            "subAgentReview",
            "subAgentCompact",
            "subAgentThreadSpawn",
            "subAgentOther",
            "unknown",
        ]
        | str,
        OpenEnum(),
    ]


def _ThreadReadState():
    class ThreadReadState(WireModel):
        """What the user has read of a thread."""

        first_unread: p.ThreadUnreadPosition | None = None
        revision: str

    return ThreadReadState


def _ThreadUnreadPosition():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadUnreadPosition",
            "type",
            {"threadStart": "ThreadStartThreadUnreadPosition", "turn": "TurnThreadUnreadPosition"},
        ),
    ]


def _ThreadStartThreadUnreadPosition():
    class ThreadStartThreadUnreadPosition(WireModel):
        """The `threadStart` variant of `ThreadUnreadPosition`."""

        type: Literal["threadStart"] = "threadStart"

    return ThreadStartThreadUnreadPosition


def _TurnThreadUnreadPosition():
    class TurnThreadUnreadPosition(WireModel):
        """The `turn` variant of `ThreadUnreadPosition`."""

        type: Literal["turn"] = "turn"
        turn_id: str

    return TurnThreadUnreadPosition


def _ThreadSearchResponse():
    class ThreadSearchResponse(WireModel):
        """Answer to `thread/search`."""

        data: list[p.ThreadSearchResult]
        next_cursor: str | None = None
        backwards_cursor: str | None = None

    return ThreadSearchResponse


def _ThreadSearchParams():
    class ThreadSearchParams(RequestParams):
        """Params of `thread/search`."""

        method = "thread/search"
        response_type = LazyClassRef("ThreadSearchResponse")
        experimental = True

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        sort_key: Omittable[p.ThreadSearchSortKey] = None
        sort_direction: Omittable[p.SortDirection] = None
        source_kinds: Omittable[list[p.ThreadSourceKind]] = None
        archived: Omittable[bool] = None
        search_term: str

    return ThreadSearchParams


def _ThreadSearchSortKey():
    return Annotated[Literal["created_at", "updated_at", "recency_at"] | str, OpenEnum()]


def _ThreadSearchResult():
    class ThreadSearchResult(WireModel):
        """Part of `ThreadSearchResponse`."""

        thread: p.Thread
        snippet: str

    return ThreadSearchResult


def _ThreadSearchOccurrencesResponse():
    class ThreadSearchOccurrencesResponse(WireModel):
        """Answer to `thread/searchOccurrences`."""

        data: list[p.ThreadSearchOccurrence]
        next_cursor: str | None = None

    return ThreadSearchOccurrencesResponse


def _ThreadSearchOccurrencesParams():
    class ThreadSearchOccurrencesParams(RequestParams):
        """Params of `thread/searchOccurrences`."""

        method = "thread/searchOccurrences"
        response_type = LazyClassRef("ThreadSearchOccurrencesResponse")
        experimental = True

        thread_id: str
        search_term: str
        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadSearchOccurrencesParams


def _ThreadSearchOccurrence():
    class ThreadSearchOccurrence(WireModel):
        """Part of `ThreadSearchOccurrencesResponse`."""

        turn_id: str
        item_id: str
        snippet: str
        snippet_match_range: p.ThreadSearchTextRange
        turn_cursor: str

    return ThreadSearchOccurrence


def _ThreadSearchTextRange():
    class ThreadSearchTextRange(WireModel):
        """Part of `ThreadSearchOccurrence`."""

        start: UInt32
        end: UInt32

    return ThreadSearchTextRange


def _ThreadLoadedListResponse():
    class ThreadLoadedListResponse(WireModel):
        """Answer to `thread/loaded/list`."""

        data: list[str]
        next_cursor: str | None = None

    return ThreadLoadedListResponse


def _ThreadLoadedListParams():
    class ThreadLoadedListParams(RequestParams):
        """Params of `thread/loaded/list`."""

        method = "thread/loaded/list"
        response_type = LazyClassRef("ThreadLoadedListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadLoadedListParams


def _ThreadReadResponse():
    class ThreadReadResponse(WireModel):
        """Answer to `thread/read`."""

        thread: p.Thread
        read_state: Annotated[p.ThreadReadState | None, EXPERIMENTAL] = None

    return ThreadReadResponse


def _ThreadReadParams():
    class ThreadReadParams(RequestParams):
        """Params of `thread/read`."""

        method = "thread/read"
        response_type = LazyClassRef("ThreadReadResponse")

        thread_id: str
        include_turns: Flag = False

    return ThreadReadParams


def _ThreadReadStateUpdateResponse():
    class ThreadReadStateUpdateResponse(WireModel):
        """Answer to `thread/readState/update`."""

        read_state: p.ThreadReadState

    return ThreadReadStateUpdateResponse


def _ThreadReadStateUpdateParams():
    class ThreadReadStateUpdateParams(RequestParams):
        """Params of `thread/readState/update`."""

        method = "thread/readState/update"
        response_type = LazyClassRef("ThreadReadStateUpdateResponse")
        experimental = True

        thread_id: str
        operation: p.ThreadReadStateOperation
        expected_revision: str

    return ThreadReadStateUpdateParams


def _ThreadReadStateOperation():
    return Annotated[
        Any,
        TaggedUnion(
            "ThreadReadStateOperation",
            "type",
            {"read": "ReadThreadReadStateOperation", "unread": "UnreadThreadReadStateOperation"},
        ),
    ]


def _ReadThreadReadStateOperation():
    class ReadThreadReadStateOperation(WireModel):
        """The `read` variant of `ThreadReadStateOperation`."""

        type: Literal["read"] = "read"

    return ReadThreadReadStateOperation


def _UnreadThreadReadStateOperation():
    class UnreadThreadReadStateOperation(WireModel):
        """The `unread` variant of `ThreadReadStateOperation`."""

        type: Literal["unread"] = "unread"

    return UnreadThreadReadStateOperation


def _ThreadReadStateChangedNotification():
    class ThreadReadStateChangedNotification(Notification):
        """Params of the `thread/readState/changed` notification."""

        method = "thread/readState/changed"
        experimental = True

        thread_id: str
        read_state: p.ThreadReadState

    return ThreadReadStateChangedNotification


__getattr__, __dir__ = lazy_names(globals())
