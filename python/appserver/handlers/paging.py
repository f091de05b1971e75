"""Pages of short lists, whose cursors are numbers: where the next page begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from appserver.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["page_of"]

Entry = TypeVar("Entry")


def page_of(
    entries: Sequence[Entry], cursor: str | None, limit: int | None, *, what: str
) -> tuple[list[Entry], str | None]:
    """A page, and the cursor of the next one. Without a limit it is everything.

    Raises:
        ServerError: the cursor is no number, or beyond the end; the text names the entries as `what`.
    """
    begin = 0
    if cursor is not None:
        if not (cursor.isascii() and cursor.isdecimal()):
            raise ServerError(f"invalid cursor: {cursor:.1000}")
        begin = int(cursor) if len(cursor) < 20 else len(entries) + 1
        if begin > len(entries):
            raise ServerError(f"cursor {cursor:.1000} exceeds total {what} {len(entries)}")
    end = len(entries) if limit is None else begin + max(limit, 1)
    return list(entries[begin:end]), str(end) if end < len(entries) else None
