"""Every write, sync, rename, lock and statement fails once, or from some time on: nothing that was appended is lost."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import anyio
import pytest

from appserver.store import FileStore, ListQuery, StoreError
from appserver.testing.store_conformance import make_thread, turn_records
from tests.store.faults import CALLS, FaultyFiles

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.store import StoredThread


async def append_turns(store: FileStore, thread: StoredThread, *turn_ids: str) -> None:
    for turn_id in turn_ids:
        for record in turn_records(turn_id, f"q {turn_id}", f"a {turn_id}"):
            store.append(thread.id, [record])
        await store.flush(thread.id)


async def turn_ids(store: FileStore, thread_id: str) -> list[str]:
    page = await store.turns(thread_id, is_ascending=True, limit=100)
    assert all(len(placed.turn.items) == 2 for placed in page.turns)
    return [placed.turn.id for placed in page.turns]


async def attempt(store: FileStore, thread: StoredThread) -> None:
    """Use all of the store; what it refuses it refuses with an error of its own."""
    try:
        await store.set_name(thread.id, "name")
        await store.list(ListQuery())
        await store.get(thread.id)
        await store.search("q", ListQuery())
        fork = make_thread(5)
        await store.fork(thread.id, fork)
        await store.release(fork.id)
        await store.archive(fork.id)
        await store.unarchive(fork.id)
        await store.delete(fork.id)
    except StoreError:
        pass


ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.promise("last-faults")
def test_one_call_fails(call: str, tmp_path: Path) -> None:
    anyio.run(each_call_fails, call, tmp_path)


async def each_call_fails(call: str, folder: Path) -> None:
    for number in range(200):
        home = folder / str(number)
        files = FaultyFiles(call, ERRORS[number % len(ERRORS)])
        store = FileStore(home, files=files, durability="fsync")
        thread = make_thread()
        await store.create(thread)
        await append_turns(store, thread, "t1")
        files.count = 0
        files.fails = number.__eq__
        await append_turns(store, thread, "t2")
        await attempt(store, thread)
        await append_turns(store, thread, "t3")
        files.fails = lambda _: False
        assert await turn_ids(store, thread.id) == ["t1", "t2", "t3"]
        await store.flush(thread.id)
        await store.aclose()
        await check_from_outside(home, thread)
        if not files.failed:
            return
    raise AssertionError("there was always another call to fail")


async def check_from_outside(home: Path, thread: StoredThread) -> None:
    again = FileStore(home)
    assert await turn_ids(again, thread.id) == ["t1", "t2", "t3"]
    assert thread.id in [listed.id for listed in await again.list(ListQuery())]
    await again.take(thread.id)
    await append_turns(again, thread, "t4")
    assert await turn_ids(again, thread.id) == ["t1", "t2", "t3", "t4"]
    assert list(again.take_problems()) == []
    await again.aclose()


@pytest.mark.parametrize("call", ["write", "fsync", "before_statement", "open_append", "stat"])
@pytest.mark.promise("last-faults")
async def test_all_calls_fail_for_a_while(call: str, tmp_path: Path) -> None:
    files = FaultyFiles(call)
    store = FileStore(tmp_path, files=files, durability="fsync")
    thread = make_thread()
    await store.create(thread)
    await append_turns(store, thread, "t1")
    files.fails = lambda _: True
    await append_turns(store, thread, "t2", "t3")
    if call in ("write", "fsync"):
        assert [problem.thread_id for problem in store.take_problems()] == [thread.id]
        assert await turn_ids(store, thread.id) == ["t1", "t2", "t3"]  # from memory
    files.fails = lambda _: False
    await store.flush(thread.id)
    assert await turn_ids(store, thread.id) == ["t1", "t2", "t3"]
    await store.aclose()
    await check_from_outside(tmp_path, thread)


async def test_a_write_is_cut_in_the_middle(tmp_path: Path) -> None:
    class Narrow(FaultyFiles):
        def write(self, descriptor: int, data: bytes | memoryview) -> int:
            self.count += 1
            if self.count % 3 == 0:
                raise OSError(errno.ENOSPC, "full")
            return super().write(descriptor, bytes(data)[:37])

    store = FileStore(tmp_path, files=Narrow("fsync"))
    thread = make_thread()
    await store.create(thread)
    await append_turns(store, thread, "t1", "t2", "t3")
    assert await turn_ids(store, thread.id) == ["t1", "t2", "t3"]
    for _ in range(200):
        await store.flush(thread.id)
    await store.aclose()
    await check_from_outside(tmp_path, thread)


async def test_the_end_says_what_could_not_be_saved(tmp_path: Path) -> None:
    files = FaultyFiles("write")
    store = FileStore(tmp_path, files=files)
    thread = make_thread()
    await store.create(thread)
    files.fails = lambda _: True
    await append_turns(store, thread, "t1")
    await store.aclose()
    assert "could not be saved" in [problem.message for problem in store.take_problems()][-1]


def count_of(home: Path, pattern: str) -> int:
    return len(list(home.glob(pattern)))


@pytest.mark.promise("last-index")
async def test_an_index_that_is_damaged_is_put_aside_and_built_again(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    await append_turns(store, thread, "t1")
    await store.set_name(thread.id, "kept")
    await store.aclose()
    (tmp_path / "appserver.sqlite").write_bytes(b"no database" * 1000)
    store = FileStore(tmp_path)
    found = await store.get(thread.id)
    assert found is not None
    assert found.name == "kept"
    assert await turn_ids(store, thread.id) == ["t1"]
    (problem,) = store.take_problems()
    assert "appserver.sqlite is damaged" in problem.message
    assert count_of(tmp_path, "appserver.sqlite.broken-*") == 1
    await store.aclose()


@pytest.mark.parametrize("damage", ["older", "foreign"])
@pytest.mark.promise("last-index")
async def test_an_index_of_another_kind_is_built_again(damage: str, tmp_path: Path) -> None:
    import sqlite3

    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    await append_turns(store, thread, "t1")
    await store.aclose()
    with sqlite3.connect(tmp_path / "appserver.sqlite") as connection:
        connection.execute("PRAGMA user_version = 77")
        if damage == "foreign":
            connection.execute("CREATE TABLE other (x)")
    connection.close()
    store = FileStore(tmp_path)
    assert await turn_ids(store, thread.id) == ["t1"]
    await store.aclose()


async def test_a_read_only_home_is_read(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    await append_turns(store, thread, "t1")
    await store.aclose()
    files = FaultyFiles("open_append", errno.EROFS)
    files.fails = lambda _: True
    store = FileStore(tmp_path, files=files)
    assert await turn_ids(store, thread.id) == ["t1"]
    with pytest.raises(StoreError, match="it fails on purpose"):
        await store.take(thread.id)
    await store.aclose()
