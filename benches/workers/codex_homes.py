"""The real Codex app server over its pipes, with the same homes as ours."""

from __future__ import annotations

from contextlib import asynccontextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from benches.workers.codex_process import CodexProcess, codex_home_of, codex_process
from benches.workers.floors import PIPE_ROUND_TRIP
from benches.workers.offer import Offer, Offers
from benches.workers.processes import EMPTY_PROCESS
from benches.workers.works import PAGE, PROMPT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from benches.workers.offer import Run

__all__ = ["OFFERS"]


@asynccontextmanager
async def _list(size: int) -> AsyncIterator[Run]:
    with codex_home_of(size, 1) as environment:
        codex = CodexProcess(environment)

        async def run(count: int) -> None:
            for _ in range(count):
                page = codex.request("thread/list", {"limit": PAGE, "modelProviders": []})
                assert len(page["data"]) == min(size, PAGE)

        try:
            yield run
        finally:
            codex.close()


@asynccontextmanager
async def _resume(size: int) -> AsyncIterator[Run]:
    with codex_home_of(1, size) as environment:

        async def run(count: int) -> float:
            seconds = 0.0
            for _ in range(count):
                codex = CodexProcess(environment)
                (listed,) = codex.request("thread/list", {"modelProviders": []})["data"]
                start = perf_counter()
                answer = codex.request(
                    "thread/resume",
                    {"threadId": listed["id"], "excludeTurns": True, "initialTurnsPage": {"limit": PAGE}},
                )
                seconds += perf_counter() - start
                codex.close()
                assert len(answer["initialTurnsPage"]["data"]) == min(size, PAGE)
            return seconds / count

        yield run


@asynccontextmanager
async def _start(size: int) -> AsyncIterator[Run]:
    with codex_home_of(size, 1) as environment:

        async def run(count: int) -> None:
            for _ in range(count):
                codex = CodexProcess(environment)
                codex.request("thread/loaded/list")
                codex.close()

        yield run


def _turns(*, is_kept: bool) -> Callable[[int], AbstractAsyncContextManager[Run]]:
    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        with codex_process() as codex:

            async def run(count: int) -> float:
                thread_id = codex.start_thread(is_kept=is_kept)
                codex.turn(thread_id, PROMPT)  # takes the thread, as ours
                start = perf_counter()
                for _ in range(count):
                    codex.turn(thread_id, PROMPT)
                return (perf_counter() - start) / count

            yield run

    return opened


OFFERS: Offers = {
    "home_list": {"one turn each": Offer(_list, PIPE_ROUND_TRIP)},
    "home_resume": {"": Offer(_resume, PIPE_ROUND_TRIP)},
    "home_start": {"": Offer(_start, EMPTY_PROCESS)},
    "home_turn": {
        "nothing kept": Offer(_turns(is_kept=False), PIPE_ROUND_TRIP),
        "in a home": Offer(_turns(is_kept=True), PIPE_ROUND_TRIP),
    },
}
