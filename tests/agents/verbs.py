"""An agent that does what a test gives it to do, and what its clients, its files and its next turns know of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio

import appserver
from appserver import protocol as p
from tests.engine.turns import check_turn, new_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    Do = Callable[[appserver.TurnContext], Awaitable[object]]
    Answers = Callable[[appserver.ServerRequest], Any]


class Scripted(appserver.Agent):
    """Does `do` in each turn, and keeps what it saw of its history."""

    def __init__(self, do: Do) -> None:
        self.do = do
        self.history: list[appserver.PastTurn] = []
        self.results: list[Any] = []

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        self.history = list(turn.history)
        if turn.text == "look":
            return
        self.results.append(await self.do(turn))


@asynccontextmanager
async def client_of(
    agent: appserver.Agent, home: Path | None = None, **options: Any
) -> AsyncIterator[appserver.AppServerClient]:
    """A client of a server of the agent; with `home` its threads last."""
    with anyio.fail_after(30):
        async with appserver.start(agent=agent, experimental_api=True, home=home, **options) as client:
            yield client


async def turn_of(
    client: appserver.AppServerClient,
    thread: str | None = None,
    text: str = "go",
    *,
    answers: Answers | None = None,
    interrupt_on: type[Any] | None = None,
    **fields: Any,
) -> list[appserver.Event]:
    """The events of a turn; each item that has started is completed. `answers` answers, or refuses with errors."""
    thread = thread or await new_thread(client, **fields)
    started = await client.request(p.TurnStartParams(thread_id=thread, input=[p.TextUserInput(text=text)]))
    events: list[appserver.Event] = []
    async for event in client:
        events.append(event)
        if isinstance(event, appserver.ServerRequest) and answers is not None:
            answer = answers(event)
            if isinstance(answer, appserver.ServerError):
                await client.reject_server_request(event.id, answer)
            else:
                await client.resolve_server_request(event.id, answer)
        if interrupt_on is not None and isinstance(event, interrupt_on):
            interrupt_on = None
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=started.turn.id))
        if isinstance(event, p.TurnCompletedNotification):
            break
    check_turn(events)
    return events


def items_of(events: list[appserver.Event], kind: str) -> list[Any]:
    """The items of a kind, as they ended."""
    ended = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    return [item for item in ended if item.type == kind]


def started_of(events: list[appserver.Event], kind: str) -> list[Any]:
    """The items of a kind, as they began."""
    begun = [event.item for event in events if isinstance(event, p.ItemStartedNotification)]
    return [item for item in begun if item.type == kind]


def last_turn(events: list[appserver.Event]) -> p.Turn:
    """The turn as it ended."""
    completed = events[-1]
    assert isinstance(completed, p.TurnCompletedNotification)
    return completed.turn
