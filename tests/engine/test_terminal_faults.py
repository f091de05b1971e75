"""Commands that flood, fork, hang, are killed, or lose their host: each item ends, and no process is left."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.terminals import (
    FREE,
    TOOLS,
    command_of,
    is_end_of,
    is_end_of_turn,
    lives,
    model,
    pids_in,
    run,
    running,
    until_dead,
    until_event,
    words_of,
)
from tests.engine.test_terminals import STAYS
from tests.engine.turns import SECONDS, check_turn, last_turn, new_thread, start_turn

FAULTS = {
    "floods": ("echo $$ > pids; head -c 30000000 /dev/zero | tr '\\0' x; echo end", 0),
    "forks": ("for i in $(seq 40); do sleep 1000 & echo $! >> pids; done; exit 5", 5),
    "is killed": ("sleep 1000 & echo $! $$ > pids; kill -9 $$", 137),
    "fills the disk": ("echo $$ > pids; echo x > /dev/full || exit 6", 6),
    "moves away": ("(set -m; sleep 1000 & echo $! $$ > pids); exit 7", 7),
}


@pytest.mark.promise("tool-background")
@pytest.mark.parametrize(("script", "code"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("has_terminal", [False, True])
@pytest.mark.parametrize("runs_on", [False, True])
async def test_a_command_that(
    tmp_path: Path, script: str, code: int, has_terminal: bool, runs_on: bool
) -> None:
    if runs_on:
        script = f"until [ -e go ]; do sleep 0.02; done; {script}"
    call = run(script, wait=250 if runs_on else 30_000, tty=has_terminal)
    with model([call]) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            events = await until_event(client, is_end_of_turn)
            if runs_on:
                (tmp_path / "go").touch()
                rest = await until_event(client, is_end_of("call_1"))
                check_turn([*events[:-1], *rest, events[-1]])
            else:
                check_turn(events)
                rest = [event for event in events if is_end_of("call_1")(event)]
            ended = command_of(rest[-1])
            assert ended.exit_code == code
            assert len(ended.aggregated_output or "") <= (1 << 20) + 100
            assert await running(client, thread) == []
    assert len(provider.requests[-1].outputs[-1]) < 11_000
    assert not [pid for pid in map(int, words_of(tmp_path / "pids")) if lives(pid)]


def descriptors() -> int:
    """How many this process has."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.promise("tool-background")
async def test_descriptors_are_given_back(tmp_path: Path) -> None:
    rounds = [[run(STAYS, tty=True), run("echo short", tty=True, wait=30_000), run("sleep 1000")]] * 3
    counts: list[int] = []
    for _ in range(3):
        with model(*rounds) as provider:
            async with start_client(
                agent=provider.agent(standard_tools=TOOLS), experimental_api=True
            ) as client:
                thread = await new_thread(client, cwd=str(tmp_path), **FREE)
                await start_turn(client, thread)
                await until_event(client, is_end_of_turn)
                assert len(await running(client, thread)) == 6
        gc.collect()
        counts.append(descriptors())
    assert counts[1] == counts[2]


@pytest.mark.promise("tool-background")
async def test_a_client_that_leaves_takes_no_command_along(tmp_path: Path) -> None:
    with model([run(STAYS)]) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            other = await client.server.connect()
            thread = await new_thread(other, cwd=str(tmp_path), **FREE)
            await start_turn(other, thread)
            pids = await pids_in(tmp_path / "pids", 2)
            with anyio.fail_after(SECONDS):
                async for event in other:
                    if isinstance(event, p.TurnCompletedNotification):
                        break
            await other.shutdown()
            assert [pid for pid in pids if lives(pid)] == pids
        assert not [pid for pid in pids if lives(pid)]


@pytest.mark.promise("tool-background")
async def test_cancelled_requests_leave_no_command(tmp_path: Path) -> None:
    """Whoever waits for the end of a thread may go away."""
    with model([run(STAYS)]) as provider:
        async with start_client(agent=provider.agent(standard_tools=TOOLS), experimental_api=True) as client:
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            await until_event(client, is_end_of_turn)
            pids = await pids_in(tmp_path / "pids", 2)
            with anyio.move_on_after(0):
                await client.request(p.ThreadArchiveParams(thread_id=thread))
            await until_dead(pids)


@pytest.mark.promise("tool-background")
def test_a_loop_that_is_closed_takes_commands_along(tmp_path: Path) -> None:
    with model([run(STAYS, tty=True)]) as provider:

        async def begin() -> None:
            client = await start_client(agent=provider.agent(standard_tools=TOOLS))
            thread = await new_thread(client, cwd=str(tmp_path), **FREE)
            await start_turn(client, thread)
            events = await until_event(client, is_end_of_turn)
            assert last_turn(events).status == "completed"
            await pids_in(tmp_path / "pids", 2)

        loop = asyncio.new_event_loop()
        loop.run_until_complete(begin())
        pids = [int(word) for word in words_of(tmp_path / "pids")]
        loop.close()
        gc.collect()
        anyio.run(until_dead, pids)


HOST = """
import asyncio, sys
from pathlib import Path
from appserver.testing import start_client
from tests.engine.terminals import FREE, TOOLS, is_end_of_turn, model, run, until_event
from tests.engine.test_terminals import STAYS
from tests.engine.turns import new_thread, start_turn

async def main():
    with model([run(STAYS, tty=True)]) as provider:
        client = await start_client(agent=provider.agent(standard_tools=TOOLS))
        await start_turn(client, await new_thread(client, cwd=sys.argv[1], **FREE))
        await until_event(client, is_end_of_turn)
        print("ready", flush=True)
        await asyncio.sleep(1000)
asyncio.run(main())
"""


@pytest.mark.promise("tool-background", "command-host-dies")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_host_that_dies_takes_terminals_along(tmp_path: Path, number: signal.Signals) -> None:
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    with host:
        assert host.stdout is not None
        assert host.stdout.readline() == b"ready\n"
        pids = anyio.run(pids_in, tmp_path / "pids", 2)
        host.send_signal(number)
        host.wait(10)
        anyio.run(until_dead, pids)
