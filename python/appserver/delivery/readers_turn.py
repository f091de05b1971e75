"""A turn for readers: what is refused only because something is unread is tried again once they have run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from appserver.delivery.sending import let_readers_run
from appserver.errors import OverloadedError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["retry_beside_readers"]

TURNS_WITHOUT_PROGRESS: Final = 32
"""Rounds of the loop in which nothing is read before a refusal stands: a reader that reads needs one or two."""

MAX_TURNS: Final = 4096
"""Rounds in all, whoever reads meanwhile: bursts of a hundred thousand pass."""

Result = TypeVar("Result")


async def retry_beside_readers(attempt: Callable[[], Result], progress: Callable[[], int]) -> Result:
    """Let other tasks of this loop run and call `attempt`, again and again as long as it is refused and things move.

    Cancellation: is raised here; the attempts so far were refused.

    Args:
        attempt: what was refused with `OverloadedError`, and has then done nothing.
        progress: a number that changes when readers have read, or others have got through.

    Raises:
        OverloadedError: it is refused, and nothing moves any more.
    """
    seen, idle, turns = progress(), 0, 0
    while True:
        await let_readers_run()
        try:
            return attempt()
        except OverloadedError:
            turns += 1
            idle = idle + 1 if (now := progress()) == seen else 0
            seen = now
            if idle >= TURNS_WITHOUT_PROGRESS or turns >= MAX_TURNS:
                raise
