"""Which contenders a work has, and which gaps."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benches.driver.environments import interpreter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benches.tables.subjects import Subject
    from benches.tables.works import Work
    from benches.workers.offer import Offer

__all__ = ["QUICK_LARGEST", "Contender", "Gap", "contenders_of", "plan"]

QUICK_LARGEST = 10
"""The largest size of a quick run."""

Gap = tuple[str, str]
"""A figure that is not there, and why."""


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
        """The row's name."""
        return f"{self.subject.title}: {self.variant}" if self.variant else self.subject.title

    @property
    def setting(self) -> str:
        """The loop or the size."""
        return self.work.setting(self.loop, self.size)


def plan(work: Work, subjects: Iterable[Subject], *, quick: bool) -> tuple[list[Contender], list[Gap]]:
    """The contenders of a work, and a gap for every subject or size that has none."""
    contenders: list[Contender] = []
    gaps: list[Gap] = []
    for subject in (subject for subject in subjects if subject.python == work.python):
        offers = subject.offers().get(work.id, {})
        if not offers and subject.role != "floor" and not subject.only:
            gaps.append((subject.title, work.gaps[subject.id]))
        elif offers and interpreter(subject) is None:
            needs = f", where there is a Python {subject.python}" if subject.python else ""
            gaps.append((subject.title, f"not installed; `python -m benches setup` installs it{needs}"))
        else:
            for contender in contenders_of(work, subject, quick=quick):
                if contender.size > (contender.offer.largest or contender.size):
                    gaps.append((f"{contender.name}, {contender.setting}", contender.offer.too_large))
                elif contender.loop != "asyncio" and find_spec(contender.loop) is None:
                    gaps.append(
                        (f"{contender.name} on {contender.loop}", f"{contender.loop} is not installed")
                    )
                else:
                    contenders.append(contender)
    return contenders, gaps


def contenders_of(work: Work, subject: Subject, *, quick: bool = False) -> Iterator[Contender]:
    """All that a subject offers for a work, on the loops and at the sizes of both."""
    sizes = work.sizes or (0,)
    if quick:  # the work of one size only is done at a smaller one
        sizes = tuple(size for size in sizes if size <= QUICK_LARGEST) or (QUICK_LARGEST,)
    for variant, offer in subject.offers().get(work.id, {}).items():
        for loop in work.loops:
            if loop in (offer.loops or subject.loops):
                for size in sizes:
                    yield Contender(work, subject, variant, loop, size, offer)
