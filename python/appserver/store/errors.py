"""Why a store refuses something. The texts are Codex's: handlers answer with them."""

from __future__ import annotations

from appserver.errors import ServerError

__all__ = [
    "ActiveWriterError",
    "DamagedThreadError",
    "StoreError",
    "ThreadReferencedError",
    "UnknownThreadError",
]


class StoreError(ServerError):
    """A store cannot do what was asked of it."""


class UnknownThreadError(StoreError):
    """The store has no such thread."""

    def __init__(self, thread_id: str, *, is_archived: bool = False) -> None:
        kind = "archived rollout" if is_archived else "rollout"
        super().__init__(f"no {kind} found for thread id {thread_id}")


class ActiveWriterError(StoreError):
    """Somebody else writes the thread, perhaps in another process."""

    def __init__(self, thread_id: str) -> None:
        super().__init__(f"thread {thread_id} already has an active writer")


class ThreadReferencedError(StoreError):
    """The thread cannot be deleted: another one was forked from it and begins with its turns."""

    def __init__(self, thread_id: str) -> None:
        super().__init__(f"cannot delete thread {thread_id}: forked history still references it")


class DamagedThreadError(StoreError):
    """What is kept of the thread cannot be read, or not be continued. The text says where and why."""
