"""What a thread's model is sent with each request: the items of the conversation, as its provider writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = ["ModelContext"]


class ModelContext:
    """The items of one thread, oldest first, each with the turn that it came in.

    It only grows, so that what was sent once stands at the beginning of all that is sent after it.
    """

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: list[tuple[str, Mapping[str, Any]]] = []

    def append(self, turn_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Add items that came in a turn."""
        self._entries.extend((turn_id, item) for item in items)

    def items(self) -> list[Mapping[str, Any]]:
        """All items, oldest first."""
        return [item for _, item in self._entries]

    def before(self, turn_ids: Collection[str]) -> ModelContext:
        """The context as it was before the first of these turns."""
        found = ModelContext()
        for entry in self._entries:
            if entry[0] in turn_ids:
                break
            found._entries.append(entry)
        return found
