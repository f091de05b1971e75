"""Work on many things at once, cut into slices: the loop's other tasks run in between.

Ten thousand turns may end together, and ten thousand callers be refused. One step of the loop that deals with all of
them would hold up everything else on it, the host's own tasks included, for a second. And what a step wakes runs in the
next round of the loop, all of it: slices therefore bound that round too.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, TypeVar

from appserver.backends import let_others_run
from appserver.backends.endings import log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from appserver.backends.base import Backend

__all__ = ["SLICE", "Slices", "in_slices"]

SLICE: Final = 32
"""Things that are dealt with in one step of the loop. The end of a turn costs 0.3 ms in all its steps, the dearest
thing that is done to many: a round of the loop stays at 10 ms, on a busy machine below 50."""

Thing = TypeVar("Thing")


async def in_slices(things: Iterable[Thing], act: Callable[[Thing], object]) -> None:
    """Call `act` for each thing; after each slice other tasks run.

    Cancellation: between two slices; the things that are left are not dealt with.
    """
    left = SLICE
    for thing in things:
        if not left:
            left = SLICE
            await let_others_run()
        act(thing)
        left -= 1


class Slices:
    """Work that begins at once, wherever it is asked for, and goes on slice by slice on the server's loop.

    For code that is no coroutine, or is on another thread. `finish` does what is left at once.
    """

    __slots__ = ("_backend", "_is_on_its_way", "_left")

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._left: deque[Callable[[], object]] = deque()
        self._is_on_its_way = False

    @property
    def is_over(self) -> bool:
        """Whether everything is done."""
        return not self._left

    def add(self, works: Iterable[Callable[[], object]]) -> None:
        """Do this after what was added before. Any thread."""
        self._left.extend(works)
        if not self._is_on_its_way:
            self._go_on()

    async def turn(self) -> None:
        """Wait for one's turn, behind what was added before: of thousands who wake together, a slice goes on.

        Cancellation: the others go on.
        """
        waiter = self._backend.waiter()
        self._left.append(waiter.resolve)
        if not self._is_on_its_way:
            self._send_on()
        await waiter.wait()

    def finish(self) -> None:
        """Do what is left now: the loop is gone, or somebody waits for it. Any thread."""
        while self._left:
            self._do_next()

    def _go_on(self) -> None:
        self._is_on_its_way = False
        try:
            for _ in range(SLICE):
                if not self._left:
                    return
                self._do_next()
        finally:  # one may have been interrupted from the keyboard
            if self._left:
                self._send_on()

    def _send_on(self) -> None:
        self._is_on_its_way = (
            True  # before the loop, which may be another thread's, can say that it has come there
        )
        if not (self._backend.is_running and self._backend.call_soon(self._go_on)):
            self._is_on_its_way = False
            self.finish()

    def _do_next(self) -> None:
        try:
            work = self._left.popleft()
        except IndexError:  # another thread has taken the last one
            return
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the others are no worse for it
            log_failure("what was done to one of many", error)
