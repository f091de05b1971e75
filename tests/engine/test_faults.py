"""Streams that break, interrupts and shutdowns at every event: what has started ends, once; nothing is left open."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import (
    Cut,
    Gate,
    Hold,
    TestProvider,
    completed,
    encoded,
    message_events,
    reasoning_events,
    text_events,
)
from tests.engine.turns import (
    check_turn,
    error_of,
    events_of_turn,
    last_turn,
    messages,
    new_thread,
    run_turn,
    start_turn,
    until,
)

if TYPE_CHECKING:
    from appserver import Event
    from tests.engine.provider import Step

EVENTS: list[Step] = [
    *reasoning_events("one", "two"),
    *message_events("a", "b", "c", index=1),
    completed(),
]


@pytest.mark.promise("model-cut")
async def test_the_stream_is_cut_after_every_event() -> None:
    answers: list[list[Step]] = [[*EVENTS[:count], Cut()] for count in range(len(EVENTS))]
    with TestProvider(*answers) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = ""
            for count in range(len(EVENTS)):
                thread = await new_thread(client)
                events = await run_turn(client, thread)
                text = error_of(events).message
                assert text.endswith("stream closed before response.completed"), count
                shown = [item.text for item in messages(events)]
                assert shown == (["abc"[: max(0, count - 10)][:3]] if count > 8 else []), count
            # What was whole is sent again, and nothing else.
            await run_turn(client, thread, "again")
    sent = provider.requests[-1].body["input"]
    assert [item.get("role", item["type"]) for item in sent[3:]] == ["user", "reasoning", "assistant", "user"]


@pytest.mark.promise("model-cut")
async def test_the_stream_is_cut_within_every_event() -> None:
    whole = b"".join(encoded(event) for event in EVENTS if isinstance(event, dict))
    cuts = range(0, len(whole) - 2, max(1, len(whole) // 40))
    answers: list[list[Step]] = [[whole[:cut], Cut()] for cut in cuts]
    with TestProvider(*answers) as provider:
        async with start_client(agent=provider.agent()) as client:
            for _ in cuts:
                error_of(await run_turn(client, await new_thread(client)))


@pytest.mark.promise("model-interrupt")
async def test_an_interrupt_after_every_event_closes_the_stream() -> None:
    holds = [Hold() for _ in EVENTS]
    answers = [[*EVENTS[:count], hold] for count, hold in enumerate(holds)]
    with TestProvider(*answers) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = ""
            for hold in holds:
                thread = await new_thread(client)
                turn_id = await start_turn(client, thread)
                await until(hold.reached)
                await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
                events = await events_of_turn(client)
                assert last_turn(events).status == "interrupted"
                await until(hold.left)
            await run_turn(client, thread, "again")
    said = [part["text"] for item in provider.requests[-1].body["input"] for part in item.get("content", ())]
    assert said[-1] == "again"
    assert said[-2].startswith("<turn_aborted>")


@pytest.mark.promise("model-interrupt")
async def test_an_interrupt_before_the_provider_has_answered() -> None:
    asked, gate = threading.Event(), threading.Event()

    def respond(_request: object) -> list[Step]:
        asked.set()
        gate.wait(30)
        return text_events("late")

    with TestProvider(respond=respond) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            turn_id = await start_turn(client, thread)
            await until(asked)
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
            events = await events_of_turn(client)
            gate.set()
            assert last_turn(events).status == "interrupted"
            assert messages(events) == []


@pytest.mark.promise("model-many")
async def test_many_turns_at_once() -> None:
    count, deltas = 64, [f"{number} " for number in range(50)]
    gate = Gate()
    with TestProvider(respond=lambda request: [gate, *text_events(*deltas, request.prompt)]) as provider:
        async with start_client(agent=provider.agent(), drop_policy="block") as client:
            threads = [await new_thread(client) for _ in range(count)]
            for thread in threads:
                await start_turn(client, thread, thread)
            gate.opened.set()
            by_thread: dict[str, list[Event]] = {thread: [] for thread in threads}
            left = count
            async for event in client:
                thread_id = getattr(event, "thread_id", None)
                if isinstance(thread_id, str):
                    by_thread[thread_id].append(event)
                if isinstance(event, p.TurnCompletedNotification):
                    left -= 1
                    if not left:
                        break
    for thread, events in by_thread.items():
        check_turn(events)
        assert [item.text for item in messages(events)] == ["".join(deltas) + thread]
    assert len(provider.requests) == count


@pytest.mark.promise("model-shutdown")
async def test_a_shutdown_in_the_middle_closes_all_streams() -> None:
    holds = [Hold() for _ in range(8)]
    with TestProvider(*([*message_events("half")[:4], hold] for hold in holds)) as provider:
        async with start_client(agent=provider.agent()) as client:
            for _ in holds:
                await start_turn(client, await new_thread(client))
            for hold in holds:
                await until(hold.reached)
        for hold in holds:
            await until(hold.left)


@pytest.mark.promise("model-bounds")
async def test_nothing_of_a_long_answer_is_lost_behind_a_slow_reader() -> None:
    delta = "x" * 65536
    piece: Step = {"type": "response.output_text.delta", "output_index": 0, "delta": delta}
    with TestProvider([*message_events()[:3], *[piece] * 512, completed()]) as provider:
        options = {"drop_policy": "block", "channel_capacity": 4}
        async with start_client(agent=provider.agent(), **options) as client:  # type: ignore[arg-type]
            events = await run_turn(client, await new_thread(client))
    (message,) = messages(events)
    assert len(message.text) == 512 * len(delta)


async def test_an_agent_of_several_servers_and_loops() -> None:
    with TestProvider() as provider:
        agent = provider.agent()
        async with start_client(agent=agent) as one, start_client(agent=agent) as other:
            for client in (one, other, one):
                events = await run_turn(client, await new_thread(client))
                assert [item.text for item in messages(events)] == ["done"]


@pytest.mark.promise("model-shutdown")
def test_a_loop_that_is_closed_in_the_middle() -> None:
    import asyncio

    hold = Hold()

    async def begin(provider: TestProvider) -> appserver.AppServerClient:
        client = await appserver.start(agent=provider.agent())
        await start_turn(client, await new_thread(client))
        async for event in client:
            if isinstance(event, p.AgentMessageDeltaNotification):
                break  # the agent waits for the next one
        await until(hold.reached)
        return client

    with TestProvider([*message_events("half")[:4], hold]) as provider:
        loop = asyncio.new_event_loop()
        client = loop.run_until_complete(begin(provider))
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        del client, loop
        import gc

        # What is collected first may hold what is collected next.
        assert any(gc.collect() >= 0 and hold.left.wait(1) for _ in range(30))
