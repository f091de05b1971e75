"""What nothing of the kind gets below, measured in the same rounds as what it bounds."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from benches.harness.floors import LoopThread, await_call_soon, await_completed
from benches.workers import json_texts
from benches.workers.generator import generator, reader, tokens_of
from benches.workers.offer import Offer, Offers, merged
from benches.workers.peak_memory import peak_memory
from benches.workers.processes import EMPTY_PROCESS, program, resident_bytes
from benches.workers.requests import AT_ONCE, all_at_once, busy_interpreter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Run

__all__ = [
    "BYTES_COUNTED",
    "COMPLETED_AWAIT",
    "OFFERS",
    "ONE_CALL_SOON",
    "PIPE_ROUND_TRIP",
    "TASKS",
    "THREAD_HOP",
]

COMPLETED_AWAIT = "an already completed await"
ONE_CALL_SOON = "one call_soon"
THREAD_HOP = "one thread hop and back"
PIPE_ROUND_TRIP = "one pipe round trip"
BYTES_COUNTED = "a native reader that counts bytes"
TASKS = "64 tasks that do nothing"

ECHO = "import os\nwhile data := os.read(0, 65536): os.write(1, data)"
"""The smallest process that answers."""


def _plain(function: Callable[[int], Awaitable[None]]) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        yield function

    return opened


@asynccontextmanager
async def _thread_hop(_size: int) -> AsyncIterator[Run]:
    thread = LoopThread()
    try:
        yield thread.hop_and_back
    finally:
        thread.close()


@asynccontextmanager
async def _pipe(_size: int) -> AsyncIterator[Run]:
    child = subprocess.Popen(  # noqa: ASYNC220 - alone on its loop
        [sys.executable, "-S", "-c", ECHO], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    to_child, from_child = child.stdin.fileno(), child.stdout.fileno()
    message = b"x" * 63 + b"\n"

    async def run(count: int) -> None:
        for _ in range(count):
            os.write(to_child, message)
            os.read(from_child, 65536)

    try:
        yield run
    finally:
        child.stdin.close()
        child.wait()
        child.stdout.close()


async def _nothing() -> None:
    """What a task that does nothing runs."""


async def _tasks(count: int) -> None:
    for start in range(0, count, AT_ONCE):
        await all_at_once(_nothing, min(AT_ONCE, count - start))


async def _call_soon_while_busy(count: int) -> None:
    with busy_interpreter():
        await await_call_soon(count)


async def _await_while_busy(count: int) -> None:
    with busy_interpreter():
        await await_completed(count)


@asynccontextmanager
async def _empty_memory(_size: int) -> AsyncIterator[Run]:
    async def run(_count: int) -> float:
        with subprocess.Popen(  # noqa: ASYNC220 - alone on its loop
            [sys.executable, "-c", "print(flush=True); input()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as child:
            assert child.stdout is not None
            child.stdout.readline()
            resident = resident_bytes(child.pid)
            child.communicate(b"\n")
        return resident

    yield run


async def _pipe_while_busy(run: Run, count: int) -> None:
    with busy_interpreter():
        await run(count)


@asynccontextmanager
async def _busy_pipe(size: int) -> AsyncIterator[Run]:
    async with _pipe(size) as run:
        yield partial(_pipe_while_busy, run)


@asynccontextmanager
async def _bytes_counted(size: int) -> AsyncIterator[Run]:
    """The processor time of the least that can be done about a token."""
    tokens, rate = tokens_of(size)

    async def run(_count: int) -> float:
        with generator() as model, reader(model.port, size) as reading:
            model.say(f"wait {size}")
            model.hear()
            begun, before = reading.count()
            model.say(f"go {tokens} {rate}")
            wanted = begun + int(model.hear()[3])
            while (counted := reading.count())[0] < wanted:
                pass
        return (counted[1] - before) / (tokens * size)

    yield run


WITH_CALL_SOON = ("asyncio", "uvloop")
AWAIT = Offer(_plain(await_completed))
CALL_SOON = Offer(_plain(await_call_soon), loops=WITH_CALL_SOON)
HOP = Offer(_thread_hop, loops=WITH_CALL_SOON)
PIPE = Offer(_pipe, loops=("asyncio",))

IN_ONE_PROCESS = {COMPLETED_AWAIT: AWAIT, ONE_CALL_SOON: CALL_SOON}
WITH_A_CHILD = {**IN_ONE_PROCESS, PIPE_ROUND_TRIP: PIPE}

_OWN: Offers = {
    "request_round_trip": {**IN_ONE_PROCESS, THREAD_HOP: HOP, PIPE_ROUND_TRIP: PIPE},
    "requests_at_once": {TASKS: Offer(_plain(_tasks), least=AT_ONCE), PIPE_ROUND_TRIP: PIPE},
    "events_one_loop": WITH_A_CHILD,
    "events_other_thread": {COMPLETED_AWAIT: AWAIT, THREAD_HOP: HOP},
    "fan_out": {COMPLETED_AWAIT: AWAIT},
    "fan_out_one_match": {COMPLETED_AWAIT: AWAIT},
    "server_request": IN_ONE_PROCESS,
    "turn": WITH_A_CHILD,
    "thread_run": WITH_A_CHILD,
    "import": {EMPTY_PROCESS: program("-c", "pass")},
    "import_memory": {EMPTY_PROCESS: peak_memory("pass")},
    "cold_start": {EMPTY_PROCESS: program("-c", "pass")},
    "wire_start": {EMPTY_PROCESS: program("-c", "pass")},
    "busy_interpreter": {
        COMPLETED_AWAIT: Offer(_plain(_await_while_busy)),
        ONE_CALL_SOON: Offer(_plain(_call_soon_while_busy), loops=WITH_CALL_SOON),
        PIPE_ROUND_TRIP: Offer(_busy_pipe, least=10),
    },
    "live_threads_request": {COMPLETED_AWAIT: AWAIT, PIPE_ROUND_TRIP: PIPE},
    "live_threads_turn": {ONE_CALL_SOON: CALL_SOON, PIPE_ROUND_TRIP: PIPE},
    "memory_idle": {EMPTY_PROCESS: Offer(_empty_memory)},
    "model_deltas": WITH_A_CHILD,
    "model_tokens": {BYTES_COUNTED: Offer(_bytes_counted, loops=("asyncio",))},
    "home_list": {THREAD_HOP: HOP, PIPE_ROUND_TRIP: PIPE},
    "home_resume": {THREAD_HOP: HOP, PIPE_ROUND_TRIP: PIPE},
    "home_start": {COMPLETED_AWAIT: AWAIT, EMPTY_PROCESS: program("-c", "pass")},
    "home_turn": WITH_A_CHILD,
}
OFFERS = merged(_OWN, json_texts.OFFERS)
"""Whatever has no floor here (memory that grows, counts) has zero as its floor."""
