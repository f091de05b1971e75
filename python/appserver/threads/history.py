"""The turns of threads that have ended, and the one bound on what a server holds of them.

A turn is kept as JSON text: its head (id, status, times, error) and its items. That is a quarter of what the models
take, and its length is what is counted. Once all threads together hold more than the budget, items go, oldest first,
of idle threads before running ones: such a turn is shown with its head and `itemsView: "notLoaded"`, never as if it
had been empty. Where the heads alone are too much, they go too, and the thread says how many.

What keeps turns elsewhere, in files, takes the place of `History`: it appends a turn and reads them all.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, overload

from appserver import protocol as p
from appserver.delivery.bounds import MAX_HISTORY_BYTES
from appserver.turns.context import ContextBudget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from appserver.turns.past_turn import PastTurn

__all__ = ["ENTRY_BYTES", "History", "HistoryBudget", "HistoryView"]

logger = logging.getLogger("appserver")

ENTRY_BYTES: Final = 200
"""What is counted for a turn beside its text: the objects around it."""

_UNFINISHED: Final = "unfinishedItems"
_MARK: Final = b'"unfinishedItems":['

_Entry = tuple[bytes, bytes | None]
"""The head of a turn, and its items; None: they are gone."""


class HistoryBudget:
    """What all threads of a server hold of their turns, and who loses some when it is too much.

    Attributes:
        max_bytes: the bound.
        contexts: what their models are sent, which has a bound of its own, as high.
        held: the bytes that are held now.
        turns: the turns of which at least the head is held.
        drop_thread: lets the oldest thread go that is not loaded; False: there is none.
        forgotten: turns so far whose items have gone.
    """

    __slots__ = (
        "_busy",
        "_heads",
        "_idle",
        "contexts",
        "drop_thread",
        "forgotten",
        "held",
        "max_bytes",
        "turns",
    )

    def __init__(self, max_bytes: int = MAX_HISTORY_BYTES) -> None:
        self.max_bytes = max_bytes
        self.contexts = ContextBudget(max_bytes)
        self.held = 0
        self.turns = 0
        self.forgotten = 0
        self.drop_thread: Callable[[], bool] = lambda: False
        # Those that hold items, least recently used first; and those that hold heads alone.
        self._idle: dict[History, None] = {}
        self._busy: dict[History, None] = {}
        self._heads: dict[History, None] = {}

    def touch(self, history: History, *, is_busy: bool) -> None:
        """The thread is used: it loses what it holds after all others."""
        self.leave(history)
        if history.holds_items:
            (self._busy if is_busy else self._idle)[history] = None
        elif history:
            self._heads[history] = None

    def leave(self, history: History) -> None:
        """The history is not counted among those that may lose something any more."""
        for histories in (self._idle, self._busy, self._heads):
            histories.pop(history, None)

    def trim(self) -> None:
        """Let go of what is too much."""
        while self.held > self.max_bytes:
            for histories in (self._idle, self._busy):
                if histories:
                    history = next(iter(histories))
                    history.forget_items()
                    self.forgotten += 1
                    if not history.holds_items:
                        del histories[history]
                        self._heads[history] = None
                    break
            else:
                if not self._heads:
                    if not self.drop_thread():
                        return
                    continue
                history = next(iter(self._heads))
                history.forget_head()
                if not history:
                    del self._heads[history]


class History:
    """The ended turns of one thread, oldest first.

    Attributes:
        gone: how many turns of the thread are not there any more.
    """

    __slots__ = ("_bare", "_budget", "_entries", "gone")

    def __init__(self, budget: HistoryBudget) -> None:
        self._budget = budget
        self._entries: deque[_Entry] | None = None
        self._bare = 0  # so many of the first turns have lost their items
        self.gone = 0

    def __len__(self) -> int:
        return 0 if self._entries is None else len(self._entries)

    def __iter__(self) -> Iterator[PastTurn]:
        return iter(self.view())

    @property
    def bare(self) -> int:
        """How many turns have lost their items."""
        return self._bare

    @property
    def holds_items(self) -> bool:
        """Whether some turn has its items."""
        return self._bare < len(self)

    def append(self, turn: p.Turn) -> None:
        """Keep a turn that has ended, with all its items."""
        entry = _write(turn)
        if self._entries is None:
            self._entries = deque()
        self._bare += entry[1] is None and self._bare == len(self._entries)
        self._entries.append(entry)
        self._count(1, ENTRY_BYTES + len(entry[0]) + len(entry[1] or b""))
        self._budget.touch(self, is_busy=True)
        self._budget.trim()

    def begin_with(self, turns: Iterable[p.Turn], gone: int) -> None:
        """Begin with turns of another thread, of which so many are not there any more."""
        self.gone = gone
        for turn in turns:
            self.append(turn)
        self.use(is_busy=False)

    def complete(self, turn_id: str, item: p.ThreadItem) -> None:
        """An item of a turn has ended after the turn. Nothing happens where that is not there with its items."""
        from appserver.turns.past_turn import PastTurn

        wanted = json.dumps(turn_id).encode()
        for place in range(len(self) - 1, self._bare - 1, -1):
            head, _ = entry = self._entry(place)
            if wanted not in head:
                continue
            turn = _read(entry)
            if turn.id != turn_id:
                continue
            items = [*(one for one in turn.items if one.id != item.id), item]
            completed = _write(
                PastTurn.of(turn.model_copy(update={"items": items}), turn.unfinished_items - {item.id})
            )
            self._replace(place, completed)
            return

    def view(self) -> HistoryView:
        """The turns as they are now; what goes later stays in the view."""
        return HistoryView(self._entries or ())

    def use(self, *, is_busy: bool) -> None:
        """A turn of the thread begins, or none runs any more."""
        self._budget.touch(self, is_busy=is_busy)

    def forget_items(self) -> None:
        """Let the items of the oldest turn go that has them."""
        if self._entries is not None and self.holds_items:
            head, items = self._entries[self._bare]
            self._entries[self._bare] = (head, None)
            self._bare += 1
            self._count(0, -len(items or b""))

    def forget_head(self) -> None:
        """Let the oldest turn go."""
        if self._entries:
            head, items = self._entries.popleft()
            self._bare -= items is None
            self.gone += 1
            self._count(-1, -(ENTRY_BYTES + len(head) + len(items or b"")))

    def clear(self) -> None:
        """Let everything go: the thread is deleted."""
        self._budget.leave(self)
        while self:
            self.forget_head()

    def _entry(self, place: int) -> _Entry:
        entries = self._entries
        return (b"", None) if entries is None else entries[place]

    def _replace(self, place: int, entry: _Entry) -> None:
        if self._entries is not None and entry[1] is not None:
            before = self._entries[place]
            self._entries[place] = entry
            self._count(0, len(entry[0]) + len(entry[1]) - len(before[0]) - len(before[1] or b""))
            self._budget.trim()

    def _count(self, turns: int, size: int) -> None:
        self._budget.turns += turns
        self._budget.held += size


class HistoryView(Sequence["PastTurn"]):
    """Turns as they were at one moment. Each is read from its text when it is looked at."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._entries = tuple(entries)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> PastTurn: ...
    @overload
    def __getitem__(self, index: slice) -> HistoryView: ...
    def __getitem__(self, index: int | slice) -> PastTurn | HistoryView:
        if isinstance(index, slice):
            return HistoryView(self._entries[index])
        return _read(self._entries[index])

    def __repr__(self) -> str:
        return f"<{len(self)} turns>"


