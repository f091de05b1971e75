"""The example of a store over SQLite: it holds up no loop, and what it cannot write waits, or is refused."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from appserver import protocol as p
from appserver.store import StoreError
from appserver.testing.store_subjects import ids_of, kept, make_thread, turn_ids, turn_records
from examples.sqlite_store import SqliteStore
from tests.lasting.speaker import new_thread, say, start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Watched(SqliteStore):
    """Notes on which threads its database works, and can be made to refuse all writes."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.seen: set[int] = set()
        self._database.set_trace_callback(lambda _statement: self.seen.add(threading.get_ident()))

    def refuse_writes(self, *, refused: bool) -> None:
        self._database.execute(f"PRAGMA query_only = {int(refused)}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Watched]:
    store = Watched(tmp_path / "threads.db")
    yield store
    store.close()


@pytest.mark.promise("last-own-store")
async def test_its_database_works_beside_the_loop(store: Watched) -> None:
    async with start(store) as client:
        thread = await new_thread(client, "one")
        last = await say(client, thread, "two")
        await client.request(p.ThreadForkParams(thread_id=thread))
        await client.request(p.ThreadListParams())
        await client.request(p.ThreadSetNameParams(thread_id=thread, name="n"))
        await client.request(p.ThreadRevertParams(thread_id=thread, before_turn_id=last))
        await client.request(p.ThreadArchiveParams(thread_id=thread))
        await client.request(p.ThreadUnarchiveParams(thread_id=thread))
        await client.request(p.ThreadDeleteParams(thread_id=thread))
    assert store.seen
    assert threading.get_ident() not in store.seen


async def test_what_cannot_be_written_waits_and_what_cannot_be_removed_stays(store: Watched) -> None:
    thread = await kept(store, make_thread(), "t1", "t2")
    (_, second) = (await store.turns(thread.id, is_ascending=True)).turns
    store.refuse_writes(refused=True)
    store.append(thread.id, turn_records("t3", "q", "a"))
    await store.flush(thread.id)
    assert [problem.message for problem in store.take_problems()]
    with pytest.raises(StoreError, match="cannot remove anything"):
        await store.revert(thread.id, before=second.position)
    assert await turn_ids(store, thread.id) == ["t1", "t2", "t3"]
    await store.release(thread.id)
    with pytest.raises(StoreError, match="cannot remove anything"):
        await store.delete(thread.id)
    assert await ids_of(store) == [thread.id]
    store.refuse_writes(refused=False)
    await store.take(thread.id)
    store.append(thread.id, turn_records("t4", "q", "a"))
    await store.revert(thread.id, before=second.position)
    assert await turn_ids(store, thread.id) == ["t1"]
    await store.flush(thread.id)
    assert store._database.execute("SELECT count(*) FROM record").fetchone() == (
        len(turn_records("t", "q", "a")),
    )
    await store.release(thread.id)
    await store.delete(thread.id)
    assert await ids_of(store) == []
    assert await store.get(thread.id) is None
