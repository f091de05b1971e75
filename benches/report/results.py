"""Result files, read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Measured", "Result", "load_results"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure or ratio of a result file.

    Attributes:
        name: the contender, or what the ratio says.
        setting: the circumstances.
        unit: `seconds`, `bytes` or `count`; `ratio` for a ratio.
        low, median, high: the tenth percentile, the median, the ninetieth percentile.
    """

    name: str
    setting: str
    unit: str
    low: float
    median: float
    high: float

    @property
    def is_floor(self) -> bool:
        """Whether this is a lower bound that others are compared with."""
        return self.name.startswith("floor: ")


@dataclass(frozen=True, slots=True)
class Result:
    """One result file."""

    name: str
    date: str
    machine: dict[str, Any]
    versions: dict[str, str]
    figures: tuple[Measured, ...]
    ratios: tuple[Measured, ...]

    def find(self, name: str, setting: str) -> Measured:
        """The figure or ratio of this name and setting.

        Raises:
            LookupError: there is none; the message lists what there is.
        """
        for measured in (*self.figures, *self.ratios):
            if (measured.name, measured.setting) == (name, setting):
                return measured
        there = "\n".join(f"  {row.name!r} on {row.setting!r}" for row in (*self.figures, *self.ratios))
        raise LookupError(f"{self.name}.json has no {name!r} on {setting!r}; it has\n{there}")

    def settings(self) -> list[str]:
        """Every setting, in the order of the file."""
        return list(dict.fromkeys(row.setting for row in self.figures))


def load_results(folder: Path) -> dict[str, Result]:
    """Every result file of a folder, by name."""
    return {
        path.stem: _result(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.json"))
    }


def _result(data: dict[str, Any]) -> Result:
    return Result(
        name=data["name"],
        date=data["date"],
        machine=data["machine"],
        versions=data["versions"],
        figures=tuple(_measured(row, row["unit"]) for row in data["figures"]),
        ratios=tuple(_measured(row, "ratio") for row in data["ratios"]),
    )


def _measured(row: dict[str, Any], unit: str) -> Measured:
    return Measured(row["name"], row["setting"], unit, row["low"], row["median"], row["high"])
