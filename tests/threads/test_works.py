"""What must be ended properly is ended before `turn/completed`, however often the agent is cancelled meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import pytest
from anyio.lowlevel import checkpoint

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.execution import transaction
from appserver.execution.process import run_process
from appserver.turns import supervisor as supervisor_module
from appserver.turns.items import command as command_module
from appserver.turns.items.command import LEFT_RUNNING, NOT_ENDED, STOPPED
from tests.threads.harness import CLOSE, MESSAGE, Harness, running

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.agents.turn_context import TurnContext

STUBBORN = "trap 'touch ending' TERM; echo $$; [ -p go ] && echo > go; while :; do sleep 0.01; done"
"""A command that says so when it is to end, and does not."""

LEAVES_IT = ["/bin/sh", "-c", 'sh -c "$0" & read line < go; exit 0', STUBBORN]
"""A command that ends, and leaves such a one."""

IS_IGNORED = (
    "import signal; assert signal.getsignal(15) is signal.SIG_IGN; print('ready', flush=True); signal.pause()"
)
"""A program that says when it is there, and that it inherits what its shell ignores."""

ASYNCIO = [("asyncio", {"use_uvloop": False}), ("asyncio", {"use_uvloop": True})]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what no event of this process tells."""
    with anyio.fail_after(10):
        while not condition():  # noqa: ASYNC110
            await anyio.sleep(0.002)


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def output(harness: Harness) -> str:
    """What was streamed of the commands."""
    return "".join(delta.delta for delta in harness.connection.of("item/commandExecution/outputDelta"))


def has_said(harness: Harness, times: int) -> bool:
    """Whether the commands have said so often that they run."""
    return output(harness).count("said") >= times


def members(group: int) -> list[int]:
    """The processes of a group that run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and lives(int(entry.name)):
            with contextlib.suppress(ProcessLookupError):
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
    return found


def open_files() -> int:
    """The descriptors of this process."""
    return len(list(Path("/dev/fd").iterdir()))


async def warm_up() -> None:
    """Start what commands need once in a process."""
    await run_process(["true"], cwd=Path("/"), on_output=no_output)


async def no_output(_: str) -> None:
    """A command that says nothing has nothing to hand on."""
    raise AssertionError


async def pid_of(harness: Harness) -> int:
    """The number that the command has written."""
    await harness.connection.seen("item/commandExecution/outputDelta")
    return int(output(harness).split()[0])


@pytest.mark.promise("command-turn-interrupted")
async def test_an_interrupt_while_a_finished_command_is_being_ended(tmp_path: Path) -> None:
    async def run(turn: TurnContext) -> None:
        await turn.run_command(LEAVES_IT, ask=False)

    os.mkfifo(tmp_path / "go")
    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        pid = await pid_of(harness)
        await until((tmp_path / "ending").exists)
        harness.interrupt(thread_id, turn_id)
        await harness.connection.seen("turn/completed")
        assert not lives(pid)
        assert harness.connection.names[-3:] == ["item/completed", *CLOSE]
        item = harness.connection.of("item/completed")[1].item
        assert (item.status, item.exit_code) == (
            "completed",
            0,
        )  # that it was interrupted changes nothing any more
        assert item.aggregated_output == output(harness)
        assert item.aggregated_output.endswith(LEFT_RUNNING)


@pytest.mark.promise("command-group")
async def test_an_interrupt_while_a_command_that_was_given_up_is_being_ended(tmp_path: Path) -> None:
    async def run(turn: TurnContext) -> None:
        with scope:
            await turn.run_command(STUBBORN, ask=False)
        await turn.send_message("never")

    scope = anyio.CancelScope()
    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        pid = await pid_of(harness)
        scope.cancel()
        await until((tmp_path / "ending").exists)
        harness.interrupt(thread_id, turn_id)
        await harness.connection.seen("turn/completed")
        assert not lives(pid)
        assert harness.connection.names[-3:] == ["item/completed", *CLOSE]
        assert harness.connection.of("item/completed")[1].item.status == "failed"


@pytest.mark.parametrize("anyio_backend", ASYNCIO)
async def test_an_agent_that_is_cancelled_again_and_again(tmp_path: Path) -> None:
    """asyncio's own cancellation breaks through anyio's shields; the work is not the agent's."""

    async def run(turn: TurnContext) -> None:
        agents.append(asyncio.current_task())
        while True:
            try:
                await turn.run_command(STUBBORN, ask=False)
            except asyncio.CancelledError:
                break
        for _ in range(3):
            try:
                await turn.send_message("what follows")
            except asyncio.CancelledError:
                continue

    agents: list[Any] = []
    async with running(run) as harness:
        harness.start_turn(harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access"))
        pid = await pid_of(harness)
        agents[0].cancel()
        await until((tmp_path / "ending").exists)
        for _ in range(2):
            agents[0].cancel()
            await checkpoint()
        turn = await harness.completed()
        assert turn.status == "completed"
        assert not lives(pid)
        # What follows comes after the end of the command.
        ends = harness.connection.of("item/completed")[1:]
        assert [end.item.type for end in ends][:2] == ["commandExecution", "agentMessage"]


@pytest.mark.promise("stage-item-given-up")
async def test_a_command_that_was_given_up_ends_before_what_follows(tmp_path: Path) -> None:
    async def run(turn: TurnContext) -> None:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lambda: turn.run_command("echo said; exec sleep 1000", ask=False))
                await harness.connection.seen("item/commandExecution/outputDelta")
                scope.cancel()
        await turn.send_message("next")
        histories.append(turn.history)

    histories: list[Any] = []
    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        harness.start_turn(thread_id)
        turn = await harness.completed()
        assert turn.status == "completed"
        assert harness.connection.names[-6:] == ["item/completed", *MESSAGE, *CLOSE]
        harness.start_turn(thread_id)
        await harness.completed(2)
        item = histories[1][0].items[1]
        assert (item.status, item.exit_code, item.aggregated_output) == ("failed", 143, f"said\n{STOPPED}")


