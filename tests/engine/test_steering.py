"""What the user says while a turn runs: it cuts a text, waits for tools, and goes with the next request."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import (
    Gate,
    Hold,
    TestProvider,
    call_events,
    completed,
    encoded,
    message_events,
    reasoning_events,
    text_events,
)
from tests.engine.turns import (
    check_turn,
    events_of_turn,
    items_of,
    last_turn,
    messages,
    new_thread,
    start_turn,
    until,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from appserver import AppServerClient, Event
    from tests.engine.provider import Received, Step


async def steer(client: AppServerClient, thread: str, turn: str, text: str) -> None:
    """Say more to the turn that runs."""
    prompt = [p.TextUserInput(text=text)]
    await client.request(p.TurnSteerParams(thread_id=thread, expected_turn_id=turn, input=prompt))


async def read_until(client: AppServerClient, wanted: type[Event], kind: str = "") -> list[Event]:
    """The events up to the first of that type, and about an item of that kind."""
    events: list[Event] = []
    while True:
        event = await client.next_event()
        assert event is not None
        events.append(event)
        if isinstance(event, wanted) and kind in str(event):
            return events


def said(request: Received) -> list[str]:
    """The texts of a request, beside its surroundings."""
    parts = [part for item in request.body["input"] for part in item.get("content", [])]
    texts = [part["text"] for part in parts if "text" in part]
    return [text for text in texts if not text.startswith(("<environment>", "<permissions>"))][1:]


def order(events: list[Event]) -> list[str]:
    """The items of a turn, in the order of their ends, by their texts."""
    found = []
    for event in events:
        if isinstance(event, p.ItemCompletedNotification):
            match event.item:
                case p.AgentMessageThreadItem(text=text):
                    found.append(text)
                case p.UserMessageThreadItem(content=[p.TextUserInput(text=text)]):
                    found.append(text)
                case _:
                    pass
    return found


HALVES: list[list[Step]] = [text_events("half", " a text")[:at] for at in range(6)]


@pytest.mark.promise("model-steer")
@pytest.mark.parametrize("half", HALVES, ids=range(len(HALVES)))
async def test_a_message_cuts_the_text_that_is_being_written(half: list[Step]) -> None:
    hold = Hold()
    with TestProvider([*half, hold], text_events("after", item_id="msg_2")) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            turn = await start_turn(client, thread, "hi")
            await until(hold.reached)
            await steer(client, thread, turn, "more")
            events = await events_of_turn(client)
            await until(hold.left)
    assert (last_turn(events).id, last_turn(events).status) == (turn, "completed")
    assert order(events)[-2:] == ["more", "after"]
    assert last_turn(events).items == messages(events)[-1:]
    assert said(provider.requests[1]) == ["hi", "more"]
    assert len(provider.requests) == 2


@pytest.mark.promise("model-steer")
async def test_what_was_whole_before_the_cut_is_sent_again() -> None:
    hold = Hold()
    steps = [*reasoning_events("hm"), *message_events("whole", index=1), hold]
    with TestProvider(steps, text_events("after", item_id="msg_2")) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            turn = await start_turn(client, thread, "hi")
            await read_until(client, p.ItemCompletedNotification, "agentMessage")
            await steer(client, thread, turn, "more")
            await read_until(client, p.TurnCompletedNotification)
    kinds = [item["type"] for item in provider.requests[1].body["input"]]
    assert kinds[-4:] == ["message", "reasoning", "message", "message"]
    assert said(provider.requests[1]) == ["hi", "whole", "more"]


@pytest.mark.promise("model-steer")
async def test_a_tool_ends_first_and_its_output_goes_before_the_message() -> None:
    running, may_end = anyio.Event(), anyio.Event()

    async def work() -> str:
        """Work."""
        running.set()
        await may_end.wait()
        return "worked"

    gate = Gate()
    steps = [*call_events("work", {}), gate, completed()]
    with TestProvider(steps, text_events("after")) as provider:
        async with start_client(agent=provider.agent(tools=[work])) as client:
            thread = await new_thread(client)
            turn = await start_turn(client, thread, "hi")
            await running.wait()
            await until(gate.reached)
            for text in ("one", "two"):
                await steer(client, thread, turn, text)
            gate.opened.set()
            may_end.set()
            events = await events_of_turn(client)
    assert len(provider.requests) == 2
    last = provider.requests[1].body["input"]
    assert [item["type"] for item in last[-3:]] == ["function_call", "function_call_output", "message"]
    assert provider.requests[1].outputs == ["worked"]
    assert said(provider.requests[1]) == ["hi", "one", "two"]
    assert [item.content[0].text for item in items_of(events, "userMessage")] == ["hi", "one", "two"]


@pytest.mark.promise("model-steer")
async def test_two_messages_are_shown_each_and_cut_twice() -> None:
    holds = Hold(), Hold()
    answers = [[*message_events(f"half {at}")[:4], hold] for at, hold in enumerate(holds)]
    with TestProvider(*answers, text_events("after", item_id="msg_3")) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            turn = await start_turn(client, thread, "hi")
            events = []
            for text in ("one", "two"):
                events += await read_until(client, p.AgentMessageDeltaNotification)
                await steer(client, thread, turn, text)
            events += await read_until(client, p.TurnCompletedNotification)
    check_turn(events)
    assert order(events) == ["hi", "half 0", "one", "half 1", "two", "after"]
    assert said(provider.requests[-1]) == ["hi", "one", "two"]


@pytest.mark.promise("model-steer")
async def test_an_interrupt_after_a_message_ends_the_turn() -> None:
    holds = Hold(), Hold()
    with TestProvider(*([*message_events("half")[:4], hold] for hold in holds)) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            turn = await start_turn(client, thread, "hi")
            await until(holds[0].reached)
            await steer(client, thread, turn, "more")
            await until(holds[1].reached)
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
            events = await events_of_turn(client)
            await until(holds[1].left)
    assert last_turn(events).status == "interrupted"
    assert "more" in order(events)


@pytest.mark.promise("model-steer")
async def test_another_transport_is_cut_at_its_next_chunk() -> None:
    reading, more = anyio.Event(), anyio.Event()
    asked: list[appserver.ModelRequest] = []

    class Slow:
        @asynccontextmanager
        async def send(self, request: appserver.ModelRequest) -> AsyncGenerator[appserver.ModelAnswer]:
            asked.append(request)
            first = len(asked) == 1

            async def chunks() -> AsyncGenerator[bytes]:
                steps: list[Any] = text_events("half", " a text") if first else text_events("after")
                for at, step in enumerate(steps):
                    if first and at == 4:
                        reading.set()
                        await more.wait()
                    yield encoded(step)

            yield appserver.ModelAnswer(status=200, chunks=chunks())

    agent = appserver.ModelAgent("m", "ollama", transport=Slow(), standard_tools=())
    async with start_client(agent=agent) as client:
        thread = await new_thread(client)
        turn = await start_turn(client, thread, "hi")
        await reading.wait()
        await steer(client, thread, turn, "more")
        more.set()
        events = await events_of_turn(client)
    assert len(asked) == 2
    assert order(events)[-2:] == ["more", "after"]
    assert [item.text for item in messages(events)][-1] == "after"
