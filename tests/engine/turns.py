"""Running turns of a model agent, and what must be true of every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

from appserver import protocol as p

if TYPE_CHECKING:
    import threading

    from appserver import AppServerClient, Event

SECONDS = 30


async def new_thread(client: AppServerClient, **fields: Any) -> str:
    """Start a thread; returns its id."""
    return (await client.request(p.ThreadStartParams(**fields))).thread.id


async def start_turn(client: AppServerClient, thread_id: str, text: str = "hi") -> str:
    """Start a turn; returns its id."""
    prompt = [p.TextUserInput(text=text)]
    return (await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))).turn.id


async def read_to_end(client: AppServerClient) -> list[Event]:
    """The events up to the next `turn/completed`, for instance the rest of a turn."""
    events: list[Event] = []
    async for event in client:
        events.append(event)
        if isinstance(event, p.TurnCompletedNotification):
            break
    return events


async def events_of_turn(client: AppServerClient) -> list[Event]:
    """The events up to the next `turn/completed`, which are checked."""
    events = await read_to_end(client)
    check_turn(events)
    return events


async def run_turn(client: AppServerClient, thread_id: str, text: str = "hi") -> list[Event]:
    """Run a turn; returns its events."""
    await start_turn(client, thread_id, text)
    return await events_of_turn(client)


def check_turn(events: list[Event]) -> None:
    """Every item that has started is completed once, with the text that it began with and that of its deltas.

    The turn is completed last, once.
    """
    started = [event.item.id for event in events if isinstance(event, p.ItemStartedNotification)]
    items = {event.item.id: event.item for event in events if isinstance(event, p.ItemCompletedNotification)}
    ended = [event.item.id for event in events if isinstance(event, p.ItemCompletedNotification)]
    assert sorted(started) == sorted(ended) == sorted(items)
    ends = [event for event in events if isinstance(event, p.TurnCompletedNotification)]
    assert ends == events[-1:]
    for item in items.values():
        if isinstance(item, p.AgentMessageThreadItem):
            deltas = [
                event.delta
                for event in events
                if isinstance(event, p.AgentMessageDeltaNotification) and event.item_id == item.id
            ]
            begun = [
                event.item.text
                for event in events
                if isinstance(event, p.ItemStartedNotification)
                and isinstance(event.item, p.AgentMessageThreadItem)
                and event.item.id == item.id
            ]
            assert item.text == "".join([*begun, *deltas])


def last_turn(events: list[Event]) -> p.Turn:
    """The turn as it ended."""
    completed = events[-1]
    assert isinstance(completed, p.TurnCompletedNotification)
    return completed.turn


def error_of(events: list[Event]) -> p.TurnError:
    """The error of a failed turn, which the `error` before it tells too."""
    turn = last_turn(events)
    assert turn.status == "failed"
    assert turn.error is not None
    told = [event for event in events if isinstance(event, p.ErrorNotification)]
    assert [event.error for event in told if not event.will_retry] == [turn.error]
    return turn.error


def retries_of(events: list[Event]) -> list[p.TurnError]:
    """What the user was told of further tries."""
    told = [event for event in events if isinstance(event, p.ErrorNotification)]
    return [event.error for event in told if event.will_retry]


def items_of(events: list[Event], kind: str) -> list[Any]:
    """The items of a kind, as they ended."""
    items = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    return [item for item in items if item.type == kind]


def messages(events: list[Event]) -> list[p.AgentMessageThreadItem]:
    """The messages of the agent."""
    items = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    return [item for item in items if isinstance(item, p.AgentMessageThreadItem)]


async def until(event: threading.Event) -> None:
    """Wait for what another thread does."""
    with anyio.fail_after(SECONDS):
        assert await anyio.to_thread.run_sync(event.wait, SECONDS)