@pytest.mark.promise("command-turn-interrupted")
async def test_a_command_of_a_task_that_the_agent_left_behind(tmp_path: Path) -> None:
    async def run(turn: TurnContext) -> None:
        async def left() -> None:
            await turn.run_command("echo $$; exec sleep 1000", ask=False)

        harness.session.spawn(left, name="left behind")
        await harness.connection.seen("item/commandExecution/outputDelta")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access"))
        pid = await pid_of(harness)
        await harness.connection.seen("turn/completed")
        assert not lives(pid)
        assert harness.connection.names[-3:] == ["item/completed", *CLOSE]


@pytest.mark.promise("command-left-behind")
async def test_processes_that_a_command_left_are_reported(tmp_path: Path) -> None:
    results: list[Any] = []

    async def run(turn: TurnContext) -> None:
        results.append(await turn.run_command("sleep 1000 & printf started", ask=False))
        results.append(await turn.run_command("echo alone", ask=False))

    async with running(run) as harness:
        harness.start_turn(harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access"))
        await harness.completed()
        assert [result.status for result in results] == ["completed", "completed"]
        assert [result.left_processes for result in results] == [True, False]
        assert [result.output for result in results] == [f"started\n{LEFT_RUNNING}", "alone\n"]
        items = [end.item for end in harness.connection.of("item/completed")[1:]]
        assert [item.aggregated_output for item in items] == [result.output for result in results]
        assert output(harness) == "".join(result.output for result in results)


class SlowDisk:
    """Holds up the writing of files at one point, in the writer's thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
        self.reached = threading.Event()
        self.go_on = threading.Event()
        original = getattr(transaction._Transaction, method)

        def held(*arguments: Any) -> Any:
            self.reached.set()
            assert self.go_on.wait(10)
            return original(*arguments)

        monkeypatch.setattr(transaction._Transaction, method, held)


def files(directory: Path) -> list[str]:
    """The names of all that a directory holds."""
    return sorted(path.name for path in directory.iterdir())


def add(name: str) -> p.FileUpdateChange:
    return p.FileUpdateChange(path=name, kind=p.AddPatchChangeKind(), diff="line\n")


async def change_files(turn: TurnContext) -> None:
    await turn.apply_patch([add("a.txt"), add("b.txt")], ask=False)


@pytest.mark.promise("change-interrupted")
async def test_a_file_change_that_is_interrupted_while_it_writes_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch, "_stage")
    async with running(change_files) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        await until(disk.reached.is_set)
        harness.interrupt(thread_id, turn_id)
        for _ in range(20):
            await checkpoint()
        assert "turn/completed" not in harness.connection.names
        disk.go_on.set()
        await harness.connection.seen("turn/completed")
        assert files(tmp_path) == []
        assert harness.connection.names[-3:] == ["item/completed", *CLOSE]
        assert harness.connection.of("item/completed")[1].item.status == "failed"


@pytest.mark.promise("change-interrupted")
async def test_a_file_change_that_is_interrupted_too_late_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch, "_move_into_place")
    async with running(change_files) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        await until(disk.reached.is_set)
        harness.interrupt(thread_id, turn_id)
        disk.go_on.set()
        turn = await harness.completed()
        assert turn.status == "interrupted"
        assert files(tmp_path) == ["a.txt", "b.txt"]
        assert harness.connection.names[-4:] == ["item/completed", "turn/diff/updated", *CLOSE]
        assert "+++ b/b.txt" in harness.connection.of("turn/diff/updated")[0].diff
        read = harness.call(p.ThreadReadParams(thread_id=thread_id, include_turns=True))
        item = read.thread.turns[0].items[1]
        assert isinstance(item, p.FileChangeThreadItem)
        assert item.status == "completed"


@pytest.mark.promise("change-interrupted")
@pytest.mark.parametrize("anyio_backend", ASYNCIO)
@pytest.mark.parametrize(
    ("method", "status", "written"),
    [("_stage", "failed", []), ("_move_into_place", "completed", ["a.txt", "b.txt"])],
)
async def test_a_file_change_whose_task_the_host_cancels_is_what_the_files_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, status: str, written: list[str]
) -> None:
    """asyncio's own cancellation breaks through anyio's shields, and the thread writes on."""
    disk = SlowDisk(monkeypatch, method)
    async with running(change_files) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        await until(disk.reached.is_set)
        for _ in range(3):
            for task in asyncio.all_tasks():
                if task.get_name() == "a file change":
                    task.cancel()
            for _ in range(5):
                await checkpoint()
        harness.interrupt(thread_id, turn_id)
        for _ in range(20):
            await checkpoint()
        assert "turn/completed" not in harness.connection.names
        disk.go_on.set()
        await harness.completed()
        assert files(tmp_path) == written
        assert harness.connection.of("item/completed")[1].item.status == status
        assert [event.diff.count("diff --git") for event in harness.connection.of("turn/diff/updated")] == (
            [2] if written else []
        )


async def test_a_file_change_that_waits_for_a_thread_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All threads are busy: the change is interrupted before it begins."""
    limiter = anyio.to_thread.current_default_thread_limiter()
    reached, go_on = threading.Event(), threading.Event()

    def busy() -> None:
        reached.set()
        assert go_on.wait(10)

    async def run(turn: TurnContext) -> None:
        limiter.total_tokens = 1
        async with anyio.create_task_group() as group:
            group.start_soon(anyio.to_thread.run_sync, busy)
            await until(reached.is_set)
            await change_files(turn)

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        await until(reached.is_set)
        harness.interrupt(thread_id, turn_id)
        go_on.set()
        turn = await harness.completed()
        assert turn.status == "interrupted"
        assert files(tmp_path) == []


async def test_a_work_that_does_not_end_in_time_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor_module, "CANCELLATION_GRACE", 0.01)
    disk = SlowDisk(monkeypatch, "_stage")
    async with running(change_files) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        await until(disk.reached.is_set)
        harness.interrupt(thread_id, turn_id)
        await harness.connection.seen("turn/completed")
        before = list(harness.connection.names)
        assert before[-3:] == ["item/completed", *CLOSE]
        assert f"a file change of turn {turn_id} did not end within 0.01 s" in caplog.text
        disk.go_on.set()
        await harness.tasks_done()
        assert harness.connection.names == before


