"""The benchmark page, and the blocks of figures in other pages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benches.report.results import load_results
from benches.report.tables import result_tables, targets_table
from benches.report.targets import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benches.report.results import Result

__all__ = ["Report", "rendered_pages"]

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
REPORT = Path(__file__).with_name("report.toml")
RESULTS = ROOT / "benches" / "results"

BLOCK = re.compile(r"(<!-- figures: (?P<name>[\w-]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page."""

    result: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the page says: its words from the data file, its numbers from the result files."""

    introduction: str
    sections: tuple[Section, ...]
    targets: tuple[Target, ...]
    results: dict[str, Result]

    @classmethod
    def load(cls) -> Report:
        """Read the data file and the result files."""
        data = tomllib.loads(REPORT.read_text(encoding="utf-8"))
        return cls(
            introduction=data["introduction"].strip(),
            sections=tuple(Section(**section) for section in data["section"]),
            targets=tuple(Target.of(target) for target in data["target"]),
            results=load_results(RESULTS),
        )

    def page(self) -> str:
        """The whole benchmark page."""
        parts = [
            "# Benchmarks",
            self.introduction,
            "## Targets",
            targets_table(self.targets, self.results),
        ]
        for section in self.sections:
            result = self.results[section.result]
            parts += [f"## {section.title}", section.text.strip(), result_tables(result), _provenance(result)]
        return "\n\n".join(parts) + "\n"

    def block(self, name: str) -> str:
        """The figures that a block in another page asks for: `targets`, or a result file's name.

        Raises:
            LookupError: there is no such result file.
        """
        if name == "targets":
            return targets_table(self.targets, self.results)
        if name not in self.results:
            raise LookupError(f"no figures {name!r}; there are targets, {', '.join(self.results)}")
        return result_tables(self.results[name])


def _provenance(result: Result) -> str:
    machine = result.machine
    versions = ", ".join(f"{name} {version}" for name, version in result.versions.items())
    return (
        f"*Measured {result.date} on {machine['processor']}, {machine['cores']} cores, {machine['system']}; "
        f"{versions}. Samples: `benches/results/{result.name}.json`.*"
    )


def rendered_pages() -> Iterator[tuple[Path, str]]:
    """Every page that shows figures, and its text as it should be."""
    report = Report.load()
    yield PAGE, report.page()
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        if path == PAGE:
            continue
        text = path.read_text(encoding="utf-8")
        if BLOCK.search(text):
            yield path, BLOCK.sub(lambda match: f"{match[1]}{report.block(match['name'])}\n{match[3]}", text)
