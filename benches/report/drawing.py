"""The plots as SVG files, by matplotlib. The same values give the same bytes."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from benches.report.numbers import shown

if TYPE_CHECKING:
    from benches.report.plots import Plot

__all__ = ["draw"]

COLOURS = {"ours": "#2f6f4f", "peer": "#8a8f98", "floor": "#d9dce1"}
MARKERS = "osD^vP*Xhd"
SETTINGS = {
    "svg.hashsalt": "appserver",  # ids that do not change from one run to the next
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(plot: Plot) -> str:
    """The text of an SVG file.

    Raises:
        ImportError: matplotlib is not installed; it comes with the dependency group `bench`.
    """
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt
    from matplotlib.ticker import FuncFormatter, NullFormatter

    with mpl.rc_context(SETTINGS):
        height = 3.6 if plot.lines else 0.9 + 0.24 * len(plot.bars)
        figure, axes = plt.subplots(figsize=(8, height), layout="constrained")
        values = (_lines if plot.lines else _bars)(axes, plot)
        values.set_major_formatter(FuncFormatter(lambda value, _: shown(value, plot.unit)))
        values.set_minor_formatter(NullFormatter())
        axes.set_title(plot.title, loc="left", fontsize=10)
        output = StringIO()
        figure.savefig(output, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
    lines = [line.rstrip() for line in output.getvalue().splitlines()]
    return "\n".join([*lines, plot.mark, ""])


def _bars(axes: Any, plot: Plot) -> Any:
    bars = plot.bars[::-1]
    places = range(len(bars))
    spread = [
        [max(0, bar.median - bar.low) for bar in bars],
        [max(0, bar.high - bar.median) for bar in bars],
    ]
    axes.barh(
        places,
        [bar.median for bar in bars],
        xerr=spread,
        color=[COLOURS[bar.role] for bar in bars],
        ecolor="#40444b",
        height=0.7,
    )
    for place, bar in zip(places, bars, strict=True):
        axes.annotate(
            shown(bar.median, plot.unit), (bar.high, place), (4, 0), textcoords="offset points", va="center"
        )
    axes.set_yticks(places, [bar.name for bar in bars])
    axes.set_xscale("log")
    axes.margins(x=0.15)
    return axes.xaxis


def _lines(axes: Any, plot: Plot) -> Any:
    from matplotlib.ticker import LogLocator

    names = list(dict.fromkeys(bar.name for bar in plot.bars))
    for number, name in enumerate(names):
        bars = [bar for bar in plot.bars if bar.name == name]
        sizes = [int(bar.setting.split()[0].replace(",", "")) for bar in bars]
        axes.plot(
            sizes,
            [bar.median for bar in bars],
            label=name,
            color=COLOURS[bars[0].role],
            marker=MARKERS[number % len(MARKERS)],
        )
        axes.fill_between(
            sizes,
            [bar.low for bar in bars],
            [bar.high for bar in bars],
            color=COLOURS[bars[0].role],
            alpha=0.25,
            linewidth=0,
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(plot.bars[-1].setting.split()[-1])
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return axes.yaxis
