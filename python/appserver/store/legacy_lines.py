"""Going on with a rollout in the older form: messages are events, and lines have no ordinals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.store.progress import user_text
from appserver.store.record_lines import line_text, record_text
from appserver.store.records import ItemCompleted

if TYPE_CHECKING:
    from appserver.store.records import Record

__all__ = ["legacy_text"]


def legacy_text(record: Record, thread_id: str) -> bytes:
    """As `record_text`. What the form has no event for is written as in the newer one, and not shown."""
    item = record.item if isinstance(record, ItemCompleted) else None
    payload: dict[str, Any]
    if isinstance(item, p.UserMessageThreadItem):
        payload = {"type": "user_message", "message": user_text(item), "images": []}
    elif isinstance(item, p.AgentMessageThreadItem):
        payload = {"type": "agent_message", "message": item.text}
    elif isinstance(item, p.ReasoningThreadItem):
        payload = {"type": "agent_reasoning", "text": "\n".join(item.summary)}
    else:
        return record_text(record, thread_id)
    return line_text("event_msg", payload)
