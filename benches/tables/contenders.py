"""Who does a work, and how: what the tables and the workers' offers come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benches.tables.subjects import Subject
    from benches.tables.works import Work
    from benches.workers.offer import Offer

__all__ = ["Contender", "contenders_of"]


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


def contenders_of(work: Work, subject: Subject) -> Iterator[Contender]:
    """All that a subject offers for a work, on the loops and at the sizes of both."""
    for variant, offer in subject.offers().get(work.id, {}).items():
        for loop in work.loops:
            if loop in (offer.loops or subject.loops):
                for size in work.sizes or (0,):
                    yield Contender(work, subject, variant, loop, size, offer)
