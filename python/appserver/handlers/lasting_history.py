"""The handlers of `thread/turns/list` and `thread/items/list` where threads last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.handlers.identifiers import read_thread_id
from appserver.threads.errors import (
    ephemeral_turns_not_listed,
    items_not_supported,
    not_materialized,
    thread_not_loaded,
)
from appserver.threads.lasting_pages import stored_items_page, stored_turns_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.lasting import LastingThreads
    from appserver.threads.manager import ThreadManager

__all__ = ["LastingHistoryHandlers"]


class LastingHistoryHandlers:
    """Answers the requests for pages of a thread that is in a store.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager, lasting: LastingThreads) -> None:
        self._threads = threads
        self._lasting = lasting
        self.by_method: dict[str, Callable[..., Any]] = {
            "thread/turns/list": self.list_turns,
            "thread/items/list": self.list_items,
        }

    async def list_turns(
        self, _ctx: RequestContext, params: p.ThreadTurnsListParams
    ) -> p.ThreadTurnsListResponse:
        """Answer with a page of turns.

        Cancellation: nothing was begun.
        """
        thread_id = read_thread_id(params.thread_id)
        thread = self._threads.find(thread_id)
        if thread is not None and thread.ephemeral:
            raise ephemeral_turns_not_listed()
        if thread is not None and not thread.is_materialized:
            raise not_materialized(thread_id)
        if thread is None and await self._lasting.store.get(thread_id) is None:
            raise thread_not_loaded(thread_id)
        page = await stored_turns_page(
            self._lasting,
            thread_id,
            cursor=params.cursor,
            limit=params.limit,
            sort_direction=params.sort_direction,
            items_view=params.items_view,
        )
        return p.ThreadTurnsListResponse(
            data=page.data, next_cursor=page.next_cursor, backwards_cursor=page.backwards_cursor
        )

    async def list_items(
        self, _ctx: RequestContext, params: p.ThreadItemsListParams
    ) -> p.ThreadItemsListResponse:
        """Answer with a page of items.

        Cancellation: nothing was begun.
        """
        thread_id = read_thread_id(params.thread_id)
        thread = self._threads.find(thread_id)
        if thread is not None and (thread.ephemeral or not thread.is_materialized):
            raise items_not_supported()
        if thread is None and await self._lasting.store.get(thread_id) is None:
            raise items_not_supported()
        return await stored_items_page(self._lasting, thread_id, params)
