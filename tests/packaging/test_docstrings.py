"""Docstrings are whole sentences, and every coroutine that users await says what its cancellation does."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from tests.packaging.source import ROOT, SUBMODULES, in_source_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOWERCASE_NAMES = (
    "anyio",
    "anyio's",
    "asyncio",
    "asyncio,",
    "asyncio's",
    "callgrind's",
    "pydantic",
    "trio",
    "uvloop",
)
"""What is written so at the beginning of a sentence, too."""

MODELS = ROOT / "python" / "appserver" / "protocol"
"""The generated modules: their sentences are the protocol's."""


def docstrings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The docstrings of a module with their lines, and the texts that follow assignments."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        for before, statement in zip([None, *body], body, strict=False):
            is_first = before is None and isinstance(
                node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            )
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    if is_first or isinstance(before, ast.Assign | ast.AnnAssign):
                        yield statement.lineno, inspect.cleandoc(text)


def broken_paragraphs(text: str) -> list[str]:
    """The paragraphs that begin in the middle of a sentence."""
    paragraphs = re.split(r"\n\s*\n", text)
    found = []
    for before, paragraph in zip(["", *paragraphs], paragraphs, strict=False):
        is_open = not before.startswith(" ") and re.search(r"[\w,;(-]$", before) is not None
        is_lower = paragraph[:1].islower() and paragraph.split()[0] not in LOWERCASE_NAMES
        if is_open or is_lower:  # an indented example is not a sentence
            found.append(paragraph.splitlines()[0])
    return found


def sources() -> list[Path]:
    folders = ("python", "generator", "benches", "docs", "examples", "tests")
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*.py*"))
    return sorted(path for path in paths if path.suffix in (".py", ".pyi") and path.parent != MODELS)


@in_source_tree
def test_no_paragraph_begins_in_the_middle_of_a_sentence() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {paragraph}"
        for path in sources()
        for line, text in docstrings(ast.parse(path.read_text()))
        for paragraph in broken_paragraphs(text)
    ]
    assert not found


def test_broken_paragraphs_are_seen() -> None:
    assert broken_paragraphs("Say a word, and\n\nanother one.") == ["another one."]
    assert broken_paragraphs("Say a word,\n\nAnother one.") == ["Another one."]
    assert not broken_paragraphs(
        "Say a word:\n\n    text\n\n`x` is one.\n\ntrio is another.\n\nArgs:\n    x: y."
    )


def public_coroutines() -> dict[str, str]:
    """The documentation of every coroutine function that users can await, by name."""
    found = {}
    for module in map(import_module, SUBMODULES):
        for public in module.__all__:
            value = getattr(module, public)
            if not getattr(value, "__module__", "").startswith("appserver") or module.__name__.endswith(
                "protocol"
            ):
                continue
            members = {public: value}
            if inspect.isclass(value):
                members = {f"{public}.{name}": getattr(value, name) for name in dir(value) if name[0] != "_"}
            for name, member in members.items():
                if inspect.iscoroutinefunction(member):
                    found[f"{module.__name__}.{name}"] = inspect.getdoc(member) or ""
    return found


COROUTINES = public_coroutines()


@pytest.mark.parametrize("name", COROUTINES)
def test_every_public_coroutine_says_what_its_cancellation_does(name: str) -> None:
    assert re.search(r"^Cancellation: \S", COROUTINES[name], re.MULTILINE)


def test_the_public_coroutines_are_found() -> None:
    assert {
        "appserver.Agent.run_turn",
        "appserver.AppServerClient.request",
        "appserver.Server.shutdown",
        "appserver.TurnContext.run_command",
        "appserver.in_process.EventStream.next_event",
        "appserver.in_process.InProcessClientHandle.shutdown",
        "appserver.testing.TestClient.shutdown",
    } <= COROUTINES.keys()
