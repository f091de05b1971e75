"""Commands that the user gives by hand: a turn of their own, or a part of the one that runs."""

from __future__ import annotations

import contextlib
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import pytest

import appserver
from appserver import protocol as p
from appserver.errors import OverloadedError, ServerError
from appserver.execution.shells import user_shell
from appserver.turns.user_commands import MAX_USER_COMMANDS
from tests.threads.harness import running

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext
    from tests.threads.harness import Harness

pytestmark = pytest.mark.usefixtures("nobodys_home")

DELTA = "item/commandExecution/outputDelta"
HOLD = "echo ready; read line < gate; echo went on"
"""Runs until the test opens the gate of its directory, a named pipe."""


async def nobody(turn: TurnContext) -> None:
    raise AssertionError(f"an agent was asked: {turn.input}")


def run(harness: Harness, thread_id: str, command: str, **params: Any) -> None:
    answer = harness.call(p.ThreadShellCommandParams(thread_id=thread_id, command=command, **params))
    assert answer.to_wire() == {}


def shown(command: str) -> str:
    """A command as its item has it: given to the user's shell."""
    return shlex.join([user_shell(), "-lc", command])


def command_items(turn: p.Turn) -> list[p.CommandExecutionThreadItem]:
    return [item for item in turn.items if isinstance(item, p.CommandExecutionThreadItem)]


def items(harness: Harness) -> list[Any]:
    """The items that have ended, commands alone."""
    ended = (event.item for event in harness.connection.of("item/completed"))
    return [item for item in ended if item.type == "commandExecution"]


