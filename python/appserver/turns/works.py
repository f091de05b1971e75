"""What a turn does that must be ended properly: running a command, changing files.

A work is a task of the server, not of the agent. Its verb starts it and waits for it. When the verb is cancelled, or
the turn ends, the work is asked to stop; it then does its own ending (ends the processes, waits for the thread that
writes, completes its item), and the turn is closed after that. Only the part of a work inside `stoppable` is
interrupted by being asked, so that no second cancellation breaks into an ending.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import anyio

from appserver.errors import TurnClosedError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from appserver.backends.base import Task
    from appserver.turns.host import TurnHost

__all__ = ["Work", "Works"]

logger = logging.getLogger("appserver")

Result = TypeVar("Result")


class Work(Generic[Result]):
    """One work.

    Attributes:
        name: what it is, for the log.
        stoppable: the scope of what may be interrupted when the work is asked to stop; the work enters it once.
        is_stopping: whether it was asked to stop; a thread may look at it.
        abandon: ends what the work holds without waiting; the work sets it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.stoppable = anyio.CancelScope()
        self.is_stopping = False
        self.abandon: Callable[[], None] = lambda: None
        self._task: Task | None = None
        self._outcome: list[Result] = []
        self._failure: Exception | None = None

    def stop(self) -> None:
        """Ask it to stop. Any number of times."""
        self.is_stopping = True
        with contextlib.suppress(RuntimeError):  # its loop is closed
            self.stoppable.cancel()

    @property
    def is_over(self) -> bool:
        """Whether its task has ended."""
        return self._task is not None and self._task.done

    async def wait(self) -> None:
        """Return when the work is over.

        Cancellation: the work goes on.
        """
        if self._task is not None:
            await self._task.wait()

    async def result(self) -> Result:
        """Wait for the work's result.

        Cancellation: the work is asked to stop and waited for. Where a further cancellation breaks that wait, the
        work goes on ending in its own task.

        Raises:
            TurnClosedError: the work was cancelled by the host.
            Exception: what the work raised.
        """
        try:
            await self.wait()
        except GeneratorExit:  # the loop is gone, nothing can be awaited any more
            self.stop()
            raise
        except BaseException:
            self.stop()
            with anyio.CancelScope(shield=True):
                await self.wait()
            self._failure = None  # nobody asks any more, and its traceback has frames that have this
            raise
        failure, self._failure = self._failure, None
        if failure is not None:
            try:
                raise failure
            finally:
                del failure  # its traceback has this frame
        if not self._outcome:
            raise TurnClosedError(f"{self.name} was cancelled")
        return self._outcome[0]

    async def _run(self, function: Callable[[Work[Result]], Coroutine[Any, Any, Result]]) -> None:
        try:
            self._outcome.append(await function(self))
        except Exception as error:  # noqa: BLE001 - handed to the verb
            self._failure = error

    def start(self, host: TurnHost, function: Any, on_done: Callable[[], None]) -> None:
        """Run `function(self)` as a task of the server."""
        self._task = host.spawn(self._run, function, name=self.name, on_done=on_done)


class Works:
    """The works of one turn that are not over."""

    __slots__ = ("_host", "_works")

    def __init__(self, host: TurnHost) -> None:
        self._host = host
        self._works: dict[Work[Any], None] = {}

    def __bool__(self) -> bool:
        """Whether a work is not over."""
        return bool(self._works)

    @property
    def names(self) -> list[str]:
        """The works that are not over."""
        return [work.name for work in self._works]

    def start(
        self, name: str, function: Callable[[Work[Result]], Coroutine[Any, Any, Result]]
    ) -> Work[Result]:
        """Start a work."""
        work: Work[Result] = Work(name)
        self._works[work] = None
        try:
            work.start(self._host, function, lambda: self._works.pop(work, None))
        except BaseException:
            self._works.pop(work, None)
            raise
        return work

    def let_go(self, work: Work[Any]) -> None:
        """A work does not end with the turn."""
        self._works.pop(work, None)

    def stop_all(self) -> None:
        """Ask all works to stop."""
        for work in self._works:
            work.stop()

    def abandon_all(self) -> None:
        """End what the works hold, without waiting."""
        for work in list(self._works):
            work.abandon()

    async def wait(self) -> None:
        """Return when all works are over.

        Cancellation: the works go on.
        """
        while self._works:
            await self._end(next(iter(self._works)))

    async def wait_for_stopping(self) -> None:
        """Return when the works that were asked to stop are over.

        Cancellation: the works go on.
        """
        while stopping := [work for work in self._works if work.is_stopping]:
            await self._end(stopping[0])

    async def _end(self, work: Work[Any]) -> None:
        await work.wait()
        self._works.pop(work, None)
