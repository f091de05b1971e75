"""Threads that last: lists, resumes, turns that are kept, and starts with a full home."""

from __future__ import annotations

import gc
import resource
import tempfile
from contextlib import asynccontextmanager
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import appserver
from appserver import protocol as p
from appserver.store import FileStore, MemoryStore
from benches.programs.mock_model import TEXT
from benches.subjects.homes import LONG_THREAD, home
from benches.subjects.model_agent import ScriptedAgent
from benches.workers.appserver_runtime.turns import finished_turn
from benches.workers.floors import COMPLETED_AWAIT, ONE_CALL_SOON, PIPE_ROUND_TRIP, THREAD_HOP
from benches.workers.mock_model import mock_model
from benches.workers.offer import Offer, Offers
from benches.workers.processes import resident_bytes
from benches.workers.works import PAGE, PROMPT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from appserver.store import ThreadStore
    from benches.workers.offer import Run

__all__ = ["OFFERS"]

MANY_TURNS = 100
TOO_MANY_FILES = "its files would take 25 GB"


@asynccontextmanager
async def _list(size: int, *, turns: int) -> AsyncIterator[Run]:
    """The first page of so many threads."""
    async with appserver.start(home=await home(size, turns)) as client:
        params = p.ThreadListParams(limit=PAGE, model_providers=[])

        async def run(count: int) -> None:
            for _ in range(count):
                page = await client.request(params)
                assert len(page.data) == min(size, PAGE)

        yield run


@asynccontextmanager
async def _resume(size: int) -> AsyncIterator[Run]:
    """A thread of so many turns, with its last page, on a server that has just started; that is not counted."""
    place = await home(1, size)
    params = p.ThreadResumeParams(
        thread_id=LONG_THREAD,
        exclude_turns=True,
        initial_turns_page=p.ThreadResumeInitialTurnsPageParams(limit=PAGE),
    )

    async def run(count: int) -> float:
        seconds = 0.0
        for _ in range(count):
            async with appserver.start(home=place, experimental_api=True) as client:
                await client.request(p.ThreadLoadedListParams())
                start = perf_counter()
                answer = await client.request(params)
                seconds += perf_counter() - start
            assert answer.initial_turns_page is not None
            assert len(answer.initial_turns_page.data) == min(size, PAGE)
        return seconds / count

    yield run


@asynccontextmanager
async def _start(size: int) -> AsyncIterator[Run]:
    """A server with a home of so many threads, its first answer, and its end."""
    place = await home(size)

    async def run(count: int) -> None:
        for _ in range(count):
            async with appserver.start(home=place) as client:
                await client.request(p.ThreadLoadedListParams())

    yield run


def _turns(
    make_store: Callable[[str], ThreadStore] | None, *, asks_model: bool = False
) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """Whole turns in one thread of a server with such a store."""

    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        with tempfile.TemporaryDirectory(prefix="bench-home-") as folder, mock_model() as port:
            store = None if make_store is None else make_store(folder)
            agent: appserver.Agent = ScriptedAgent(TEXT)
            if asks_model:
                provider = appserver.Provider("mock", base_url=f"http://127.0.0.1:{port}/v1")
                agent = appserver.ModelAgent("bench", provider)
            async with appserver.start(agent=agent, state_db=store) as client:

                async def run(count: int) -> float:
                    # A thread a round: what a model is told grows from turn to turn, kept or not. That it is taken, and
                    # its file made, is done once a thread, and no part of a turn.
                    thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
                    await finished_turn(client, thread_id, PROMPT)
                    start = perf_counter()
                    for _ in range(count):
                        await finished_turn(client, thread_id, PROMPT)
                    return (perf_counter() - start) / count

                yield run
            if store is not None:
                await store.aclose()

    return opened


def _memory(store: Callable[[str], ThreadStore]) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """What a thread with a turn, which nobody has any more, leaves in memory."""

    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        async def run(_count: int) -> float:
            with tempfile.TemporaryDirectory(prefix="bench-home-") as folder:
                kept = store(folder)
                async with appserver.start(
                    agent=ScriptedAgent(TEXT), state_db=kept, thread_unload_delay=0, max_history_bytes=0
                ) as client:
                    await _threads(client, 100)
                    gc.collect()
                    before = resident_bytes()
                    await _threads(client, size)
                    gc.collect()
                    grown = resident_bytes() - before
                await kept.aclose()
                return grown / size

        yield run

    return opened


def _loaded(store: Callable[[str], ThreadStore]) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    """What each of so many loaded threads adds, with a turn in each."""

    @asynccontextmanager
    async def opened(size: int) -> AsyncIterator[Run]:
        async def run(_count: int) -> float:
            with tempfile.TemporaryDirectory(prefix="bench-home-") as folder:
                _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
                resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # two files a thread are open
                kept = store(folder)
                async with appserver.start(
                    agent=ScriptedAgent(TEXT), state_db=kept, max_history_bytes=0
                ) as client:
                    await _threads(client, 10, leave=False)
                    gc.collect()
                    before = resident_bytes()
                    await _threads(client, size, leave=False)
                    gc.collect()
                    grown = resident_bytes() - before
                await kept.aclose()
                return grown / size

        yield run

    return opened


async def _threads(client: Any, count: int, *, leave: bool = True) -> None:
    for _ in range(count):
        thread_id = (await client.request(p.ThreadStartParams(cwd="/"))).thread.id
        await finished_turn(client, thread_id, "a few words")
        if leave:
            await client.request(p.ThreadUnsubscribeParams(thread_id=thread_id))


def _files(folder: str | Path) -> ThreadStore:
    return FileStore(folder)


def _safe_files(folder: str | Path) -> ThreadStore:
    return FileStore(folder, durability="fsync")


def _in_memory(_folder: str | Path) -> ThreadStore:
    return MemoryStore()


OFFERS: Offers = {
    "home_list": {
        "one turn each": Offer(partial(_list, turns=1), THREAD_HOP),
        f"{MANY_TURNS} turns each": Offer(
            partial(_list, turns=MANY_TURNS), THREAD_HOP, largest=1000, too_large=TOO_MANY_FILES
        ),
    },
    "home_resume": {"": Offer(_resume, THREAD_HOP)},
    "home_start": {"": Offer(_start, COMPLETED_AWAIT)},
    "home_turn": {
        "fixed answer, nothing kept": Offer(_turns(None), ONE_CALL_SOON),
        "fixed answer, MemoryStore": Offer(_turns(_in_memory), ONE_CALL_SOON),
        "fixed answer, in a home": Offer(_turns(_files), ONE_CALL_SOON),
        "fixed answer, in a home, safe from a loss of power": Offer(_turns(_safe_files), ONE_CALL_SOON),
        "ModelAgent on the mock model, nothing kept": Offer(_turns(None, asks_model=True), PIPE_ROUND_TRIP),
        "ModelAgent on the mock model, in a home": Offer(_turns(_files, asks_model=True), PIPE_ROUND_TRIP),
    },
    "home_memory": {
        "loaded, in a home": Offer(_loaded(_files)),
        "loaded, MemoryStore": Offer(_loaded(_in_memory)),
        "left, in a home": Offer(_memory(_files)),
        "left, MemoryStore": Offer(_memory(_in_memory)),
    },
}
