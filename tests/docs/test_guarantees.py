"""Every promise is proved by a test and says where it is from, and every mark names something that exists."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from docs.guarantees import (
    OBSERVED,
    OURS,
    SCHEMA,
    Guarantee,
    Promise,
    citations,
    guarantees,
    marked,
    promises,
    sections,
)
from tests.docs.programs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GUARANTEES = list(guarantees().values())
PROMISES = promises()

_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def id_of(row: Guarantee | Promise) -> str:
    return row.id


def is_sentence(text: str) -> bool:
    return bool(text) and text == text.strip() and text.endswith(".") and "\n" not in text


@pytest.mark.parametrize("guarantee", GUARANTEES, ids=id_of)
def test_a_guarantee_has_a_text_and_promises(guarantee: Guarantee) -> None:
    assert is_sentence(guarantee.text)
    assert guarantee.promises, f"no table [[{guarantee.id}]] in tests/promises"


@pytest.mark.parametrize("promise", PROMISES, ids=id_of)
def test_a_promise_has_a_text_and_a_proof(promise: Promise) -> None:
    assert is_sentence(promise.text)
    assert citations("promise").get(promise.id), f'no test is marked @pytest.mark.promise("{promise.id}")'


@pytest.mark.parametrize("promise", PROMISES, ids=id_of)
def test_a_promise_has_a_source(promise: Promise) -> None:
    if promise.source in (OBSERVED, SCHEMA):
        return
    page, _, section = promise.source.removeprefix(OURS).partition("#")
    assert promise.source.startswith(OURS), "a source is one of three kinds; see tests/guarantees.toml"
    assert re.fullmatch(r"docs/[\w./-]+\.md", page)
    assert (ROOT / page).is_file()
    assert section in sections(ROOT / page)


@pytest.mark.parametrize("promise", [row for row in PROMISES if row.divergence is not None], ids=id_of)
def test_a_divergence_says_what_codex_does_and_why_we_differ(promise: Promise) -> None:
    assert promise.divergence is not None
    assert is_sentence(promise.divergence)
    assert promise.divergence.startswith(("Codex", "In Codex"))
    assert promise.divergence.count(".") > 1, "one sentence says what Codex does, another one why we differ"
    assert promise.source.startswith(OURS), "what differs from Codex is ours"


def test_ids_are_kebab_case_and_unique() -> None:
    ids = [*map(id_of, GUARANTEES), *map(id_of, PROMISES)]
    assert [name for name in ids if not _IDENTIFIER.fullmatch(name)] == []
    assert sorted(set(ids)) == sorted(ids)


def test_every_mark_names_what_there_is() -> None:
    unknown = {
        name: tests for name, tests in citations("promise").items() if name not in map(id_of, PROMISES)
    }
    assert not unknown, "add these to tests/promises, or correct the marks"
    unknown = {
        name: tests for name, tests in citations("guarantee").items() if name not in map(id_of, GUARANTEES)
    }
    assert not unknown, "add these to tests/guarantees.toml, or correct the marks"


def test_marks_are_found_wherever_they_stand() -> None:
    source = """
import pytest
pytestmark = [pytest.mark.anyio, pytest.mark.guarantee("module")]

@pytest.mark.guarantee("function")
@pytest.mark.promise("one", "two")
async def test_one(): ...

@pytest.mark.guarantee("class")
class TestTwo:
    @pytest.mark.parametrize("x", [1])
    @pytest.mark.guarantee("method")
    @pytest.mark.promise(
        "three",
    )
    def test_three(self, x): ...
"""
    assert dict(marked(ast.parse(source), "guarantee")) == {
        "module": "every test",
        "function": "test_one",
        "class": "TestTwo",
        "method": "test_three",
    }
    assert dict(marked(ast.parse(source), "promise")) == {
        "one": "test_one",
        "two": "test_one",
        "three": "test_three",
    }


def test_sections_are_those_that_links_lead_to(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A page\n## `code`, and: more\ntext # no heading\n```sh\n# a comment\n```\n### It's-here\n"
    )
    assert sections(page) == {"a-page", "code-and-more", "its-here"}
