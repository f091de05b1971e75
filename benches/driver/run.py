"""A whole run: every work, its rounds, its result file."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from benches.driver.environments import interpreter
from benches.driver.measure import measure
from benches.driver.plan import Gap, plan
from benches.driver.pool import Pool
from benches.harness.machine import machine, versions
from benches.harness.results_file import Figure, Result, now, write_result
from benches.report.numbers import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benches.driver.measure import Effort, Measurement
    from benches.driver.plan import Contender
    from benches.tables.subjects import Subject
    from benches.tables.works import Work

__all__ = ["Display", "run"]


class Display(Protocol):
    """Where a run shows how far it is."""

    def begin(self, title: str) -> None:
        """A work begins."""

    def advance(self, done: int, of: int) -> None:
        """So many of its rounds are done."""

    def line(self, text: str) -> None:
        """A figure, or a gap."""


def run(
    works: Sequence[Work], subjects: Sequence[Subject], effort: Effort, output: Path, display: Display
) -> list[str]:
    """Measure and write one result file a work; returns what failed, empty if nothing did.

    A contender that fails is a gap of its result file, named with its failure.
    """
    failures: list[str] = []
    with closing(Pool()) as pool:
        for work in works:
            display.begin(work.title)
            contenders, gaps = plan(work, subjects, quick=effort.quick)
            measurements = measure(work, contenders, effort, pool, display.advance)
            for measurement in measurements:
                if measurement.failure:
                    failures.append(measurement.failure)
                    last_line = measurement.failure.strip().splitlines()[-1]
                    gaps.append(Gap(measurement.contender.name, f"failed: {last_line}"))
            result = Result(
                name=work.id,
                date=now(),
                machine=machine(),
                versions=_versions(contenders),
                figures=tuple(_figure(measurement) for measurement in measurements if measurement.samples),
                gaps=tuple(dict.fromkeys((gap.name, gap.reason) for gap in gaps)),
            )
            write_result(output, result)
            _show(result, display)
    return failures


def _versions(contenders: Sequence[Contender]) -> dict[str, str]:
    found = {}
    for subject in dict.fromkeys(contender.subject for contender in contenders):
        python = interpreter(subject)
        if python is not None and subject.role != "floor":
            found[subject.title] = versions(python, subject.packages)
    return found


def _show(result: Result, display: Display) -> None:
    for figure in result.figures:
        spread = f"{shown(figure.low, figure.unit)} to {shown(figure.high, figure.unit)}"
        display.line(f"  {figure.name}, {figure.setting}: {shown(figure.median, figure.unit)}  ({spread})")
    for name, reason in result.gaps:
        display.line(f"  no figure: {name}: {reason}")


def _figure(measurement: Measurement) -> Figure:
    contender = measurement.contender
    return Figure(
        name=contender.name,
        setting=contender.work.setting(contender.loop, contender.size),
        unit=contender.work.unit,
        role=contender.subject.role,
        floor=f"floor: {contender.offer.floor}" if contender.offer.floor else "",
        samples=tuple(measurement.samples),
    )
