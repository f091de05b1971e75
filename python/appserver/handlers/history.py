"""The handlers of `thread/turns/list` and `thread/items/list`: what was said and done in a thread, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.handlers.gone import warn_of_gone_items, warn_of_gone_turns
from appserver.handlers.identifiers import read_thread_id
from appserver.threads.errors import (
    ephemeral_turns_not_listed,
    items_not_supported,
    not_materialized,
    thread_not_loaded,
)
from appserver.threads.history_pages import page_of_items, page_of_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager

__all__ = ["HistoryHandlers"]


class HistoryHandlers:
    """Answers the requests for pages of a thread.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager) -> None:
        self._threads = threads
        self.by_method: dict[str, Callable[..., p.WireModel]] = {
            "thread/turns/list": self.list_turns,
            "thread/items/list": self.list_items,
        }

    def list_turns(self, ctx: RequestContext, params: p.ThreadTurnsListParams) -> p.ThreadTurnsListResponse:
        """Answer with a page of turns."""
        thread_id = read_thread_id(params.thread_id)
        thread = self._threads.find_stored(thread_id)
        if thread is None:
            raise thread_not_loaded(thread_id)
        if thread.ephemeral:
            raise ephemeral_turns_not_listed()
        if not thread.is_materialized:
            raise not_materialized(thread_id)
        page = page_of_turns(
            thread,
            cursor=params.cursor,
            limit=params.limit,
            sort_direction=params.sort_direction,
            items_view=params.items_view,
        )
        is_ascending = params.sort_direction == "asc"
        if (params.cursor if is_ascending else page.next_cursor) is None:  # the page with the oldest turn
            warn_of_gone_turns(ctx, thread)
        return p.ThreadTurnsListResponse(
            data=page.data, next_cursor=page.next_cursor, backwards_cursor=page.backwards_cursor
        )

    def list_items(self, ctx: RequestContext, params: p.ThreadItemsListParams) -> p.ThreadItemsListResponse:
        """Answer with a page of items."""
        thread_id = read_thread_id(params.thread_id)
        thread = self._threads.find_stored(thread_id)
        if thread is None:
            raise thread_not_loaded(thread_id)
        if thread.ephemeral or not thread.is_materialized:
            raise items_not_supported()
        page = page_of_items(thread, params)
        is_ascending = params.sort_direction != "desc"
        is_oldest = (params.cursor if is_ascending else page.next_cursor) is None
        if is_oldest and (params.turn_id is None or not page.data):
            warn_of_gone_items(ctx, thread)
        return page
