"""File changes on disk."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.execution.diff import make_diff
from appserver.execution.patch import PatchError, apply_changes, check_changes, find_file, read_text

if TYPE_CHECKING:
    from pathlib import Path


def add(path: str, text: str) -> p.FileUpdateChange:
    return p.FileUpdateChange(path=path, kind=p.AddPatchChangeKind(), diff=text)


def delete(path: str, text: str = "") -> p.FileUpdateChange:
    return p.FileUpdateChange(path=path, kind=p.DeletePatchChangeKind(), diff=text)


def update(path: str, before: str, after: str, move_path: str | None = None) -> p.FileUpdateChange:
    kind = p.UpdatePatchChangeKind(move_path=move_path)
    return p.FileUpdateChange(path=path, kind=kind, diff=make_diff(before, after))


def tree(root: Path) -> dict[str, bytes | str | None]:
    """Everything below `root`: the bytes of files, the targets of links, None for directories."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = None if path.is_dir() else path.read_bytes()
    return found


def failing_once(function: Any, name: str, error: BaseException) -> Any:
    """The system call, which fails the first time that it is asked for a file of that name."""
    failed: list[str] = []

    def call(source: str, target: str, **descriptors: Any) -> None:
        if name in (source, target) and not failed:
            failed.append(name)
            raise error
        function(source, target, **descriptors)

    return call


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    (root / "old.txt").write_text("one\ntwo\n")
    (root / "spare.txt").write_text("spare\n")
    (root / "directory").mkdir()
    (tmp_path / "outside.txt").write_text("outside\n")
    return root


def test_add_update_and_delete_together(root: Path) -> None:
    apply_changes(
        [
            add("new/deep/file.txt", "fresh"),
            update("old.txt", "one\ntwo\n", "one\n2\nthree"),
            delete("spare.txt", "spare\n"),
        ],
        root,
    )
    assert tree(root) == {
        "directory": None,
        "new": None,
        "new/deep": None,
        "new/deep/file.txt": b"fresh",
        "old.txt": b"one\n2\nthree",
    }


def test_paths_may_be_absolute(root: Path) -> None:
    apply_changes([add(str(root / "new.txt"), "x\n"), update(str(root / "old.txt"), "one\ntwo\n", "")], root)
    assert (root / "new.txt").read_text() == "x\n"
    assert (root / "old.txt").read_bytes() == b""


def test_empty_files(root: Path) -> None:
    apply_changes([add("empty", "")], root)
    assert (root / "empty").read_bytes() == b""
    apply_changes([update("empty", "", "now something\n")], root)
    assert (root / "empty").read_bytes() == b"now something\n"
    apply_changes([delete("empty")], root)
    assert not (root / "empty").exists()


def test_line_endings_survive(root: Path) -> None:
    (root / "dos.txt").write_bytes(b"a\r\nb\r\n")
    apply_changes([update("dos.txt", "a\nb\n", "a\nc\n"), add("new-dos.txt", "x\r\n")], root)
    assert (root / "dos.txt").read_bytes() == b"a\r\nc\r\n"
    assert (root / "new-dos.txt").read_bytes() == b"x\r\n"


def test_a_move_with_and_without_a_change(root: Path) -> None:
    apply_changes([update("old.txt", "one\ntwo\n", "one\n", move_path="sub/renamed.txt")], root)
    assert tree(root)["sub/renamed.txt"] == b"one\n"
    assert not (root / "old.txt").exists()
    apply_changes([update("spare.txt", "", "", move_path="directory/spare.txt")], root)
    assert (root / "directory/spare.txt").read_text() == "spare\n"
    apply_changes([update("sub/renamed.txt", "one\n", "two\n", move_path="sub/renamed.txt")], root)
    assert (root / "sub/renamed.txt").read_text() == "two\n"


def test_permissions_are_kept_and_new_files_follow_the_umask(root: Path) -> None:
    (root / "old.txt").chmod(0o751)
    umask = os.umask(0o027)
    try:
        apply_changes([update("old.txt", "one\ntwo\n", "x\n"), add("new.txt", "x")], root)
    finally:
        os.umask(umask)
    assert stat.S_IMODE((root / "old.txt").stat().st_mode) == 0o751
    assert stat.S_IMODE((root / "new.txt").stat().st_mode) == 0o640


