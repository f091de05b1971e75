"""The arguments of the `appserver` command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import appserver
from appserver.command_line.main import run
from tests.command_line.program import COMMAND, ENVIRONMENT, finish, run_program, start_program


@pytest.mark.promise("exec-status-usage")
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "no command given; try: appserver exec PROMPT"),
        (["nope"], 'Unknown command "nope"'),
        (["exec", "--nope", "x"], "--nope"),
        (["exec", "a", "b"], "PROMPT is one argument; put it in quotes: appserver exec 'a b'"),
        (["exec", "--json", "a", "--", "-b"], "put it in quotes: appserver exec 'a -b'"),
        (
            ["exec", "fix", "--nope"],
            "PROMPT is one argument; put it in quotes: appserver exec 'fix --nope'",
        ),
        (["hello"], "Did you mean: appserver exec 'hello'?"),
        (["say", "it's", "--json"], "Did you mean: appserver exec 'say it'\"'\"'s'?"),
        (["exce", "x"], 'Did you mean "exec"? Available commands: exec, app-server.\n'),
        (["exec", ""], "PROMPT is empty"),
        (["exec", "  \n"], "PROMPT is empty"),
        (["exec", "bad \udcff"], "PROMPT is not valid UTF-8"),
        (["exec", "x", "-"], "either as an argument or, with -, on standard input"),
        (["exec", "x", "--approve", "maybe"], 'Invalid value "maybe"'),
        (["exec", "x", "--approve", "ask"], "--approve ask needs a terminal"),
        (["exec", "x", "--approve"], "--approve"),
        (["exec", "x", "-C"], "-C"),
        (["exec", "x", "-C", "no/such/place"], "there is no directory 'no/such/place'"),
        (["exec", "x", "--cd", "-"], "--cd requires an argument"),
        (["exec", "x", "--motel", "m"], "--motel"),
        (["exec", "x", "-c", "a"], "error parsing -c overrides: Invalid override (missing '='): a"),
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
        (b"ab\xff", "standard input is not valid UTF-8 (byte 2)"),
    ],
)
def test_wrong_standard_input(tmp_path: Path, stdin: bytes, reason: str) -> None:
    result = run_program("exec", cwd=tmp_path, stdin=stdin)
    assert (result.returncode, result.stdout) == (2, "")
    assert reason in result.stderr


@pytest.mark.parametrize("arguments", [[], ["-C", "."]])
def test_a_directory_whose_name_is_no_utf8(tmp_path: Path, arguments: list[str]) -> None:
    directory = tmp_path / "bad\udcff"
    directory.mkdir()
    result = run_program("exec", "hello", *arguments, cwd=directory)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("appserver: the name of the directory '")
    assert result.stderr.endswith("bad\\udcff' is not valid UTF-8; give another with --cd\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["exec", "--help"]])
def test_help_has_examples(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert "appserver exec '!ls -l'" in out
    assert "prompt-from-standard-input" not in out
    assert "further" not in out.lower()
    assert "False" not in out
    assert "[OPTIONS] [PROMPT]\n" in out or arguments[0] != "exec"
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
    assert result.stderr == (
        "appserver: the command line needs the extra \"cli\": in a clone of the project, pip install '.[cli]'\n"
    )
    assert result.stdout == ""


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["-c", "a=b", "-V"]])
def test_the_version_needs_no_extra(words: list[str]) -> None:
    source = (
        "import sys; sys.modules['cyclopts'] = None; from appserver.command_line.main import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", source, *words],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (result.returncode, result.stdout) == (0, f"appserver {appserver.__version__}\n")


def test_settings_may_stand_before_exec(tmp_path: Path) -> None:
    result = run_program("-c", "a.b=1", "exec", "-c", "c=2", "hello", cwd=tmp_path)
    assert (result.returncode, "You wrote 1 word" in result.stdout) == (0, True), result.stderr
    assert run_program("-c", "a", "exec", "hello", cwd=tmp_path).returncode == 2


def test_a_directory_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    source = (
        f"import os; os.rmdir({str(gone)!r})\n"
        "from appserver.command_line.main import run\n"
        "raise SystemExit(run(['exec', 'x']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", source],
        cwd=gone,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr == "appserver: the present directory is gone; give --cd DIRECTORY\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_a_full_disk_is_one_line(tmp_path: Path, argument: str) -> None:
    with Path("/dev/full").open("wb") as full:
        program = start_program(argument, cwd=tmp_path, stdout=full)
        _, err = finish(program)
    assert program.returncode == 1
    assert err == "appserver: cannot write the output: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("arguments", "status"), [(["exec", "x"], 0), (["exec", "--nope"], 2)])
def test_notices_that_cannot_be_written_are_passed_over(
    tmp_path: Path, arguments: list[str], status: int
) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=full,
            timeout=30,
            check=False,
        )
    assert result.returncode == status


def test_standard_input_that_cannot_be_read(tmp_path: Path) -> None:
    # Writable only: reading it gives EBADF.
    with (tmp_path / "file").open("wb") as stdin:
        program = start_program("exec", cwd=tmp_path, stdin=stdin)
        out, err = finish(program)
    assert (program.returncode, out) == (2, "")
    assert err == "appserver: cannot read standard input: Bad file descriptor\n"


def test_the_package_is_a_program(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "appserver", "--version"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (result.returncode, result.stdout) == (0, f"appserver {appserver.__version__}\n")


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
