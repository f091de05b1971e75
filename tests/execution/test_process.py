"""`run_process` against real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

from appserver.execution.process import (
    MAX_UNREAD_INPUT,
    ProcessControl,
    ProcessOutcome,
    TerminalSize,
    run_process,
    start_child,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path.cwd()

PIPE_BYTES = 64 * 1024
"""What a Linux pipe holds, and what is read ahead."""


class Output:
    """Collects what a command writes and lets a test wait for a text in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._news = anyio.Event()

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    async def __call__(self, text: str) -> None:
        self.pieces.append(text)
        self._news.set()

    async def wait_for(self, text: str) -> None:
        while text not in self.text:
            self._news = anyio.Event()
            await self._news.wait()


async def run(command: str | Sequence[str], cwd: Path = HERE) -> tuple[ProcessOutcome, str]:
    output = Output()
    argv = ["/bin/sh", "-c", command] if isinstance(command, str) else command
    outcome = await run_process(argv, cwd=cwd, on_output=output)
    return outcome, output.text


async def is_running(pid: int) -> bool:
    """Whether a process that is not our child runs; a zombie has ended."""
    try:
        state = (await anyio.Path(f"/proc/{pid}/stat").read_text()).rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


async def wait_until_gone(pid: int) -> None:
    """Wait for the end of a process that is not our child."""
    while await is_running(pid):  # noqa: ASYNC110
        await anyio.sleep(0.005)  # polled: only a parent is told


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


@pytest.mark.promise("command-output")
async def test_output_of_both_streams_comes_in_order() -> None:
    outcome, output = await run("echo one; echo two >&2; echo three; echo four >&2")
    assert output == "one\ntwo\nthree\nfour\n"
    assert outcome.exit_code == 0
    assert outcome.duration_ms >= 0


@pytest.mark.promise("command-output")
async def test_output_comes_while_the_command_runs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go")
    output = Output()
    async with anyio.create_task_group() as tasks:

        async def answer() -> None:
            await output.wait_for("ready")
            (tmp_path / "go").write_text("went\n")

        tasks.start_soon(answer)
        outcome = await run_process(["/bin/sh", "-c", "echo ready; cat go"], cwd=tmp_path, on_output=output)
        assert output.text == "ready\nwent\n"
        assert outcome.exit_code == 0


@pytest.mark.parametrize("code", [1, 2, 126, 255])
async def test_exit_code(code: int) -> None:
    outcome, _ = await run(f"exit {code}")
    assert outcome.exit_code == code


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV])
async def test_a_signal_is_128_plus_its_number(number: signal.Signals) -> None:
    outcome, _ = await run(f"ulimit -c 0; kill -{int(number)} $$")
    assert outcome.exit_code == 128 + number


async def test_the_command_runs_in_the_directory_and_environment(tmp_path: Path) -> None:
    output = Output()
    (tmp_path / "marker").touch()
    await run_process(
        ["/bin/sh", "-c", 'ls; echo "$COLOUR/$HOME"'],
        cwd=tmp_path,
        on_output=output,
        environment={"COLOUR": "green", "PATH": os.environ["PATH"]},
    )
    assert output.text == "marker\ngreen/\n"


async def test_standard_input_is_empty() -> None:
    assert (await run("cat; echo done"))[1] == "done\n"


async def test_missing_program() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-program-here"):
        await run(["no-such-program-here"])


async def test_missing_directory(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="gone"):
        await run("echo never", cwd=tmp_path / "gone")


