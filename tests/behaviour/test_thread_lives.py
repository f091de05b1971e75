"""Threads are archived, put back, deleted and unloaded, and a server that has let them go keeps nothing of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.test_many_at_once import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OPTIONS: dict[str, Any] = {"legacy_notifications": False, "channel_capacity": 10_000}


class Answerer(appserver.Agent):
    """Answers, unless it is told to wait."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        if turn.text == "wait":
            await anyio.sleep_forever()
        await turn.send_message("an answer")


async def start(**options: Any) -> appserver.InProcessAppServerClient:
    return await appserver.start(agent=Answerer(), **{**OPTIONS, **options})


async def new_thread(client: Any, text: str | None = "hello", *, ephemeral: bool = False) -> str:
    thread: p.Thread = (await client.request(p.ThreadStartParams(ephemeral=ephemeral))).thread
    if text is not None:
        await client.request(p.TurnStartParams(thread_id=thread.id, input=[p.TextUserInput(text=text)]))
        if text != "wait":
            await seen(client, lambda event: isinstance(event, p.TurnCompletedNotification))
        else:
            await seen(client, lambda event: isinstance(event, p.TurnStartedNotification))
    return thread.id


async def seen(client: Any, is_last: Callable[[Any], bool]) -> list[Any]:
    """The events up to one."""
    events = []
    with anyio.fail_after(30):
        while True:
            event = await client.next_event()
            events.append(event)
            if is_last(event):
                return events


def is_(kind: type[Any]) -> Callable[[Any], bool]:
    return lambda event: isinstance(event, kind)


def names(events: list[Any]) -> list[str]:
    return [
        f"status {event.status.type}"
        if isinstance(event, p.ThreadStatusChangedNotification)
        else event.method
        for event in events
    ]


async def refusal(client: Any, params: Any) -> str:
    with pytest.raises(appserver.ServerError) as caught:
        await client.request(params)
    return caught.value.message


def message(thread_id: str) -> p.TurnStartParams:
    return p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="again")])


@pytest.mark.promise("thread-archive")
async def test_an_archived_thread_is_put_away_and_back() -> None:
    client = await start()
    thread = await new_thread(client)
    stream = client.subscribe(thread_id=thread)
    await client.request(p.ThreadArchiveParams(thread_id=thread))
    events = await seen(client, is_(p.ThreadArchivedNotification))
    assert names(events) == ["status notLoaded", "thread/archived"]
    of_thread = [event async for event in stream]
    assert names(of_thread[:-1]) == ["status notLoaded", "thread/archived"]
    assert of_thread[-1] == appserver.StreamClosed("thread_closed")

    assert (await client.request(p.ThreadLoadedListParams())).data == []
    assert (await client.request(p.ThreadListParams())).data == []
    listed = (await client.request(p.ThreadListParams(archived=True))).data
    assert [(one.id, one.status.type) for one in listed] == [(thread, "notLoaded")]
    read = await client.request(p.ThreadReadParams(thread_id=thread, include_turns=True))
    assert len(read.thread.turns) == 1
    assert await refusal(client, p.ThreadArchiveParams(thread_id=thread)) == (
        f"no rollout found for thread id {thread}"
    )
    assert await refusal(client, p.ThreadResumeParams(thread_id=thread)) == (
        f"session {thread} is archived. Run `codex unarchive {thread}` to unarchive it first."
    )
    assert await refusal(client, message(thread)) == f"thread not found: {thread}"

    back = await client.request(p.ThreadUnarchiveParams(thread_id=thread))
    assert (back.thread.id, back.thread.status.type, back.thread.turns) == (thread, "notLoaded", [])
    assert names(await seen(client, is_(p.ThreadUnarchivedNotification))) == ["thread/unarchived"]
    assert await refusal(client, p.ThreadUnarchiveParams(thread_id=thread)) == (
        f"no archived rollout found for thread id {thread}"
    )
    assert await refusal(client, message(thread)) == f"thread not found: {thread}"  # not before it is resumed
    resumed = await client.request(p.ThreadResumeParams(thread_id=thread))
    assert (resumed.thread.status.type, len(resumed.thread.turns)) == ("idle", 1)
    await client.request(message(thread))
    events = await seen(client, is_(p.TurnCompletedNotification))
    assert names(events)[0] == "status idle"
    await client.shutdown()


