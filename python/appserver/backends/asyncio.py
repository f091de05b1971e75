"""The asyncio backend; a uvloop loop is an asyncio loop."""

from __future__ import annotations

import asyncio
import sys
from asyncio import (
    _get_running_loop,  # pyright: ignore[reportPrivateUsage] - documented for loop authors
)  # documented for loop authors; returns None where get_running_loop raises
from contextvars import copy_context
from functools import partial
from threading import get_ident
from types import coroutine
from typing import TYPE_CHECKING, Any

from appserver.backends.base import GONE
from appserver.backends.endings import call_on_done, guarded, log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator
    from contextvars import Context

    from appserver.backends.base import Task

__all__ = ["AsyncioBackend", "AsyncioTask", "AsyncioWaiter"]


class AsyncioWaiter:
    """A waiter over one asyncio future."""

    __slots__ = ("_future", "_loop", "_thread")

    def __init__(self, loop: asyncio.AbstractEventLoop, thread: int) -> None:
        self._loop = loop
        self._thread = thread
        self._future: asyncio.Future[Any] = loop.create_future()

    def resolve(self, outcome: Any = None) -> None:
        """Wake the waiting task with `outcome`, from any thread."""
        try:
            # On the loop's own thread no self-pipe write is needed; it costs 3-20 µs, the direct call 0.1 µs.
            if get_ident() != self._thread:
                self._loop.call_soon_threadsafe(self._set, outcome)
            elif not self._future.done():
                self._future.set_result(outcome)
        except RuntimeError:
            if not self._loop.is_closed():
                raise

    def _set(self, outcome: Any) -> None:
        if not self._future.done():
            self._future.set_result(outcome)

    def wait(self) -> asyncio.Future[Any]:
        """The future to await; a waiter whose wait was cancelled takes no further outcome."""
        return self._future

    async def wait_watching(self, seconds: float, is_gone: Callable[[], bool]) -> Any:
        """Wait for the outcome; `GONE` once who is to give it is gone.

        Cancellation: as `wait`.
        """
        timer: asyncio.TimerHandle

        def look() -> None:
            nonlocal timer
            if is_gone():
                self._set(GONE)
            else:
                timer = self._loop.call_later(seconds, look)

        timer = self._loop.call_later(seconds, look)
        try:
            return await self._future
        finally:
            timer.cancel()


@coroutine
def _begin() -> Generator[None, None, None]:
    yield


class AsyncioTask:
    """A task of the server on an asyncio loop."""

    __slots__ = ("_name", "_on_done", "_task", "_tasks")

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        tasks: set[Task],
        work: Callable[[], Coroutine[Any, Any, None]],
        name: str,
        on_done: Callable[[], None] | None,
    ) -> None:
        self._name = name
        self._tasks = tasks
        self._on_done = on_done
        begun = loop.get_task_factory() is None
        if begun:
            # Up to its first `await`, which is in its `try`: a task that is cancelled before its first step would never
            # come there. A done callback says it too, for a fifth of what a request costs. It stays for loops with a
            # task factory, which may await the coroutine in one of its own: that only works before it has begun.
            body = self._run(work)
            body.send(None)
        else:
            body = work()
        try:
            self._task = loop.create_task(body, name=name)
        except BaseException:  # the loop is closed, or its factory failed
            body.close()
            raise
        tasks.add(self)
        if not begun:
            self._task.add_done_callback(partial(self._ended, body))
        # A loop that is closed under a running turn destroys the task; the server has closed the turn by then, so
        # that asyncio's report on standard error would only alarm the host.
        # A factory may return another kind of future.
        if isinstance(self._task, asyncio.Task):  # pyright: ignore[reportUnnecessaryIsInstance]
            self._task._log_destroy_pending = False  # type: ignore[attr-defined]  # noqa: SLF001

    @property
    def done(self) -> bool:
        """Whether the coroutine has finished."""
        return self._task.done()

    def cancel(self) -> None:
        """Ask the task to stop, once."""
        self._task.cancel()

    async def wait(self) -> None:
        """Return when the task has finished, however it did.

        Cancellation: the task goes on.
        """
        if not self._task.done():
            await asyncio.wait([self._task])

    async def _run(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await _begin()
            await work()  # made only now: of one that never begins, Python would say so when it is collected
        except Exception as error:  # noqa: BLE001 - the task is over either way
            self._log(error)
        except GeneratorExit:
            # Unless the work itself raised it, the loop was closed and the task thrown away: nobody is left to be told.
            if self in self._tasks and asyncio.current_task(self._task.get_loop()) is self._task:
                self._task.add_done_callback(self._take_error)
                self._finish()
            raise
        except BaseException:
            self._task.add_done_callback(self._take_error)
            self._finish()
            raise
        self._finish()

    def _ended(self, work: Coroutine[Any, Any, None], task: asyncio.Future[None]) -> None:
        work.close()  # it may not have begun
        self._take_error(task)
        self._finish()

    def _take_error(self, task: asyncio.Future[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log(error)

    def _log(self, error: BaseException) -> None:
        log_failure(f"the runtime's task {self._name}", error)

    def _finish(self) -> None:
        self._tasks.discard(self)
        call_on_done(self._on_done, self._name)


class AsyncioBackend:
    """One asyncio loop."""

    __slots__ = ("_context", "_loop", "_thread")

    name = "asyncio"

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._thread = get_ident()
        # What other threads ask for runs in this context, not in theirs: theirs may say that trio is running.
        self._context = copy_context()

    @property
    def closed(self) -> bool:
        """Whether the loop is closed."""
        return self._loop.is_closed()

    @property
    def is_running(self) -> bool:
        """Whether the loop runs."""
        return self._loop.is_running()

    def is_current(self) -> bool:
        """Whether the calling code runs on this loop."""
        return get_ident() == self._thread and _get_running_loop() is self._loop

    def waiter(self) -> AsyncioWaiter:
        """A new waiter for a task of this loop."""
        return AsyncioWaiter(self._loop, self._thread)

    def spawn(
        self,
        tasks: set[Task],
        function: Callable[..., Coroutine[Any, Any, None]],
        *arguments: Any,
        name: str,
        on_done: Callable[[], None] | None = None,
    ) -> AsyncioTask:
        """Start `function(*arguments)` as a task of this loop."""
        return AsyncioTask(self._loop, tasks, partial(function, *arguments), name, on_done)

    def usable(self, context: Context) -> Context:
        """The context of another thread, for use on this loop: it may say there that trio is running."""
        sniffio: Any = sys.modules.get("sniffio")
        if sniffio is not None:
            context.run(sniffio.current_async_library_cvar.set, "asyncio")
        return context

    def call_soon(self, function: Callable[[], None]) -> bool:
        """Run `function` on the loop soon, from any thread. False when the loop is closed."""
        try:
            self._loop.call_soon_threadsafe(function, context=self._context)
        except RuntimeError:
            if not self._loop.is_closed():
                raise
            return False
        return True

    def call_next(self, function: Callable[[], None]) -> None:
        """Run `function` in the loop's next round: no pipe is written to, which would cost 3-20 µs."""
        self._loop.call_soon(function, context=self._context)

    def watch_readable(self, descriptor: int, function: Callable[[], None]) -> Callable[[], None]:
        """Call `function` whenever the descriptor is readable, until what is returned is called."""
        self._context.run(self._loop.add_reader, descriptor, guarded(function, "a watched descriptor"))

        def stop() -> None:
            if not self._loop.is_closed():
                self._loop.remove_reader(descriptor)

        return stop
