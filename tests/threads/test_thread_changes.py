"""Names, goals, metadata and forks of threads, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.errors import ServerError
from tests.threads.harness import running

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext
    from tests.threads.harness import Harness


async def speak(turn: TurnContext) -> None:
    if turn.text == "hang":
        await anyio.sleep_forever()
    await turn.report_usage(input_tokens=3, output_tokens=1)
    await turn.send_message(f"re: {turn.text}, after {len(turn.history)}")


def refusal(harness: Harness, params: p.RequestParams[Any]) -> str:
    with pytest.raises(ServerError) as raised:
        harness.call(params)
    assert raised.value.code == -32600
    return raised.value.message


@pytest.mark.promise("thread-name")
async def test_a_thread_is_named_without_blanks_and_everyone_is_told() -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        await harness.connection.seen("thread/started")
        harness.call(p.ThreadSetNameParams(thread_id=thread_id, name=" before "))
        told = await harness.connection.seen("thread/name/updated")
        assert (told.thread_id, told.thread_name) == (thread_id, "before")
        assert harness.connection.names[-2:] == ["R", "thread/name/updated"]
        assert harness.call(p.ThreadReadParams(thread_id=thread_id)).thread.name == "before"
        assert harness.call(p.ThreadListParams()).data == []  # there is no message yet
        blank = p.ThreadSetNameParams(thread_id=thread_id, name=" \t")
        assert refusal(harness, blank) == "thread name must not be empty"
        short = harness.start_thread(ephemeral=True)
        assert refusal(harness, p.ThreadSetNameParams(thread_id=short, name="n")) == (
            f"ephemeral thread does not support metadata updates: {short}"
        )
        half = p.ThreadSetNameParams(thread_id=thread_id, name="\ud800")
        assert "half of a surrogate pair" in refusal(harness, half)


@pytest.mark.promise("thread-metadata")
async def test_what_is_known_of_the_repository_adds_up() -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        git = p.ThreadMetadataGitInfoUpdateParams

        def update(info: p.ThreadMetadataGitInfoUpdateParams) -> Any:
            answer = harness.call(p.ThreadMetadataUpdateParams(thread_id=thread_id, git_info=info))
            assert answer.thread.git_info is not None
            return answer.thread.git_info.to_wire()

        assert update(git(branch="b", sha="1")) == {"sha": "1", "branch": "b", "originUrl": None}
        assert update(git(sha=None)) == {"sha": None, "branch": "b", "originUrl": None}
        assert update(git(origin_url="u")) == {"sha": None, "branch": "b", "originUrl": "u"}
        nothing = p.ThreadMetadataUpdateParams(thread_id=thread_id)
        assert refusal(harness, nothing) == "thread metadata update must include at least one field"


@pytest.mark.promise("goal-kept", "goal-starts-nothing")
async def test_the_life_of_a_goal() -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()

        def change(**params: Any) -> dict[str, Any]:
            goal = harness.call(p.ThreadGoalSetParams(thread_id=thread_id, **params)).goal
            assert harness.call(p.ThreadGoalGetParams(thread_id=thread_id)).goal == goal
            return {name: getattr(goal, name) for name in ("objective", "status", "token_budget")}

        assert harness.call(p.ThreadGoalGetParams(thread_id=thread_id)).goal is None
        assert not harness.call(p.ThreadGoalClearParams(thread_id=thread_id)).cleared
        first = change(objective=" o ", status="paused", token_budget=10)
        assert first == {"objective": "o", "status": "paused", "token_budget": 10}
        assert change(status="complete") == {**first, "status": "complete"}
        assert change(token_budget=None) == {**first, "status": "complete", "token_budget": None}
        assert change(objective="p") == {"objective": "p", "status": "complete", "token_budget": None}
        told = await harness.connection.seen("thread/goal/updated")
        assert told.turn_id is None
        assert harness.call(p.ThreadGoalClearParams(thread_id=thread_id)).cleared
        await harness.connection.seen("thread/goal/cleared")
        assert not harness.call(p.ThreadGoalClearParams(thread_id=thread_id)).cleared
        assert "turn/started" not in harness.connection.names


@pytest.mark.promise("goal-errors")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "active"}, "cannot update goal for thread {}: no goal exists"),
        ({}, "cannot update goal for thread {}: no goal exists"),
        ({"objective": "  "}, "goal objective must not be empty"),
        ({"objective": "x" * 4001}, "goal objective must be at most 4000 characters"),
        ({"objective": "o", "token_budget": 0}, "goal budgets must be positive when provided"),
        ({"objective": "o", "token_budget": -1}, "goal budgets must be positive when provided"),
    ],
)
async def test_goals_that_there_cannot_be(changes: dict[str, Any], message: str) -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        params = p.ThreadGoalSetParams(thread_id=thread_id, **changes)
        assert refusal(harness, params) == message.format(thread_id)
        short = harness.start_thread(ephemeral=True)
        for other in (p.ThreadGoalGetParams, p.ThreadGoalClearParams, p.ThreadGoalSetParams):
            assert refusal(harness, other(thread_id=short)) == (
                f"ephemeral thread does not support goals: {short}"
            )


@pytest.mark.promise("fork-turns")
async def test_a_fork_goes_on_from_the_turns_of_its_source(tmp_path: Path) -> None:
    async with running(speak) as harness:
        source = harness.start_thread(
            cwd=str(tmp_path), sandbox="danger-full-access", approval_policy="never"
        )
        for number in range(3):
            harness.start_turn(source, str(number))
            await harness.completed(number + 1)
        harness.call(p.ThreadSetNameParams(thread_id=source, name="n"))
        turns = harness.call(p.ThreadReadParams(thread_id=source, include_turns=True)).thread.turns
        ids = [turn.id for turn in turns]

        answer = harness.call(p.ThreadForkParams(thread_id=source))
        fork = answer.thread
        assert fork.id not in (source, *ids)
        assert (fork.forked_from_id, fork.name, fork.preview, fork.turns) == (source, "n", "", turns)
        assert (answer.approval_policy, answer.sandbox.type) == ("never", "readOnly")
        await harness.connection.seen("thread/tokenUsage/updated", 4)
        told = harness.connection.of("thread/tokenUsage/updated")[-1]
        assert (told.thread_id, told.turn_id, told.token_usage.total.total_tokens) == (fork.id, ids[-1], 12)
        started = harness.connection.of("thread/started")[-1].thread
        assert (started.id, started.turns) == (fork.id, [])
        assert (
            harness.call(p.ThreadTurnsListParams(thread_id=fork.id, sort_direction="asc")).data[0].id
            == ids[0]
        )
        assert harness.call(p.ThreadReadParams(thread_id=fork.id, include_turns=True)).thread.turns == turns

        harness.start_turn(fork.id, "on")
        turn = await harness.completed(4)
        assert [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)] == [
            "re: on, after 3"
        ]
        assert len(harness.call(p.ThreadReadParams(thread_id=source, include_turns=True)).thread.turns) == 3

        def forked(**params: Any) -> list[str]:
            return [
                turn.id for turn in harness.call(p.ThreadForkParams(thread_id=source, **params)).thread.turns
            ]

        assert forked(last_turn_id=ids[1]) == ids[:2]
        assert forked(before_turn_id=ids[1]) == ids[:1]
        assert forked(before_turn_id=ids[0]) == []
        assert forked(exclude_turns=True) == []
        elsewhere = harness.call(
            p.ThreadForkParams(
                thread_id=source,
                cwd=f"{tmp_path}/..",
                sandbox="workspace-write",
                model="m",
                thread_source="s",
            )
        )
        assert (elsewhere.cwd, elsewhere.sandbox.type) == (str(tmp_path.parent), "workspaceWrite")
        assert (elsewhere.model, elsewhere.thread.thread_source) == ("m", "s")


@pytest.mark.promise("fork-errors")
async def test_forks_that_there_cannot_be() -> None:
    async with running(speak) as harness:
        source = harness.start_thread()
        none = f"no rollout found for thread id {source}"
        assert refusal(harness, p.ThreadForkParams(thread_id=source)) == none
        first = harness.start_turn(source)
        await harness.completed()
        running_id = harness.start_turn(source, "hang")

        def refused(**params: Any) -> str:
            return refusal(harness, p.ThreadForkParams(thread_id=source, **params))

        assert refused(last_turn_id="nope") == "turn not found: nope"
        assert refused(before_turn_id="nope") == "turn not found: nope"
        assert refused(last_turn_id=first, before_turn_id=first) == (
            "`beforeTurnId` cannot be combined with `lastTurnId`"
        )
        assert refused(last_turn_id=running_id) == f"lastTurnId '{running_id}' identifies an in-progress turn"
        assert refused(ephemeral=True) == "ephemeral paginated thread/fork requires `excludeTurns: true`"
        assert refused(permissions=":workspace", sandbox="read-only") == (
            "`permissions` cannot be combined with `sandbox`"
        )
        fork = harness.call(p.ThreadForkParams(thread_id=source, before_turn_id=running_id)).thread
        assert [turn.id for turn in fork.turns] == [first]
        short = harness.call(p.ThreadForkParams(thread_id=source, ephemeral=True, exclude_turns=True)).thread
        assert short.ephemeral
        assert refusal(harness, p.ThreadForkParams(thread_id=short.id)) == (
            f"no rollout found for thread id {short.id}"
        )
        assert len(list(harness.session.threads)) == 3  # nothing is left of those that were refused


@pytest.mark.promise("permission-profiles")
async def test_a_profile_stands_for_its_sandbox() -> None:
    async with running(speak) as harness:
        for profile, kind in (
            (None, "readOnly"),
            (":read-only", "readOnly"),
            (":workspace", "workspaceWrite"),
            (":danger-full-access", "dangerFullAccess"),
        ):
            answer = harness.call(p.ThreadStartParams(permissions=profile))
            assert answer.sandbox.type == kind
            assert answer.active_permission_profile is not None
            assert answer.active_permission_profile.id == (profile or ":read-only")
        named = harness.call(p.ThreadStartParams(sandbox="workspace-write"))
        assert named.active_permission_profile is None
        assert refusal(harness, p.ThreadStartParams(permissions=":nope")) == (
            "unknown permission profile `:nope`, expected one of `:read-only`, `:workspace`, `:danger-full-access`"
        )
        turn = p.TurnStartParams(
            thread_id=named.thread.id,
            input=[],
            permissions=":workspace",
            sandbox_policy=p.ReadOnlySandboxPolicy(),
        )
        assert refusal(harness, turn) == "`permissions` cannot be combined with `sandboxPolicy`"
