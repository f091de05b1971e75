"""Markdown tables of results and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.report.numbers import per_second, shown, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benches.harness.results_file import Figure, Result
    from benches.report.targets import Target
    from benches.tables.works import Work

__all__ = ["best_peer", "gaps_list", "glance_table", "notes_list", "result_tables", "table", "targets_table"]

STATES = {True: "met", False: "**missed**", None: "not measured yet"}
"""Of a target."""


def result_tables(result: Result) -> str:
    """One table a setting."""
    return "\n\n".join(_figures(result, setting) for setting in result.settings())


def targets_table(targets: Sequence[Target], results: Mapping[str, Result]) -> str:
    """Every target with its measurement; below it the reasons of those that are missed."""
    rows = []
    reasons = []
    for target in targets:
        verdict = target.judge(results)
        rows.append((target.text, verdict.measured, STATES[verdict.met]))
        if verdict.met is False:
            reason = target.reason.strip().replace("\n", "\n  ")  # a list item goes on with its indentation
            reasons.append(f"- *{target.text}*\n\n  {reason}")
    text = table(("target", "measured", ""), rows)
    return text if not reasons else f"{text}\n\nWhy the missed ones are missed:\n\n" + "\n".join(reasons)


def glance_table(works: Sequence[Work], results: Mapping[str, Result], titles: Sequence[str]) -> str:
    """One row a work, one column a subject: its best variant, on asyncio or at the size that most can do.

    The last column names the variant of the first subject.
    """
    rows = []
    for work in works:
        result = results.get(work.id)
        if result is None or not result.figures:
            continue
        setting = _common_setting(result)
        row = [work.title if setting in work.loops else f"{work.title}, {setting}"]
        variants: list[str] = []
        for title in titles:
            figures = [
                figure
                for figure in result.figures
                if figure.setting == setting
                and figure.name.partition(": ")[0] == title
                and figure.name.partition(": ")[2] not in work.controls
            ]
            best = min(figures, key=lambda figure: figure.median, default=None)
            row.append("-" if best is None else shown(best.median, best.unit))
            variants.append("" if best is None else best.name.partition(": ")[2])
        rows.append([*row, *variants[:1]])
    return table(("", *titles, *(f"variant of {title}" for title in titles[:1])), rows)


def gaps_list(result: Result) -> str:
    """Who has no figure, and why; empty if everybody has."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in result.gaps:
        by_reason.setdefault(reason, []).append(name)
    if not by_reason:
        return ""
    return "No figure:\n\n" + "\n".join(
        f"- {', '.join(names)}: {reason}" for reason, names in by_reason.items()
    )


def notes_list(works: Sequence[Work], results: Mapping[str, Result]) -> str:
    """Which figures are of runs that did something else than a run of today would; empty if all are up to date."""
    titles: dict[str, list[str]] = {}
    for work in works:
        if work.id in results and results[work.id].note:
            titles.setdefault(results[work.id].note, []).append(work.title)
    if not titles:
        return ""
    return "Not yet measured as it would be today:\n\n" + "\n".join(
        f"- {', '.join(names)}: {note}" for note, names in titles.items()
    )


def best_peer(result: Result, setting: str) -> Figure | None:
    """The peer with the least median of a setting."""
    peers = [figure for figure in result.figures if figure.setting == setting and figure.role == "peer"]
    return min(peers, key=lambda figure: figure.median, default=None)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _common_setting(result: Result) -> str:
    """The setting with the most figures; of several, the last size, but the first loop."""
    counts: dict[str, int] = {}
    for figure in result.figures:
        counts[figure.setting] = counts.get(figure.setting, 0) + (figure.role != "floor")
    most = max(counts.values())
    settings = [setting for setting, count in counts.items() if count == most]
    return settings[0] if settings[0] == "asyncio" else settings[-1]


def _figures(result: Result, setting: str) -> str:
    figures = [figure for figure in result.figures if figure.setting == setting]
    floors = {figure.name: figure for figure in figures if figure.role == "floor"}
    best = best_peer(result, setting)
    timed = any(figure.unit == "seconds" for figure in figures)
    header = [setting, "median", "10 % to 90 %"]
    header += ["a second"] if timed else []
    header += ["times its floor"] if floors else []
    header += ["times the best peer"] if best is not None else []
    rows = []
    for figure in figures:
        row = [_name(figure, best), shown(figure.median, figure.unit), _range(figure)]
        if timed:
            row.append(per_second(figure.median))
        if floors:
            row.append(_ratio(figure, floors.get(figure.floor)))
        if best is not None:
            row.append(_ratio(figure, best) if figure.role != "floor" else "")
        rows.append(row)
    return table(header, rows)


def _name(figure: Figure, best: Figure | None) -> str:
    return f"{figure.name} (best peer)" if figure is best else figure.name


def _ratio(figure: Figure, other: Figure | None) -> str:
    if other is None or not other.median or len(other.samples) != len(figure.samples):
        return ""
    if figure.unit != other.unit:
        return ""
    floor = other.name.removeprefix("floor: ") if other.role == "floor" else ""
    ratio = times(figure.ratio_to(other).median)
    return f"{ratio} {floor}" if floor else ratio


def _range(measured: Figure) -> str:
    return f"{shown(measured.low, measured.unit)} to {shown(measured.high, measured.unit)}"
