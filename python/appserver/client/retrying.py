"""Trying again what was refused because a queue was full."""

from __future__ import annotations

import inspect
import random
from typing import TYPE_CHECKING, Final, TypeVar

import anyio

from appserver.client.option_checks import kind_of
from appserver.errors import OverloadedError, QueueFullError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

__all__ = ["REFUSALS", "delays", "retry_overloaded"]

Result = TypeVar("Result")

REFUSALS: Final = (OverloadedError, QueueFullError)
"""Nothing was done: it is safe to try again."""

_JITTER: Final = 0.2
_TOO_LONG: Final = 1e15
"""More seconds than any clock here can count."""


async def retry_overloaded(
    call: Callable[[], Awaitable[Result]],
    *,
    attempts: int = 5,
    first_delay: float = 0.25,
    max_delay: float = 4.0,
) -> Result:
    """Call, and call again while the answer is `OverloadedError` or `QueueFullError`: nothing was done then.

    Neither leaves `thread.run()` once its turn has begun: no second turn is begun beside one that runs.

        result = await appserver.retry_overloaded(lambda: thread.run("hello"))

    Cancellation: as that of the call; between two of them nothing is left behind.

    Args:
        call: what is called, each time anew; it returns something to await.
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
            answer = call()
            if not inspect.isawaitable(answer):  # pyright: ignore[reportUnnecessaryIsInstance] - not every caller is checked
                raise TypeError(
                    f"call returns something to await, such as `thread.run(...)`, not {kind_of(answer)}; "
                    "for plain functions there is appserver.sync.retry_overloaded"
                )
            return await answer
        except REFUSALS:
            if delay is None:
                raise
        await anyio.sleep(delay)
    raise AssertionError("the last attempt returns or raises")


def delays(call: object, attempts: int, first_delay: float, max_delay: float) -> Iterator[float | None]:
    """The delay after each attempt; None: it is the last one.

    Raises:
        TypeError, ValueError: an argument is not what it should be.
    """
    if not callable(call):
        raise TypeError(
            f"call is called for each attempt, as by `lambda: ...`; {type(call).__name__} cannot be"
        )
    if isinstance(attempts, bool) or not isinstance(attempts, int):  # pyright: ignore[reportUnnecessaryIsInstance] - not every caller is checked
        raise TypeError(f"attempts is an int, not {type(attempts).__name__}")
    if attempts < 1:
        raise ValueError(f"attempts is {attempts}; give 1 or more")
    for name, seconds in (("first_delay", first_delay), ("max_delay", max_delay)):
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):  # pyright: ignore[reportUnnecessaryIsInstance] - not every caller is checked
            raise TypeError(f"{name} is a number of seconds, not {kind_of(seconds)}")
        if not 0 <= seconds < _TOO_LONG:
            raise ValueError(
                f"{name} is {seconds}; give a number of seconds from 0 on, below {_TOO_LONG:.0e}"
            )
    return _delays(attempts, first_delay, max_delay)


def _delays(attempts: int, first_delay: float, max_delay: float) -> Iterator[float | None]:
    delay = first_delay
    for _ in range(attempts - 1):
        yield min(delay * random.uniform(1 - _JITTER, 1 + _JITTER), max_delay)  # noqa: S311 - no secret
        delay = min(delay * 2, max_delay)
    yield None
