"""The item that shows a search of the web, which a provider has made for its model."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import RuntimeClosedError
from appserver.plain_data import is_dict, is_list
from appserver.turns.encodable import repaired_model
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from appserver.turns.turn import Turn

__all__ = ["WebSearchItem"]


class WebSearchItem:
    """A search, from its start to its end. Left without an outcome, nothing is known of it.

    Attributes:
        id: the item's id.
    """

    def __init__(self, turn: Turn, item_id: str | None) -> None:
        self.id = new_identifier() if item_id is None or turn.record.has_item(item_id) else item_id
        self._turn = turn
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

    def refuse(self) -> None:
        """Nothing to refuse: the item takes nothing in."""

    async def __aenter__(self) -> Self:
        try:
            await self._turn.start_item(self, self.current())
        except GeneratorExit:
            raise
        except BaseException:
            self._give_up()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            await self._turn.finish_item(self.final())
        elif not issubclass(kind, GeneratorExit):
            self._give_up()

    def _give_up(self) -> None:
        if not self._turn.emitter.is_closed:
            with contextlib.suppress(RuntimeClosedError):
                self._turn.complete_item(self.final(), is_unfinished=True)


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
