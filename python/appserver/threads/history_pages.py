"""The turns and the items of a thread, cut into pages: `thread/turns/list`, `thread/items/list`.

A cursor names what it stands at, and whether that belongs to the page. It stays good while a thread goes on: an item
keeps its number within its turn. What has not ended yet is no item of a page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.threads.errors import invalid_cursor
from appserver.threads.paging import page_size

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.threads.thread import Thread

    Kind = Literal["turns", "items"]

__all__ = [
    "items_cursor",
    "page_of_items",
    "page_of_turns",
    "started_milliseconds",
    "turns_cursor",
    "viewed",
]

Entry = TypeVar("Entry")


class _Place(NamedTuple):
    """Where an entry stands in its thread: in which turn and, if it is an item, as which of it."""

    turn_id: str
    number: int = 0


def page_of_turns(
    thread: Thread,
    *,
    cursor: str | None,
    limit: int | None,
    sort_direction: str | None,
    items_view: str | None,
) -> p.TurnsPage:
    """A page of a thread's turns, newest first by default, each as a summary by default.

    Raises:
        ServerError: the cursor is none of this thread's.
    """
    page = _Pages(thread, "turns", _turn_place).cut(
        _turns(thread), cursor, limit, is_ascending=sort_direction == "asc"
    )
    view = items_view or "summary"
    return p.TurnsPage(
        data=[viewed(turn, view) for turn in page.entries],
        next_cursor=page.next_cursor,
        backwards_cursor=page.backwards_cursor,
    )


def page_of_items(thread: Thread, params: p.ThreadItemsListParams) -> p.ThreadItemsListResponse:
    """A page of a thread's items, oldest first by default; of one turn if the params name it.

    Raises:
        ServerError: the cursor is none of this thread's, or the item that it names is not there.
    """
    entries = [
        _ItemEntry(_Place(turn.id, number), item)
        for turn in _turns(thread)
        if params.turn_id is None or turn.id == params.turn_id
        for number, item in enumerate(turn.items)
    ]
    pages = _Pages(thread, "items", _item_place)
    cursor = params.cursor
    if isinstance(cursor, p.ItemThreadItemsListAnchor):
        cursor = pages.write(_anchor(entries, cursor.item_id, params.turn_id), is_included=False)
    elif cursor is not None and not isinstance(cursor, str):
        raise invalid_cursor(str(cursor))
    page = pages.cut(entries, cursor, params.limit, is_ascending=params.sort_direction != "desc")
    return p.ThreadItemsListResponse(
        data=[entry.shown() for entry in page.entries],
        next_cursor=page.next_cursor,
        backwards_cursor=page.backwards_cursor,
    )


def turns_cursor(thread: Thread) -> str | None:
    """The cursor from which older turns are read, newest first."""
    turns = _turns(thread)
    return (
        _Pages(thread, "turns", _turn_place).write(_turn_place(turns[-1]), is_included=True)
        if turns
        else None
    )


def items_cursor(thread: Thread) -> str | None:
    """The cursor from which older items are read, newest first."""
    for turn in reversed(_turns(thread)):
        if turn.items:
            place = _Place(turn.id, len(turn.items) - 1)
            return _Pages(thread, "items", _item_place).write(place, is_included=True)
    return None


class _ItemEntry(NamedTuple):
    """An item and where it stands."""

    place: _Place
    item: p.ThreadItem

    def shown(self) -> p.ThreadItemEntry:
        """As the protocol shows it. Of the times only that of its start is known: its id has it."""
        return p.ThreadItemEntry(
            turn_id=self.place.turn_id, item=self.item, started_at_ms=started_milliseconds(self.item)
        )


class _Page(NamedTuple):
    entries: list[Any]
    next_cursor: str | None
    backwards_cursor: str | None


class _Pages:
    """Cuts pages of one kind out of a thread."""

    def __init__(self, thread: Thread, kind: Kind, place_of: Callable[[Any], _Place]) -> None:
        self._thread_id = thread.id
        self._kind = kind
        self._place_of = place_of

    def cut(
        self, entries: Sequence[Entry], cursor: str | None, limit: int | None, *, is_ascending: bool
    ) -> _Page:
        """The page of entries, which are oldest first, from a cursor on."""
        found = list(entries) if is_ascending else list(reversed(entries))
        if cursor is not None:
            found = self._from(found, *self._read(cursor), is_ascending=is_ascending)
        size = page_size(limit)
        page = found[:size]
        return _Page(
            page,
            self.write(self._place_of(page[-1]), is_included=False) if len(found) > size else None,
            self.write(self._place_of(page[0]), is_included=True) if page else None,
        )

    def _from(
        self, entries: list[Entry], anchor: _Place, is_included: bool, *, is_ascending: bool
    ) -> list[Entry]:
        places = [self._place_of(entry) for entry in entries]
        if anchor in places:
            position = places.index(anchor)
            return entries[position if is_included else position + 1 :]
        # It is there no longer. Ids begin with their time: what came after it is still told from what came before.
        return [
            entry
            for entry, place in zip(entries, places, strict=True)
            if (place > anchor if is_ascending else place < anchor)
        ]

    def write(self, place: _Place, *, is_included: bool) -> str:
        """A cursor at a place."""
        cursor = {
            "threadId": self._thread_id,
            "scope": self._kind,
            "turnId": place.turn_id,
            "item": place.number,
            "includeAnchor": is_included,
        }
        return json.dumps(cursor, separators=(",", ":"))

    def _read(self, text: str) -> tuple[_Place, bool]:
        try:
            match json.loads(text):
                case {
                    "threadId": self._thread_id,
                    "scope": self._kind,
                    "turnId": str(turn_id),
                    "item": int(number),
                    "includeAnchor": bool(is_included),
                }:
                    return _Place(turn_id, number), is_included
                case _:
                    pass
        except (ValueError, RecursionError):
            pass
        raise invalid_cursor(text)


def _turns(thread: Thread) -> list[p.Turn]:
    """All turns, oldest first, each with the items that have ended."""
    running = [turn.with_ended_items() for turn in thread.turns if not turn.has_ended]
    return [*thread.history, *running]


def viewed(turn: p.Turn, view: str) -> p.Turn:
    """A turn in a view. A `summary` is what was asked first, and what was answered last.

    A turn whose items are gone says so in every view: with an empty summary it would look as if nothing had been said.
    """
    if view == "full" or turn.items_view == "notLoaded":
        return turn
    items: list[p.ThreadItem] = []
    if view == "summary":
        asked = next((item for item in turn.items if isinstance(item, p.UserMessageThreadItem)), None)
        answers = [item for item in turn.items if isinstance(item, p.AgentMessageThreadItem)]
        items = [*([] if asked is None else [asked]), *answers[-1:]]
    return turn.model_copy(update={"items": items, "items_view": view})


def _turn_place(turn: p.Turn) -> _Place:
    return _Place(turn.id)


def _item_place(entry: _ItemEntry) -> _Place:
    return entry.place


def _anchor(entries: Sequence[_ItemEntry], item_id: str, turn_id: str | None) -> _Place:
    if turn_id is None:
        raise ServerError("turnId is required when cursor is an item anchor", code=ErrorCode.INVALID_PARAMS)
    for entry in entries:
        if getattr(entry.item, "id", None) == item_id:
            return entry.place
    raise ServerError(
        "cursor.itemId does not identify an item in the requested history scope",
        code=ErrorCode.INVALID_PARAMS,
    )


def started_milliseconds(item: p.ThreadItem) -> int | None:
    """When an item has started, as far as its id says so."""
    digits = str(getattr(item, "id", "")).replace("-", "")[:12]
    try:
        return int(digits, 16) if len(digits) == 12 else None
    except ValueError:
        return None
