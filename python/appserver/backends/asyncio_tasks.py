"""Tasks of the server on an asyncio loop: begun before the loop has them or, where Python can, run at once."""

from __future__ import annotations

import asyncio
import sys
import threading
from functools import partial
from types import coroutine
from typing import TYPE_CHECKING, Any, Final

from appserver.backends.endings import call_on_done, log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

    from appserver.backends.base import Task

    Work = Callable[..., Coroutine[Any, Any, None]]

__all__ = ["MOST_NESTED", "AsyncioTask", "Nesting", "nesting_on"]

MOST_NESTED: Final = 8
"""How many tasks may be in their first step at once, one within the other: they share their thread's stack."""

PYTHON_CAN: bool = sys.version_info >= (3, 12)
"""Whether a task can run up to its first wait within the call that makes it."""

EagerTask: Any = asyncio.Task
"""Its type says what Python 3.11 knows, which is not `eager_start`."""


class Nesting:
    """The tasks in their first step, each within that of the one before.

    Attributes:
        depth: how many they are.
    """

    __slots__ = ("depth",)

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth


class _Thread(threading.local):
    def __init__(self) -> None:
        self.nesting = Nesting()


_thread = _Thread()
_NEVER = Nesting(MOST_NESTED)


def nesting_on(loop: asyncio.AbstractEventLoop) -> Nesting:
    """The nesting of this thread, which runs the loop; one that is full where its tasks cannot run at once.

    A loop with a `create_task` that is neither asyncio's nor uvloop's makes its tasks itself: it may have to know them.
    """
    owner = next((base for base in type(loop).__mro__ if "create_task" in vars(base)), type(loop))
    can = PYTHON_CAN and owner.__module__ in ("asyncio.base_events", "uvloop.loop")
    return _thread.nesting if can else _NEVER


@coroutine
def _begin() -> Generator[None, None, None]:
    yield


class AsyncioTask:
    """A task of the server on an asyncio loop."""

    __slots__ = ("_is_to_end", "_name", "_on_done", "_task", "_tasks")

    def __init__(self, tasks: set[Task], name: str, on_done: Callable[[], None] | None) -> None:
        self._name = name
        self._tasks = tasks
        self._on_done = on_done
        self._task: asyncio.Future[None] | None = None  # of one in its first step
        self._is_to_end = False

    def start(self, loop: asyncio.AbstractEventLoop, work: Work, arguments: tuple[Any, ...]) -> None:
        """Have the loop run it, from its next round on."""
        begun = loop.get_task_factory() is None
        if begun:
            # Up to its first `await`, which is in its `try`: a task that is cancelled before its first step would never
            # come there. A done callback says it too, for a fifth of what a request costs. It stays for loops with a
            # task factory, which may await the coroutine in one of its own: that only works before it has begun.
            body = self._run(work, arguments)
            body.send(None)
        else:
            body = work(*arguments)
        try:
            task: asyncio.Future[None] = loop.create_task(body, name=self._name)
        except BaseException:  # the loop is closed, or its factory failed
            body.close()
            raise
        self._task = task
        self._tasks.add(self)
        if not begun:
            task.add_done_callback(partial(self._ended_unbegun, body))
        # A factory may return another kind of future.
        if isinstance(task, asyncio.Task):  # pyright: ignore[reportUnnecessaryIsInstance]
            _be_silent(task)

    def start_at_once(
        self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None], nesting: Nesting
    ) -> None:
        """Run it up to its first wait, now; the loop has the rest. Only on the loop that runs here.

        Raises:
            KeyboardInterrupt: it was interrupted in that step, and is over.
        """
        tasks = self._tasks
        tasks.add(self)
        nesting.depth += 1
        try:
            task = EagerTask(work, loop=loop, name=self._name, eager_start=True)
        except BaseException:
            tasks.discard(self)
            raise
        finally:
            nesting.depth -= 1
        self._task = task
        if task.done():
            tasks.discard(self)
            if task.cancelled() or task.exception() is not None:
                self._take_error(task)
            return
        # A callback: a coroutine around the work would be paid for by those that are over already, too.
        task.add_done_callback(self._ended)
        _be_silent(task)
        if self._is_to_end:
            task.cancel()

    @property
    def done(self) -> bool:
        """Whether the coroutine has finished."""
        return self._task is not None and self._task.done()

    def cancel(self) -> None:
        """Ask the task to stop, once."""
        if self._task is None:
            self._is_to_end = True
        else:
            self._task.cancel()

    async def wait(self) -> None:
        """Return when the task has finished, however it did.

        Cancellation: the task goes on.
        """
        if self._task is None:
            await asyncio.sleep(0)  # the first step has gone by then
        task = self._task
        if task is not None and not task.done():
            await asyncio.wait([task])

    async def _run(self, work: Work, arguments: tuple[Any, ...]) -> None:
        try:
            await _begin()
            await work(
                *arguments
            )  # made only now: of one that never begins, Python would say so when it is collected
        except Exception as error:  # noqa: BLE001 - the task is over either way
            self._log(error)
        except GeneratorExit:
            # Unless the work itself raised it, the loop was closed and the task thrown away: nobody is left to be told.
            task = self._task
            if task is not None and self in self._tasks and self._is_current(task):
                task.add_done_callback(self._take_error)
                self._finish()
            raise
        except BaseException:
            if self._task is not None:
                self._task.add_done_callback(self._take_error)
            self._finish()
            raise
        self._finish()

    @staticmethod
    def _is_current(task: asyncio.Future[None]) -> bool:
        return asyncio.current_task(task.get_loop()) is task

    def _ended_unbegun(self, work: Coroutine[Any, Any, None], task: asyncio.Future[None]) -> None:
        work.close()  # it may not have begun
        self._ended(task)

    def _ended(self, task: asyncio.Future[None]) -> None:
        self._take_error(task)
        self._finish()

    def _take_error(self, task: asyncio.Future[None]) -> None:
        try:
            error = task.exception()
        except asyncio.CancelledError:
            # Taken, it is gone. A task keeps it otherwise, and it keeps the frames of the task, and they the task: a
            # hundred objects of each turn that was interrupted would wait for the garbage collector.
            return
        if error is not None:
            self._log(error)

    def _log(self, error: BaseException) -> None:
        log_failure(f"the runtime's task {self._name}", error)

    def _finish(self) -> None:
        self._tasks.discard(self)
        if self._on_done is not None:
            on_done, self._on_done = self._on_done, None  # it may refer to who has this task
            call_on_done(on_done, self._name)


def _be_silent(task: asyncio.Task[None]) -> None:
    """Have no report on standard error when the task is destroyed: it would only alarm the host.

    A loop that is closed under a running turn does that, and the server has closed the turn by then.
    """
    task._log_destroy_pending = False  # type: ignore[attr-defined]  # noqa: SLF001
