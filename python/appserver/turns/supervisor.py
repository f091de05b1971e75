"""The driver of a turn's table (`turns/stages.py`): one task that does the work of each stage.

What happens to the turn is fed to the table from wherever it happens, at once; the actions of its row are done in the
same step. The supervisor's task does what must be waited for, stage by stage, and can be replaced by another one at
any point: everything it does leaves a state from which it can go on. The agent never closes its turn, and therefore
cannot do so twice, or never.
"""

from __future__ import annotations

import contextlib
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import anyio

from appserver import protocol as p
from appserver.backends.flags import OneTimeFlag, WakeFlag
from appserver.errors import RuntimeClosedError
from appserver.turns.closing_events import closing_events
from appserver.turns.failures import is_stated, turn_error
from appserver.turns.outbox import Outbox
from appserver.turns.stages import Action, Input, Stage, accepts, step

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from appserver.backends.base import Task
    from appserver.turns.emitter import Emitter
    from appserver.turns.host import TurnHost, TurnThread
    from appserver.turns.inbox import Inbox
    from appserver.turns.outgoing import AnyNotification
    from appserver.turns.record import Ending, TurnRecord
    from appserver.turns.settings import TurnSettings
    from appserver.turns.works import Works

__all__ = ["CANCELLATION_GRACE", "Supervisor"]

logger = logging.getLogger("appserver")

CANCELLATION_GRACE = 5.0
"""Seconds that a cancelled agent and the works of its turn have to clean up before the turn is closed without them.

Longer than a killed command takes to be reaped (2.5 s), and no longer than a user waits for an interrupt to
show.
"""

_REASONS = {
    Input.ALL_ANSWERED: "is over: run_turn has returned",
    Input.INTERRUPT: "was interrupted",
    Input.AGENT_RAISED: "has failed",
    Input.SUPERVISOR_FAILED: "has failed",
}


async def _never(_user_input: Sequence[p.UserInput]) -> None:
    """In place of an agent that is not called any more."""


