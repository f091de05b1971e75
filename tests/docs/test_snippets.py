"""Every Python snippet of the pages runs, and prints what the page says.

A snippet is a complete program, in a block that begins with ```` ```python ````. One that begins with
```` ```python continued ```` follows the snippet before it on its page: both are one program. A block
```` ```output ```` after a snippet is what the program prints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from docs.render import pages
from tests.docs.programs import ROOT, run_program

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass
class Program:
    place: str
    source: str
    output: str | None = None


def programs_of(text: str, name: str) -> list[Program]:
    programs: list[Program] = []
    is_cell = False
    for block in _BLOCK.finditer(text):
        body = block["body"]
        was_cell, is_cell = is_cell, block["info"] == "ipython"  # which `test_recipes.py` runs
        match block["info"].split():
            case ["python"]:
                line = text.count("\n", 0, block.start()) + 1
                programs.append(Program(f"{name}:{line}", body))
            case ["python", "continued"]:
                programs[-1].source += body
                programs[-1].output = None
            case ["python", *other]:
                raise AssertionError(f"{name}: a Python block is 'python' or 'python continued', not {other}")
            case ["output"] if not was_cell:
                programs[-1].output = body
    return programs


PROGRAMS = [
    program
    for page in pages()
    for program in programs_of(page.read_text(), page.relative_to(ROOT).as_posix())
]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.place)
def test_it_runs(program: Program, tmp_path: Path) -> None:
    (tmp_path / "snippet.py").write_text(program.source)
    printed = run_program("snippet.py", directory=tmp_path)
    if program.output is not None:
        assert printed == program.output


def test_the_front_page_has_an_embedding_and_an_agent_example() -> None:
    sources = [program.source for program in PROGRAMS if program.place.startswith("README.md:")]
    assert any("async for event in turn" in source for source in sources)
    assert any("(appserver.Agent)" in source for source in sources)


def test_continued_blocks_and_outputs_belong_to_their_program() -> None:
    text = "```python\na = 1\n```\n```python continued\nprint(a)\n```\n```output\n1\n```\n"
    assert programs_of(text, "page") == [Program("page:1", "a = 1\nprint(a)\n", "1\n")]
