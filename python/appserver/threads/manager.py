"""All threads of one server."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio

from appserver import protocol as p
from appserver.backends.slices import in_slices
from appserver.delivery.bounds import MAX_HISTORY_BYTES, UNLOAD_DELAY
from appserver.threads.announcing import MAX_UNANNOUNCED_THREADS, Announcing
from appserver.threads.configuring import ThreadConfiguring
from appserver.threads.errors import (
    shutting_down,
    thread_not_found,
)
from appserver.threads.history import HistoryBudget
from appserver.threads.kept import KeptThreads
from appserver.threads.leaving import Leaving
from appserver.threads.making import ThreadMaker
from appserver.threads.preparing import Preparing
from appserver.threads.storage import Storage, StoreStorage
from appserver.threads.turn_program import TurnProgram
from appserver.turns.clock import UniqueClock
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager

    from appserver.config.server_config import ServerConfig
    from appserver.threads.configuring import Configuring
    from appserver.threads.host import ThreadHost
    from appserver.threads.lasting import LastingThreads
    from appserver.threads.origin import ThreadOrigin
    from appserver.threads.thread import Attend, CallHook, Thread
    from appserver.turns.defaults import ModelDefaults
    from appserver.turns.outgoing import AnyNotification
    from appserver.turns.settings import TurnSettings
    from appserver.turns.terminals import Terminals
    from appserver.turns.turn import RunAgent, RunCommand, Turn

__all__ = ["MAX_UNANNOUNCED_THREADS", "ThreadManager"]

logger = logging.getLogger("appserver")

DEFAULT_ORIGINATOR = "appserver"
"""Whom a thread comes from that the server's own code starts for no other thread."""


