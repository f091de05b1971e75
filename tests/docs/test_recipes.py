"""The recipes whose programs are no single snippet: notebook cells, a test file, an agent that is served."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import re
import sys
from typing import TYPE_CHECKING

import pytest

import appserver
from tests.docs.programs import ROOT, run_program

if TYPE_CHECKING:
    from pathlib import Path

RECIPES = ROOT / "docs" / "recipes"


def blocks(page: str) -> list[tuple[str, str]]:
    """The word and the text of each block of a recipe."""
    return re.findall(
        r"^```(\w+)\n(.*?)^```$", (RECIPES / f"{page}.md").read_text(), re.DOTALL | re.MULTILINE
    )


def the_program(page: str) -> str:
    """The only Python program of a recipe."""
    (source,) = [text for word, text in blocks(page) if word == "python"]
    return source


@pytest.mark.promise("recipes")
def test_the_cells_of_the_notebook_run_one_after_the_other() -> None:
    """As IPython runs them: each may await, and all are on one loop."""
    names: dict[str, object] = {}
    printed: list[str] = []

    async def run_cells() -> None:
        for word, text in blocks("notebook"):
            if word == "output":
                assert printed.pop() == text.rstrip("\n")
                continue
            assert word == "ipython"
            code = compile(text, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            with contextlib.redirect_stdout(io.StringIO()) as output:
                waited = eval(code, names)
                if inspect.iscoroutine(waited):
                    await waited
            printed.append(output.getvalue().rstrip("\n"))

    asyncio.run(run_cells())
    assert printed[-1] == ""
    assert "client" in names


@pytest.mark.promise("recipes")
def test_the_tests_of_an_agent_pass(tmp_path: Path) -> None:
    (tmp_path / "test_clerk.py").write_text(the_program("testing"))
    printed = run_program("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_clerk.py", directory=tmp_path)
    assert "6 passed" in printed


@pytest.mark.promise("recipes")
async def test_the_agent_for_the_terminal_is_served_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_agent.py").write_text(the_program("terminal"))
    served = " ".join(text for word, text in blocks("terminal") if word == "sh")
    assert "appserver app-server --agent my_agent:Shouter --listen ws://127.0.0.1:4500" in served
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CODEX_HOME", str(tmp_path))
    program = [sys.executable, "-m", "appserver", "app-server", "--agent", "my_agent:Shouter"]
    async with appserver.connect(command=program, cwd=tmp_path, connect_timeout=30) as client:
        thread = await client.thread_start(cwd=str(tmp_path), approval_policy="untrusted")
        assert (await thread.run("hello there", timeout=30)).final_response == "HELLO THERE "
        accepted = await thread.run("run echo hi", timeout=30, on_approval=lambda *_: "accept")
        assert accepted.final_response == "it said: hi"
        assert (await thread.run("run echo hi", timeout=30)).final_response == "it said: declined"


@pytest.mark.promise("recipes")
def test_every_recipe_is_listed() -> None:
    listed = (RECIPES / "README.md").read_text()
    for page in RECIPES.glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in listed
