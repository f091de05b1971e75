"""The handlers of `turn/*` and `thread/shellCommand`. Each answers at once; the turn runs in tasks of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.handlers.identifiers import read_thread_id
from appserver.handlers.may_wait import MayWait
from appserver.threads.errors import thread_not_found
from appserver.tools.told_commands import told_command
from appserver.turns.errors import no_active_turn
from appserver.turns.input_limits import check_command
from appserver.turns.items.user_command import run_user_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.configuring import Configuring
    from appserver.threads.manager import ThreadManager

__all__ = ["TurnHandlers"]


class TurnHandlers:
    """Answers the requests about turns.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager) -> None:
        self._threads = threads
        self.by_method: dict[str, Callable[..., Any]] = {
            "turn/start": self._starting() if threads.configuring.reads_files else self.start,
            "turn/steer": self.steer,
            "turn/interrupt": self.interrupt,
            "thread/shellCommand": self.run_command,
        }

    def _starting(self) -> MayWait:
        """Most turns change nothing that is read from a file: they begin within the request, without a task."""
        return MayWait(self.start, self.read_and_start, self._threads.configuring.may_read)

    async def read_and_start(self, ctx: RequestContext, params: p.TurnStartParams) -> p.TurnStartResponse:
        """As `start`, once what it changes has been read.

        Cancellation: nothing was begun.
        """
        thread = self._threads.find(read_thread_id(params.thread_id))
        move = None if thread is None else await self._threads.configuring.changed(thread, params)
        return self.start(ctx, params, move)

    def start(
        self, _ctx: RequestContext, params: p.TurnStartParams, move: Configuring | None = None
    ) -> p.TurnStartResponse:
        """Begin a turn, or hand the message to the one that runs. Any connection may."""
        turn = self._threads.start_turn(read_thread_id(params.thread_id), params, move=move)
        # That it was accepted is all that can be said yet: it may have to wait for the one before it.
        return p.TurnStartResponse(turn=turn.snapshot("notLoaded").model_copy(update={"started_at": None}))

    def steer(self, _ctx: RequestContext, params: p.TurnSteerParams) -> p.TurnSteerResponse:
        """Hand the turn that runs another message. Any connection may."""
        thread_id = read_thread_id(params.thread_id)
        if not params.expected_turn_id:
            raise ServerError("expectedTurnId must not be empty")
        thread = self._threads.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        return p.TurnSteerResponse(turn_id=thread.steer(params).id)

    def interrupt(self, _ctx: RequestContext, params: p.TurnInterruptParams) -> p.TurnInterruptResponse:
        """Signal the turn and answer; the turn ends on its own, whether or not anyone reads events."""
        thread_id = read_thread_id(params.thread_id)
        thread = self._threads.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        if not thread.interrupt(params.turn_id) and params.turn_id:
            raise no_active_turn()
        return p.TurnInterruptResponse()

    def run_command(
        self, _ctx: RequestContext, params: p.ThreadShellCommandParams
    ) -> p.ThreadShellCommandResponse:
        """Run what the user typed, and answer; nobody is asked. Any connection may."""
        thread_id = read_thread_id(params.thread_id)
        command = check_command(params)
        timeout = None if params.timeout_ms is None else params.timeout_ms / 1000
        run = partial(run_user_command, text=command, timeout=timeout, tell=told_command)
        self._threads.run_user_command(thread_id, run)
        return p.ThreadShellCommandResponse()