async def test_a_command_that_cannot_be_ended_in_time_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a dead disk, where the kernel does not end a process."""
    monkeypatch.setattr(supervisor_module, "CANCELLATION_GRACE", 0.01)
    release = anyio.Event()
    abandoned: list[bool] = []

    async def run_process(
        *_: Any, on_output: Any, stoppable: anyio.CancelScope, started: Any, **__: Any
    ) -> Any:
        started(SimpleNamespace(kill=lambda: abandoned.append(True)))
        await on_output("said")
        await release.wait()
        raise OSError("never mind")

    monkeypatch.setattr(command_module, "run_process", run_process)

    async def run(turn: TurnContext) -> None:
        await turn.run_command("true", ask=False)

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/commandExecution/outputDelta")
        harness.interrupt(thread_id, turn_id)
        await harness.connection.seen("turn/completed")
        item = harness.connection.of("item/completed")[1].item
        assert (item.status, item.aggregated_output) == ("failed", f"said\n{NOT_ENDED}")
        assert abandoned == [True]
        before = list(harness.connection.names)
        release.set()
        await harness.tasks_done()
        assert harness.connection.names == before


@pytest.mark.parametrize("anyio_backend", ASYNCIO)
async def test_a_work_that_the_host_cancels_ends_its_processes_and_its_item(tmp_path: Path) -> None:
    refused: list[str] = []

    async def run(turn: TurnContext) -> None:
        try:
            await turn.run_command("echo $$; exec sleep 1000", ask=False)
        except Exception as error:
            refused.append(type(error).__name__)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access"))
        pid = await pid_of(harness)
        for task in asyncio.all_tasks():
            if task.get_name() == "a command":
                task.cancel()
        turn = await harness.completed()
        assert turn.status == "completed"
        assert refused == ["TurnClosedError"]
        assert not lives(pid)
        assert harness.connection.of("item/completed")[1].item.status == "failed"


@pytest.mark.promise("command-turn-interrupted")
@pytest.mark.parametrize("ends_turn", [True, False])
async def test_a_group_is_gone_with_its_pipe_before_the_turn_is_closed(
    tmp_path: Path, ends_turn: bool
) -> None:
    """However the verb is left: the user interrupts, or the agent gives the command up and returns."""
    script = f"(trap '' TERM; echo $$; exec {sys.executable} -c \"{IS_IGNORED}\") & exit 0"

    async def run(turn: TurnContext) -> None:
        with scope:
            await turn.run_command(script, ask=False)

    scope = anyio.CancelScope()
    async with running(run) as harness:
        await warm_up()
        before = open_files()
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        await until(lambda: "ready" in output(harness))
        if ends_turn:
            harness.interrupt(thread_id, turn_id)
        else:
            scope.cancel()
        await harness.connection.seen("turn/completed")
        assert members(int(output(harness).split()[0])) == []
        assert open_files() == before


@pytest.mark.promise("command-descriptors")
async def test_descriptors_stay_as_they_are_over_many_turns(tmp_path: Path) -> None:
    scripts = (
        "echo said; exec sleep 1000",
        "trap '' TERM; echo said; while :; do sleep 0.01; done",
        "(trap '' TERM; exec sleep 1000) & echo said",
        "echo said; exit 3",
        "echo said; exec >&- 2>&-; exec sleep 1000",
    )

    async def run(turn: TurnContext) -> None:
        await turn.run_command(turn.text, ask=False, stdin="input")

    async with running(run) as harness:
        await warm_up()
        before = open_files()
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        for number in range(4 * len(scripts)):
            turn_id = harness.start_turn(thread_id, scripts[number % len(scripts)])
            await until(partial(has_said, harness, number + 1))
            with contextlib.suppress(ServerError):  # it has ended by itself
                harness.interrupt(thread_id, turn_id)
            await harness.completed(number + 1)
        assert open_files() == before


@pytest.mark.promise("command-in-history")
async def test_an_interrupted_command_is_in_the_history_of_the_next_turn(tmp_path: Path) -> None:
    histories: list[Any] = []

    async def run(turn: TurnContext) -> None:
        histories.append(turn.history)
        if len(histories) == 1:
            await turn.run_command("echo said; exec sleep 1000", ask=False)

    async with running(run) as harness:
        thread_id = harness.start_thread(cwd=str(tmp_path), sandbox="danger-full-access")
        turn_id = harness.start_turn(thread_id)
        await harness.connection.seen("item/commandExecution/outputDelta")
        harness.interrupt(thread_id, turn_id)
        await harness.completed()
        harness.start_turn(thread_id)
        await harness.completed(2)
        (turn,) = histories[1]
        item = turn.items[-1]
        assert (turn.status, item.type) == ("interrupted", "commandExecution")
        assert (item.status, item.exit_code, item.aggregated_output) == ("failed", 143, f"said\n{STOPPED}")