@pytest.mark.promise("change-all-or-none", "change-confined")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (add("old.txt", "x"), "it exists already"),
        (add("directory", "x"), "it exists already"),
        (add("old.txt/below", "x"), "File exists|not a directory|exists already"),
        (add("bad\ud800.txt", "x"), "valid path|Unicode|encode"),
        (add("new.txt", "bad \ud800"), "the new text is not valid Unicode"),
        (add("nul\0", "x"), "not a valid path"),
        (add("", "x"), "lies outside"),
        (add(".", "x"), "lies outside"),
        (add("../new.txt", "x"), "lies outside"),
        (add("directory/../../new.txt", "x"), "lies outside"),
        (add("/tmp/appserver-never", "x"), "lies outside"),
        (add("out/new.txt", "x"), "lies outside"),
        (update("missing.txt", "a", "b"), "it does not exist"),
        (update("directory", "a", "b"), "it is a directory"),
        (update("../outside.txt", "outside\n", "x"), "lies outside"),
        (update("out/outside.txt", "outside\n", "x"), "lies outside"),
        (update("link.txt", "outside\n", "x"), "lies outside"),
        (update("old.txt", "one\nTWO\n", "x\n"), "hunk 1 does not fit at line 2"),
        (update("old.txt", "", ""), "neither a diff nor a new path"),
        (update("old.txt", "", "", move_path="spare.txt"), "it exists already"),
        (update("old.txt", "", "", move_path="../moved.txt"), "lies outside"),
        (update("binary", "a", "b"), "not valid UTF-8 \\(byte 0\\)"),
        (update("fifo", "a", "b"), "not a regular file"),
        (update("loop", "a", "b"), "valid path|does not exist"),
        (delete("missing.txt"), "it does not exist"),
        (delete("directory"), "it is a directory"),
        (delete("../outside.txt"), "lies outside"),
        (delete("out/outside.txt"), "lies outside"),
        (delete("fifo"), "not a regular file"),
        (delete("spare.txt", "something else\n"), "does not hold the text that is to be deleted"),
        (
            p.FileUpdateChange(path="x", kind=p.UnknownVariant(type="copy", raw={"type": "copy"}), diff=""),
            "unknown kind of change 'copy'",
        ),
    ],
)
def test_one_wrong_change_changes_nothing(root: Path, change: p.FileUpdateChange, reason: str) -> None:
    (root / "out").symlink_to(root.parent)
    (root / "link.txt").symlink_to("../outside.txt")
    (root / "loop").symlink_to("loop")
    (root / "binary").write_bytes(b"\xff\xfe")
    before = tree(root)
    fifo = root / "fifo"  # reading it to compare would wait for ever
    os.mkfifo(fifo)
    with pytest.raises(PatchError, match=reason) as raised:
        apply_changes([add("first.txt", "x\n"), update("spare.txt", "spare\n", "changed\n"), change], root)
    assert raised.value.path in {change.path, getattr(change.kind, "move_path", None)}
    fifo.unlink()
    assert tree(root) == before
    assert (root.parent / "outside.txt").read_text() == "outside\n"


def test_changes_of_one_file_are_made_in_their_order(root: Path) -> None:
    for second in ("old.txt", "./old.txt", "directory/../old.txt", "alias.txt"):
        (root / "old.txt").write_text("one\ntwo\n")
        (root / "alias.txt").unlink(missing_ok=True)
        (root / "alias.txt").symlink_to("old.txt")
        apply_changes([update("old.txt", "one\ntwo\n", "x\n"), update(second, "x\n", "y\n")], root)
        assert (root / "old.txt").read_text() == "y\n"


