"""Which contenders a work has, and which gaps."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benches.driver.environments import interpreter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benches.tables.subjects import Subject
    from benches.tables.works import Work
    from benches.workers.offer import Offer

__all__ = ["Contender", "Gap", "plan"]

QUICK_LARGEST = 10
"""The largest size of a quick run."""

LOOP_PACKAGES = {"uvloop": "uvloop", "trio": "trio"}


@dataclass(frozen=True, slots=True)
class Contender:
    """One subject that does one work in one way, on one loop and at one size."""

    work: Work
    subject: Subject
    variant: str
    loop: str
    size: int
    offer: Offer

    @property
    def name(self) -> str:
        """The row's name; a floor is called by what it does."""
        if self.subject.role == "floor":
            return f"floor: {self.variant}"
        return f"{self.subject.title}: {self.variant}" if self.variant else self.subject.title


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that is not there, and why."""

    name: str
    reason: str


def plan(work: Work, subjects: Iterable[Subject], *, quick: bool) -> tuple[list[Contender], list[Gap]]:
    """The contenders of a work, and a gap for every subject or size that has none."""
    contenders: list[Contender] = []
    gaps: list[Gap] = []
    for subject in subjects:
        offers = subject.offers().get(work.id, {})
        if not offers:
            if subject.role != "floor":
                gaps.append(Gap(subject.title, work.gaps[subject.id]))
            continue
        if interpreter(subject) is None:
            gaps.append(Gap(subject.title, "not installed; `python -m benches setup` installs the peers"))
            continue
        for variant, offer in offers.items():
            for loop, size in _settings(work, subject, offer, quick=quick):
                contender = Contender(work, subject, variant, loop, size, offer)
                if offer.largest is not None and size > offer.largest:
                    gaps.append(Gap(f"{contender.name}, {work.setting(loop, size)}", offer.too_large))
                elif loop in LOOP_PACKAGES and importlib.util.find_spec(LOOP_PACKAGES[loop]) is None:
                    gaps.append(Gap(f"{contender.name} on {loop}", f"{loop} is not installed"))
                else:
                    contenders.append(contender)
    return contenders, gaps


def _settings(work: Work, subject: Subject, offer: Offer, *, quick: bool) -> Iterator[tuple[str, int]]:
    for loop in work.loops:
        if loop in (offer.loops or subject.loops):
            for size in work.sizes or (0,):
                # The work of one size only is done at a smaller one.
                if not quick or size <= QUICK_LARGEST:
                    yield loop, size
                elif len(work.sizes) == 1:
                    yield loop, QUICK_LARGEST