class Supervisor:
    """Opens one turn, runs its agent, and closes it.

    Attributes:
        stage: where the turn is.
        finished: set once `turn/completed` is out, or cannot go out any more.
    """

    def __init__(
        self,
        host: TurnHost,
        thread: TurnThread,
        record: TurnRecord,
        emitter: Emitter,
        inbox: Inbox,
        works: Works,
        call_agent: Callable[[Sequence[p.UserInput]], Awaitable[None]],
        predecessor: OneTimeFlag | None,
        is_busy: Callable[[], bool] = lambda: False,
        settings: TurnSettings | None = None,
    ) -> None:
        self.stage = Stage.WAITING
        self.finished = OneTimeFlag(host.backend)
        self._host = host
        self._thread = thread
        self._record = record
        self._emitter = emitter
        self._inbox = inbox
        self._works = works
        self._call_agent = call_agent
        self._predecessor = predecessor
        self._is_busy = is_busy
        self._settings = settings
        self._outbox = Outbox(host.outgoing)
        self._wake = WakeFlag(host.backend)
        self._task: Task | None = None
        self._agent_task: Task | None = None
        self._agent_is_over = True
        self._agent_runs = 0
        self._cleanup_deadline: float | None = None
        self._is_held = False

    def accepts(self, happened: Input) -> bool:
        """Whether this may happen to the turn now."""
        return accepts(self.stage, happened)

    def start(self) -> None:
        """Begin, or go on, in a task of the server."""
        self._task = self._host.spawn(self._run, name=f"turn {self._record.id}", on_done=self._task_is_over)

    def cut_off(self) -> None:
        """Close the turn without waiting for anything: the server ends."""
        self.feed(Input.CUT_OFF)
        if self._task is not None and not self._task.done:
            with contextlib.suppress(RuntimeError):  # its loop is closed
                self._task.cancel()

    def feed(self, happened: Input, error: BaseException | None = None) -> None:
        """Let something happen to the turn: do at once what the table says."""
        self.stage, actions = step(self.stage, happened)
        for action in actions:
            self._act(action, happened, error)

    def wake(self) -> None:
        """Something that the turn waited for may be over."""
        self._wake.wake()

    # -- the supervisor's task

    async def _run(self) -> None:
        try:
            while self.stage is not Stage.FINISHED:
                await self._do_work()
        except GeneratorExit:  # the loop was closed under the turn; nothing may wait any more
            self.feed(Input.CUT_OFF)
            raise

    async def _do_work(self) -> None:
        try:
            work = self._WORK[self.stage]
            happened = await work(self)
            # Where something else has moved the turn on meanwhile, the end of this work is no news.
            if happened is not None and self._WORK.get(self.stage) is work:
                self.feed(happened)
        except Exception as error:
            logger.exception("turn %s failed in the runtime", self._record.id)
            if self.stage is not Stage.FINISHED:
                self.feed(Input.SUPERVISOR_FAILED, error)

    def _task_is_over(self) -> None:
        if self.stage is not Stage.FINISHED:  # the host has cancelled it, perhaps before its first step
            self.feed(Input.SUPERVISOR_CANCELLED)

    async def _await_beginning(self) -> Input:
        if self._predecessor is not None:
            await self._predecessor.wait()
        await self._thread.announcement.is_over.wait()
        await self._thread.announcement.send()
        await self._thread.keeper.prepare()
        return Input.READY

    async def _open(self) -> Input:
        await self._outbox.send_all()
        self._is_held = self._thread.context.is_due  # the agent takes it when it has made room for it
        if not self._is_held:
            await self._inbox.send_all()
        return Input.OPENED

    async def _follow_agent(self) -> None:
        await self._inbox.send_taken()
        if self.stage is Stage.RUNNING:
            await self._wake.wait()

    async def _send_messages(self) -> Input:
        while True:
            await self._inbox.send_all()
            if self._inbox.has_untaken:
                return Input.MORE_TO_ANSWER
            if not self._is_busy() or self.stage is not Stage.READING:
                return Input.ALL_ANSWERED
            await self._wake.wait()

    async def _await_cleanup(self) -> Input:
        if self._agent_is_over and not self._works:
            return Input.CLEANED_UP
        if self._cleanup_deadline is None:
            self._cleanup_deadline = anyio.current_time() + CANCELLATION_GRACE
        with anyio.CancelScope(deadline=self._cleanup_deadline):
            await self._await_cancelled_agent()
            await self._works.wait()
            return Input.CLEANED_UP
        await self._host.slices.turn()  # as many as were interrupted together come here together
        return Input.CLEANUP_TIMED_OUT

    async def _await_cancelled_agent(self) -> None:
        if self._agent_task is not None and not self._agent_is_over:
            await self._agent_task.wait()

    async def _drain(self) -> Input:
        await self._emitter.drain()
        return Input.DRAINED

    async def _send_closing_events(self) -> Input:
        await self._thread.keeper.settle()
        await self._outbox.send_all()
        return Input.CLOSED

    _WORK: ClassVar[dict[Stage, Callable[[Supervisor], Coroutine[Any, Any, Input | None]]]] = {
        Stage.WAITING: _await_beginning,
        Stage.DOOMED: _await_beginning,
        Stage.OPENING: _open,
        Stage.DOOMED_OPENING: _open,
        Stage.RUNNING: _follow_agent,
        Stage.READING: _send_messages,
        Stage.STOPPING: _await_cleanup,
        Stage.DRAINING: _drain,
        Stage.CLOSING: _send_closing_events,
    }

    # -- the same without waiting

    def _resume(self) -> None:
        """Go on for a supervisor that was cancelled: at once as far as that goes, the rest in a new task."""
        while (happened := self._try_work()) is not None:
            self.feed(happened)
        if self.stage is not Stage.FINISHED:
            try:
                self.start()
            except RuntimeError:  # the loop takes no new task
                self.feed(Input.CUT_OFF)

    def _try_work(self) -> Input | None:
        """The work of the stage if there is nothing to wait for; otherwise None."""
        match self.stage:
            case Stage.DOOMED:
                announcement = self._thread.announcement
                is_first = self._predecessor is None or self._predecessor.is_set
                if is_first and announcement.is_over.is_set and announcement.try_send():
                    return Input.READY
            case Stage.DOOMED_OPENING:
                if self._outbox.try_send_all() and self._inbox.try_send_all():
                    return Input.OPENED
            case Stage.STOPPING:  # the host cancels what it finds: the agent's task is told by itself
                return None if self._works else Input.CLEANED_UP
            case Stage.DRAINING:
                return None if self._emitter.is_busy else Input.DRAINED
            case Stage.CLOSING:
                return Input.CLOSED if self._outbox.try_send_all() else None
            case _:
                pass
        return None

    # -- the agent's task

    def _start_agent(self) -> None:
        self._agent_is_over = False
        self._agent_runs += 1
        is_first = self._agent_runs == 1
        user_input = () if is_first and self._thread.context.is_due else self._inbox.take()
        task = self._agent_task = self._host.spawn(
            self._run_agent,
            user_input,
            name=f"agent of turn {self._record.id}",
            on_done=partial(self._agent_task_is_over, self._agent_runs),
        )
        if self.stage is Stage.STOPPING:  # a task that begins at once may have interrupted its own turn
            task.cancel()

    async def _run_agent(self, user_input: Sequence[p.UserInput]) -> None:
        try:
            if self.stage is Stage.RUNNING:
                await self._call_agent(user_input)
        except GeneratorExit:
            raise
        except anyio.get_cancelled_exc_class():
            self._agent_ended(Input.AGENT_CANCELLED)
            raise
        except BaseException as error:  # an agent that calls sys.exit() must not end the host
            if self._host.closing and isinstance(error, RuntimeClosedError):
                self._agent_ended(Input.AGENT_CANCELLED)
            else:
                if is_stated(error):  # no fault of the program
                    logger.info("the agent failed turn %s: %s", self._record.id, error)
                elif not self._emitter.is_closed:
                    logger.exception("the agent failed in turn %s", self._record.id)
                self._agent_ended(Input.AGENT_RAISED, error)
        else:
            self._agent_ended(Input.AGENT_RETURNED)

    def _agent_task_is_over(self, run: int) -> None:
        if run == self._agent_runs and not self._agent_is_over:  # it was cancelled before its first step
            self._agent_ended(Input.AGENT_CANCELLED)

    def _agent_ended(self, happened: Input, error: BaseException | None = None) -> None:
        self._agent_is_over = True
        self.feed(happened, error)

    # -- the actions

    def _act(self, action: Action, happened: Input, error: BaseException | None) -> None:
        match action:
            case Action.OPEN:
                self._outbox.add([self._thread.status.become("active"), self._turn_started()])
            case Action.OPEN_SHORTLY:
                self._outbox.add([*self._thread.announcement.take(), self._turn_started()])
            case Action.START_AGENT:
                self._start_agent()
            case Action.CANCEL_AGENT:
                self._cancel_agent()
            case Action.WAKE:
                self._wake.wake()
            case Action.END_COMPLETED:
                self._end("completed", happened)
            case Action.END_INTERRUPTED:
                self._end("interrupted", happened)
            case Action.END_FAILED:
                self._end("failed", happened, error)
            case Action.STOP_WORKS:
                self._works.stop_all()
            case Action.ABANDON_WORKS:
                self._works.abandon_all()
            case Action.REPORT_TIMEOUT:
                self._report_timeout()
            case Action.CLOSE:
                self._close()
            case Action.SEND_NOW:
                self._outbox.try_send_all()
            case Action.FINISH:
                self._outbox.take_all()  # of a turn that was cut off without room
                self._thread.forget(self._record.id)
                self.finished.set()
                self._let_go()
            case Action.RESUME:
                self._resume()

    def _let_go(self) -> None:
        """Nothing is run any more: what refers to this, and to the turn, would keep both until a garbage collection."""
        self._task = self._agent_task = self._predecessor = None
        self._call_agent, self._is_busy = _never, bool

    def _turn_started(self) -> AnyNotification:
        if self._settings is not None:
            keeper = self._thread.keeper
            with keeper.together():
                keeper.began(self._record.id, self._record.started_at, self._settings)
                if not self._thread.context.is_due:
                    self._inbox.begin()
        return p.TurnStartedNotification(thread_id=self._thread.id, turn=self._record.snapshot("notLoaded"))

    def _cancel_agent(self) -> None:
        if self._agent_task is not None and not self._agent_is_over:
            with contextlib.suppress(RuntimeError):  # its loop is closed
                self._agent_task.cancel()

    def _end(self, status: Ending, happened: Input, error: BaseException | None = None) -> None:
        reason = _REASONS.get(happened, "was cancelled")
        self._emitter.close_reason = f"turn {self._record.id} {reason}"
        self._record.end(status, None if error is None else turn_error(error))

    def _report_timeout(self) -> None:
        if not self._agent_is_over:
            logger.warning(
                "the agent of turn %s ignores its cancellation for %s s; the turn is closed without it",
                self._record.id,
                CANCELLATION_GRACE,
            )
        for name in self._works.names:
            logger.warning(
                "%s of turn %s did not end within %s s; the turn is closed without it",
                name,
                self._record.id,
                CANCELLATION_GRACE,
            )

    def _close(self) -> None:
        with contextlib.suppress(RuntimeClosedError):
            self._host.outgoing.fail_thread_requests(self._thread.id)
        if (
            self._is_held and not self._inbox.was_taken
        ):  # the agent was interrupted before its first step, for one
            self._inbox.take()
        self._outbox.add(self._inbox.close())
        self._outbox.add(self._record.complete_open_items())
        self._record.close()
        self._emitter.is_sealed = True
        self._outbox.add(
            closing_events(
                self._record,
                self._thread.status,
                legacy_notifications=self._host.legacy_notifications,
            )
        )
        self._thread.ended(self._record.past())