@pytest.mark.promise("change-in-order")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([delete("old.txt"), add("old.txt", "new\n")], {"old.txt": b"new\n", "spare.txt": b"spare\n"}),
        ([add("new", "a\n"), delete("new")], {"old.txt": b"one\ntwo\n", "spare.txt": b"spare\n"}),
        (
            [update("old.txt", "", "", move_path="new"), add("old.txt", "again")],
            {"new": b"one\ntwo\n", "old.txt": b"again", "spare.txt": b"spare\n"},
        ),
        (
            [delete("spare.txt"), update("old.txt", "", "", move_path="spare.txt")],
            {"spare.txt": b"one\ntwo\n"},
        ),
        (
            [
                update("old.txt", "", "", move_path="t"),
                update("spare.txt", "", "", move_path="old.txt"),
                update("t", "one\n", "1\n", move_path="spare.txt"),
            ],
            {"old.txt": b"spare\n", "spare.txt": b"1\ntwo\n"},
        ),
        (
            [delete("old.txt"), add("old.txt/below", "deep\n")],
            {"old.txt": None, "old.txt/below": b"deep\n", "spare.txt": b"spare\n"},
        ),
        (
            [add("x/y", "1"), delete("x/y"), add("x", "2")],
            {"old.txt": b"one\ntwo\n", "spare.txt": b"spare\n", "x": b"2"},
        ),
    ],
)
def test_a_change_sees_what_those_before_it_did(
    root: Path, changes: list[p.FileUpdateChange], expected: dict[str, bytes | None]
) -> None:
    (root / "directory").rmdir()
    changes = [
        change.model_copy(
            update={"diff": change.diff.replace("@@ -1 +1 @@\n", "@@ -1,2 +1,2 @@\n") + " two\n"}
        )
        if "+1" in change.diff and change.kind.type == "update"
        else change
        for change in changes
    ]
    apply_changes(changes, root)
    assert tree(root) == expected


def test_two_changes_that_cannot_both_be_made(root: Path) -> None:
    before = tree(root)
    for changes in (
        [add("new", "1"), add("new", "2")],
        [add("new/file", "1"), add("new", "2")],
        [add("new", "1"), add("new/file", "2")],
        [delete("old.txt"), delete("old.txt")],
        [delete("old.txt"), update("old.txt", "one\n", "x\n")],
    ):
        with pytest.raises(PatchError, match=r"exists already|not exist|not a directory"):
            apply_changes(changes, root)
        assert tree(root) == before


@pytest.mark.promise("change-all-or-none")
@pytest.mark.parametrize("failing", ["file.txt", "old.txt", "moved.txt", "spare.txt"])
def test_a_disk_that_fails_half_way_leaves_everything_as_it_was(
    root: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "third.txt").write_text("third\n")
    before = tree(root)
    monkeypatch.setattr(os, "link", failing_once(os.link, failing, OSError(28, "No space left on device")))
    monkeypatch.setattr(
        os, "rename", failing_once(os.rename, failing, OSError(28, "No space left on device"))
    )
    with pytest.raises(PatchError, match="No space left on device"):
        apply_changes(
            [
                delete("spare.txt"),
                add("new/deep/file.txt", "x"),
                update("old.txt", "one\ntwo\n", "x\n"),
                update("third.txt", "third\n", "3\n", move_path="moved.txt"),
            ],
            root,
        )
    assert tree(root) == before


