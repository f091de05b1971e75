"""Events as they were written, for the other clients that get the same ones: what goes to many is encoded once."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["Written"]

MAX_EVENTS: Final = 4096
MAX_BYTES: Final = 4 * 1024 * 1024


class Written:
    """Encoded events, found by the very event; beyond a number and a size the oldest are forgotten."""

    __slots__ = ("_bytes", "_known")

    def __init__(self) -> None:
        # The event with its text, so that its identity is not another's meanwhile.
        self._known: dict[int, tuple[Any, bytes]] = {}
        self._bytes = 0

    def find(self, event: Any) -> bytes | None:
        """The text of an event; None: it is to be encoded."""
        known = self._known.get(id(event))
        return None if known is None else known[1]

    def keep(self, event: Any, message: bytes) -> None:
        """Remember the text of an event that was not found."""
        self._known[id(event)] = (event, message)
        self._bytes += len(message)
        while len(self._known) > MAX_EVENTS or self._bytes > MAX_BYTES:
            oldest = next(iter(self._known))
            self._bytes -= len(self._known.pop(oldest)[1])

    def clear(self) -> None:
        """Forget all: every client has them."""
        self._known.clear()
        self._bytes = 0