@pytest.mark.promise("thread-archive")
@pytest.mark.parametrize("params", [p.ThreadArchiveParams, p.ThreadDeleteParams])
async def test_a_turn_that_runs_is_interrupted_first(params: Any) -> None:
    client = await start()
    thread = await new_thread(client, "wait")
    await client.request(params(thread_id=thread))
    events = await seen(
        client, lambda event: isinstance(event, p.ThreadArchivedNotification | p.ThreadDeletedNotification)
    )
    ends = [event.turn.status for event in events if isinstance(event, p.TurnCompletedNotification)]
    assert ends == ["interrupted"]
    assert names(events)[-3:-1] == ["turn/completed", "status notLoaded"]
    await client.shutdown()


@pytest.mark.promise("thread-delete")
async def test_a_deleted_thread_is_gone() -> None:
    client = await start()
    thread = await new_thread(client)
    await client.request(p.ThreadDeleteParams(thread_id=thread))
    assert names(await seen(client, is_(p.ThreadDeletedNotification))) == [
        "status notLoaded",
        "thread/deleted",
    ]
    refusals: list[tuple[Any, str]] = [
        (p.ThreadDeleteParams(thread_id=thread), f"no rollout found for thread id {thread}"),
        (p.ThreadResumeParams(thread_id=thread), f"no rollout found for thread id {thread}"),
        (p.ThreadUnarchiveParams(thread_id=thread), f"no archived rollout found for thread id {thread}"),
        (p.ThreadReadParams(thread_id=thread), f"thread not loaded: {thread}"),
        (message(thread), f"thread not found: {thread}"),
    ]
    for params, text in refusals:
        assert await refusal(client, params) == text
    ephemeral = await new_thread(client, None, ephemeral=True)
    assert await refusal(client, p.ThreadDeleteParams(thread_id=ephemeral)) == (
        f"thread is not persisted and cannot be deleted: {ephemeral}"
    )
    assert await refusal(client, p.ThreadArchiveParams(thread_id=ephemeral)) == (
        f"no rollout found for thread id {ephemeral}"
    )
    await client.shutdown()


@pytest.mark.promise("thread-unload")
async def test_a_thread_that_nobody_is_subscribed_to_is_unloaded() -> None:
    client = await start(thread_unload_delay=0)
    thread = await new_thread(client)
    kept = await new_thread(client)
    ephemeral = await new_thread(client, ephemeral=True)
    for leaves in (thread, ephemeral):
        await client.request(p.ThreadUnsubscribeParams(thread_id=leaves))
        events = await seen(client, is_(p.ThreadClosedNotification))
        assert names(events) == ["status notLoaded", "thread/closed"]
    assert (await client.request(p.ThreadLoadedListParams())).data == [kept]
    answer = await client.request(p.ThreadUnsubscribeParams(thread_id=thread))
    assert answer.status == "notLoaded"
    assert client.server.stats().threads == 1
    assert await refusal(client, p.ThreadResumeParams(thread_id=ephemeral)) == (
        f"no rollout found for thread id {ephemeral}"
    )
    listed = (await client.request(p.ThreadListParams())).data
    assert {one.id: one.status.type for one in listed} == {kept: "idle", thread: "notLoaded"}
    resumed = await client.request(p.ThreadResumeParams(thread_id=thread))
    assert len(resumed.thread.turns) == 1
    assert client.stats().threads == 2
    await client.shutdown()


@pytest.mark.promise("thread-unload")
async def test_a_client_that_goes_lets_its_threads_be_unloaded_once_their_turns_have_ended() -> None:
    async with await appserver.serve(agent=Answerer(), thread_unload_delay=0) as server:
        watching = await server.connect(**OPTIONS)
        going = await server.connect(**OPTIONS)
        idle = await new_thread(going)
        busy = await new_thread(going, "wait")
        await going.shutdown()
        closed = (await seen(watching, is_(p.ThreadClosedNotification)))[-1]
        assert closed.thread_id == idle
        assert (await watching.request(p.ThreadLoadedListParams())).data == [busy]
        await watching.request(p.TurnInterruptParams(thread_id=busy, turn_id=""))
        assert (await seen(watching, is_(p.ThreadClosedNotification)))[-1].thread_id == busy
        assert server.stats().threads == 0


