"""Whether a task was asked to stop, or has met the end of something else that was cancelled."""

from __future__ import annotations

import asyncio
from typing import cast

import anyio

__all__ = ["is_own_cancellation"]


def is_own_cancellation(error: BaseException) -> bool:
    """Whether an exception is how the running task ends that was asked to.

    On asyncio the same class says that something else was cancelled which it has waited for.
    """
    if isinstance(error, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", error)
        return any(map(is_own_cancellation, group.exceptions))
    kind = anyio.get_cancelled_exc_class()
    if not isinstance(error, kind):
        return False
    if kind is not asyncio.CancelledError:
        return True  # on another loop only the loop itself raises it
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0
