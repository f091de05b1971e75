"""The documentation as a site: `python -m docs.site`, or `make site`, builds it into `target/site`.

The pages are those of this folder, which people read in the repository as well; here their links are made to fit, and
the reference is added, which is drawn from docstrings. What the generator warns of fails the build, a dead link above
all. Nothing is fetched: the site needs no network, neither to be built nor to be read.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from docs.reference import reference_pages
from docs.render import pages

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "target" / "site-source"
SITE = ROOT / "target" / "site"

NAVIGATION: Final[dict[str, tuple[str, ...]]] = {
    "Start": ("index.md", "first_turn.md", "threads.md", "sync.md", "glossary.md", "limits.md"),
    "Recipes": (
        "recipes/index.md",
        "recipes/evaluation.md",
        "recipes/script.md",
        "recipes/notebook.md",
        "recipes/terminal.md",
        "recipes/testing.md",
    ),
    "Embedding": (
        "embedding.md",
        "web.md",
        "connecting.md",
        "keeping_threads.md",
        "errors.md",
        "deliveries.md",
    ),
    "Agents": (
        "agents.md",
        "frameworks.md",
        "model_agent.md",
        "tools.md",
        "mcp.md",
        "approvals.md",
        "sandbox.md",
        "instructions.md",
    ),
    "Serving": ("listening.md", "command-line.md", "configuration.md", "protocol.md", "wire.md"),
    "Project": ("architecture.md", "guarantees.md", "benchmarks.md", "contributing.md", "changelog.md"),
}
"""The pages by section; a page that is in none comes at the end of `Start`, in the order of their names."""

_MOVED: Final = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "docs/decisions/README.md": "decisions/index.md",
    "docs/recipes/README.md": "recipes/index.md",
}
"""Where pages go whose names are others on the site."""

_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?://)(?P<target>[^)#\s]*)(?P<section>#[^)\s]+)?\)"
)
_FENCE = re.compile(r"^(```.*?^```)$", re.DOTALL | re.MULTILINE)
_WORDS = re.compile(r"^```(?:(python) continued|output|(\w+) [^\n]*)$", re.MULTILINE)

_COMPLAINTS: Final = ("griffe:", "mkdocstrings:", "autorefs:", "WARNING", "ERROR")

_CONFIGURATION: Final = """\
[project]
site_name = "appserver"
site_description = "The agent app server that lives inside a Python process"
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
nav = {navigation}

[project.theme]
font = false
features = ["content.code.copy", "navigation.footer", "navigation.sections", "search.highlight", "toc.follow"]

[project.markdown_extensions.toc]
permalink = true
slugify = {{ object = "pymdownx.slugs.slugify", kwds = {{ case = "lower" }} }}

[project.markdown_extensions.admonition]
[project.markdown_extensions.attr_list]
[project.markdown_extensions.md_in_html]
[project.markdown_extensions.tables]
[project.markdown_extensions.pymdownx.highlight]
[project.markdown_extensions.pymdownx.inlinehilite]
[project.markdown_extensions.pymdownx.superfences]

[project.plugins.mkdocstrings.handlers.python]
paths = [{package}]

[project.plugins.mkdocstrings.handlers.python.options]
docstring_style = "google"
heading_level = 2
members_order = "source"
separate_signature = true
show_bases = false
show_if_no_docstring = false
show_root_heading = true
show_root_full_path = false
show_signature_annotations = true
show_source = false
"""


def place_of(path: Path) -> str | None:
    """Where a file of the repository stands on the site; None: not at all."""
    name = path.relative_to(ROOT).as_posix()
    if name in _MOVED:
        return _MOVED[name]
    is_shown = name.startswith("docs/") and path.suffix in {".md", ".svg"}
    return name.removeprefix("docs/") if is_shown else None


def fitted(text: str, path: Path) -> str:
    """The text of a page as the site has it: links to where pages are, words of fences that the generator knows."""
    here = posixpath.dirname(place_of(path) or "")

    def replaced(link: re.Match[str]) -> str:
        if not link["target"]:
            return link[0]
        target = (path.parent / link["target"]).resolve()
        if target.is_dir() and (target / "README.md").is_file():
            target /= "README.md"
        place = place_of(target) if target.is_relative_to(ROOT) and target.exists() else link["target"]
        if place is None:
            return link["text"]  # a source file, which the site does not have
        if target.exists():
            place = posixpath.relpath(place, here or ".")
        return f"{link['image']}[{link['text']}]({place}{link['section'] or ''})"

    parts = _FENCE.split(text)
    return "".join(
        _WORDS.sub(lambda found: f"```{found[1] or found[2] or 'text'}", part)
        if part.startswith("```")
        else _LINK.sub(replaced, part)
        for part in parts
    )


def write_sources() -> None:
    """Write the pages of the site and what the generator has to know into `target/site-source`."""
    shutil.rmtree(PLACE, ignore_errors=True)
    found: list[str] = []
    for path in [*pages(), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]:
        place = place_of(path)
        if place is None:
            raise ValueError(f"{path} has no place on the site")
        found.append(place)
        _write(place, fitted(path.read_text(encoding="utf-8"), path))
    for image in (ROOT / "docs").rglob("*.svg"):
        _write(image.relative_to(ROOT / "docs").as_posix(), image.read_text(encoding="utf-8"))
    reference = reference_pages()
    for name, (_, text) in reference.items():
        _write(f"reference/{name}", text)
    configuration = _CONFIGURATION.format(
        navigation=_toml(_navigation(found, {name: title for name, (title, _) in reference.items()})),
        package=json.dumps(str(ROOT / "python")),
    )
    (PLACE / "zensical.toml").write_text(configuration, encoding="utf-8")


def _write(place: str, text: str) -> None:
    path = PLACE / "pages" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _navigation(found: list[str], reference: dict[str, str]) -> list[dict[str, object]]:
    named = {place for places in NAVIGATION.values() for place in places}
    decisions = sorted(place for place in found if place.startswith("decisions/"))
    rest = sorted(place for place in found if place not in named and place not in decisions)
    sections: list[dict[str, object]] = []
    for title, places in NAVIGATION.items():
        shown: list[object] = [place for place in places if place in found]
        shown += rest if title == "Start" else []
        shown += [{"Decisions": decisions}] if title == "Project" else []
        sections.append({title: shown})
    models = [
        {title: f"reference/{name}"} for name, title in reference.items() if name.startswith("protocol-")
    ]
    package = [
        {title: f"reference/{name}"} for name, title in reference.items() if not name.startswith("protocol-")
    ]
    sections.insert(-1, {"Reference": [*package, {"Models": models}]})
    return sections


def _toml(value: object) -> str:
    match value:
        case dict():
            return (
                "{ " + ", ".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in value.items()) + " }"
            )
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case _:
            return json.dumps(value)


def main() -> int:
    """Write the sources and build the site; the exit status of the generator."""
    write_sources()
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    run = subprocess.run(  # noqa: S603 - our own command
        command, cwd=PLACE, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if run.returncode != 0 or warnings_in(run.stdout):
        print(run.stdout, file=sys.stderr)
        return run.returncode or 1
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.move(PLACE / "site", SITE)
    print(f"built {SITE.relative_to(ROOT)}: {sum(1 for _ in SITE.rglob('*.html'))} pages")
    return 0


def warnings_in(output: str) -> list[str]:
    """What the readers of docstrings complain of; the generator itself fails on its own warnings."""
    return [line for line in output.splitlines() if line.startswith(_COMPLAINTS)]


if __name__ == "__main__":
    sys.exit(main())
