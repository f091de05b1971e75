"""`appserver exec` on a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.command_line.program import Terminal

pytest.importorskip("rich")

if TYPE_CHECKING:
    from pathlib import Path

WRITES = ("-c", 'sandbox_mode="workspace-write"')
CHOICES = "[y] yes  [a] yes, and do not ask again in this session  [n] no  [c] no, and stop here"


@pytest.mark.promise("exec-terminal-asks")
def test_a_command_is_shown_and_asked_about(tmp_path: Path) -> None:
    with Terminal(["exec", *WRITES, "!echo made > file; echo done"], tmp_path) as terminal:
        terminal.expect("Run this command?")
        terminal.expect("  echo made > file; echo done")
        terminal.expect(f"  in {tmp_path}")
        terminal.expect_question()
        assert CHOICES in terminal.output
        assert not (tmp_path / "file").exists()
        terminal.type("y\n")
        terminal.expect("exit status 0")
        assert terminal.wait() == 0
    assert (tmp_path / "file").read_text() == "made\n"
    assert "no model is involved" in terminal.output


@pytest.mark.promise("exec-terminal-asks")
def test_a_change_is_shown_and_asked_about(tmp_path: Path) -> None:
    with Terminal(["exec", ">notes.txt some text"], tmp_path) as terminal:
        terminal.expect("+some text")
        terminal.expect("Make these changes?")
        terminal.expect(f"  add {tmp_path / 'notes.txt'}")
        terminal.expect_question()
        terminal.type("yes\n")
        assert terminal.wait() == 0
    assert (tmp_path / "notes.txt").read_text() == "some text\n"


@pytest.mark.parametrize(("typed", "status"), [("n\n", 0), ("c\n", 1), ("\x04", 0), ("no\n", 0)])
def test_answers_that_are_no(tmp_path: Path, typed: str, status: int) -> None:
    with Terminal(["exec", "!touch made"], tmp_path) as terminal:
        terminal.expect_question()
        terminal.type(typed)
        assert terminal.wait() == status
    assert "declined" in terminal.output
    assert not (tmp_path / "made").exists()
    assert ("the turn was interrupted" in terminal.output) == bool(status)


def test_an_answer_that_is_none_is_asked_for_again(tmp_path: Path) -> None:
    with Terminal(["exec", "!echo ran"], tmp_path) as terminal:
        terminal.expect_question()
        for typed in ("\n", "maybe\n", "yn\n"):
            terminal.type(typed)
            terminal.expect("Type one of y, a, n, c.")
            terminal.expect("> ")
        terminal.type("Y\n")
        terminal.expect("exit status 0")
        assert terminal.wait() == 0


def test_accepting_for_the_session_asks_once(tmp_path: Path) -> None:
    with Terminal(["exec", *WRITES, "!echo x >> log\n!echo x >> log"], tmp_path) as terminal:
        terminal.expect_question()
        terminal.type("a\n")
        assert terminal.wait() == 0
    assert terminal.output.count("Run this command?") == 1
    assert (tmp_path / "log").read_text() == "x\nx\n"


def test_what_was_typed_before_the_question_is_no_answer(tmp_path: Path) -> None:
    with Terminal(["exec", "--approve", "ask", "!touch made\n!touch made-too"], tmp_path) as terminal:
        terminal.type("y\ny\ny\n")
        terminal.expect_question()
        terminal.type("n\n")
        terminal.expect("declined")
        terminal.expect_question()
        terminal.type("n\n")
        assert terminal.wait() == 0
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_takes_the_question_back(tmp_path: Path) -> None:
    with Terminal(["exec", "!touch made"], tmp_path) as terminal:
        terminal.expect_question()
        terminal.type("\x03")
        terminal.expect("the turn was interrupted")
        assert terminal.wait() == 1
    assert not (tmp_path / "made").exists()


def test_ctrl_c_stops_a_command(tmp_path: Path) -> None:
    with Terminal(["exec", "--approve", "accept", "!echo up; sleep 1000"], tmp_path) as terminal:
        terminal.expect("up\x1b")
        terminal.type("\x03")
        terminal.expect("stopping; Ctrl+C again leaves at once")
        terminal.expect("the turn was interrupted")
        assert terminal.wait() == 1


def test_the_cursor_comes_back_and_the_spinner_goes(tmp_path: Path) -> None:
    with Terminal(["exec", "hello"], tmp_path) as terminal:
        assert terminal.wait() == 0
    assert terminal.output.rfind("\x1b[?25h") > terminal.output.rfind("\x1b[?25l")
    assert "…" not in terminal.output[terminal.output.index("You wrote") :]


def test_a_missing_prompt_on_a_terminal(tmp_path: Path) -> None:
    with Terminal(["exec"], tmp_path) as terminal:
        terminal.expect("PROMPT is missing; give it as an argument or pipe it in")
        assert terminal.wait() == 2


@pytest.mark.promise("exec-control-characters")
def test_a_command_cannot_hide_in_control_characters(tmp_path: Path) -> None:
    with Terminal(["exec", "!rm -rf x #\x1b[2K\x1b[1G\u202e"], tmp_path) as terminal:
        terminal.expect("  rm -rf x #\\x1b[2K\\x1b[1G\\u202e")
        terminal.expect_question()
        terminal.type("n\n")
        assert terminal.wait() == 0
    assert "\x1b[1G" not in terminal.output


def test_a_command_cannot_hide_in_marks_without_width(tmp_path: Path) -> None:
    with Terminal(["exec", "!rm -rf x #\xad\u061c\U000e0041"], tmp_path) as terminal:
        terminal.expect("  rm -rf x #\\xad\\u061c\\U000e0041")
        terminal.expect_question()
        terminal.type("n\n")
        assert terminal.wait() == 0


@pytest.mark.parametrize("options", [(), ("--ephemeral",), ("--json",)])
def test_a_person_is_told_how_to_go_on_with_what_is_kept(tmp_path: Path, options: tuple[str, ...]) -> None:
    with Terminal(["exec", *options, "hello"], tmp_path) as terminal:
        assert terminal.wait() == 0
    found = re.search(r"to go on: appserver exec --resume (\S+) PROMPT", terminal.output)
    assert (found is not None) == (options == ())
