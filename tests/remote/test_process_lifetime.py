"""The host ends, or forgets its clients: no hang, no line on standard error, and no program left behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import appserver
from tests.remote.test_programs import PROGRAM, is_gone

LOOPS = ("asyncio", "uvloop", "trio")

PRELUDE = """
import asyncio, gc, os, signal, sys
import anyio, appserver
from appserver import protocol as p

LOOP, PROGRAM = sys.argv[1:]

def run(function):
    if LOOP == "trio":
        return anyio.run(function, backend="trio")
    return anyio.run(function, backend="asyncio", backend_options={"use_uvloop": LOOP == "uvloop"})

async def connect():
    client = await appserver.connect(command=[sys.executable, PROGRAM])
    print(client.initialize_response.user_agent.partition("/")[2], flush=True)
    return client
"""

BODIES = {
    "a client that is kept": """
        async def main():
            global client
            client = await connect()
        run(main)
        """,
    "a client that is dropped": """
        async def main():
            await connect()
        run(main)
        """,
    "a request in flight": """
        async def main():
            global client
            client = await connect()
            coroutine = client.request_raw("future/echo")
            coroutine.send(None)
            globals()["coroutine"] = coroutine
        run(main)
        coroutine.close()
        """,
    "a request that is cancelled": """
        async def main():
            global client
            client = await connect()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.request_raw, "future/echo")
                await anyio.lowlevel.checkpoint()
                tasks.cancel_scope.cancel()
        run(main)
        """,
    "a reader that waits": """
        async def main():
            client = await connect()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.next_event)
                await anyio.lowlevel.checkpoint()
                tasks.cancel_scope.cancel()
        run(main)
        """,
    "a cycle": """
        async def main():
            client = await connect()
            cycle = [client]
            cycle.append(cycle)
        run(main)
        gc.collect()
        """,
    "an end in the middle": """
        async def main():
            async with await connect() as client:
                client.subscribe()
                sys.exit(0)
        run(main)
        """,
    "a client that is shut down": """
        async def main():
            async with await connect() as client:
                assert await client.request_raw("future/echo", 5) == 5
        run(main)
        gc.collect()
        """,
}


def start(body: str, loop: str) -> subprocess.Popen[str]:
    """Run a program of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(appserver.__file__).parent.parent)}
    return subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", PRELUDE + textwrap.dedent(body), loop, PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def wait_until_gone(process: int) -> None:
    """Wait; the test's time limit is the bound."""
    if is_gone(process):
        return
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return
    try:
        select.select([descriptor], [], [])
    finally:
        os.close(descriptor)


@pytest.mark.promise("remote-host-ends")
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", BODIES)
def test_the_end_of_the_interpreter(name: str, loop: str) -> None:
    if (name, loop) == ("a request in flight", "trio"):
        pytest.skip(
            "trio knows tasks only: a coroutine that is driven by hand there resumes the task around it"
        )
    host = start(BODIES[name], loop)
    output, errors = host.communicate(timeout=40)
    assert (host.returncode, errors) == (0, "")
    wait_until_gone(int(output))


@pytest.mark.promise("remote-host-ends")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_host_that_is_killed_takes_its_program_along(number: signal.Signals) -> None:
    body = """
        async def main():
            client = await connect()
            await client.next_event()
        run(main)
        """
    host = start(body, "asyncio")
    assert host.stdout is not None
    process = int(host.stdout.readline())
    host.send_signal(number)
    host.communicate(timeout=40)
    wait_until_gone(process)
