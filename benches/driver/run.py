"""A whole run: every work, its rounds, its result file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benches.driver.environments import interpreter
from benches.driver.measure import measure
from benches.driver.plan import plan
from benches.harness.machine import machine, versions
from benches.harness.results_file import Figure, Result, now, write_result
from benches.report.numbers import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benches.driver.measure import Lane
    from benches.tables.subjects import Subject
    from benches.tables.works import Work

__all__ = ["run"]


def run(works: Sequence[Work], subjects: Sequence[Subject], output: Path) -> list[str]:
    """Measure and write one result file a work; returns what failed, empty if nothing did.

    A contender that fails is a gap of its result file, named with its failure. Progress goes to standard error.
    """
    failures: list[str] = []
    for number, work in enumerate(works, 1):
        _say(f"[{number}/{len(works)}] {work.title}")
        contenders, gaps = plan(work, subjects)
        lanes = measure(work, contenders)
        for lane in lanes:
            if lane.failure:
                failures.append(lane.failure)
                gaps.append((lane.contender.name, f"failed: {lane.failure.strip().splitlines()[-1]}"))
        taking_part = dict.fromkeys(contender.subject for contender in contenders)
        result = Result(
            name=work.id,
            date=now(),
            machine=machine(),
            versions={
                subject.title: versions(interpreter(subject), subject.packages)
                for subject in taking_part
                if subject.role != "floor"
            },
            figures=tuple(_figure(lane) for lane in lanes if lane.samples),
            gaps=tuple(dict.fromkeys(gaps)),
        )
        write_result(output, result)
        for figure in result.figures:
            median, low, high = (shown(x, work.unit) for x in (figure.median, figure.low, figure.high))
            _say(f"  {figure.name}, {figure.setting}: {median}  ({low} to {high})")
        for name, reason in result.gaps:
            _say(f"  no figure: {name}: {reason}")
    return failures


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _figure(lane: Lane) -> Figure:
    contender = lane.contender
    return Figure(
        name=contender.name,
        setting=contender.setting,
        unit=contender.work.unit,
        role=contender.subject.role,
        floor=f"floor: {contender.offer.floor}" if contender.offer.floor else "",
        samples=tuple(lane.samples),
    )
