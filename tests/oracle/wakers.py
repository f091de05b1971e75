"""Everything that can be woken, looked over after each operation: the state is consistent by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.slots import report_unraisable

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.queue import Queue
    from tests.oracle.slots import PendingSend

__all__ = ["WAKES_A_CALL", "Wakers"]

WAKES_A_CALL = 32
"""How many wakers a call calls itself; more are handed over in one list."""


def again(wake: Callable[[], object]) -> None:
    """Call a waker that was interrupted once more."""
    try:
        wake()
    except Exception as error:
        report_unraisable(error, wake)
    except BaseException:  # the first one goes on
        pass


class Wakers:
    """All streams and all sends that wait, of all connections of one server."""

    def __init__(self, wake_all: Callable[[list[Callable[[], object]]], None]) -> None:
        self._wake_all = wake_all
        self.queues: list[Queue] = []
        self.pending: list[PendingSend] = []

    def release_all(self) -> None:
        """Let no producer wait any more: what they wait with is lost."""
        for queue in self.queues:
            queue.lose_parked()
        for pending in self.pending:
            pending.is_given_up = True

    def wake(self) -> None:
        """Wake every reader who can take something, and every producer whose wait is over.

        All are woken, whatever one of them raises; then the first exception that is not an `Exception` goes on.
        """
        woken: list[Callable[[], object]] = []
        for queue in self.queues:
            if queue.can_take:
                woken += queue.wakers.values()
                queue.wakers.clear()
        for pending in self.pending:
            if not pending.is_waiting and pending.wake is not None:
                woken.append(pending.wake)
                pending.wake = None
        self.queues = [queue for queue in self.queues if not queue.is_discarded]
        self.pending = [pending for pending in self.pending if pending.is_waiting]
        if len(woken) > WAKES_A_CALL:
            self._wake_all(woken)
            return
        first: BaseException | None = None
        for wake in woken:
            try:
                wake()
            except Exception as error:  # it is the waker's, not the caller's
                report_unraisable(error, wake)
            except BaseException as error:  # the others are woken first
                first = first or error
                again(wake)  # it may have been interrupted before it had woken anybody
        if first is not None:
            raise first
