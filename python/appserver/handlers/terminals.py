"""The handlers of `thread/backgroundTerminals/*`: the commands that a thread's model has started and that run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.handlers.identifiers import read_thread_id
from appserver.handlers.paging import page_of
from appserver.threads.errors import thread_not_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager
    from appserver.turns.terminals import Terminals

__all__ = ["TerminalHandlers"]


class TerminalHandlers:
    """Answers the requests about them. Each is answered at once; that a command has ended is told by its item.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager) -> None:
        self._threads = threads
        self.by_method: dict[str, Callable[..., p.WireModel]] = {
            "thread/backgroundTerminals/list": self.list,
            "thread/backgroundTerminals/clean": self.clean,
            "thread/backgroundTerminals/terminate": self.terminate,
        }

    def list(
        self, _ctx: RequestContext, params: p.ThreadBackgroundTerminalsListParams
    ) -> p.ThreadBackgroundTerminalsListResponse:
        """Those that run, oldest first, also those that a turn waits for. Any connection may."""
        running = self._terminals(params.thread_id).running()
        page, following = page_of(running, params.cursor, params.limit, what="terminals")
        return p.ThreadBackgroundTerminalsListResponse(
            data=[
                p.ThreadBackgroundTerminal(
                    item_id=command.id, process_id=number, command=command.script, cwd=command.directory
                )
                for number, command in page
            ],
            next_cursor=following,
        )

    def clean(
        self, _ctx: RequestContext, params: p.ThreadBackgroundTerminalsCleanParams
    ) -> p.ThreadBackgroundTerminalsCleanResponse:
        """End all of them at once. Any connection may."""
        self._terminals(params.thread_id).kill()
        return p.ThreadBackgroundTerminalsCleanResponse()

    def terminate(
        self, _ctx: RequestContext, params: p.ThreadBackgroundTerminalsTerminateParams
    ) -> p.ThreadBackgroundTerminalsTerminateResponse:
        """End one of them at once. Any connection may."""
        was_running = self._terminals(params.thread_id).kill(params.process_id)
        return p.ThreadBackgroundTerminalsTerminateResponse(terminated=was_running)

    def _terminals(self, thread_id: str) -> Terminals:
        thread = self._threads.find(read_thread_id(thread_id))
        if thread is None:
            raise thread_not_found(thread_id)
        return thread.terminals
