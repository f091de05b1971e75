"""What the benchmark functions are given: how much to run, and where to put what was measured."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benches.harness.interleave import interleave
from benches.harness.machine import machine, versions
from benches.harness.samples import Figure, Ratio, paired_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benches.harness.interleave import Contender

__all__ = ["RESULTS", "Recorder"]

RESULTS = Path(__file__).parents[1] / "results"

QUICK_ROUNDS = 2
QUICK_OPERATIONS = 70
"""More than the 64 answers or events after which a task yields: a quick run takes every path once."""


@dataclass(slots=True)
class Recorder:
    """Collects the figures and ratios of one result file.

    Attributes:
        name: the result file's name, without its ending.
        quick: run everything once, briefly, and keep nothing: only to see that it works.
        report: prints one line of progress.
    """

    name: str
    quick: bool
    report: Callable[[str], None]
    figures: list[Figure] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)

    def rounds(self, wanted: int) -> int:
        """How many rounds to run where a full run has `wanted`."""
        return min(wanted, QUICK_ROUNDS) if self.quick else wanted

    def operations(self, wanted: int) -> int:
        """How many operations a round has where a full run has `wanted`."""
        return min(wanted, QUICK_OPERATIONS) if self.quick else wanted

    async def compare(
        self,
        contenders: Sequence[Contender],
        *,
        setting: str,
        operations: int,
        rounds: int,
        ratios: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Interleave the contenders; record times, and how much faster each subject is than its peer."""
        samples = await interleave(
            contenders,
            operations=self.operations(operations),
            rounds=self.rounds(rounds),
            warm_up=not self.quick,
        )
        for name, values in samples.items():
            self.figure(name, setting, "seconds", values)
        for subject, peer in ratios:
            self.ratio(
                f"{subject}: times faster than {peer}", setting, paired_ratio(samples[peer], samples[subject])
            )

    def figure(self, name: str, setting: str, unit: str, samples: Sequence[float]) -> None:
        """Record one contender's samples."""
        figure = Figure(name, setting, unit, samples)
        self.figures.append(figure)
        data = figure.to_data()
        self.report(
            f"{self.name} | {setting} | {name}: "
            f"{_shown(data['median'], unit)}  ({_shown(data['low'], unit)} to {_shown(data['high'], unit)})"
        )

    def ratio(self, name: str, setting: str, samples: Sequence[float]) -> None:
        """Record a ratio's samples."""
        ratio = Ratio(name, setting, samples)
        self.ratios.append(ratio)
        data = ratio.to_data()
        self.report(
            f"{self.name} | {setting} | {name}: "
            f"{data['median']:.2f}  ({data['low']:.2f} to {data['high']:.2f})"
        )

    def write(self) -> None:
        """Write the result file; a quick run leaves the one that is there."""
        if self.quick or not self.figures:
            return
        data: dict[str, Any] = {
            "name": self.name,
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "versions": versions(),
            "figures": [figure.to_data() for figure in self.figures],
            "ratios": [ratio.to_data() for ratio in self.ratios],
        }
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{self.name}.json").write_text(_dump(data), encoding="utf-8")


def _dump(data: dict[str, Any]) -> str:
    """JSON with one line a figure, so that a new run gives a readable difference."""
    lines = ["{"]
    for key, value in data.items():
        if key in ("figures", "ratios"):
            rows = ",\n".join(f"    {json.dumps(row)}" for row in value)
            text = f"[\n{rows}\n  ]" if rows else "[]"
        else:
            text = json.dumps(value)
        lines.append(f"  {json.dumps(key)}: {text}" + ("" if key == "ratios" else ","))
    return "\n".join([*lines, "}", ""])


def _shown(value: float, unit: str) -> str:
    if unit == "seconds":
        return f"{value * 1e6:,.3f} µs"
    if unit == "bytes":
        return f"{value / 2**20:,.2f} MiB"
    return f"{value:,.4g}"
