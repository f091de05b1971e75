"""A server as its handlers, threads and turns see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from appserver._core import ConnectionCore
    from appserver.backends.base import Backend, Task
    from appserver.server.outgoing import Outgoing
    from appserver.server.runtime import ServerRuntime
    from appserver.threads.manager import ThreadManager

__all__ = ["Session"]


class Session:
    """What the handlers, threads and turns of one server share."""

    __slots__ = ("_runtime",)

    def __init__(self, runtime: ServerRuntime) -> None:
        self._runtime = runtime

    @property
    def backend(self) -> Backend:
        """The event loop that the server lives on."""
        return self._runtime.backend

    @property
    def outgoing(self) -> Outgoing:
        """How to send notifications and server requests."""
        return self._runtime.outgoing

    @property
    def threads(self) -> ThreadManager:
        """The threads of the server; handlers and agents start threads and turns there."""
        return self._runtime.threads

    @property
    def session_source(self) -> str:
        """What kind of program runs the server: `cli`, `exec`, `appServer`, ..."""
        return self._runtime.parts.session_source

    @property
    def home(self) -> str:
        """The directory that the server calls its home."""
        return self._runtime.parts.home

    @property
    def legacy_notifications(self) -> bool:
        """Whether some connection takes `codex/event/...` notifications."""
        return self._runtime.legacy_notifications

    @property
    def closing(self) -> bool:
        """Whether the shutdown has begun."""
        return self._runtime.is_closing

    @property
    def tasks(self) -> set[Task]:
        """The running tasks of the server; `spawn` adds to it."""
        return self._runtime.tasks

    def open_thread(self, thread_id: str, starter: ConnectionCore | None = None) -> None:
        """Let the server know a thread: its events go to the connections that are subscribed to it from now on.

        Args:
            thread_id: the thread.
            starter: the connection that is subscribed to it at first; None: every in-process connection.
        """
        self._runtime.core.open_thread(thread_id, starter)

    def spawn(
        self,
        function: Callable[..., Coroutine[Any, Any, None]],
        *arguments: Any,
        name: str,
        on_done: Callable[[], None] | None = None,
    ) -> Task:
        """Start `function(*arguments)` as a task of the server. Call it on the server's own loop.

        `on_done` is called on the loop when the task is over, also when it was cancelled before its first step.
        """
        return self._runtime.spawn(function, *arguments, name=name, on_done=on_done)
