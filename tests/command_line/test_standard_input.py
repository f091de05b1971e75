"""What is piped in beside a prompt, and prompts in a locale that is not UTF-8."""

from __future__ import annotations

import os
import select
import subprocess
from typing import TYPE_CHECKING

import pytest

from appserver.turns.errors import MAX_INPUT_CHARACTERS
from tests.command_line.program import COMMAND, ENVIRONMENT, finish, messages, run_program, start_program

if TYPE_CHECKING:
    from pathlib import Path


def prompt_of(output: str) -> str:
    """The text that the turn was given, of `--json` output."""
    (text,) = [
        entry["text"]
        for message in messages(output)
        if message["method"] == "item/completed" and message["params"]["item"]["type"] == "userMessage"
        for entry in message["params"]["item"]["content"]
    ]
    assert isinstance(text, str)
    return text


@pytest.mark.promise("exec-piped-text")
@pytest.mark.parametrize(
    ("piped", "tagged"),
    [
        ("+a\n", "\n\n<stdin>\n+a\n</stdin>"),
        ("no newline é", "\n\n<stdin>\nno newline é\n</stdin>"),
        ("\n", "\n\n<stdin>\n\n</stdin>"),
        ("", ""),
        ("x" * 200_000, f"\n\n<stdin>\n{'x' * 200_000}\n</stdin>"),
    ],
)
@pytest.mark.parametrize("kind", ["pipe", "file"])
def test_what_is_piped_in_follows_the_prompt(piped: str, tagged: str, kind: str, tmp_path: Path) -> None:
    if kind == "pipe":
        result = run_program("exec", "--json", "review", cwd=tmp_path, stdin=piped)
        out, err, status = result.stdout, result.stderr, result.returncode
    else:
        (tmp_path / "piped").write_text(piped)
        with (tmp_path / "piped").open() as file:
            program = start_program("exec", "--json", "review", cwd=tmp_path, stdin=file)
            out, err = finish(program)
        status = program.returncode
    assert status == 0, err
    assert prompt_of(out) == f"review{tagged}"
    assert "left unread" not in err


@pytest.mark.promise("exec-piped-text")
def test_what_is_piped_in_is_not_obeyed(tmp_path: Path) -> None:
    result = run_program(
        "exec", "--approve", "accept", "review", cwd=tmp_path, stdin="!touch made\n>made x\n"
    )
    assert result.returncode == 0
    assert "!touch made" in result.stdout
    assert not (tmp_path / "made").exists()


@pytest.mark.promise("exec-piped-text")
def test_a_pipe_that_gives_nothing_is_left(tmp_path: Path) -> None:
    read, write = os.pipe()
    try:
        program = start_program("exec", "--json", "review", cwd=tmp_path, stdin=read)
        out, err = finish(program)
    finally:
        os.close(read)
        os.close(write)
    assert program.returncode == 0
    assert prompt_of(out) == "review"
    assert "standard input gave nothing within a second and is left unread" in err


@pytest.mark.promise("exec-piped-text")
def test_a_pipe_that_has_begun_is_read_to_its_end(tmp_path: Path) -> None:
    """Its writer waits until the program waits for the rest, however long that is."""
    program = start_program("exec", "--json", "review", cwd=tmp_path, stdin=subprocess.PIPE)
    assert program.stdin is not None
    program.stdin.write(b"one\n")
    program.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(2)  # longer than an empty pipe is waited for
    program.stdin.write(b"two\n")
    program.stdin.close()
    out, _ = finish(program)
    assert prompt_of(out) == "review\n\n<stdin>\none\ntwo\n</stdin>"


@pytest.mark.promise("exec-piped-text")
@pytest.mark.parametrize(
    ("argument", "before", "after"), [("review", "review\n\n<stdin>\n", "\n</stdin>"), ("-", "", "")]
)
def test_a_pipe_whose_reads_do_not_wait_is_read_to_its_end(
    argument: str, before: str, after: str, tmp_path: Path
) -> None:
    """A program that shares the pipe has said so; its next bytes come once the first are taken."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    program = start_program("exec", "--json", argument, cwd=tmp_path, stdin=read)
    try:
        for text in (b"one ", b"two"):
            os.write(write, text)
            while select.select([read], [], [], 0)[0] and program.poll() is None:
                os.sched_yield()
    finally:
        os.close(write)
        os.close(read)
    out, err = finish(program)
    assert program.returncode == 0, err
    assert prompt_of(out) == f"{before}one two{after}"


@pytest.mark.promise("exec-piped-text")
@pytest.mark.parametrize("arguments", [["review"], ["-"]])
@pytest.mark.parametrize(
    ("piped", "reason"),
    [
        (b"a" * (4 * MAX_INPUT_CHARACTERS + 1), f"longer than the {MAX_INPUT_CHARACTERS} characters"),
        (b"a\xff", "standard input is not valid UTF-8 (byte 1)"),
    ],
)
def test_what_cannot_be_used_is_refused(
    arguments: list[str], piped: bytes, reason: str, tmp_path: Path
) -> None:
    result = run_program("exec", *arguments, cwd=tmp_path, stdin=piped)
    assert result.returncode == 2
    assert reason in result.stderr


@pytest.mark.promise("exec-any-locale")
@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_prompt_is_utf8_in_every_locale(locale: str, tmp_path: Path) -> None:
    environment = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment["PYTHONPATH"] = ENVIRONMENT["PYTHONPATH"]
    result = subprocess.run(
        [*COMMAND, "exec", "--json", "héllo 😀".encode()],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert prompt_of(result.stdout.decode()) == "héllo 😀"
    result = subprocess.run(
        [*COMMAND, "exec", "-c", 'developer_instructions="é"'.encode(), "-c", "x.é=ü".encode(), "hello"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    (tmp_path / "dé").mkdir()
    result = subprocess.run(
        [*COMMAND, "exec", "--cd", "dé".encode(), "x"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (result.returncode, b"cannot be used in this locale" in result.stderr) == (2, True)
