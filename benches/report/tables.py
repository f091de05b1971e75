"""Markdown tables of results and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.report.numbers import per_second, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benches.report.results import Measured, Result
    from benches.report.targets import Target

__all__ = ["result_tables", "targets_table"]


def result_tables(result: Result) -> str:
    """One table a setting, then the ratios."""
    tables = [_figures(result, setting) for setting in result.settings()]
    if result.ratios:
        tables.append(_ratios(result))
    return "\n\n".join(tables)


def targets_table(targets: Sequence[Target], results: Mapping[str, Result]) -> str:
    """Every target with its measurement; below it the reasons of those that are missed."""
    rows = []
    reasons = []
    for target in targets:
        verdict = target.judge(results)
        rows.append((target.text, verdict.measured, "met" if verdict.met else "**missed**"))
        if not verdict.met:
            reason = target.reason.strip().replace("\n", "\n  ")  # a list item goes on with its indentation
            reasons.append(f"- *{target.text}*\n\n  {reason}")
    table = _table(("target", "measured", ""), rows)
    return table if not reasons else f"{table}\n\nWhy the missed ones are missed:\n\n" + "\n".join(reasons)


def _figures(result: Result, setting: str) -> str:
    figures = [figure for figure in result.figures if figure.setting == setting]
    floor = next((figure for figure in figures if figure.is_floor), None)
    timed = any(figure.unit == "seconds" for figure in figures)
    header = [setting, "median", "10 % to 90 %"]
    if timed:
        header.append("a second")
    if floor is not None:
        header.append("times the floor")
    return _table(header, [_figure(figure, timed, floor) for figure in figures])


def _figure(figure: Measured, timed: bool, floor: Measured | None) -> list[str]:
    row = [figure.name, shown(figure.median, figure.unit), _range(figure)]
    seconds = figure.unit == "seconds"
    if timed:
        row.append(per_second(figure.median) if seconds else "")
    if floor is not None:
        row.append(shown(figure.median / floor.median, "ratio") if seconds else "")
    return row


def _ratios(result: Result) -> str:
    rows = [
        (ratio.name, ratio.setting, f"**{shown(ratio.median, 'ratio')}**", _range(ratio))
        for ratio in result.ratios
    ]
    return _table(("ratio, round by round", "", "median", "10 % to 90 %"), rows)


def _range(measured: Measured) -> str:
    return f"{shown(measured.low, measured.unit)} to {shown(measured.high, measured.unit)}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
