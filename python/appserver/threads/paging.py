"""How long a page of threads, turns or items is."""

from __future__ import annotations

from typing import Final

__all__ = ["DEFAULT_PAGE", "MAX_PAGE", "page_size"]

DEFAULT_PAGE: Final = 25
MAX_PAGE: Final = 100


def page_size(limit: int | None) -> int:
    """How many entries a page has that was asked for with this limit: at least one, as in Codex."""
    return DEFAULT_PAGE if limit is None else min(max(limit, 1), MAX_PAGE)
