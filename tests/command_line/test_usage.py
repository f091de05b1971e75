"""The arguments of the `appserver` command."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import appserver
from appserver.command_line.main import run
from tests.command_line.program import ENVIRONMENT, run_program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "no command given; try: appserver exec PROMPT"),
        (["nope"], 'Unknown command "nope"'),
        (["exec", "--nope", "x"], "--nope"),
        (["exec", "a", "b"], "b"),
        (["exec", ""], "PROMPT is empty"),
        (["exec", "  \n"], "PROMPT is empty"),
        (["exec", "bad \udcff"], "PROMPT is no UTF-8 text"),
        (["exec", "x", "-"], "either as an argument or, with -, on standard input"),
        (["exec", "x", "--approve", "maybe"], 'Invalid value "maybe"'),
        (["exec", "x", "--approve", "ask"], "--approve ask needs a terminal"),
        (["exec", "x", "--approve"], "--approve"),
        (["exec", "x", "-C"], "-C"),
        (["exec", "x", "-C", "no/such/place"], "there is no directory 'no/such/place'"),
        (["exec", "x", "--cd", "-"], "--cd requires an argument"),
        (["exec", "x", "--model", "m"], "--model"),
        (["exec", "x", "-c", "a=b"], "-c"),
    ],
)
def test_wrong_usage_is_explained_in_one_line(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert reason in err
    assert err.startswith("appserver: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("stdin", "reason"),
    [
        (b"", "PROMPT is empty"),
        (b"\n", "PROMPT is empty"),
        (b"ab\xff", "standard input is no UTF-8 text (byte 2)"),
    ],
)
def test_wrong_standard_input(tmp_path: Path, stdin: bytes, reason: str) -> None:
    result = run_program("exec", cwd=tmp_path, stdin=stdin)
    assert (result.returncode, result.stdout) == (2, "")
    assert reason in result.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["exec", "--help"]])
def test_help_has_examples(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert "appserver exec '!ls -l'" in out
    assert "prompt-from-standard-input" not in out
    assert err == ""


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"appserver {appserver.__version__}\n"


@pytest.mark.parametrize("missing", ["cyclopts", "rich"])
def test_a_missing_extra_is_named(missing: str) -> None:
    source = (
        f"import sys; sys.modules[{missing!r}] = None; from appserver.command_line.main import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", source],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr == 'install "appserver-runtime[cli]"\n'
    assert result.stdout == ""


def test_help_needs_neither_an_event_loop_nor_the_models() -> None:
    source = (
        "import sys; from appserver.command_line.main import run\n"
        "run(['--help']); run(['exec', 'x', '-C', '/no'])\n"
        "print(sorted({'pydantic', 'asyncio', 'trio'} & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", source],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert result.stderr.splitlines()[-1] == "[]"
