"""`thread/fork`: which turns a new thread begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver import protocol as p
    from appserver.threads.thread import Thread

__all__ = ["forked_history"]


def forked_history(source: Thread, params: p.ThreadForkParams) -> Sequence[p.Turn]:
    """The turns of a thread that have ended: all of them, or up to one, or those before one.

    Raises:
        ServerError: both are named, or the turn is not there, or has not ended.
    """
    history = list(source.history)
    if params.last_turn_id is None and params.before_turn_id is None:
        return history
    if params.last_turn_id is not None and params.before_turn_id is not None:
        raise ServerError("`beforeTurnId` cannot be combined with `lastTurnId`")
    wanted = params.last_turn_id if params.last_turn_id is not None else params.before_turn_id
    ids = [turn.id for turn in history]
    if wanted in ids:
        return history[: ids.index(wanted) + (params.last_turn_id is not None)]
    if any(turn.id == wanted for turn in source.turns):
        if params.before_turn_id is not None:
            return history  # all that is before it has ended
        raise ServerError(f"lastTurnId '{wanted}' identifies an in-progress turn")
    raise ServerError(f"turn not found: {wanted}")
