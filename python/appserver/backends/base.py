"""What a backend offers: waiters, server-owned tasks, and calls onto the loop from any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from contextvars import Context

__all__ = ["GONE", "Backend", "Resolvable", "Task", "Waiter"]

GONE: Final[Any] = object()
"""The outcome of a wait for somebody who is gone."""


class Resolvable(Protocol):
    """What takes an outcome: a waiter, or what writes the outcome to a wire."""

    def resolve(self, outcome: Any = None) -> None:
        """Take the outcome: of a waiter, wake the waiting task with it.

        Any thread may call this, any number of times; the first call wins. A closed loop is passed over in silence:
        nobody is left there to be told.
        """


class Waiter(Resolvable, Protocol):
    """A one-shot wake-up with a value, for one waiting task."""

    def wait(self) -> Awaitable[Any]:
        """Wait for the outcome.

        Cancellation: the waiter stays usable and is not resolved.
        """
        ...

    async def wait_watching(self, seconds: float, is_gone: Callable[[], bool]) -> Any:
        """Wait for the outcome, and ask every so many seconds whether who is to give it is gone; `GONE` if it is.

        Cancellation: as `wait`.
        """


class Task(Protocol):
    """A task that belongs to the server, not to the task that started it."""

    @property
    def done(self) -> bool:
        """Whether the task's coroutine has finished."""
        ...

    def cancel(self) -> None:
        """Ask the task to stop, once. Call it on the loop's own thread."""

    async def wait(self) -> None:
        """Return when the task has finished, however it did.

        Cancellation: the task goes on.
        """


class Backend(Protocol):
    """One running event loop, seen from any thread."""

    name: str

    @property
    def closed(self) -> bool:
        """Whether the loop was closed without ending its tasks, so that nobody on it will ever answer."""
        ...

    @property
    def is_running(self) -> bool:
        """Whether the loop runs: one that was stopped answers nothing until it is run again. From any thread."""
        ...

    def is_current(self) -> bool:
        """Whether the calling code runs on this very loop."""
        ...

    def waiter(self) -> Waiter:
        """A new waiter for a task of this loop. Call it on the loop's own thread."""
        ...

    def spawn(
        self,
        tasks: set[Task],
        function: Callable[..., Coroutine[Any, Any, None]],
        *arguments: Any,
        name: str,
        on_done: Callable[[], None] | None = None,
    ) -> Task:
        """Start `function(*arguments)` as a task of its own on this loop. Call it on the loop's own thread.

        It has a copy of the caller's context. It is in `tasks` while it runs. `on_done` is called on the loop when it
        is over, also when it was cancelled before its first step, so that the function never ran. An exception that
        leaves the function, or `on_done`, is logged: nobody else would ever see it.
        """
        ...

    def spawn_at_once(
        self,
        tasks: set[Task],
        function: Callable[[Any], Coroutine[Any, Any, None]],
        argument: Any,
        name: str,
    ) -> bool:
        """As `spawn`, but its steps up to the first wait have run when this returns, within the caller's own step.

        False, and nothing was started: the loop has no such tasks, or too many of them are within one another already.
        Call it on the loop's own thread. Only a `KeyboardInterrupt` of the function is raised here.
        """
        ...

    def usable(self, context: Context) -> Context:
        """The same copy of a context, made fit for this loop: it may come from a thread that runs another one."""
        ...

    def call_soon(self, function: Callable[[], None]) -> bool:
        """Run `function` on the loop soon; any thread may call this. False when the loop is closed."""
        ...

    def call_next(self, function: Callable[[], None]) -> None:
        """Run `function` in the loop's next round. Call it on the loop's own thread; it is cheaper than `call_soon`."""

    def watch_readable(self, descriptor: int, function: Callable[[], None]) -> Callable[[], None]:
        """Call `function` on the loop whenever the descriptor is readable, until what is returned is called.

        Call both on the loop's own thread, the latter before the descriptor is closed. An exception of `function` is
        logged, and ends nothing.
        """
        ...
