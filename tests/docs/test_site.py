"""What the site is made of. The gate builds it with its generator; here is what the pages become before."""

from __future__ import annotations

import inspect
import re

import appserver
from appserver import protocol
from docs import site
from docs.reference import reference_pages
from docs.render import pages
from tests.docs.programs import ROOT

DOCS = ROOT / "docs"


def test_links_lead_to_where_pages_are() -> None:
    text = "[a](errors.md#errors) [b](../README.md) [c](decisions/README.md) [d](#here) [e](https://x.y/z.md)"
    assert site.fitted(text, DOCS / "threads.md") == (
        "[a](errors.md#errors) [b](index.md) [c](decisions/index.md) [d](#here) [e](https://x.y/z.md)"
    )
    assert site.fitted("[a](docs/errors.md)", ROOT / "README.md") == "[a](errors.md)"
    assert site.fitted(
        "[a](../errors.md)", DOCS / "decisions" / "0001-messages-on-the-callers-thread.md"
    ) == ("[a](../errors.md)")
    assert site.fitted("![a](benchmarks/turn.svg)", DOCS / "benchmarks.md") == "![a](benchmarks/turn.svg)"


def test_a_link_to_a_source_file_is_text_and_a_dead_one_stays() -> None:
    text = "see [`turns`](../tests/docs/test_site.py), [gone](gone.md) and [the decisions](decisions)"
    assert site.fitted(text, DOCS / "threads.md") == (
        "see `turns`, [gone](gone.md) and [the decisions](decisions/index.md)"
    )


def test_code_stays_as_it_is_with_words_that_the_generator_knows() -> None:
    text = "```python continued\na[b](c.md)\n```\n\n```output\n[x](../README.md)\n```\n\n```sh\nls\n```\n"
    assert site.fitted(text, DOCS / "threads.md") == (
        "```python\na[b](c.md)\n```\n\n```text\n[x](../README.md)\n```\n\n```sh\nls\n```\n"
    )


def test_every_page_has_a_place_and_is_in_the_navigation() -> None:
    places = [site.place_of(path) for path in [*pages(), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]]
    found = [place for place in places if place is not None]
    assert len(found) == len(places) == len({*places})
    shown = str(site._navigation(found, {}))
    assert not [place for place in found if f"'{place}'" not in shown]
    assert {place for section in site.NAVIGATION.values() for place in section} <= {*found}


def test_the_reference_has_every_public_name_once() -> None:
    text = "".join(text for name, (_, text) in reference_pages().items() if not name.startswith("protocol-"))
    named = re.findall(r"^::: appserver\.(\S+)$", text, re.MULTILINE)
    public = [name for name in appserver.__all__ if not name.startswith("_")]
    assert {*named} >= {*public} - {"errors", "protocol"}
    assert len(named) == len({*named})


def test_the_reference_has_every_model() -> None:
    text = "".join(text for name, (_, text) in reference_pages().items() if name.startswith("protocol-"))
    headings = {*re.findall(r"^## (\S+)$", text, re.MULTILINE)}
    generated = {
        name
        for name in protocol.__all__
        if inspect.isclass(model := getattr(protocol, name))
        and not model.__module__.startswith("appserver.protocol._support")
    }
    assert len(generated) > 800
    assert generated <= headings
    assert "| `turn_id` | `str` |  | The turn to interrupt; another one is refused. |" in text


def test_complaints_of_the_readers_of_docstrings_fail_the_build() -> None:
    output = "Build started\ngriffe: a.py:3: Parameter 'x' does not appear\nNo issues found\n"
    assert site.warnings_in(output) == ["griffe: a.py:3: Parameter 'x' does not appear"]
    assert site.warnings_in("Build started\nNo issues found\n") == []
