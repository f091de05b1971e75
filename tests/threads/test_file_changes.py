"""What a client sees of file changes: the bytes of the files, not what the agent took them for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import anyio
import pytest

from appserver import protocol as p
from tests.execution.git_trees import files, git_apply
from tests.threads.harness import running
from tests.threads.test_verbs import result_of

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext
    from appserver.turns.items.file_change import PatchResult
    from tests.threads.harness import Harness

APPROVAL = "item/fileChange/requestApproval"


def add(path: str, text: str) -> p.FileUpdateChange:
    return p.FileUpdateChange(path=path, kind=p.AddPatchChangeKind(), diff=text)


def delete(path: str, text: str = "") -> p.FileUpdateChange:
    return p.FileUpdateChange(path=path, kind=p.DeletePatchChangeKind(), diff=text)


def update(path: str, diff: str) -> p.FileUpdateChange:
    return p.FileUpdateChange(path=path, kind=p.UpdatePatchChangeKind(), diff=diff)


def shown(harness: Harness, event: str) -> list[str]:
    """The diffs of the items of file changes in one kind of event."""
    return [
        change.diff
        for notification in harness.connection.of(event)
        if isinstance(notification.item, p.FileChangeThreadItem)
        for change in notification.item.changes
    ]


def last_diff(harness: Harness) -> str:
    diff: str = harness.connection.of("turn/diff/updated")[-1].diff
    return diff


@pytest.mark.promise("change-diff", "change-diff-applies")
async def test_several_patches_of_one_file_are_one_section(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> None:
        await turn.apply_patch([update("a", "@@ -1 +1 @@\n-1\n+one\n")], ask=False)
        await turn.apply_patch([update("a", "@@ -3 +3 @@\n-3\n+three\n")], ask=False)

    root, before = tmp_path / "root", tmp_path / "before"
    root.mkdir()
    (root / "a").write_text("1\n2\n3\n")
    shutil.copytree(root, before)
    _, harness = await result_of(verb, cwd=str(root))
    diff = last_diff(harness)
    assert diff.count("diff --git") == 1
    assert "@@ -1,3 +1,3 @@\n-1\n+one\n 2\n-3\n+three\n" in diff
    assert git_apply(diff, before, tmp_path / "copy") == files(root)


@pytest.mark.promise("change-diff")
async def test_edits_that_cancel_out_leave_an_empty_diff(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> None:
        await turn.apply_patch([update("a", "@@ -1 +1 @@\n-1\n+one\n"), add("b", "x")], ask=False)
        await turn.apply_patch([update("a", "@@ -1 +1 @@\n-one\n+1\n")], ask=False)
        await turn.apply_patch([delete("b")], ask=False)

    (tmp_path / "a").write_text("1\n")
    _, harness = await result_of(verb, cwd=str(tmp_path))
    diffs = [notification.diff for notification in harness.connection.of("turn/diff/updated")]
    assert [diff.count("diff --git") for diff in diffs] == [2, 1, 0]
    assert diffs[-1] == ""


@pytest.mark.promise("change-shown", "change-endings")
async def test_item_and_diff_have_the_lines_of_the_file(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> PatchResult:
        changes = [
            update("dos", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
            update("far", "@@ -1 +1 @@\n-here\n+there\n"),
            update("marked", "@@ -1 +1 @@\n-a\n+b\n"),
            delete("gone"),
        ]
        return await turn.apply_patch(changes)

    root, before = tmp_path / "root", tmp_path / "before"
    root.mkdir()
    (root / "dos").write_bytes(b"a\r\nb\r\n")
    (root / "far").write_text("x\n" * 5 + "here\n")
    (root / "marked").write_bytes(b"\xef\xbb\xbfa\n")
    (root / "gone").write_text("old\ntext\n")
    shutil.copytree(root, before)
    result, harness = await result_of(verb, {"decision": "accept"}, cwd=str(root))
    assert result.status == "completed"
    expected = [
        "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n",
        "@@ -6 +6 @@\n-here\n+there\n",
        "@@ -1 +1 @@\n-\ufeffa\n+\ufeffb\n",
        "old\ntext\n",
    ]
    assert shown(harness, "item/started") == expected  # before the user is asked
    assert shown(harness, "item/completed") == expected
    assert git_apply(last_diff(harness), before, tmp_path / "copy") == files(root)
    assert (root / "dos").read_bytes() == b"a\r\nc\r\n"


@pytest.mark.promise("change-does-not-fit")
async def test_nobody_is_asked_about_a_patch_that_does_not_fit(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> PatchResult:
        return await turn.apply_patch([update("a", "@@ -1 +1 @@\n-2\n+3\n")])

    (tmp_path / "a").write_text("1\n")
    result, harness = await result_of(verb, cwd=str(tmp_path))
    assert result.status == "failed"
    assert "does not fit at line 1" in result.reason
    assert not [name for name in harness.connection.names if name.startswith(APPROVAL)]
    assert harness.connection.of("item/completed")[1].item.status == "failed"


@pytest.mark.promise("change-shown")
@pytest.mark.parametrize(
    ("meanwhile", "status", "after"),
    [
        ("new\na\nb\n", "completed", "new\na\nc\n"),  # what was accepted still fits, at one place
        ("a\nB\n", "failed", "a\nB\n"),
    ],
)
async def test_a_file_that_changes_while_the_user_thinks(
    tmp_path: Path, meanwhile: str, status: str, after: str
) -> None:
    results: list[PatchResult] = []

    async def run(turn: TurnContext) -> None:
        results.append(await turn.apply_patch([update("f", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n")]))

    (tmp_path / "f").write_text("a\nb\n")
    async with running(run) as harness:
        harness.start_turn(harness.start_thread(cwd=str(tmp_path)))
        await harness.connection.seen(f"{APPROVAL}#0")
        (tmp_path / "f").write_text(meanwhile)
        harness.connection.open_requests[0][1].resolve({"decision": "accept"})
        await harness.completed()
    assert [result.status for result in results] == [status]
    assert (tmp_path / "f").read_text() == after


@pytest.mark.promise("change-in-order")
async def test_a_file_may_be_deleted_and_added_in_one_patch(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> PatchResult:
        return await turn.apply_patch([delete("a"), add("a", "2\n")], ask=False)

    root, before = tmp_path / "root", tmp_path / "before"
    root.mkdir()
    (root / "a").write_text("1\n")
    shutil.copytree(root, before)
    result, harness = await result_of(verb, cwd=str(root))
    assert result.status == "completed"
    assert last_diff(harness).count("diff --git") == 1
    assert git_apply(last_diff(harness), before, tmp_path / "copy") == files(root)


@pytest.mark.promise("change-diff-applies")
async def test_the_diff_applies_from_within_a_working_tree_of_git(tmp_path: Path) -> None:
    """`git apply` takes paths from the top of the working tree, wherever it is started."""

    async def verb(turn: TurnContext) -> None:
        await turn.apply_patch([update("a", "@@ -1 +1 @@\n-1\n+2\n"), add("new/b", "x\n")], ask=False)

    top, before = tmp_path / "top", tmp_path / "before"
    (top / "sub").mkdir(parents=True)
    (top / ".git").mkdir()
    (top / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    for name in ("objects", "refs"):
        (top / ".git" / name).mkdir()
    (top / "sub" / "a").write_text("1\n")
    shutil.copytree(top, before)
    _, harness = await result_of(verb, cwd=str(top / "sub"))
    diff = last_diff(harness)
    assert "+++ b/sub/new/b" in diff
    assert git_apply(diff, before, tmp_path / "copy", within="sub") == files(top)


@pytest.mark.promise("change-diff")
async def test_patches_of_one_file_at_the_same_time(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> list[str]:
        statuses: list[str] = []

        async def change(line: int) -> None:
            diff = f"@@ -{line} +{line} @@\n-{line}\n+new {line}\n"
            statuses.append((await turn.apply_patch([update("a", diff)], ask=False)).status)

        async with anyio.create_task_group() as group:
            for line in range(1, 9):
                group.start_soon(change, line)
        return statuses

    root, before = tmp_path / "root", tmp_path / "before"
    root.mkdir()
    (root / "a").write_text("".join(f"{line}\n" for line in range(1, 9)))
    shutil.copytree(root, before)
    statuses, harness = await result_of(verb, cwd=str(root))
    assert statuses == ["completed"] * 8
    assert (root / "a").read_text() == "".join(f"new {line}\n" for line in range(1, 9))
    assert git_apply(last_diff(harness), before, tmp_path / "copy") == files(root)
