"""Threads that are let go while their lines cannot be written: as long as the store lives, nothing of them is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.store import ActiveWriterError, FileStore, ListQuery, StoreError, UnknownThreadError
from appserver.testing.store_conformance import make_thread
from tests.store.faults import FaultyFiles
from tests.store.test_faults import append_turns, turn_ids

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.store import StoredThread

FAILS = {"write": "in the middle of its file", "open_append": "before there is a file"}


async def let_go(files: FaultyFiles, folder: Path, call: str) -> tuple[FileStore, StoredThread]:
    """A thread whose last turns could not be written, let go."""
    store, thread = FileStore(folder, files=files), make_thread()
    await store.create(thread)
    await append_turns(store, thread, *(["t1"] if call == "write" else []))
    files.fails = lambda _: True
    await append_turns(store, thread, "t2", "t3")
    await store.release(thread.id)
    return store, thread


async def written(store: FileStore, thread_id: str) -> None:
    """Once another store can take the thread."""
    with anyio.fail_after(30):
        while True:
            try:
                await store.take(thread_id)
            except (ActiveWriterError, UnknownThreadError):
                await anyio.lowlevel.checkpoint()
            else:
                return


async def check_free(folder: Path, thread: StoredThread) -> None:
    """Nobody has the lock of a thread."""
    other = FileStore(folder)
    await other.create(thread)
    await other.aclose()


@pytest.mark.parametrize("call", FAILS)
@pytest.mark.promise("last-faults")
async def test_what_waits_is_read_and_written_later(call: str, tmp_path: Path) -> None:
    files = FaultyFiles(call)
    store, thread = await let_go(files, tmp_path, call)
    turns = ["t1", "t2", "t3"][call != "write" :]
    assert await turn_ids(store, thread.id) == turns
    assert [listed.id for listed in await store.list(ListQuery())] == [thread.id]
    with pytest.raises(StoreError, match="could not be written"):
        await store.archive(thread.id)
    with pytest.raises(StoreError, match="could not be written"):
        await store.fork(thread.id, make_thread(2))
    files.fails = lambda _: False
    other = FileStore(tmp_path)
    await written(other, thread.id)
    assert await turn_ids(other, thread.id) == turns
    await other.aclose()
    await store.archive(thread.id)
    await store.aclose()
    assert [problem.message for problem in store.take_problems() if "saved" in problem.message] == []


@pytest.mark.parametrize("call", FAILS)
async def test_it_is_taken_again_and_goes_on(call: str, tmp_path: Path) -> None:
    files = FaultyFiles(call)
    store, thread = await let_go(files, tmp_path, call)
    await store.take(thread.id)
    with pytest.raises(ActiveWriterError):
        await store.take(thread.id)
    await append_turns(store, thread, "t4")
    files.fails = lambda _: False
    await append_turns(store, thread, "t5")
    await store.release(thread.id)
    other = FileStore(tmp_path)
    await other.take(thread.id)
    assert await turn_ids(other, thread.id) == ["t1", "t2", "t3", "t4", "t5"][call != "write" :]
    await other.aclose()
    await store.aclose()


@pytest.mark.parametrize("call", FAILS)
async def test_it_is_deleted_without_a_trace(call: str, tmp_path: Path) -> None:
    files = FaultyFiles(call)
    store, thread = await let_go(files, tmp_path, call)
    files.fails = lambda _: False
    files.call = ""
    await store.delete(thread.id)
    assert await store.get(thread.id) is None
    await check_free(tmp_path, thread)
    await store.aclose()
    assert await FileStore(tmp_path).list(ListQuery()) == []
    assert [problem.message for problem in store.take_problems() if "saved" in problem.message] == []


@pytest.mark.parametrize("call", FAILS)
@pytest.mark.promise("last-faults")
async def test_the_end_of_the_store_says_what_was_not_saved(call: str, tmp_path: Path) -> None:
    store, thread = await let_go(FaultyFiles(call), tmp_path, call)
    await store.aclose()
    messages = [problem.message for problem in store.take_problems() if problem.thread_id == thread.id]
    assert "could not be saved" in messages[-1]
    await check_free(tmp_path, thread)


class Speaker(appserver.Agent):
    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message(f"re: {turn.text}")


async def said(client: Any, thread_id: str, *texts: str) -> None:
    for text in texts:
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
        while not isinstance(await client.next_event(), p.TurnCompletedNotification):
            pass


async def texts_of(client: Any, thread_id: str) -> list[str]:
    page = await client.request(
        p.ThreadTurnsListParams(thread_id=thread_id, items_view="full", sort_direction="asc")
    )
    return [
        item.text for turn in page.data for item in turn.items if isinstance(item, p.AgentMessageThreadItem)
    ]


@pytest.mark.promise("last-faults")
async def test_a_client_that_puts_a_thread_away_on_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    files = FaultyFiles("write")
    store = FileStore(tmp_path, files=files)
    async with appserver.start(agent=Speaker(), state_db=store, experimental_api=True) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        await said(client, thread_id, "one")
        files.fails = lambda _: True
        await said(client, thread_id, "two")
        with pytest.raises(appserver.ServerError, match="could not be written"):
            await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        assert await texts_of(client, thread_id) == ["re: one", "re: two"]
        await client.request(p.ThreadResumeParams(thread_id=thread_id, exclude_turns=True))
        files.fails = lambda _: False
        await said(client, thread_id, "three")
        await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        assert await texts_of(client, thread_id) == ["re: one", "re: two", "re: three"]
    await store.aclose()
