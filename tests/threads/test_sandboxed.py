"""Turns keep what their agents do in the sandbox that their policy stands for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.execution.sandbox import SandboxTerms
from appserver.policy.sandbox import sandbox_terms
from tests.threads.harness import running
from tests.threads.test_verbs import FULL_ACCESS, result_of

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext
    from tests.threads.harness import Harness

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is a sandbox on Linux only")

WRITE = "echo inside > inside.txt; echo outside > ../outside.txt; echo git > .git/config; true"


def written(base: Path) -> list[str]:
    """What was written."""
    return sorted(path.name for path in base.rglob("*") if path.is_file())


@pytest.mark.promise("sandbox-read-only", "sandbox-workspace-write", "sandbox-none")
@pytest.mark.parametrize("approval_policy", ["never", "on-request"])
@pytest.mark.parametrize(
    ("policy", "files"),
    [
        (p.ReadOnlySandboxPolicy(), []),
        (p.WorkspaceWriteSandboxPolicy(exclude_slash_tmp=True, exclude_tmpdir_env_var=True), ["inside.txt"]),
        (p.ExternalSandboxSandboxPolicy(), ["config", "inside.txt", "outside.txt"]),
        (p.DangerFullAccessSandboxPolicy(), ["config", "inside.txt", "outside.txt"]),
    ],
    ids=lambda value: getattr(value, "type", None),
)
async def test_a_command_writes_what_its_policy_lets_it(
    policy: p.SandboxPolicy, files: list[str], approval_policy: str, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    (work / ".git").mkdir(parents=True)

    async def run(turn: TurnContext) -> None:
        assert (await turn.run_command(WRITE, ask=False)).status == "completed"

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(work), approval_policy=approval_policy)
        harness.start_turn(thread_id, sandbox_policy=policy)
        assert (await harness.completed()).status == "completed"
    assert written(tmp_path) == files
    assert not [name for name in harness.connection.names if "requestApproval" in name]


@pytest.mark.promise("sandbox-left")
@pytest.mark.parametrize(
    ("approval_policy", "sandbox", "questions", "status"),
    [
        ("on-request", "read-only", 1, "completed"),
        ("on-request", "workspace-write", 1, "completed"),
        ("on-request", "danger-full-access", 0, "completed"),
        ("never", "read-only", 0, "declined"),
        ("never", "workspace-write", 0, "declined"),
        ("never", "danger-full-access", 0, "completed"),
        ("untrusted", "danger-full-access", 1, "completed"),
    ],
)
async def test_what_leaves_the_sandbox_is_asked_for(
    approval_policy: str, sandbox: str, questions: int, status: str, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()

    async def verb(turn: TurnContext) -> Any:
        return await turn.run_command("echo x > ../outside.txt", ask=False, sandboxed=False)

    result, harness = await result_of(
        verb, {"decision": "accept"}, approval_policy=approval_policy, sandbox=sandbox, cwd=str(work)
    )
    assert result.status == status
    assert (tmp_path / "outside.txt").exists() is (status == "completed")
    assert sum("requestApproval" in name for name in harness.connection.names) == questions


@pytest.mark.promise("sandbox-left")
async def test_what_was_accepted_in_the_sandbox_is_asked_for_outside(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> list[str]:
        kept = await turn.run_command("true")
        again = await turn.run_command("true")
        left = await turn.run_command("true", sandboxed=False)
        return [kept.status, again.status, left.status]

    answers = {"decision": "acceptForSession"}, {"decision": "decline"}
    statuses, harness = await result_of(verb, *answers, cwd=str(tmp_path))
    assert statuses == ["completed", "completed", "declined"]
    assert sum("requestApproval" in name for name in harness.connection.names) == 2


@pytest.mark.promise("sandbox-changes")
@pytest.mark.parametrize(
    "path", [".git/config", ".codex/config.toml", ".GIT/hooks/x", "alias/config", "sub/.git/config"]
)
@pytest.mark.parametrize(
    ("approval_policy", "sandbox", "questions", "status"),
    [
        ("on-request", "workspace-write", 1, "declined"),
        ("never", "workspace-write", 0, "declined"),
        ("never", "danger-full-access", 0, "completed"),
        ("on-request", "danger-full-access", 0, "completed"),
    ],
)
async def test_a_change_of_what_is_protected_is_asked_for(
    path: str, approval_policy: str, sandbox: str, questions: int, status: str, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "alias").symlink_to(".git")
    if path.startswith("sub"):
        questions, status = 0, "completed"  # that of a project within

    async def verb(turn: TurnContext) -> Any:
        add = p.FileUpdateChange(path=path, kind=p.AddPatchChangeKind(), diff="x\n")
        return await turn.apply_patch([add], ask=False)

    result, harness = await result_of(
        verb, {"decision": "decline"}, approval_policy=approval_policy, sandbox=sandbox, cwd=str(tmp_path)
    )
    assert result.status == status
    assert (tmp_path / path).exists() is (status == "completed")
    assert sum("requestApproval" in name for name in harness.connection.names) == questions


@pytest.mark.promise("sandbox-left")
async def test_what_was_accepted_in_one_sandbox_is_asked_for_in_another(tmp_path: Path) -> None:
    async def run(turn: TurnContext) -> None:
        assert (await turn.run_command("true")).status == "completed"

    def questions(harness: Harness) -> int:
        return sum("requestApproval" in name for name in harness.connection.names)

    policies: list[tuple[p.SandboxPolicy, int]] = [
        (p.ReadOnlySandboxPolicy(), 1),
        (p.ReadOnlySandboxPolicy(), 1),
        (p.ReadOnlySandboxPolicy(network_access=True), 2),
        (p.WorkspaceWriteSandboxPolicy(), 3),
        (p.WorkspaceWriteSandboxPolicy(), 3),
        (p.WorkspaceWriteSandboxPolicy(writable_roots=["/var/tmp"]), 4),
        (p.DangerFullAccessSandboxPolicy(), 5),
        (p.ReadOnlySandboxPolicy(), 5),
    ]
    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), approval_policy="on-request")
        for number, (policy, asked) in enumerate(policies):
            harness.connection.answers.append({"decision": "acceptForSession"})
            harness.start_turn(thread_id, sandbox_policy=policy)
            await harness.completed(number + 1)
            assert questions(harness) == asked, policy
            harness.connection.answers.clear()


@pytest.mark.promise("sandbox-changes", "sandbox-refused")
@pytest.mark.parametrize("moment", ["before", "while it is asked about"])
async def test_what_takes_the_place_of_the_directory_is_not_written_to(moment: str, tmp_path: Path) -> None:
    """The directory of a thread lies in another one that commands write to, as those in `/tmp` do."""
    work, outside = tmp_path / "shared" / "work", tmp_path / "outside"
    work.mkdir(parents=True)
    outside.mkdir()
    policy = p.WorkspaceWriteSandboxPolicy(
        writable_roots=[str(tmp_path / "shared")], exclude_slash_tmp=True, exclude_tmpdir_env_var=True
    )

    def replace() -> None:
        work.rmdir()
        work.symlink_to(outside)

    said: list[str] = []

    async def run(turn: TurnContext) -> None:
        change = p.FileUpdateChange(path="file", kind=p.AddPatchChangeKind(), diff="x\n")
        if moment == "before":
            replace()
            command = await turn.run_command("echo x > made", ask=False)
            said.append(f"{command.status} {command.output}")
        patch = await turn.apply_patch([change], ask=moment != "before")
        said.append(f"{patch.status} {patch.reason}")

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(work), approval_policy="on-request")
        harness.start_turn(thread_id, sandbox_policy=policy)
        if moment != "before":
            await harness.connection.until(lambda: bool(harness.connection.open_requests))
            replace()
            ((_, question),) = harness.connection.open_requests.values()
            question.resolve({"decision": "accept"})
        assert (await harness.completed()).status == "completed"
    assert len(said) == (2 if moment == "before" else 1)
    assert all(text.startswith("failed ") and "which commands may change" in text for text in said), said
    assert list(outside.iterdir()) == []


@pytest.mark.promise("sandbox-home")
@pytest.mark.parametrize("inner", ["", "state", "state/deeper"])
async def test_nobody_changes_the_home_unasked(inner: str, tmp_path: Path) -> None:
    home = tmp_path / inner
    home.mkdir(parents=True, exist_ok=True)
    found: list[Any] = []

    class Agent(appserver.Agent):
        async def run_turn(self, turn: appserver.TurnContext) -> None:
            path = home / "config.toml"
            write = await turn.run_command(f"echo 'notify = []' > {path}", ask=False)
            change = p.FileUpdateChange(path=str(path), kind=p.AddPatchChangeKind(), diff="notify = []\n")
            patch = await turn.apply_patch([change], ask=False)
            link = p.FileUpdateChange(path=str(home), kind=p.AddPatchChangeKind(), diff="x\n")
            found.extend((write.exit_code, patch.status, (await turn.apply_patch([link], ask=False)).status))

    async with appserver.start(agent=Agent(), home=home) as client:
        asked = []
        started = await client.request(p.ThreadStartParams(cwd=str(tmp_path), sandbox="workspace-write"))
        await client.request(
            p.TurnStartParams(thread_id=started.thread.id, input=[p.TextUserInput(text="go")])
        )
        async for event in client:
            if isinstance(event, appserver.ServerRequest):
                asked.append(event.method)
                await client.resolve_server_request(event.id, {"decision": "decline"})
            elif isinstance(event, p.TurnCompletedNotification):
                break
    assert found[0] != 0
    assert found[1] == "declined"
    assert found[2] != "completed"
    assert asked[0] == "item/fileChange/requestApproval"
    assert not (home / "config.toml").exists()


async def test_a_sandbox_that_cannot_be_had_fails_the_command_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / ".git").symlink_to(tmp_path)

    async def verb(turn: TurnContext) -> Any:
        return await turn.run_command("echo x > made", ask=False)

    result, _ = await result_of(verb, sandbox="workspace-write", cwd=str(tmp_path))
    assert result.status == "failed"
    assert "is a link, which cannot be protected" in result.output
    assert not (tmp_path / "made").exists()
    result, _ = await result_of(verb, **FULL_ACCESS, cwd=str(tmp_path))
    assert result.status == "completed"


def test_the_roots_of_a_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/var/tmp")
    policy = p.WorkspaceWriteSandboxPolicy
    here, slash, own = str(tmp_path), "/tmp", "/var/tmp"
    cases = [
        (policy(), (here, slash, own), False),
        (policy(exclude_slash_tmp=True), (here, own), False),
        (policy(exclude_tmpdir_env_var=True), (here, slash), False),
        (policy(writable_roots=["/srv"], network_access=True), (here, "/srv", slash, own), True),
    ]
    for given, roots, network in cases:
        assert sandbox_terms(given, tmp_path, "/home") == SandboxTerms(roots, ("/home",), network)
    reading = p.ReadOnlySandboxPolicy(network_access=True)
    assert sandbox_terms(reading, tmp_path, "/home") == SandboxTerms(network=True)
    monkeypatch.setenv("TMPDIR", "relative")
    assert sandbox_terms(policy(), tmp_path, "/home") == SandboxTerms((here, slash), ("/home",))
