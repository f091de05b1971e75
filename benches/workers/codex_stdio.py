"""The real Codex app server over its pipes, without its SDK: the least that a Python client can do."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benches.workers import codex_homes
from benches.workers.codex_process import CodexProcess, codex_home, codex_process, codex_program
from benches.workers.floors import PIPE_ROUND_TRIP
from benches.workers.offer import Offer, Offers
from benches.workers.processes import EMPTY_PROCESS, resident_bytes
from benches.workers.requests import AT_ONCE, busy_interpreter
from benches.workers.wire import request_offers
from benches.workers.works import PROMPT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Run

    Work = Callable[[CodexProcess, str, int], Any]

__all__ = ["OFFERS"]

SMALL_REQUEST = "thread/loaded/list"
"""The cheapest request there is: some others read the configuration files anew."""
FEW_THREADS = "each thread takes about as long to start as a turn, and megabytes of memory"


def _one_by_one(codex: CodexProcess, _thread_id: str, count: int) -> None:
    for _ in range(count):
        codex.request(SMALL_REQUEST)


def _at_once(codex: CodexProcess, _thread_id: str, count: int) -> None:
    for start in range(0, count, AT_ONCE):
        codex.requests_at_once(min(AT_ONCE, count - start), SMALL_REQUEST)


def _while_busy(codex: CodexProcess, thread_id: str, count: int) -> None:
    with busy_interpreter():
        _one_by_one(codex, thread_id, count)


def _deltas(codex: CodexProcess, thread_id: str, count: int) -> None:
    """One turn of so many deltas: what the mock model sends, the app server streams."""
    deltas = codex.turn(thread_id, f"deltas {count}")
    assert deltas == count, f"{deltas} deltas came of {count}"


def _turns(codex: CodexProcess, thread_id: str, count: int) -> None:
    for _ in range(count):
        codex.turn(thread_id, PROMPT)


def _read_thread(codex: CodexProcess, thread_id: str, count: int) -> None:
    for _ in range(count):
        codex.request("thread/read", {"threadId": thread_id})


def _opened(work: Work) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """Do this with the middle one of so many live threads, one at the least."""

    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        with codex_process() as codex:
            threads = [codex.start_thread() for _ in range(max(size, 1))]
            thread_id = threads[len(threads) // 2]

            async def run(count: int) -> None:
                work(codex, thread_id, count)

            yield run

    return opened


@asynccontextmanager
async def _cold_start(_size: int) -> AsyncIterator[Run]:
    """Start the process, shake hands, one answer, end."""
    with codex_home() as environment:

        async def run(count: int) -> None:
            for _ in range(count):
                codex = CodexProcess(environment)
                codex.request(SMALL_REQUEST)
                codex.close()

        yield run


def _memory(measure: Callable[[CodexProcess, int], Any]) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        async def run(_count: int) -> float:
            with codex_process() as codex:
                value = measure(codex, size)
                return float(await value if asyncio.iscoroutine(value) else value)

        yield run

    return opened


def _idle(codex: CodexProcess, _size: int) -> int:
    codex.request(SMALL_REQUEST)
    return resident_bytes(codex.pid)


def _a_thread(codex: CodexProcess, size: int) -> float:
    codex.start_thread()
    before = resident_bytes(codex.pid)
    for _ in range(size):
        codex.start_thread()
    return (resident_bytes(codex.pid) - before) / size


async def _stalled_reader(codex: CodexProcess, size: int) -> int:
    """Nobody reads the pipe: the server's memory once it does nothing any more."""
    thread_id = codex.start_thread()
    before = resident_bytes(codex.pid)
    codex.start_turn(thread_id, f"deltas {size}")
    worked = -1.0
    while (now := _processor_seconds(codex.pid)) != worked:
        worked = now
        await asyncio.sleep(1)  # it has come to rest when a whole second has cost it nothing
    growth = resident_bytes(codex.pid) - before
    codex.kill()
    return growth


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


OFFERS: Offers = {
    "request_round_trip": {"": Offer(_opened(_one_by_one), PIPE_ROUND_TRIP)},
    "requests_at_once": {"": Offer(_opened(_at_once), PIPE_ROUND_TRIP, least=AT_ONCE)},
    "busy_interpreter": {"": Offer(_opened(_while_busy), PIPE_ROUND_TRIP, least=10)},
    "events_one_loop": {"": Offer(_opened(_deltas), PIPE_ROUND_TRIP, least=5000, most=5000)},
    "model_deltas": {"": Offer(_opened(_deltas), PIPE_ROUND_TRIP, least=5000, most=5000)},
    "turn": {"": Offer(_opened(_turns), PIPE_ROUND_TRIP)},
    "live_threads_request": {
        "": Offer(_opened(_read_thread), PIPE_ROUND_TRIP, largest=100, too_large=FEW_THREADS)
    },
    "live_threads_turn": {"": Offer(_opened(_turns), PIPE_ROUND_TRIP, largest=100, too_large=FEW_THREADS)},
    "cold_start": {"": Offer(_cold_start, EMPTY_PROCESS)},
    "memory_idle": {"": Offer(_memory(_idle), EMPTY_PROCESS)},
    "memory_thread": {"": Offer(_memory(_a_thread), largest=100, too_large=FEW_THREADS)},
    "memory_stalled_reader": {"": Offer(_memory(_stalled_reader))},
    **request_offers("", "stdio", codex_program),
    **codex_homes.OFFERS,
}
