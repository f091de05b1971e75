"""The handlers of `thread/*`. All but those that may have to interrupt a turn answer at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import NotSupportedError, ServerError
from appserver.handlers.gone import warn_of_gone_turns
from appserver.handlers.identifiers import read_thread_id
from appserver.handlers.may_wait import MayWait
from appserver.threads.errors import (
    no_rollout,
    thread_not_loaded,
    turns_not_supported,
    turns_of_ephemeral_thread,
)
from appserver.threads.forking import forked_history
from appserver.threads.history_pages import items_cursor, page_of_turns, turns_cursor
from appserver.threads.listing import list_loaded, list_threads
from appserver.threads.reading import read_for_fork, read_for_start
from appserver.threads.reverting import revert_thread
from appserver.threads.search import search_threads
from appserver.threads.settings_shown import collaboration_mode, start_fields
from appserver.threads.snapshots import thread_snapshot
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.configuring import Configuring
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread

__all__ = ["ThreadHandlers", "told_again"]


class ThreadHandlers:
    """Answers the requests about threads.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager) -> None:
        self._threads = threads
        self.by_method: dict[str, Callable[..., Any]] = {
            "thread/start": self.start,
            "thread/resume": self.resume,
            "thread/fork": self.fork,
            "thread/unsubscribe": self.unsubscribe,
            "thread/archive": self.archive,
            "thread/unarchive": self.unarchive,
            "thread/delete": self.delete,
            "thread/read": self.read,
            "thread/list": self.list,
            "thread/loaded/list": self.list_loaded,
            "thread/search": self.search,
            "thread/revert": self.revert,
        }
        if threads.preparing.is_used:
            self.by_method |= {
                "thread/start": MayWait(self.start, self.read_and_start, self._waits),
                "thread/resume": MayWait(self.resume, self.prepare_and_resume, self._waits),
                "thread/fork": MayWait(self.fork, self.read_and_fork, self._waits),
            }
        if threads.configuring.reads_files:
            self.by_method |= {
                "thread/start": self.read_and_start,
                "thread/fork": self.read_and_fork,
            }

    def _waits(self, params: p.ThreadStartParams | p.ThreadResumeParams | p.ThreadForkParams) -> bool:
        """Whether a request may have to wait for what its thread cannot do without."""
        if isinstance(params, p.ThreadStartParams):
            return self._threads.preparing.may_wait(has_servers=bool(params.config))
        thread = self._named(params)
        has_servers = bool(params.config) or (thread is not None and bool(thread.settings.tool_servers))
        return self._threads.preparing.may_wait(has_servers=has_servers)

    def _named(self, params: p.ThreadResumeParams | p.ThreadForkParams) -> Thread | None:
        """The thread that a request names, if there is one."""
        try:
            return self._threads.find_stored(read_thread_id(params.thread_id, "session"))
        except ServerError:  # it is said where the request is answered
            return None

    async def read_and_start(self, ctx: RequestContext, params: p.ThreadStartParams) -> p.ThreadStartResponse:
        """As `start`, once what it runs with has been read, and what it cannot do without is there.

        Cancellation: nobody hears of the thread.
        """
        thread = self._new(ctx, params, await read_for_start(self._threads, params))
        async with self._threads.prepared(thread, "creating"):
            self._threads.add(thread, ctx.open_thread)
        return self._started(thread)

    def start(self, ctx: RequestContext, params: p.ThreadStartParams) -> p.ThreadStartResponse:
        """Start a thread; the connection is subscribed to it."""
        thread = self._new(ctx, params, None)
        self._threads.add(thread, ctx.open_thread)
        return self._started(thread)

    def _new(
        self, ctx: RequestContext, params: p.ThreadStartParams, configured: Configuring | None
    ) -> Thread:
        return self._threads.new_thread(
            params,
            originator=ctx.connection.client_name,
            session_source=ctx.connection.session_source,
            configured=configured,
        )

    @staticmethod
    def _started(thread: Thread) -> p.ThreadStartResponse:
        return p.ThreadStartResponse(thread=thread_snapshot(thread), **start_fields(thread.settings))

    async def prepare_and_resume(
        self, ctx: RequestContext, params: p.ThreadResumeParams
    ) -> p.ThreadResumeResponse:
        """As `resume`, once what the thread cannot do without is there.

        Cancellation: it is loaded only if it was.
        """
        thread = self._named(params)
        if thread is None or thread.is_loaded or thread.is_archived:
            return self.resume(ctx, params)
        async with self._threads.prepared(thread, "resuming"):
            return self.resume(ctx, params)

    def resume(self, ctx: RequestContext, params: p.ThreadResumeParams) -> p.ThreadResumeResponse:
        """Answer with a thread as it is now, and subscribe the connection to it; it is loaded if it was not.

        It is told the tokens again, if it wants the turns, and the goal; then its open questions are asked again.
        Overrides are ignored, as Codex does for a loaded thread.
        """
        if params.history is not None:
            raise NotSupportedError("thread/resume.history is not supported yet")
        thread_id = read_thread_id(params.thread_id, "session")
        check_params(params)
        thread = self._threads.find_stored(thread_id)
        if thread is None:
            raise no_rollout(thread_id)
        was_loaded = thread.is_loaded
        if not was_loaded:
            self._threads.load(thread, ctx.open_thread)
        wanted = params.initial_turns_page
        response = p.ThreadResumeResponse(
            thread=thread_snapshot(thread, with_turns=not params.exclude_turns),
            **start_fields(thread.settings),
            collaboration_mode=collaboration_mode(thread.settings),
            initial_turns_page=None
            if wanted is None
            else page_of_turns(
                thread,
                cursor=None,
                limit=wanted.limit,
                sort_direction=wanted.sort_direction,
                items_view=wanted.items_view,
            ),
            turns_backwards_cursor=None if thread.ephemeral else turns_cursor(thread),
            items_backwards_cursor=None if thread.ephemeral else items_cursor(thread),
        )
        told = told_again(thread, with_usage=not (was_loaded and params.exclude_turns))
        ctx.subscribe_thread(thread_id, first=told)
        self._threads.configured(thread)
        if wanted is not None or not params.exclude_turns:
            warn_of_gone_turns(ctx, thread)
        return response

    def _source_of(self, params: p.ThreadForkParams) -> Thread:
        """The thread that is to be forked."""
        thread_id = read_thread_id(params.thread_id, "session")
        source = self._threads.find_stored(thread_id)
        if source is None or source.is_archived or source.ephemeral or not source.is_materialized:
            raise no_rollout(thread_id)
        if params.ephemeral and not params.exclude_turns:
            raise ServerError("ephemeral paginated thread/fork requires `excludeTurns: true`")
        return source

    async def read_and_fork(self, ctx: RequestContext, params: p.ThreadForkParams) -> p.ThreadForkResponse:
        """As `fork`, once what it runs with has been read, and what it cannot do without is there.

        Cancellation: nobody hears of the thread.
        """
        configured = await read_for_fork(self._threads, self._source_of(params), params)
        thread = self._new_fork(ctx, params, configured)
        async with self._threads.prepared(thread, "forking"):
            self._threads.add_fork(thread, params, ctx.open_thread)
        return self._forked(ctx, thread, params)

    def fork(self, ctx: RequestContext, params: p.ThreadForkParams) -> p.ThreadForkResponse:
        """Start a thread that begins with turns of another one; the connection is subscribed to it."""
        thread = self._new_fork(ctx, params, None)
        self._threads.add_fork(thread, params, ctx.open_thread)
        return self._forked(ctx, thread, params)

    def _new_fork(
        self, ctx: RequestContext, params: p.ThreadForkParams, configured: Configuring | None
    ) -> Thread:
        source = self._source_of(params)
        history = forked_history(source, params)
        thread = self._threads.new_fork(
            source,
            params,
            originator=ctx.connection.client_name,
            session_source=ctx.connection.session_source,
            configured=configured,
        )
        thread.begin_with(history, source)
        return thread

    @staticmethod
    def _forked(ctx: RequestContext, thread: Thread, params: p.ThreadForkParams) -> p.ThreadForkResponse:
        if not params.exclude_turns:
            warn_of_gone_turns(ctx, thread)
        return p.ThreadForkResponse(
            thread=thread_snapshot(thread, with_turns=not params.exclude_turns),
            **start_fields(thread.settings),
        )

    def unsubscribe(
        self, ctx: RequestContext, params: p.ThreadUnsubscribeParams
    ) -> p.ThreadUnsubscribeResponse:
        """Send the connection no more of a thread's events. The thread and its turns go on."""
        thread_id = read_thread_id(params.thread_id)
        if self._threads.find(thread_id) is None:
            return p.ThreadUnsubscribeResponse(status="notLoaded")
        was_subscribed = ctx.unsubscribe_thread(thread_id)
        self._threads.nobody_left(thread_id)
        return p.ThreadUnsubscribeResponse(status="unsubscribed" if was_subscribed else "notSubscribed")

    async def archive(self, _ctx: RequestContext, params: p.ThreadArchiveParams) -> p.ThreadArchiveResponse:
        """Put a thread away, once the turn that runs has been interrupted.

        Cancellation: the turn is interrupted all the same.
        """
        await self._threads.kept.archive(read_thread_id(params.thread_id, "session"))
        return p.ThreadArchiveResponse()

    def unarchive(self, _ctx: RequestContext, params: p.ThreadUnarchiveParams) -> p.ThreadUnarchiveResponse:
        """Put an archived thread back. It is to be resumed before its next turn."""
        thread = self._threads.kept.unarchive(read_thread_id(params.thread_id, "session"))
        return p.ThreadUnarchiveResponse(thread=thread_snapshot(thread))

    async def delete(self, _ctx: RequestContext, params: p.ThreadDeleteParams) -> p.ThreadDeleteResponse:
        """Forget a thread, once the turn that runs has been interrupted.

        Cancellation: the turn is interrupted all the same.
        """
        await self._threads.kept.delete(read_thread_id(params.thread_id))
        return p.ThreadDeleteResponse()

    async def revert(self, _ctx: RequestContext, params: p.ThreadRevertParams) -> p.ThreadRevertResponse:
        """Drop a turn and all after it, once the turn that runs has been interrupted.

        Cancellation: the turn may be interrupted all the same.
        """
        thread_id = read_thread_id(params.thread_id)
        check_params(params)
        thread = await revert_thread(self._threads, thread_id, params.before_turn_id)
        return p.ThreadRevertResponse(
            thread=thread_snapshot(thread),
            turns_backwards_cursor=turns_cursor(thread),
            items_backwards_cursor=items_cursor(thread),
        )

    def read(self, ctx: RequestContext, params: p.ThreadReadParams) -> p.ThreadReadResponse:
        """Answer with a thread as it is now."""
        thread_id = read_thread_id(params.thread_id)
        thread = self._threads.find_stored(thread_id)
        if thread is None:
            raise thread_not_loaded(thread_id)
        if params.include_turns:
            if thread.ephemeral:
                raise turns_of_ephemeral_thread()
            if not thread.is_materialized:
                raise turns_not_supported()
            warn_of_gone_turns(ctx, thread)
        return p.ThreadReadResponse(thread=thread_snapshot(thread, with_turns=params.include_turns))

    def list(self, _ctx: RequestContext, params: p.ThreadListParams) -> p.ThreadListResponse:
        """Answer with a page of threads."""
        return list_threads(self._threads, params)

    def list_loaded(
        self, _ctx: RequestContext, params: p.ThreadLoadedListParams
    ) -> p.ThreadLoadedListResponse:
        """Answer with a page of the ids of threads in memory."""
        return list_loaded(self._threads, params)

    async def search(self, _ctx: RequestContext, params: p.ThreadSearchParams) -> p.ThreadSearchResponse:
        """Answer with a page of the threads in which a text was said.

        Cancellation: nothing was begun.
        """
        return await search_threads(tuple(self._threads), params)


def told_again(thread: Thread, *, with_usage: bool) -> list[p.Notification]:
    """What whoever resumes a thread is told of it, as its other clients were before."""
    goal: p.Notification = (
        p.ThreadGoalClearedNotification(thread_id=thread.id)
        if thread.goal is None
        else p.ThreadGoalUpdatedNotification(thread_id=thread.id, goal=thread.goal)
    )
    usage = thread.usage_told if with_usage else None
    return [goal] if usage is None else [usage, goal]
