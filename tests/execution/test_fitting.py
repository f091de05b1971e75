"""A diff that somebody wrote is made to fit the text: its place, its endings, its byte order mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appserver.execution.diff import NO_NEWLINE, make_diff, split_lines
from appserver.execution.fitting import BYTE_ORDER_MARK, apply_diff, fit_diff
from appserver.execution.hunks import DiffError

LINES = "".join(f"line {number}\n" for number in range(1, 31))

CONTENTS = st.sampled_from(
    ["a", "b", "", "-- x", "++ y", "@@ -1 +1 @@", "\\ w", "\u2028", "c\r", BYTE_ORDER_MARK]
)
TEXTS = st.tuples(
    st.sampled_from(["", BYTE_ORDER_MARK]),
    st.lists(st.tuples(CONTENTS, st.sampled_from(["\n", "\r\n"])).map("".join), max_size=12).map("".join),
    st.sampled_from(["", "", "end"]),
).map("".join)


def edited(text: str, edits: list[tuple[int, int, list[str]]]) -> str:
    lines = split_lines(text)
    for start, removed, added in edits:
        at = start % (len(lines) + 1)
        if at < len(lines) or not lines or lines[-1].endswith("\n"):
            lines[at : at + removed] = added
    return "".join(lines)


EDITS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.integers(0, 2),
        st.lists(st.tuples(CONTENTS, st.sampled_from(["\n", "\r\n"])).map("".join), max_size=2),
    ),
    max_size=3,
)


@pytest.mark.promise("change-endings")
@given(TEXTS, EDITS, TEXTS)
def test_a_diff_that_shows_the_bytes_is_taken_as_written(
    before: str, edits: list[tuple[int, int, list[str]]], other: str
) -> None:
    for after in (edited(before, edits), other):
        diff = make_diff(before, after)
        fitted = fit_diff(before, diff)
        assert fitted.text == after
        assert apply_diff(before, fitted.diff) == after


@pytest.mark.promise("change-endings")
@pytest.mark.parametrize(
    ("before", "diff", "after", "shown"),
    [
        # The text has CRLF, the diff has not.
        ("a\r\nb\r\n", "-a\n+c\n", "c\r\nb\r\n", "@@ -1 +1 @@\n-a\r\n+c\r\n"),
        ("a\r\nb\r\n", " a\n+x\n-b\n+c\n", "a\r\nx\r\nc\r\n", "@@ -1,2 +1,3 @@\n a\r\n-b\r\n+x\r\n+c\r\n"),
        # The other way round; the whole diff has CRLF.
        ("a\nb\n", "-a\r\n+c\r\n", "c\nb\n", "@@ -1 +1 @@\n-a\n+c\n"),
        # Mixed: the nth new line is like the nth line that it replaces, and more are like the last.
        ("a\r\nb\n", "-a\n+c\n", "c\r\nb\n", "@@ -1 +1 @@\n-a\r\n+c\r\n"),
        (
            "a\r\nb\nc\r\n",
            "-a\n-b\n+A\n+B\n+C\n",
            "A\r\nB\nC\nc\r\n",
            "@@ -1,2 +1,3 @@\n-a\r\n-b\n+A\r\n+B\n+C\n",
        ),
        # Nothing is replaced: like the line above, or else below.
        ("a\r\nb\n", " a\n+x\n b\n", "a\r\nx\r\nb\n", "@@ -1,2 +1,3 @@\n a\r\n+x\r\n b\n"),
        ("a\r\nb\n", "+x\n a\n", "x\r\na\r\nb\n", "@@ -1 +1,2 @@\n+x\r\n a\r\n"),
        # The last line has no ending to go by, and no ending is a text's own matter.
        (
            "a\r\nb",
            f" a\n-b\n{NO_NEWLINE}\n+b\n+c\n{NO_NEWLINE}\n",
            "a\r\nb\r\nc",
            f"@@ -1,2 +1,3 @@\n a\r\n-b\n{NO_NEWLINE}\n+b\r\n+c\n{NO_NEWLINE}\n",
        ),
        ("b", f"-b\n{NO_NEWLINE}\n+b\n", "b\n", f"@@ -1 +1 @@\n-b\n{NO_NEWLINE}\n+b\n"),
        # As written: the hunk shows the endings that are there.
        ("a\r\nb\r\n", "-a\r\n+c\n", "c\nb\r\n", "@@ -1 +1 @@\n-a\r\n+c\n"),
        ("a\nb\r\n", "-a\n+c\r\n", "c\r\nb\r\n", "@@ -1 +1 @@\n-a\n+c\r\n"),
    ],
)
def test_the_endings_of_new_lines(before: str, diff: str, after: str, shown: str) -> None:
    fitted = fit_diff(before, "@@ -1 +1 @@\n" + diff)
    assert fitted.text == after
    assert fitted.diff == shown
    assert fit_diff(before, shown) == fitted  # what was shown is what is made


@pytest.mark.promise("change-endings")
@pytest.mark.parametrize(
    ("diff", "after"),
    [
        ("-a\n+c\n", "\ufeffc\nb\n"),
        (" a\n-b\n+c\n", "\ufeffa\nc\n"),
        ("+x\n a\n", "\ufeffx\na\nb\n"),
        ("-a\n b\n", "\ufeffb\n"),
        ("-a\n+\ufeffc\n", "\ufeffc\nb\n"),
        ("-a\n-b\n", ""),
        ("-\ufeffa\n+c\n", "c\nb\n"),
        ("-\ufeffa\n+\ufeffc\n", "\ufeffc\nb\n"),
        ("-b\n+c\n", "\ufeffa\nc\n"),
    ],
)
def test_a_byte_order_mark_stays_unless_it_is_removed(diff: str, after: str) -> None:
    fitted = fit_diff("\ufeffa\nb\n", "@@ -1 +1 @@\n" + diff)
    assert fitted.text == after
    assert apply_diff("\ufeffa\nb\n", fitted.diff) == after


@pytest.mark.parametrize(
    ("text", "diff", "after"),
    [
        ("", "@@ -0,0 +1 @@\n+x\n", "x\n"),
        ("a\n", "@@ -0,0 +1 @@\n+x\n", "x\na\n"),
        ("a", "@@ -0,0 +1,2 @@\n+x\n+y\n", "x\ny\na"),
        ("a\r\nb\r\n", "@@ -0,0 +1 @@\n+x\n", "x\r\na\r\nb\r\n"),
        ("a\nb\n", "@@ -0,0 +1 @@\n+x\r\n", "x\na\nb\n"),
        ("\n", "@@ -0,0 +1 @@\n+x\n", "x\n\n"),
        ("a\nb\n", "@@ -0,0 +1 @@\n+x\n@@ -1,2 +2,2 @@\n-a\n+c\n b\n", "x\nc\nb\n"),
        ("a\n", "@@ -0,0 +1 @@\n+x\n@@ -0,0 +2 @@\n+y\n", "x\ny\na\n"),
        ("a\n", "@@ -0,0 +1 @@\n+x\n@@ -1,0 +3 @@\n+y\n", "x\na\ny\n"),
    ],
)
def test_lines_before_all_others_go_behind_the_byte_order_mark(text: str, diff: str, after: str) -> None:
    assert apply_diff(text, diff) == after
    fitted = fit_diff(BYTE_ORDER_MARK + text, diff)
    assert fitted.text == BYTE_ORDER_MARK + after
    assert apply_diff(BYTE_ORDER_MARK + text, fitted.diff) == fitted.text


def test_a_text_and_a_diff_that_share_neither_mark_nor_endings() -> None:
    assert apply_diff("\ufeffa\r\nb\r\n", "@@ -4,2 +4,2 @@\n a\n-b\n+c\n") == "\ufeffa\r\nc\r\n"


@pytest.mark.promise("change-placed")
@pytest.mark.parametrize(
    "diff",
    [
        "@@ -1,3 +1,3 @@\n line 19\n-line 20\n+new\n line 21\n",
        "@@ -25,3 +25,3 @@\n line 19\n-line 20\n+new\n line 21\n",
        "@@ -900,3 +900,3 @@ def f():\n line 19\n-line 20\n+new\n line 21\n",
        "@@ -0,0 +0,0 @@\n line 19\n-line 20\n+new\n line 21\n",
        "@@ -19 +19 @@\n line 19\n-line 20\n+new\n line 21\n",
        "@@ -19,30 +19,2 @@\n line 19\n-line 20\n+new\n line 21\n",
        "@@ -1,4 +1,4 @@\n line 19\n-line 20\n+new\n line 21\n\n\n",
    ],
)
def test_a_hunk_that_counts_badly_goes_where_its_lines_are(diff: str) -> None:
    fitted = fit_diff(LINES, diff)
    assert fitted.text == LINES.replace("line 20\n", "new\n")
    assert fitted.diff == "@@ -19,3 +19,3 @@\n line 19\n-line 20\n+new\n line 21\n"


@pytest.mark.promise("change-placed")
def test_the_line_that_is_named_goes_before_others() -> None:
    assert apply_diff("a\n" * 4, "@@ -3 +3 @@\n-a\n+b\n") == "a\na\nb\na\n"


def test_what_fits_with_its_endings_goes_before_what_fits_without() -> None:
    assert apply_diff("x\na\r\nx\na\n", "@@ -1 +1 @@\n-a\n+b\n") == "x\na\r\nx\nb\n"


@pytest.mark.promise("change-placed")
def test_a_later_hunk_is_looked_for_after_the_one_before_it() -> None:
    diff = "@@ -1 +1 @@\n-a\n+b\n@@ -9 +9 @@\n-a\n+c\n"
    fitted = fit_diff("a\nx\nx\na\n", diff)
    assert fitted.text == "b\nx\nx\nc\n"
    assert fitted.diff == "@@ -1 +1 @@\n-a\n+b\n@@ -4 +4 @@\n-a\n+c\n"


def test_a_place_is_found_in_bounded_time() -> None:
    """Not once for each of the lines at which it could begin."""
    with pytest.raises(DiffError, match="fits at several lines"):
        fit_diff("\n" * 300_000, "@@ -900000 +1 @@\n" + " \n" * 5_000 + "-\n")
    with pytest.raises(DiffError, match="does not fit"):
        fit_diff("a\n" * 300_000, "@@ -900000 +1 @@\n" + " a\n" * 5_000 + "-b\n")
