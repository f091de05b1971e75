"""`thread/revert`, forks at a turn and deleted threads: what is left, in memory, in a store, and for the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ServerError
from appserver.store import FileStore, MemoryStore
from tests.config.test_in_a_server import names_below
from tests.lasting.speaker import Speaker, events_until, new_thread, say, start, turns_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Start = Callable[[Speaker], Any]


@pytest.fixture(params=["no store", "memory", "files"])
def begin(request: pytest.FixtureRequest, tmp_path: Path) -> Start:
    """Starts a server that keeps its threads in one of these ways."""
    if request.param == "no store":
        return lambda agent: appserver.start(agent=agent, experimental_api=True)
    store = FileStore(tmp_path) if request.param == "files" else MemoryStore()
    return lambda agent: start(store, agent)


async def revert(client: Any, thread_id: str, turn_id: str) -> p.ThreadRevertResponse:
    answer: p.ThreadRevertResponse = await client.request(
        p.ThreadRevertParams(thread_id=thread_id, before_turn_id=turn_id)
    )
    return answer


def status_of(event: p.Notification) -> str:
    if isinstance(event, p.ThreadStatusChangedNotification):
        return event.status.type
    return event.method


@pytest.mark.promise("revert")
async def test_a_turn_and_all_after_it_are_dropped(begin: Start) -> None:
    agent = Speaker()
    async with begin(agent) as client:
        thread_id = await new_thread(client, "one", "two", "three")
        turns = await turns_of(client, thread_id)
        reverted = await revert(client, thread_id, turns[1].id)
        assert (reverted.thread.id, reverted.thread.status.type, reverted.thread.turns) == (
            thread_id,
            "idle",
            [],
        )
        assert reverted.thread.preview == "one"
        assert reverted.turns_backwards_cursor is not None
        told = await events_until(client, p.ThreadRevertedNotification)
        assert [status_of(event) for event in told] == ["notLoaded", "idle", "thread/reverted"]
        assert [turn.id for turn in await turns_of(client, thread_id)] == [turns[0].id]
        read = await client.request(p.ThreadReadParams(thread_id=thread_id, include_turns=True))
        assert [turn.id for turn in read.thread.turns] == [turns[0].id]
        await say(client, thread_id, "four")
        assert [item["text"] for item in agent.seen] == ["one"]
        assert len(await turns_of(client, thread_id)) == 2
        with pytest.raises(ServerError, match=f"turn not found: {turns[1].id}"):
            await revert(client, thread_id, turns[1].id)


@pytest.mark.promise("revert")
async def test_all_turns_are_dropped_one_after_the_other(begin: Start) -> None:
    agent = Speaker()
    async with begin(agent) as client:
        texts = [str(number) for number in range(6)]
        thread_id = await new_thread(client, *texts)
        turns = await turns_of(client, thread_id)
        for left in reversed(range(6)):
            await revert(client, thread_id, turns[left].id)
            assert [turn.id for turn in await turns_of(client, thread_id)] == [
                turn.id for turn in turns[:left]
            ]
        await say(client, thread_id, "anew")
        assert agent.seen == []


@pytest.mark.promise("revert")
async def test_what_runs_is_interrupted_first(begin: Start) -> None:
    async with begin(Speaker()) as client:
        thread_id = await new_thread(client, "one")
        hanging = await client.request(
            p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="hang")])
        )
        first = (await turns_of(client, thread_id))[0].id
        with pytest.raises(ServerError, match="turn not found: nope"):
            await revert(client, thread_id, "nope")
        assert (await turns_of(client, thread_id))[-1].status == "inProgress"
        await revert(client, thread_id, hanging.turn.id)
        told = await events_until(client, p.ThreadRevertedNotification)
        ended = [event for event in told if isinstance(event, p.TurnCompletedNotification)]
        assert [event.turn.status for event in ended] == ["interrupted"]
        assert [turn.id for turn in await turns_of(client, thread_id)] == [first]


@pytest.mark.promise("revert-refused")
async def test_what_cannot_be_reverted(begin: Start) -> None:
    async with begin(Speaker()) as client:
        unknown = "01a21916-dcb8-72e2-84c2-cf85dbd68a69"
        with pytest.raises(ServerError, match=f"thread not found: {unknown}"):
            await revert(client, unknown, "t")
        with pytest.raises(ServerError, match="invalid thread id"):
            await revert(client, "no", "t")
        ephemeral = await new_thread(client, "x", ephemeral=True)
        with pytest.raises(ServerError, match="ephemeral threads do not support thread/revert"):
            await revert(client, ephemeral, "t")
        with pytest.raises(ServerError, match="turn not found: t"):
            await revert(client, await new_thread(client), "t")


@pytest.mark.promise("revert")
async def test_a_reverted_thread_after_a_restart(tmp_path: Path) -> None:
    agent = Speaker()
    async with start(FileStore(tmp_path), agent) as client:
        thread_id = await new_thread(client, "one", "two")
        created = (await client.request(p.ThreadReadParams(thread_id=thread_id))).thread.created_at
        turns = await turns_of(client, thread_id)
        await revert(client, thread_id, turns[1].id)
    async with start(FileStore(tmp_path), agent) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread_id))
        assert [turn.id for turn in resumed.thread.turns] == [turns[0].id]
        assert resumed.thread.created_at == created
        await say(client, thread_id, "three")
        assert [item["text"] for item in agent.seen] == ["one"]


@pytest.mark.promise("last-cut-tokens")
@pytest.mark.parametrize("kind", ["memory", "files"])
async def test_tokens_go_on_from_the_turn_that_is_the_last(tmp_path: Path, kind: str) -> None:
    store = FileStore(tmp_path) if kind == "files" else MemoryStore()
    async with start(store) as client:
        thread_id = await new_thread(client, "one", "two", "three")
        turns = await turns_of(client, thread_id)
        fork = await client.request(p.ThreadForkParams(thread_id=thread_id, last_turn_id=turns[0].id))
        told = await events_until(client, p.ThreadTokenUsageUpdatedNotification)
        assert getattr(told[-1], "thread_id", None) == fork.thread.id
        await revert(client, thread_id, turns[2].id)
        for each, total in ((fork.thread.id, 2), (thread_id, 3)):
            await client.request(p.TurnStartParams(thread_id=each, input=[p.TextUserInput(text="x")]))
            told = await events_until(client, p.TurnCompletedNotification)
            usage = next(event for event in told if isinstance(event, p.ThreadTokenUsageUpdatedNotification))
            assert usage.token_usage.total.total_tokens == total


@pytest.mark.promise("last-cut-tokens")
async def test_a_fork_without_turns_tells_no_tokens(begin: Start) -> None:
    async with begin(Speaker()) as client:
        thread_id = await new_thread(client, "one")
        fork = await client.request(p.ThreadForkParams(thread_id=thread_id, exclude_turns=True))
        await client.request(p.ThreadSetNameParams(thread_id=fork.thread.id, name="last"))
        told = await events_until(client, p.ThreadNameUpdatedNotification)
        assert [event.method for event in told] == ["thread/started", "thread/name/updated"]


@pytest.mark.promise("last-delete-name")
async def test_a_deleted_thread_leaves_no_name(tmp_path: Path) -> None:
    names = tmp_path / "session_index.jsonl"
    others = b'{"id":"x","thread_name":"of another","updated_at":"2026-01-01T00:00:00Z"}\nno JSON\n{"torn'
    names.write_bytes(others)
    async with start(FileStore(tmp_path)) as client:
        gone, stays = await new_thread(client, "one"), await new_thread(client, "two")
        for thread_id, name in ((gone, "a"), (stays, f"not {gone}"), (gone, "b")):
            await client.request(p.ThreadSetNameParams(thread_id=thread_id, name=name))
        with names.open("ab") as file:
            file.write(b'{"id":"y","thread_name":"torn')
        await client.request(p.ThreadDeleteParams(thread_id=gone))
        text = names.read_text()
        assert text.startswith(others.decode())
        assert f'"id":"{gone}"' not in text
        assert text.endswith('\n{"id":"y","thread_name":"torn')
        assert text.count("\n") == 4
        await client.request(p.ThreadSetNameParams(thread_id=stays, name="again"))
    assert [name for name in names_below(tmp_path) if "session_index" in name] == ["session_index.jsonl"]
    async with start(FileStore(tmp_path)) as client:
        listed = await client.request(p.ThreadListParams())
        assert [(thread.id, thread.name) for thread in listed.data] == [(stays, "again")]


@pytest.mark.promise("last-pages")
async def test_an_archived_thread_is_not_forked(tmp_path: Path) -> None:
    async with start(FileStore(tmp_path)) as client:
        thread_id = await new_thread(client, "one")
        await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        with pytest.raises(ServerError, match=f"session {thread_id} is archived"):
            await client.request(p.ThreadForkParams(thread_id=thread_id))
