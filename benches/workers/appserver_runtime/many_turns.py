"""Many turns at once whose tokens come one by one, and one long answer."""

from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import appserver
from appserver import protocol as p
from benches.subjects.threads import start_threads
from benches.workers.floors import BYTES_COUNTED, PIPE_ROUND_TRIP
from benches.workers.generator import TOKEN, generator, tokens_of
from benches.workers.mock_model import mock_model
from benches.workers.offer import Offer, Offers
from benches.workers.processes import resident_bytes
from benches.workers.works import PROMPT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from appserver import AppServerClient, Event
    from benches.workers.generator import Generator
    from benches.workers.offer import Run

__all__ = ["OFFERS"]

FASTER = 1.15
"""Each try is faster than the one before by this."""

SLACK = 1.05
LATE = 0.1
"""A rate is carried where the last token has been read after at most this many times its time, and so many seconds."""

WARM_UP = 10
"""Turns that pay for what is made once."""


def _provider(port: int) -> appserver.Provider:
    return appserver.Provider("mock", base_url=f"http://127.0.0.1:{port}/v1")


class _Turns:
    """Turns of one server that have begun to be answered."""

    def __init__(self, client: AppServerClient, model: Generator) -> None:
        self._client = client
        self._model = model
        self.count = 0

    async def begin(self, count: int) -> None:
        """Begin so many more; their messages have begun when this returns."""
        starting = asyncio.ensure_future(self._start(count))
        await self._read(_message_begins, count)
        await starting
        self.count += count

    async def _start(self, count: int) -> None:
        for _ in range(count):
            thread_id = (await self._client.request(p.ThreadStartParams(cwd="/"))).thread.id
            text = p.TextUserInput(text="go on")
            await self._client.request(p.TurnStartParams(thread_id=thread_id, input=[text]))

    async def _read(self, count: Callable[[Event], int], wanted: int) -> None:
        while wanted > 0:
            events = await self._client.next_events()
            assert events is not None, "the server has ended"
            wanted -= sum(map(count, events))

    async def get(self, tokens: int, rate: float) -> tuple[float, float]:
        """Get so many tokens each, at this rate. Returns the seconds of processor time, and those that passed."""
        cpu, begin = process_time(), perf_counter()
        self._model.say(f"go {tokens} {rate}")
        await self._read(_length, len(TOKEN) * tokens * self.count)
        took = process_time() - cpu, perf_counter() - begin
        self._model.hear()
        return took

    async def end(self) -> None:
        """Have all of them completed."""
        self._model.say("end")
        await self._read(_completed, self.count)
        self._model.hear()


def _message_begins(event: Event) -> int:
    return isinstance(event, p.ItemStartedNotification) and event.item.type == "agentMessage"


def _length(event: Event) -> int:
    return len(event.delta) if isinstance(event, p.AgentMessageDeltaNotification) else 0


def _completed(event: Event) -> int:
    if not isinstance(event, p.TurnCompletedNotification):
        return 0
    assert event.turn.status == "completed", event
    return 1


@asynccontextmanager
async def _turns() -> AsyncIterator[_Turns]:
    with generator() as model:
        agent = appserver.ModelAgent("bench", _provider(model.port))
        async with appserver.start(agent=agent) as client:
            yield _Turns(client, model)


@asynccontextmanager
async def _tokens(size: int) -> AsyncIterator[Run]:
    """The processor time of a token; all turns complete."""
    tokens, rate = tokens_of(size)

    async def run(_count: int) -> float:
        async with _turns() as turns:
            await turns.begin(size)
            seconds, _ = await turns.get(tokens, rate)
            await turns.end()
        return seconds / (tokens * size)

    yield run


@asynccontextmanager
async def _rate(size: int) -> AsyncIterator[Run]:
    """The time between two tokens at the highest rate at which the reader is not late."""
    tokens, rate = tokens_of(size)

    async def run(_count: int) -> float:
        async with _turns() as turns:
            await turns.begin(size)
            carried, trying = rate / FASTER, rate
            while (await turns.get(tokens, trying))[1] <= SLACK * tokens * size / trying + LATE:
                carried, trying = trying, trying * FASTER
                if trying > 1e7:
                    break  # few turns, whose tokens fit into their sockets
            await turns.end()
        return 1 / carried

    yield run


@asynccontextmanager
async def _memory(size: int) -> AsyncIterator[Run]:
    """What a turn in the middle of its answer adds, beyond its text."""
    tokens, rate = tokens_of(size)

    async def run(_count: int) -> float:
        async with _turns() as turns:
            await turns.begin(WARM_UP)
            await turns.get(tokens, rate)
            gc.collect()
            before = resident_bytes()
            await turns.begin(size)
            await turns.get(tokens, rate)
            gc.collect()
            grown = resident_bytes() - before
            await turns.end()
        return grown / size - tokens * len(TOKEN)

    yield run


@asynccontextmanager
async def _answer(_size: int) -> AsyncIterator[Run]:
    """One turn of so many deltas: what the mock model sends, the reader gets."""
    with mock_model() as port:
        agent = appserver.ModelAgent("bench", _provider(port))
        async with appserver.start(agent=agent) as client:

            async def run(count: int) -> None:
                (thread_id,) = await start_threads(client, 1)
                text = p.TextUserInput(text=f"deltas {count}")
                await client.request(p.TurnStartParams(thread_id=thread_id, input=[text]))
                length, is_over = 0, False
                while not is_over:
                    events = await client.next_events()
                    assert events is not None
                    length += sum(map(_length, events))
                    is_over = any(map(_completed, events))
                assert length == count * len(TOKEN), f"{length} characters came of {count} deltas"

            yield run


@asynccontextmanager
async def _short(_size: int) -> AsyncIterator[Run]:
    """Short turns, each in a thread of its own: what a model is told grows from turn to turn."""
    with mock_model() as port:
        agent = appserver.ModelAgent("bench", _provider(port))
        async with appserver.start(agent=agent) as client:

            async def run(count: int) -> None:
                (thread_id,) = await start_threads(client, 1)
                for _ in range(count):
                    text = p.TextUserInput(text=PROMPT)
                    await client.request(p.TurnStartParams(thread_id=thread_id, input=[text]))
                    while not any(map(_completed, await client.next_events() or ())):
                        pass

            yield run


OFFERS: Offers = {
    "turn": {"ModelAgent on the mock model": Offer(_short, PIPE_ROUND_TRIP)},
    "model_deltas": {"ModelAgent": Offer(_answer, PIPE_ROUND_TRIP, least=5000, most=5000)},
    "model_tokens": {"": Offer(_tokens, BYTES_COUNTED)},
    "model_rate": {"": Offer(_rate)},
    "model_memory": {"": Offer(_memory)},
}
