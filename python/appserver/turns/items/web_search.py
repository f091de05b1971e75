"""The item that shows a search of the web, which a provider has made for its model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.plain_data import is_dict, is_list
from appserver.turns.encodable import repaired_model
from appserver.turns.items.block_item import BlockItem

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["WebSearchItem"]


class WebSearchItem(BlockItem):
    """A search, from its start to its end. Left without an outcome, nothing is known of it."""

    def __init__(self, turn: Turn, item_id: str | None) -> None:
        super().__init__(turn, item_id)
        self._item = p.WebSearchThreadItem(id=self.id, query="", action=p.OtherWebSearchAction())

    def did(self, action: object) -> None:
        """What the provider says that it has done."""
        query, shown = _action(action if is_dict(action) else {})
        self._item = repaired_model(p.WebSearchThreadItem(id=self.id, query=query, action=shown))

    def current(self) -> p.WebSearchThreadItem:
        """The item as it is now."""
        return self._item

    def final(self) -> p.WebSearchThreadItem:
        """The item as it ends."""
        return self._item


def _action(action: dict[Any, Any]) -> tuple[str, p.WebSearchAction]:
    """What is shown of an action, and what was looked for in it, or where."""
    url, query = _text(action, "url"), _text(action, "query")
    match action.get("type"):
        case "search":
            given = action.get("queries")
            queries = [one for one in given if isinstance(one, str)] if is_list(given) else None
            shown = p.SearchWebSearchAction(query=query, queries=queries)
            return query or (queries[0] if queries else ""), shown
        case "open_page":
            return url or "", p.OpenPageWebSearchAction(url=url)
        case "find_in_page":
            pattern = _text(action, "pattern")
            said = f"'{pattern}' in {url}" if pattern and url else pattern or url or ""
            return said, p.FindInPageWebSearchAction(url=url, pattern=pattern)
        case _:
            return "", p.OtherWebSearchAction()


def _text(action: dict[Any, Any], key: str) -> str | None:
    value = action.get(key)
    return value if isinstance(value, str) else None
