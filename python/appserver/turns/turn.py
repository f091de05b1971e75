"""One running turn: a supervisor that opens and closes it, and beside it the agent's own task.

| stage | enters when | the agent may act |
|---|---|---|
| waiting | it was accepted; an earlier turn or `thread/started` is not out yet | not yet |
| running | `turn/started` and the user's message are out | yes |
| ending | `run_turn` returned, raised or was cancelled, or the turn was interrupted | no: `TurnClosedError` |
| finished | `turn/completed` is out | no |

The agent never closes its turn, so that it cannot do so twice, or never. A request only marks the turn and
wakes the supervisor; whatever waits for a reader waits in the supervisor.
"""

from __future__ import annotations

import contextlib
import logging
from collections import deque
from typing import TYPE_CHECKING, Protocol

import anyio
import anyio.lowlevel

from appserver import protocol as p
from appserver.agents.turn_context import TurnContext
from appserver.backends.flags import Bell, Latch
from appserver.delivery.hooks import was_delivered
from appserver.errors import RuntimeClosedError
from appserver.turns.clock import unix_milliseconds
from appserver.turns.closing_events import Farewell
from appserver.turns.emitter import Emitter
from appserver.turns.errors import queue_full
from appserver.turns.failures import turn_error
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, TypeAlias

    from appserver.backends.base import Task
    from appserver.server.session import Session
    from appserver.threads.thread import Thread
    from appserver.turns.emitter import AnyNotification
    from appserver.turns.settings import TurnSettings

    Ending: TypeAlias = Literal["completed", "interrupted", "failed"]

__all__ = ["CANCELLATION_GRACE", "MAX_WAITING_INPUTS", "OpenItem", "Turn"]

logger = logging.getLogger("appserver")

CANCELLATION_GRACE = 5.0
"""Seconds that a cancelled agent has to clean up before its turn is closed without it.

Longer than a killed command takes to be reaped (2.5 s), and no longer than a user waits for an interrupt to
show.
"""

MAX_WAITING_INPUTS = 128
"""Messages to a running turn that may wait for a reader; as many as any other lane holds."""


class OpenItem(Protocol):
    """An item that has started and not ended."""

    def refuse(self) -> None:
        """The turn is over for its agent: take nothing more."""

    def final(self) -> p.ThreadItem:
        """The item as it ends when nobody ended it."""


