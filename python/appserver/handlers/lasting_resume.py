"""The handler of `thread/resume` where threads last."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.backends.threads import call_in_thread
from appserver.errors import ServerError
from appserver.handlers.identifiers import read_thread_id
from appserver.handlers.threads import told_again
from appserver.plain_data import is_dict
from appserver.threads.lasting_pages import last_cursors, stored_turns_page
from appserver.threads.lasting_turns import all_turns
from appserver.threads.notices import recorded_with_another_model
from appserver.threads.reading import read_for_start
from appserver.threads.settings_shown import collaboration_mode, start_fields
from appserver.threads.snapshots import thread_snapshot
from appserver.turns.input_limits import check_context

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.config.problems import ConfigNotice
    from appserver.server.context import RequestContext
    from appserver.threads.lasting import LastingThreads
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread
    from appserver.turns.settings import TurnSettings

__all__ = ["LastingResumeHandlers"]


class LastingResumeHandlers:
    """Loads threads that are in a store.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager, lasting: LastingThreads) -> None:
        self._threads = threads
        self._lasting = lasting
        self.by_method: dict[str, Callable[..., Any]] = {
            "thread/resume": self.resume,
        }

    async def resume(self, ctx: RequestContext, params: p.ThreadResumeParams) -> p.ThreadResumeResponse:
        """Answer with a thread as it is now, and subscribe the connection to it; it is loaded if it was not.

        What the request says of its settings counts where it is loaded: they hold from now on.

        Cancellation: it may be loaded all the same.
        """
        check_context(params)
        if params.history is not None:
            return await self._begin_with(ctx, params, params.history)
        thread_id = await self._resumed_id(params)
        thread = self._threads.find(thread_id)
        was_loaded = thread is not None
        if thread is None:
            thread = await self._load(ctx, thread_id, params)
        response = await self._response(thread, params)
        told = told_again(thread, with_usage=not (was_loaded and params.exclude_turns))
        ctx.subscribe_thread(thread_id, first=told)
        self._threads.configured(thread)
        return response

    async def _load(self, ctx: RequestContext, thread_id: str, params: p.ThreadResumeParams) -> Thread:
        recorded = ""
        notices: Sequence[ConfigNotice] = ()

        async def configure(settings: TurnSettings) -> TurnSettings:
            nonlocal recorded, notices
            recorded = "" if "model" in settings.unsaid else settings.model
            configuring = self._threads.configuring
            read = partial(configuring.resumed, settings, params)
            settings, notices = await configuring.beside(read)
            return settings

        thread = await self._lasting.load(thread_id, ctx.open_thread, configure)
        if recorded and recorded != thread.settings.model:
            ctx.tell_asker(recorded_with_another_model(thread_id, recorded, thread.settings.model))
        thread.untold = notices
        self._threads.configuring.tell(thread)
        return thread

    async def _begin_with(
        self, ctx: RequestContext, params: p.ThreadResumeParams, history: Sequence[Any]
    ) -> p.ThreadResumeResponse:
        """Start a thread whose model is told these items before anything else, as if it had been said."""
        if not history:
            raise ServerError("history must not be empty")
        items = [item if is_dict(item) else item.to_wire() for item in history]
        start = _start_params(params)
        thread = self._threads.new_thread(
            start,
            originator=ctx.connection.client_name,
            session_source=ctx.connection.session_source,
            configured=await read_for_start(self._threads, start),
        )
        read = partial(self._response, thread, params)
        response = await self._lasting.begin_with_context(thread, items, ctx.open_thread, read)
        ctx.subscribe_thread(thread.id, first=told_again(thread, with_usage=False))
        self._threads.configured(thread)
        return response

    async def _response(self, thread: Thread, params: p.ThreadResumeParams) -> p.ThreadResumeResponse:
        is_readable = not thread.ephemeral and thread.is_materialized
        turns: list[p.Turn] = []
        page: p.TurnsPage | None = None
        cursors: tuple[str | None, str | None] = (None, None)
        wanted = params.initial_turns_page
        if is_readable:
            if not params.exclude_turns:
                turns = await all_turns(self._lasting, thread.id)
            if wanted is not None:
                page = await stored_turns_page(
                    self._lasting,
                    thread.id,
                    cursor=None,
                    limit=wanted.limit,
                    sort_direction=wanted.sort_direction,
                    items_view=wanted.items_view,
                )
            cursors = await last_cursors(self._lasting, thread.id)
        elif wanted is not None:
            page = p.TurnsPage(data=[], next_cursor=None, backwards_cursor=None)
        return p.ThreadResumeResponse(
            thread=thread_snapshot(thread).model_copy(update={"turns": turns}),
            **start_fields(thread.settings),
            collaboration_mode=collaboration_mode(thread.settings),
            initial_turns_page=page,
            turns_backwards_cursor=cursors[0],
            items_backwards_cursor=cursors[1],
        )

    async def _resumed_id(self, params: p.ThreadResumeParams) -> str:
        path = str(params.path or "")
        if not path or params.thread_id:
            return read_thread_id(params.thread_id, "session")
        found = await self._lasting.store.find_path(path)
        if found is None:
            reason = await call_in_thread(partial(_not_found, path), abandon_on_cancel=True)
            raise ServerError(f"failed to resolve rollout path `{path}`: {reason}")
        current = await self._lasting.store.get(found.id)
        if current is None or current.path == found.path:
            return found.id
        if self._threads.find(found.id) is not None:
            raise ServerError(
                f"cannot resume running thread {found.id} with stale path: requested `{path}`, active `{current.path}`"
            )
        raise ServerError(
            f"cannot resume paginated thread {found.id} with stale path: requested {path}, current {current.path}; "
            "omit path and resume by thread id"
        )


def _not_found(path: str) -> str:
    """Why no thread is in a file."""
    if Path(path).is_dir():
        return "path is a directory"
    if Path(path).exists():
        return "no thread of this server's home is in this file; threads are below `sessions` there"
    return "file does not exist"


_SHARED_FIELDS = (
    "model",
    "model_provider",
    "service_tier",
    "cwd",
    "approval_policy",
    "approvals_reviewer",
    "sandbox",
    "permissions",
    "config",
    "base_instructions",
    "developer_instructions",
    "personality",
)


def _start_params(params: p.ThreadResumeParams) -> p.ThreadStartParams:
    """What a new thread runs with that begins by a resume."""
    given = {name: value for name in _SHARED_FIELDS if (value := getattr(params, name)) is not None}
    return p.ThreadStartParams(**given)
