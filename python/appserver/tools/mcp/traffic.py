"""What passes between a server of tools and us, and what of it is let in.

| from the server | what becomes of it |
|---|---|
| an answer | let in |
| a question to us | let in while fewer than `MAX_QUESTIONS` are unanswered; one more ends the connection |
| the progress of a call | let in |
| any other notice | passed over: nothing here depends on it, and each would cost a task |
| a message above `MAX_MESSAGE_BYTES`, or with more than `MAX_VALUES` values | ends the connection |
"""

from __future__ import annotations

from typing import Any, Final

import anyio

from appserver.turns.value_bounds import MAX_VALUES, has_too_many_values

__all__ = ["MAX_MESSAGE_BYTES", "MAX_QUESTIONS", "Traffic", "fault_of"]

MAX_MESSAGE_BYTES: Final = 16 * 1024 * 1024
MAX_QUESTIONS: Final = 32


def fault_of(text: bytes | bytearray) -> str | None:
    """Why a message is not read; None: it is. Nothing is made of it: millions of values would hold up everybody."""
    if len(text) > MAX_MESSAGE_BYTES:
        return f"a message of more than {MAX_MESSAGE_BYTES} bytes"
    if has_too_many_values(text):
        return f"a message with more than {MAX_VALUES} values"
    return None


class Traffic:
    """The traffic of one connection.

    Attributes:
        failure: why it has ended; None: it has not.
    """

    def __init__(self) -> None:
        self.failure: str | None = None
        self._has_ended = anyio.Event()
        self._questions = 0

    def fail(self, reason: str) -> None:
        """The connection has ended; the first reason counts."""
        if self.failure is None:
            self.failure = reason
        self._has_ended.set()

    async def ended(self) -> None:
        """Wait for the end of the connection.

        Cancellation: it goes on.
        """
        await self._has_ended.wait()

    def lets_in(self, message: Any) -> bool:
        """Whether a message of the server is taken."""
        method, number = getattr(message, "method", None), getattr(message, "id", None)
        if method is None:
            return True
        if number is None:
            return bool(method == "notifications/progress")
        self._questions += 1
        if self._questions > MAX_QUESTIONS:
            self.fail(f"it has asked more than {MAX_QUESTIONS} questions without waiting for an answer")
            return False
        return True

    def goes_out(self, message: Any) -> None:
        """A message of ours is sent."""
        if getattr(message, "method", None) is None:
            self._questions = max(0, self._questions - 1)
