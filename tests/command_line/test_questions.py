"""What a question about a command, a directory or a file shows: everything that has no ink is written out."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from appserver.command_line.output import exact_line

# Default_Ignorable_Code_Point of Unicode, as DerivedCoreProperties.txt lists it.
DEFAULT_IGNORABLE = [
    *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810)),
    *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164),
    *(*range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFF9)),
    *(*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
]
BLANK_SYMBOLS = [0x2800]


def has_no_ink(code: int) -> bool:
    return unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"} and code != 0x20


@pytest.mark.promise("exec-question-exact")
def test_everything_without_ink_is_written_out() -> None:
    codes = {*DEFAULT_IGNORABLE, *BLANK_SYMBOLS, *filter(has_no_ink, range(sys.maxunicode + 1))}
    for code in codes:
        shown = exact_line(f"a{chr(code)}b")
        assert chr(code) not in shown, hex(code)
        assert shown.isascii()


@pytest.mark.promise("exec-question-exact")
@pytest.mark.parametrize("text", ["ls -l", "grep 'é' ü.txt", "echo 😀", "日本語", "क्षि"])
def test_what_has_ink_is_shown_as_it_is(text: str) -> None:
    assert exact_line(text) == text
