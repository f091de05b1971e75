"""`thread.run()`, and the same turn by requests and events.

Each round has a thread of its own: what a model is told grows from turn to turn.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import appserver
import appserver.sync
from appserver import protocol as p
from benches.subjects.model_agent import DeltasAgent
from benches.workers.floors import ONE_CALL_SOON, PIPE_ROUND_TRIP
from benches.workers.mock_model import mock_model
from benches.workers.offer import Offer, Offers
from benches.workers.works import PROMPT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from benches.workers.offer import Run

__all__ = ["OFFERS"]

Options = dict[str, Any]
"""What a server is started with."""


@contextmanager
def _asking_a_model() -> Iterator[Options]:
    with mock_model() as port:
        provider = appserver.Provider("mock", base_url=f"http://127.0.0.1:{port}/v1")
        yield {"agent": appserver.ModelAgent("bench", provider)}


@contextmanager
def _scripted() -> Iterator[Options]:
    yield {"agent": DeltasAgent()}


def _offer(kind: Any, open_run: Any, floor: str) -> Offer:
    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        with kind() as options:
            async with open_run(options) as run:
                yield run

    return Offer(opened, floor)


@asynccontextmanager
async def _run(options: Options) -> AsyncIterator[Run]:
    async with appserver.start(**options) as client:

        async def run(count: int) -> None:
            thread = await client.thread_start(cwd="/", ephemeral=True)
            for _ in range(count):
                result = await thread.run(PROMPT)
                assert result.final_response, result

        yield run


@asynccontextmanager
async def _sync_run(options: Options) -> AsyncIterator[Run]:
    """The loop of the worker stands still meanwhile; the client has one of its own."""
    with appserver.sync.start(**options) as client:

        async def run(count: int) -> None:
            thread = client.thread_start(cwd="/", ephemeral=True)
            for _ in range(count):
                result = thread.run(PROMPT)
                assert result.final_response, result

        yield run


@asynccontextmanager
async def _by_hand(options: Options) -> AsyncIterator[Run]:
    """One typed client, which reads all of its events until the turn has ended."""
    async with appserver.start(**options) as client:

        async def run(count: int) -> None:
            started = await client.request(p.ThreadStartParams(cwd="/", ephemeral=True))
            for _ in range(count):
                answer = await _turn_by_hand(client, started.thread.id)
                assert answer, "the turn has no answer"

        yield run


async def _turn_by_hand(client: appserver.AppServerClient, thread_id: str) -> str:
    text = p.TextUserInput(text=PROMPT)
    begun = await client.request(p.TurnStartParams(thread_id=thread_id, input=[text]))
    answer = ""
    async for event in client:
        match event:
            case p.ItemCompletedNotification(turn_id=begun.turn.id, item=p.AgentMessageThreadItem(text=said)):
                answer = said
            case p.TurnCompletedNotification(turn=turn) if turn.id == begun.turn.id:
                assert turn.status == "completed", event
                break
    return answer


OFFERS: Offers = {
    "thread_run": {
        "run(), ModelAgent": _offer(_asking_a_model, _run, PIPE_ROUND_TRIP),
        "sync run(), ModelAgent": _offer(_asking_a_model, _sync_run, PIPE_ROUND_TRIP),
        "by hand, ModelAgent": _offer(_asking_a_model, _by_hand, PIPE_ROUND_TRIP),
        "run(), scripted agent": _offer(_scripted, _run, ONE_CALL_SOON),
        "sync run(), scripted agent": _offer(_scripted, _sync_run, ONE_CALL_SOON),
        "by hand, scripted agent": _offer(_scripted, _by_hand, ONE_CALL_SOON),
    }
}
