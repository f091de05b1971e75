"""The diff of a turn, given to git: it must lead from the tree before the turn to the tree after it."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appserver import protocol as p
from appserver.execution import turn_diff as turn_diff_module
from appserver.execution.diff import make_diff
from appserver.execution.patch import PatchError
from appserver.execution.turn_diff import TurnDiff
from tests.execution.git_trees import files, git_apply

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git judges the diff")

NAMES = st.sampled_from(
    [
        *["a", "b", "d/a", "d/e/f", "a/deep"],
        *[
            "with blank",
            "tab\there",
            "line\nbreak",
            'quote"d',
            "back\\slash",
            "ünï/código",
            "-dash",
            " edge ",
            "cr\r",
        ],
        *["b/x b/y", "x\ndiff --git a/a b/a\n--- a/a\n+++ b/a", "\x01\x7f", "日本"],
    ]
)
LINES = st.tuples(
    st.sampled_from(
        ["1", "2", "3", "", "-- x", "++ y", "@@ -1 +1 @@", "\\ No", "é", "\u2028", "diff --git a/a b/a"]
    ),
    st.sampled_from(["\n", "\n", "\r\n"]),
).map("".join)
TEXTS = st.tuples(
    st.sampled_from(["", "", "\ufeff"]),
    st.lists(LINES, max_size=12).map("".join),
    st.sampled_from(["", "", "end"]),
).map("".join)
BYTES = st.sampled_from([b"\xff\xfe\0binary", bytes(range(256)) * 2, b"latin \xe9\n", b"nul \0 text\n"])
TREES = st.dictionaries(
    NAMES, st.tuples(TEXTS.map(str.encode) | BYTES, st.sampled_from(["file", "executable"])), max_size=5
)
STEPS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "delete", "update", "update", "move", "back"]), NAMES, NAMES, TEXTS
        ),
        min_size=1,
        max_size=3,
    ),
    max_size=5,
)


def add(path: str, text: str) -> p.FileUpdateChange:
    return p.FileUpdateChange(path=path, kind=p.AddPatchChangeKind(), diff=text)


def delete(path: str) -> p.FileUpdateChange:
    return p.FileUpdateChange(path=path, kind=p.DeletePatchChangeKind(), diff="")


def update(path: str, before: str, after: str, move_path: str | None = None) -> p.FileUpdateChange:
    kind = p.UpdatePatchChangeKind(move_path=move_path)
    return p.FileUpdateChange(path=path, kind=kind, diff=make_diff(before, after))


def text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return ""


def changes_of(
    root: Path, first: dict[str, tuple[bytes, str]], call: list[tuple[str, str, str, str]]
) -> list[p.FileUpdateChange]:
    """Changes that mostly make sense for the tree that is there now."""
    there = sorted(files(root))
    changes = []
    for kind, name, other, text in call:
        old = there[len(name + text) % len(there)] if there else name
        now = text_of(root / old)
        if kind == "add":
            changes.append(add(name, text))
        elif kind == "delete":
            changes.append(delete(old))
        elif kind == "update":
            changes.append(update(old, now, text + now if len(text) % 2 else now[: len(now) // 2] + text))
        elif kind == "move":
            changes.append(
                update(old, now, now + text if len(text) % 2 and now.endswith("\n") else now, other)
            )
        elif name in first:  # as it was before the turn
            then = first[name][0].decode(errors="ignore")
            changes.append(update(name, text_of(root / name), then) if name in there else add(name, then))
    return changes


@pytest.mark.promise("change-diff-applies", "change-diff")
@settings(max_examples=100, deadline=None)
@given(TREES, STEPS)
def test_git_makes_of_the_tree_before_the_turn_the_tree_after_it(
    first: dict[str, tuple[bytes, str]], calls: list[list[tuple[str, str, str, str]]]
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        before, root = Path(directory, "before"), Path(directory, "root")
        before.mkdir()
        for name, (content, mode) in first.items():
            with contextlib.suppress(OSError):  # a file and a directory of one name
                (before / name).parent.mkdir(parents=True, exist_ok=True)
                (before / name).write_bytes(content)
                (before / name).chmod(0o755 if mode == "executable" else 0o644)
        shutil.copytree(before, root)
        diff = TurnDiff()
        for call in calls:
            at_first = files(root)
            for changes in (changes_of(root, first, call), changes_of(root, first, call[:1])):
                try:
                    diff.apply(changes, root)
                    break
                except PatchError:
                    assert files(root) == at_first
            copy = Path(directory, "copy")
            assert git_apply(diff.text, before, copy) == files(root)
            shutil.rmtree(copy)
        if files(root) == files(before):
            assert diff.text == ""
        sections = [line for line in diff.text.split("\n") if line.startswith("diff --git ")]
        assert len(sections) == len(set(sections))
