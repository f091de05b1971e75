"""What becomes of running commands when their host ends, forks, or takes what is theirs."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.hosts import LOOPS, line, members, program, wait_until_gone

if TYPE_CHECKING:
    from pathlib import Path

HOST = """
async def main():
    client = await start(COMMAND)
    print(await said(client), end="", flush=True)
    await anyio.sleep_forever()
run(main)
"""


@pytest.mark.promise("command-host-dies")
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP, signal.SIGABRT])
def test_a_host_that_dies_takes_its_commands_along(loop: str, number: signal.Signals) -> None:
    with program("COMMAND = WAITS\n" + HOST, loop) as host:
        group = int(line(host))
        assert len(members(group)) == 3
        host.send_signal(number)
        host.wait(10)
        wait_until_gone(group)


@pytest.mark.promise("command-session", "command-host-dies")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_host_that_dies_takes_those_along_who_have_left_the_group_of_a_command(
    number: signal.Signals,
) -> None:
    with program("COMMAND = STRAYS\n" + HOST, "asyncio") as host:
        session = int(line(host))
        running = members(session)
        assert len(running) >= 3
        assert any(os.getpgid(pid) != session for pid in running)
        host.send_signal(number)
        host.wait(10)
        wait_until_gone(session)


@pytest.mark.promise("command-host-dies")
def test_the_death_of_a_hosts_whole_group_ends_its_commands() -> None:
    """As by Ctrl-C in a terminal, or `kill` of a job: the watcher is not in that group."""
    body = "os.setpgid(0, 0)\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\nCOMMAND = WAITS\n" + HOST
    with program(body, "asyncio") as host:
        group = int(line(host))
        for number in (signal.SIGINT, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(host.pid, number)
        host.wait(10)
        wait_until_gone(group)


@pytest.mark.promise("command-host-dies")
def test_a_forked_child_that_lives_on_keeps_no_command_alive() -> None:
    body = """
    async def main():
        client = await start(WAITS)
        group = await said(client)
        child = os.fork()
        if child == 0:
            signal.pause()
        print(child, group, end="", flush=True)
        await anyio.sleep_forever()
    run(main)
    """
    with program(body, "asyncio") as host:
        child, group = map(int, line(host).split())
        try:
            host.kill()
            wait_until_gone(group)
        finally:
            os.kill(child, signal.SIGKILL)


@pytest.mark.promise("command-host-dies")
@pytest.mark.parametrize("waits", [True, False])
def test_a_watcher_that_was_killed_is_replaced(waits: bool) -> None:
    """By the next command, or by itself."""
    body = """
    def watchers():
        for entry in os.listdir("/proc"):
            try:
                parent = int(open(f"/proc/{entry}/stat").read().rsplit(")", 1)[1].split()[1])
                if parent == os.getpid() and b"appserver-watcher" in open(f"/proc/{entry}/cmdline", "rb").read():
                    yield int(entry)
            except (OSError, IndexError, ValueError):
                pass

    async def main():
        groups = [await said(await start(WAITS))]
        (killed,) = watchers()
        os.kill(killed, signal.SIGKILL)
        while WAITS_FOR_IT and set(watchers()) <= {killed}:
            await anyio.sleep(0.005)
        if not WAITS_FOR_IT:
            groups.append(await said(await start(WAITS)))
        print(*(group.strip() for group in groups), flush=True)
        await anyio.sleep_forever()
    run(main)
    """
    with program(body, "asyncio", WAITS_FOR_IT=waits) as host:
        groups = list(map(int, line(host).split()))
        host.kill()
        for group in groups:
            wait_until_gone(group)


@pytest.mark.promise("command-interpreter-exit")
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("is_daemon", [False, True])
def test_the_end_of_the_interpreter_ends_commands(loop: str, is_daemon: bool) -> None:
    body = """
    shown = threading.Event()
    async def main():
        client = await start(WAITS)
        print(await said(client), end="", flush=True)
        shown.set()
        if DAEMON:
            await anyio.sleep_forever()
        sys.exit(0)
    if DAEMON:
        threading.Thread(target=run, args=(main,), daemon=True).start()
        shown.wait()
    else:
        run(main)
    """
    with program(body, loop, DAEMON=is_daemon) as host:
        group = int(line(host))
        assert host.wait(20) == 0
        wait_until_gone(group)


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_the_end_of_the_thread_that_started_a_command_ends_nothing(loop: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go")
    body = """
    if LOOP == "uvloop":
        import uvloop
        loop = uvloop.new_event_loop()
    else:
        loop = asyncio.new_event_loop()
    clients = []
    async def begin():
        clients.append(await start(f"echo begun; read line < {GO}; exit 5"))
        assert await said(clients[0]) == "begun\\n"
    thread = threading.Thread(target=loop.run_until_complete, args=(begin(),))
    thread.start()
    thread.join()
    with open(GO, "w") as go:
        go.write("on\\n")
    print(loop.run_until_complete(said(clients[0])), flush=True)
    loop.run_until_complete(clients[0].shutdown())
    """
    with program(body, loop, GO=str(tmp_path / "go")) as host:
        assert line(host) == "failed 5"
        assert host.wait(20) == 0


@pytest.mark.promise("fork-child")
@pytest.mark.parametrize("loop", LOOPS)
def test_a_forked_child_leaves_the_commands_of_its_parent_alone(loop: str, tmp_path: Path) -> None:
    """It drops all it has and runs the exit hooks of the copy, but does not go back to the parent's loop."""
    os.mkfifo(tmp_path / "go")
    body = """
    import atexit, gc
    async def main():
        client = await start(f"echo $$; read line < {GO}; exit 5")
        print(await said(client), end="", flush=True)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                del client
                gc.collect()
                atexit._run_exitfuncs()
                code = 0
            finally:
                os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        print(await said(client), flush=True)
        await client.shutdown()
    run(main)
    """
    with program(body, loop, GO=str(tmp_path / "go")) as host:
        group = int(line(host))
        assert line(host) == "0"
        assert members(group) == [group]
        (tmp_path / "go").write_text("on\n")
        assert line(host) == "failed 5"
        assert host.wait(20) == 0


