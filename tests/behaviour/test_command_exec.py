"""Commands that a client runs for itself: how they run, what is told of them, what is refused, and when they end."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any

import anyio
import anyio.lowlevel
import pytest

from appserver import protocol as p
from appserver.errors import OverloadedError, RuntimeClosedError, ServerError
from appserver.handlers.command_exec import MAX_COMMANDS_OF_ONE
from appserver.testing import start_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from appserver import AppServerClient
    from appserver.testing import TestClient

SECONDS = 30
FREE = p.DangerFullAccessSandboxPolicy()


@pytest.fixture
async def client() -> AsyncIterator[TestClient]:
    async with start_client(experimental_api=True) as client:
        yield client


async def run(client: AppServerClient, *command: str, **fields: Any) -> p.CommandExecResponse:
    """Run a command without a sandbox, and return how it ended."""
    fields.setdefault("sandbox_policy", FREE)
    return await client.request(p.CommandExecParams(command=list(command), **fields))


async def sh(client: AppServerClient, script: str, **fields: Any) -> p.CommandExecResponse:
    """Run a script likewise."""
    return await run(client, "sh", "-c", script, **fields)


async def write(client: AppServerClient, process_id: str, data: bytes | None = None, **fields: Any) -> None:
    """Write to a command."""
    delta = None if data is None else base64.b64encode(data).decode()
    await client.request(p.CommandExecWriteParams(process_id=process_id, delta_base64=delta, **fields))


async def write_for_ever(client: AppServerClient, process_id: str) -> None:
    """Write more than any pipe holds."""
    for _ in range(50):
        await write(client, process_id, b"x" * 200_000)


async def deltas(client: AppServerClient, wanted: bytes, stream: str = "stdout") -> bytes:
    """Read until an output has brought this; returns all of it."""
    found = b""
    with anyio.fail_after(SECONDS):
        while wanted not in found:
            event = await client.next_event()
            assert event is not None
            if isinstance(event, p.CommandExecOutputDeltaNotification) and event.stream == stream:
                found += base64.b64decode(event.delta_base64)
    return found


def ended(process: int) -> bool:
    """Whether no such process runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


async def until_ended(process: int) -> None:
    """Wait for the end of a process."""
    with anyio.fail_after(SECONDS):
        while not ended(process):
            await anyio.lowlevel.checkpoint()


@pytest.mark.promise("command-exec")
async def test_a_command_is_answered_when_it_is_over(client: AppServerClient, tmp_path: Path) -> None:
    done = await sh(client, "echo out; echo err >&2; pwd; exit 3", cwd=str(tmp_path))
    assert (done.exit_code, done.stdout, done.stderr) == (3, f"out\n{tmp_path}\n", "err\n")


@pytest.mark.promise("command-exec")
async def test_both_outputs_are_read_apart_whatever_their_length(client: AppServerClient) -> None:
    piece = "head -c 100000 /dev/zero | tr '\\0'"
    script = f"for i in 1 2 3 4 5 6 7 8; do {piece} o; {piece} e >&2; done"
    done = await sh(client, script)
    assert (done.stdout, done.stderr) == ("o" * 800_000, "e" * 800_000)


@pytest.mark.promise("command-exec")
async def test_its_environment_can_be_changed(client: AppServerClient) -> None:
    done = await sh(client, "echo $A-$HOME-", env={"A": "1", "HOME": None})
    assert done.stdout == "1--\n"


@pytest.mark.promise("command-exec")
@pytest.mark.parametrize(
    ("fields", "stdout", "code"),
    [
        ({"timeout_ms": 0}, "", 124),
        ({"output_bytes_cap": 4}, "1234", 0),
        ({"output_bytes_cap": 0}, "", 0),
        ({"disable_output_cap": True, "disable_timeout": True}, "1234567890\n", 0),
    ],
)
async def test_bounds(client: AppServerClient, fields: dict[str, Any], stdout: str, code: int) -> None:
    script = "echo 1234567890" if code == 0 else "sleep 1000; echo no"
    done = await sh(client, script, **fields)
    assert (done.stdout, done.exit_code) == (stdout, code)


