"""Threads that others wrote, and of which no line says what they run with: they run as the configuration says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.store import FileStore, MemoryStore
from tests.config.test_in_a_server import options
from tests.lasting.speaker import Speaker, events_until, new_thread, say, start

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from appserver.store import ThreadStore

THREAD = "01a21916-dcb8-72e2-84c2-cf85dbd68a69"
WHEN = "2026-11-25T10:00:00.000Z"

CONFIG = """
model = "configured"
approval_policy = "never"
sandbox_mode = "workspace-write"
approvals_reviewer = "auto_review"
model_reasoning_effort = "low"
service_tier = "flex"

[sandbox_workspace_write]
writable_roots = ["/opt"]
"""
CONFIGURED: dict[str, Any] = {
    "model": "configured",
    "approval_policy": "never",
    "approvals_reviewer": "auto_review",
    "reasoning_effort": "low",
    "service_tier": "flex",
    "sandbox": p.WorkspaceWriteSandboxPolicy(writable_roots=["/opt"]),
}

ASKED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"model": "asked"}, {"model": "asked"}),
    ({"approval_policy": "on-request"}, {"approval_policy": "on-request"}),
    ({"sandbox": "read-only"}, {"sandbox": p.ReadOnlySandboxPolicy()}),
    ({"permissions": ":read-only"}, {"sandbox": p.ReadOnlySandboxPolicy()}),
]


def write_unsaid(home: Path, mode: str, **meta: Any) -> Path:
    """A thread with one turn, written by somebody who says no more than must be said."""
    said: list[tuple[str, dict[str, Any]]] = [
        ("event_msg", {"type": "user_message", "message": "hi"}),
        ("event_msg", {"type": "agent_message", "message": "hello"}),
    ]
    if mode == "paginated":
        user = {"type": "UserMessage", "id": "u", "content": [{"type": "text", "text": "hi"}]}
        agent = {"type": "AgentMessage", "id": "a", "content": [{"type": "Text", "text": "hello"}]}
        done: dict[str, Any] = {"type": "item_completed", "thread_id": THREAD, "turn_id": "t"}
        said = [("event_msg", {**done, "item": item}) for item in (user, agent)]
    known = {"cwd": str(home), "originator": "other", "cli_version": "1", "source": "vscode"}
    first = {
        "id": THREAD,
        "timestamp": WHEN,
        "model_provider": "tests",
        "history_mode": mode,
        **known,
        **meta,
    }
    lines: list[tuple[str, dict[str, Any]]] = [
        ("session_meta", first),
        ("event_msg", {"type": "task_started", "turn_id": "t"}),
        *said,
        ("event_msg", {"type": "task_complete", "turn_id": "t"}),
    ]
    file = home / f"sessions/2026/11/25/rollout-2026-11-25T10-00-00-{THREAD}.jsonl"
    file.parent.mkdir(parents=True)
    records = [
        {"timestamp": WHEN, "ordinal": place, "type": kind, "payload": payload}
        for place, (kind, payload) in enumerate(lines)
    ]
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    return file


def shown(answer: Any) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in CONFIGURED}


@pytest.mark.promise("last-unsaid-settings")
@pytest.mark.parametrize("mode", ["paginated", "legacy"])
@pytest.mark.parametrize(("params", "changes"), ASKED, ids=[str(params) for params, _ in ASKED])
async def test_a_thread_that_says_nothing_is_resumed_and_forked_as_configured(
    tmp_path: Path, mode: str, params: dict[str, Any], changes: dict[str, Any]
) -> None:
    file = write_unsaid(tmp_path, mode)
    before = file.read_bytes()
    (tmp_path / "config.toml").write_text(CONFIG)
    with_home = {**options(tmp_path), "agent": Speaker()}
    async with start(FileStore(tmp_path), **with_home) as client:
        if mode == "paginated":  # others cannot be forked
            forked = await client.request(p.ThreadForkParams(thread_id=THREAD, exclude_turns=True, **params))
            assert shown(forked) == {**CONFIGURED, **changes}
        resumed = await client.request(p.ThreadResumeParams(thread_id=THREAD, exclude_turns=True, **params))
        assert shown(resumed) == {**CONFIGURED, **changes}
        told = await events_until(client, p.ThreadGoalClearedNotification)
        assert not any(isinstance(event, p.WarningNotification) for event in told)
        assert params or file.read_bytes() == before  # nothing was said
        await say(client, THREAD, "go on")
    (tmp_path / "config.toml").write_text("")
    async with start(FileStore(tmp_path), **with_home) as client:  # as its last turn ran
        again = await client.request(p.ThreadResumeParams(thread_id=THREAD, exclude_turns=True))
        assert shown(again) == {**CONFIGURED, **changes}


@pytest.mark.promise("last-unsaid-settings")
async def test_without_a_configuration_it_may_do_least(tmp_path: Path) -> None:
    write_unsaid(tmp_path, "paginated")
    async with start(FileStore(tmp_path)) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=THREAD))
        assert (resumed.approval_policy, resumed.sandbox.type) == ("on-request", "readOnly")
        forked = await client.request(p.ThreadForkParams(thread_id=THREAD))
        assert (forked.approval_policy, forked.sandbox.type) == ("on-request", "readOnly")


@pytest.mark.promise("last-unsaid-settings")
async def test_an_administrator_is_heard(tmp_path: Path) -> None:
    write_unsaid(tmp_path, "paginated")
    (tmp_path / "config.toml").write_text(CONFIG)
    required = 'allowed_approval_policies = ["on-request"]\nallowed_sandbox_modes = ["read-only"]\n'
    with_home = {**options(tmp_path, requirements=required), "agent": Speaker()}
    async with start(FileStore(tmp_path), **with_home) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=THREAD))
        assert (resumed.approval_policy, resumed.sandbox.type) == ("on-request", "readOnly")


ITEM: Any = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "known"}]}


async def name(client: Any, thread_id: str) -> str:
    await client.request(p.ThreadSetNameParams(thread_id=thread_id, name="kept"))
    return thread_id


async def note(client: Any, thread_id: str) -> str:
    git_info = p.ThreadMetadataGitInfoUpdateParams(branch="main")
    await client.request(p.ThreadMetadataUpdateParams(thread_id=thread_id, git_info=git_info))
    return thread_id


async def aim(client: Any, thread_id: str) -> str:
    await client.request(p.ThreadGoalSetParams(thread_id=thread_id, objective="get there"))
    return thread_id


async def inject(client: Any, thread_id: str) -> str:
    await client.request(p.ThreadInjectItemsParams(thread_id=thread_id, items=[ITEM]))
    return thread_id


async def revert(client: Any, thread_id: str) -> str:
    turn_id = await say(client, thread_id, "one")
    await client.request(p.ThreadRevertParams(thread_id=thread_id, before_turn_id=turn_id))
    return thread_id


async def fork(client: Any, _: str) -> str:
    source = await new_thread(client, "one", sandbox="danger-full-access", approval_policy="never")
    forked = await client.request(p.ThreadForkParams(thread_id=source, exclude_turns=True, **STRICT))
    return str(forked.thread.id)


async def begin(client: Any, _: str) -> str:
    begun = await client.request(p.ThreadResumeParams(thread_id="", history=[ITEM], **STRICT))
    return str(begun.thread.id)


STRICT: dict[str, Any] = {"sandbox": "read-only", "approval_policy": "untrusted", "service_tier": "default"}
WAYS = [name, note, aim, inject, revert, fork, begin]


@pytest.mark.promise("last-unsaid-settings")
@pytest.mark.parametrize("keep", WAYS)
@pytest.mark.parametrize("kind", ["memory", "files"])
async def test_what_a_request_said_of_a_thread_without_a_turn_holds_later(
    tmp_path: Path, kind: str, keep: Callable[[Any, str], Awaitable[str]]
) -> None:
    """Whatever it is that makes it stay: nothing is less strict after a restart than it was before."""
    (tmp_path / "config.toml").write_text(CONFIG)
    with_home = {**options(tmp_path), "agent": Speaker()}
    memory = MemoryStore()

    def store() -> ThreadStore:
        return memory if kind == "memory" else FileStore(tmp_path)

    async with start(store(), **with_home) as client:
        thread_id = await keep(client, await new_thread(client, **STRICT))
    async with start(store(), **with_home) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread_id))
        kept = (resumed.sandbox.type, resumed.approval_policy, resumed.service_tier)
        assert kept == ("readOnly", "untrusted", "default")
