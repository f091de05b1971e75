"""Write the pages and plots, or find out which are outdated."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benches.report.pages import ROOT, Report, rendered_pages
from benches.report.plots import PLOTS, drawn_from

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["outdated", "render"]


def outdated(report: Report) -> list[Path]:
    """The pages and plots that differ from the result files, and plots that no work has any more."""
    pages = [
        path
        for path, text in rendered_pages(report)
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    plots = report.plots()
    stale = [plot.path for plot in plots if drawn_from(plot.path) != plot.digest]
    orphans = sorted(set(PLOTS.glob("*.svg")) - {plot.path for plot in plots})
    return [*pages, *stale, *orphans]


def render(*, check: bool) -> int:
    """Write what is outdated; with `check` only say it, and return exit status 1."""
    report = Report.load()
    paths = outdated(report)
    if not check:
        _write(report, set(paths))
    for path in paths:
        state = "outdated; run python -m benches render" if check else "written"
        print(f"{path.relative_to(ROOT)}: {state}")
    return 1 if check and paths else 0


def _write(report: Report, paths: set[Path]) -> None:
    for page, text in rendered_pages(report):
        if page in paths:
            page.write_text(text, encoding="utf-8")
    plots = {plot.path: plot for plot in report.plots() if plot.path in paths}
    if plots:
        try:
            from benches.report.drawing import draw

            PLOTS.mkdir(exist_ok=True)
            for path, plot in plots.items():
                path.write_text(draw(plot), encoding="utf-8")
        except ImportError as error:
            sys.exit(
                f"the plots need matplotlib: pip install --group bench, with pip 25.1 or later ({error})"
            )
    for path in set(PLOTS.glob("*.svg")) & paths - set(plots):
        path.unlink()
