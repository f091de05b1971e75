"""Result files: written by a run, read back by the page."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["RESULTS", "Figure", "Result", "load_results", "write_result"]

RESULTS = Path(__file__).parents[1] / "results"

DIGITS = 5
"""Significant digits kept of a sample; the machine's noise begins at the second or third."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Samples of one contender.

    Attributes:
        name: the contender.
        setting: under which circumstances: the event loop, the number of subscribers.
        unit: `seconds` an operation, `bytes`, `count`, or `ratio`.
        role: `ours`, `peer` or `floor`.
        floor: the name of the row that bounds this one from below; empty where nothing does.
        samples: one value a round; the rounds of all figures of a setting belong together.
    """

    name: str
    setting: str
    unit: str
    role: str
    floor: str
    samples: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle."""
        return median(self.samples)

    @property
    def low(self) -> float:
        """The tenth percentile."""
        return self._tenth(0)

    @property
    def high(self) -> float:
        """The ninetieth percentile."""
        return self._tenth(-1)

    def _tenth(self, index: int) -> float:
        if len(self.samples) == 1:
            return self.samples[0]
        return quantiles(self.samples, n=10, method="inclusive")[index]

    def ratio_to(self, other: Figure) -> Figure:
        """This one divided by another, round by round."""
        samples = tuple(mine / its for mine, its in zip(self.samples, other.samples, strict=True))
        return Figure(f"{self.name} / {other.name}", self.setting, "ratio", self.role, "", samples)

    def less(self, other: Figure) -> Figure:
        """What this one takes more than another, round by round."""
        samples = tuple(mine - its for mine, its in zip(self.samples, other.samples, strict=True))
        return Figure(f"{self.name} - {other.name}", self.setting, self.unit, self.role, "", samples)


@dataclass(frozen=True, slots=True)
class Result:
    """One result file.

    Attributes:
        name: the work.
        date: when it was measured, with the time zone.
        machine: processor, cores, system.
        versions: by subject, what took part.
        figures: every contender's samples.
        gaps: `(who, why)` of what was not measured.
        note: how the run differs from what a run of today would do, written by hand; a new run has none.
    """

    name: str
    date: str
    machine: Mapping[str, Any]
    versions: Mapping[str, str]
    figures: tuple[Figure, ...]
    gaps: tuple[tuple[str, str], ...] = ()
    note: str = ""

    def find(self, name: str, setting: str) -> Figure:
        """The figure of this name and setting.

        Raises:
            LookupError: there is none; the message lists what there is.
        """
        for figure in self.figures:
            if (figure.name, figure.setting) == (name, setting):
                return figure
        there = "\n".join(f"  {row.name!r} on {row.setting!r}" for row in self.figures)
        raise LookupError(f"{self.name}.json has no {name!r} on {setting!r}; it has\n{there}")

    def settings(self) -> list[str]:
        """Every setting, in the order of the file."""
        return list(dict.fromkeys(figure.setting for figure in self.figures))


def write_result(directory: Path, result: Result) -> None:
    """Write one file, one line a figure, so that a new run gives a readable difference."""
    head = ("name", "date", "machine", "versions", *(["note"] if result.note else []))
    texts = {
        **{key: json.dumps(getattr(result, key), ensure_ascii=False) for key in head},
        "figures": _lines(_figure_to_data(figure) for figure in result.figures),
        "gaps": _lines({"name": name, "reason": reason} for name, reason in result.gaps),
    }
    body = ",\n".join(f'  "{key}": {text}' for key, text in texts.items())
    directory.mkdir(parents=True, exist_ok=True)
    (directory / f"{result.name}.json").write_text(f"{{\n{body}\n}}\n", encoding="utf-8")


def load_results(directory: Path = RESULTS) -> dict[str, Result]:
    """Every result file of a directory, by name."""
    return {path.stem: _result(json.loads(path.read_text(encoding="utf-8"))) for path in _files(directory)}


def now() -> str:
    """The date of a result file."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _files(directory: Path) -> Sequence[Path]:
    return sorted(directory.glob("*.json"))


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    text = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
    return f"[\n{text}\n  ]" if text else "[]"


def _figure_to_data(figure: Figure) -> dict[str, Any]:
    return {**asdict(figure), "samples": [float(f"{sample:.{DIGITS}g}") for sample in figure.samples]}


def _result(data: dict[str, Any]) -> Result:
    return Result(
        name=data["name"],
        date=data["date"],
        machine=data["machine"],
        versions=data["versions"],
        note=data.get("note", ""),
        figures=tuple(Figure(**{**row, "samples": tuple(row["samples"])}) for row in data["figures"]),
        gaps=tuple((row["name"], row["reason"]) for row in data["gaps"]),
    )
