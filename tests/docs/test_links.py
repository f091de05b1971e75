"""Every link of the pages to a file of this repository leads somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from docs.guarantees import sections
from docs.render import pages
from tests.docs.programs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [*pages(), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]

_LINK = re.compile(r"\]\((?!https?://)([^)#]+)(?:#[^)]*)?\)")
_SECTION = re.compile(r"\]\((?!https?://)([^)#]*)#([^)]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_its_links_lead_somewhere(page: Path) -> None:
    broken = [target for target in _LINK.findall(page.read_text()) if not (page.parent / target).exists()]
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_its_links_to_sections_lead_somewhere(page: Path) -> None:
    broken = [
        f"{target}#{section}"
        for target, section in _SECTION.findall(page.read_text())
        if section not in sections((page.parent / target) if target else page)
    ]
    assert not broken


def test_every_page_is_reached_from_the_front_page() -> None:
    reached = {ROOT / "README.md"}
    found = list(reached)
    while found:
        page = found.pop()
        for target in _LINK.findall(page.read_text()):
            path = (page.parent / target).resolve()
            if path.suffix == ".md" and path not in reached:
                reached.add(path)
                found.append(path)
    assert {page.resolve() for page in PAGES} <= reached
