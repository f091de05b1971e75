"""An agent that says what it runs with, and counts tokens; and what tests of threads that last ask of its server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from appserver.store import ThreadStore

__all__ = ["Speaker", "events_until", "new_thread", "say", "start", "turns_of"]


class Speaker(appserver.Agent):
    """Repeats what it is told; each turn takes one token."""

    model = "speaker"
    model_provider = "tests"

    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        self.seen = list(turn.context)
        turn.append_context([{"type": "message", "role": "user", "text": turn.text}])
        if turn.text == "hang":
            await anyio.sleep_forever()
        await turn.send_message(f"re: {turn.text}")
        await turn.report_usage(input_tokens=1)


def start(store: ThreadStore, agent: appserver.Agent | None = None, **options: Any) -> Any:
    """A server with a store."""
    return appserver.start(agent=agent or Speaker(), state_db=store, experimental_api=True, **options)


async def events_until(client: Any, last: type[p.Notification]) -> list[p.Notification]:
    """The notifications up to the first of this kind."""
    found: list[p.Notification] = []
    while True:
        event = await client.next_event()
        if isinstance(event, p.Notification):
            found.append(event)
        if isinstance(event, last):
            return found


async def say(client: Any, thread_id: str, text: str) -> str:
    """Let a turn run to its end."""
    answer = await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
    await events_until(client, p.TurnCompletedNotification)
    turn_id: str = answer.turn.id
    return turn_id


async def new_thread(client: Any, *texts: str, **params: Any) -> str:
    """A thread with these turns."""
    answer = await client.request(p.ThreadStartParams(**params))
    for text in texts:
        await say(client, answer.thread.id, text)
    thread_id: str = answer.thread.id
    return thread_id


async def turns_of(client: Any, thread_id: str) -> list[p.Turn]:
    """The turns of a thread, oldest first."""
    page = await client.request(p.ThreadTurnsListParams(thread_id=thread_id, sort_direction="asc"))
    turns: list[p.Turn] = page.data
    return turns
