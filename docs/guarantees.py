"""What appserver promises: the guarantees, the single promises of each, and the tests that prove them.

`tests/guarantees.toml` lists the guarantees. Each file in `tests/promises` holds the promises of some of them, in
tables that bear a guarantee's id. A test cites a guarantee with `@pytest.mark.guarantee(id)` and promises with
`@pytest.mark.promise(id, ...)`; `tests/docs/test_guarantees.py` fails when either side is missing.
"""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from docs.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "OBSERVED",
    "OURS",
    "SCHEMA",
    "Citation",
    "Guarantee",
    "Promise",
    "citations",
    "groups_with_files",
    "guarantees",
    "marked",
    "promises",
    "promises_with_tests",
    "sections",
]

ROOT = Path(__file__).resolve().parent.parent

OBSERVED = "observed codex-cli 0.163.0"
"""The source of what the real program was seen to do."""

SCHEMA = "protocol schema"
"""The source of what the schema of the real program says."""

OURS = "ours: "
"""How the source of a decision of our own begins; a page and a section of docs/ follow."""

Mark = Literal["guarantee", "promise"]


@dataclass(frozen=True)
class Promise:
    """A small behaviour.

    Attributes:
        id: the name by which tests cite it.
        text: the promise, one sentence.
        source: where it is from: `OBSERVED`, `SCHEMA`, or `OURS` with a section.
        divergence: what Codex does instead and why we differ; None where we do not, on purpose.
    """

    id: str
    text: str
    source: str
    divergence: str | None = None


@dataclass(frozen=True)
class Guarantee:
    """A group of promises, with the sentence that sums them up."""

    id: str
    text: str
    promises: list[Promise] = field(default_factory=list)


@dataclass(frozen=True)
class Citation:
    """A test that cites a promise: its file, relative to the repository, and the test or tests in it."""

    file: str
    test: str


@cache
def guarantees() -> dict[str, Guarantee]:
    """The guarantees by id, each with its promises.

    Raises:
        KeyError: a table of promises bears an id that is not a guarantee's.
    """
    manifest = tomllib.loads((ROOT / "tests" / "guarantees.toml").read_text())
    found = {entry["id"]: Guarantee(entry["id"], entry["promise"]) for entry in manifest["guarantee"]}
    for path in sorted((ROOT / "tests" / "promises").glob("*.toml")):
        for group, rows in tomllib.loads(path.read_text()).items():
            found[group].promises.extend(Promise(**row) for row in rows)
    return found


def promises() -> list[Promise]:
    """Every promise, in the order of the guarantees."""
    return [promise for guarantee in guarantees().values() for promise in guarantee.promises]


# ---- citations


@cache
def citations(mark: Mark) -> dict[str, list[Citation]]:
    """The tests that cite something, by its id; read from the sources, so that no test has to be imported."""
    found: dict[str, list[Citation]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        file = path.relative_to(ROOT).as_posix()
        for name, test in marked(ast.parse(path.read_text()), mark):
            found.setdefault(name, []).append(Citation(file, test))
    return found


def marked(tree: ast.AST, mark: Mark, owner: str = "") -> Iterator[tuple[str, str]]:
    """The ids in the marks of decorators and of `pytestmark = ...`, each with the test it marks."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                for name in _ids(decorator, mark):
                    yield name, node.name
            if isinstance(node, ast.ClassDef):
                yield from marked(node, mark, node.name)
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            for name in _ids(node.value, mark):
                yield name, owner or "every test"


def _ids(expression: ast.expr, mark: Mark) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == f"pytest.mark.{mark}":
            for argument in node.args:
                yield ast.literal_eval(argument)


# ---- sections


def sections(page: Path) -> set[str]:
    """The anchors of the headings of a page, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


# ---- pages


def groups_with_files() -> str:
    """The guarantees with the files of their tests."""
    return table(
        ["guarantee", "we promise", "proved by"],
        ([f"[`{group.id}`](#{group.id})", group.text, _files(group)] for group in guarantees().values()),
    )


def _files(group: Guarantee) -> str:
    cited = [*citations("guarantee").get(group.id, ())]
    for promise in group.promises:
        cited += citations("promise").get(promise.id, ())
    files = dict.fromkeys(citation.file for citation in cited)
    return ", ".join(f"[{Path(file).stem.removeprefix('test_')}](../{file})" for file in sorted(files))


def promises_with_tests() -> str:
    """The guarantees, each with its promises, their sources, divergences and tests."""
    return "\n".join(_guarantee_with_tests(group) for group in guarantees().values())


def _guarantee_with_tests(group: Guarantee) -> str:
    cited = citations("guarantee").get(group.id, ())
    tests = "".join(f"- {_proof(citation)}\n" for citation in cited)
    rows = "".join(_promise_with_tests(promise) for promise in group.promises)
    parts = [f"### {group.id}\n", f"{group.text}\n", tests and f"The whole is proved by:\n\n{tests}", rows]
    return "\n".join(part for part in parts if part)


def _promise_with_tests(promise: Promise) -> str:
    proofs = ", ".join(_proof(citation) for citation in citations("promise").get(promise.id, ()))
    lines = [f"- `{promise.id}`: {promise.text}", f"  - source: {_source(promise.source)}"]
    if promise.divergence is not None:
        lines.append(f"  - differs from Codex: {promise.divergence}")
    return "\n".join([*lines, f"  - proof: {proofs}"]) + "\n"


def _proof(citation: Citation) -> str:
    return f"[`{Path(citation.file).name}`](../{citation.file}): {citation.test}"


def _source(source: str) -> str:
    if not source.startswith(OURS):
        return source
    target = source.removeprefix(OURS + "docs/")
    return f"[{target}]({target})"
