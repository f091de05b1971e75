"""What the verbs send and give back."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.execution.output_buffer import OutputBuffer
from appserver.turns.items.command import STOPPED
from tests.threads.harness import Harness, running

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext

FULL_ACCESS = {"approval_policy": "never", "sandbox": "danger-full-access"}


async def result_of(
    verb: Callable[[TurnContext], Awaitable[Any]], *answers: object, **thread: Any
) -> tuple[Any, Harness]:
    """What a verb gives in a turn of its own, and the harness that saw it."""
    results: list[Any] = []

    async def run(turn: TurnContext) -> None:
        results.append(await verb(turn))

    async with running(run) as harness:
        harness.connection.answers.extend(answers)
        harness.start_turn(harness.start_thread(**thread))
        turn = await harness.completed()
        assert turn.status == "completed", turn.error
    return results[0], harness


@pytest.mark.promise("item-reasoning")
async def test_reasoning_in_parts() -> None:
    async def verb(turn: TurnContext) -> None:
        async with turn.reasoning() as reasoning:
            await reasoning.summary_delta("a")
            await reasoning.next_summary_part()
            await reasoning.summary_delta("b")
            await reasoning.delta("one")
            reasoning.next_content_part()
            await reasoning.delta("two")
            await reasoning.delta("")

    _, harness = await result_of(verb)
    assert harness.connection.names[7:-2] == [
        "item/started",
        "item/reasoning/summaryPartAdded",
        "item/reasoning/summaryTextDelta",
        "item/reasoning/summaryPartAdded",
        "item/reasoning/summaryTextDelta",
        "item/reasoning/textDelta",
        "item/reasoning/textDelta",
        "item/completed",
    ]
    item = harness.connection.of("item/completed")[1].item
    assert (item.summary, item.content) == (["a", "b"], ["one", "two"])
    assert [n.content_index for n in harness.connection.of("item/reasoning/textDelta")] == [0, 1]
    assert [n.summary_index for n in harness.connection.of("item/reasoning/summaryTextDelta")] == [0, 1]


@pytest.mark.promise("item-reasoning")
async def test_plans() -> None:
    async def verb(turn: TurnContext) -> None:
        async with turn.plan() as plan:
            await plan.delta("first ")
            await plan.delta("second")
        await turn.update_plan([p.TurnPlanStep(step="do", status="pending")], "why")

    _, harness = await result_of(verb)
    assert harness.connection.of("item/completed")[1].item.text == "first second"
    updated = harness.connection.of("turn/plan/updated")[0]
    assert (updated.explanation, updated.plan[0].step) == ("why", "do")


@pytest.mark.promise("item-side-by-side")
async def test_items_side_by_side_keep_their_own_order() -> None:
    async def verb(turn: TurnContext) -> None:
        async def say(text: str) -> None:
            async with turn.message() as message:
                for letter in text:
                    await message.delta(letter)
                    await anyio.lowlevel.checkpoint()

        async with anyio.create_task_group() as group:
            for text in ("abc", "defg", ""):
                group.start_soon(say, text)

    _, harness = await result_of(verb)
    ended = [n.item for n in harness.connection.of("item/completed")[1:]]
    assert sorted(item.text for item in ended) == ["", "abc", "defg"]
    for item in ended:
        own = [n for _, n in harness.connection.log if getattr(n, "item_id", "") == item.id]
        assert "".join(n.delta for n in own) == item.text


@pytest.mark.promise("notify-token-usage")
async def test_usage_adds_up() -> None:
    async def verb(turn: TurnContext) -> None:
        await turn.report_usage(input_tokens=10, output_tokens=5, cached_input_tokens=2)
        await turn.report_usage(
            input_tokens=1, output_tokens=1, reasoning_output_tokens=1, model_context_window=9
        )

    _, harness = await result_of(verb)
    usage = harness.connection.of("thread/tokenUsage/updated")[1].token_usage
    assert (usage.total.total_tokens, usage.total.cached_input_tokens) == (17, 2)
    assert (usage.last.total_tokens, usage.last.reasoning_output_tokens) == (2, 1)
    assert usage.model_context_window == 9


@pytest.mark.promise("question-resolved", "notify-user-input")
async def test_user_is_asked() -> None:
    async def verb(turn: TurnContext) -> object:
        question = p.ToolRequestUserInputQuestion(id="q", header="H", question="?")
        return await turn.ask_user([question])

    answers, harness = await result_of(verb, {"answers": {"q": {"answers": ["yes"]}}})
    assert answers == {"q": ["yes"]}
    assert harness.connection.names[7:-2] == [
        "thread/status/changed",
        "item/tool/requestUserInput#0",
        "serverRequest/resolved",
        "thread/status/changed",
    ]
    flags = harness.connection.of("thread/status/changed")[1].status
    assert flags.active_flags == ["waitingOnUserInput"]


async def test_user_does_not_answer() -> None:
    from tests.threads.harness import server_error

    answers, _ = await result_of(lambda turn: turn.ask_user([]), server_error())
    assert answers == {}


async def test_two_questions_at_once_show_one_status() -> None:
    async def run(turn: TurnContext) -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(turn.run_command, "true")
            group.start_soon(turn.run_command, "false")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.connection.seen("item/commandExecution/requestApproval#1")
        for _, waiter in harness.connection.open_requests.values():
            waiter.resolve({"decision": "decline"})
        await harness.completed()
        statuses = [n.status.to_wire() for n in harness.connection.of("thread/status/changed")]
        assert [status.get("activeFlags") for status in statuses] == [[], ["waitingOnApproval"], [], None]


@pytest.mark.promise("decline-given-up")
async def test_abandoned_question_is_taken_back() -> None:
    async def verb(turn: TurnContext) -> None:
        with anyio.move_on_after(0.01):
            await turn.run_command("true")

    _, harness = await result_of(verb)
    assert harness.connection.names[7:] == [
        "thread/status/changed",
        "item/started",
        "item/commandExecution/requestApproval#0",
        "serverRequest/resolved",
        "thread/status/changed",
        "item/completed",
        "thread/status/changed",
        "turn/completed",
    ]
    assert harness.connection.of("item/completed")[1].item.status == "failed"


@pytest.mark.promise("command-result")
async def test_command_results(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> list[object]:
        shell = await turn.run_command("echo out; echo err >&2; exit 3")
        direct = await turn.run_command([sys.executable, "-c", "import os; print(os.getcwd())"], cwd="sub")
        missing = await turn.run_command(["/no/such/program"])
        return [shell, direct, missing]

    (tmp_path / "sub").mkdir()
    (shell, direct, missing), harness = await result_of(verb, cwd=str(tmp_path), **FULL_ACCESS)
    assert (shell.status, shell.exit_code, shell.output) == ("failed", 3, "out\nerr\n")
    assert (direct.status, direct.exit_code, direct.output) == ("completed", 0, f"{tmp_path / 'sub'}\n")
    assert direct.duration_ms is not None
    assert (missing.status, missing.exit_code) == ("failed", None)
    assert missing.output.startswith("failed to start the command: ")
    items = [n.item for n in harness.connection.of("item/completed")[1:]]
    assert items[0].command == "echo out; echo err >&2; exit 3"
    assert items[1].cwd == str(tmp_path / "sub")
    assert not any("requestApproval" in name for name in harness.connection.names)


@pytest.mark.promise("command-turn-interrupted")
async def test_command_dies_with_its_turn(tmp_path: Path) -> None:
    async def run(turn: TurnContext) -> None:
        await turn.run_command("echo started; exec sleep 1000", ask=False)

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path))
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/commandExecution/outputDelta")
        harness.interrupt(thread_id, turn_id)
        assert (await harness.completed()).status == "interrupted"
        item = harness.connection.of("item/completed")[1].item
        assert (item.status, item.aggregated_output) == ("failed", f"started\n{STOPPED}")
        assert item.exit_code == 128 + signal.SIGTERM


@pytest.mark.promise("approval-on-request", "approval-unknown-policy", "approval-never")
@pytest.mark.parametrize(
    ("approval_policy", "sandbox", "ask", "command", "change"),
    [
        ("never", "read-only", True, "completed", "declined"),
        ("never", "workspace-write", True, "completed", "completed"),
        ("never", "workspace-write", False, "completed", "completed"),
        ("never", "danger-full-access", True, "completed", "completed"),
        ("on-request", "read-only", False, "completed", "completed"),
        ("on-request", "danger-full-access", True, "asked", "asked"),
        ("untrusted", "danger-full-access", False, "asked", "asked"),
        ("something new", "danger-full-access", False, "asked", "asked"),
    ],
)
async def test_approval_policies(
    approval_policy: str, sandbox: str, ask: bool, command: str, change: str, tmp_path: Path
) -> None:
    async def verb(turn: TurnContext) -> tuple[str, str]:
        ran = await turn.run_command("true", ask=ask)
        add = p.FileUpdateChange(path="new.txt", kind=p.AddPatchChangeKind(), diff="x\n")
        made = await turn.apply_patch([add], ask=ask)
        return ran.status, made.status

    expected = tuple("declined" if status == "asked" else status for status in (command, change))
    decline = {"decision": "decline"}
    statuses, harness = await result_of(
        verb, decline, decline, approval_policy=approval_policy, sandbox=sandbox, cwd=str(tmp_path)
    )
    assert statuses == expected
    asked = [name for name in harness.connection.names if "requestApproval" in name]
    assert len(asked) == (command, change).count("asked")


@pytest.mark.promise("approval-granular")
@pytest.mark.parametrize(
    ("sandbox_approval", "status", "questions"), [(True, "completed", 1), (False, "completed", 0)]
)
async def test_granular_policy(sandbox_approval: bool, status: str, questions: int) -> None:
    policy = p.GranularAskForApproval(
        granular=p.GranularAskForApprovalFields(
            sandbox_approval=sandbox_approval, rules=True, mcp_elicitations=True
        )
    )
    result, harness = await result_of(
        lambda turn: turn.run_command("true"), {"decision": "accept"}, approval_policy=policy
    )
    assert result.status == status
    assert sum("requestApproval" in name for name in harness.connection.names) == questions


@pytest.mark.promise("change-does-not-fit")
async def test_patch_that_does_not_fit_fails(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> object:
        outside = p.FileUpdateChange(path="../out.txt", kind=p.AddPatchChangeKind(), diff="x\n")
        return await turn.apply_patch([outside], ask=False)

    result, harness = await result_of(verb, cwd=str(tmp_path))
    assert result.status == "failed"
    assert "outside" in result.reason
    assert harness.connection.of("item/completed")[1].item.status == "failed"
    assert "turn/diff/updated" not in harness.connection.names


@pytest.mark.promise("change-diff")
async def test_diff_of_a_turn_grows(tmp_path: Path) -> None:
    async def verb(turn: TurnContext) -> None:
        for name in ("a.txt", "b.txt"):
            change = p.FileUpdateChange(path=name, kind=p.AddPatchChangeKind(), diff=f"{name}\n")
            await turn.apply_patch([change], ask=False)

    _, harness = await result_of(verb, cwd=str(tmp_path))
    diffs = [n.diff for n in harness.connection.of("turn/diff/updated")]
    assert "b.txt" not in diffs[0]
    assert "+a.txt" in diffs[1]
    assert "+b.txt" in diffs[1]


def test_output_within_the_bound_is_kept_whole() -> None:
    buffer = OutputBuffer(10)
    for piece in ("äb", "c", "defgh"):
        buffer.append(piece)
    assert buffer.text() == "äbcdefgh"


def test_output_beyond_the_bound_keeps_both_ends() -> None:
    buffer = OutputBuffer(10)
    for number in range(1000):
        buffer.append(f"{number:04}")
    assert buffer.text() == "00000\n[... 3990 bytes of output left out ...]\n80999"
    buffer.append("é")  # never half a character
    assert buffer.text().endswith("999é")


async def test_context_cannot_leave_its_process() -> None:
    import pickle

    async def verb(turn: TurnContext) -> str:
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(turn)
        return repr(turn)

    text, _ = await result_of(verb)
    assert text.startswith("TurnContext(thread_id=")
