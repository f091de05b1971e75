"""A search of the web that an agent makes itself, as the clients see it: the verb `web_search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.execution.output_buffer import MAX_OUTPUT_BYTES
from appserver.plain_data import is_list
from appserver.turns.arguments import json_data
from appserver.turns.encodable import repaired_model
from appserver.turns.items.web_search import WebSearchItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.turns.turn import Turn

__all__ = ["AgentWebSearch"]


class AgentWebSearch(WebSearchItem):
    """A search, or a page that is looked at. It ends with its block, or by `start` and `finish`.

    Attributes:
        id: the item's id.
    """

    def __init__(
        self,
        turn: Turn,
        item_id: str | None,
        *,
        query: str | None,
        queries: Sequence[str] | None,
        url: str | None,
        pattern: str | None,
    ) -> None:
        super().__init__(turn, item_id)
        action: dict[str, object]
        if url is not None:
            action = {
                "type": "open_page" if pattern is None else "find_in_page",
                "url": url,
                "pattern": pattern,
            }
        else:
            action = {"type": "search", "query": query, "queries": None if queries is None else list(queries)}
        self.did(action)

    async def results(self, found: Sequence[Any]) -> None:
        """Note what was found, which the item shows at its end. A later call takes the place of an earlier one.

        Args:
            found: the hits, oldest first: JSON data, or what pydantic makes JSON of. What goes beyond 1 MiB of JSON is
                left out, from its end.

        Cancellation: nothing was begun.

        Raises:
            TypeError: they are no list of such data.
            RuntimeError: the search has not begun.
            TurnClosedError: the turn is over.
        """
        data: object = json_data("found", found)
        if not is_list(data):
            raise TypeError("found is a sequence of JSON data, such as a list")
        self._turn.emitter.check_open()
        self._check_begun("results")
        kept: list[Any] = []
        room = MAX_OUTPUT_BYTES
        for hit in data:
            room -= len(p.WebSearchThreadItem(id="", query="", results=[hit]).to_wire_json())
            if room < 0:
                break
            kept.append(hit)
        self._item = repaired_model(self._item.model_copy(update={"results": kept}))
