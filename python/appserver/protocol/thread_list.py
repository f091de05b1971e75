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
        """Answer to `thread/list`.

        Attributes:
            data (list[Thread]): The entries of this page.
            read_states (dict[str, ThreadReadState] | None = None): What the user has read of each thread, by its id.
                Experimental.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
            backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
                page; None: there is none.
        """

        data: list[p.Thread]
        read_states: Annotated[dict[str, p.ThreadReadState] | None, EXPERIMENTAL] = None
        next_cursor: str | None = None
        backwards_cursor: str | None = None

    return ThreadListResponse


def _ThreadListParams():
    class ThreadListParams(RequestParams):
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
        """What the user has read of a thread.

        Attributes:
            revision (str): The revision, to be named when it is changed.
            first_unread (ThreadUnreadPosition | None = None): The first place that the user has not read; None: all
                is read.
        """

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
        """The `threadStart` variant of `ThreadUnreadPosition`.

        Attributes:
            type (Literal["threadStart"] = "threadStart"): What kind it is.
        """

        type: Literal["threadStart"] = "threadStart"

    return ThreadStartThreadUnreadPosition


def _TurnThreadUnreadPosition():
    class TurnThreadUnreadPosition(WireModel):
        """The `turn` variant of `ThreadUnreadPosition`.

        Attributes:
            turn_id (str): The turn that it is about.
            type (Literal["turn"] = "turn"): What kind it is.
        """

        type: Literal["turn"] = "turn"
        turn_id: str

    return TurnThreadUnreadPosition


def _ThreadSearchResponse():
    class ThreadSearchResponse(WireModel):
        """Answer to `thread/search`.

        Attributes:
            data (list[ThreadSearchResult]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
            backwards_cursor (str | None = None): The cursor for reading the other way, from the first entry of this
                page; None: there is none.
        """

        data: list[p.ThreadSearchResult]
        next_cursor: str | None = None
        backwards_cursor: str | None = None

    return ThreadSearchResponse


def _ThreadSearchParams():
    class ThreadSearchParams(RequestParams):
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
        """Part of `ThreadSearchResponse`.

        Attributes:
            thread (Thread): The thread.
            snippet (str): The text around what was found.
        """

        thread: p.Thread
        snippet: str

    return ThreadSearchResult


def _ThreadSearchOccurrencesResponse():
    class ThreadSearchOccurrencesResponse(WireModel):
        """Answer to `thread/searchOccurrences`.

        Attributes:
            data (list[ThreadSearchOccurrence]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.ThreadSearchOccurrence]
        next_cursor: str | None = None

    return ThreadSearchOccurrencesResponse


def _ThreadSearchOccurrencesParams():
    class ThreadSearchOccurrencesParams(RequestParams):
        """Params of `thread/searchOccurrences`.

        Attributes:
            thread_id (str): The thread that it is about.
            search_term (str): Only what contains this text.
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

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
        """Part of `ThreadSearchOccurrencesResponse`.

        Attributes:
            turn_id (str): The turn that it is about.
            item_id (str): The item that it is about.
            snippet (str): The text around what was found.
            snippet_match_range (ThreadSearchTextRange): Where in the snippet it stands.
            turn_cursor (str): The cursor for reading turns from this one on.
        """

        turn_id: str
        item_id: str
        snippet: str
        snippet_match_range: p.ThreadSearchTextRange
        turn_cursor: str

    return ThreadSearchOccurrence


def _ThreadSearchTextRange():
    class ThreadSearchTextRange(WireModel):
        """Part of `ThreadSearchOccurrence`.

        Attributes:
            start (UInt32): Where it begins.
            end (UInt32): Where it ends; the end itself is not part of it.
        """

        start: UInt32
        end: UInt32

    return ThreadSearchTextRange


def _ThreadLoadedListResponse():
    class ThreadLoadedListResponse(WireModel):
        """Answer to `thread/loaded/list`.

        Attributes:
            data (list[str]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[str]
        next_cursor: str | None = None

    return ThreadLoadedListResponse


def _ThreadLoadedListParams():
    class ThreadLoadedListParams(RequestParams):
        """Params of `thread/loaded/list`.

        Attributes:
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
        """

        method = "thread/loaded/list"
        response_type = LazyClassRef("ThreadLoadedListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None

    return ThreadLoadedListParams


def _ThreadReadResponse():
    class ThreadReadResponse(WireModel):
        """Answer to `thread/read`.

        Attributes:
            thread (Thread): The thread.
            read_state (ThreadReadState | None = None): What the user has read of the thread. Experimental.
        """

        thread: p.Thread
        read_state: Annotated[p.ThreadReadState | None, EXPERIMENTAL] = None

    return ThreadReadResponse


def _ThreadReadParams():
    class ThreadReadParams(RequestParams):
        """Params of `thread/read`.

        Attributes:
            thread_id (str): The thread that it is about.
            include_turns (bool = False): Whether the answer has the turns of the thread.
        """

        method = "thread/read"
        response_type = LazyClassRef("ThreadReadResponse")

        thread_id: str
        include_turns: Flag = False

    return ThreadReadParams


def _ThreadReadStateUpdateResponse():
    class ThreadReadStateUpdateResponse(WireModel):
        """Answer to `thread/readState/update`.

        Attributes:
            read_state (ThreadReadState): What the user has read of the thread.
        """

        read_state: p.ThreadReadState

    return ThreadReadStateUpdateResponse


def _ThreadReadStateUpdateParams():
    class ThreadReadStateUpdateParams(RequestParams):
        """Params of `thread/readState/update`.

        Attributes:
            thread_id (str): The thread that it is about.
            operation (ThreadReadStateOperation): What is done, or was.
            expected_revision (str): The revision that the client has seen; another one is refused.
        """

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
        """The `read` variant of `ThreadReadStateOperation`.

        Attributes:
            type (Literal["read"] = "read"): What kind it is.
        """

        type: Literal["read"] = "read"

    return ReadThreadReadStateOperation


def _UnreadThreadReadStateOperation():
    class UnreadThreadReadStateOperation(WireModel):
        """The `unread` variant of `ThreadReadStateOperation`.

        Attributes:
            type (Literal["unread"] = "unread"): What kind it is.
        """

        type: Literal["unread"] = "unread"

    return UnreadThreadReadStateOperation


def _ThreadReadStateChangedNotification():
    class ThreadReadStateChangedNotification(Notification):
        """Params of the `thread/readState/changed` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            read_state (ThreadReadState): What the user has read of the thread.
        """

        method = "thread/readState/changed"
        experimental = True

        thread_id: str
        read_state: p.ThreadReadState

    return ThreadReadStateChangedNotification


__getattr__, __dir__ = lazy_names(globals())
