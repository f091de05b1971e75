"""The order of notifications, row by row as Codex has it.

What differs: `account/rateLimits/updated` and `thread/tokenUsage/updated`, which Codex sends after each request to its
model, come when the agent reports limits and usage. docs/decisions/0008-threads-in-memory.md says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest

from appserver import protocol as p
from tests.threads.harness import CLOSE, MESSAGE, OPEN, START, running, server_error

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext
    from tests.threads.harness import Harness

pytestmark = pytest.mark.guarantee("notification-order")

COMMAND = ["/bin/sh", "-c", "echo out"]
APPROVAL = "item/commandExecution/requestApproval"
FILE_APPROVAL = "item/fileChange/requestApproval"
WAITING = {"type": "active", "activeFlags": ["waitingOnApproval"]}
ACTIVE = {"type": "active", "activeFlags": []}
IDLE = {"type": "idle"}


async def speak(turn: TurnContext) -> None:
    await turn.send_message("hi")


async def command(turn: TurnContext) -> None:
    await turn.run_command(COMMAND)
    await turn.send_message("hi")


async def patch(turn: TurnContext) -> None:
    change = p.FileUpdateChange(path="new.txt", kind=p.AddPatchChangeKind(), diff="line\n")
    await turn.apply_patch([change])
    await turn.send_message("hi")


def statuses(harness: Harness) -> list[object]:
    return [n.status.to_wire() for n in harness.connection.of("thread/status/changed")]


@pytest.mark.promise("notify-thread-start")
async def test_thread_start() -> None:
    async with running(speak) as harness:
        thread_id = harness.start_thread()
        started = await harness.connection.seen("thread/started")
        assert harness.connection.names == START
        assert started.thread.id == thread_id


@pytest.mark.promise("notify-plain-turn", "notify-rate-limits")
async def test_plain_turn() -> None:
    async def run(turn: TurnContext) -> None:
        await turn.send_message("hi")
        await turn.report_usage(input_tokens=2, output_tokens=3)

    async with running(run) as harness:
        turn_id = harness.start_turn(harness.start_thread())
        turn = await harness.completed()
        # Both answers come first: the events are sent by tasks, which begin after the handlers.
        assert harness.connection.names == [
            "R",
            *START,
            *OPEN[1:],
            *MESSAGE,
            "thread/tokenUsage/updated",
            *CLOSE,
        ]
        assert statuses(harness) == [ACTIVE, IDLE]
        assert (turn.id, turn.status, turn.items_view) == (turn_id, "completed", "summary")
        assert [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)] == ["hi"]
        started = harness.connection.of("turn/started")[0].turn
        assert (started.items, started.items_view, started.status) == ([], "notLoaded", "inProgress")


@pytest.mark.promise("notify-rate-limits")
async def test_limits_that_an_agent_reports() -> None:
    limits = p.RateLimitSnapshot(limit_name="mine", primary=p.RateLimitWindow(used_percent=40))

    async def run(turn: TurnContext) -> None:
        await turn.report_rate_limits(limits)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.completed()
        assert harness.connection.names.count("account/rateLimits/updated") == 1
        assert harness.connection.of("account/rateLimits/updated")[0].rate_limits == limits


@pytest.mark.promise("notify-empty-input")
async def test_turn_with_empty_input_has_no_user_message() -> None:
    async with running(speak) as harness:
        harness.start_turn(harness.start_thread(), "")
        await harness.completed()
        assert harness.connection.names[2:] == [
            "thread/started",
            "thread/status/changed",
            "turn/started",
            *MESSAGE,
            *CLOSE,
        ]


@pytest.mark.promise("question-resolved", "notify-command-accepted")
async def test_command_accepted() -> None:
    async with running(command) as harness:
        harness.connection.answers.append({"decision": "accept"})
        harness.start_turn(harness.start_thread())
        await harness.completed()
        assert harness.connection.names[7:] == [
            "thread/status/changed",
            "item/started",
            f"{APPROVAL}#0",
            "serverRequest/resolved",
            "thread/status/changed",
            "item/commandExecution/outputDelta",
            "item/completed",
            *MESSAGE,
            *CLOSE,
        ]
        assert statuses(harness) == [ACTIVE, WAITING, ACTIVE, IDLE]
        item = harness.connection.of("item/completed")[1].item
        assert (item.status, item.exit_code, item.aggregated_output) == ("completed", 0, "out\n")
        question = harness.connection.of(f"{APPROVAL}#0")[0]
        assert question.available_decisions == ["accept", "acceptForSession", "decline", "cancel"]
        assert question.item_id == item.id


@pytest.mark.promise(
    "decline-misfit",
    "decline-not-offered",
    "notify-command-declined",
    "notify-command-failed-answer",
)
@pytest.mark.guarantee("approval-default-decline")
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"decision": "decline"}, "declined"),
        ({"decision": "nonsense"}, "failed"),
        ({"decision": {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["ls"]}}}, "failed"),
        (server_error(), "failed"),
    ],
)
async def test_command_not_accepted(answer: object, status: str) -> None:
    async with running(command) as harness:
        harness.connection.answers.append(answer)
        harness.start_turn(harness.start_thread())
        turn = await harness.completed()
        assert harness.connection.names[7:] == [
            "thread/status/changed",
            "item/started",
            f"{APPROVAL}#0",
            "serverRequest/resolved",
            "item/completed",
            "thread/status/changed",
            *MESSAGE,
            *CLOSE,
        ]
        item = harness.connection.of("item/completed")[1].item
        assert (item.status, item.exit_code, item.aggregated_output) == (status, None, None)
        assert turn.status == "completed"


@pytest.mark.promise("decline-nobody-asked")
@pytest.mark.guarantee("approval-default-decline")
async def test_command_that_nobody_could_be_asked_about_fails() -> None:
    async with running(command) as harness:
        harness.connection.answers.append(server_error(-32001))
        harness.start_turn(harness.start_thread())
        await harness.completed()
        assert "serverRequest/resolved" not in harness.connection.names
        assert harness.connection.of("item/completed")[1].item.status == "failed"
        assert statuses(harness) == [ACTIVE, WAITING, ACTIVE, IDLE]


@pytest.mark.promise("notify-command-cancelled")
async def test_command_cancelled() -> None:
    async with running(command) as harness:
        harness.connection.answers.append({"decision": "cancel"})
        harness.start_turn(harness.start_thread())
        turn = await harness.completed()
        assert harness.connection.names[7:] == [
            "thread/status/changed",
            "item/started",
            f"{APPROVAL}#0",
            "serverRequest/resolved",
            "item/completed",
            "thread/status/changed",
            *CLOSE,
        ]
        assert harness.connection.of("item/completed")[1].item.status == "declined"
        assert (turn.status, turn.error) == ("interrupted", None)


@pytest.mark.promise("notify-token-usage")
async def test_usage_of_a_cancelled_turn_is_what_its_agent_had_reported() -> None:
    """Codex sends it after the command's item; only the agent knows of it here, and says it before it acts."""

    async def run(turn: TurnContext) -> None:
        await turn.report_usage(input_tokens=2, output_tokens=3)
        await command(turn)

    async with running(run) as harness:
        harness.connection.answers.append({"decision": "cancel"})
        harness.start_turn(harness.start_thread())
        await harness.completed()
        assert harness.connection.names[7:] == [
            "thread/tokenUsage/updated",
            "thread/status/changed",
            "item/started",
            f"{APPROVAL}#0",
            "serverRequest/resolved",
            "item/completed",
            "thread/status/changed",
            *CLOSE,
        ]


