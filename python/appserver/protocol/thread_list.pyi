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
    """Answer to `thread/list`.

    Attributes:
        data (list[Thread]): The entries of this page.
        read_states (dict[str, ThreadReadState] | None = None): What the user has read of each thread, by its id.
            Experimental.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
            page; None: there is none.
    """

    data: list[Thread]
    """The entries of this page."""
    read_states: Annotated[dict[str, ThreadReadState] | None, EXPERIMENTAL] = None
    """What the user has read of each thread, by its id. Experimental."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""
    backwards_cursor: str | None = None
    """The cursor for reading the other way, from the first entry of this page; None: there is none."""

class ThreadListParams(RequestParams[ThreadListResponse]):
    """Params of `thread/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        excluded_thread_ids (list[str] | None = None): Threads to leave out.
        sort_key (ThreadSortKey | None = None): What the list is sorted by.
        sort_direction (SortDirection | None = None): Whether the list goes up or down.
        model_providers (list[str] | None = None): Only threads with these providers; empty: all.
        source_kinds (list[ThreadSourceKind] | None = None): Only threads of these kinds; empty: those that people
            started.
        originators (list[str] | None = None): Only threads that come from these programs.
        archived (bool | None = None): Whether archived threads are listed, in the place of the others.
        section_id (str | None = None): The section that is meant.
        project_id (str | None = None): The project that it is about. Experimental.
        cwd (ThreadListCwdFilter | None = None): Only threads that work in this directory, or in one of these.
        use_state_db_only (bool = False): Whether only the index is asked, and no file is read.
        search_term (str | None = None): Only what contains this text.
        parent_thread_id (str | None = None): The thread that it was spawned from. Experimental.
        ancestor_thread_id (str | None = None): Only threads that descend from this one. Experimental.
    """

    method = "thread/list"
    response_type = ThreadListResponse

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    excluded_thread_ids: Omittable[list[str]] = None
    """Threads to leave out."""
    sort_key: Omittable[ThreadSortKey] = None
    """What the list is sorted by."""
    sort_direction: Omittable[SortDirection] = None
    """Whether the list goes up or down."""
    model_providers: Omittable[list[str]] = None
    """Only threads with these providers; empty: all."""
    source_kinds: Omittable[list[ThreadSourceKind]] = None
    """Only threads of these kinds; empty: those that people started."""
    originators: Omittable[list[str]] = None
    """Only threads that come from these programs."""
    archived: Omittable[bool] = None
    """Whether archived threads are listed, in the place of the others."""
    section_id: Omittable[str] = None
    """The section that is meant."""
    project_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    """The project that it is about. Experimental."""
    cwd: Omittable[ThreadListCwdFilter] = None
    """Only threads that work in this directory, or in one of these."""
    use_state_db_only: Flag = False
    """Whether only the index is asked, and no file is read."""
    search_term: Omittable[str] = None
    """Only what contains this text."""
    parent_thread_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    """The thread that it was spawned from. Experimental."""
    ancestor_thread_id: Annotated[Omittable[str], EXPERIMENTAL] = None
    """Only threads that descend from this one. Experimental."""

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
    """What the user has read of a thread.

    Attributes:
        revision (str): The revision, to be named when it is changed.
        first_unread (ThreadUnreadPosition | None = None): The first place that the user has not read; None: all
            is read.
    """

    first_unread: ThreadUnreadPosition | None = None
    """The first place that the user has not read; None: all is read."""
    revision: str
    """The revision, to be named when it is changed."""

ThreadUnreadPosition: TypeAlias = ThreadStartThreadUnreadPosition | TurnThreadUnreadPosition | UnknownVariant

class ThreadStartThreadUnreadPosition(WireModel):
    """The `threadStart` variant of `ThreadUnreadPosition`.

    Attributes:
        type (Literal["threadStart"] = "threadStart"): What kind it is.
    """

    type: Literal["threadStart"] = "threadStart"
    """What kind it is."""

class TurnThreadUnreadPosition(WireModel):
    """The `turn` variant of `ThreadUnreadPosition`.

    Attributes:
        turn_id (str): The turn that it is about.
        type (Literal["turn"] = "turn"): What kind it is.
    """

    type: Literal["turn"] = "turn"
    """What kind it is."""
    turn_id: str
    """The turn that it is about."""

class ThreadSearchResponse(WireModel):
    """Answer to `thread/search`.

    Attributes:
        data (list[ThreadSearchResult]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
            page; None: there is none.
    """

    data: list[ThreadSearchResult]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""
    backwards_cursor: str | None = None
    """The cursor for reading the other way, from the first entry of this page; None: there is none."""

class ThreadSearchParams(RequestParams[ThreadSearchResponse]):
    """Params of `thread/search`.

    Attributes:
        search_term (str): Only what contains this text.
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        sort_key (ThreadSearchSortKey | None = None): What the list is sorted by.
        sort_direction (SortDirection | None = None): Whether the list goes up or down.
        source_kinds (list[ThreadSourceKind] | None = None): Only threads of these kinds; empty: those that people
            started.
        archived (bool | None = None): Whether archived threads are searched, in the place of the others.
    """

    method = "thread/search"
    response_type = ThreadSearchResponse
    experimental = True

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    sort_key: Omittable[ThreadSearchSortKey] = None
    """What the list is sorted by."""
    sort_direction: Omittable[SortDirection] = None
    """Whether the list goes up or down."""
    source_kinds: Omittable[list[ThreadSourceKind]] = None
    """Only threads of these kinds; empty: those that people started."""
    archived: Omittable[bool] = None
    """Whether archived threads are searched, in the place of the others."""
    search_term: str
    """Only what contains this text."""

ThreadSearchSortKey: TypeAlias = Literal["created_at", "updated_at", "recency_at"] | str

class ThreadSearchResult(WireModel):
    """Part of `ThreadSearchResponse`.

    Attributes:
        thread (Thread): The thread.
        snippet (str): The text around what was found.
    """

    thread: Thread
    """The thread."""
    snippet: str
    """The text around what was found."""

class ThreadSearchOccurrencesResponse(WireModel):
    """Answer to `thread/searchOccurrences`.

    Attributes:
        data (list[ThreadSearchOccurrence]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[ThreadSearchOccurrence]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ThreadSearchOccurrencesParams(RequestParams[ThreadSearchOccurrencesResponse]):
    """Params of `thread/searchOccurrences`.

    Attributes:
        thread_id (str): The thread that it is about.
        search_term (str): Only what contains this text.
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
    """

    method = "thread/searchOccurrences"
    response_type = ThreadSearchOccurrencesResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    search_term: str
    """Only what contains this text."""
    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""

class ThreadSearchOccurrence(WireModel):
    """Part of `ThreadSearchOccurrencesResponse`.

    Attributes:
        turn_id (str): The turn that it is about.
        item_id (str): The item that it is about.
        snippet (str): The text around what was found.
        snippet_match_range (ThreadSearchTextRange): Where in the snippet it stands.
        turn_cursor (str): The cursor for reading turns from this one on.
    """

    turn_id: str
    """The turn that it is about."""
    item_id: str
    """The item that it is about."""
    snippet: str
    """The text around what was found."""
    snippet_match_range: ThreadSearchTextRange
    """Where in the snippet it stands."""
    turn_cursor: str
    """The cursor for reading turns from this one on."""

class ThreadSearchTextRange(WireModel):
    """Part of `ThreadSearchOccurrence`.

    Attributes:
        start (UInt32): Where it begins.
        end (UInt32): Where it ends; the end itself is not part of it.
    """

    start: UInt32
    """Where it begins."""
    end: UInt32
    """Where it ends; the end itself is not part of it."""

class ThreadLoadedListResponse(WireModel):
    """Answer to `thread/loaded/list`.

    Attributes:
        data (list[str]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[str]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ThreadLoadedListParams(RequestParams[ThreadLoadedListResponse]):
    """Params of `thread/loaded/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
    """

    method = "thread/loaded/list"
    response_type = ThreadLoadedListResponse

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""

class ThreadReadResponse(WireModel):
    """Answer to `thread/read`.

    Attributes:
        thread (Thread): The thread.
        read_state (ThreadReadState | None = None): What the user has read of the thread. Experimental.
    """

    thread: Thread
    """The thread."""
    read_state: Annotated[ThreadReadState | None, EXPERIMENTAL] = None
    """What the user has read of the thread. Experimental."""

class ThreadReadParams(RequestParams[ThreadReadResponse]):
    """Params of `thread/read`.

    Attributes:
        thread_id (str): The thread that it is about.
        include_turns (bool = False): Whether the answer has the turns of the thread.
    """

    method = "thread/read"
    response_type = ThreadReadResponse

    thread_id: str
    """The thread that it is about."""
    include_turns: Flag = False
    """Whether the answer has the turns of the thread."""

class ThreadReadStateUpdateResponse(WireModel):
    """Answer to `thread/readState/update`.

    Attributes:
        read_state (ThreadReadState): What the user has read of the thread.
    """

    read_state: ThreadReadState
    """What the user has read of the thread."""

class ThreadReadStateUpdateParams(RequestParams[ThreadReadStateUpdateResponse]):
    """Params of `thread/readState/update`.

    Attributes:
        thread_id (str): The thread that it is about.
        operation (ThreadReadStateOperation): What is done, or was.
        expected_revision (str): The revision that the client has seen; another one is refused.
    """

    method = "thread/readState/update"
    response_type = ThreadReadStateUpdateResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    operation: ThreadReadStateOperation
    """What is done, or was."""
    expected_revision: str
    """The revision that the client has seen; another one is refused."""

ThreadReadStateOperation: TypeAlias = (
    ReadThreadReadStateOperation | UnreadThreadReadStateOperation | UnknownVariant
)

class ReadThreadReadStateOperation(WireModel):
    """The `read` variant of `ThreadReadStateOperation`.

    Attributes:
        type (Literal["read"] = "read"): What kind it is.
    """

    type: Literal["read"] = "read"
    """What kind it is."""

class UnreadThreadReadStateOperation(WireModel):
    """The `unread` variant of `ThreadReadStateOperation`.

    Attributes:
        type (Literal["unread"] = "unread"): What kind it is.
    """

    type: Literal["unread"] = "unread"
    """What kind it is."""

class ThreadReadStateChangedNotification(Notification):
    """Params of the `thread/readState/changed` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        read_state (ThreadReadState): What the user has read of the thread.
    """

    method = "thread/readState/changed"
    experimental = True

    thread_id: str
    """The thread that it is about."""
    read_state: ThreadReadState
    """What the user has read of the thread."""
