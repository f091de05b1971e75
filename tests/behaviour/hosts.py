"""Hosts of commands in processes of their own, and who of a session of processes still runs."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import appserver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["LOOPS", "line", "members", "program", "wait_until", "wait_until_gone"]

LOOPS = ("asyncio", "uvloop", "trio")

PRELUDE = """
import asyncio, os, signal, sys, threading
import anyio, appserver
from appserver import protocol as p

LOOP = sys.argv[1]

def run(function):
    if LOOP == "trio":
        return anyio.run(function, backend="trio")
    return anyio.run(function, backend="asyncio", backend_options={"use_uvloop": LOOP == "uvloop"})

class Runner(appserver.Agent):
    async def run_turn(self, turn):
        result = await turn.run_command(turn.text, ask=False)
        await turn.send_message(f"{result.status} {result.exit_code}")

async def start(command):
    client = await appserver.start(agent=Runner())
    thread = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
    await client.request(p.TurnStartParams(thread_id=thread, input=[p.TextUserInput(text=command)]))
    return client

async def said(client):
    async for event in client:
        match event:
            case p.CommandExecutionOutputDeltaNotification(delta=text) | p.AgentMessageDeltaNotification(delta=text):
                return text

# A command with a child and a grandchild; it says the number of its group and session.
WAITS = "trap '' HUP; sh -c 'sleep 1000 & echo $0; wait' $$ & wait; true"
# As that, and the child and the grandchild have left its group.
STRAYS = "trap '' HUP; timeout 1000 sh -c 'echo $0; sleep 1000; true' $$; true"
"""


@contextmanager
def program(body: str, loop: str, **values: object) -> Iterator[subprocess.Popen[str]]:
    """A host in a process of its own, whose body knows the values; it is killed in the end, if it has not ended."""
    head = PRELUDE + "".join(f"{name} = {value!r}\n" for name, value in values.items())
    environment = {**os.environ, "PYTHONPATH": str(Path(appserver.__file__).parent.parent)}
    host = subprocess.Popen(
        [sys.executable, "-c", head + textwrap.dedent(body), loop],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    with host:
        try:
            yield host
        finally:
            host.kill()


def line(host: subprocess.Popen[str]) -> str:
    """The next line of a host's output."""
    assert host.stdout is not None
    return host.stdout.readline().strip()


def members(session: int) -> list[int]:
    """The processes of a session that run."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            state, _parent, _group, its_session = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:4]
            if entry.name.isdigit() and int(its_session) == session and state not in "ZX":
                found.append(int(entry.name))
    return found


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what other processes do; nothing tells this one of it."""
    limit = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.005)


def wait_until_gone(session: int) -> None:
    """Wait until nobody of a session runs."""
    wait_until(lambda: not members(session))
