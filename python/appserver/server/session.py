"""One runtime as its handlers see it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from appserver.agents.agent import Agent
    from appserver.backends.base import Backend, Task
    from appserver.protocol import ConfigRequirements, ConfigRequirementsReadResponse, UserInput
    from appserver.server.outgoing import Outgoing
    from appserver.threads.manager import ThreadManager
    from appserver.turns.turn import Turn

__all__ = ["ConnectionInfo", "Session"]


@dataclass(slots=True)
class ConnectionInfo:
    """The facts of one connection's handshake.

    Attributes:
        id: the connection's number; the in-process client is connection 0.
        client_name, client_title, client_version: what the client called itself; empty before `initialize`.
        experimental_api: whether the client asked for experimental methods, fields and notifications.
        opt_out_notification_methods: the exact methods that are not sent to it.
        initialized: whether the handshake is done.
    """

    id: int = 0
    client_name: str = ""
    client_title: str | None = None
    client_version: str = ""
    experimental_api: bool = False
    opt_out_notification_methods: frozenset[str] = frozenset()
    initialized: bool = False


@dataclass(slots=True)
class Session:
    """One runtime: what its handlers, threads and turns share.

    Attributes:
        backend: the event loop the runtime lives on.
        outgoing: how to send notifications and server requests.
        agent: who answers turns in the built-in processor.
        session_source: `cli`, `exec`, `appServer`, ... ; goes into the metadata of threads.
        legacy_notifications: whether `codex/event/...` notifications are sent.
        requirements: what the `cloud_requirements` loader gave; None without one.
        requirements_answer: the answer to `configRequirements/read`, once somebody has asked.
        home: the directory the runtime calls its home, as text.
        connection: the in-process connection.
        tasks: the running tasks of the runtime; `spawn` adds to it.
        closing: whether shutdown has begun.
    """

    backend: Backend
    outgoing: Outgoing
    agent: Agent
    session_source: str
    legacy_notifications: bool
    requirements: ConfigRequirements | None
    home: str
    connection: ConnectionInfo = field(default_factory=ConnectionInfo)
    tasks: set[Task] = field(default_factory=set)
    closing: bool = False
    requirements_answer: ConfigRequirementsReadResponse | None = None
    _threads: ThreadManager | None = None

    @property
    def threads(self) -> ThreadManager:
        """The threads of the runtime; handlers and agents start threads and turns there."""
        if self._threads is None:
            from appserver.agents.turn_context import TurnContext
            from appserver.threads.manager import ThreadManager
            from appserver.turns.settings import ModelDefaults

            def run_agent(turn: Turn, user_input: Sequence[UserInput]) -> Awaitable[None]:
                return self.agent.run_turn(TurnContext(turn, user_input, self.threads))

            defaults = ModelDefaults(self.agent.model, self.agent.model_provider)
            self._threads = ThreadManager(self, run_agent, defaults)
        return self._threads

    @property
    def has_threads(self) -> bool:
        """Whether `threads` was ever used."""
        return self._threads is not None

    def spawn(
        self,
        function: Callable[..., Coroutine[Any, Any, None]],
        *arguments: Any,
        name: str,
        on_done: Callable[[], None] | None = None,
    ) -> Task:
        """Start `function(*arguments)` as a task of the runtime. Call it on the runtime's own loop.

        `on_done` is called on the loop when the task is over, also when it was cancelled before its first step.
        """
        return self.backend.spawn(self.tasks, _quiet_at_exit, function, arguments, name=name, on_done=on_done)


async def _quiet_at_exit(
    function: Callable[..., Coroutine[Any, Any, None]], arguments: tuple[Any, ...]
) -> None:
    """Run a task; what fails in its clean-up while the interpreter exits is nobody's concern any more."""
    try:
        await function(*arguments)
    except Exception:
        if not sys.is_finalizing():
            raise
