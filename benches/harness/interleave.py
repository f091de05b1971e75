"""Contenders in turn, round after round, in one process and on one event loop.

The machine may be shared and its speed may drift. Contenders that take turns drift together, so that the
ratio within one round means something even where the single times do not.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

__all__ = ["Contender", "interleave"]


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do the work.

    Attributes:
        name: how reports call it.
        run: does the work so many times.
        count: the operations of a round.
    """

    name: str
    run: Callable[[int], Awaitable[object]]
    count: int


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
