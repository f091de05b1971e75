"""The `thread_list` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import EXPERIMENTAL, Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import UInt32
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.common import SortDirection
from appserver.protocol.thread import Thread

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

class ThreadListResponse(WireModel):
    """Answer to `thread/list`."""

    data: list[Thread]
    read_states: Annotated[dict[str, ThreadReadState] | None, EXPERIMENTAL] = None
    next_cursor: str | None = None
    backwards_cursor: str | None = None

class ThreadListParams(RequestParams[ThreadListResponse]):
    """Params of `thread/list`."""

    method = "thread/list"
    response_type = ThreadListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    excluded_thread_ids: Omittable[list[str]] = None
    sort_key: Omittable[ThreadSortKey] = None
    sort_direction: Omittable[SortDirection] = None
    model_providers: Omittable[list[str]] = None
    source_kinds: Omittable[list[ThreadSourceKind]] = None
    originators: Omittable[list[str]] = None
    archived: Omittable[bool] = None
    section_id: Omittable[str] = None
    project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    cwd: Omittable[ThreadListCwdFilter] = None
    use_state_db_only: Flag = False
    search_term: Omittable[str] = None
    parent_thread_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    ancestor_thread_id: Annotated[Omittable[str], EXPERIMENTAL] = None

ThreadListCwdFilter: TypeAlias = str | list[str]

ThreadSortKey: TypeAlias = Literal["created_at", "updated_at", "recency_at", "section_position"] | str

ThreadSourceKind: TypeAlias = (
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
    | str
)

class ThreadReadState(WireModel):
    """What the user has read of a thread."""

    first_unread: ThreadUnreadPosition | None = None
    revision: str

ThreadUnreadPosition: TypeAlias = ThreadStartThreadUnreadPosition | TurnThreadUnreadPosition | UnknownVariant

class ThreadStartThreadUnreadPosition(WireModel):
    """The `threadStart` variant of `ThreadUnreadPosition`."""

    type: Literal["threadStart"] = "threadStart"

class TurnThreadUnreadPosition(WireModel):
    """The `turn` variant of `ThreadUnreadPosition`."""

    type: Literal["turn"] = "turn"
    turn_id: str

class ThreadSearchResponse(WireModel):
    """Answer to `thread/search`."""

    data: list[ThreadSearchResult]
    next_cursor: str | None = None
    backwards_cursor: str | None = None

class ThreadSearchParams(RequestParams[ThreadSearchResponse]):
    """Params of `thread/search`."""

    method = "thread/search"
    response_type = ThreadSearchResponse
    experimental = True

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    sort_key: Omittable[ThreadSearchSortKey] = None
    sort_direction: Omittable[SortDirection] = None
    source_kinds: Omittable[list[ThreadSourceKind]] = None
    archived: Omittable[bool] = None
    search_term: str

ThreadSearchSortKey: TypeAlias = Literal["created_at", "updated_at", "recency_at"] | str

class ThreadSearchResult(WireModel):
    """Part of `ThreadSearchResponse`."""

    thread: Thread
    snippet: str

class ThreadSearchOccurrencesResponse(WireModel):
    """Answer to `thread/searchOccurrences`."""

    data: list[ThreadSearchOccurrence]
    next_cursor: str | None = None

class ThreadSearchOccurrencesParams(RequestParams[ThreadSearchOccurrencesResponse]):
    """Params of `thread/searchOccurrences`."""

    method = "thread/searchOccurrences"
    response_type = ThreadSearchOccurrencesResponse
    experimental = True

    thread_id: str
    search_term: str
    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

class ThreadSearchOccurrence(WireModel):
    """Part of `ThreadSearchOccurrencesResponse`."""

    turn_id: str
    item_id: str
    snippet: str
    snippet_match_range: ThreadSearchTextRange
    turn_cursor: str

class ThreadSearchTextRange(WireModel):
    """Part of `ThreadSearchOccurrence`."""

    start: UInt32
    end: UInt32

class ThreadLoadedListResponse(WireModel):
    """Answer to `thread/loaded/list`."""

    data: list[str]
    next_cursor: str | None = None

class ThreadLoadedListParams(RequestParams[ThreadLoadedListResponse]):
    """Params of `thread/loaded/list`."""

    method = "thread/loaded/list"
    response_type = ThreadLoadedListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None

class ThreadReadResponse(WireModel):
    """Answer to `thread/read`."""

    thread: Thread
    read_state: Annotated[ThreadReadState | None, EXPERIMENTAL] = None

class ThreadReadParams(RequestParams[ThreadReadResponse]):
    """Params of `thread/read`."""

    method = "thread/read"
    response_type = ThreadReadResponse

    thread_id: str
    include_turns: Flag = False

class ThreadReadStateUpdateResponse(WireModel):
    """Answer to `thread/readState/update`."""

    read_state: ThreadReadState

class ThreadReadStateUpdateParams(RequestParams[ThreadReadStateUpdateResponse]):
    """Params of `thread/readState/update`."""

    method = "thread/readState/update"
    response_type = ThreadReadStateUpdateResponse
    experimental = True

    thread_id: str
    operation: ThreadReadStateOperation
    expected_revision: str

ThreadReadStateOperation: TypeAlias = (
    ReadThreadReadStateOperation | UnreadThreadReadStateOperation | UnknownVariant
)

class ReadThreadReadStateOperation(WireModel):
    """The `read` variant of `ThreadReadStateOperation`."""

    type: Literal["read"] = "read"

class UnreadThreadReadStateOperation(WireModel):
    """The `unread` variant of `ThreadReadStateOperation`."""

    type: Literal["unread"] = "unread"

class ThreadReadStateChangedNotification(Notification):
    """Params of the `thread/readState/changed` notification."""

    method = "thread/readState/changed"
    experimental = True

    thread_id: str
    read_state: ThreadReadState
