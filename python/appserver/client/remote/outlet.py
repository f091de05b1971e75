"""What goes to the peer, bounded: a peer that does not read is no reason to hold ever more for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.errors import QueueFullError, TransportError

if TYPE_CHECKING:
    from appserver._core import Wire

__all__ = ["MAX_MESSAGE_BYTES", "MAX_UNSENT_BYTES", "Outlet"]

MAX_MESSAGE_BYTES: Final = 64 * 1024 * 1024
"""The largest message that servers take, Codex's and ours."""

FULL_BYTES: Final = 16 * 1024 * 1024
"""Unsent bytes from which on nothing more is taken. A message of any size goes into what is not full."""

MAX_UNSENT_BYTES: Final = FULL_BYTES + 2 * MAX_MESSAGE_BYTES
"""What can be unsent at the most: what is full and a message, from each of two threads that meet."""


class Outlet:
    """Sends to one peer, from any thread, and never waits."""

    __slots__ = ("_peer", "_unsent", "_wire")

    def __init__(self, wire: Wire, peer: int) -> None:
        self._wire = wire
        self._peer = peer
        self._unsent = 0

    @property
    def unsent(self) -> int:
        """The bytes that the peer has not taken."""
        return max(0, self._wire.send(self._peer, []))

    def check(self, method: str, size: int) -> None:
        """Refuse what would not be sent.

        Raises:
            QueueFullError: too much is unsent.
            TransportError: the message is larger than a peer takes.
        """
        if size > MAX_MESSAGE_BYTES:
            raise TransportError(
                f"{method}: the message has {size} bytes; a peer takes {MAX_MESSAGE_BYTES}, so nothing was sent"
            )
        if self._unsent >= FULL_BYTES:
            self._unsent = self._wire.send(self._peer, [])
            if self._unsent >= FULL_BYTES:
                raise QueueFullError(
                    f"{method}: the peer does not take what was sent before, {self._unsent} bytes; nothing was sent, "
                    "retry later"
                )

    def send(self, method: str, text: bytes) -> bool:
        """Send a message; False: the peer is gone.

        Raises:
            QueueFullError, TransportError: as `check`.
        """
        self.check(method, len(text))
        self._unsent = self._wire.send(self._peer, [text])
        return self._unsent >= 0
