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
        share: the part of the round's operations that it does; slow or very plain contenders do fewer.
    """

    name: str
    run: Callable[[int], Awaitable[None]]
    share: float = 1.0


async def interleave(
    contenders: Sequence[Contender], *, operations: int, rounds: int, warm_up: bool = True
) -> dict[str, list[float]]:
    """Seconds per operation of every round, by contender.

    Every other round goes backwards, so that no contender always follows the same one.
    """
    if warm_up:
        for contender in contenders:
            await contender.run(_count(contender, operations) // 4 + 1)
    samples: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders if number % 2 == 0 else reversed(contenders):
            count = _count(contender, operations)
            gc.collect()  # nobody pays for another's garbage
            start = perf_counter()
            await contender.run(count)
            samples[contender.name].append((perf_counter() - start) / count)
    return samples


def _count(contender: Contender, operations: int) -> int:
    return max(1, round(operations * contender.share))