async def test_a_file_that_may_not_be_executed(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("text")
    with pytest.raises(PermissionError):
        await run([str(tmp_path / "data")])


@pytest.mark.parametrize("command", [[], ["/bin/echo", "nul\0byte"], ["/bin/\0"], ["/bin/echo", "\ud800"]])
async def test_a_command_that_cannot_be_one(command: list[str]) -> None:
    with pytest.raises(OSError, match="not a valid command"):
        await run(command)


async def test_a_failed_start_leaves_no_file_open() -> None:
    await run("echo warm")  # starts the thread that serves commands, and their watcher
    before = open_files()
    for _ in range(5):
        with pytest.raises(OSError):
            await run(["no-such-program-here"])
        with pytest.raises(OSError):
            await run([])
    assert open_files() == before


async def test_a_run_leaves_no_file_open() -> None:
    await run("echo warm")
    before = open_files()
    for _ in range(5):
        await run("echo x")
    assert open_files() == before


@pytest.mark.parametrize("is_closed", [True, False])
async def test_output_that_nobody_takes_holds_nothing_once_its_owner_is_gone(is_closed: bool) -> None:
    """More than is read ahead, of a command that has ended all the same: the rest of it waits in the pipe."""
    await run("echo warm")
    before = open_files()
    command = ["/bin/sh", "-c", f"head -c {PIPE_BYTES + PIPE_BYTES // 2} /dev/zero"]
    child = start_child(command, HERE, None, None, None, None, None, is_written=False)
    with anyio.fail_after(30):
        while child.outcome() is None:  # noqa: ASYNC110
            await anyio.sleep(0.005)  # polled: what would wake us is taken with the output
    if is_closed:
        child.close()
    del child
    with anyio.fail_after(30):
        while open_files() > before:  # noqa: ASYNC110
            await anyio.sleep(0.005)  # polled: the worker closes them


async def test_characters_split_between_reads_are_joined(tmp_path: Path) -> None:
    output = Output()
    os.mkfifo(tmp_path / "go")
    # The euro sign, cut after its second byte until the text before it has arrived.
    script = r"printf 'a\342\202'; read line < go; printf '\254b'"
    async with anyio.create_task_group() as tasks:

        async def answer() -> None:
            await output.wait_for("a")
            (tmp_path / "go").write_text("\n")

        tasks.start_soon(answer)
        await run_process(["/bin/sh", "-c", script], cwd=tmp_path, on_output=output)
    assert output.pieces == ["a", "€b"]


@pytest.mark.parametrize(
    ("written", "text"),
    [(r"a\377b", "a\N{REPLACEMENT CHARACTER}b"), (r"cut \342\202", "cut \N{REPLACEMENT CHARACTER}")],
)
async def test_invalid_utf8_is_replaced(written: str, text: str) -> None:
    assert (await run(f"printf '{written}'"))[1] == text


async def test_a_slow_reader_gets_everything() -> None:
    size = 2_000_000
    received = 0

    async def slow(text: str) -> None:
        nonlocal received
        for _ in range(20):
            await anyio.lowlevel.checkpoint()
        received += len(text)

    outcome = await run_process(
        [sys.executable, "-c", f"import sys; sys.stdout.write('x' * {size})"], cwd=HERE, on_output=slow
    )
    assert received == size
    assert outcome.exit_code == 0


async def test_a_command_waits_for_its_reader(tmp_path: Path) -> None:
    """Little is read ahead: a reader that stops stops the command, once its pipe is full."""
    first, read_on = anyio.Event(), anyio.Event()
    script = ": > written; while :; do echo line; echo x >> written; done"

    async def stop_reading(_: str) -> None:
        first.set()
        await read_on.wait()

    async with anyio.create_task_group() as tasks:

        async def call() -> None:
            await run_process(["/bin/sh", "-c", script], cwd=tmp_path, on_output=stop_reading)

        tasks.start_soon(call)
        await first.wait()
        size = -1
        while size != (size := (tmp_path / "written").stat().st_size):  # noqa: ASYNC110
            await anyio.sleep(0.05)  # a command that runs writes a line within microseconds
        # 64 KiB of pipe are 13 107 lines; as much is read ahead, and may have been handed over before.
        assert size <= 2 * (3 * PIPE_BYTES // len("line\n") + 1)
        tasks.cancel_scope.cancel()


@pytest.mark.promise("command-group")
async def test_cancellation_ends_the_whole_group() -> None:
    output = Output()
    script = "sleep 1000 & echo child $!; (sleep 1000; true) & echo child $!; echo ready; wait"
    async with anyio.create_task_group() as tasks:

        async def call() -> None:
            await run_process(["/bin/sh", "-c", script], cwd=HERE, on_output=output)

        tasks.start_soon(call)
        await output.wait_for("ready")
        tasks.cancel_scope.cancel()
    pids = [int(line.split()[1]) for line in output.text.splitlines() if line.startswith("child")]
    assert len(pids) == 2
    for pid in pids:
        await wait_until_gone(pid)


@pytest.mark.promise("command-group")
async def test_cancellation_ends_a_group_that_ignores_sigterm() -> None:
    output = Output()
    script = "trap '' TERM; (while :; do sleep 0.01; done) & echo child $!; echo ready; wait; wait"
    async with anyio.create_task_group() as tasks:

        async def call() -> None:
            await run_process(["/bin/sh", "-c", script], cwd=HERE, on_output=output)

        tasks.start_soon(call)
        await output.wait_for("ready")
        tasks.cancel_scope.cancel()
    await wait_until_gone(int(output.text.split()[1]))


STRAY = "trap '' TERM; echo child $$; while :; do sleep 0.01; done"
LEAVE = "import os; os.setpgid(0, 0); os.execv('/bin/sh', ['sh', 'stray'])"
WAYS_OUT = {
    "timeout": "timeout 1000 sh stray",
    "jobs": "bash -c 'set -m; sh stray & wait'",
    "setpgid": f'{sys.executable} -c "{LEAVE}"',
}
"""How a process comes to another group of the same session."""


@pytest.mark.promise("command-session")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who is in a session")
@pytest.mark.parametrize("way", WAYS_OUT.values(), ids=WAYS_OUT)
async def test_cancellation_ends_those_who_have_left_the_group(way: str, tmp_path: Path) -> None:
    (tmp_path / "stray").write_text(STRAY)
    output, pid = Output(), 0
    async with anyio.create_task_group() as tasks:

        async def call() -> None:
            await run_process(["/bin/sh", "-c", f"{way}; true"], cwd=tmp_path, on_output=output)

        tasks.start_soon(call)
        await output.wait_for("\n")
        pid = int(output.text.split()[1])
        assert os.getpgid(pid) != os.getsid(pid)
        tasks.cancel_scope.cancel()
    assert not await is_running(pid)


@pytest.mark.promise("command-session", "command-left-behind")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who is in a session")
@pytest.mark.parametrize("way", WAYS_OUT.values(), ids=WAYS_OUT)
async def test_who_was_left_behind_in_another_group_is_ended_and_told_of(way: str, tmp_path: Path) -> None:
    (tmp_path / "stray").write_text(STRAY)
    os.mkfifo(tmp_path / "said")
    outcome, output = await run(f"{way} > said & read line < said; echo $line; exit 3", tmp_path)
    assert (outcome.exit_code, outcome.has_left_processes, outcome.has_ended) == (3, True, True)
    assert not await is_running(int(output.split()[1]))


async def test_a_cancelled_command_may_clean_up(tmp_path: Path) -> None:
    output = Output()
    script = "trap 'echo cleaned > result; exit 1' TERM; echo ready; while :; do sleep 0.01; done"
    async with anyio.create_task_group() as tasks:

        async def call() -> None:
            await run_process(["/bin/sh", "-c", script], cwd=tmp_path, on_output=output)

        tasks.start_soon(call)
        await output.wait_for("ready")
        tasks.cancel_scope.cancel()
    assert (tmp_path / "result").read_text() == "cleaned\n"


async def test_an_error_of_the_reader_ends_the_group_and_comes_out() -> None:
    pids: list[int] = []

    async def fail(text: str) -> None:
        pids.extend(int(word) for word in text.split())
        raise LookupError("the reader failed")

    with pytest.raises(LookupError, match="the reader failed"):
        await run_process(["/bin/sh", "-c", "sleep 1000 & echo $!; wait"], cwd=HERE, on_output=fail)
    await wait_until_gone(pids[0])


@pytest.mark.promise("command-left-behind")
async def test_a_background_process_that_holds_the_pipe_does_not_hold_the_call() -> None:
    outcome, output = await run("sleep 1000 & echo $!; exit 3")
    assert outcome.exit_code == 3
    await wait_until_gone(int(output))


async def test_a_background_process_may_finish_its_output() -> None:
    # The shell is gone before `tail` has written: `tail` waits for the end of its input.
    assert (await run("{ echo a; echo b; } | { tail -n 1; } & exit 0"))[1] == "b\n"


async def test_a_process_in_its_own_session_does_not_hold_the_call(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pid")
    escape = 'import os, time; os.setsid(); open("pid", "w").write(str(os.getpid())); time.sleep(1000)'
    outcome, output = await run(f"{sys.executable} -c '{escape}' & cat pid", tmp_path)
    assert outcome.exit_code == 0
    os.kill(int(output), signal.SIGKILL)  # it lives: raises otherwise


async def test_a_command_that_closes_its_output_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go")
    async with anyio.create_task_group() as tasks:

        async def let_go() -> None:
            with await anyio.to_thread.run_sync((tmp_path / "go").open, "w") as go:
                go.write("on\n")

        tasks.start_soon(let_go)
        outcome, output = await run("exec >&- 2>&-; read line < go; exit 5", tmp_path)
        assert (outcome.exit_code, output) == (5, "")


async def test_a_busy_command_leaves_time_for_others() -> None:
    turns = 0
    async with anyio.create_task_group() as tasks:

        async def count() -> None:
            nonlocal turns
            while True:
                await anyio.lowlevel.checkpoint()
                turns += 1

        tasks.start_soon(count)
        await run(f"head -c {20 * PIPE_BYTES} /dev/zero")
        tasks.cancel_scope.cancel()
    assert turns >= 20


async def test_several_commands_at_once() -> None:
    results: list[tuple[ProcessOutcome, str]] = []

    async def one(number: int) -> None:
        results.append(await run(f"echo {number}; exit {number}"))

    async with anyio.create_task_group() as tasks:
        for number in range(10):
            tasks.start_soon(one, number)
    assert sorted((outcome.exit_code, output) for outcome, output in results) == [
        (number, f"{number}\n") for number in range(10)
    ]


def run_script(source: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=30, check=False
    )


PREPARE = """
import asyncio, os, sys, threading
from pathlib import Path
from appserver.execution.process import run_process

started = threading.Event()
async def show(text):
    print(text, end="", flush=True)
    started.set()
async def call():
    await run_process(["/bin/sh", "-c", "sleep 1000 & echo $! $$; wait"], cwd=Path("."), on_output=show)
"""


def pids_of_quiet_run(source: str) -> list[int]:
    result = run_script(PREPARE + source)
    assert (result.returncode, result.stderr) == (0, "")
    pids = [int(word) for word in result.stdout.split()]
    assert len(pids) == 2
    return pids


async def test_a_loop_closed_under_a_command_ends_it_quietly() -> None:
    for pid in pids_of_quiet_run("""
loop = asyncio.new_event_loop()
task = loop.create_task(call())
task._log_destroy_pending = False
while not started.is_set():
    loop.run_until_complete(asyncio.sleep(0))
loop.close()
del task
import gc; gc.collect()
"""):
        await wait_until_gone(pid)


async def test_the_end_of_the_interpreter_ends_commands_of_other_threads() -> None:
    for pid in pids_of_quiet_run("""
threading.Thread(target=lambda: asyncio.run(call()), daemon=True).start()
started.wait()
"""):
        await wait_until_gone(pid)


async def test_a_fork_does_not_end_the_command() -> None:
    result = run_script(
        PREPARE
        + """
async def main():
    task = asyncio.create_task(call())
    while not started.is_set():
        await asyncio.sleep(0)
    if os.fork() == 0:
        sys.exit()  # runs the exit hooks of the copy
    os.wait()
    print("alive", task.done())
    task.cancel()
asyncio.run(main())
"""
    )
    assert result.stdout.split()[2:] == ["alive", "False"]


async def test_a_terminal_is_typed_at(tmp_path: Path) -> None:
    output, controls = Output(), list[ProcessControl]()
    script = 'stty size; read line; echo "<$line>"; tty -s && exec cat'
    outcomes: list[ProcessOutcome] = []

    async def run_it() -> None:
        outcomes.append(
            await run_process(
                ["/bin/sh", "-c", script],
                cwd=tmp_path,
                on_output=output,
                terminal=TerminalSize(40, 100),
                started=controls.append,
            )
        )

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run_it)
        await output.wait_for("40 100\r\n")
        assert controls[0].process_id is not None
        assert controls[0].write("héllo\n".encode()) == "taken"
        await output.wait_for("<héllo>\r\n")
        assert controls[0].write(b"x" * (MAX_UNREAD_INPUT + 1)) == "full"
        controls[0].close_input()
    assert outcomes[0].exit_code == 0
    assert controls[0].write(b"x") == "closed"
    assert controls[0].process_id is None
    controls[0].kill()
    controls[0].resize(TerminalSize())


async def test_a_key_that_interrupts() -> None:
    def press(control: ProcessControl) -> None:
        control.write(b"\x03")

    outcome = await run_process(
        ["sleep", "1000"], cwd=HERE, on_output=Output(), terminal=TerminalSize(), started=press
    )
    assert (outcome.exit_code, outcome.was_stopped) == (128 + signal.SIGINT, False)


async def test_a_process_is_written_to() -> None:
    output, controls = Output(), list[ProcessControl]()

    def begin(control: ProcessControl) -> None:
        controls.append(control)
        control.write(b"typed")
        control.close_input()

    outcome = await run_process(["cat"], cwd=HERE, on_output=output, started=begin, is_written=True)
    assert (outcome.exit_code, output.text) == (0, "typed")
    outcome = await run_process(["cat"], cwd=HERE, on_output=output, started=controls.append)
    assert (outcome.exit_code, controls[1].write(b"x")) == (0, "closed")
    with pytest.raises(OSError, match="terminal"):
        await run_process(["cat"], cwd=HERE, on_output=output, stdin=b"", terminal=TerminalSize())


@pytest.mark.parametrize(("rows", "columns"), [(0, 80), (24, 1 << 16), (-1, 80), (24, True)])
def test_a_terminal_that_cannot_be(rows: int, columns: int) -> None:
    with pytest.raises(ValueError, match="a terminal has 1 to 65535"):
        TerminalSize(rows, columns)


@pytest.mark.parametrize("ending", ["cancelled", "killed"])
async def test_a_terminal_leaves_nobody(tmp_path: Path, ending: str) -> None:
    output, controls = Output(), list[ProcessControl]()
    script = "trap '' HUP INT TERM; sleep 1000 & echo $! $$; wait"
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as tasks:

            async def run_it() -> None:
                await run_process(
                    ["/bin/sh", "-c", script],
                    cwd=tmp_path,
                    on_output=output,
                    terminal=TerminalSize(),
                    started=controls.append,
                )

            tasks.start_soon(run_it)
            await output.wait_for("\n")
            if ending == "killed":
                controls[0].kill()
            else:
                scope.cancel()
    pids = [int(word) for word in output.text.split()]
    assert len(pids) == 2
    assert not [pid for pid in pids if await is_running(pid)]