class Turn:
    """One turn of a thread.

    Attributes:
        id: the turn's id.
        thread: the thread it belongs to.
        settings: what it runs with.
        emitter: how its notifications leave.
        status: `inProgress` until the turn is ending.
        error: why it failed.
        items: its finished items, in the order of their ends.
        questions: ids of the open server requests of this turn.
        diffs: unified diffs of the file changes that were made.
        is_open: whether `turn/started` is out.
        finished: set once `turn/completed` is out.
    """

    def __init__(
        self,
        session: Session,
        thread: Thread,
        settings: TurnSettings,
        user_input: Sequence[p.UserInput],
        client_message_id: str | None = None,
    ) -> None:
        self.id = new_identifier()
        self.thread = thread
        self.settings = settings
        self.emitter = Emitter(session)
        self.status: str = "inProgress"
        self.error: p.TurnError | None = None
        self.items: list[p.ThreadItem] = []
        self.questions: dict[int, None] = {}
        self.diffs: list[str] = []
        self.is_open = False
        self.finished = Latch(session.backend)
        self._session = session
        self._bell = Bell(session.backend)
        self._inbox: deque[tuple[Sequence[p.UserInput], str | None]] = deque(
            [(user_input, client_message_id)]
        )
        self._untaken: list[p.UserInput] = []
        self._open_items: dict[str, OpenItem] = {}
        self._predecessor = thread.turns[-1].finished if thread.turns else None
        self._agent_task: Task | None = None
        self._agent_started = False
        self._agent_over = False
        self._supervisor: Task | None = None
        self._supervised = False
        self._farewell: Farewell | None = None
        self._started_ms = unix_milliseconds()
        self._completed_ms: int | None = None

    # -- what requests do

    @property
    def has_ended(self) -> bool:
        """Whether the turn is part of its thread's history."""
        return self._farewell is not None

    @property
    def accepts_input(self) -> bool:
        """Whether a further message reaches this turn."""
        return not self.emitter.closed

    def start(self) -> None:
        """Begin, in a task of the runtime."""
        self._supervisor = self._session.spawn(
            self._run, name=f"turn {self.id}", on_done=self._supervisor_ended
        )

    def steer(self, user_input: Sequence[p.UserInput], client_message_id: str | None = None) -> None:
        """Give the running turn another message.

        Raises:
            OverloadedError: too many messages wait for a reader already.
        """
        if len(self._inbox) >= MAX_WAITING_INPUTS:
            raise queue_full("messages")
        self._inbox.append((user_input, client_message_id))
        self._bell.ring()

    def interrupt(self) -> None:
        """End the turn as interrupted: cancel the agent, wake a producer that waits. Any number of times."""
        if not self._end("interrupted", f"turn {self.id} was interrupted"):
            return
        if self._agent_task is not None and self._agent_started:  # otherwise it looks before it begins
            self._agent_task.cancel()
        self._bell.ring()

    def close_now(self) -> None:
        """Close the turn without waiting for anything: the runtime ends."""
        if self._farewell_at_once():
            self.emitter.is_cut_off = True
            self._conclude()
        if self._supervisor is not None and not self._supervisor.done:
            with contextlib.suppress(RuntimeError):  # its loop is closed
                self._supervisor.cancel()

    def snapshot(self, items_view: p.TurnItemsView) -> p.Turn:
        """The turn as the protocol shows it, with no items, the last message, or all finished items."""
        items: list[p.ThreadItem] = []
        if items_view == "full":
            items = list(self.items)
        elif items_view == "summary" and (message := self.last_message()) is not None:
            items = [message]
        ended = self._completed_ms
        return p.Turn(
            id=self.id,
            root_turn_id=self.id,
            items=items,
            items_view=items_view,
            status=self.status,
            error=self.error,
            started_at=self._started_ms // 1000,
            completed_at=None if ended is None else ended // 1000,
            duration_ms=None if ended is None else max(0, ended - self._started_ms),
        )

    def last_message(self) -> p.AgentMessageThreadItem | None:
        """The last message of the agent that is finished."""
        for item in reversed(self.items):
            if isinstance(item, p.AgentMessageThreadItem):
                return item
        return None

    async def emit(self, notification: AnyNotification) -> None:
        """Send for the supervisor. A runtime that is shut down has no reader left to miss anything."""
        with contextlib.suppress(RuntimeClosedError):
            await self.emitter.send(notification)

    # -- what the agent's verbs do

    @property
    def session(self) -> Session:
        """The runtime that the turn belongs to."""
        return self._session

    def take_input(self) -> list[p.UserInput]:
        """Messages that came after the turn began and were not taken yet."""
        taken, self._untaken = self._untaken, []
        return taken

    async def start_item(self, handle: OpenItem, item: p.ThreadItem) -> None:
        """Announce an item and remember that it is open."""
        notification = p.ItemStartedNotification(
            item=item, thread_id=self.thread.id, turn_id=self.id, started_at_ms=unix_milliseconds()
        )
        self.emitter.check_open()
        self._open_items[item.id] = handle
        try:
            await self.emitter.deliver(notification)
        except Exception:
            self._open_items.pop(item.id, None)
            raise

    async def finish_item(self, item: p.ThreadItem) -> None:
        """Announce an item's end and keep the item."""
        notification = self._item_completed(item)
        self.emitter.check_open()
        self._open_items.pop(item.id, None)
        self.items.append(item)
        try:
            await self.emitter.deliver(notification)
        except Exception:
            self.items.remove(item)
            raise

    # -- the supervisor

    async def _run(self) -> None:
        self._supervised = True
        late = False
        try:
            try:
                await self._live()
            except Exception as error:
                logger.exception("turn %s failed in the runtime", self.id)
                self._fail(error)
            await self._close()
        except GeneratorExit:  # the loop was closed under the turn; nothing may wait any more
            raise
        except BaseException:  # somebody cancelled the runtime's own task
            with contextlib.suppress(RuntimeError):  # the loop takes no new task
                late = self._begin_late_farewell()
            raise
        finally:
            if not late:
                self._farewell_at_once()
                self._conclude()

    async def _live(self) -> None:
        if self._predecessor is not None:
            await self._predecessor.wait()
        await self._wait_for_announcement()
        await self.emit(self.thread.status.become("active"))
        try:
            await self.emit(
                p.TurnStartedNotification(thread_id=self.thread.id, turn=self.snapshot("notLoaded"))
            )
        except BaseException as error:
            self.is_open = was_delivered(error)
            raise
        self.is_open = True
        await self._read_inbox()
        while not self.emitter.closed:
            await self._run_agent(self.take_input())
            await self._read_inbox()
            if not self._untaken:
                self._end("completed", f"turn {self.id} is over: run_turn has returned")

    async def _wait_for_announcement(self) -> None:
        thread = self.thread
        await thread.announced.wait()
        if (announcement := thread.announcement) is not None:  # the task that was to send it was cancelled
            thread.announcement = None
            await self.emit(announcement)

    async def _read_inbox(self) -> None:
        while self._inbox:
            user_input, client_id = self._inbox.popleft()
            if user_input:
                item = p.UserMessageThreadItem(
                    id=new_identifier(), client_id=client_id, content=list(user_input)
                )
                started = p.ItemStartedNotification(
                    item=item, thread_id=self.thread.id, turn_id=self.id, started_at_ms=unix_milliseconds()
                )
                await self.emit(started)
                await self.emit(self._item_completed(item))
                self.items.append(item)
                self._untaken.extend(user_input)

    async def _run_agent(self, user_input: list[p.UserInput]) -> None:
        self._agent_started = self._agent_over = False
        context = TurnContext(self, user_input)
        task = self._agent_task = self._session.spawn(
            self._call_agent, context, name=f"agent of turn {self.id}"
        )
        while not (self._agent_started or task.done):
            # A task that is cancelled before its first step says nothing; see it off before relying on the
            # bell.
            await anyio.lowlevel.checkpoint()
        if not self._agent_started:
            self._end("interrupted", f"turn {self.id} was cancelled")
            return
        while not (self._agent_over or self.emitter.closed):
            await self._read_inbox()
            if not (self._agent_over or self.emitter.closed):
                await self._bell.wait()
        if not self._agent_over:
            await self._see_off(task)

    async def _see_off(self, task: Task) -> None:
        with anyio.move_on_after(CANCELLATION_GRACE):
            await task.wait()
        if not task.done:
            logger.warning(
                "the agent of turn %s ignores its cancellation for %s s; the turn is closed without it",
                self.id,
                CANCELLATION_GRACE,
            )
            task.cancel()

    async def _call_agent(self, context: TurnContext) -> None:
        self._agent_started = True
        try:
            if not self.emitter.closed:
                await self._session.agent.run_turn(context)
        except GeneratorExit:
            raise
        except anyio.get_cancelled_exc_class():
            self._end("interrupted", f"turn {self.id} was cancelled")
            raise
        except BaseException as error:  # an agent that calls sys.exit() must not end the host
            if self._session.closing and isinstance(error, RuntimeClosedError):
                self._end("interrupted", f"turn {self.id} was interrupted by the shutdown")
            elif not self.emitter.closed:
                logger.exception("the agent failed in turn %s", self.id)
                self._fail(error)
        finally:
            self._agent_over = True
            self._bell.ring()

    # -- the end

    def _end(self, status: Ending, reason: str) -> bool:
        """Decide how the turn ends. False when that is decided already."""
        if self.emitter.closed:
            return False
        self.status = status
        self.emitter.closed = reason
        for item in self._open_items.values():
            item.refuse()
        return True

    def _fail(self, error: BaseException) -> None:
        if self._end("failed", f"turn {self.id} has failed"):
            self.error = turn_error(error)

    async def _close(self) -> None:
        await self.emitter.drain()
        if self.status == "completed":
            # Codex leaves the items of interrupted and failed turns unfinished; those of a turn that went
            # well are part of the transcript, even if the agent forgot to end them.
            for handle in self._open_items.values():
                item = handle.final()
                self.items.append(item)
                await self.emit(self._item_completed(item))
        await self._compose_farewell().say()

    def _supervisor_ended(self) -> None:
        if not self._supervised:  # cancelled before its first step
            self._begin_late_farewell()

    def _begin_late_farewell(self) -> bool:
        """Close the turn for a supervisor that may not wait. False when nothing is left to be said."""
        self._cancel()
        if not self._must_wait and self._farewell_at_once():
            self._conclude()
            return False
        self._session.spawn(
            self._say_farewell_late, name=f"end of turn {self.id}", on_done=self._conclude_at_once
        )
        return True

    @property
    def _must_wait(self) -> bool:
        """Whether something is under way that goes before the end of the turn."""
        if self.is_open or self._farewell is not None:
            return self.emitter.is_busy
        predecessor = self._predecessor
        return not self.thread.announced.is_set or (predecessor is not None and not predecessor.is_set)

    async def _say_farewell_late(self) -> None:
        try:
            if not self.is_open and self._farewell is None:
                if self._predecessor is not None:
                    await self._predecessor.wait()
                await self._wait_for_announcement()
            await self.emitter.drain()
            await self._compose_farewell().say()
        finally:
            self._conclude_at_once()

    def _conclude_at_once(self) -> None:
        if not self.finished.is_set:
            self._farewell_at_once()
            self._conclude()

    def _cancel(self) -> None:
        if self._end("interrupted", f"turn {self.id} was cancelled") and self._agent_task is not None:
            with contextlib.suppress(RuntimeError):  # its loop is closed
                self._agent_task.cancel()

    def _farewell_at_once(self) -> bool:
        """Say without waiting what is still to be said. False when there is no room for all of it."""
        self._cancel()
        return self._compose_farewell().say_at_once()

    def _compose_farewell(self) -> Farewell:
        if self._farewell is None:
            with contextlib.suppress(RuntimeClosedError):
                self._session.outgoing.fail_thread_requests(self.thread.id)
            self._completed_ms = unix_milliseconds()
            self._farewell = Farewell(self)
            self.thread.ended(self)
        return self._farewell

    def _conclude(self) -> None:
        self.thread.forget(self)
        self.finished.set()

    def _item_completed(self, item: p.ThreadItem) -> p.ItemCompletedNotification:
        return p.ItemCompletedNotification(
            item=item, thread_id=self.thread.id, turn_id=self.id, completed_at_ms=unix_milliseconds()
        )