async def open_gate(place: Path) -> None:
    await anyio.to_thread.run_sync((place / "gate").write_text, "\n")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with a closed gate."""
    os.mkfifo(tmp_path / "gate")
    return tmp_path


@pytest.mark.promise("user-command")
async def test_a_command_is_a_turn_without_the_agent(place: Path) -> None:
    async with running(nobody) as harness:
        # Nobody is asked, whatever the policies say of the agent's commands.
        thread_id = harness.start_thread(cwd=str(place), approval_policy="untrusted", sandbox="read-only")
        await harness.connection.seen("thread/started")
        begin = len(harness.connection.log)
        run(harness, thread_id, "  pwd; echo error >&2; exit 3\n")
        turn = await harness.completed()
        names = [name for name in harness.connection.names[begin:] if name != DELTA]
        assert names == [
            "R",
            "thread/status/changed",
            "turn/started",
            "item/started",
            "item/completed",
            "thread/status/changed",
            "turn/completed",
        ]
        assert (turn.status, turn.error, turn.items) == ("completed", None, [])
        started = harness.connection.of("item/started")[0].item
        assert (started.source, started.process_id, started.status) == ("userShell", None, "inProgress")
        (item,) = items(harness)
        assert (item.source, item.command, item.cwd) == (
            "userShell",
            shown("pwd; echo error >&2; exit 3"),
            str(place),
        )
        assert (item.status, item.exit_code, item.aggregated_output) == ("failed", 3, f"{place}\nerror\n")
        assert "".join(event.delta for event in harness.connection.of(DELTA)) == item.aggregated_output


@pytest.mark.promise("user-command")
async def test_the_agent_sees_it_in_the_history(place: Path) -> None:
    seen: list[tuple[str, str, str | None]] = []

    async def look(turn: TurnContext) -> None:
        for earlier in turn.history:
            seen.extend(
                (item.source, item.command, item.aggregated_output) for item in command_items(earlier)
            )

    async with running(look) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        run(harness, thread_id, "echo one")
        await harness.completed()
        harness.start_turn(thread_id)
        await harness.completed(2)
        assert seen == [("userShell", shown("echo one"), "one\n")]


@pytest.mark.promise("user-command-then-message")
async def test_a_message_meanwhile_is_answered_after_it(place: Path) -> None:
    seen: list[str | None] = []

    async def look(turn: TurnContext) -> None:
        seen.extend(item.aggregated_output for earlier in turn.history for item in command_items(earlier))
        await turn.send_message(f"re: {turn.text}")

    async with running(look) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        run(harness, thread_id, HOLD)
        await harness.connection.seen(DELTA)
        own = harness.connection.of("turn/started")[0].turn.id
        with pytest.raises(ServerError, match="no active turn to steer"):
            harness.call(
                p.TurnSteerParams(
                    thread_id=thread_id, expected_turn_id=own, input=[p.TextUserInput(text="x")]
                )
            )
        turn_id = harness.start_turn(thread_id, "look")
        assert turn_id != own
        await harness.tasks_rest()
        assert seen == []
        await open_gate(place)
        await harness.completed(2)
        assert seen == ["ready\nwent on\n"]


@pytest.mark.promise("user-command-beside-a-turn")
async def test_while_a_turn_runs_it_is_part_of_that_turn_and_the_turn_waits_for_it(place: Path) -> None:
    may_end = anyio.Event()
    texts: list[str] = []

    async def wait(turn: TurnContext) -> None:
        texts.append(turn.text)
        await turn.send_message(f"re: {turn.text}")
        await may_end.wait()

    async with running(wait) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/agentMessage/delta")
        run(harness, thread_id, HOLD)
        run(harness, thread_id, "echo beside")
        await harness.connection.until(lambda: len(items(harness)) == 1 and DELTA in harness.connection.names)
        await harness.connection.until(
            lambda: "ready\n" in [event.delta for event in harness.connection.of(DELTA)]
        )
        may_end.set()
        await harness.tasks_rest()
        assert "turn/completed" not in harness.connection.names
        assert harness.start_turn(thread_id, "more") == turn_id  # a message is answered meanwhile
        await harness.connection.seen("item/agentMessage/delta", 2)
        await open_gate(place)
        turn = await harness.completed()
        assert (turn.id, turn.status) == (turn_id, "completed")
        assert len(harness.connection.of("turn/started")) == 1
        assert {event.turn_id for event in harness.connection.of("item/completed")} == {turn_id}
        assert [item.aggregated_output for item in items(harness)] == ["beside\n", "ready\nwent on\n"]
        assert texts == ["hello", "more"]


@pytest.mark.promise("user-command-ends-with-its-turn")
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a turn"])
@pytest.mark.parametrize("by_name", [False, True], ids=["whatever runs", "by its id"])
async def test_an_interrupt_ends_it_with_its_processes(place: Path, beside: bool, by_name: bool) -> None:
    async def sleep(turn: TurnContext) -> None:
        await turn.send_message("here")
        await anyio.sleep_forever()

    async with running(sleep if beside else nobody) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        if beside:
            harness.start_turn(thread_id)
            await harness.connection.seen("item/agentMessage/delta")
        run(harness, thread_id, "sleep 1000 & echo $!; wait")
        delta = await harness.connection.seen(DELTA)
        turn_id = harness.connection.of("turn/started")[0].turn.id
        harness.interrupt(thread_id, turn_id if by_name else "")
        turn = await harness.completed()
        assert (turn.id, turn.status) == (turn_id, "interrupted")
        (item,) = items(harness)
        assert item.status == "failed"
        assert item.aggregated_output == f"{delta.delta}[the command was stopped before it had ended]\n"
        assert_gone(int(delta.delta))
        await harness.tasks_done()


@pytest.mark.promise("user-command-ends-with-its-turn")
async def test_a_job_left_behind_is_ended(place: Path) -> None:
    async with running(nobody) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        run(harness, thread_id, "sleep 1000 & echo $!")
        await harness.completed()
        (item,) = items(harness)
        number, note = item.aggregated_output.splitlines()
        assert note == "[processes that the command had left running were ended]"
        assert_gone(int(number))


@pytest.mark.promise("user-command-ends-with-its-turn")
async def test_its_time_is_up(place: Path) -> None:
    async with running(nobody) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        for number, milliseconds in enumerate((0, 100), 1):
            run(harness, thread_id, "sleep 1000", timeout_ms=milliseconds)
            turn = await harness.completed(number)
            assert (turn.status, items(harness)[-1].status) == ("completed", "failed")
            assert "its time of" in items(harness)[-1].aggregated_output


def assert_gone(process_id: int) -> None:
    """It has ended; whoever has adopted it may not have reaped it yet."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0]
        assert state in "ZX"