def test_an_interrupt_half_way_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(root)
    monkeypatch.setattr(os, "rename", failing_once(os.rename, "spare.txt", KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        apply_changes([delete("old.txt", "one\ntwo\n"), delete("spare.txt"), add("new/file", "x")], root)
    assert tree(root) == before


def test_links_inside_the_root(root: Path) -> None:
    (root / "alias.txt").symlink_to("old.txt")
    apply_changes([update("alias.txt", "one\ntwo\n", "changed\n")], root)
    assert (root / "alias.txt").is_symlink()
    assert (root / "old.txt").read_text() == "changed\n"
    apply_changes([delete("alias.txt")], root)
    assert not (root / "alias.txt").is_symlink()
    assert (root / "old.txt").read_text() == "changed\n"


@pytest.mark.promise("change-confined")
def test_a_link_that_leads_outside_may_be_deleted_but_not_followed(root: Path) -> None:
    (root / "link.txt").symlink_to("../outside.txt")
    apply_changes([delete("link.txt", "outside\n")], root)
    assert not (root / "link.txt").is_symlink()
    assert (root.parent / "outside.txt").read_text() == "outside\n"


def test_the_root_may_be_a_link(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    apply_changes([add("new.txt", "x"), add(str(link / "other.txt"), "y")], link)
    assert (root / "new.txt").read_text() == "x"
    assert (root / "other.txt").read_text() == "y"


def test_a_read_only_file_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as root, who may write all.
    monkeypatch.setattr(os, "access", lambda path, mode, **descriptors: False)
    with pytest.raises(PatchError, match="read-only"):
        apply_changes([update("old.txt", "one\ntwo\n", "x")], root)


def test_no_changes_are_fine(root: Path) -> None:
    before = tree(root)
    apply_changes([], root)
    assert tree(root) == before


def test_the_path_helpers(root: Path) -> None:
    assert find_file("./directory/../old.txt", root) == root.resolve() / "old.txt"
    assert find_file("gone", root) is None
    assert read_text("old.txt", root) == "one\ntwo\n"
    with pytest.raises(PatchError, match="cannot change 'gone': it does not exist"):
        read_text("gone", root)
    with pytest.raises(PatchError, match="lies outside"):
        find_file("../outside.txt", root)


def test_what_is_checked_is_what_will_be_made(root: Path) -> None:
    (root / "dos.txt").write_bytes(b"a\r\nb\r\n")
    (root / "picture").write_bytes(b"\xff\x00")
    (root / "link").symlink_to("old.txt")
    before = tree(root)
    changes = [
        delete("old.txt"),
        delete("picture"),
        delete("link"),
        p.FileUpdateChange(path="dos.txt", kind=p.UpdatePatchChangeKind(), diff="@@ -9 +9 @@\n-b\n+c\n"),
    ]
    checked = check_changes(changes, root)
    assert [change.diff for change in checked] == [
        "one\ntwo\n",
        "",
        "old.txt",
        "@@ -2 +2 @@\n-b\r\n+c\r\n",
    ]
    assert tree(root) == before
    assert apply_changes(checked, root).changes == checked
    assert (root / "dos.txt").read_bytes() == b"a\r\nc\r\n"


def test_a_deletion_shows_the_text_whatever_the_endings(root: Path) -> None:
    (root / "dos.txt").write_bytes(b"\xef\xbb\xbfa\r\nb\r\n")
    apply_changes([delete("dos.txt", "a\nb\n")], root)
    assert not (root / "dos.txt").exists()


@pytest.mark.parametrize("fails", [False, True])
def test_a_disk_without_hard_links(root: Path, fails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **options: Any) -> None:
        raise OSError(1, "Operation not permitted")

    (root / "old.txt").chmod(0o750)
    before = tree(root)
    monkeypatch.setattr(os, "link", refuse)
    changes = [update("old.txt", "one\ntwo\n", "x\n"), add("new/file", "y\n")]
    if fails:
        monkeypatch.setattr(os, "rename", failing_once(os.rename, "file", OSError(28, "No space left")))
        with pytest.raises(PatchError, match="No space left"):
            apply_changes(changes, root)
        assert tree(root) == before
    else:
        apply_changes(changes, root)
        assert (root / "old.txt").read_text() == "x\n"
        assert (root / "new/file").read_text() == "y\n"
        assert len(tree(root)) == len(before) + 2
    assert stat.S_IMODE((root / "old.txt").stat().st_mode) == 0o750


@pytest.mark.parametrize("what", ["written", "removed", "taken"])
def test_what_somebody_else_does_meanwhile_is_not_written_over(
    root: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meddle() -> bool:  # asked while the new content is being written
        if what == "written":
            (root / "old.txt").write_text("by somebody else\n")
        elif what == "removed":
            (root / "old.txt").unlink(missing_ok=True)
        else:
            (root / "new.txt").write_text("by somebody else\n")
        return False

    with pytest.raises(PatchError, match=r"by somebody else meanwhile|exists already"):
        apply_changes(
            [delete("spare.txt"), update("old.txt", "one\ntwo\n", "x\n"), add("new.txt", "y")], root, meddle
        )
    assert (root / "spare.txt").exists()
    found = {path.name: path.read_text() for path in root.glob("*.txt")}
    assert found.get("old.txt") == {"written": "by somebody else\n", "removed": None}.get(what, "one\ntwo\n")
    assert found.get("new.txt") == ("by somebody else\n" if what == "taken" else None)
    assert not list(root.glob(".appserver-*"))
