"""Which threads a query selects, where they are all in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from appserver.store.records import ListQuery, StoredThread

__all__ = ["select", "sort_time", "source_kind"]


def select(threads: Iterable[StoredThread], query: ListQuery) -> list[StoredThread]:
    """The threads of a query, in its order, without regard to its limit."""

    def key(thread: StoredThread) -> tuple[int, str]:
        return sort_time(thread, query), thread.id

    found = sorted(
        (thread for thread in threads if _matches(thread, query)), key=key, reverse=not query.is_ascending
    )
    if query.after is None:
        return found
    after = query.after
    return [
        thread for thread in found if (key(thread) > after if query.is_ascending else key(thread) < after)
    ]


def sort_time(thread: StoredThread, query: ListQuery) -> int:
    """The time that a query sorts a thread by."""
    if query.sort_key == "created":
        return thread.created
    return thread.updated if query.sort_key == "updated" else thread.recency


def source_kind(source: object) -> str:
    """The source of a thread as a word."""
    return source if isinstance(source, str) else "unknown"


def _matches(thread: StoredThread, query: ListQuery) -> bool:
    return (
        thread.is_archived == query.is_archived
        and (thread.has_user_message or not query.with_previews_only)
        and thread.id not in query.excluded_ids
        and _selected(thread.cwd, query.cwds)
        and _selected(thread.model_provider, query.model_providers)
        and _selected(source_kind(thread.source), query.sources)
        and _selected(thread.originator, query.originators)
        and query.parent_thread_id in (None, thread.parent_thread_id)
        and (query.text or "").casefold() in f"{thread.name or ''}\n{thread.preview}".casefold()
    )


def _selected(value: str, wanted: Sequence[str] | None) -> bool:
    return not wanted or value in wanted
