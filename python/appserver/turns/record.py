"""What is known of one turn: its facts, its items, and how it ended. It sends nothing and waits for nothing."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Protocol

from appserver import protocol as p
from appserver.execution.turn_diff import TurnDiff
from appserver.turns.clock import unix_milliseconds
from appserver.turns.identifiers import new_identifier
from appserver.turns.keeping import NOTHING_KEPT
from appserver.turns.past_turn import PastTurn

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeAlias

    from appserver.turns.keeping import TurnKeeper

    Ending: TypeAlias = Literal["completed", "interrupted", "failed"]

__all__ = ["OpenItem", "TurnRecord"]


class OpenItem(Protocol):
    """An item that has started and not ended."""

    @property
    def id(self) -> str:
        """The item's id."""
        ...

    def refuse(self) -> None:
        """The turn is over for its agent: take nothing more."""

    def current(self) -> p.ThreadItem:
        """The item as it is now."""
        ...

    def final(self) -> p.ThreadItem:
        """The item as it ends when its verb has not ended it."""
        ...


class TurnRecord:
    """The record of one turn.

    Attributes:
        id, thread_id: the ids of the turn and of its thread.
        status: `inProgress` until the turn is ending.
        error: why it failed.
        items: its finished items, in the order of their ends.
        open_items: the items that have started and not ended, by id.
        background: ids of those that do not end with the turn.
        questions: ids of the open server requests of this turn.
        diff: the file changes that were made.
        owed: items that are shown when the turn ends, if nothing has shown them until then.
    """

    def __init__(self, thread_id: str, keeper_of: Callable[[], TurnKeeper] = lambda: NOTHING_KEPT) -> None:
        self.id = new_identifier()
        self.thread_id = thread_id
        self.status: p.TurnStatus = "inProgress"
        self.error: p.TurnError | None = None
        self.items: list[p.ThreadItem] = []
        self.open_items: dict[str, OpenItem] = {}
        self.background: set[str] = set()
        self.questions: dict[int, None] = {}
        self.diff = TurnDiff()
        self.owed: list[p.ThreadItem] = []
        self._keeper_of = keeper_of
        self._unfinished: set[str] = set()
        self._overtaken: set[str] = set()
        self._begun_ms: dict[str, int] = {}
        self._started_ms = unix_milliseconds()
        self._completed_ms: int | None = None

    @property
    def started_ms(self) -> int:
        """When it began, in Unix milliseconds."""
        return self._started_ms

    @property
    def started_at(self) -> int:
        """When it began, in Unix seconds."""
        return self._started_ms // 1000

    def end(self, status: Ending, error: p.TurnError | None) -> None:
        """Note how the turn ends; its open items take nothing more."""
        self.status = status
        self.error = error
        for item in self.open_items.values():
            item.refuse()

    def complete_open_items(self) -> list[p.ItemStartedNotification | p.ItemCompletedNotification]:
        """End the items that are still open, and show those that are owed.

        In a turn that went well they are as good as others, but for a message after which another was begun and
        finished: its agent has given it up.
        """
        notifications: list[p.ItemStartedNotification | p.ItemCompletedNotification] = []
        for handle in list(self.open_items.values()):
            if handle.id in self.background:
                continue
            item = handle.final()
            is_given_up = self.status != "completed" or item.id in self._overtaken
            self.keep(item, is_unfinished=is_given_up)
            notifications.append(self.item_completed(item))
        for item in self.owed:
            self.keep(item, is_unfinished=True)
            notifications += [self.item_started(item), self.item_completed(item)]
        self.owed.clear()
        return notifications

    def close(self) -> None:
        """Note the time of the end; what is remembered of files is let go."""
        self.diff.forget()
        self._begun_ms = {name: begun for name, begun in self._begun_ms.items() if name in self.background}
        self._completed_ms = unix_milliseconds()

    def keep(self, item: p.ThreadItem, *, is_unfinished: bool = False) -> None:
        """An item has ended. An unfinished message is never the turn's last message."""
        if self.open_items and not is_unfinished and isinstance(item, p.AgentMessageThreadItem):
            self._overtaken.update(
                takewhile(lambda begun: begun != item.id, self.open_items)
            )  # begun before it
        self.open_items.pop(item.id, None)
        self.items.append(item)
        if is_unfinished:
            self._unfinished.add(item.id)

    def take_back(self, item: p.ThreadItem, handle: OpenItem) -> None:
        """The end of an item could not be sent: it is open again."""
        self.items.remove(item)
        self._unfinished.discard(item.id)
        self.open_items[item.id] = handle

    def has_item(self, item_id: str) -> bool:
        """Whether an item of that id has started."""
        return item_id in self.open_items or any(item.id == item_id for item in self.items)

    def last_message(self) -> p.AgentMessageThreadItem | None:
        """The last message of the agent that is finished."""
        for item in reversed(self.items):
            if isinstance(item, p.AgentMessageThreadItem) and item.id not in self._unfinished:
                return item
        return None

    def snapshot(self, items_view: p.TurnItemsView) -> p.Turn:
        """The turn as the protocol shows it: with no items, all that have started, or as its end tells it.

        That is with the last message of a turn that went well and has one (`summary`), and with no items otherwise.
        """
        items: list[p.ThreadItem] = []
        if items_view == "full":
            # Those that are open too: whoever resumes is asked about one, and must see what it is.
            # What outlives the turn is part of it again when it ends: as it is read from files.
            is_open = self._completed_ms is None
            items = [*self.items, *(handle.current() for handle in self.open_items.values() if is_open)]
        elif items_view == "summary":
            message = self.last_message() if self.status == "completed" else None
            items, items_view = ([], "notLoaded") if message is None else ([message], "summary")
        ended = self._completed_ms
        return p.Turn(
            id=self.id,
            root_turn_id=self.id,
            items=items,
            items_view=items_view,
            status=self.status,
            error=self.error,
            started_at=self._started_ms // 1000,
            completed_at=None if ended is None else ended // 1000,
            duration_ms=None if ended is None else max(0, ended - self._started_ms),
        )

    def past(self) -> PastTurn:
        """The turn as it has ended, with all its items, and which of them were not finished."""
        return PastTurn.of(self.snapshot("full"), self._unfinished)

    def item_started(self, item: p.ThreadItem) -> p.ItemStartedNotification:
        """The notification of an item's start."""
        now = self._begun_ms[item.id] = unix_milliseconds()
        return p.ItemStartedNotification(
            item=item, thread_id=self.thread_id, turn_id=self.id, started_at_ms=now
        )

    def item_completed(self, item: p.ThreadItem) -> p.ItemCompletedNotification:
        """The notification of an item's end; the item is kept before anybody is told."""
        now = unix_milliseconds()
        self._keeper_of().item_ended(
            self.id,
            item,
            self._begun_ms.get(item.id, now),
            now,
            is_unfinished=item.id in self._unfinished,
        )
        return p.ItemCompletedNotification(
            item=item, thread_id=self.thread_id, turn_id=self.id, completed_at_ms=now
        )
