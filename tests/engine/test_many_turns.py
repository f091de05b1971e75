"""Tokens that come one by one to many turns: what a token costs, and what it must not lose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.engine import request, sampling
from appserver.engine.step import ModelStep
from appserver.testing import start_client
from tests.engine.provider import Gate, TestProvider, completed, message_events
from tests.engine.turns import events_of_turn, last_turn, messages, new_thread, start_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver import AppServerClient, Event, ModelRequest
    from tests.engine.provider import Step

PLACE = {"type": "response.output_text.delta", "item_id": "msg_1", "output_index": 0}


def one_by_one(deltas: Sequence[str]) -> tuple[list[Step], list[Gate]]:
    """An answer of which each piece of text waits behind a gate."""
    gates = [Gate() for _ in deltas]
    begin, end = message_events()[:3], completed()
    pieces = [
        step for gate, delta in zip(gates, deltas, strict=True) for step in (gate, {**PLACE, "delta": delta})
    ]
    return [*begin, *pieces, end], gates


async def read_one_by_one(client: AppServerClient, gates: Sequence[Gate]) -> list[Event]:
    """The events up to the last piece of text; the next one is sent once the one before has come."""
    left = list(gates)
    events: list[Event] = []
    async for event in client:
        events.append(event)
        begins = isinstance(event, p.ItemStartedNotification) and event.item.type == "agentMessage"
        if begins or isinstance(event, p.AgentMessageDeltaNotification):
            if not left:
                break
            left.pop(0).opened.set()
    return events


@pytest.fixture
def fed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The pieces of text for which the task of a turn was woken."""
    found: list[bytes] = []
    feed = ModelStep.feed

    async def counted(step: ModelStep, data: bytes) -> None:
        if b"output_text.delta" in data:
            found.append(data)
        await feed(step, data)

    monkeypatch.setattr(ModelStep, "feed", counted)
    return found


@pytest.mark.promise("model-many")
async def test_a_token_wakes_no_task(fed: list[bytes]) -> None:
    texts = [f"{number} é😀 " for number in range(150)]
    steps, gates = one_by_one(texts)
    with TestProvider(steps) as provider:
        async with start_client(agent=provider.agent()) as client:
            await start_turn(client, await new_thread(client))
            events = await read_one_by_one(client, gates)
            assert [e.delta for e in events if isinstance(e, p.AgentMessageDeltaNotification)] == texts
            events = await events_of_turn_after(client, events)
    assert [item.text for item in messages(events)] == ["".join(texts)]
    assert not fed[1:]  # the first may come while the task still begins the message


async def events_of_turn_after(client: AppServerClient, begun: list[Event]) -> list[Event]:
    """The events of a turn of which some were read."""
    async for event in client:
        begun.append(event)
        if isinstance(event, p.TurnCompletedNotification):
            break
    return begun


@pytest.mark.promise("model-many")
async def test_halves_of_a_character_that_come_apart() -> None:
    texts = ["a", "\ud83d", "\ude00", "b", "\ud83d", "c"]
    steps, gates = one_by_one(texts)
    for gate in gates:
        gate.opened.set()
    with TestProvider(steps) as provider:
        async with start_client(agent=provider.agent()) as client:
            await start_turn(client, await new_thread(client))
            events = await events_of_turn(client)
    assert last_turn(events).status == "completed"
    shown = [e.delta for e in events if isinstance(e, p.AgentMessageDeltaNotification)]
    (message,) = messages(events)
    assert "".join(shown) == message.text
    assert message.text.startswith("a")
    assert message.text.encode()


@pytest.mark.promise("model-bounds")
@pytest.mark.parametrize("policy", ["block", "coalesce"])
async def test_many_turns_behind_a_reader_without_room(policy: str) -> None:
    """Each has many tokens at once; between two looks at the reader its stream is full."""
    turns, tokens = 12, 300
    pieces: list[Step] = [{**PLACE, "delta": f"{number} "} for number in range(tokens)]
    whole = "".join(f"{number} " for number in range(tokens))
    with TestProvider(respond=lambda _: [*message_events()[:3], *pieces, completed()]) as provider:
        options: dict[str, Any] = {"channel_capacity": 8, "drop_policy": policy}
        async with start_client(agent=provider.agent(), **options) as client:
            for _ in range(turns):
                await start_turn(client, await new_thread(client))
            ended = 0
            texts: list[str] = []
            async for event in client:
                await anyio.lowlevel.checkpoint()
                if isinstance(event, p.ItemCompletedNotification) and isinstance(
                    event.item, p.AgentMessageThreadItem
                ):
                    texts.append(event.item.text)
                elif isinstance(event, p.TurnCompletedNotification):
                    assert event.turn.status == "completed"
                    ended += 1
                    if ended == turns:
                        break
    assert texts == [whole] * turns


@pytest.mark.promise("model-interrupt")
async def test_an_interrupt_between_two_tokens(fed: list[bytes]) -> None:
    steps, gates = one_by_one(["one ", "two ", "three "])
    with TestProvider(steps) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            turn_id = await start_turn(client, thread)
            events: list[Event] = await read_one_by_one(client, gates[:2])
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
            events = await events_of_turn_after(client, events)
            gates[2].opened.set()
    assert last_turn(events).status == "interrupted"
    assert [item.text for item in messages(events)] == ["one two "]
    assert not fed[1:]


@pytest.mark.promise("model-many")
async def test_what_was_sent_is_let_go_while_the_answer_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[int] = []

    class Body(bytes):
        """One that tells when it is gone."""

        def __del__(self) -> None:
            gone.append(len(self))

    build = request.build_request

    def building(*arguments: Any) -> ModelRequest:
        built = build(*arguments)
        return replace(built, body=Body(built.body))

    monkeypatch.setattr(sampling, "build_request", building)
    steps, gates = one_by_one(["one "])
    with TestProvider(steps) as provider:
        async with start_client(agent=provider.agent()) as client:
            await start_turn(client, await new_thread(client))
            events = await read_one_by_one(client, gates)
            assert len(gone) == 1
            await events_of_turn_after(client, events)
