"""What threads and turns take in memory, as bytes of Python objects: of a store in memory, and of a home.

The soak has a hundred thousand of each, and looks at the whole process.
"""

from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING

import pytest

import appserver
from appserver import protocol as p
from appserver.store import FileStore, MemoryStore, ThreadStore
from appserver.testing.store_conformance import make_thread, turn_records
from tests.engine.turns import run_turn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

THREADS = 100
TURNS = 5
LOADED_BYTES = 16 * 1024
"""What a loaded thread may take while it is idle."""

MEMORY_BYTES = 4 * 1024
"""What a thread, or a turn of a few sentences, may take in a `MemoryStore`."""

LEFT_BYTES = 300
"""What a thread may leave behind that is not loaded, and is in files. Python 3.12 keeps the names in paths for ever."""

SENTENCES = "There is something to be said about this, and it is said here in a sentence or two. " * 4


class Speaker(appserver.Agent):
    """Says a few sentences."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message(SENTENCES)


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def traced_bytes() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def taken_by(threads: Callable[[int], Awaitable[None]]) -> int:
    """What so many threads take, the least of three times.

    What is kept of each thread is there every time. Python's table of interned names, which has the parts of paths,
    grows by megabytes now and then.
    """
    taken = []
    for _ in range(3):
        before = traced_bytes()
        await threads(THREADS)
        taken.append(traced_bytes() - before)
    return min(taken)


def store_of(kind: str, home: Path) -> ThreadStore:
    return FileStore(home) if kind == "files" else MemoryStore()


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("kind", ["files", "memory"])
@pytest.mark.promise("last-memory")
async def test_loaded_threads_are_small(kind: str, tmp_path: Path) -> None:
    store = store_of(kind, tmp_path)
    async with appserver.start(agent=Speaker(), state_db=store, max_history_bytes=0) as client:

        async def threads(count: int) -> None:
            for _ in range(count):
                thread_id = (await client.request(p.ThreadStartParams())).thread.id
                await run_turn(client, thread_id)

        await threads(20)  # what is made once
        allowed = LOADED_BYTES + (2 * MEMORY_BYTES if kind == "memory" else 0)
        assert await taken_by(threads) / THREADS < allowed
    await store.aclose()


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("kind", ["files", "memory"])
@pytest.mark.promise("last-memory")
async def test_threads_and_turns_that_are_over(kind: str, tmp_path: Path) -> None:
    store = store_of(kind, tmp_path)

    async def threads(count: int) -> None:
        for _ in range(count):
            thread = make_thread()
            await store.create(thread)
            for number in range(TURNS):
                store.append(thread.id, turn_records(f"t{number}", "What is there to say?", SENTENCES))
            await store.release(thread.id)

    await threads(20)
    allowed = LEFT_BYTES if kind == "files" else MEMORY_BYTES * (1 + TURNS)
    assert await taken_by(threads) / THREADS < allowed
    await store.aclose()


@pytest.mark.promise("last-memory")
async def test_a_store_in_memory_forgets_the_oldest_that_nobody_has() -> None:
    store = MemoryStore(max_bytes=100_000)
    taken = make_thread()
    await store.create(taken)
    store.append(taken.id, turn_records("first", "one", SENTENCES))
    ids = []
    for number in range(100):
        thread = make_thread(number + 1)
        ids.append(thread.id)
        await store.create(thread)
        store.append(thread.id, turn_records("t", "one", SENTENCES))
        await store.release(thread.id)
        assert store.held <= 100_000
    there = [await store.get(thread_id) is not None for thread_id in ids]
    assert there == sorted(there)
    assert 5 < sum(there) < 100
    assert (await store.turns(taken.id)).turns[0].turn.id == "first"
    (problem,) = store.take_problems()
    assert "more than 100000 bytes" in problem.message
    for number in range(300):
        store.append(taken.id, turn_records(f"t{number}", "one", SENTENCES))
        assert store.held <= 100_000
    assert (await store.turns(taken.id, limit=1)).turns[0].turn.id == "t299"
    assert not store.take_problems()
    await store.release(taken.id)
    for thread_id in (taken.id, *ids):
        if await store.get(thread_id) is not None:
            await store.delete(thread_id)
    assert store.held == 0
