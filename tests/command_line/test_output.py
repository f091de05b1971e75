"""What is shown is what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from appserver.command_line.output import exact_line, print_status, visible
from tests.command_line.program import run_program

if TYPE_CHECKING:
    from pathlib import Path


def test_visible() -> None:
    assert visible("tab\tline\nend\r\n") == "tab\tline\nend\n"
    assert visible("a\rb\x07\x9b\u2066") == "a\\rb\\x07\\x9b\\u2066"
    assert visible("grüße 🎉 👨\u200d👩") == "grüße 🎉 👨\u200d👩"


@pytest.mark.promise("exec-control-characters")
@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("\xad", "\\xad"),
        ("\u061c", "\\u061c"),
        ("\u180e", "\\u180e"),
        ("\u202e", "\\u202e"),
        ("\u206a", "\\u206a"),
        ("\udc80", "\\udc80"),
        ("\U000e0041\U000e007f", "\\U000e0041\\U000e007f"),
    ],
)
def test_hidden_characters_are_written_out(
    hidden: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert visible(f"a{hidden}b").lower() == f"a{shown}b".lower()
    print_status(f"a{hidden}b")
    assert capsys.readouterr().err.lower() == f"appserver: a{shown}b\n".lower()


def test_one_line_stays_one_line() -> None:
    assert exact_line("ls\r\n\tDone.\x1b") == "ls\\r\\n\\tDone.\\x1b"


def test_a_declined_command_cannot_reach_the_terminal(tmp_path: Path) -> None:
    result = run_program("exec", "--approve", "decline", "!echo \x1b[31mRED", cwd=tmp_path)
    assert result.returncode == 0
    assert "declined, as --approve says: echo \\x1b[31mRED" in result.stderr
    assert "\x1b" not in result.stderr