@pytest.mark.promise("fork-child")
def test_a_child_forked_beside_the_loop_exits_in_the_ordinary_way_and_ends_no_command() -> None:
    body = """
    loop = asyncio.new_event_loop()
    client = loop.run_until_complete(start("echo $$; read line < /dev/null; exec sleep 1000"))
    group = loop.run_until_complete(said(client))
    child = os.fork()
    if child == 0:
        sys.exit(0)  # runs the exit hooks of the copy, and drops all it has
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), group, end="", flush=True)
    signal.pause()
    """
    with program(body, "asyncio") as host:
        code, group = map(int, line(host).split())
        assert code == 0
        assert members(group) == [group]


@pytest.mark.promise("command-signals-own")
@pytest.mark.parametrize("loop", LOOPS)
def test_a_host_that_takes_every_child_gets_no_stranger_signalled(loop: str) -> None:
    """Once somebody else has reaped the leader, its number may be anybody's; the command's end is told all the same."""
    body = """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system reaps for the host
    async def main():
        client = await start("echo said")
        print([await said(client), await said(client)], flush=True)
        await client.shutdown()
    run(main)
    """
    with program(body, loop) as host:
        assert line(host) == "['said\\n', 'failed None']"
        assert host.wait(20) == 0


def test_a_command_takes_the_signals_that_its_host_ignores() -> None:
    body = """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    async def main():
        client = await start("kill -TERM $$; echo alive")
        print(await said(client), flush=True)
        await client.shutdown()
    run(main)
    """
    with program(body, "asyncio") as host:
        assert line(host) == f"failed {128 + signal.SIGTERM}"


@pytest.mark.promise("command-descriptors")
def test_a_command_has_no_descriptor_of_its_host() -> None:
    body = """
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)
    async def main():
        client = await start(f"test -e /proc/self/fd/{writer} && echo open || echo closed")
        print(await said(client), end="", flush=True)
        await client.shutdown()
    run(main)
    """
    with program(body, "asyncio") as host:
        assert line(host) == "closed"
