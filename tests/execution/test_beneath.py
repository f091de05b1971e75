"""Paths are resolved in one step: what was checked is what is opened, whatever else changes the directory meanwhile."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.execution.beneath import Beneath, PatchError
from appserver.execution.diff import make_diff
from appserver.execution.patch import apply_changes
from appserver.execution.planning import plan_changes
from appserver.execution.transaction import carry_out

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.promise("change-confined")


def update(path: str, move_path: str | None = None) -> p.FileUpdateChange:
    kind = p.UpdatePatchChangeKind(move_path=move_path)
    return p.FileUpdateChange(path=path, kind=kind, diff=make_diff("text\n", "new\n"))


CHANGES = [
    p.FileUpdateChange(path="d/new", kind=p.AddPatchChangeKind(), diff="x\n"),
    p.FileUpdateChange(path="d/new/deep", kind=p.AddPatchChangeKind(), diff="x\n"),
    p.FileUpdateChange(path="d/file", kind=p.DeletePatchChangeKind(), diff=""),
    update("d/file"),
    update("d/file", "moved"),
    update("file", "d/moved"),
]


def build(base: Path) -> Path:
    """A directory to change files in, beside one to keep out of."""
    for name in ("root/d", "outside"):
        (base / name).mkdir(parents=True)
        (base / name / "file").write_text("text\n")
    (base / "root/file").write_text("text\n")
    return base / "root"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build(tmp_path)


def swap(root: Path) -> None:
    """What a program does that wants the change to land outside."""
    (root / "d").rename(root / "put-aside")
    (root / "d").symlink_to("../outside")


def outside(root: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (root.parent / "outside").iterdir()}


@pytest.mark.parametrize("change", CHANGES)
def test_a_directory_that_becomes_a_link_before_the_change_is_made(
    root: Path, change: p.FileUpdateChange
) -> None:
    with Beneath(root) as tree:
        plan = plan_changes([change], tree)
        swap(root)
        with pytest.raises(PatchError):
            carry_out(plan, tree, lambda: False)
    assert outside(root) == {"file": "text\n"}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["stat", "open", "link", "rename", "unlink", "mkdir", "access"])
def test_a_directory_that_becomes_a_link_between_any_two_steps(
    tmp_path: Path, change: p.FileUpdateChange, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The swap comes before the first system call of one kind, before the second, and so on."""
    original = getattr(os, name)
    for at in range(60):
        root = build(tmp_path / str(at))
        made: list[int] = []

        def call(
            *arguments: Any, made: list[int] = made, root: Path = root, at: int = at, **options: Any
        ) -> Any:
            made.append(at)
            if len(made) == at + 1:
                swap(root)
            return original(*arguments, **options)

        with monkeypatch.context() as patch, contextlib.suppress(PatchError):
            patch.setattr(os, name, call)
            apply_changes([change], root)
        assert outside(root) == {"file": "text\n"}
        if len(made) <= at:
            return
    pytest.fail("there are more calls than were tried")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("d/file", ("d", "file")),
        ("./d//file", ("d", "file")),
        ("d/../file", ("file",)),
        ("missing/../file", ("file",)),
        ("missing/deep", ("missing", "deep")),
        ("in/file", ("d", "file")),
        ("in/../file", ("file",)),
        ("absolute/file", ("d", "file")),
        ("round/file", ("d", "file")),
        ("chain/file", ("d", "file")),
        ("../root/file", ("file",)),
        ("end", ("d", "file")),
    ],
)
def test_links_and_dots_inside(root: Path, path: str, place: tuple[str, ...]) -> None:
    (root / "in").symlink_to("d")
    (root / "absolute").symlink_to(root / "d")
    (root / "round").symlink_to("../root/d")
    (root / "chain").symlink_to("in")
    (root / "end").symlink_to("d/file")
    (root.parent / "alias").symlink_to(root)
    with Beneath(root) as tree:
        assert tree.locate(path) == place
        assert tree.locate(str(root / path) if ".." not in path else path) == place
        if ".." not in path:
            assert tree.locate(f"{root.parent}/alias/{path}") == place
        assert tree.locate("end", follow=False) == ("end",)


@pytest.mark.parametrize(
    "path", ["..", "../outside/file", "out/file", "out", "far", "/etc/passwd", "d/..", "", "/"]
)
def test_what_leads_outside(root: Path, path: str) -> None:
    (root / "out").symlink_to("../outside")
    (root / "far").symlink_to("/etc/passwd")
    with Beneath(root) as tree, pytest.raises(PatchError, match="lies outside"):
        tree.locate(path)


def test_no_descriptor_is_left_open(root: Path) -> None:
    (root / "loop").symlink_to("loop")
    with Beneath(root) as tree:
        before = os.listdir("/dev/fd")  # noqa: PTH208 - descriptors
        for path in ("d/file", "d/x/y", "../outside", "loop", "d/file/x", "d/../../outside", "nul\0"):
            with contextlib.suppress(PatchError):
                tree.locate(path)
        assert len(os.listdir("/dev/fd")) == len(before)  # noqa: PTH208
