"""How often a failed request is sent again, and how long is waited before it.

| what | after | tries after the first | wait before it | who is told |
|---|---|---|---|---|
| the request | `Retry.REQUEST`, and no time is named | `request_max_retries` | 0.2 s, doubled each time | nobody |
| the answer | all that may be tried again | `stream_max_retries` | the time that is named, or likewise | the user |

The numbers are those of the provider. The user is told by an `error` with `willRetry`, "Reconnecting... 1/5".
Each try of an answer has its own tries of the request. Waits vary by a tenth, so that those who failed together do not
come together again. A time is named by the headers `retry-after-ms` and `retry-after`, or by the text of a rate limit.
No number of tries is above `MAX_RETRIES`, and no wait above `MAX_WAIT`.
"""

from __future__ import annotations

import math
import random
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

import anyio

from appserver.engine.failures import ModelError, Retry

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MAX_RETRIES",
    "MAX_WAIT",
    "Retries",
    "may_repeat_request",
    "named_wait",
    "pause",
    "wait_before",
]

MAX_RETRIES: Final = 100
MAX_WAIT: Final = 300.0

_FIRST_WAIT: Final = 0.2
_SPREAD: Final = 0.1


class Retries:
    """The tries that are left of one kind.

    Attributes:
        limit: how many there are, after the first.
        used: how many were made.
    """

    def __init__(self, limit: int) -> None:
        self.limit = min(limit, MAX_RETRIES)
        self.used = 0

    @property
    def is_left(self) -> bool:
        """Whether another one may be made."""
        return self.used < self.limit

    def take(self) -> bool:
        """Count another try. False: none is left."""
        if not self.is_left:
            return False
        self.used += 1
        return True


def may_repeat_request(error: ModelError) -> bool:
    """Whether the same request may be sent again in silence: not where that could take long."""
    return error.retry is Retry.REQUEST and error.wait is None


def wait_before(number: int, named: float | None = None) -> float:
    """The seconds to wait before a try: the first after the failed one is number 1."""
    if named is not None:
        return min(max(named, 0.0), MAX_WAIT)
    doubled = math.ldexp(_FIRST_WAIT, min(number, MAX_RETRIES) - 1)
    return min(doubled * random.uniform(1 - _SPREAD, 1 + _SPREAD), MAX_WAIT)  # noqa: S311 - no secret


async def pause(seconds: float) -> None:
    """Wait before another try.

    Cancellation: it is over at once.
    """
    await anyio.sleep(seconds)


def named_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that an answer asks to wait, by its headers; None where they say nothing that can be read."""
    if (milliseconds := _number(headers.get("retry-after-ms"))) is not None:
        return milliseconds / 1000
    said = headers.get("retry-after")
    if said is None:
        return None
    if (seconds := _number(said)) is not None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
