"""Unified diffs of one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appserver.execution.diff import NO_NEWLINE, make_diff, split_lines
from appserver.execution.fitting import apply_diff
from appserver.execution.hunks import DiffError
from appserver.execution.line_matching import Budget, changed_ranges

LINES = "".join(f"line {number}\n" for number in range(1, 31))

TEXTS = st.lists(
    st.sampled_from(["a", "b", "", "-- x", "++ y", "@@ z", "\\ w", "\u2028", "c\r", "\x0c", "é"]), max_size=12
).flatmap(lambda lines: st.sampled_from(["\n".join(lines), "\n".join(lines) + "\n"]))


@given(TEXTS, TEXTS)
def test_a_made_diff_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    assert apply_diff(before, make_diff(before, after)) == after


@given(TEXTS)
def test_equal_texts_have_an_empty_diff(text: str) -> None:
    assert make_diff(text, text) == ""


@given(TEXTS)
def test_lines_joined_are_the_text(text: str) -> None:
    assert "".join(split_lines(text)) == text


def test_the_form_of_a_diff() -> None:
    assert make_diff("a\nb\nc\n", "a\nB\nc\n") == "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
    assert make_diff("", "new\n") == "@@ -0,0 +1 @@\n+new\n"
    assert make_diff("old", "old\n") == f"@@ -1 +1 @@\n-old\n{NO_NEWLINE}\n+old\n"


def test_file_names_before_the_first_hunk_are_passed_over() -> None:
    diff = "diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@ def f():\n-a\n+b\n"
    assert apply_diff("a\n", diff) == "b\n"


def test_several_hunks() -> None:
    after = LINES.replace("line 3\n", "").replace("line 20\n", "line 20\nand a half\n")
    diff = make_diff(LINES, after)
    assert diff.count("@@ -") == 2
    assert apply_diff(LINES, diff) == after


def test_a_diff_whose_last_line_lost_its_newline() -> None:
    assert apply_diff("a\n", "@@ -1 +1 @@\n-a\n+b") == "b\n"


def test_an_empty_context_line_that_lost_its_blank() -> None:
    assert apply_diff("a\n\nb\n", "@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n") == "a\n\nc\n"


def test_a_text_with_crlf_keeps_it() -> None:
    assert apply_diff("a\r\nb\r\n", "@@ -1,2 +1,3 @@\n a\n+x\n-b\n+c\n") == "a\r\nx\r\nc\r\n"
    assert apply_diff("a\r\nb\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n") == "a\r\nc\r\n"
    assert (
        apply_diff("a\r\nb", f"@@ -1,2 +1,3 @@\n a\n-b\n{NO_NEWLINE}\n+b\n+c\n{NO_NEWLINE}\n")
        == "a\r\nb\r\nc"
    )


@pytest.mark.parametrize(
    ("text", "diff", "reason"),
    [
        (
            "a\n",
            "@@ -1 +1 @@\n-b\n+c\n",
            "hunk 1 does not fit at line 1: it expects 'b', and the text has 'a'; nor does it fit at another line",
        ),
        ("a\n", "@@ -2 +2 @@\n-b\n+c\n", "expects 'b', and the text has only 1 lines"),
        ("", "@@ -1 +1 @@\n-a\n+c\n", "the text has only 0 lines"),
        ("a", "@@ -1 +1 @@\n-a\n+c\n", "has no newline at its end; mark it"),
        ("a\n", f"@@ -1 +1 @@\n-a\n{NO_NEWLINE}\n+c\n", "has a newline at its end; do not mark it"),
        ("a\n", "no hunk", "there is no hunk"),
        ("a\n", "@@ -1 +1 @@\n", "hunk 1 has no lines"),
        ("a\n", "@@ -1 +1,2 @@\n+b\n", "fewer lines than its header says: it shows none of the old ones"),
        ("a\n", "@@ -1 +1 @@\n*a\n", "starts with none of ' ', '-', '\\+': '\\*a'"),
        (
            "a\n",
            "@@ -1 +1 @@\n-a\n+b\ndiff --git a/x b/x\n",
            "text after the last line of hunk 1: 'diff --git",
        ),
        ("a\n", "@@ -3,0 +4 @@\n+b\n", "adds lines after line 3, and the text has only 1 lines"),
        ("a\n", "@@ -0 +1 @@\n-b\n+b\n", "its lines are nowhere in the text"),
        ("a\nb\n", "@@ -2 +2 @@\n-b\n+c\n@@ -1 +1 @@\n-a\n+d\n", "hunk 2 starts before the end"),
        ("a\nb\n", "@@ -2 +2 @@\n-b\n+c\n@@ -1,0 +2 @@\n+d\n", "hunk 2 starts before the end"),
        ("a\nb\n", f"@@ -1 +1 @@\n-a\n+c\n{NO_NEWLINE}\n", "a line before the last one"),
        ("x\na\nx\na\n", "@@ -1 +1 @@\n-a\n+b\n", r"fits at several lines \(2, 4\); show more"),
        ("a\n" * 9, "@@ -0 +1 @@\n-a\n+b\n", r"several lines \(1, 2, 3, …\)"),
    ],
)
def test_a_diff_that_does_not_fit(text: str, diff: str, reason: str) -> None:
    with pytest.raises(DiffError, match=reason):
        apply_diff(text, diff)


def test_a_long_line_is_shortened_in_the_message() -> None:
    with pytest.raises(DiffError) as raised:
        apply_diff("x" * 10_000 + "\n", "@@ -1 +1 @@\n-" + "y" * 10_000 + "\n+z\n")
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x\n" * 40_000, "y\nx\n" * 40_000),
        (
            "".join(f"{number * number % 7}\n" for number in range(20_000)),
            "".join(f"{n % 5}\n" for n in range(20_000)),
        ),
        ("".join(f"{number}\n" for number in range(20_000)), "".join(f"{n}\n" for n in range(20_000, 0, -1))),
    ],
)
def test_texts_that_are_hard_to_compare(before: str, after: str) -> None:
    """The diff need not be short, but it is right, and the work is bounded."""
    assert apply_diff(before, make_diff(before, after)) == after
    budget = Budget(1000)
    changed_ranges(split_lines(before), split_lines(after), budget)
    assert budget.left > -200_000  # what was begun is finished


def test_few_edits_make_few_lines() -> None:
    after = LINES.replace("line 7\n", "line 7\nnew\n").replace("line 9\n", "").replace("line 12\n", "12\n")
    diff = make_diff(LINES, after)
    assert [line for line in diff.splitlines() if line[0] != " "] == [
        "@@ -5,11 +5,11 @@",
        "+new",
        "-line 9",
        "-line 12",
        "+12",
    ]
    repeated = "a\n" * 500 + "b\n" + "a\n" * 500
    assert len(make_diff(repeated, "a\n" * 1000).splitlines()) == 8
