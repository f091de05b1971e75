"""What a thread's model is sent with each request: the items of the conversation, as its provider writes them.

It is bounded twice: one thread holds no more than a model takes, and all threads of a server no more than its bound.
What is too much goes turn by turn, oldest first; a thread whose store has it all reads it again before its next turn.
"""

from __future__ import annotations

from collections import deque
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from appserver.delivery.bounds import MAX_HISTORY_BYTES
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

__all__ = ["MAX_CONTEXT_BYTES", "ContextBudget", "ContextWindow", "ModelContext", "context_size"]

MAX_CONTEXT_BYTES: Final = 16 * 1024 * 1024
"""Bytes of one thread: four times the text of a million tokens, the most that a model takes, or ten large images."""

_NODE: Final = 64
"""What is counted for a value beside its text: the object around it."""


def context_size(item: object) -> int:
    """What is counted for an item: about the bytes that it takes in memory, at least those of its text."""
    size = 0
    rest = [item]
    while rest:
        value = rest.pop()
        size += _NODE
        if isinstance(value, str):
            size += len(value) if value.isascii() else 4 * len(value)
        elif is_dict(value):
            rest += value.values()
            size += sum(len(str(name)) for name in value)
        elif is_list(value):
            rest += value
    return size


class ContextWindow:
    """Items, oldest first, each with the turn that it came in: the newest within a bound.

    Attributes:
        size: what is counted for them.
        gone: how many turns are not there any more.
    """

    __slots__ = ("_entries", "_max_bytes", "_read", "gone", "size")

    def __init__(self, max_bytes: int = MAX_CONTEXT_BYTES) -> None:
        self._entries: deque[tuple[str, Mapping[str, Any], int]] = deque()
        self._max_bytes = max_bytes
        self._read = 0
        self.size = 0
        self.gone = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (item for _, item, _ in self._entries)

    def entries(self) -> Iterator[tuple[str, Mapping[str, Any], int]]:
        """Items with their turns and sizes."""
        return iter(self._entries)

    def add(self, turn_id: str, item: Mapping[str, Any], size: int) -> None:
        """Add an item. Where that is too much, the oldest turns go; of the newest its oldest items, when it is alone.

        Without the id of its turn it is taken to be of the turn of the last message of the user.
        """
        if not turn_id:
            self._read += item.get("role") == "user"
            turn_id = f"read {self._read}"
        self._entries.append((turn_id, item, size))
        self.size += size
        while self.size > self._max_bytes and len(self._entries) > 1:
            if self._entries[0][0] == turn_id:
                self._drop()
                while len(self._entries) > 1 and _is_output(self._entries[0][1]):
                    self._drop()  # a model that is told of no call refuses its output
            else:
                self.drop_turn()

    def drop_turn(self) -> None:
        """Let the oldest turn go."""
        turn_id = self._entries[0][0]
        while self._entries and self._entries[0][0] == turn_id:
            self._drop()
        self.gone += 1

    def cut(self, turn_ids: Collection[str]) -> None:
        """Let the first of these turns go, and all that came after it."""
        kept = list(takewhile(lambda entry: entry[0] not in turn_ids, self._entries))
        self._entries = deque(kept)
        self.size = sum(size for _, _, size in kept)

    def clear(self) -> None:
        """Let all of them go."""
        self._entries.clear()
        self.size = 0

    def _drop(self) -> None:
        self.size -= self._entries.popleft()[2]


def _is_output(item: Mapping[str, Any]) -> bool:
    return str(item.get("type")).endswith("_output")


class ContextBudget:
    """What the contexts of all threads of a server may hold together, beside those of turns that run.

    Attributes:
        held: what they hold.
    """

    __slots__ = ("_contexts", "_max_bytes", "held")

    def __init__(self, max_bytes: int = MAX_HISTORY_BYTES) -> None:
        self._max_bytes = max_bytes
        self._contexts: dict[ModelContext, None] = {}  # least recently used first
        self.held = 0

    def use(self, context: ModelContext, growth: int) -> None:
        """A context has become larger or smaller by so much: beyond the bound, those that were not used for long go."""
        self.held += growth
        self._contexts.pop(context, None)
        if len(context):
            self._contexts[context] = None
        while self.held > self._max_bytes:
            idle = next((other for other in self._contexts if not other.is_busy), None)
            if idle is None:
                return
            self.held -= idle.give_way()
            if not len(idle):
                del self._contexts[idle]


class ModelContext:
    """The items of one thread, oldest first.

    It only grows, so that what was sent once stands at the beginning of all that is sent after it, up to its bound.

    Attributes:
        is_busy: whether a turn of the thread runs, which needs all of it.
        is_kept: whether a store has all of it, and it can be read again.
        is_read: whether all of it is here, and not only in a store.
        is_due: whether it is to be shortened before the next message of the user is shown; forgotten with the process.
    """

    __slots__ = ("_budget", "_told", "_window", "is_busy", "is_due", "is_kept", "is_read")

    def __init__(self, budget: ContextBudget) -> None:
        self._budget = budget
        self._window: ContextWindow | None = None  # most threads have none
        self._told = 0
        self.is_busy = False
        self.is_kept = False
        self.is_read = True
        self.is_due = False

    def __len__(self) -> int:
        return 0 if self._window is None else len(self._window)

    def append(self, turn_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Add items that came in a turn."""
        if self._window is None:
            self._window = ContextWindow()
        before = self._window.size
        for item in items:
            self._window.add(turn_id, item, context_size(item))
        self._budget.use(self, self._window.size - before)

    def take_gone(self) -> int:
        """How many turns the model is not told any more; 0 where that has been said already."""
        gone = 0 if self._window is None else self._window.gone
        told, self._told = self._told, gone
        return gone if gone > told else 0

    def items(self) -> list[Mapping[str, Any]]:
        """All items, oldest first."""
        return [] if self._window is None else list(self._window)

    def replace(self, turn_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Hold these items in place of all so far, which a turn has shortened to them.

        They count as said before that turn: a summary cannot be taken apart, and whoever takes the turn back goes on
        from it rather than from nothing.
        """
        earlier = [] if self._window is None else [turn for turn, _, _ in self._window.entries()]
        said_in = next((turn for turn in reversed(earlier) if turn != turn_id), turn_id)
        self.clear()
        self.append(said_in, items)

    def begin_with(self, source: ModelContext, left_out: Collection[str]) -> None:
        """Begin with another context as it was before the first of these turns."""
        for turn_id, item, _ in () if source._window is None else source._window.entries():
            if turn_id in left_out:
                break
            self.append(turn_id, [item])

    def cut(self, turn_ids: Collection[str]) -> None:
        """Let the first of these turns go, and all that came after it."""
        if self._window is not None:
            size = self._window.size
            self._window.cut(turn_ids)
            self._budget.use(self, self._window.size - size)

    def clear(self) -> None:
        """Let all items go: the thread does, or begins anew."""
        if self._window is not None:
            size = self._window.size
            self._window.clear()
            self._budget.use(self, -size)

    def give_way(self) -> int:
        """Others need the room: the oldest turn goes, or all of it where a store has it. How much that is."""
        assert self._window is not None, "a budget knows contexts that hold something"
        before = self._window.size
        if self.is_kept:
            self.is_read = False
            self._window.clear()
        else:
            self._window.drop_turn()
        return before - self._window.size
