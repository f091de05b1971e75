"""The handlers of `thread/*` where threads last: they wait for the store, and answer as those for threads in memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.handlers.identifiers import read_thread_id
from appserver.handlers.lasting_resume import LastingResumeHandlers
from appserver.handlers.threads import ThreadHandlers
from appserver.store.records import ListQuery
from appserver.threads.errors import (
    invalid_cursor,
    no_rollout,
    thread_not_loaded,
    turns_not_supported,
    turns_of_ephemeral_thread,
)
from appserver.threads.lasting_pages import last_cursors
from appserver.threads.lasting_turns import all_turns
from appserver.threads.listing import check_list, read_time, write_time
from appserver.threads.paging import page_size
from appserver.threads.reading import read_for_fork, read_for_start
from appserver.threads.reverting import revert_thread
from appserver.threads.settings_shown import start_fields
from appserver.threads.snapshots import thread_snapshot
from appserver.threads.stored import shown
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.server.context import RequestContext
    from appserver.store.records import SortKey, StoredThread
    from appserver.threads.lasting import LastingThreads
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread

__all__ = ["LastingThreadHandlers"]


class LastingThreadHandlers:
    """Answers the requests about threads that are in a store.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager, lasting: LastingThreads) -> None:
        self._threads = threads
        self._lasting = lasting
        in_memory = ThreadHandlers(threads)
        self.by_method: dict[str, Callable[..., Any]] = {
            "thread/start": self.start,
            **LastingResumeHandlers(threads, lasting).by_method,
            "thread/fork": self.fork,
            "thread/unsubscribe": in_memory.unsubscribe,
            "thread/archive": self.archive,
            "thread/unarchive": self.unarchive,
            "thread/delete": self.delete,
            "thread/read": self.read,
            "thread/list": self.list,
            "thread/loaded/list": in_memory.list_loaded,
            "thread/search": self.search,
            "thread/revert": self.revert,
        }

    async def start(self, ctx: RequestContext, params: p.ThreadStartParams) -> p.ThreadStartResponse:
        """Start a thread; the connection is subscribed to it.

        Cancellation: nobody hears of the thread.
        """
        thread = self._threads.new_thread(
            params,
            originator=ctx.connection.client_name,
            session_source=ctx.connection.session_source,
            configured=await read_for_start(self._threads, params),
        )
        await self._lasting.begin(thread, ctx.open_thread)
        return p.ThreadStartResponse(thread=thread_snapshot(thread), **start_fields(thread.settings))

    async def fork(self, ctx: RequestContext, params: p.ThreadForkParams) -> p.ThreadForkResponse:
        """Start a thread that begins with turns of another one; the connection is subscribed to it.

        Cancellation: there is no such thread.
        """
        thread_id = read_thread_id(params.thread_id, "session")
        source = self._threads.find(thread_id)
        if source is not None and source.ephemeral:
            raise no_rollout(thread_id)
        if params.ephemeral and not params.exclude_turns:
            raise ServerError("ephemeral paginated thread/fork requires `excludeTurns: true`")

        async def make(source: Thread) -> Thread:
            return self._threads.new_fork(
                source,
                params,
                originator=ctx.connection.client_name,
                session_source=ctx.connection.session_source,
                configured=await read_for_fork(self._threads, source, params),
            )

        async def read(thread: Thread) -> p.ThreadForkResponse:
            turns: list[p.Turn] = []
            if not params.exclude_turns:
                turns = await all_turns(self._lasting, thread.id)
                if thread.usage_told is not None:
                    thread.notices.tell(thread.usage_told)
            return p.ThreadForkResponse(
                thread=thread_snapshot(thread).model_copy(update={"turns": turns}),
                **start_fields(thread.settings),
            )

        return await self._lasting.fork(thread_id, params, make, ctx.open_thread, read)

    async def archive(self, _ctx: RequestContext, params: p.ThreadArchiveParams) -> p.ThreadArchiveResponse:
        """Put a thread away, once the turn that runs has been interrupted.

        Cancellation: the turn is interrupted all the same.
        """
        await self._lasting.archive(read_thread_id(params.thread_id, "session"))
        return p.ThreadArchiveResponse()

    async def unarchive(
        self, _ctx: RequestContext, params: p.ThreadUnarchiveParams
    ) -> p.ThreadUnarchiveResponse:
        """Put an archived thread back. It is to be resumed before its next turn.

        Cancellation: it may be put back all the same.
        """
        return p.ThreadUnarchiveResponse(
            thread=shown(await self._lasting.unarchive(read_thread_id(params.thread_id, "session")))
        )

    async def delete(self, _ctx: RequestContext, params: p.ThreadDeleteParams) -> p.ThreadDeleteResponse:
        """Delete a thread, once the turn that runs has been interrupted.

        Cancellation: the turn is interrupted all the same.
        """
        await self._lasting.delete(read_thread_id(params.thread_id))
        return p.ThreadDeleteResponse()

    async def revert(self, _ctx: RequestContext, params: p.ThreadRevertParams) -> p.ThreadRevertResponse:
        """Drop a turn and all after it, once the turn that runs has been interrupted.

        Cancellation: the turn may be interrupted all the same.
        """
        thread_id = read_thread_id(params.thread_id)
        check_params(params)
        thread = await revert_thread(self._threads, thread_id, params.before_turn_id)
        cursors = await last_cursors(self._lasting, thread_id)
        return p.ThreadRevertResponse(
            thread=thread_snapshot(thread),
            turns_backwards_cursor=cursors[0],
            items_backwards_cursor=cursors[1],
        )

    async def read(self, _ctx: RequestContext, params: p.ThreadReadParams) -> p.ThreadReadResponse:
        """Answer with a thread as it is now.

        Cancellation: nothing was begun.
        """
        thread_id = read_thread_id(params.thread_id)
        found = await self._find(thread_id)
        if found is None:
            raise thread_not_loaded(thread_id)
        thread, is_readable = found
        turns: list[p.Turn] = []
        if params.include_turns:
            if thread.ephemeral:
                raise turns_of_ephemeral_thread()
            if not is_readable:
                raise turns_not_supported()
            turns = await all_turns(self._lasting, thread_id)
        return p.ThreadReadResponse(thread=thread.model_copy(update={"turns": turns}))

    async def list(self, ctx: RequestContext, params: p.ThreadListParams) -> p.ThreadListResponse:
        """Answer with a page of threads.

        Cancellation: nothing was begun.
        """
        check_list(params)
        if params.section_id is not None or params.cwd == []:
            return p.ThreadListResponse(data=[], read_states={}, next_cursor=None, backwards_cursor=None)
        limit = page_size(params.limit)
        sources = params.source_kinds or [*_INTERACTIVE, ctx.session.session_source]
        providers = params.model_providers
        if providers is None:
            providers = [self._threads.defaults.model_provider]
        query = ListQuery(
            sort_key=_sort_key(params.sort_key),
            is_ascending=params.sort_direction == "asc",
            limit=limit + 1,
            after=_read_cursor(params.cursor),
            is_archived=bool(params.archived),
            cwds=_cwds(params),
            model_providers=providers,
            sources=sources,
            originators=params.originators,
            excluded_ids=params.excluded_thread_ids or (),
            parent_thread_id=params.parent_thread_id or params.ancestor_thread_id,
            text=params.search_term,
        )
        found = await self._lasting.store.list(query)
        self._lasting.tell_problems()
        following, first = _cursors(found, limit, query.sort_key)
        return p.ThreadListResponse(
            data=[self._listed(thread) for thread in found[:limit]],
            read_states={},
            next_cursor=following,
            backwards_cursor=first,
        )

    async def search(self, _ctx: RequestContext, params: p.ThreadSearchParams) -> p.ThreadSearchResponse:
        """Answer with a page of the threads in which a text was said.

        Cancellation: nothing was begun.
        """
        text = params.search_term.strip()
        if not text:
            raise ServerError("thread/search requires a non-empty searchTerm")
        limit = page_size(params.limit)
        query = ListQuery(
            sort_key=_sort_key(params.sort_key),
            is_ascending=params.sort_direction == "asc",
            limit=limit + 1,
            after=_read_cursor(params.cursor),
            is_archived=bool(params.archived),
            with_previews_only=False,
            sources=params.source_kinds,
        )
        found = await self._lasting.store.search(text, query)
        self._lasting.tell_problems()
        following, first = _cursors([each.thread for each in found], limit, query.sort_key)
        return p.ThreadSearchResponse(
            data=[
                p.ThreadSearchResult(thread=self._listed(each.thread), snippet=each.snippet)
                for each in found[:limit]
            ],
            next_cursor=following,
            backwards_cursor=first,
        )

    async def _find(self, thread_id: str) -> tuple[p.Thread, bool] | None:
        """A thread, and whether its turns can be read."""
        loaded = self._threads.find(thread_id)
        if loaded is not None and not loaded.is_materialized:
            return thread_snapshot(loaded), False
        found = None if loaded is not None and loaded.ephemeral else await self._lasting.store.get(thread_id)
        self._lasting.tell_problems()
        if loaded is not None:
            if found is not None:  # another server may have named it
                loaded.name, loaded.git_info, loaded.goal = found.name, found.git_info, found.goal
            return thread_snapshot(loaded), True
        return None if found is None else (shown(found), True)

    def _listed(self, thread: StoredThread) -> p.Thread:
        loaded = self._threads.find(thread.id)
        if loaded is None:
            return shown(thread)
        loaded.name = thread.name
        return thread_snapshot(loaded, in_list=True)


_INTERACTIVE = ("cli", "vscode")
"""Sources of threads that are listed where no others are asked for, besides that of the server itself."""


def _cwds(params: p.ThreadListParams) -> list[str] | None:
    cwds = [params.cwd] if isinstance(params.cwd, str) else params.cwd
    return None if cwds is None else [os.path.abspath(cwd) for cwd in cwds]  # noqa: PTH100 - text stays text


def _sort_key(key: str | None) -> SortKey:
    if key == "updated_at":
        return "updated"
    return "recency" if key == "recency_at" else "created"


def _read_cursor(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    time, _, thread_id = text.partition("|")
    if not thread_id and "|" in text:
        raise invalid_cursor(text)
    return read_time(time), thread_id


def _cursors(found: Sequence[StoredThread], limit: int, key: SortKey) -> tuple[str | None, str | None]:
    page = found[:limit]
    following = f"{write_time(getattr(page[-1], key))}|{page[-1].id}" if len(found) > limit else None
    return following, write_time(getattr(page[0], key)) if page else None
