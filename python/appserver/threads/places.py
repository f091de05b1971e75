"""Where the turns of threads that last stand in their store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.errors import ServerError
from appserver.threads.errors import turn_not_found

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.store.base import ThreadStore
    from appserver.threads.thread import Thread

__all__ = ["fork_position", "position_of"]


async def fork_position(
    store: ThreadStore, thread_id: str, loaded: Thread | None, params: p.ThreadForkParams
) -> int | None:
    """The position of the first turn that a fork does not begin with; None: it begins with all.

    Cancellation: nothing was begun.

    Raises:
        ServerError: both ends are named, or the turn is not there, or has not ended.
    """
    if params.last_turn_id is None and params.before_turn_id is None:
        return None
    if params.last_turn_id is not None and params.before_turn_id is not None:
        raise ServerError("`beforeTurnId` cannot be combined with `lastTurnId`")
    if params.before_turn_id is not None:
        return await position_of(store, thread_id, params.before_turn_id)
    wanted = params.last_turn_id or ""
    if loaded is not None and any(turn.id == wanted and not turn.has_ended for turn in loaded.turns):
        raise ServerError(f"lastTurnId '{wanted}' identifies an in-progress turn")
    position = await position_of(store, thread_id, wanted)
    page = await store.turns(thread_id, start=position, is_ascending=True, limit=1)
    return page.turns[0].position if page.turns else None


async def position_of(store: ThreadStore, thread_id: str, turn_id: str) -> int:
    """The position of a turn.

    Cancellation: nothing was begun.

    Raises:
        ServerError: it is not there.
    """
    position = await store.position(thread_id, turn_id)
    if position is None:
        raise turn_not_found(turn_id)
    return position
