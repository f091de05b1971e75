"""Targets, and whether the measurements meet them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benches.report.numbers import per_second, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benches.harness.results_file import Figure, Result

__all__ = ["Check", "Target", "Verdict"]


@dataclass(frozen=True, slots=True)
class Check:
    """One measured value and its bound.

    Attributes:
        name, setting: which figure.
        at_least, at_most: the bound on the figure, or on the ratio if there is one.
        at_least_per_second: the bound on how many such operations a second has.
        faster_than: the ratio is how many times as long this other figure of the setting takes.
        beside: the ratio is how many times as long the figure takes as the same one in this setting.
        more_than: the bound is on what it takes more than this other figure of the setting.
    """

    name: str
    setting: str = "asyncio"
    at_least: float | None = None
    at_most: float | None = None
    at_least_per_second: float | None = None
    faster_than: str = ""
    beside: str = ""
    more_than: str = ""

    def judge(self, result: Result) -> tuple[bool, str]:
        """Whether the bound holds, and the measured value as text."""
        measured = self._measured(result)
        value = measured.median
        if self.at_least_per_second is not None:
            return 1 / value >= self.at_least_per_second, f"{per_second(value)}/s"
        holds = (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )
        return holds, shown(value, measured.unit) + (" times" if measured.unit == "ratio" else "")

    def is_in(self, result: Result) -> bool:
        """Whether there are the figures that it compares."""
        there = {(figure.name, figure.setting) for figure in result.figures}
        wanted = {(self.name, self.setting)}
        if self.faster_than:
            wanted.add((self.faster_than, self.setting))
        if self.beside:
            wanted.add((self.name, self.beside))
        if self.more_than:
            wanted.add((self.more_than, self.setting))
        return wanted <= there

    def _measured(self, result: Result) -> Figure:
        figure = result.find(self.name, self.setting)
        if self.faster_than:
            return result.find(self.faster_than, self.setting).ratio_to(figure)
        if self.beside:
            return figure.ratio_to(result.find(self.name, self.beside))
        if self.more_than:
            return figure.less(result.find(self.more_than, self.setting))
        return figure


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a target.

    Attributes:
        met: whether it is; None: there is no such figure yet.
        measured: the figure as text.
    """

    met: bool | None
    measured: str


@dataclass(frozen=True, slots=True)
class Target:
    """A promise about speed or memory.

    Attributes:
        text: the promise in words.
        result: the result file.
        all_of: every check must hold.
        any_of: one of these must hold.
        reason: why it is missed, where it is; it points at what the measurements show.
    """

    text: str
    result: str
    all_of: tuple[Check, ...]
    any_of: tuple[Check, ...]
    reason: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Target:
        """A target from the report's data file."""
        return cls(
            text=data["text"],
            result=data["result"],
            all_of=tuple(Check(**check) for check in data.get("all_of", ())),
            any_of=tuple(Check(**check) for check in data.get("any_of", ())),
            reason=data.get("reason", ""),
        )

    def judge(self, results: Mapping[str, Result]) -> Verdict:
        """Compare with the measurements. What no run has measured yet is not judged."""
        result = results.get(self.result)
        if result is None or not all(check.is_in(result) for check in (*self.all_of, *self.any_of)):
            return Verdict(None, "-")
        required = [check.judge(result) for check in self.all_of]
        offered = [check.judge(result) for check in self.any_of]
        met = all(holds for holds, _ in required) and (not offered or any(holds for holds, _ in offered))
        return Verdict(met, ", ".join(text for _, text in (*required, *offered)))