def _write(turn: p.Turn) -> _Entry:
    items: bytes | None
    if turn.items_view == "notLoaded":
        return _head(turn), None
    try:
        items = b"[" + b",".join([_item_text(item) for item in turn.items]) + b"]"
    except ValueError:  # an item of the agent's own making that no message could carry
        logger.exception("the items of turn %s cannot be kept", turn.id)
        items = None
    return _head(turn), items


def _head(turn: p.Turn) -> bytes:
    from appserver.turns.past_turn import PastTurn

    head = turn.model_copy(update={"items": []}).to_wire()
    del head["items"]
    head.pop("itemsView", None)
    if isinstance(turn, PastTurn) and turn.unfinished_items:
        head[_UNFINISHED] = sorted(turn.unfinished_items)
    return json.dumps(head, separators=(",", ":")).encode()


def _item_text(item: p.ThreadItem) -> bytes:
    if isinstance(item, p.UnknownThreadItem):
        return json.dumps(item.raw, separators=(",", ":")).encode()
    return item.to_wire_json()


def _read(entry: _Entry) -> PastTurn:
    from appserver.turns.past_turn import PastTurn

    head, items = entry
    view = b'"notLoaded"' if items is None else b'"full"'
    text = b"".join((head[:-1], b',"items":', items or b"[]", b',"itemsView":', view, b"}"))
    try:
        turn = PastTurn.from_wire_json(text)
    except ValueError:
        # An item that somebody has made more deeply nested than can be read. The other turns are not lost with it.
        logger.exception("the items of a turn cannot be read again")
        turn = PastTurn.from_wire_json(head[:-1] + b',"items":[],"itemsView":"notLoaded"}')
    return PastTurn.of(turn, json.loads(head)[_UNFINISHED]) if _MARK in head else turn
