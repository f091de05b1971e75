"""Trying again what was refused because a queue was full."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from appserver.client.retrying import REFUSALS, delays

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["retry_overloaded"]

Result = TypeVar("Result")


def retry_overloaded(
    call: Callable[[], Result],
    *,
    attempts: int = 5,
    first_delay: float = 0.25,
    max_delay: float = 4.0,
) -> Result:
    """Call, and call again while the answer is `OverloadedError` or `QueueFullError`: nothing was done then.

    Neither leaves `thread.run()` once its turn has begun: no second turn is begun beside one that runs.

        result = appserver.sync.retry_overloaded(lambda: thread.run("hello"))

    Args:
        call: what is called, each time anew.
        attempts: how often it is called at the most; the last refusal is raised.
        first_delay: seconds before the second attempt; each further delay is twice as long, up to a fifth more or
            less.
        max_delay: the longest delay.

    Raises:
        OverloadedError, QueueFullError: every attempt was refused.
        TypeError, ValueError: an argument is not what it should be.
    """
    for delay in delays(call, attempts, first_delay, max_delay):
        try:
            return call()
        except REFUSALS:
            if delay is None:
                raise
        time.sleep(delay)
    raise AssertionError("the last attempt returns or raises")
