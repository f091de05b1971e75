"""Going on with a rollout in the older form: messages are events, and lines have no ordinals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.store.progress import user_text
from appserver.store.records import ItemCompleted
from appserver.store.rollout_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appserver.store.records import Record

__all__ = ["legacy_lines_of"]


def legacy_lines_of(records: Iterable[Record], thread_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of records, one each. What the form has no event for is written as in the newer one, and not shown."""
    for record in records:
        item = record.item if isinstance(record, ItemCompleted) else None
        if isinstance(item, p.UserMessageThreadItem):
            yield "event_msg", {"type": "user_message", "message": user_text(item), "images": []}
        elif isinstance(item, p.AgentMessageThreadItem):
            yield "event_msg", {"type": "agent_message", "message": item.text}
        elif isinstance(item, p.ReasoningThreadItem):
            yield "event_msg", {"type": "agent_reasoning", "text": "\n".join(item.summary)}
        else:
            yield from lines_of([record], thread_id)
