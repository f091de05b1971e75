"""Turns of threads that last, read from their store, those that run as they are now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appserver.store.records import TurnsPage

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.threads.lasting import LastingThreads

__all__ = ["all_turns", "turns_page"]


async def all_turns(lasting: LastingThreads, thread_id: str) -> list[p.Turn]:
    """All turns of a thread.

    Cancellation: nothing was begun.
    """
    turns: list[p.Turn] = []
    start: int | None = None
    while True:
        page = await turns_page(
            lasting, thread_id, start=start, is_included=False, is_ascending=True, limit=100
        )
        turns += [placed.turn for placed in page.turns]
        if not page.has_more:
            return turns
        start = page.turns[-1].position


async def turns_page(
    lasting: LastingThreads,
    thread_id: str,
    *,
    start: int | None,
    is_included: bool,
    is_ascending: bool,
    limit: int,
) -> TurnsPage:
    """A page of turns.

    Cancellation: nothing was begun.
    """
    page = await lasting.store.turns(
        thread_id, start=start, is_included=is_included, is_ascending=is_ascending, limit=limit
    )
    lasting.tell_problems()
    thread = lasting.threads.find(thread_id)
    running = {} if thread is None else {turn.id: turn for turn in thread.turns if not turn.has_ended}
    if not running:
        return page
    turns = [
        replace(placed, turn=running[placed.turn.id].with_ended_items())
        if placed.turn.id in running
        else placed
        for placed in page.turns
    ]
    return TurnsPage(turns, page.has_more)
