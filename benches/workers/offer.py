"""What a worker offers to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

__all__ = ["Offer", "Offers", "Run", "merged"]

Run = Callable[[int], Awaitable[float | None]]
"""Does the work so many times. Gives the measured value, or None where the time it took is what counts."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to do one work.

    Attributes:
        open: `(size) -> context manager of a Run`; what it sets up is not measured. `size` is the number of
            subscribers or threads where the work has one, else 0.
        floor: the row that bounds this one from below, by its name in `benches.workers.floors`.
        least: the least operations of a round that mean something, e.g. because a turn stands around them.
        most: the most operations of a round.
        loops: the event loops it can run on; None for all that its subject knows.
        largest: the largest size that it can do; `too_large` says why not more.
    """

    open: Callable[[int], AbstractAsyncContextManager[Run]]
    floor: str = ""
    least: int = 1
    most: int = 1_000_000
    loops: tuple[str, ...] | None = None
    largest: int | None = None
    too_large: str = ""


Offers = dict[str, dict[str, Offer]]
"""By work, then by variant; the variant is empty where a subject does the work in one way only."""


def merged(*parts: Offers) -> Offers:
    """The offers of several modules as one table."""
    table: Offers = {}
    for part in parts:
        for work, variants in part.items():
            table.setdefault(work, {}).update(variants)
    return table
