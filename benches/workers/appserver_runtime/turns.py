"""Whole turns of `appserver`, and what many live threads cost."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import appserver
from appserver import protocol as p
from benches.programs.mock_model import TEXT
from benches.subjects.model_agent import ModelAgent, ScriptedAgent
from benches.subjects.threads import start_threads
from benches.workers.floors import COMPLETED_AWAIT, ONE_CALL_SOON, PIPE_ROUND_TRIP
from benches.workers.mock_model import mock_model
from benches.workers.offer import Offer, Offers
from benches.workers.works import PROMPT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benches.workers.offer import Run

__all__ = ["OFFERS", "finished_turn"]


async def finished_turn(client: Any, thread_id: str, prompt: str) -> None:
    """Start a turn and read its events to the end."""
    text = p.TextUserInput(text=prompt)
    await client.request(p.TurnStartParams(thread_id=thread_id, input=[text]))
    async for event in client:
        if isinstance(event, p.TurnCompletedNotification):
            assert event.turn.status == "completed", event
            return


@asynccontextmanager
async def _turns(agent: appserver.Agent | None) -> AsyncIterator[Run]:
    async with appserver.start(agent=agent) as client:
        (thread_id,) = await start_threads(client, 1)

        async def run(count: int) -> None:
            for _ in range(count):
                await finished_turn(client, thread_id, PROMPT)

        yield run


@asynccontextmanager
async def _offline(_size: int) -> AsyncIterator[Run]:
    async with _turns(None) as run:
        yield run


@asynccontextmanager
async def _scripted(_size: int) -> AsyncIterator[Run]:
    async with _turns(ScriptedAgent(TEXT)) as run:
        yield run


@asynccontextmanager
async def _over_http(_size: int) -> AsyncIterator[Run]:
    with mock_model() as port:
        agent = ModelAgent(port)
        async with _turns(agent) as run:
            yield run
        agent.close()


@asynccontextmanager
async def _read_one_thread(size: int) -> AsyncIterator[Run]:
    """`thread/read` of the middle one of so many live threads."""
    async with appserver.start() as client:
        threads = await start_threads(client, size)
        read = p.ThreadReadParams(thread_id=threads[size // 2])

        async def run(count: int) -> None:
            for _ in range(count):
                await client.request(read)

        yield run


@asynccontextmanager
async def _turn_in_one_thread(size: int) -> AsyncIterator[Run]:
    """A scripted turn in the middle one of so many live threads."""
    async with appserver.start(agent=ScriptedAgent(TEXT)) as client:
        threads = await start_threads(client, size)

        async def run(count: int) -> None:
            for _ in range(count):
                await finished_turn(client, threads[size // 2], PROMPT)

        yield run


OFFERS: Offers = {
    "turn": {
        "offline agent": Offer(_offline, ONE_CALL_SOON),
        "agent with a fixed answer": Offer(_scripted, ONE_CALL_SOON),
        "agent that asks the mock model": Offer(_over_http, PIPE_ROUND_TRIP, loops=("asyncio",)),
    },
    "live_threads_request": {"": Offer(_read_one_thread, COMPLETED_AWAIT)},
    "live_threads_turn": {"": Offer(_turn_in_one_thread, ONE_CALL_SOON)},
}
