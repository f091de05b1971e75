"""The trio backend."""

from __future__ import annotations

from contextlib import suppress
from contextvars import copy_context
from threading import get_ident
from typing import TYPE_CHECKING, Any, cast

import trio

from appserver.backends.base import GONE
from appserver.backends.endings import call_on_done, guarded, log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextvars import Context

    from appserver.backends.base import Task

__all__ = ["TrioBackend", "TrioTask", "TrioWaiter"]

_UNSET: Any = object()


class TrioWaiter:
    """A waiter over one parked trio task."""

    __slots__ = ("_outcome", "_task", "_thread", "_token")

    def __init__(self, token: trio.lowlevel.TrioToken) -> None:
        self._token = token
        self._thread = get_ident()
        self._outcome: Any = _UNSET
        self._task: trio.lowlevel.Task | None = None

    def resolve(self, outcome: Any = None) -> None:
        """Wake the waiting task with `outcome`, from any thread."""
        if get_ident() == self._thread:
            self._set(outcome)
        else:
            try:
                self._token.run_sync_soon(self._set, outcome)
            except trio.RunFinishedError:
                return

    def _set(self, outcome: Any) -> None:
        if self._outcome is not _UNSET:
            return
        self._outcome = outcome
        if self._task is not None:
            task, self._task = self._task, None
            trio.lowlevel.reschedule(task)

    async def wait(self) -> Any:
        """Wait for the outcome.

        Cancellation: the waiter stays usable and is not resolved.
        """
        if self._outcome is _UNSET:
            self._task = trio.lowlevel.current_task()
            await trio.lowlevel.wait_task_rescheduled(self._abort)
        return self._outcome

    async def wait_watching(self, seconds: float, is_gone: Callable[[], bool]) -> Any:
        """Wait for the outcome; `GONE` once who is to give it is gone.

        Cancellation: as `wait`.
        """
        while True:
            with trio.move_on_after(seconds):
                return await self.wait()
            if self._outcome is _UNSET and is_gone():
                return GONE

    def _abort(self, _raise_cancel: Any) -> trio.lowlevel.Abort:
        self._task = None
        return trio.lowlevel.Abort.SUCCEEDED


class TrioTask:
    """A task of the server on a trio loop."""

    __slots__ = ("_finished", "_on_done", "_scope", "_tasks")

    def __init__(self, tasks: set[Task], on_done: Callable[[], None] | None) -> None:
        self._tasks = tasks
        self._on_done = on_done
        self._scope = trio.CancelScope()
        self._finished = trio.Event()

    @property
    def done(self) -> bool:
        """Whether the coroutine has finished."""
        return self._finished.is_set()

    def cancel(self) -> None:
        """Ask the task to stop."""
        self._scope.cancel()

    async def wait(self) -> None:
        """Return when the task has finished, however it did.

        Cancellation: the task goes on.
        """
        await self._finished.wait()

    async def run(
        self, function: Callable[..., Coroutine[Any, Any, None]], arguments: tuple[Any, ...], name: str
    ) -> None:
        """Run the body of the system task. An exception that left it would end the whole trio run: it is logged.

        Those that are meant for the run go on: an interrupt from the keyboard, and a cancellation.

        Cancellation: that of the task; trio's own, at the end of the run, counts as well.
        """
        try:
            with self._scope:
                await function(*arguments)
        except GeneratorExit:
            pass  # the run is gone and nothing can be awaited any more; or the body has raised it itself
        except BaseException as error:
            if _is_for_the_run(error):
                raise
            log_failure(f"the runtime's task {name}", error)  # nobody else would see it
        finally:
            self._tasks.discard(self)
            self._finished.set()
            on_done, self._on_done = self._on_done, None  # it may refer to who has this task
            call_on_done(on_done, name)


def _is_for_the_run(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", error)
        return any(_is_for_the_run(one) for one in group.exceptions)
    return isinstance(error, KeyboardInterrupt | trio.Cancelled)


class TrioBackend:
    """One trio run."""

    __slots__ = ("_thread", "_token")

    name = "trio"

    def __init__(self, token: trio.lowlevel.TrioToken) -> None:
        self._token = token
        self._thread = get_ident()

    @classmethod
    def current(cls) -> TrioBackend:
        """The backend of the trio run on this thread; RuntimeError without one."""
        return cls(trio.lowlevel.current_trio_token())

    @property
    def closed(self) -> bool:
        """Never: the end of a trio run ends its system tasks, the server's lifetime among them."""
        return False

    @property
    def is_running(self) -> bool:
        """Whether the run goes on: the end of it is found by whoever sends something there."""
        return True

    def is_current(self) -> bool:
        """Whether the calling code runs in this trio run."""
        return get_ident() == self._thread and trio.lowlevel.in_trio_run()

    def waiter(self) -> TrioWaiter:
        """A new waiter for a task of this run."""
        return TrioWaiter(self._token)

    def spawn(
        self,
        tasks: set[Task],
        function: Callable[..., Coroutine[Any, Any, None]],
        *arguments: Any,
        name: str,
        on_done: Callable[[], None] | None = None,
    ) -> TrioTask:
        """Start `function(*arguments)` as a system task: it outlives its caller and ends with the run.

        It has the context of its caller, as on asyncio, rather than that of the run.
        """
        task = TrioTask(tasks, on_done)
        trio.lowlevel.spawn_system_task(
            task.run, function, arguments, name, name=name, context=copy_context()
        )
        tasks.add(task)
        return task

    def spawn_at_once(
        self,
        tasks: set[Task],  # noqa: ARG002
        function: Callable[[Any], Coroutine[Any, Any, None]],  # noqa: ARG002
        argument: Any,  # noqa: ARG002
        name: str,  # noqa: ARG002
    ) -> bool:
        """False: trio starts every task in a later round of its loop."""
        return False

    def usable(self, context: Context) -> Context:
        """The context of another thread, for use in this run: trio does not ask it."""
        return context

    def call_soon(self, function: Callable[[], None]) -> bool:
        """Run `function` on the loop soon, from any thread. False when the run is over."""
        try:
            self._token.run_sync_soon(function)
        except trio.RunFinishedError:
            return False
        return True

    def call_next(self, function: Callable[[], None]) -> None:
        """Run `function` in the run's next round."""
        self._token.run_sync_soon(function)

    def watch_readable(self, descriptor: int, function: Callable[[], None]) -> Callable[[], None]:
        """Call `function` whenever the descriptor is readable, until what is returned is called."""
        call = guarded(function, "a watched descriptor")
        is_watched = True

        async def watch() -> None:
            with suppress(trio.ClosedResourceError):
                while is_watched:
                    await trio.lowlevel.wait_readable(descriptor)
                    call()

        def stop() -> None:
            nonlocal is_watched
            is_watched = False
            if self.is_current():  # otherwise the run is over, and the task with it
                # The task wakes, and the run forgets the descriptor, whose number may be another file's from now on.
                trio.lowlevel.notify_closing(descriptor)

        trio.lowlevel.spawn_system_task(watch, name="appserver descriptor", context=copy_context())
        return stop
