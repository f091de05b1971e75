"""Clients that leave at every event of an answer: the turn goes on, and ends once, with all that has started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import Gate, TestProvider, call_events, completed, message_events, reasoning_events
from tests.engine.turns import events_of_turn, items_of, last_turn, messages, new_thread, start_turn, until

if TYPE_CHECKING:
    from appserver import AppServerClient
    from tests.engine.provider import Step

FREE = {"sandbox": "danger-full-access", "approval_policy": "never"}

EVENTS: list[Step] = [
    *reasoning_events("one"),
    *message_events("a", "b", index=1),
    *call_events("twice", {"text": "x"}, index=2),
    completed(),
]


def twice(text: str) -> str:
    """A text, twice."""
    return text * 2


def stopped_everywhere() -> tuple[list[Gate], list[list[Step]]]:
    """Answers of as many turns, each of which waits after another event, and goes on when its gate is opened."""
    gates = [Gate() for _ in range(len(EVENTS) + 1)]
    answers: list[list[Step]] = []
    for count, gate in enumerate(gates):
        answers += [[*EVENTS[:count], gate, *EVENTS[count:]], [*message_events("done"), completed()]]
    return gates, answers


async def end_of_turn(client: AppServerClient) -> p.Turn:
    """The turn that ends next, of whose beginning nothing was seen."""
    async for event in client:
        if isinstance(event, p.TurnCompletedNotification):
            return event.turn
    raise AssertionError("there is no end")


@pytest.mark.promise("model-departures")
@pytest.mark.parametrize("way", ["shutdown", "unsubscribe"])
async def test_a_client_leaves_after_every_event(way: str) -> None:
    gates, answers = stopped_everywhere()
    with TestProvider(*answers) as provider:
        async with start_client(agent=provider.agent(tools=[twice])) as client:
            for gate in gates:
                other = await client.server.connect()
                thread = await new_thread(other, **FREE)
                await client.request(p.ThreadResumeParams(thread_id=thread))
                await start_turn(other, thread)
                await until(gate.reached)
                if way == "unsubscribe":
                    await other.request(p.ThreadUnsubscribeParams(thread_id=thread))
                else:
                    await other.shutdown()
                gate.opened.set()
                events = await events_of_turn(client)
                assert last_turn(events).status == "completed"
                assert [item.text for item in messages(events)] == ["ab", "done"]
                assert [item.status for item in items_of(events, "dynamicToolCall")] == ["completed"]
                await other.shutdown()
    assert len(provider.requests) == len(answers)


@pytest.mark.promise("model-departures")
async def test_the_only_client_leaves_after_every_event() -> None:
    """Nobody sees the end, which is there for whoever comes next."""
    gates, answers = stopped_everywhere()
    with TestProvider(*answers) as provider:
        async with start_client(agent=provider.agent(tools=[twice])) as client:
            for gate in gates[:-1]:  # after the last event the turn may end before anybody is there again
                other = await client.server.connect()
                thread = await new_thread(other, **FREE)
                await start_turn(other, thread)
                await until(gate.reached)
                await other.shutdown()
                await client.request(p.ThreadResumeParams(thread_id=thread))
                gate.opened.set()
                ended = await end_of_turn(client)
                assert ended.status == "completed"
                read = await client.request(p.ThreadReadParams(thread_id=thread, include_turns=True))
                (turn,) = read.thread.turns
                assert turn.status == "completed"
                kinds = [item.type for item in turn.items]
                assert kinds == [
                    "userMessage",
                    "reasoning",
                    "agentMessage",
                    "dynamicToolCall",
                    "agentMessage",
                ]
