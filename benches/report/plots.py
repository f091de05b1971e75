"""What the plots show, and whether the files were drawn from it. No plotting library is needed for that."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benches.harness.results_file import Figure, Result
    from benches.tables.works import Work

__all__ = ["PLOTS", "Bar", "Plot", "drawn_from", "plots"]

PLOTS = Path(__file__).parents[2] / "docs" / "benchmarks"

STYLE = 1
"""To be counted up when the drawing changes, so that every file is known to be outdated."""

MARK = re.compile(r"<!-- drawn from (\w+) -->")


@dataclass(frozen=True, slots=True)
class Bar:
    """One value with its spread."""

    name: str
    role: str
    setting: str
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of one work.

    Attributes:
        name: the file's name, without its ending.
        title, unit: what it is about, and the unit of its values.
        lines: draw lines over the sizes, not bars.
        bars: the values.
    """

    name: str
    title: str
    unit: str
    lines: bool
    bars: tuple[Bar, ...]

    @property
    def path(self) -> Path:
        """The file."""
        return PLOTS / f"{self.name}.svg"

    @property
    def digest(self) -> str:
        """Tells whether a file was drawn from these values."""
        data = json.dumps([STYLE, asdict(self)], sort_keys=True)
        return hashlib.sha256(data.encode()).hexdigest()[:16]

    @property
    def mark(self) -> str:
        """What the file says about itself."""
        return f"<!-- drawn from {self.digest} -->"


def plots(works: Sequence[Work], results: Mapping[str, Result]) -> Iterator[Plot]:
    """A plot for every work that has something to compare."""
    for work in works:
        result = results.get(work.id)
        if result is None:
            continue
        lines = len(work.sizes) > 1
        setting = result.settings()[0] if result.figures else ""
        figures = [figure for figure in result.figures if lines or figure.setting == setting]
        if len(figures) > 1 and work.unit in ("seconds", "bytes"):
            title = work.title if lines else f"{work.title}, {setting}"
            yield Plot(work.id, f"{title}, per {work.per}", work.unit, lines, tuple(map(_bar, figures)))


def drawn_from(path: Path) -> str:
    """The digest of what a file was drawn from; empty if there is none."""
    found = MARK.search(path.read_text(encoding="utf-8")) if path.exists() else None
    return found[1] if found else ""


def _bar(figure: Figure) -> Bar:
    return Bar(figure.name, figure.role, figure.setting, figure.low, figure.median, figure.high)
