"""The output of a command that is kept, within a bound."""

from __future__ import annotations

__all__ = ["MAX_OUTPUT_BYTES", "OutputBuffer"]

MAX_OUTPUT_BYTES = 1 << 20
"""Bytes of output that stay with the item; Codex keeps as much.

The item is held in the thread's history and sent whole in `item/completed`, beside a default bound of 8 MiB
of events a reader; all output is streamed in full, whatever its length.
"""


class OutputBuffer:
    """Keeps the beginning and the end of a text: the first says what was done, the last how it ended."""

    __slots__ = ("_cut", "_half", "_head", "_tail")

    def __init__(self, limit: int = MAX_OUTPUT_BYTES) -> None:
        self._half = limit // 2
        self._head = bytearray()
        self._tail = bytearray()
        self._cut = 0

    def append(self, text: str) -> None:
        """Add `text`, and let go of the middle if that is too much."""
        data = text.encode("utf-8", "replace")
        room = self._half - len(self._head)
        if room > 0:
            self._head += data[:room]
            data = data[room:]
        self._tail += data
        # Trimmed by halves of the buffer, so that a flood of small pieces does not move the tail for each of
        # them.
        if len(self._tail) > 2 * self._half:
            self._trim()

    def text(self) -> str:
        """What is kept, with a mark at the cut."""
        if len(self._tail) > self._half:
            self._trim()
        if not self._cut:
            return (self._head + self._tail).decode("utf-8", "replace")
        head = self._head.decode("utf-8", "ignore")
        tail = self._tail.decode("utf-8", "ignore")
        return f"{head}\n[... {self._cut} bytes of output left out ...]\n{tail}"

    def _trim(self) -> None:
        excess = len(self._tail) - self._half
        self._cut += excess
        del self._tail[:excess]
