"""The handler of `thread/inject_items`: what the model of a thread is to be told, and nobody to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.config.kinds import described
from appserver.errors import ServerError
from appserver.handlers.identifiers import read_thread_id
from appserver.plain_data import is_dict
from appserver.threads.errors import thread_not_found
from appserver.turns.input_limits import check_context

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager

__all__ = ["InjectHandlers"]


class InjectHandlers:
    """Answers the requests that add to what a model is told.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, threads: ThreadManager) -> None:
        self._threads = threads
        self.by_method: dict[str, Callable[..., Any]] = {
            "thread/inject_items": self.inject,
        }

    async def inject(
        self, _ctx: RequestContext, params: p.ThreadInjectItemsParams
    ) -> p.ThreadInjectItemsResponse:
        """Add items to what the model is sent with its next request, also within the turn that runs.

        Cancellation: nothing was added, or they are kept all the same.
        """
        thread_id = read_thread_id(params.thread_id)
        thread = self._threads.find(thread_id)
        if thread is None:
            raise thread_not_found(thread_id)
        items = _checked(params)
        await thread.keeper.prepare()
        thread.be_kept()
        thread.context_grew("", items)
        await thread.keeper.settle()
        return p.ThreadInjectItemsResponse()


def _checked(params: p.ThreadInjectItemsParams) -> list[dict[str, Any]]:
    """The items of a request.

    Raises:
        ServerError: there are none, they are not objects with a type, or they are too large.
    """
    if not params.items:
        raise ServerError("items must not be empty")
    items: list[dict[str, Any]] = []
    for index, item in enumerate(params.items):
        if not is_dict(item):
            fault = f"invalid type: {described(item):.200}, expected internally tagged enum ResponseItem"
        elif "type" not in item:
            fault = "missing field `type`"
        elif not isinstance(item["type"], str):
            fault = f"invalid type: {described(item['type']):.200}, expected variant identifier"
        else:
            items.append(item)
            continue
        raise ServerError(f"items[{index}] is not a valid response item: {fault}")
    check_context(params)
    return items