@pytest.mark.promise("approval-session-command", "notify-session-approval")
async def test_command_accepted_for_the_session_is_not_asked_for_again() -> None:
    async with running(command) as harness:
        harness.connection.answers.append({"decision": "acceptForSession"})
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        await harness.completed()
        before = len(harness.connection.log)
        harness.start_turn(thread_id)
        await harness.completed(2)
        assert harness.connection.names[before:] == [
            *OPEN,
            "item/started",
            "item/commandExecution/outputDelta",
            "item/completed",
            *MESSAGE,
            *CLOSE,
        ]


@pytest.mark.promise("approval-session-command")
async def test_session_approval_holds_for_its_directory_only(tmp_path: Path) -> None:
    async with running(command) as harness:
        harness.connection.answers.extend([{"decision": "acceptForSession"}, {"decision": "decline"}])
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        await harness.completed()
        harness.start_turn(thread_id, cwd=str(tmp_path))
        await harness.completed(2)
        assert f"{APPROVAL}#1" in harness.connection.names


@pytest.mark.promise("notify-file-change-accepted")
async def test_file_change_accepted(tmp_path: Path) -> None:
    async with running(patch) as harness:
        harness.connection.answers.append({"decision": "accept"})
        harness.start_turn(harness.start_thread(cwd=str(tmp_path)))
        await harness.completed()
        assert harness.connection.names[7:] == [
            "item/started",
            "thread/status/changed",
            f"{FILE_APPROVAL}#0",
            "serverRequest/resolved",
            "thread/status/changed",
            "item/completed",
            "turn/diff/updated",
            *MESSAGE,
            *CLOSE,
        ]
        item = harness.connection.of("item/completed")[1].item
        assert item.status == "completed"
        assert item.changes[0].path == str(tmp_path / "new.txt")
        assert "+line" in harness.connection.of("turn/diff/updated")[0].diff
        assert (tmp_path / "new.txt").read_text() == "line\n"


