"""The answer to a request whose caller may not have to wait for it: what a wait needs is made by whoever waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from appserver.backends.base import Backend, Waiter

__all__ = ["NOT_YET", "LateAnswer"]

NOT_YET: Final[Any] = object()
"""The outcome of what is not over."""


class LateAnswer:
    """Takes the outcome of one request for one caller.

    Attributes:
        outcome: what the request came to, or `NOT_YET`.
    """

    __slots__ = ("_backend", "_turns", "_waiter", "outcome")

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._turns = [None]  # one: whoever takes it out says what the outcome is
        self._waiter: Waiter | None = None
        self.outcome: Any = NOT_YET

    def resolve(self, outcome: Any = None) -> None:
        """Take the outcome, and wake who waits for it. Any thread; the first call wins."""
        try:
            self._turns.pop()  # in one step, whatever other threads do
        except IndexError:
            return
        self.outcome = outcome
        # After that, as `waiter` looks at both the other way round: one of the two sees the other.
        if self._waiter is not None:
            self._waiter.resolve(outcome)

    def waiter(self) -> Waiter:
        """What the caller waits with. Call it on the caller's loop."""
        waiter = self._waiter = self._backend.waiter()
        if self.outcome is not NOT_YET:
            waiter.resolve(self.outcome)
        return waiter