@pytest.mark.promise("user-command-refused")
async def test_what_is_no_command_is_refused_and_nothing_runs(place: Path) -> None:
    async with running(nobody) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        unknown = "00000000-0000-7000-8000-000000000000"
        half = "\ud800"
        refusals: tuple[tuple[dict[str, Any], int, str], ...] = (
            ({"thread_id": unknown, "command": "x"}, -32600, f"thread not found: {unknown}"),
            ({"thread_id": "", "command": "x"}, -32600, "invalid thread id: "),
            ({"command": ""}, -32600, "command must not be empty"),
            ({"command": " \n\t"}, -32600, "command must not be empty"),
            ({"command": half}, -32600, "half of a surrogate pair"),
            ({"command": "x" * ((1 << 20) + 1)}, -32602, "exceeds the maximum length"),
            (
                {"command": "x", "timeout_ms": -1},
                -32602,
                "thread/shellCommand timeoutMs must be non-negative, got -1",
            ),
        )
        for params, code, text in refusals:
            with pytest.raises(ServerError) as raised:
                harness.call(p.ThreadShellCommandParams(**{"thread_id": thread_id, **params}))
            assert (raised.value.code, text in raised.value.message) == (code, True), raised.value
        await harness.tasks_rest()
        assert "turn/started" not in harness.connection.names


@pytest.mark.promise("user-command-refused")
async def test_one_that_cannot_be_started_fails_and_says_why(place: Path) -> None:
    async with running(nobody) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        for number, command in enumerate(("echo a\0b", "x" * (1 << 20)), 1):
            run(harness, thread_id, command)
            assert (await harness.completed(number)).status == "completed"
            item = items(harness)[-1]
            assert (item.source, item.status) == ("userShell", "failed")
            assert item.aggregated_output.startswith("failed to start the command: ")


@pytest.mark.promise("user-command-bound")
async def test_a_turn_runs_so_many_of_them(place: Path) -> None:
    async with running(nobody) as harness:
        thread_id = harness.start_thread(cwd=str(place))
        for _ in range(MAX_USER_COMMANDS):
            run(harness, thread_id, "sleep 1000")
        with pytest.raises(OverloadedError, match="interrupt the turn"):
            run(harness, thread_id, "sleep 1000")
        await harness.connection.seen("item/started", MAX_USER_COMMANDS)
        harness.interrupt(thread_id, "")
        assert (await harness.completed()).status == "interrupted"
        assert len(items(harness)) == MAX_USER_COMMANDS
        run(harness, thread_id, "echo again")
        await harness.completed(2)


@pytest.mark.promise("user-command-environment")
async def test_it_is_given_the_environment_that_the_thread_says(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_TOKEN", "hidden")
    async with running(nobody) as harness:
        policy = {"shell_environment_policy": {"set": {"GIVEN": "yes"}}}
        thread_id = harness.start_thread(cwd=str(place), config=policy)
        run(harness, thread_id, 'echo "[$MY_TOKEN]$GIVEN"')
        await harness.completed()
        assert items(harness)[0].aggregated_output == "[]yes\n"


@pytest.mark.promise("user-command-off")
async def test_a_server_can_refuse_them(place: Path) -> None:
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ThreadShellCommandParams)
    async def refuse(_ctx: Any, _params: p.ThreadShellCommandParams) -> p.ThreadShellCommandResponse:
        raise ServerError("commands are off here")

    async with appserver.start(processor=processor) as client:
        started = await client.request(p.ThreadStartParams(cwd=str(place)))
        command = p.ThreadShellCommandParams(thread_id=started.thread.id, command="touch made")
        with pytest.raises(ServerError, match="commands are off here"):
            await client.request(command)
    assert not (place / "made").exists()
