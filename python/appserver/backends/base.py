"""What a backend offers: waiters, server-owned tasks, and calls onto the loop from any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

__all__ = ["Backend", "Task", "Waiter"]


class Waiter(Protocol):
    """A one-shot wake-up with a value, for one waiting task."""

    def resolve(self, outcome: Any = None) -> None:
        """Wake the waiting task with `outcome`.

        Any thread may call this, any number of times; the first call wins. A closed loop is passed over in silence:
        nobody is left there to be told.
        """

    def wait(self) -> Awaitable[Any]:
        """Wait for the outcome.

        Cancellation: the waiter stays usable and is not resolved.
        """


class Task(Protocol):
    """A task that belongs to the server, not to the task that started it."""

    @property
    def done(self) -> bool:
        """Whether the task's coroutine has finished."""

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

    def is_current(self) -> bool:
        """Whether the calling code runs on this very loop."""

    def waiter(self) -> Waiter:
        """A new waiter for a task of this loop. Call it on the loop's own thread."""

    def spawn(
        self,
        tasks: set[Task],
        function: Callable[..., Coroutine[Any, Any, None]],
        *arguments: Any,
        name: str,
        on_done: Callable[[], None] | None = None,
    ) -> Task:
        """Start `function(*arguments)` as a task of its own on this loop. Call it on the loop's own thread.

        The task is in `tasks` while it runs. `on_done` is called on the loop when it is over, also when it was
        cancelled before its first step, so that the function never ran. An exception that leaves the function is
        logged: nobody else would ever see it.
        """

    def call_soon(self, function: Callable[[], None]) -> bool:
        """Run `function` on the loop soon; any thread may call this. False when the loop is closed."""