class ThreadManager:
    """The threads of a server, in memory. Use it on the server's own loop.

    Handlers and agents start threads and turns here as clients do, who are told of either.

    Attributes:
        defaults: what a thread runs with where nobody says anything.
        lasting: those whose truth is in a store; None: there is no store.
        kept: those that are not loaded, where there is no store.
        configuring: what the configuration says of threads.
        preparing: waits for what threads cannot do without.
    """

    def __init__(
        self,
        host: ThreadHost,
        run_agent: RunAgent,
        defaults: ModelDefaults,
        *,
        max_history_bytes: int = MAX_HISTORY_BYTES,
        unload_delay: float | None = UNLOAD_DELAY,
        config: ServerConfig | None = None,
        lasting: LastingThreads | None = None,
        attend: Attend | None = None,
        preparing: Preparing | None = None,
        call_hook: CallHook | None = None,
    ) -> None:
        self._host = host
        self.preparing = preparing or Preparing(None)
        self.defaults = defaults
        self.lasting = lasting
        self.configuring = ThreadConfiguring(config, defaults)
        self._threads: dict[str, Thread] = {}
        self._clock = UniqueClock()
        budget = HistoryBudget(max_history_bytes)
        if lasting is None:
            self._storage = Storage(self._threads, budget)
        else:
            self._storage = StoreStorage(self._threads, budget, lasting.leaving.left)
            lasting.attach(self)
        self._programs = TurnProgram(host)
        self._maker = ThreadMaker(
            host,
            run_agent,
            self.configuring,
            self._clock,
            budget,
            self._programs.turn_ended,
            attend,
            call_hook,
        )
        self._announcing = Announcing(host, self.nobody_left)
        self._leaving = Leaving(host, self._storage, unload_delay)
        self.kept = KeptThreads(self._threads, self._storage, self._leaving, self._clock)

    def __iter__(self) -> Iterator[Thread]:
        """All threads, oldest first, those that are not loaded included."""
        return iter(self._threads.values())

    def find(self, thread_id: str) -> Thread | None:
        """The loaded thread with this id, None without one."""
        thread = self._threads.get(thread_id)
        return thread if thread is not None and thread.is_loaded else None

    def find_stored(self, thread_id: str) -> Thread | None:
        """The thread with this id, loaded or not, archived or not; None without one."""
        return self._threads.get(thread_id)

    @property
    def is_unused(self) -> bool:
        """Whether there is no thread, and no store: then nothing of it has to end."""
        return self.lasting is None and not self._threads

    @property
    def history(self) -> HistoryBudget:
        """What is held of turns that have ended."""
        return self._storage.budget

    @property
    def server(self) -> Callable[[], Any]:
        """Finds the server that they belong to; None: it is gone."""
        return self._host.server

    def nobody_left(self, thread_id: str | None = None) -> None:
        """Somebody has left a thread, or (None) the server: threads that nobody is subscribed to are unloaded later."""
        if self._host.closing:
            return
        if thread_id is None:
            self._leaving.look(self._threads.values())
        elif (thread := self._threads.get(thread_id)) is not None:  # a store may have it by now
            self._leaving.look([thread])

    def recount(self, thread: Thread) -> None:
        """What a thread holds beside its turns may have changed."""
        self._storage.recount(thread)

    def start_thread(
        self,
        params: p.ThreadStartParams | None = None,
        *,
        originator: str | None = None,
        parent_thread_id: str | None = None,
        open_thread: Callable[[str], None] | None = None,
        session_source: str | None = None,
        configured: Configuring | None = None,
    ) -> Thread:
        """Start a thread. `thread/started` is on its way, and goes before every other event of the thread.

        Args:
            params: as in `thread/start`; None for all defaults.
            originator: the name of the client that starts it; None for that of the parent thread.
            parent_thread_id: the thread this one works for.
            open_thread: lets the server know the thread, with who is subscribed to it; None: every in-process client.
            session_source: what kind of program it comes from; None: what the server was told of itself.
            configured: what it runs with, where that has been read already; None: files are read here.

        Raises:
            ServerError: the runtime is shutting down, the params name an unknown sandbox mode, or something in
                them or the name of the directory is not valid Unicode.
            OverloadedError: too many new threads wait for a reader of the connection's events.
        """
        thread = self.new_thread(
            params or p.ThreadStartParams(),
            originator=originator,
            parent_thread_id=parent_thread_id,
            session_source=session_source,
            configured=configured,
        )
        if self.lasting is not None:
            self.lasting.begin_soon(thread)
        self.add(thread, open_thread)
        return thread

    def new_thread(
        self,
        params: p.ThreadStartParams,
        *,
        originator: str | None = None,
        parent_thread_id: str | None = None,
        session_source: str | None = None,
        configured: Configuring | None = None,
    ) -> Thread:
        """As `start_thread`, for a thread that nobody is told of before it is added.

        Raises:
            ServerError: as `start_thread`.
            OverloadedError: as `start_thread`.
        """
        self.check_new(params)
        return self._maker.started(
            params,
            originator=self._originator_of(parent_thread_id) if originator is None else originator,
            parent_thread_id=parent_thread_id,
            session_source=session_source,
            configured=configured,
        )

    def add_fork(
        self, thread: Thread, params: p.ThreadForkParams, open_thread: Callable[[str], None]
    ) -> None:
        """Keep a fork that has its turns, and announce it."""
        if thread.usage_told is not None and not params.exclude_turns:
            thread.notices.tell(thread.usage_told)
        self.add(thread, open_thread)

    def new_fork(
        self,
        source: Thread,
        params: p.ThreadForkParams,
        *,
        originator: str,
        session_source: str | None = None,
        configured: Configuring | None = None,
    ) -> Thread:
        """As `new_thread`, for one that is forked from another one; it has no turns yet.

        Raises:
            ServerError: as `start_thread`.
        """
        self.check_new(params)
        return self._maker.forked(
            source, params, originator=originator, session_source=session_source, configured=configured
        )

    def check_new(self, params: p.ThreadStartParams | p.ThreadForkParams) -> None:
        """Refuse a new thread.

        Raises:
            ServerError, OverloadedError: as `start_thread`.
        """
        self._check_open()
        self._announcing.check_room()
        check_params(params)

    def make(
        self,
        settings: TurnSettings,
        origin: ThreadOrigin,
        *,
        ephemeral: bool = False,
        thread_id: str | None = None,
    ) -> Thread:
        """A thread that is not among the threads yet."""
        return self._maker.make(settings, origin, ephemeral=ephemeral, thread_id=thread_id)

    def put_back(self, thread: Thread, open_thread: Callable[[str], None]) -> None:
        """Take in a thread that a store has kept, and load it.

        Raises:
            ServerError: the runtime is shutting down.
        """
        self._check_open()
        self._open(thread, open_thread)
        self._leaving.say(thread, [thread.load()])

    def say(self, thread: Thread, notifications: Sequence[AnyNotification], *, later: bool = False) -> None:
        """Tell the clients something of a thread; `later`: once the request that runs is answered."""
        self._leaving.say(thread, notifications, later=later)

    async def unload(self, thread: Thread) -> None:
        """Interrupt what runs in a thread, and unload it.

        Cancellation: its turns are interrupted all the same.
        """
        await self._leaving.unload(thread)

    def prepared(self, thread: Thread, doing: str) -> AbstractAsyncContextManager[None]:
        """A thread that nobody knows yet, with what its agent cannot do without: see `Preparing.prepared`."""
        return self.preparing.prepared(thread, doing)

    def add(self, thread: Thread, open_thread: Callable[[str], None] | None) -> None:
        """Keep a new thread, and announce it."""
        self._open(thread, open_thread or self._host.open_thread)
        self._announcing.announce(thread)
        self.configuring.tell(thread)
        thread.attend(is_new=True)

    def _open(self, thread: Thread, open_thread: Callable[[str], None]) -> None:
        self._threads[thread.id] = thread
        try:
            open_thread(thread.id)
        except BaseException:  # nobody has it
            del self._threads[thread.id]
            raise

    async def set_name(self, thread_id: str, name: str) -> None:
        """Name a loaded thread, and tell the clients.

        Cancellation: it may be named all the same.

        Raises:
            ServerError: it is not loaded, or its store cannot keep the name.
        """
        thread = self.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        if self.lasting is not None and not thread.ephemeral:
            await self.lasting.store.set_name(thread_id, name)
            self.lasting.tell_problems()
            thread.has_stored_turns = True
        thread.name = name
        self.recount(thread)
        thread.notices.tell_now(p.ThreadNameUpdatedNotification(thread_id=thread_id, thread_name=name))

    def state_of(self, thread_id: str) -> dict[str, Any]:
        """What the agent keeps of a thread as long as it is loaded."""
        thread = self.find(thread_id)
        return {} if thread is None else thread.state

    async def settle_hooks(self, thread_id: str) -> None:
        """Return when the agent has done what it does when a thread begins.

        Cancellation: it goes on.
        """
        thread = self.find(thread_id)
        if thread is not None and thread.hooks is not None:
            await thread.hooks.settle()

    def start_turn(
        self,
        thread_id: str,
        user_input: Sequence[p.UserInput] | str | p.TurnStartParams,
        *,
        move: Configuring | None = None,
    ) -> Turn:
        """Start a turn, or hand the message to the turn that runs on this thread; return that turn.

        Await `turn.finished.wait()` for its end.

        Args:
            thread_id: the thread.
            user_input: the message, or whole params, as in `turn/start`.
            move: what `configuring.changed` has read for the params.

        Raises:
            ServerError: no such thread, input too long or not valid Unicode, or the runtime is shutting down.
            OverloadedError: too much waits for a reader of this thread's events.
        """
        self._check_open()
        thread = self.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        if isinstance(user_input, str):
            user_input = [p.TextUserInput(text=user_input)]
        if not isinstance(user_input, p.TurnStartParams):
            user_input = p.TurnStartParams(thread_id=thread_id, input=list(user_input))
        if move is None:
            self.configuring.check_override(user_input)
        turn = thread.start_turn(user_input, partial(self.configuring.moved, move=move))
        self.configuring.tell(thread)
        return turn

    def run_user_command(self, thread_id: str, run: RunCommand) -> Turn:
        """Run a command of the user, in the turn that runs on this thread or in one of its own; return that turn.

        Raises:
            ServerError: no such thread, or the runtime is shutting down.
            OverloadedError: too much waits for a reader of this thread's events, or many such commands run.
        """
        self._check_open()
        thread = self.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        return thread.run_user_command(run)

    def run_apart(self, thread_id: str, run_agent: RunAgent, kind: str) -> Turn:
        """Do something with the conversation of a thread that is no answer, in a turn of its own; return that turn.

        Raises:
            ServerError: no such thread, or the runtime is shutting down.
            OverloadedError: too much waits for a reader of this thread's events.
        """
        self._check_open()
        thread = self.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        return thread.run_apart(run_agent, kind)

    def configured(self, thread: Thread) -> None:
        """Send the legacy `session_configured` of a thread that was resumed, after `thread/started`."""
        self._announcing.configured(thread)

    async def interrupt_all(self) -> None:
        """Interrupt every running turn.

        Cancellation: some are interrupted, and some are not.
        """
        await in_slices(self._unfinished(), _interrupt)

    async def shutdown(self, seconds: float) -> None:
        """Interrupt every turn and wait for their ends, `seconds` at most; close those that are left without waiting.

        A turn that is closed so gets its `turn/completed` if there is room. Open approvals count as declined.

        Cancellation: the turns go on ending.
        """
        self._leaving.end()
        deadline = anyio.current_time() + seconds
        with anyio.CancelScope(deadline=deadline):
            await self.interrupt_all()
            for turn in self._unfinished():
                await turn.finished.wait()
            for terminals in self._open_terminals():
                terminals.stop()
            for terminals in self._open_terminals():
                await terminals.settle()
            await self._programs.settle()
            await self._close_hooks()
        self._programs.close()
        await in_slices(self._unfinished(), partial(_close, seconds))
        for terminals in self._open_terminals():
            terminals.kill()
        if self.lasting is not None:  # once nothing is written any more
            await self.lasting.leaving.close(deadline)

    def close(self) -> None:
        """Close every turn without waiting for anything, as when the runtime's loop is gone."""
        for turn in self._unfinished():
            turn.close_now()
        for terminals in self._open_terminals():
            terminals.kill()
        self._programs.close()
        if self.lasting is not None:
            self.lasting.leaving.abandon()

    async def _close_hooks(self) -> None:
        """Tell the agent of all that are loaded that they are closed.

        Cancellation: it is told of some.
        """
        told = [thread for thread in self._threads.values() if thread.hooks is not None]
        await in_slices([thread for thread in told if thread.is_loaded], lambda thread: thread.close_hooks())
        for thread in told:
            if thread.hooks is not None:
                await thread.hooks.settle()

    def _open_terminals(self) -> list[Terminals]:
        return list(self._maker.open_terminals)

    def _unfinished(self) -> list[Turn]:
        return [turn for thread in self._maker.busy for turn in thread.turns]

    def load(self, thread: Thread, open_thread: Callable[[str], None]) -> None:
        """Load a thread that is kept. A `ServerError`: it is archived, or the runtime is shutting down."""
        self._check_open()
        self.kept.load(thread, open_thread)

    def _check_open(self) -> None:
        if self._host.closing:
            raise shutting_down()

    def _originator_of(self, thread_id: str | None) -> str:
        parent = None if thread_id is None else self._threads.get(thread_id)
        return DEFAULT_ORIGINATOR if parent is None else parent.origin.originator


def _interrupt(turn: Turn) -> None:
    turn.interrupt()


def _close(seconds: float, turn: Turn) -> None:
    logger.warning("turn %s did not end within %s s of the shutdown; it is closed as it is", turn.id, seconds)
    turn.close_now()
