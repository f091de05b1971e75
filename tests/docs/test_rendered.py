"""The tables of the pages are the ones that the code renders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from appserver._core import DELIVERY_CLASSES
from docs.render import RENDERERS, drop_policies, fields_without_effect, pages, rendered
from tests.docs.programs import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_its_tables_are_fresh(page: Path) -> None:
    text = page.read_text()
    assert rendered(text) == text, "run `make docs` and commit the result"


def test_every_table_is_shown_somewhere() -> None:
    shown = {
        name for page in pages() for name in re.findall(r"<!-- rendered: ([\w-]+) -->", page.read_text())
    }
    assert shown == set(RENDERERS)


def test_every_rendered_block_is_closed() -> None:
    for page in pages():
        text = page.read_text()
        assert text.count("<!-- rendered: ") == text.count("<!-- /rendered -->"), page


def test_the_policies_are_those_of_the_delivery_page() -> None:
    rows = {row.split("|")[1].strip(): row for row in drop_policies().splitlines()[2:]}
    assert set(rows) == {"`coalesce`", "`drop_newest`", "`drop_oldest`", "`block`", "`close`"}
    assert rows["`block`"].count("its producer waits") == 4
    assert rows["`close`"].count("the stream is closed") == 4
    assert rows["`drop_newest`"].count("dropped, counted") == 3
    assert "joined to the queued text of its stream" in rows["`coalesce`"]
    assert "takes the place of the queued event of its key" in rows["`coalesce`"]
    assert rows["`drop_oldest`"].count("the oldest that is not terminal goes") == 4


def test_every_class_has_members() -> None:
    assert set(DELIVERY_CLASSES.values()) == {"terminal", "mergeable", "latest"}


def test_fields_without_effect_are_those_that_nobody_reads() -> None:
    rows = {row.split("|")[1].strip(): row for row in fields_without_effect().splitlines()[2:]}
    assert "`serviceName`" in rows["`thread/start`"]
    assert "`turnTrigger`" in rows["`turn/start`"]
    assert "`runtimeWorkspaceRoots`" in rows["`thread/resume`"]
    assert "`model`" not in rows["`thread/resume`"]
    for method in ("`thread/start`", "`turn/start`"):
        for field in ("model", "serviceTier", "cwd", "approvalPolicy", "personality", "ephemeral", "input"):
            assert f"`{field}`" not in rows[method]
    assert {"`thread/read`", "`turn/interrupt`"}.isdisjoint(rows)