@pytest.mark.promise("threads-leave-nothing")
async def test_threads_that_are_deleted_leave_nothing() -> None:
    sessions: list[Any] = []
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    def keep(ctx: appserver.RequestContext, params: p.ModelListParams) -> Any:
        sessions.append(ctx.session)
        return {"data": []}

    client = await start(processor=processor)
    await client.request_raw("model/list", {})
    threads = sessions[0].threads
    for _ in range(300):
        thread = await new_thread(client)
        await client.request(p.ThreadDeleteParams(thread_id=thread))
    await until(lambda: client.server.stats().threads == 0 and not sessions[0].tasks)
    assert (client.stats().threads, client.stats().server_requests_open) == (0, 0)
    assert (list(threads), threads.history.held, threads.history.turns) == ([], 0, 0)
    await client.shutdown()


@pytest.mark.promise("history-bound")
async def test_history_stays_within_its_bound_and_says_what_is_gone() -> None:
    sessions: list[Any] = []
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    def keep(ctx: appserver.RequestContext, params: p.ModelListParams) -> Any:
        sessions.append(ctx.session)
        return {"data": []}

    bound = 30_000
    client = await start(processor=processor, max_history_bytes=bound)
    await client.request_raw("model/list", {})
    budget = sessions[0].threads.history
    old, new = await new_thread(client), await new_thread(client)
    for thread in [old] * 20 + [new] * 30:
        await client.request(message(thread))
        await seen(client, is_(p.TurnCompletedNotification))
        assert budget.held <= bound
    turns = {
        thread: (await client.request(p.ThreadReadParams(thread_id=thread, include_turns=True))).thread.turns
        for thread in (old, new)
    }
    assert [len(turns[old]), len(turns[new])] == [21, 31]
    views = [turn.items_view for turn in turns[old]]
    assert views[0] == "notLoaded"  # the thread that was idle for longer has lost first
    assert turns[new][-1].items_view == "full"
    for turn in (*turns[old], *turns[new]):
        assert bool(turn.items) == (turn.items_view == "full")
        assert turn.status == "completed"
    assert budget.forgotten == sum(turn.items_view == "notLoaded" for turn in (*turns[old], *turns[new]))
    await client.shutdown()


@pytest.mark.promise("history-bound")
async def test_where_heads_are_too_much_the_thread_says_how_many_turns_are_gone() -> None:
    histories: list[Any] = []

    class Looker(appserver.Agent):
        async def run_turn(self, turn: appserver.TurnContext) -> None:
            histories.append([past.items_view for past in turn.history])
            await turn.send_message("x" * 500)

    client = await appserver.start(agent=Looker(), max_history_bytes=3000, **OPTIONS)
    thread = (await client.request(p.ThreadStartParams())).thread.id
    for _ in range(20):
        await client.request(message(thread))
        await seen(client, is_(p.TurnCompletedNotification))
    read = (await client.request(p.ThreadReadParams(thread_id=thread, include_turns=True))).thread
    assert read.extra is not None
    gone = read.extra.forgotten_turns or 0
    warning = (await seen(client, is_(p.WarningNotification)))[-1]
    assert warning.message.startswith(f"{gone} older turns of this thread are gone")
    assert gone > 0
    assert gone + len(read.turns) == 20
    assert len(histories[-1]) < 19
    assert all(len(history) < 12 for history in histories)
    await client.shutdown()


READS: list[tuple[str, dict[str, Any]]] = [
    ("thread/read", {"includeTurns": True}),
    ("thread/resume", {}),
    ("thread/fork", {}),
    ("thread/turns/list", {}),
    ("thread/items/list", {}),
]