@pytest.mark.promise("decline-misfit")
@pytest.mark.guarantee("approval-default-decline")
@pytest.mark.parametrize("answer", [{"decision": "decline"}, {"decision": "nonsense"}, server_error()])
async def test_file_change_not_accepted(answer: object, tmp_path: Path) -> None:
    async with running(patch) as harness:
        harness.connection.answers.append(answer)
        harness.start_turn(harness.start_thread(cwd=str(tmp_path)))
        await harness.completed()
        assert harness.connection.names[7:] == [
            "item/started",
            "thread/status/changed",
            f"{FILE_APPROVAL}#0",
            "serverRequest/resolved",
            "thread/status/changed",
            "item/completed",
            *MESSAGE,
            *CLOSE,
        ]
        assert harness.connection.of("item/completed")[1].item.status == "declined"
        assert not (tmp_path / "new.txt").exists()


@pytest.mark.promise("notify-file-change-cancelled")
async def test_file_change_cancelled(tmp_path: Path) -> None:
    async with running(patch) as harness:
        harness.connection.answers.append({"decision": "cancel"})
        harness.start_turn(harness.start_thread(cwd=str(tmp_path)))
        turn = await harness.completed()
        assert harness.connection.names[7:] == [
            "item/started",
            "thread/status/changed",
            f"{FILE_APPROVAL}#0",
            "serverRequest/resolved",
            "thread/status/changed",
            "item/completed",
            *CLOSE,
        ]
        assert harness.connection.of("item/completed")[1].item.status == "declined"
        assert turn.status == "interrupted"
        assert not (tmp_path / "new.txt").exists()


@pytest.mark.promise("approval-session-command")
async def test_files_accepted_for_the_session_are_not_asked_for_again(tmp_path: Path) -> None:
    async def run(turn: TurnContext) -> None:
        path = turn.text
        await turn.apply_patch([p.FileUpdateChange(path=path, kind=p.AddPatchChangeKind(), diff="line\n")])

    async with running(run) as harness:
        harness.connection.answers.extend([{"decision": "acceptForSession"}, {"decision": "decline"}])
        thread_id = harness.start_thread(cwd=str(tmp_path))
        harness.start_turn(thread_id, "a.txt")
        await harness.completed()
        (tmp_path / "a.txt").unlink()
        harness.start_turn(thread_id, "a.txt")
        await harness.completed(2)
        assert f"{FILE_APPROVAL}#1" not in harness.connection.names
        harness.start_turn(thread_id, "b.txt")
        await harness.completed(3)
        assert f"{FILE_APPROVAL}#1" in harness.connection.names


