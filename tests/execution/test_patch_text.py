"""The patches that models write: what is read, where it goes, and what is said where it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from appserver.execution import patch_chunks
from appserver.execution.patch import apply_changes
from appserver.execution.patch_chunks import changes_of, success_text
from appserver.execution.patch_text import PatchTextError, parse_patch, patch_in_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.promise("tool-patch")


def patch(*lines: str) -> str:
    """A patch of these lines."""
    return "\n".join(["*** Begin Patch", *lines, "*** End Patch"])


def applied(root: Path, text: str) -> str:
    """Make a patch; returns what the model is told."""
    patches = parse_patch(text)
    apply_changes(changes_of(patches, root), root)
    return success_text(patches)


UPDATES = {
    "a line": ("one\ntwo\nthree\n", ["@@", " one", "-two", "+TWO", " three"], "one\nTWO\nthree\n"),
    "no head": ("one\ntwo\n", ["-two", "+TWO"], "one\nTWO\n"),
    "below a line": ("f:\n a\ng:\n a\n", ["@@ g:", "- a", "+ b"], "f:\n a\ng:\n b\n"),
    "below two lines": ("f:\n a\nf:\n x\n a\n", ["@@ f:", "@@ x", "- a", "+ b"], "f:\n a\nf:\n x\n b\n"),
    "blanks at the end": ("one  \ntwo\n", ["@@", " one", "-two", "+TWO"], "one  \nTWO\n"),
    "blanks at both ends": ("    one\n    two\n", ["@@", " one", "-two", "+    TWO"], "    one\n    TWO\n"),
    "typographic marks": ("a \u2013 \u201cb\u201d\n", ['-a - "b"', "+c"], "c\n"),
    "the end": ("a\nb\na\nb\n", ["@@", " a", "-b", "+c", "*** End of File"], "a\nb\na\nc\n"),
    "one after the other": ("a\nb\na\nb\n", ["@@", "-b", "+1", "@@", "-b", "+2"], "a\n1\na\n2\n"),
    "only new lines": ("a\n", ["@@", "+b"], "a\nb\n"),
    "only new lines below a line": ("a\nb\n", ["@@ a", "+x"], "a\nx\nb\n"),
    "an empty line": ("a\n\nb\n", ["@@", " a", "", "-b", "+c"], "a\n\nc\n"),
    "an empty line at the end": ("a\nb", ["@@", "-a", "+x", " b", ""], "x\nb\n"),
    "no newline at the end": ("a\nb", ["@@", "-b", "+c"], "a\nc\n"),
    "CRLF": ("a\r\nb\r\nc\r\n", ["@@", " a", "-b", "+B", "+B2"], "a\r\nB\r\nB2\r\nc\r\n"),
    "a byte order mark": ("\ufeffa\nb\n", ["@@", "-a", "+x"], "\ufeffx\nb\n"),
    "an empty file": ("", ["@@", "+a"], "a\n"),
    "all lines": ("a\nb\n", ["@@", "-a", "-b"], ""),
}


@pytest.mark.parametrize(("before", "lines", "after"), UPDATES.values(), ids=UPDATES)
def test_updates(tmp_path: Path, before: str, lines: list[str], after: str) -> None:
    (tmp_path / "f").write_bytes(before.encode())
    told = applied(tmp_path, patch("*** Update File: f", *lines))
    assert (tmp_path / "f").read_bytes().decode() == after
    assert told == "Success. Updated the following files:\nM f\n"


def test_several_files(tmp_path: Path) -> None:
    for name in ("old", "gone", "moved"):
        (tmp_path / name).write_text("a\nb\n")
    told = applied(
        tmp_path,
        patch(
            *[
                "*** Delete File: gone",
                "*** Update File: moved",
                "*** Move to: below/there",
                "@@",
                "-b",
                "+c",
            ],
            *["*** Update File: old", "@@", "-a", "+x", "*** Add File: new", "+1", "+", "+2"],
            *["*** Update File: old", "@@", "-x", "+y"],  # it sees what came before
        ),
    )
    assert {
        str(path.relative_to(tmp_path)): path.read_text() for path in tmp_path.rglob("*") if path.is_file()
    } == {
        "old": "y\nb\n",
        "below/there": "a\nc\n",
        "new": "1\n\n2\n",
    }
    assert told == "Success. Updated the following files:\nA new\nM below/there\nM old\nM old\nD gone\n"


@pytest.mark.parametrize("word", ["EOF", "'EOF'", '"EOF"'])
def test_a_patch_that_is_still_wrapped_for_the_shell(word: str) -> None:
    text = patch("*** Add File: a", "+x")
    (found,) = parse_patch(f"<<{word}\n{text}\nEOF\n")
    assert (found.kind, found.path, found.text) == ("add", "a", "x\n")


BAD = {
    "nothing": ("", "The first line of the patch must be"),
    "no begin": ("*** Add File: a\n+x", "The first line of the patch must be"),
    "no end": ("*** Begin Patch\n*** Add File: a\n+x", "The last line of the patch must be"),
    "one line": ("*** Begin Patch", "The last line of the patch must be"),
    "no file": (patch(), "it changes no file"),
    "no head": (patch("+x"), "line 2 ('+x') is not the head of a file"),
    "no name": (patch("*** Add File: "), "is not the head of a file"),
    "an added line without a plus": (patch("*** Add File: a", "x"), "line 3 ('x') does not begin with '+'"),
    "a deletion with lines": (patch("*** Delete File: a", "-x"), "stands below a deletion"),
    "an update without lines": (patch("*** Update File: a"), "the update of a has no lines"),
    "a head without lines": (patch("*** Update File: a", "@@ x"), "the update of a has no lines"),
    "no kind": (patch("*** Update File: a", "@@", "xyz"), "line 4 ('xyz') begins with none of"),
    "too long": ("x" * (17 << 20), "it has more than"),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
def test_what_is_no_patch(text: str, said: str) -> None:
    with pytest.raises(PatchTextError) as caught:
        parse_patch(text)
    assert str(caught.value).startswith("invalid patch: ")
    assert said in str(caught.value)


UNFIT = {
    "no such lines": (["@@", "-zzz"], "Failed to find expected lines in ROOT/f:\nzzz"),
    "no such line above": (["@@ zzz", "+a"], "Failed to find context 'zzz' in ROOT/f"),
    "behind the one before it": (
        ["@@", "-b", "+x", "@@", "-a", "+y"],
        "Failed to find expected lines in ROOT/f:\na",
    ),
    "nothing changed": (["@@", " a"], "the patch changes nothing in ROOT/f"),
}


@pytest.mark.parametrize(("lines", "said"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit(tmp_path: Path, lines: list[str], said: str) -> None:
    (tmp_path / "f").write_text("a\nb\n")
    with pytest.raises(PatchTextError) as caught:
        changes_of(parse_patch(patch("*** Update File: f", *lines)), tmp_path)
    assert str(caught.value) == said.replace("ROOT", str(tmp_path))


def test_files_that_cannot_be_updated(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "directory").mkdir()
    (tmp_path / "link").symlink_to("/etc/hostname")
    said = {
        "none": "No such file or directory (os error 2)",
        "binary": "valid UTF-8",
        "directory": "it is a directory",
        "link": "it lies outside",
        "../up": "it lies outside",
    }
    for name, text in said.items():
        with pytest.raises(PatchTextError, match=text.replace("(", r"\(").replace(")", r"\)")):
            changes_of(parse_patch(patch(f"*** Update File: {name}", "-a", "+b")), tmp_path)


def test_a_search_without_an_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch_chunks, "MAX_STEPS", 10_000)
    (tmp_path / "f").write_text("a\n" * 5000)
    lines = [" a"] * 1000 + ["-b"]
    with pytest.raises(PatchTextError, match="too many places begin alike"):
        changes_of(parse_patch(patch("*** Update File: f", *lines)), tmp_path)


def test_a_search_through_a_long_file_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch_chunks, "MAX_STEPS", 10_000)
    (tmp_path / "f").write_text("a\n" * 1000)
    lines = ["@@", "-a ", "+b"] * 20  # each is looked for to the end of the file before blanks do not count
    with pytest.raises(PatchTextError, match="too many places"):
        changes_of(parse_patch(patch("*** Update File: f", *lines)), tmp_path)


def test_a_long_patch_is_read_once() -> None:
    """Each line is put to those before it, and these are not copied for it: the time limit of a test is for that."""
    (found,) = parse_patch(patch("*** Add File: a", *(["+x"] * 3_000_000)))
    assert len(found.text) == 6_000_000
    with pytest.raises(PatchTextError, match="first line"):  # a word that ends nothing is tried as a whole
        parse_patch(f"<<{'a' * 100_000}\n{'x' * 100_000}")


TEXT = patch("*** Add File: a", "+x")


@pytest.mark.parametrize(
    ("command", "directory"),
    [
        (f"apply_patch <<'EOF'\n{TEXT}\nEOF\n", None),
        (f'apply_patch <<"EOF"\n{TEXT}\nEOF', None),
        (f"  applypatch <<-PATCH\n{TEXT}\nPATCH", None),
        (f"cd a/b && apply_patch <<EOF\n{TEXT}\nEOF", "a/b"),
        (f"cd 'a b' && apply_patch <<EOF\n{TEXT}\nEOF", "a b"),
    ],
)
def test_patches_in_commands(command: str, directory: str | None) -> None:
    assert patch_in_command(command) == (TEXT, directory)


@pytest.mark.parametrize(
    "command",
    [
        f"apply_patch <<'EOF'\n{TEXT}\nEOF\nrm -rf /",
        f"true; apply_patch <<'EOF'\n{TEXT}\nEOF",
        f"cd $HOME && apply_patch <<'EOF'\n{TEXT}\nEOF",
        f"cd a; apply_patch <<'EOF'\n{TEXT}\nEOF",
        f"apply_patch <<'EOF' && true\n{TEXT}\nEOF",
        f"apply_patch <<'EOF'\n{TEXT}",
        f"apply_patch '{TEXT}'",
        "apply_patch <<'EOF'\nno patch\nEOF",
    ],
)
def test_commands_that_do_more_are_commands(command: str) -> None:
    assert patch_in_command(command) is None
