"""One process that does everything again and again: `python -m tests.soak.cycles LOOP SECONDS CYCLES LEAK`.

It prints a line of JSON after every few cycles: its memory, descriptors, threads and objects.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from resource import getpagesize
from typing import Any

import anyio

import appserver
from appserver import protocol as p

__all__ = ["main"]

CYCLES_A_SAMPLE = 4
KEPT: list[Any] = []


class Busy(appserver.Agent):
    """Says something, asks for a command, and goes on until it is interrupted where it is told to."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """One message, one command."""
        async with turn.message() as message:
            for word in turn.text.split():
                await message.delta(word)
        await turn.run_command("echo said", reason="to see")
        if turn.text == "wait":
            await anyio.sleep_forever()


async def finished_turn(client: appserver.InProcessAppServerClient, thread_id: str, text: str) -> str:
    """Run a turn to its end, accept its command, and interrupt it if it waits; returns how it ended."""
    prompt = [p.TextUserInput(text=text)]
    started = await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))
    async for event in client:
        match event:
            case appserver.ServerRequest(params=p.CommandExecutionRequestApprovalParams()):
                await client.resolve_server_request(event.id, {"decision": "accept"})
            case p.ItemCompletedNotification(item=p.CommandExecutionThreadItem()) if text == "wait":
                await client.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=started.turn.id))
            case p.TurnCompletedNotification(turn=turn):
                return turn.status
    raise AssertionError("the events ended before the turn")


async def cycle(*, leak: bool) -> None:
    """A server with two clients, a turn that ends, one that is interrupted, a cancelled wait, and the end of all."""
    async with appserver.start(agent=Busy()) as client:
        started = await client.request(p.ThreadStartParams(cwd="/"))
        thread_id = started.thread.id
        async with client.server.connect() as other:
            await other.request(p.ThreadResumeParams(thread_id=thread_id))
            other.subscribe(thread_id=thread_id)
            assert await finished_turn(client, thread_id, "a few words") == "completed"
            assert await finished_turn(client, thread_id, "wait") == "interrupted"
        with anyio.move_on_after(0):
            await client.next_event()
        with suppress(appserver.ServerError):
            await client.request(p.ThreadReadParams(thread_id="no such thread"))
    if leak:
        KEPT.append(([object(), *([number] for number in range(100))], os.open("/", os.O_RDONLY)))


def sample() -> dict[str, int]:
    """What this process holds, once all is collected that can be."""
    gc.collect()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)  # what is free shows as free, where the allocator has that
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return {
        "bytes": int(fields[1]) * getpagesize(),
        "descriptors": sum(1 for _ in Path("/proc/self/fd").iterdir()),
        "threads": threading.active_count(),
        "objects": len(gc.get_objects()),
    }


async def visit(server: appserver.Server) -> None:
    """A client that comes to a server which stays, asks, subscribes and leaves."""
    async with server.connect() as client:
        assert (await client.request(p.ThreadLoadedListParams())).data == []
        client.subscribe(methods=["item/agentMessage/delta"])


async def main(seconds: float, cycles: int, leak: bool) -> None:
    """Go on for so many seconds, and so many cycles at least."""
    until = time.monotonic() + seconds
    done = 0
    async with appserver.serve() as server:
        while done < cycles or time.monotonic() < until:
            await cycle(leak=leak)
            await visit(server)
            done += 1
            if done % CYCLES_A_SAMPLE == 0:
                print(json.dumps(sample()), flush=True)


if __name__ == "__main__":
    _, loop, *numbers = sys.argv
    anyio.run(
        main,
        float(numbers[0]),
        int(numbers[1]),
        numbers[2] == "1",
        backend="trio" if loop == "trio" else "asyncio",
        backend_options={"use_uvloop": True} if loop == "uvloop" else {},
    )
