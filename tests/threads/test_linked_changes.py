"""What was allowed to be changed is that file, and not what its name leads to later: commands can make links."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from tests.threads.harness import running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext
    from tests.threads.harness import Harness

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="there is a sandbox on Linux only"),
    pytest.mark.promise("sandbox-changes"),
]

OLD, NEW = "old\n", "new\n"


def update(path: str) -> p.FileUpdateChange:
    """A change of one line."""
    diff = "@@ -1 +1 @@\n-old\n+new\n"
    return p.FileUpdateChange(path=path, kind=p.UpdatePatchChangeKind(), diff=diff)


def lay_out(work: Path) -> None:
    """A repository, and files beside it."""
    for name in ("config", "hooks/hook"):
        (work / ".git" / name).parent.mkdir(parents=True, exist_ok=True)
        (work / ".git" / name).write_text(OLD)
    (work / "sub").mkdir()
    for name in ("file", "config", "sub/config", "other"):
        (work / name).write_text(OLD)


def reasons(harness: Harness) -> list[str | None]:
    """Those of the questions."""
    return [payload.reason for name, payload in harness.connection.log if "requestApproval" in name]


async def until_asked(harness: Harness) -> Any:
    """Wait for a question; returns what answers it."""
    await harness.connection.until(lambda: bool(harness.connection.open_requests))
    ((_, question),) = harness.connection.open_requests.values()
    return question


@pytest.mark.parametrize(
    ("path", "replace", "real"),
    [
        ("file", "rm file; ln -s .git/config file", ".git/config"),
        ("config", "rm config; ln -s .git/config config", ".git/config"),
        ("sub/config", "rm -r sub; ln -s .git sub", ".git/config"),
        ("file", "rm file; ln -s other file", "other"),
    ],
)
async def test_what_was_accepted_for_the_session_is_not_what_a_link_leads_to_later(
    path: str, replace: str, real: str, tmp_path: Path
) -> None:
    lay_out(tmp_path)
    statuses: list[str] = []

    async def run(turn: TurnContext) -> None:
        statuses.append((await turn.apply_patch([update(path)])).status)
        assert (await turn.run_command(replace, ask=False)).exit_code == 0
        statuses.append((await turn.apply_patch([update(path)], reason="as said")).status)

    async with running(run) as harness:
        thread_id = harness.start_thread(
            cwd=str(tmp_path), approval_policy="on-request", sandbox="workspace-write"
        )
        harness.start_turn(thread_id)
        (await until_asked(harness)).resolve({"decision": "acceptForSession"})
        await harness.connection.until(lambda: not harness.connection.open_requests)
        question = await until_asked(harness)
        question.resolve({"decision": "decline"})
        assert (await harness.completed()).status == "completed"
    assert statuses == ["completed", "declined"]
    assert (tmp_path / real).read_text() == OLD
    hidden = f"{tmp_path / path} leads to {tmp_path / real}, which is protected"
    assert reasons(harness) == [None, f"as said; {hidden}" if real.startswith(".git") else "as said"]


def to_hooks(work: Path) -> None:
    (work / "link").unlink()
    (work / "link").symlink_to(".git/hooks/hook")


@pytest.mark.parametrize("begin", [".git/config", "other"])
async def test_a_link_that_is_changed_while_the_user_is_asked_leads_nowhere(
    begin: str, tmp_path: Path
) -> None:
    lay_out(tmp_path)
    (tmp_path / "link").symlink_to(begin)
    found: list[Any] = []

    async def run(turn: TurnContext) -> None:
        found.append(await turn.apply_patch([update("link")]))

    async with running(run) as harness:
        thread_id = harness.start_thread(
            cwd=str(tmp_path), approval_policy="on-request", sandbox="workspace-write"
        )
        harness.start_turn(thread_id)
        question = await until_asked(harness)
        to_hooks(tmp_path)
        question.resolve({"decision": "accept"})
        assert (await harness.completed()).status == "completed"
    (result,) = found
    assert result.status == "failed"
    assert f"it leads to {tmp_path}/.git/hooks/hook, which is protected" in result.reason
    assert (tmp_path / ".git" / "hooks" / "hook").read_text() == OLD


def with_its_repository_beside(work: Path) -> None:
    (work / "store" / "own").mkdir(parents=True)
    (work / "store" / "own" / "commondir").write_text("../shared\n")
    (work / "store" / "shared").mkdir()
    (work / ".git").write_text("gitdir: store/own\n")


def with_a_root_within(work: Path) -> None:
    (work / "inner").mkdir()


@pytest.mark.parametrize(
    ("lay", "path"),
    [
        (with_its_repository_beside, "store/own/config"),
        (with_its_repository_beside, "store/shared/hooks/hook"),
        (with_a_root_within, "inner/.git/config"),
        (with_a_root_within, "inner/.codex/config.toml"),
    ],
)
async def test_what_commands_may_not_change_is_asked_about(
    lay: Callable[[Path], None], path: str, tmp_path: Path
) -> None:
    lay(tmp_path)
    policy = p.WorkspaceWriteSandboxPolicy(writable_roots=[str(tmp_path / "inner")])
    statuses: list[object] = []

    async def run(turn: TurnContext) -> None:
        made = f"mkdir -p {path.rpartition('/')[0]} && echo x > {path}"
        statuses.append((await turn.run_command(made, ask=False)).exit_code == 0)
        change = p.FileUpdateChange(path=path, kind=p.AddPatchChangeKind(), diff="x\n")
        statuses.append((await turn.apply_patch([change], ask=False)).status)

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), approval_policy="on-request")
        harness.start_turn(thread_id, sandbox_policy=policy)
        (await until_asked(harness)).resolve({"decision": "decline"})
        assert (await harness.completed()).status == "completed"
    assert statuses == [False, "declined"]
    assert not (tmp_path / path).exists()
