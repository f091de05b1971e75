"""A server as its handlers, threads and turns see it."""

from __future__ import annotations

import sys
from threading import Lock
from typing import TYPE_CHECKING, Any

from appserver.delivery.rejections import turn_transition

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from appserver._core import ConnectionCore, ServerCore
    from appserver.backends.base import Backend, Task
    from appserver.backends.slices import Slices
    from appserver.server.outgoing import Outgoing
    from appserver.threads.manager import ThreadManager

__all__ = ["Session"]


class Session:
    """What the handlers, threads and turns of one server share.

    Attributes:
        backend: the event loop that the server lives on.
        outgoing: how to send notifications and server requests.
        session_source: what kind of program runs the server: `cli`, `exec`, `appServer`, ...
        home: the directory that the server calls its home.
        sandbox_helper: the program that keeps commands in their sandbox; None: none is named.
        slices: what is done to many, of the whole server.
        tasks: the running tasks of the server; `spawn` adds to it.
        server: the server itself, for who serves its threads too.
        legacy_notifications: whether some connection takes `codex/event/...` notifications.
    """

    __slots__ = (
        "_core",
        "_make_threads",
        "_threads",
        "_threads_lock",
        "backend",
        "home",
        "legacy_notifications",
        "outgoing",
        "sandbox_helper",
        "server",
        "session_source",
        "slices",
        "tasks",
    )

    def __init__(
        self,
        *,
        backend: Backend,
        core: ServerCore,
        slices: Slices,
        outgoing: Outgoing,
        make_threads: Callable[[Session], ThreadManager],
        session_source: str,
        home: str,
        sandbox_helper: str | None,
    ) -> None:
        self.backend = backend
        self.slices = slices
        self.outgoing = outgoing
        self.session_source = session_source
        self.home = home
        self.sandbox_helper = sandbox_helper
        self.tasks: set[Task] = set()
        self.legacy_notifications = False
        self.server: Callable[[], Any] = _nobody
        self._core = core
        self._make_threads = make_threads
        self._threads: ThreadManager | None = None
        self._threads_lock = Lock()

    @property
    def threads(self) -> ThreadManager:
        """The threads of the server; handlers and agents start threads and turns there."""
        if self._threads is None:
            with self._threads_lock:  # handlers are looked up on the threads of their callers
                if self._threads is None:
                    self._threads = self._make_threads(self)
        return self._threads

    @property
    def started_threads(self) -> ThreadManager | None:
        """The same if it was ever used: threads cost 50 ms of start-up."""
        return self._threads

    @property
    def closing(self) -> bool:
        """Whether the shutdown has begun."""
        return self._core.is_closing()

    def open_thread(self, thread_id: str, starter: ConnectionCore | None = None) -> None:
        """Let the server know a thread: its events go to the connections that are subscribed to it from now on.

        Args:
            thread_id: the thread.
            starter: the connection that is subscribed to it at first; None: every in-process connection.
        """
        self._core.open_thread(thread_id, starter)

    def close_thread(self, thread_id: str) -> None:
        """Let the server forget a thread: its subscribers, streams and open questions."""
        for _request_id, waiter in self._core.close_thread(thread_id):
            waiter.resolve(turn_transition())

    def subscribers(self, thread_id: str) -> int:
        """How many connections are subscribed to a thread; 0 for one that the server does not know."""
        return self._core.subscribers(thread_id) or 0

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
        return self.backend.spawn(self.tasks, _quiet_at_exit, function, arguments, name=name, on_done=on_done)


def _nobody() -> None:
    """No server."""


async def _quiet_at_exit(
    function: Callable[..., Coroutine[Any, Any, None]], arguments: tuple[Any, ...]
) -> None:
    """Run a task; what fails in its clean-up while the interpreter exits is nobody's concern any more."""
    try:
        await function(*arguments)
    except Exception:
        if not sys.is_finalizing():
            raise
