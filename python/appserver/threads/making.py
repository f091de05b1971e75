"""Making threads that are not among the threads of their server yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver._core import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.threads.configuring import Configuring, ThreadConfiguring
    from appserver.threads.history import HistoryBudget
    from appserver.threads.host import ThreadHost
    from appserver.threads.origin import ThreadOrigin
    from appserver.threads.thread import Attend, CallHook, Thread
    from appserver.turns.clock import UniqueClock
    from appserver.turns.settings import TurnSettings
    from appserver.turns.terminals import Terminals
    from appserver.turns.turn import RunAgent, Turn

__all__ = ["ThreadMaker"]

_TITLES = "thread_title"
"""The label of threads that no agent sees: see `agents/thread_title.py`."""

_KNOWN_SOURCES = frozenset({"cli", "vscode", "exec", "appServer", "unknown"})


def _source(name: str) -> p.SessionSource:
    return name if name in _KNOWN_SOURCES else p.CustomSessionSource(custom=name)


class ThreadMaker:
    """Makes the threads of one server.

    Attributes:
        busy: those that have turns which have not finished.
        open_terminals: those of threads that have commands which run outside of a turn, or in one.
    """

    def __init__(
        self,
        host: ThreadHost,
        run_agent: RunAgent,
        configuring: ThreadConfiguring,
        clock: UniqueClock,
        budget: HistoryBudget,
        on_turn_ended: Callable[[Thread, Turn, p.Turn], None],
        attend: Attend | None,
        call_hook: CallHook | None = None,
    ) -> None:
        self.busy: dict[Thread, None] = {}
        self.open_terminals: dict[Terminals, None] = {}
        self._host = host
        self._run_agent = run_agent
        self._configuring = configuring
        self._clock = clock
        self._budget = budget
        self._on_turn_ended = on_turn_ended
        self._attend = attend
        self._call_hook = call_hook
        self._origin: ThreadOrigin | None = None
        self._settings: TurnSettings | None = None

    def make(
        self,
        settings: TurnSettings,
        origin: ThreadOrigin,
        *,
        ephemeral: bool = False,
        thread_id: str | None = None,
    ) -> Thread:
        """A thread with these settings."""
        # What runs turns is imported by the first thread: it is a third of a server, and a server may never have one.
        from appserver.threads.thread import Thread

        # Most threads are alike: one object for all of them.
        if self._origin is not None and self._origin == origin:
            origin = self._origin
        if self._settings is not None and self._settings == settings:
            settings = self._settings
        self._origin, self._settings = origin, settings
        return Thread(
            self._host,
            self._run_agent,
            settings,
            origin,
            self._clock,
            self._budget,
            self.busy,
            self.open_terminals,
            self._on_turn_ended,
            attend=self._attend,
            call_hook=None if origin.label == _TITLES else self._call_hook,
            ephemeral=ephemeral,
            thread_id=thread_id,
        )

    def started(
        self,
        params: p.ThreadStartParams,
        *,
        originator: str,
        parent_thread_id: str | None,
        session_source: str | None,
        configured: Configuring | None = None,
    ) -> Thread:
        """A new thread; `configured`: what it runs with, where that has been read.

        Raises:
            ServerError: the params or the configuration do not fit.
        """
        from appserver.threads.origin import ThreadOrigin

        origin = ThreadOrigin(
            source=_source(self._host.session_source if session_source is None else session_source),
            originator=originator,
            version=__version__,
            label=params.thread_source,
            parent_thread_id=parent_thread_id,
            history_mode=params.history_mode or "paginated",
        )
        settings, notices = self._configuring.started(params) if configured is None else configured
        thread = self.make(settings, origin, ephemeral=bool(params.ephemeral))
        thread.untold = notices
        return thread

    def forked(
        self,
        source: Thread,
        params: p.ThreadForkParams,
        *,
        originator: str,
        session_source: str | None,
        configured: Configuring | None = None,
    ) -> Thread:
        """A thread that is forked from another one, without its turns; `configured`: as `started`.

        Raises:
            ServerError: the params or the configuration do not fit.
        """
        origin = replace(
            source.origin,
            source=source.origin.source if session_source is None else _source(session_source),
            originator=originator,
            label=params.thread_source,
            parent_thread_id=None,
            forked_from_id=source.id,
        )
        if configured is None:
            configured = self._configuring.forked(source.settings, params)
        settings, notices = configured
        thread = self.make(settings, origin, ephemeral=params.ephemeral)
        thread.untold = notices
        return thread
