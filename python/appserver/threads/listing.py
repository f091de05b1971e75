"""`thread/list` and `thread/loaded/list`: which threads, in which order, cut into pages."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.threads.errors import invalid_cursor
from appserver.threads.paging import page_size
from appserver.threads.snapshots import thread_snapshot
from appserver.turns.encodable import check_params
from appserver.turns.identifiers import InvalidIdentifierError, parse_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appserver.threads.thread import Thread

__all__ = ["check_list", "list_loaded", "list_threads", "read_time", "write_time"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def check_list(params: p.ThreadListParams) -> None:
    """Refuse what no list can be asked for.

    Raises:
        ServerError: a text is too long or no path, an id is none, or a project is named: there are none.
    """
    check_params(params)
    _check_ids("excluded", params.excluded_thread_ids or (), ErrorCode.INVALID_PARAMS)
    for kind, text in (("parent", params.parent_thread_id), ("ancestor", params.ancestor_thread_id)):
        _check_ids(kind, () if text is None else (text,), ErrorCode.INVALID_REQUEST)
    if params.sort_key == "section_position" and params.section_id is None:
        raise ServerError("section-position sorting requires a section filter")
    if params.project_id is not None:
        raise ServerError(f"project not found: {params.project_id:.1000}", code=ErrorCode.INVALID_PARAMS)


def _check_ids(kind: str, texts: Iterable[str], code: ErrorCode) -> None:
    for text in texts:
        try:
            parse_identifier(text)
        except InvalidIdentifierError as error:
            raise ServerError(f"invalid {kind} thread id: {error}", code=code) from None


def list_threads(threads: Iterable[Thread], params: p.ThreadListParams) -> p.ThreadListResponse:
    """Return a page of the threads that have a user message and match the filters, newest first by default.

    A cursor is the time of the thread it stands at; times of threads never repeat. Without `source_kinds`
    threads of every source are listed, since all of them were started in this runtime.

    Raises:
        ServerError: the cursor is not one, or as `check_list` raises.
    """
    check_list(params)
    by_update = params.sort_key in ("updated_at", "recency_at")
    ascending = params.sort_direction == "asc"

    def time(thread: Thread) -> int:
        return thread.updated if by_update else thread.created

    found = sorted(
        (thread for thread in threads if _matches(thread, params)), key=time, reverse=not ascending
    )
    if params.cursor is not None:
        cursor = read_time(params.cursor)
        found = [
            thread for thread in found if (time(thread) > cursor if ascending else time(thread) < cursor)
        ]
    limit = page_size(params.limit)
    page = found[:limit]
    return p.ThreadListResponse(
        data=[thread_snapshot(thread, in_list=True) for thread in page],
        read_states={},
        next_cursor=write_time(time(page[-1])) if len(found) > limit else None,
        backwards_cursor=write_time(time(page[0])) if page else None,
    )


def list_loaded(threads: Iterable[Thread], params: p.ThreadLoadedListParams) -> p.ThreadLoadedListResponse:
    """A page of the ids of all loaded threads, in the order of the ids. A cursor is the last id of a page.

    Raises:
        ServerError: the cursor is not an id.
    """
    ids = sorted(thread.id for thread in threads if thread.is_loaded)
    if ids and params.cursor is not None:  # of no ids it is not looked at, as in Codex
        try:
            cursor = parse_identifier(params.cursor)
        except InvalidIdentifierError:
            raise invalid_cursor(params.cursor) from None
        ids = [thread_id for thread_id in ids if thread_id > cursor]
    limit = len(ids) if params.limit is None else max(params.limit, 1)
    page = ids[:limit]
    return p.ThreadLoadedListResponse(data=page, next_cursor=page[-1] if len(ids) > limit else None)


def _matches(thread: Thread, params: p.ThreadListParams) -> bool:
    if thread.ephemeral or not thread.has_user_message:
        return False
    if params.section_id is not None or params.project_id is not None:
        return False  # threads in memory are in no section or project
    if thread.is_archived != bool(params.archived):
        return False
    if params.ancestor_thread_id is not None and thread.origin.parent_thread_id != params.ancestor_thread_id:
        return False
    source = thread.origin.source
    cwds = [params.cwd] if isinstance(params.cwd, str) else params.cwd
    cwds = None if cwds is None else [os.path.abspath(cwd) for cwd in cwds]  # noqa: PTH100 - text stays text
    return (
        thread.id not in (params.excluded_thread_ids or ())
        and _selected(thread.settings.model_provider, params.model_providers)
        and _selected(thread.origin.originator, params.originators)
        and _selected(source if isinstance(source, str) else "unknown", params.source_kinds)
        and _selected(str(thread.settings.cwd), cwds)
        and params.parent_thread_id in (None, thread.origin.parent_thread_id)
        and (params.search_term or "").casefold() in f"{thread.name or ''}\n{thread.preview}".casefold()
    )


def _selected(value: str, wanted: list[str] | None) -> bool:
    return not wanted or value in wanted


def write_time(microseconds: int) -> str:
    """A time as a cursor."""
    return (_EPOCH + microseconds * _MICROSECOND).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_time(text: str) -> int:
    """The time that a cursor is.

    Raises:
        ServerError: it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid_cursor(text) from None
    if moment.tzinfo is None:
        raise invalid_cursor(text)
    return (moment - _EPOCH) // _MICROSECOND
