"""The answers of one round of the loop, written together: a call of the system a client, not one an answer."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["RoundOfAnswers"]

ROUND_SECONDS: Final = 0.001
"""How long an answer waits at the most for those after it, but for a handler that takes longer."""


class Writer(Protocol):
    """A client as far as it is written to."""

    def write(self, messages: Sequence[bytes]) -> None:
        """Write messages now."""


class RoundOfAnswers:
    """Answers that wait for the end of a round, or until the round has taken too long."""

    __slots__ = ("_since", "_waiting")

    def __init__(self) -> None:
        self._waiting: dict[Writer, list[bytes]] = {}
        self._since = monotonic()

    def add(self, client: Writer, message: bytes) -> None:
        """Write a message with the others of its client."""
        self._waiting.setdefault(client, []).append(message)
        if monotonic() - self._since > ROUND_SECONDS:
            self.write()
            self._since = monotonic()

    def write(self) -> None:
        """Write what waits."""
        while self._waiting:
            client, messages = self._waiting.popitem()
            client.write(messages)

    def write_of(self, client: Writer) -> None:
        """Write what waits of one client."""
        messages = self._waiting.pop(client, None)
        if messages is not None:
            client.write(messages)
