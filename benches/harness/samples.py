"""What a benchmark leaves: figures and ratios, with every sample."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Figure", "Ratio", "Spread", "paired_ratio"]

DIGITS = 5
"""Significant digits kept of a sample; the machine's noise begins at the second or third."""


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some samples: the median, and the tenth and ninetieth percentile."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, samples: Sequence[float]) -> Spread:
        """The spread of one or more samples."""
        if len(samples) == 1:
            return cls(samples[0], samples[0], samples[0])
        tenths = quantiles(samples, n=10, method="inclusive")
        return cls(_rounded(tenths[0]), _rounded(median(samples)), _rounded(tenths[-1]))

    def to_data(self) -> dict[str, float]:
        """Plain data for the result file."""
        return {"low": self.low, "median": self.median, "high": self.high}


@dataclass(frozen=True, slots=True)
class Figure:
    """Samples of one contender.

    Attributes:
        name: the contender.
        setting: under which circumstances: the event loop, the number of subscribers.
        unit: `seconds` an operation, `bytes`, or `count`.
        samples: one value a round.
    """

    name: str
    setting: str
    unit: str
    samples: Sequence[float]

    def to_data(self) -> dict[str, Any]:
        """Plain data for the result file."""
        samples = [_rounded(sample) for sample in self.samples]
        return {
            "name": self.name,
            "setting": self.setting,
            "unit": self.unit,
            **Spread.of(samples).to_data(),
            "samples": samples,
        }


@dataclass(frozen=True, slots=True)
class Ratio:
    """How one contender compares with another, round by round.

    Attributes:
        name: what the ratio says, e.g. `times faster than plain asyncio`.
        setting: as in `Figure`.
        samples: one value a round.
    """

    name: str
    setting: str
    samples: Sequence[float]

    def to_data(self) -> dict[str, Any]:
        """Plain data for the result file."""
        samples = [_rounded(sample) for sample in self.samples]
        return {
            "name": self.name,
            "setting": self.setting,
            **Spread.of(samples).to_data(),
            "samples": samples,
        }


def paired_ratio(numerator: Sequence[float], denominator: Sequence[float]) -> list[float]:
    """One ratio a round."""
    return [above / below for above, below in zip(numerator, denominator, strict=True)]
