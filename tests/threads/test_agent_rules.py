"""Rules on commands hold for agents of users too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.events import ServerRequest
from appserver.execution.sandbox import sandbox_support
from tests.engine.turns import check_turn, items_of, new_thread, start_turn

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import Event
    from appserver.turns.items.command import CommandResult

RULES = """\
prefix_rule(pattern=["touch"])
prefix_rule(pattern=["git", "push"], decision="prompt", justification="look")
prefix_rule(pattern=["curl"], decision="forbidden", justification="no curl")
"""
pytestmark = pytest.mark.promise("rules-agents")


class Worker(appserver.Agent):
    """Runs commands, and keeps how they ended."""

    def __init__(self, *commands: dict[str, Any]) -> None:
        self.commands = commands
        self.results: list[CommandResult] = []

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """Run them one after the other."""
        for arguments in self.commands:
            self.results.append(await turn.run_command(**arguments))


async def work(
    place: Path, *commands: dict[str, Any], decision: Any = "decline", **thread: Any
) -> tuple[list[CommandResult], list[p.CommandExecutionRequestApprovalParams], list[Event]]:
    """What becomes of the commands of an agent."""
    (place / "rules").mkdir(exist_ok=True)
    file = place / "rules" / "default.rules"
    if not file.exists():
        file.write_text(RULES)
    work = place / "work"
    work.mkdir(exist_ok=True)
    agent = Worker(*commands)
    events: list[Event] = []
    questions: list[p.CommandExecutionRequestApprovalParams] = []
    async with appserver.start(agent=agent, home=place, experimental_api=True) as client:
        settings = {"sandbox": "read-only", "approval_policy": "on-request", **thread}
        await start_turn(client, await new_thread(client, cwd=str(work), **settings))
        async for event in client:
            if isinstance(event, ServerRequest):
                assert isinstance(event.params, p.CommandExecutionRequestApprovalParams)
                questions.append(event.params)
                await client.resolve_server_request(event.id, {"decision": decision})
                continue
            events.append(event)
            if isinstance(event, p.TurnCompletedNotification):
                break
    check_turn(events)
    return agent.results, questions, events


@pytest.mark.parametrize("command", ["git push x", ["git", "push", "x"], ["bash", "-lc", "git push x"]])
@pytest.mark.parametrize("ask", [True, False])
async def test_a_rule_asks_whatever_the_agent_thinks(tmp_path: Path, command: Any, ask: bool) -> None:
    (result,), (question,), _ = await work(tmp_path, {"command": command, "ask": ask})
    assert result.status == "declined"
    assert question.reason is not None
    assert question.reason.endswith("requires approval: look")
    assert question.available_decisions == ["accept", "acceptForSession", "decline", "cancel"]


@pytest.mark.parametrize("policy", ["on-request", "untrusted", "never"])
@pytest.mark.parametrize("sandbox", ["read-only", "danger-full-access"])
async def test_what_a_rule_forbids_is_declined_with_its_reason(
    tmp_path: Path, policy: str, sandbox: str
) -> None:
    (result,), questions, events = await work(
        tmp_path, {"command": "ls; curl x", "ask": False}, approval_policy=policy, sandbox=sandbox
    )
    assert (result.status, result.exit_code, questions) == ("declined", None, [])
    assert result.output.endswith("rejected: no curl")
    assert [item.status for item in items_of(events, "commandExecution")] == ["declined"]


async def test_what_must_be_asked_is_declined_where_nobody_may_be(tmp_path: Path) -> None:
    (result,), questions, _ = await work(tmp_path, {"command": "git push"}, approval_policy="never")
    assert (result.status, questions) == ("declined", [])
    assert "AskForApproval is set to Never" in result.output


@pytest.mark.skipif(sandbox_support().mechanism is None, reason="no sandbox works here")
async def test_what_a_rule_allows_needs_no_question_and_stays_where_its_agent_wants_it(
    tmp_path: Path,
) -> None:
    commands: list[dict[str, Any]] = [
        {"command": "touch kept"},
        {"command": "touch freed", "sandboxed": False},
    ]
    (kept, freed), questions, _ = await work(tmp_path, *commands, approval_policy="untrusted")
    assert (kept.status, freed.status, questions) == ("failed", "completed", [])
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["freed"]


async def test_a_rule_can_be_added(tmp_path: Path) -> None:
    amendment = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["printf", "x"]}}
    command = {"command": "printf x", "reason": "why"}
    results, (question,), _ = await work(tmp_path, command, command, decision=amendment)
    assert [result.output for result in results] == ["x", "x"]
    assert question.reason == "why"
    assert question.proposed_execpolicy_amendment == ["printf", "x"]
    assert question.available_decisions is not None
    shown = [one if isinstance(one, str) else one.to_wire() for one in question.available_decisions]
    assert shown == ["accept", "acceptForSession", amendment, "decline", "cancel"]
    text = (tmp_path / "rules" / "default.rules").read_text()
    assert text == f'{RULES}prefix_rule(pattern=["printf", "x"], decision="allow")\n'


async def test_a_command_that_leaves_the_sandbox_says_so(tmp_path: Path) -> None:
    _, (question,), _ = await work(tmp_path, {"command": "true", "sandboxed": False})
    assert question.reason == "It is to run outside of the sandbox."


async def test_without_a_home_no_rule_is_read_or_offered(tmp_path: Path) -> None:
    agent = Worker({"command": "true"})
    async with appserver.start(agent=agent, experimental_api=True) as client:
        await start_turn(client, await new_thread(client, cwd=str(tmp_path)))
        async for event in client:
            if isinstance(event, ServerRequest):
                assert isinstance(event.params, p.CommandExecutionRequestApprovalParams)
                assert event.params.available_decisions == ["accept", "acceptForSession", "decline", "cancel"]
                assert event.params.proposed_execpolicy_amendment is None
                await client.resolve_server_request(event.id, {"decision": "decline"})
            if isinstance(event, p.TurnCompletedNotification):
                break
    assert [result.status for result in agent.results] == ["declined"]
