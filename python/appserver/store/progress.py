"""What a record changes of what is known of its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.store.records import ItemCompleted, SettingsApplied, TokensUsed, TurnStarted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appserver.store.records import Record, StoredThread

__all__ = ["message_text", "note_record", "user_text"]


def note_record(thread: StoredThread, record: Record, now: int) -> None:
    """Change what is known of a thread by a record that was written at this time, in microseconds."""
    if now > thread.updated:
        thread.updated = now
    if isinstance(record, ItemCompleted):
        if not thread.has_user_message and isinstance(record.item, p.UserMessageThreadItem):
            thread.has_user_message = True
            thread.preview = user_text(record.item)
        return
    if isinstance(record, TurnStarted):
        thread.has_turns = True
        thread.recency = max(thread.recency, now)
    elif isinstance(record, SettingsApplied):
        thread.settings = record.settings
        thread.model = record.settings.model
        thread.model_provider = record.settings.model_provider
        thread.effort = record.settings.effort
        thread.cwd = record.settings.cwd
    elif isinstance(record, TokensUsed):
        thread.usage = record.usage


def user_text(item: p.UserMessageThreadItem) -> str:
    """The text of a user's message, without what else is in it."""
    return "\n".join(entry.text for entry in item.content if isinstance(entry, p.TextUserInput))


def message_text(items: Iterable[p.ThreadItem]) -> Iterable[str]:
    """What was said among these items: the texts that a search looks at."""
    for item in items:
        if isinstance(item, p.AgentMessageThreadItem):
            yield item.text
        elif isinstance(item, p.UserMessageThreadItem):
            yield user_text(item)
