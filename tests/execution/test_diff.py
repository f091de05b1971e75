"""Unified diffs of one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appserver.execution.diff import NO_NEWLINE, DiffError, apply_diff, make_diff, split_lines

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


def test_a_text_with_mixed_endings_is_matched_exactly() -> None:
    with pytest.raises(DiffError, match="does not fit at line 1"):
        apply_diff("a\r\nb\n", "@@ -1 +1 @@\n-a\n+c\n")


@pytest.mark.parametrize(
    ("text", "diff", "reason"),
    [
        (
            "a\n",
            "@@ -1 +1 @@\n-b\n+c\n",
            "hunk 1 does not fit at line 1: it expects 'b', and the text has 'a'",
        ),
        ("a\n", "@@ -2 +2 @@\n-a\n+c\n", "expects 'a', and the text has only 1 lines"),
        ("", "@@ -1 +1 @@\n-a\n+c\n", "the text has only 0 lines"),
        ("a", "@@ -1 +1 @@\n-a\n+c\n", "has no newline at its end"),
        ("a\nb\n", "@@ -2 +2 @@\n a\n", "hunk 1 does not fit at line 2"),
        ("a\n", "-a\n+b\n", "there is no hunk"),
        ("a\n", "@@ -1,2 +1 @@\n-a\n", "hunk 1 has fewer lines than its header says"),
        ("a\n", "@@ -1 +1,2 @@\n-a\n-b\n", "hunk 1 has more lines than its header says, at '-b'"),
        ("a\n", "@@ -1 +1 @@\n-a\n+b\n+c\n", "text after the last line of hunk 1: '\\+c'"),
        ("a\n", "@@ -1 +1 @@\n*a\n+b\n", "starts with none of"),
        ("a\n", "@@ -0 +1 @@\n-a\n+b\n", "lines count from 1"),
        ("a\nb\n", "@@ -2 +2 @@\n-b\n+c\n@@ -1 +1 @@\n-a\n+d\n", "hunk 2 starts before the end"),
        ("a\nb\n", f"@@ -1 +1 @@\n-a\n+c\n{NO_NEWLINE}\n", "a line before the last one"),
    ],
)
def test_a_diff_that_does_not_fit(text: str, diff: str, reason: str) -> None:
    with pytest.raises(DiffError, match=reason):
        apply_diff(text, diff)


def test_a_long_line_is_shortened_in_the_message() -> None:
    with pytest.raises(DiffError) as raised:
        apply_diff("x" * 10_000 + "\n", "@@ -1 +1 @@\n-" + "y" * 10_000 + "\n+z\n")
    assert len(str(raised.value)) < 300


def test_a_diff_applies_only_where_it_says() -> None:
    with pytest.raises(DiffError, match="does not fit at line 1"):
        apply_diff("new first line\na\n", "@@ -1 +1 @@\n-a\n+b\n")