@pytest.mark.promise("command-exec")
async def test_the_usual_bound_of_an_output_is_a_mebibyte(client: AppServerClient) -> None:
    done = await sh(client, "head -c 3000000 /dev/zero | tr '\\0' x")
    assert len(done.stdout) == 1 << 20
    done = await sh(client, "head -c 3000000 /dev/zero | tr '\\0' x", disable_output_cap=True)
    assert len(done.stdout) == 3_000_000


@pytest.mark.promise("command-exec")
async def test_processes_that_it_leaves_end_with_it(client: AppServerClient) -> None:
    done = await sh(client, "sleep 1000 & echo $!")
    await until_ended(int(done.stdout))
    assert (await sh(client, "kill -9 $$")).exit_code == 137


@pytest.mark.promise("command-exec")
async def test_it_is_kept_in_the_sandbox_that_is_asked_for(client: AppServerClient, tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    fields = {"cwd": str(tmp_path / "room")}
    done = await sh(client, "echo x > f; ls", sandbox_policy=p.ReadOnlySandboxPolicy(), **fields)
    assert done.stdout == ""
    policy = p.WorkspaceWriteSandboxPolicy(exclude_slash_tmp=True, exclude_tmpdir_env_var=True)
    done = await sh(client, "echo x > f; echo x > ../f; ls . ..", sandbox_policy=policy, **fields)
    assert done.stdout.split() == [".:", "f", "..:", "room"]
    done = await sh(
        client, "echo x > g; ls", sandbox_policy=None, **fields
    )  # as of a thread that says nothing
    assert done.stdout.split() == ["f"]
    profile = {**fields, "sandbox_policy": None, "permission_profile": ":danger-full-access"}
    assert (await sh(client, "echo x > g; ls", **profile)).stdout.split() == ["f", "g"]


REFUSED: dict[str, tuple[dict[str, Any], str, int]] = {
    "empty": ({"command": []}, "command must not be empty", -32600),
    "a null byte": ({"command": ["echo", "a\0b"]}, "failed to spawn command", -32603),
    "no such program": ({"command": ["no-such-program"]}, "failed to spawn command: No such file", -32603),
    "no such folder": (
        {"command": ["true"], "cwd": "/none"},
        "failed to spawn command: No such file",
        -32603,
    ),
    "a negative time": ({"command": ["true"], "timeout_ms": -1}, "must be non-negative, got -1", -32602),
    "two caps": (
        {"command": ["true"], "output_bytes_cap": 1, "disable_output_cap": True},
        "cannot set both outputBytesCap and disableOutputCap",
        -32602,
    ),
    "two times": (
        {"command": ["true"], "timeout_ms": 1, "disable_timeout": True},
        "cannot set both timeoutMs and disableTimeout",
        -32602,
    ),
    **{
        name: ({"command": ["true"], name: True}, "requires a client-supplied processId", -32600)
        for name in ("tty", "stream_stdin", "stream_stdout_stderr")
    },
    "a size alone": (
        {"command": ["true"], "size": p.CommandExecTerminalSize(rows=1, cols=1)},
        "size requires tty: true",
        -32602,
    ),
    "no size": (
        {
            "command": ["true"],
            "tty": True,
            "process_id": "t",
            "size": p.CommandExecTerminalSize(rows=0, cols=1),
        },
        "rows and cols must be greater than 0",
        -32602,
    ),
    "two policies": (
        {"command": ["true"], "permission_profile": ":workspace"},
        "cannot be combined with",
        -32600,
    ),
    "an unknown profile": (
        {"command": ["true"], "sandbox_policy": None, "permission_profile": "none"},
        "none",
        -32600,
    ),
    "too long": ({"command": ["x" * (1 << 21)]}, "maximum length", -32602),
}


@pytest.mark.promise("command-exec")
@pytest.mark.parametrize(("fields", "text", "code"), REFUSED.values(), ids=REFUSED)
async def test_what_is_refused(client: AppServerClient, fields: dict[str, Any], text: str, code: int) -> None:
    with pytest.raises(ServerError, match=text) as caught:
        await run(
            client, *fields["command"], **{name: value for name, value in fields.items() if name != "command"}
        )
    assert caught.value.code == code
    assert (await run(client, "true")).exit_code == 0


@pytest.mark.promise("command-exec-live")
async def test_what_is_streamed_is_not_told_again(client: AppServerClient) -> None:
    done = await sh(client, "echo out; echo err >&2", process_id="s", stream_stdout_stderr=True)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert await deltas(client, b"err\n", "stderr") == b"err\n"


@pytest.mark.promise("command-exec-live")
async def test_a_stream_ends_at_its_bound_and_says_so(client: AppServerClient) -> None:
    script = "echo 1234567890; echo more; echo end >&2"
    await sh(client, script, process_id="s", stream_stdout_stderr=True, output_bytes_cap=4)
    told: list[tuple[str, bytes, bool]] = []
    while len(told) < 2:
        event = await client.next_event()
        if isinstance(event, p.CommandExecOutputDeltaNotification):
            told.append((event.stream, base64.b64decode(event.delta_base64), event.cap_reached))
    assert sorted(told) == [("stderr", b"end\n", True), ("stdout", b"1234", True)]


@pytest.mark.promise("command-exec-live")
async def test_a_command_is_written_to_while_it_runs(client: AppServerClient) -> None:
    ends: list[p.CommandExecResponse] = []
    async with anyio.create_task_group() as tasks:

        async def cat() -> None:
            fields = {"stream_stdin": True, "stream_stdout_stderr": True}
            ends.append(await sh(client, "echo ready; cat", process_id="c", **fields))

        tasks.start_soon(cat)
        await deltas(client, b"ready\n")
        await write(client, "c", b"hello\n")
        assert await deltas(client, b"hello\n") == b"hello\n"
        for fault, text in (
            ({"deltaBase64": "@@"}, "invalid deltaBase64"),
            ({}, "requires deltaBase64 or closeStdin"),
        ):
            asked = p.CommandExecWriteParams.from_wire({"processId": "c", **fault})
            with pytest.raises(ServerError, match=text) as caught:
                await client.request(asked)
            assert caught.value.code == -32602
        with pytest.raises(ServerError, match='duplicate active command/exec process id: "c"'):
            await run(client, "true", process_id="c")
        size = p.CommandExecTerminalSize(rows=1, cols=1)
        with pytest.raises(ServerError, match="not attached to a PTY"):
            await client.request(p.CommandExecResizeParams(process_id="c", size=size))
        await write(client, "c", b"bye", close_stdin=True)
    assert [done.exit_code for done in ends] == [0]
    assert await deltas(client, b"bye") == b"bye"
    with pytest.raises(ServerError, match='no active command/exec for process id "c"'):
        await write(client, "c", b"x")


@pytest.mark.promise("command-exec-live")
async def test_what_does_not_read_takes_no_more_than_its_bound(client: AppServerClient) -> None:
    async with anyio.create_task_group() as tasks:
        fields = {"stream_stdin": True, "stream_stdout_stderr": True, "disable_timeout": True}

        async def sleep() -> None:
            await sh(client, "echo ready; sleep 1000", process_id="c", **fields)

        tasks.start_soon(sleep)
        await deltas(client, b"ready\n")
        with pytest.raises(OverloadedError, match="retry later"):
            await write_for_ever(client, "c")
        await client.request(p.CommandExecTerminateParams(process_id="c"))


@pytest.mark.promise("command-exec-live")
async def test_nobody_writes_to_a_command_that_reads_nothing(client: AppServerClient) -> None:
    ends: list[p.CommandExecResponse] = []
    async with anyio.create_task_group() as tasks:

        async def sleep() -> None:
            fields = {"stream_stdout_stderr": True, "disable_timeout": True}
            ends.append(await sh(client, "echo ready; sleep 1000", process_id="c", **fields))

        tasks.start_soon(sleep)
        await deltas(client, b"ready\n")
        with pytest.raises(ServerError, match="stdin streaming is not enabled"):
            await write(client, "c", b"x")
        await client.request(p.CommandExecTerminateParams(process_id="c"))
    assert [done.exit_code for done in ends] == [137]


@pytest.mark.promise("command-exec-live")
async def test_a_terminal_has_a_size_that_changes(client: AppServerClient) -> None:
    ends: list[p.CommandExecResponse] = []
    async with anyio.create_task_group() as tasks:

        async def talk() -> None:
            size = p.CommandExecTerminalSize(rows=3, cols=40)
            script = "stty size; read line; echo got $line; stty size; exit 4"
            ends.append(await sh(client, script, process_id="t", tty=True, size=size))

        tasks.start_soon(talk)
        await deltas(client, b"3 40")
        size = p.CommandExecTerminalSize(rows=5, cols=50)
        await client.request(p.CommandExecResizeParams(process_id="t", size=size))
        await write(client, "t", b"hey\n")
        told = await deltas(client, b"5 50")
        assert b"got hey\r\n" in told
    assert [done.exit_code for done in ends] == [4]


@pytest.mark.promise("command-exec-live")
async def test_a_command_is_that_of_its_connection_and_ends_with_it(client: TestClient) -> None:
    other = await client.server.connect()
    async with anyio.create_task_group() as tasks:
        fields = {"stream_stdin": True, "stream_stdout_stderr": True, "disable_timeout": True}

        async def sleep() -> None:
            with pytest.raises((RuntimeClosedError, ServerError)):
                await sh(other, "echo $$ ready; sleep 1000", process_id="c", **fields)

        tasks.start_soon(sleep)
        process = int((await deltas(other, b"ready")).split()[0])
        with pytest.raises(ServerError, match="no active"):
            await write(client, "c", b"x")
        assert (await run(client, "true", process_id="c")).exit_code == 0
        await other.shutdown()
        await until_ended(process)


@pytest.mark.promise("command-exec-live")
async def test_the_end_of_a_server_ends_its_commands() -> None:
    process = 0
    async with anyio.create_task_group() as tasks, start_client() as client:
        fields = {"stream_stdout_stderr": True, "disable_timeout": True}

        async def sleep() -> None:
            with pytest.raises((RuntimeClosedError, ServerError)):
                await sh(client, "echo $$ ready; trap '' TERM; sleep 1000", process_id="c", **fields)

        tasks.start_soon(sleep)
        process = int((await deltas(client, b"ready")).split()[0])
    await until_ended(process)


@pytest.mark.promise("command-exec-live")
async def test_there_are_not_too_many(client: AppServerClient) -> None:
    async with anyio.create_task_group() as tasks:

        async def sleep(number: int) -> None:
            await sh(client, "sleep 1000", process_id=str(number), disable_timeout=True)

        for number in range(MAX_COMMANDS_OF_ONE):
            tasks.start_soon(sleep, number)
        with anyio.fail_after(SECONDS):
            for number in range(MAX_COMMANDS_OF_ONE):
                while True:  # until all of them run
                    try:
                        await write(client, str(number), b"x")
                    except ServerError as error:
                        if "not enabled" in error.message:
                            break
                    await anyio.lowlevel.checkpoint()
        with pytest.raises(OverloadedError, match="run already"):
            await run(client, "true")
        assert (await client.request(p.ThreadListParams())).data == []  # others are served
        for number in range(MAX_COMMANDS_OF_ONE):
            await client.request(p.CommandExecTerminateParams(process_id=str(number)))
    assert (await run(client, "true")).exit_code == 0
