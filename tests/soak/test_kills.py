"""A host that is killed, at any moment of its work: nothing that it started lives on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from tests.behaviour.hosts import LOOPS, line, program, wait_until
from tests.rings import times

HOST = """
class Busy(appserver.Agent):
    async def run_turn(self, turn):
        async with turn.message() as message:
            await message.delta("begins ")
        await turn.run_command(turn.text, ask=False, env={"KILLED_HOST": TOKEN})

async def main():
    client = await appserver.start(agent=Busy())
    running = []
    while True:
        await (await client.server.connect()).shutdown()
        thread = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
        command = "sleep 1000 & echo begun; wait"
        turn = await client.request(
            p.TurnStartParams(thread_id=thread, input=[p.TextUserInput(text=command)])
        )
        print("started", flush=True)
        running.append((thread, turn.turn.id))
        async for event in client:
            match event:
                case p.CommandExecutionOutputDeltaNotification(thread_id=of) if of == thread:
                    break
        print("begun", flush=True)
        if len(running) > 2:
            thread, turn_id = running.pop(0)
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
            print("interrupted", flush=True)
run(main)
"""

KILLS = times(6, 1_000)


def carriers(token: str) -> list[str]:
    """The processes that have the token in their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and f"KILLED_HOST={token}\0".encode() in (entry / "environ").read_bytes():
                found.append(entry.name)
    return found


@pytest.mark.promise("command-host-dies")
@pytest.mark.parametrize("number", range(KILLS))
def test_a_host_killed_at_any_moment_leaves_nobody_behind(number: int) -> None:
    """After so many lines of its own the host runs on, so that the moment of the kill is wherever it is by then."""
    token = f"of-kill-{number}"
    with program(HOST, LOOPS[number % len(LOOPS)], TOKEN=token) as host:
        for _ in range(1 + number % 13):
            assert line(host), "the host has ended by itself"
        if number % 13:
            wait_until(lambda: bool(carriers(token)))  # from the second line on, a command runs
        host.kill()
        host.wait(10)
    wait_until(lambda: not carriers(token))
