"""`thread/resume` of a thread that is not loaded: what it runs with, what is told, and by which name it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.store import FileStore, MemoryStore, ThreadStore
from tests.config.test_in_a_server import options
from tests.lasting.speaker import Speaker, events_until, new_thread, say, start, turns_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeStore = Callable[[], ThreadStore]


@pytest.fixture(params=["memory", "files"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> MakeStore:
    if request.param == "files":
        return lambda: FileStore(tmp_path / "store")
    store = MemoryStore()
    return lambda: store


async def resume(client: Any, thread_id: str = "", **params: Any) -> p.ThreadResumeResponse:
    answer: p.ThreadResumeResponse = await client.request(p.ThreadResumeParams(thread_id=thread_id, **params))
    return answer


OVERRIDES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"model": "other"}, {"model": "other", "reasoning_effort": None}),
    ({"model_provider": "openai"}, {"model_provider": "openai"}),
    ({"approval_policy": "untrusted"}, {"approval_policy": "untrusted"}),
    ({"approvals_reviewer": "auto_review"}, {"approvals_reviewer": "auto_review"}),
    ({"service_tier": "flex"}, {"service_tier": "flex"}),
    ({"cwd": "/usr"}, {"cwd": "/usr"}),
    ({"sandbox": "danger-full-access"}, {"sandbox": p.DangerFullAccessSandboxPolicy()}),
    (
        {"permissions": ":read-only"},
        {"active_permission_profile": p.ActivePermissionProfile(id=":read-only")},
    ),
    ({"config": {"model": "c"}}, {"model": "c", "reasoning_effort": None}),
    ({"config": {"model_reasoning_effort": "low"}}, {"reasoning_effort": "low"}),
    ({"config": {"sandbox_mode": "danger-full-access"}}, {"sandbox": p.DangerFullAccessSandboxPolicy()}),
    ({"config": {"model": "c"}, "model": "wins"}, {"model": "wins", "reasoning_effort": None}),
]
SHOWN = (
    *("model", "model_provider", "approval_policy", "approvals_reviewer", "service_tier", "cwd"),
    *("sandbox", "reasoning_effort"),
)


@pytest.mark.promise("last-resume-settings")
@pytest.mark.parametrize(("params", "changes"), OVERRIDES, ids=[str(params) for params, _ in OVERRIDES])
async def test_settings_are_those_of_the_last_turn_and_overrides_win(
    make_store: MakeStore, tmp_path: Path, params: dict[str, Any], changes: dict[str, Any]
) -> None:
    (tmp_path / "config.toml").write_text('model = "configured"\napproval_policy = "never"\n')
    with_home = options(tmp_path)
    del with_home["agent"]
    async with start(make_store(), **with_home) as client:
        thread_id = await new_thread(client)
        turn = p.TurnStartParams(
            thread_id=thread_id,
            input=[p.TextUserInput(text="x")],
            model="turned",
            effort="high",
            approval_policy="on-request",
            sandbox_policy=p.WorkspaceWriteSandboxPolicy(writable_roots=["/opt"]),
            cwd="/etc",
        )
        await client.request(turn)
        await events_until(client, p.TurnCompletedNotification)
    wanted = {
        "model": "turned",
        "model_provider": "tests",
        "approval_policy": "on-request",
        "approvals_reviewer": "user",
        "service_tier": None,
        "cwd": "/etc",
        "sandbox": p.WorkspaceWriteSandboxPolicy(writable_roots=["/opt"]),
        "reasoning_effort": "high",
        **changes,
    }
    if "permissions" in params:
        wanted["sandbox"] = p.ReadOnlySandboxPolicy()
    for given in (params, {}):  # they hold from now on
        async with start(make_store(), **with_home) as client:
            resumed = await resume(client, thread_id, **given)
            assert {name: getattr(resumed, name) for name in wanted} == wanted
            if given:
                again = await resume(client, thread_id, model="ignored", sandbox="read-only")
                assert {name: getattr(again, name) for name in wanted} == wanted


@pytest.mark.promise("last-resume-settings")
async def test_what_no_store_keeps_is_as_the_configuration_says(
    make_store: MakeStore, tmp_path: Path
) -> None:
    told: list[tuple[str | None, str | None]] = []

    class Told(Speaker):
        async def run_turn(self, turn: Any) -> None:
            told.append((turn.settings.base_instructions, turn.settings.developer_instructions))
            await super().run_turn(turn)

    agent = Told()
    (tmp_path / "config.toml").write_text('developer_instructions = "be kind"\n')
    with_home = {**options(tmp_path), "agent": agent}
    async with start(make_store(), **with_home) as client:
        thread_id = await new_thread(client, "one")
    async with start(make_store(), **with_home) as client:
        await resume(client, thread_id)
        await say(client, thread_id, "two")
    async with start(make_store(), **with_home) as client:
        await resume(client, thread_id, base_instructions="base", developer_instructions="be brief")
        await say(client, thread_id, "three")
    assert told == [(None, "be kind"), (None, "be kind"), ("base", "be brief")]


@pytest.mark.promise("last-resume-settings")
async def test_what_is_not_allowed_any_more_is_replaced_and_told(
    make_store: MakeStore, tmp_path: Path
) -> None:
    async with start(make_store(), **{**options(tmp_path), "agent": Speaker()}) as client:
        thread_id = await new_thread(client, "one", approval_policy="never", sandbox="danger-full-access")
    required = 'allowed_approval_policies = ["on-request"]\nallowed_sandbox_modes = ["read-only"]\n'
    with_home = {**options(tmp_path, requirements=required), "agent": Speaker()}
    async with start(make_store(), **with_home) as client:
        resumed = await resume(client, thread_id, approval_policy="never")
        assert (resumed.approval_policy, resumed.sandbox.type) == ("on-request", "readOnly")
        told = await events_until(client, p.WarningNotification)
        assert "falling back to required value OnRequest" in getattr(told[-1], "message", "")


@pytest.mark.promise("last-resume-told")
async def test_a_resume_that_fails_leaves_the_thread_to_others(make_store: MakeStore, tmp_path: Path) -> None:
    store = make_store()
    with_home = {**options(tmp_path), "agent": Speaker()}
    async with start(store, **with_home) as one, start(store, **with_home) as other:
        thread_id = await new_thread(one, "one")
        await one.request(p.ThreadArchiveParams(thread_id=thread_id))
        await one.request(p.ThreadUnarchiveParams(thread_id=thread_id))
        for wrong in (
            {"model_provider": "nobody"},
            {"config": {"approval_policy": 5}},
            {"sandbox": "read-only", "permissions": ":read-only"},
        ):
            with pytest.raises(ServerError):
                await resume(one, thread_id, **wrong)
        await resume(other, thread_id)
        await say(other, thread_id, "two")


@pytest.mark.promise("last-resume-told")
async def test_whoever_resumes_is_told_the_tokens_and_of_another_model(make_store: MakeStore) -> None:
    async with start(make_store()) as client:
        thread_id = await new_thread(client, "one", "two")
        last = (await turns_of(client, thread_id))[-1].id
    async with start(make_store()) as client:
        await resume(client, thread_id, exclude_turns=True, model="other")
        told = await events_until(client, p.ThreadGoalClearedNotification)
        usage = next(each for each in told if isinstance(each, p.ThreadTokenUsageUpdatedNotification))
        assert (usage.turn_id, usage.token_usage.total.total_tokens) == (last, 2)
        warning = next(each for each in told if isinstance(each, p.WarningNotification))
        assert "recorded with model `speaker` but is resuming with `other`" in warning.message


@pytest.mark.promise("last-resume-path")
async def test_a_thread_is_found_by_its_file(tmp_path: Path) -> None:
    async with start(FileStore(tmp_path)) as client:
        thread_id = await new_thread(client, "one", "two")
        turns = await turns_of(client, thread_id)
        read = await client.request(p.ThreadReadParams(thread_id=thread_id))
        first = str(read.thread.path)
        assert (await resume(client, path=first)).thread.id == thread_id
        reverted = await client.request(p.ThreadRevertParams(thread_id=thread_id, before_turn_id=turns[1].id))
        second = str(reverted.thread.path)
        with pytest.raises(ServerError, match=f"cannot resume running thread {thread_id} with stale path"):
            await resume(client, path=first)
    async with start(FileStore(tmp_path)) as client:
        with pytest.raises(ServerError, match=f"cannot resume paginated thread {thread_id} with stale path"):
            await resume(client, path=first)
        for nothing in (f"{tmp_path}/none.jsonl", "/none.jsonl"):
            with pytest.raises(
                ServerError, match=f"failed to resolve rollout path `{nothing}`: file does not"
            ):
                await resume(client, path=nothing)
        resumed = await resume(client, path=second)
        assert (resumed.thread.id, len(resumed.thread.turns)) == (thread_id, 1)


@pytest.mark.promise("last-resume-history")
async def test_a_thread_begins_with_what_was_said_elsewhere(make_store: MakeStore) -> None:
    history = [
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "old"}]},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "words"}]},
    ]
    agent = Speaker()
    async with start(make_store(), agent) as client:
        asked = {"threadId": "", "history": history, "model": "mine"}
        answer = await client.request_raw("thread/resume", asked)
        thread_id = answer["thread"]["id"]
        assert (answer["model"], answer["thread"]["turns"]) == ("mine", [])
        await say(client, thread_id, "one")
        assert [item["role"] for item in agent.seen] == ["user", "assistant"]
        assert len(await turns_of(client, thread_id)) == 1
        with pytest.raises(ServerError, match="history must not be empty"):
            await client.request_raw("thread/resume", {"threadId": thread_id, "history": []})
    async with start(make_store(), agent) as client:
        await resume(client, thread_id)
        await say(client, thread_id, "two")
        assert [item["role"] for item in agent.seen] == ["user", "assistant", "user"]