@pytest.mark.promise("stage-items-completed", "stage-cut-off-is-no-answer", "notify-interrupt")
async def test_interrupt_of_a_running_turn() -> None:
    async def run(turn: TurnContext) -> None:
        async with turn.message() as message:
            await message.delta("hi")
            await anyio.sleep_forever()

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/agentMessage/delta")
        before = len(harness.connection.log)
        harness.interrupt(thread_id, turn_id)
        turn = await harness.completed()
        assert harness.connection.names[before:] == ["R", "item/completed", *CLOSE]
        assert (turn.status, turn.items) == ("interrupted", [])
        assert statuses(harness)[-1] == IDLE


@pytest.mark.promise("stage-items-completed", "notify-interrupt-question")
async def test_interrupt_of_a_pending_approval() -> None:
    async with running(command) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen(f"{APPROVAL}#0")
        before = len(harness.connection.log)
        harness.interrupt(thread_id, turn_id)
        await harness.connection.seen("serverRequest/resolved")
        names = ["R", "item/completed", *CLOSE, "serverRequest/resolved"]
        assert harness.connection.names[before:] == names
        assert harness.connection.of("turn/completed")[0].turn.status == "interrupted"
        assert harness.connection.of("serverRequest/resolved")[0].request_id == 0
        assert statuses(harness)[-1] == IDLE


@pytest.mark.promise("stage-steer")
async def test_turn_start_while_running_steers() -> None:
    taken: list[str] = []

    async def run(turn: TurnContext) -> None:
        async with turn.message() as message:
            while not taken:
                await message.delta("x")
                await anyio.lowlevel.checkpoint()
                taken.extend(entry.text for entry in turn.new_input() if isinstance(entry, p.TextUserInput))
        await turn.send_message("done")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/agentMessage/delta")
        assert harness.start_turn(thread_id, "more", client_user_message_id="mine") == turn_id
        await harness.completed()
        assert taken == ["more"]
        assert harness.connection.names.count("turn/started") == 1
        assert harness.connection.names.count("turn/completed") == 1
        messages = [
            n.item
            for n in harness.connection.of("item/completed")
            if isinstance(n.item, p.UserMessageThreadItem)
        ]
        assert [(m.content, m.client_id) for m in messages] == [
            ([p.TextUserInput(text="hello")], None),
            ([p.TextUserInput(text="more")], "mine"),
        ]


@pytest.mark.promise("stage-message-not-taken")
async def test_input_that_the_agent_did_not_take_gets_another_call_in_the_same_turn() -> None:
    release = anyio.Event()
    texts: list[str] = []

    async def run(turn: TurnContext) -> None:
        texts.append(turn.text)
        if len(texts) == 1:
            await release.wait()
        await turn.send_message(f"re: {turn.text}")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id, "one")
        await harness.connection.seen("item/completed")
        harness.start_turn(thread_id, "two")
        release.set()
        turn = await harness.completed()
        assert texts == ["one", "two"]
        assert [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)] == ["re: two"]
        assert harness.connection.names.count("turn/started") == 1


@pytest.mark.promise("stage-failed-status", "notify-failed")
async def test_failed_turn() -> None:
    async def run(turn: TurnContext) -> None:
        raise ValueError("no luck")

    async with running(run) as harness:
        thread_id = harness.start_thread()
        harness.start_turn(thread_id)
        turn = await harness.completed()
        assert harness.connection.names[7:] == ["thread/status/changed", "error", "turn/completed"]
        assert statuses(harness)[-1] == {"type": "systemError"}
        error = harness.connection.of("error")[0]
        assert not error.will_retry
        assert turn.status == "failed"
        assert turn.error == error.error
        assert turn.error is not None
        assert turn.error.message == "the agent failed: ValueError: no luck"
        # the next turn starts from there
        harness.start_turn(thread_id)
        await harness.completed(2)
        assert statuses(harness)[2] == ACTIVE
