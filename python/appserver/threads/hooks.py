"""What an agent is told of the life of a thread, one after the other: it was started, resumed, closed.

| what | when | turns | bound |
|---|---|---|---|
| started | there is a new thread, or a fork | wait for it | none; whoever interrupts such a turn need not wait |
| resumed | it is loaded again | wait for it | likewise |
| closed | it is not loaded, or the server ends | there are none | `CLOSING_SECONDS`; the others are cancelled |
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Literal

import anyio

from appserver.backends.flags import OneTimeFlag

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.backends.base import Task
    from appserver.turns.host import TurnHost

__all__ = ["CLOSING_SECONDS", "HookName", "ThreadHooks"]

logger = logging.getLogger("appserver")

HookName = Literal["started", "resumed", "closed"]

CLOSING_SECONDS: Final = 5.0
"""As long as a cancelled agent has to clean up."""


class ThreadHooks:
    """Calls the hooks of one thread, in tasks of the server."""

    __slots__ = ("_call", "_host", "_last", "_task", "_thread_id")

    def __init__(
        self, host: TurnHost, call: Callable[[HookName, dict[str, Any]], Awaitable[None]], thread_id: str
    ) -> None:
        self._host = host
        self._call = call
        self._thread_id = thread_id
        self._last: OneTimeFlag | None = None
        self._task: Task | None = None

    def begin(self, name: HookName, state: dict[str, Any]) -> None:
        """Call one, once those before it have ended."""
        before, over = self._last, OneTimeFlag(self._host.backend)
        if name == "closed" and self._task is not None and not self._task.done:
            self._task.cancel()
        try:
            self._task = self._host.spawn(
                self._run, name, state, before, name=f"thread {self._thread_id} was {name}", on_done=over.set
            )
        except RuntimeError:  # the loop takes no new task
            over.set()
        self._last = over

    async def settle(self) -> None:
        """Return when all that were called have ended.

        Cancellation: they go on.
        """
        while (last := self._last) is not None:
            await last.wait()
            if last is self._last:
                self._last = self._task = None

    async def _run(self, name: HookName, state: dict[str, Any], before: OneTimeFlag | None) -> None:
        if before is not None:
            await before.wait()
        seconds = CLOSING_SECONDS if name == "closed" else None
        with anyio.move_on_after(seconds) as scope:
            try:
                await self._call(name, state)
            except (Exception, SystemExit):  # a hook must not end its host
                logger.exception("on_thread_%s of the agent failed, for thread %s", name, self._thread_id)
        if scope.cancelled_caught:
            logger.warning(
                "on_thread_%s of the agent did not end within %s s, for thread %s",
                name,
                seconds,
                self._thread_id,
            )
