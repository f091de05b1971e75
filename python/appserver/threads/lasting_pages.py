"""Pages of the turns and items of threads that last, and their cursors: positions in the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.threads.errors import invalid_cursor
from appserver.threads.history_pages import started_milliseconds, viewed
from appserver.threads.lasting_turns import turns_page
from appserver.threads.paging import page_size
from appserver.threads.places import position_of

if TYPE_CHECKING:
    from appserver.store.records import PlacedTurn
    from appserver.threads.lasting import LastingThreads

_MOST: Final = 2**63
"""What the numbers of a cursor are below: a store may keep them in 64 bits."""

_TURNS = 20

__all__ = ["last_cursors", "stored_items_page", "stored_turns_page"]


async def stored_turns_page(
    lasting: LastingThreads,
    thread_id: str,
    *,
    cursor: str | None,
    limit: int | None,
    sort_direction: str | None,
    items_view: str | None,
) -> p.TurnsPage:
    """A page of a thread's turns, newest first by default, each as a summary by default.

    Cancellation: nothing was begun.

    Raises:
        ServerError: the cursor is none of this thread's.
    """
    start, _, is_included = _place(cursor, thread_id, "turns")
    page = await turns_page(
        lasting,
        thread_id,
        start=start,
        is_included=is_included,
        is_ascending=sort_direction == "asc",
        limit=page_size(limit),
    )
    turns = page.turns
    return p.TurnsPage(
        data=[viewed(placed.turn, items_view or "summary") for placed in turns],
        next_cursor=_cursor(thread_id, "turns", turns[-1].position) if page.has_more else None,
        backwards_cursor=_cursor(thread_id, "turns", turns[0].position, is_included=True) if turns else None,
    )


async def stored_items_page(
    lasting: LastingThreads, thread_id: str, params: p.ThreadItemsListParams
) -> p.ThreadItemsListResponse:
    """A page of a thread's items, oldest first by default; of one turn if the params name it.

    Cancellation: nothing was begun.

    Raises:
        ServerError: the cursor is none of this thread's, or the item or turn that it names is not there.
    """
    is_ascending = params.sort_direction != "desc"
    size = page_size(params.limit)
    only = None
    if params.turn_id is not None:
        try:
            only = await position_of(lasting.store, thread_id, params.turn_id)
        except ServerError:
            return p.ThreadItemsListResponse(data=[], next_cursor=None, backwards_cursor=None)
    cursor = params.cursor
    place: tuple[int, int] | None
    if isinstance(cursor, p.ItemThreadItemsListAnchor):
        place, is_included = await _anchor(lasting, thread_id, only, cursor.item_id)
    elif cursor is None or isinstance(cursor, str):
        start, number, is_included = _place(cursor, thread_id, "items")
        place = None if start is None else (start, number)
    else:
        raise invalid_cursor(str(cursor))
    found: list[tuple[tuple[int, int], p.ThreadItemEntry]] = []
    position, is_first = only if only is not None or place is None else place[0], True
    while True:
        page = await turns_page(
            lasting,
            thread_id,
            start=position,
            is_included=is_first,
            is_ascending=is_ascending,
            limit=_TURNS if only is None else 1,
        )
        for placed in page.turns:
            numbered = list(enumerate(placed.turn.items))
            for index, item in numbered if is_ascending else reversed(numbered):
                here = (placed.position, index)
                if place is None or _follows(here, place, is_ascending, is_included):
                    found.append((here, _entry(placed, item)))
        if only is not None or not page.has_more or len(found) > size:
            break
        position, is_first = page.turns[-1].position, False
    entries = found[:size]
    return p.ThreadItemsListResponse(
        data=[entry for _, entry in entries],
        next_cursor=_cursor(thread_id, "items", *entries[-1][0]) if len(found) > size else None,
        backwards_cursor=_cursor(thread_id, "items", *entries[0][0], is_included=True) if entries else None,
    )


async def last_cursors(lasting: LastingThreads, thread_id: str) -> tuple[str | None, str | None]:
    """The cursors from which older turns and older items are read, newest first.

    Cancellation: nothing was begun.
    """
    page = await turns_page(lasting, thread_id, start=None, is_included=True, is_ascending=False, limit=1)
    if not page.turns:
        return None, None
    last = page.turns[0]
    count = len(last.turn.items)
    return (
        _cursor(thread_id, "turns", last.position, is_included=True),
        _cursor(thread_id, "items", last.position, count - 1, is_included=True) if count else None,
    )


async def _anchor(
    lasting: LastingThreads, thread_id: str, position: int | None, item_id: str
) -> tuple[tuple[int, int], bool]:
    if position is None:
        raise ServerError("turnId is required when cursor is an item anchor", code=ErrorCode.INVALID_PARAMS)
    page = await turns_page(lasting, thread_id, start=position, is_included=True, is_ascending=True, limit=1)
    for placed in page.turns:
        for index, item in enumerate(placed.turn.items):
            if getattr(item, "id", None) == item_id:
                return (position, index), False
    raise ServerError(
        "cursor.itemId does not identify an item in the requested history scope",
        code=ErrorCode.INVALID_PARAMS,
    )


def _follows(here: tuple[int, int], place: tuple[int, int], is_ascending: bool, is_included: bool) -> bool:
    if here == place:
        return is_included
    return here > place if is_ascending else here < place


def _entry(placed: PlacedTurn, item: p.ThreadItem) -> p.ThreadItemEntry:
    started, completed = placed.item_times.get(getattr(item, "id", ""), (0, 0))
    return p.ThreadItemEntry(
        turn_id=placed.turn.id,
        item=item,
        started_at_ms=started or started_milliseconds(item),  # of who writes no times they are zero
        completed_at_ms=completed or None,
    )


def _cursor(thread_id: str, scope: str, position: int, number: int = 0, *, is_included: bool = False) -> str:
    cursor = {
        "threadId": thread_id,
        "scope": scope,
        "position": position,
        "item": number,
        "includeAnchor": is_included,
    }
    return json.dumps(cursor, separators=(",", ":"))


def _place(text: str | None, thread_id: str, scope: str) -> tuple[int | None, int, bool]:
    if text is None:
        return None, 0, True
    try:
        match json.loads(text):
            case {
                "threadId": found,
                "scope": kind,
                "position": int(position),
                "item": int(number),
                "includeAnchor": bool(is_included),
            } if (found, kind) == (thread_id, scope) and 0 <= position < _MOST and 0 <= number < _MOST:
                return position, number, is_included
            case _:
                pass
    except (ValueError, RecursionError):
        pass
    raise invalid_cursor(text)
