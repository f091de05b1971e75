"""Contenders in turn, round after round, in one process and on one event loop.

The machine may be shared and its speed may drift. Contenders that take turns drift together, so that the
ratio within one round means something even where the single times do not.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

__all__ = ["Contender", "calibrated", "interleave"]


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do the work.

    Attributes:
        name: how reports call it.
        run: does the work so many times.
        least: the least operations of a round that mean something.
        count: the operations of a round.
    """

    name: str
    run: Callable[[int], Awaitable[object]]
    least: int = 1
    count: int = 1


async def calibrated(contender: Contender, round_seconds: float) -> Contender:
    """The same with as many operations as fill a round. The first run pays for whatever is made once only."""
    count = contender.least
    await contender.run(count)
    while True:
        start = perf_counter()
        await contender.run(count)
        seconds = perf_counter() - start
        if seconds >= round_seconds / 2:
            break
        count *= 2
    return replace(contender, count=max(contender.least, round(count * round_seconds / seconds)))


async def interleave(contenders: Sequence[Contender], *, rounds: int) -> dict[str, list[float]]:
    """Seconds per operation of every round, by contender.

    Every other round goes backwards, so that no contender always follows the same one. Garbage is collected between
    the rounds, never within one: a collection would hit whoever happens to be its turn.
    """
    samples: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for number in range(rounds):
            gc.collect(0)
            for contender in contenders if number % 2 == 0 else reversed(contenders):
                start = perf_counter()
                await contender.run(contender.count)
                samples[contender.name].append((perf_counter() - start) / contender.count)
    finally:
        if collecting:
            gc.enable()
    return samples
