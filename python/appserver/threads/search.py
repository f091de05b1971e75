"""`thread/search`: which threads have a text in their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.backends import let_others_run
from appserver.errors import ServerError
from appserver.threads.listing import read_time, write_time
from appserver.threads.paging import page_size
from appserver.threads.snapshots import thread_snapshot
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appserver.threads.thread import Thread

__all__ = ["search_threads"]

_AROUND = 60
"""Characters that a snippet has on either side of what was found."""

_SEARCHED_IN_A_ROW = 1 << 20
"""Characters after which others run: a millisecond or two."""


async def search_threads(threads: Iterable[Thread], params: p.ThreadSearchParams) -> p.ThreadSearchResponse:
    """Return a page of the threads whose messages, the user's or the agent's, hold a text in any case.

    Sorted as `thread/list` sorts, and with its cursors. Names are not searched: `thread/list` does that.

    Cancellation: nothing was begun.

    Raises:
        ServerError: the text is blank or too long, or the cursor is not one.
    """
    check_params(params)
    wanted = params.search_term.strip().casefold()
    if not wanted:
        raise ServerError("thread/search requires a non-empty searchTerm")
    by_update = params.sort_key in ("updated_at", "recency_at")
    is_ascending = params.sort_direction == "asc"
    cursor = None if params.cursor is None else read_time(params.cursor)

    def time(thread: Thread) -> int:
        return thread.updated if by_update else thread.created

    size = page_size(params.limit)
    found: list[tuple[int, p.ThreadSearchResult]] = []
    searched = 0
    for thread in sorted(threads, key=time, reverse=not is_ascending):
        moment = time(thread)
        if (
            thread.ephemeral
            or thread.is_archived != bool(params.archived)
            or not _has_source(thread, params.source_kinds)
        ):
            continue
        if cursor is not None and not (moment > cursor if is_ascending else moment < cursor):
            continue
        for text in _texts(thread):
            searched += len(text)
            if searched > _SEARCHED_IN_A_ROW:
                searched = 0
                await let_others_run()
            if (snippet := _snippet(text, wanted)) is not None:
                result = p.ThreadSearchResult(thread=thread_snapshot(thread, in_list=True), snippet=snippet)
                found.append((moment, result))
                break
        if len(found) > size:
            break
    page = found[:size]
    return p.ThreadSearchResponse(
        data=[result for _, result in page],
        next_cursor=write_time(page[-1][0]) if len(found) > size else None,
        backwards_cursor=write_time(page[0][0]) if page else None,
    )


def _has_source(thread: Thread, kinds: list[str] | None) -> bool:
    source = thread.origin.source
    return not kinds or (source if isinstance(source, str) else "unknown") in kinds


def _texts(thread: Thread) -> Iterator[str]:
    for turn in thread.history:
        for item in turn.items:
            if isinstance(item, p.AgentMessageThreadItem):
                yield item.text
            elif isinstance(item, p.UserMessageThreadItem):
                yield "\n".join(entry.text for entry in item.content if isinstance(entry, p.TextUserInput))


def _snippet(text: str, wanted: str) -> str | None:
    folded = text.casefold()
    place = folded.find(wanted)
    if place < 0:
        return None
    if len(folded) != len(text):  # of a letter that becomes two: about there
        place = min(place, len(text))
    begin, end = max(0, place - _AROUND), place + len(wanted) + _AROUND
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
