"""A thread that leaves and comes back at once: what is told of either stands in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.test_thread_lives import OPTIONS, Answerer, is_, message, names, new_thread, seen
from tests.threads.harness import running

if TYPE_CHECKING:
    from pathlib import Path


def of_thread(events: list[Any], thread_id: str) -> list[str]:
    """What the events say of a thread's leaving and coming back."""
    return [
        name
        for event, name in zip(events, names(events), strict=True)
        if getattr(event, "thread_id", None) == thread_id
        and (name.startswith("status ") or name in ("thread/closed", "thread/archived", "thread/unarchived"))
    ]


@pytest.mark.promise("thread-unload")
@pytest.mark.parametrize("over", ["in-process", "unix"])
async def test_a_thread_that_is_resumed_as_it_is_unloaded_is_not_closed_after_that(
    over: str, tmp_path: Path
) -> None:
    async with await appserver.serve(agent=Answerer(), thread_unload_delay=0) as server:
        await server.listen(f"unix://{tmp_path}/s")
        leaving = await server.connect(**OPTIONS)
        coming: Any = (
            await server.connect(**OPTIONS)
            if over == "in-process"
            else await appserver.connect(f"unix://{tmp_path}/s")
        )
        async with leaving, coming:
            thread = await new_thread(leaving)
            await leaving.request(p.ThreadUnsubscribeParams(thread_id=thread))
            events = await seen(
                coming,
                lambda event: (
                    isinstance(event, p.ThreadStatusChangedNotification) and event.status.type == "notLoaded"
                ),
            )
            await coming.request(p.ThreadResumeParams(thread_id=thread))
            await coming.request(message(thread))
            events += await seen(coming, is_(p.TurnCompletedNotification))
            told = of_thread(events, thread)
            assert told[told.index("status notLoaded") :] == [
                "status notLoaded",
                "thread/closed",
                "status idle",
                "status active",
                "status idle",
            ]
            assert (await coming.request(p.ThreadLoadedListParams())).data == [thread]


@pytest.mark.promise("thread-archive")
async def test_a_thread_that_is_put_back_and_resumed_at_once_is_told_of_in_that_order() -> None:
    async with await appserver.serve(agent=Answerer()) as server, server.connect(**OPTIONS) as client:
        for _ in range(3):
            thread = await new_thread(client)
            await client.request(p.ThreadArchiveParams(thread_id=thread))
            await client.request(p.ThreadUnarchiveParams(thread_id=thread))
            await client.request(p.ThreadResumeParams(thread_id=thread))
            stream = client.subscribe(thread_id=thread)
            await client.request(message(thread))
            told = of_thread(await seen(client, is_(p.TurnCompletedNotification)), thread)
            assert told[told.index("status notLoaded") :] == [
                "status notLoaded",
                "thread/archived",
                "thread/unarchived",
                "status idle",
                "status active",
                "status idle",
            ]
            of_stream = await seen(stream, is_(p.TurnCompletedNotification))
            assert not {"thread/archived", "thread/unarchived"} & {*names(of_stream)}


@pytest.mark.promise("thread-archive")
@pytest.mark.parametrize("rounds", [1, 3])
async def test_behind_a_reader_that_is_waited_for_the_order_is_the_same(rounds: int) -> None:
    async def answer(turn: appserver.TurnContext) -> None:
        await turn.send_message("an answer")

    async with running(answer) as harness:
        threads, connection = harness.session.threads, harness.connection
        thread = harness.start_thread()
        harness.start_turn(thread)
        await harness.completed()
        await harness.tasks_rest()
        connection.log.clear()
        connection.is_full = True
        for _ in range(rounds):
            await threads.kept.archive(thread)
            await harness.tasks_rest()
            threads.kept.unarchive(thread)
            harness.call(p.ThreadResumeParams(thread_id=thread))
            await harness.tasks_rest()
        connection.release()
        await harness.tasks_rest()
        told = names([event for _, event in connection.log if isinstance(event, p.Notification)])
        told = [name for name in told if name != "thread/goal/cleared"]
        assert told == ["status notLoaded", "thread/archived", "thread/unarchived", "status idle"] * rounds
        harness.start_turn(thread)
        await harness.completed()
