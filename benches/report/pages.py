"""The benchmark page, and the blocks of figures in other pages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benches.harness.results_file import load_results
from benches.report.plots import plots
from benches.report.profiles import load_profiles, profile_section
from benches.report.tables import gaps_list, glance_table, notes_list, result_tables, table, targets_table
from benches.report.targets import Target
from benches.tables.subjects import load_subjects
from benches.tables.works import load_works

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benches.harness.results_file import Result
    from benches.report.plots import Plot
    from benches.report.profiles import Cost, Profile
    from benches.tables.works import Work

__all__ = ["BLOCK", "PAGE", "ROOT", "Report", "rendered_pages"]

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
REPORT = Path(__file__).with_name("report.toml")

BLOCK = re.compile(r"(<!-- figures: (?P<name>[\w-]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Report:
    """What the page says: its words from the data files, its numbers from the result files."""

    introduction: str
    profile_text: str
    targets: tuple[Target, ...]
    costs: tuple[Cost, ...]
    works: tuple[Work, ...]
    results: Mapping[str, Result]
    profiles: Mapping[str, Profile]

    @classmethod
    def load(cls) -> Report:
        """Read the data files and the result files."""
        from benches.report.profiles import Cost

        data = tomllib.loads(REPORT.read_text(encoding="utf-8"))
        return cls(
            introduction=data["introduction"].strip(),
            profile_text=data["profile"].strip(),
            targets=tuple(Target.of(target) for target in data["target"]),
            costs=tuple(Cost.of(cost) for cost in data["cost"]),
            works=load_works(),
            results=load_results(),
            profiles=load_profiles(),
        )

    def plots(self) -> list[Plot]:
        """Every plot of the page."""
        return list(plots(self.works, self.results))

    def page(self) -> str:
        """The whole benchmark page."""
        titles = list(dict.fromkeys(subject.title for subject in load_subjects() if subject.role != "floor"))
        parts = [
            "# Benchmarks",
            self.introduction,
            "## At a glance",
            "The best variant of each, the median, on asyncio or at the size that most can do; which one it is of "
            "appserver, the last column says, and the sections below have the others. A small request is answered with "
            "a dict of one text. Names of appserver are loaded when they are first used, so its import is that of "
            f"a few. {self._where()}",
            glance_table(self.works, self.results, titles),
            notes_list(self.works, self.results),
            "## Targets",
            targets_table(self.targets, self.results),
        ]
        drawn = {plot.name: plot for plot in self.plots()}
        for work in self.works:
            if work.id in self.results:
                parts += self._section(work, self.results[work.id], drawn.get(work.id))
        parts += ["## Where the rest goes", self.profile_text, profile_section(self.profiles, self.costs)]
        parts += ["## Measured on", self._provenance()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _section(self, work: Work, result: Result, plot: Plot | None) -> list[str]:
        picture = f"![{plot.title}]({plot.path.relative_to(PAGE.parent)})" if plot else ""
        run = f"Run of {result.date[:16].replace('T', ' ')} UTC. {result.note}".strip()
        return [f"## {work.title}", work.text.strip(), run, picture, result_tables(result), gaps_list(result)]

    def _where(self) -> str:
        """The machines and interpreters of the figures in one sentence; usually one of each."""
        found = {
            f"{result.versions['appserver'].partition(',')[0]} on {result.machine['processor']}, "
            f"{result.machine['cores']} cores"
            for result in self.results.values()
            if "appserver" in result.versions  # not where it had a gap
        }
        return f"Measured with {'; '.join(sorted(found))}."

    def _provenance(self) -> str:
        machines: dict[str, list[str]] = {}
        versions: dict[tuple[str, str], None] = {}
        for work in self.works:
            if (result := self.results.get(work.id)) is None:
                continue
            machine = result.machine
            where = f"{machine['processor']}, {machine['cores']} cores, {machine['system']}"
            machines.setdefault(where, []).append(result.date)
            versions.update(dict.fromkeys(result.versions.items()))
        lines = [f"- {where}; {_days(dates)}" for where, dates in machines.items()]
        rows = [(name, text) for name, text in versions]
        return "\n".join(lines) + "\n\n" + table(("", "versions"), rows)

    def block(self, name: str) -> str:
        """The figures that a block in another page asks for: `targets`, or a work's id.

        Raises:
            LookupError: there is no such result file.
        """
        if name == "targets":
            return targets_table(self.targets, self.results)
        if name not in self.results:
            raise LookupError(f"no figures {name!r}; there are targets, {', '.join(self.results)}")
        return result_tables(self.results[name])


def _days(dates: list[str]) -> str:
    first, last = min(dates)[:16], max(dates)[:16]
    return f"{first} to {last} UTC"


def rendered_pages(report: Report) -> Iterator[tuple[Path, str]]:
    """Every page that shows figures, and its text as it should be."""
    yield PAGE, report.page()
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        if path == PAGE:
            continue
        text = path.read_text(encoding="utf-8")
        if BLOCK.search(text):
            yield path, BLOCK.sub(lambda match: f"{match[1]}{report.block(match['name'])}\n{match[3]}", text)
