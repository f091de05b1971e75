"""The diff of a turn, given to git: it must lead from the tree before the turn to the tree after it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appserver import protocol as p
from appserver.execution import turn_diff as turn_diff_module
from appserver.execution.diff import make_diff
from appserver.execution.patch import PatchError
from appserver.execution.turn_diff import TurnDiff
from tests.execution.git_trees import files, git_apply
from tests.rings import examples

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
MODES = st.sampled_from(["file", "executable"])
KINDS = st.sampled_from(["add", "add", "delete", "update", "update", "move", "move", "back"])


def turns(names: list[str]) -> st.SearchStrategy[Any]:
    """A tree and calls of few names, so that the calls meet."""
    name = st.sampled_from(names)
    step = st.tuples(KINDS, name, name, TEXTS)
    tree = st.dictionaries(name, st.tuples(TEXTS.map(str.encode) | BYTES, MODES), max_size=4)
    return st.tuples(tree, st.lists(st.lists(step, min_size=1, max_size=3), max_size=5))


TURNS = st.lists(NAMES, min_size=2, max_size=5, unique=True).flatmap(turns)


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
@settings(max_examples=examples(100), deadline=None)
@given(TURNS)
def test_git_makes_of_the_tree_before_the_turn_the_tree_after_it(
    turn: tuple[dict[str, tuple[bytes, str]], list[list[tuple[str, str, str, str]]]],
) -> None:
    first, calls = turn
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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    return root


def applied(diff: TurnDiff, before: Path) -> dict[str, tuple[str, bytes]]:
    """What git makes of a tree."""
    with tempfile.TemporaryDirectory() as directory:
        return git_apply(diff.text, before, Path(directory, "copy"))


def test_the_form_of_a_diff(root: Path) -> None:
    (root / "old").write_text("x\n")
    (root / "here").write_text("y\n")
    diff = TurnDiff()
    changes = [add("a b", "new\n"), delete("old"), update("here", "", "", move_path="there"), add("t\tb", "")]
    diff.apply(changes, root)
    zeros = "0" * 40
    assert diff.text == (
        "diff --git a/a b b/a b\n"
        "new file mode 100644\n"
        f"index {zeros}..3e757656cf36eca53338e520d134963a44f793f8\n"
        "--- /dev/null\n"
        "+++ b/a b\t\n"
        "@@ -0,0 +1 @@\n"
        "+new\n"
        "diff --git a/old b/old\n"
        "deleted file mode 100644\n"
        f"index 587be6b4c3f93f93c489c0111bba5596147a26cb..{zeros}\n"
        "--- a/old\n"
        "+++ /dev/null\n"
        "@@ -1 +0,0 @@\n"
        "-x\n"
        'diff --git "a/t\\tb" "b/t\\tb"\n'
        "new file mode 100644\n"
        f"index {zeros}..e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n"
        "diff --git a/here b/there\n"
        "rename from here\n"
        "rename to there\n"
    )


@pytest.mark.promise("change-diff-applies")
def test_binary_files_and_links(root: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    (root / "gone.bin").write_bytes(bytes(range(256)))
    (root / "moved.bin").write_bytes(b"\xff\0" * 500)
    (root / "link").symlink_to("moved.bin")
    (root / "other").symlink_to("nowhere")
    (root / "tool").write_text("#!/bin/sh\n")
    (root / "tool").chmod(0o755)
    shutil.copytree(root, before, symlinks=True)
    diff = TurnDiff()
    diff.apply([delete("gone.bin"), update("moved.bin", "", "", move_path="d/moved.bin")], root)
    diff.apply([delete("link"), add("link", "no link\n"), delete("other")], root)
    diff.apply([delete("tool"), add("tool", "#!/bin/sh\n")], root)
    assert applied(diff, before) == files(root)
    assert "rename from moved.bin" in diff.text
    assert "old mode 100755\nnew mode 100644\n" in diff.text
    assert diff.text.count("diff --git a/link b/link") == 2  # as git says that a link becomes a file


def move(old: str, new: str) -> p.FileUpdateChange:
    return update(old, "", "", move_path=new)


@pytest.mark.promise("change-diff-applies", "change-diff")
@pytest.mark.parametrize(
    ("calls", "heads"),
    [
        ([[move("a", "c")]], ["rename from a"]),
        ([[move("a", "c")], [update("c", "a\n", "A\n")]], ["rename from a"]),
        ([[move("a", "c")], [move("c", "d")]], ["rename from a"]),
        ([[move("a", "c")], [move("c", "a")]], []),
        ([[move("a", "c")], [add("a", "again\n")]], ["--- a/a", "new file mode 100644"]),
        ([[move("a", "c")], [add("a", "again\n")], [delete("a")]], ["rename from a"]),
        ([[move("a", "c"), add("a", "again\n")]], ["--- a/a", "new file mode 100644"]),
        ([[move("a", "c")], [add("a", "again\n")], [delete("c")]], ["--- a/a"]),
        ([[move("a", "c")], [delete("c")]], ["deleted file mode 100644"]),
        ([[delete("b")], [move("a", "b")]], ["deleted file mode 100644", "--- a/b"]),
        ([[move("a", "t"), move("b", "a"), move("t", "b")]], ["--- a/a", "--- a/b"]),
        ([[add("n", "new\n")], [move("n", "m")]], ["new file mode 100644"]),
        ([[move("a", "c")], [move("b", "a")], [move("c", "b")]], ["--- a/a", "--- a/b"]),
        (
            [[delete("a")], [add("a/deep", "x\n")], [move("b", "a/b")]],
            ["deleted file", "new file", "rename from b"],
        ),
        ([[delete("a"), add("a", "a\n")]], []),
    ],
)
def test_moves(root: Path, tmp_path: Path, calls: list[list[p.FileUpdateChange]], heads: list[str]) -> None:
    before = tmp_path / "before"
    (root / "a").write_text("a\n")
    (root / "b").write_text("b\n")
    shutil.copytree(root, before)
    diff = TurnDiff()
    for changes in calls:
        diff.apply(changes, root)
    assert applied(diff, before) == files(root)
    assert diff.text.count("diff --git") == len(heads)
    assert all(head in diff.text for head in heads)


@pytest.mark.promise("change-diff-bound")
def test_beyond_the_bound_a_file_is_shown_as_long_as_it_is_changed_once(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_diff_module, "REMEMBERED_BYTES", 4)
    before = tmp_path / "before"
    (root / "kept").write_text("1\n2\n")
    (root / "long").write_text("1\n2\n3\n")
    shutil.copytree(root, before)
    diff = TurnDiff()
    diff.apply([update("kept", "1\n", "one\n"), update("long", "1\n", "one\n")], root)
    diff.apply([update("kept", "one\n2\n", "one\ntwo\n")], root)
    assert applied(diff, before) == files(root)
    diff.apply([update("long", "one\n2\n", "one\ntwo\n")], root)
    assert "Binary files a/long and b/long differ\n" in diff.text
    assert "@@ -1,2 +1,2 @@\n-1\n-2\n+one\n+two\n" in diff.text
    diff.apply([update("long", "one\ntwo\n", "1\n2\n")], root)
    assert "long" not in diff.text


@pytest.mark.promise("change-diff-bound")
def test_a_file_that_is_too_long_to_be_read_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appserver.execution.planning.READ_BYTES", 4)
    (root / "long").write_text("12345")
    diff = TurnDiff()
    with pytest.raises(PatchError, match="longer than 4 bytes"):
        diff.apply([update("long", "12345", "x")], root)
    assert [change.diff for change in diff.apply([delete("long")], root)] == [""]
    assert diff.text == (
        "diff --git a/long b/long\ndeleted file mode 100644\nBinary files a/long and /dev/null differ\n"
    )


@pytest.mark.promise("change-diff-applies")
@pytest.mark.parametrize("name", [".git/config", "sub/.GIT/hooks/x", ".git. /x", "git~1/x"])
def test_what_belongs_to_git_is_left_out(root: Path, name: str) -> None:
    diff = TurnDiff()
    diff.apply([add(name, "x\n"), add("a", "a\n")], root)
    assert diff.text.count("diff --git") == 1
    diff.apply([update("a", "", "", move_path=f"{name}2")], root)
    assert diff.text == ""


def test_names_that_are_no_text_are_quoted_byte_by_byte(root: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    odd = os.fsdecode(b"lat\xe9")
    try:
        (root / odd).write_text("1\n")
    except OSError:
        pytest.skip("the file system wants text")
    (root / "link").symlink_to(odd)
    shutil.copytree(root, before, symlinks=True)
    diff = TurnDiff()
    diff.apply([update("link", "1\n", "2\n")], root)
    assert '"a/lat\\351"' in diff.text
    assert applied(diff, before) == files(root)


def test_a_turn_that_is_over_remembers_nothing(root: Path) -> None:
    diff = TurnDiff()
    diff.apply([add("a", "a\n")], root)
    diff.forget()
    assert diff.text == ""
    diff.apply([update("a", "a\n", "b\n")], root)
    assert diff.text == ""