@pytest.mark.promise("history-bound")
@pytest.mark.parametrize(("method", "params"), READS)
async def test_whoever_reads_is_told_what_is_gone_and_nobody_else(
    method: str, params: dict[str, Any], tmp_path: Path
) -> None:
    async with await appserver.serve(agent=Answerer(), max_history_bytes=3000) as server:
        await server.listen(f"unix://{tmp_path}/s")
        async with (
            server.connect(**OPTIONS, experimental_api=True) as owner,
            appserver.connect(f"unix://{tmp_path}/s", experimental_api=True) as remote,
            server.connect(**OPTIONS, experimental_api=True) as local,
        ):
            thread = await new_thread(owner)
            for _ in range(20):
                await owner.request(message(thread))
                await seen(owner, is_(p.TurnCompletedNotification))
            readers: tuple[Any, ...] = (remote, local)
            for reader in readers:  # neither is subscribed to the thread
                answer = await reader.request_raw(method, {"threadId": thread, **params})
                warning = (await seen(reader, is_(p.WarningNotification)))[-1]
                assert "older turns" in warning.message
                if "thread" in answer:
                    gone = answer["thread"]["extra"]["forgottenTurns"]
                    assert gone + len(answer["thread"]["turns"]) == 21
                    assert warning.message.startswith(f"{gone} older turns of this thread are gone")
                    read = p.ThreadReadParams(thread_id=answer["thread"]["id"])
                    typed = (await reader.request(read)).thread
                    assert typed.extra is not None
                    assert typed.extra.forgotten_turns == gone
            await owner.request(message(thread))
            events = await seen(owner, is_(p.TurnCompletedNotification))
            assert not [event for event in events if isinstance(event, p.WarningNotification)]


@pytest.mark.promise("history-bound")
@pytest.mark.parametrize("view", [None, "summary", "full", "notLoaded"])
async def test_pages_of_turns_say_whose_items_are_gone(view: Any) -> None:
    client = await start(max_history_bytes=3000, experimental_api=True)
    thread = await new_thread(client)
    for _ in range(4):
        await client.request(message(thread))
        await seen(client, is_(p.TurnCompletedNotification))
    read = (await client.request(p.ThreadReadParams(thread_id=thread, include_turns=True))).thread
    gone = {turn.id for turn in read.turns if turn.items_view == "notLoaded"}
    assert 0 < len(gone) < 5
    listed = await client.request(p.ThreadTurnsListParams(thread_id=thread, items_view=view))
    wanted = p.ThreadResumeInitialTurnsPageParams(items_view=view)
    resumed = await client.request(p.ThreadResumeParams(thread_id=thread, initial_turns_page=wanted))
    assert resumed.initial_turns_page is not None
    for turns in (listed.data, resumed.initial_turns_page.data):
        assert [turn.items_view for turn in turns] == [
            "notLoaded" if turn.id in gone else view or "summary" for turn in turns
        ]
        assert all(turn.id in gone or turn.items for turn in turns if turn.items_view != "notLoaded")
    await client.shutdown()


@pytest.mark.promise("history-bound")
@pytest.mark.parametrize("direction", ["asc", "desc"])
async def test_whoever_reads_pages_to_the_oldest_is_told_what_is_gone(direction: Any) -> None:
    client = await start(max_history_bytes=3000, experimental_api=True)
    thread = await new_thread(client)
    for _ in range(20):
        await client.request(message(thread))
        await seen(client, is_(p.TurnCompletedNotification))
    turns = await client.request(p.ThreadTurnsListParams(thread_id=thread, sort_direction=direction))
    warning = (await seen(client, is_(p.WarningNotification)))[-1]
    assert warning.message.startswith(f"{21 - len(turns.data)} older turns of this thread are gone")
    items = await client.request(p.ThreadItemsListParams(thread_id=thread, sort_direction=direction))
    with_items = {entry.turn_id for entry in items.data}
    warning = (await seen(client, is_(p.WarningNotification)))[-1]
    assert warning.message.startswith(f"the items of {21 - len(with_items)} older turns")
    await client.shutdown()


@pytest.mark.promise("history-bound")
async def test_threads_that_are_not_loaded_count_and_the_oldest_go_first() -> None:
    client = await start(max_history_bytes=20_000)
    threads = []
    for _ in range(40):
        threads.append(await new_thread(client, "x" * 50))
        await client.request(p.ThreadArchiveParams(thread_id=threads[-1]))
    left = (await client.request(p.ThreadListParams(archived=True, limit=100, sort_direction="asc"))).data
    assert 0 < len(left) < 20
    assert [one.id for one in left] == threads[-len(left) :]
    await client.shutdown()
