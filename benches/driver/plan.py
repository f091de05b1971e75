"""Which contenders of a work are measured, and which are gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.driver.environments import interpreter
from benches.tables.contenders import contenders_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benches.tables.contenders import Contender
    from benches.tables.subjects import Subject
    from benches.tables.works import Work

__all__ = ["Gap", "plan"]

Gap = tuple[str, str]
"""A figure that is not there, and why."""


def plan(work: Work, subjects: Iterable[Subject]) -> tuple[list[Contender], list[Gap]]:
    """The contenders of a work, and a gap for every subject or size that has none."""
    contenders: list[Contender] = []
    gaps: list[Gap] = []
    for subject in (subject for subject in subjects if subject.python == work.python):
        offered = list(contenders_of(work, subject))
        if not offered and subject.role != "floor" and not subject.only:
            gaps.append((subject.title, work.gaps[subject.id]))
        elif offered and not interpreter(subject).exists():
            needs = f", where there is a Python {subject.python}" if subject.python else ""
            gaps.append((subject.title, f"not installed; `python -m benches setup` installs it{needs}"))
            continue
        for contender in offered:
            if contender.size > (contender.offer.largest or contender.size):
                gaps.append((f"{contender.name}, {contender.setting}", contender.offer.too_large))
            else:
                contenders.append(contender)
    return contenders, gaps
