"""What is known of a thread as JSON text, for the index."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from appserver import protocol as p
from appserver.store.records import StoredThread

__all__ = ["thread_from_text", "thread_text"]

_MODELS: dict[str, Any] = {
    "git_info": p.GitInfo,
    "goal": p.ThreadGoal,
    "settings": p.ThreadSettings,
    "usage": p.ThreadTokenUsage,
}
_NAMES = tuple(field.name for field in fields(StoredThread))


def thread_text(thread: StoredThread) -> str:
    """The text of a thread."""
    data: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(thread, name)
        if value is not None:
            data[name] = value.to_wire() if name in _MODELS else value
    return json.dumps(data, separators=(",", ":"))


def thread_from_text(text: str) -> StoredThread:
    """The thread of a text.

    Raises:
        ValueError, TypeError: it was written by another version.
    """
    data: dict[str, Any] = json.loads(text)
    for name, model in _MODELS.items():
        if name in data:
            data[name] = model.from_wire(data[name])
    return StoredThread(**data)
