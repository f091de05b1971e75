"""The answer to a request whose caller may not have to wait for it: what a wait needs is made by whoever waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from appserver.backends.base import Backend, Waiter
    from appserver.server.dispatch import Job

__all__ = ["NOT_YET", "LateAnswer"]

NOT_YET: Final[Any] = object()
"""The outcome of what is not over."""


class LateAnswer:
    """Takes the outcome of one request for one caller.

    Attributes:
        outcome: what the request came to, or `NOT_YET`.
        job: the request; set by who asks.
    """

    __slots__ = ("_turns", "_waiter", "job", "outcome")

    job: Job

    def __init__(self) -> None:
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
        waiter = self._waiter  # looked at once: the caller may have its answer, and forget it, meanwhile
        if waiter is not None:
            waiter.resolve(outcome)

    def waiter(self, backend: Backend) -> Waiter:
        """What the caller waits with, on its own loop."""
        waiter = self._waiter = backend.waiter()
        if self.outcome is not NOT_YET:
            waiter.resolve(self.outcome)
        return waiter

    def forget(self) -> None:
        """Let go of an error that was raised: its traceback may have a frame that has this."""
        self.outcome = None
        self._waiter = None
