"""What another store does in the same home is seen, whichever way its threads are asked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from appserver.store import FileStore, ListQuery
from appserver.store import home as home_module
from appserver.testing.store_conformance import make_thread, turn_records

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path


async def by_turns(store: FileStore, thread_id: str) -> list[str]:
    return [placed.turn.id for placed in (await store.turns(thread_id, is_ascending=True)).turns]


async def by_taking(store: FileStore, thread_id: str) -> list[str]:
    await store.take(thread_id)
    await store.release(thread_id)
    return await by_turns(store, thread_id)


async def by_forking(store: FileStore, thread_id: str) -> list[str]:
    fork = await store.fork(thread_id, make_thread(5))
    return await by_turns(store, fork.id)


async def by_list(store: FileStore, thread_id: str) -> list[str]:
    assert thread_id in [thread.id for thread in await store.list(ListQuery())]
    return await by_turns(store, thread_id)


@pytest.mark.parametrize("look", [by_turns, by_taking, by_forking, by_list], ids=lambda look: look.__name__)
@pytest.mark.promise("last-others")
async def test_a_thread_that_others_reverted(
    look: Callable[[FileStore, str], Awaitable[list[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_module, "_SECOND", 0)  # a look is never too soon
    ours, theirs = FileStore(tmp_path), FileStore(tmp_path)
    thread = make_thread()
    await theirs.create(thread)
    for turn_id in ("t1", "t2", "t3"):
        theirs.append(thread.id, turn_records(turn_id, "one", "two"))
    assert await by_turns(ours, thread.id) == ["t1", "t2", "t3"]
    position = await theirs.position(thread.id, "t2")
    assert position is not None
    await theirs.revert(thread.id, before=position)
    theirs.append(thread.id, turn_records("new", "one", "two"))
    await theirs.release(thread.id)
    assert await look(ours, thread.id) == ["t1", "new"]
    await ours.aclose()
    await theirs.aclose()


@pytest.mark.promise("last-others")
async def test_taking_needs_no_second_to_see_a_revert(tmp_path: Path) -> None:
    """Who goes on with the file that was left behind would take the thread apart."""
    ours, theirs = FileStore(tmp_path), FileStore(tmp_path)
    thread = make_thread()
    await theirs.create(thread)
    for turn_id in ("t1", "t2"):
        theirs.append(thread.id, turn_records(turn_id, "one", "two"))
    await ours.list(ListQuery())
    position = await theirs.position(thread.id, "t2")
    assert position is not None
    await theirs.revert(thread.id, before=position)
    await theirs.release(thread.id)
    await ours.take(thread.id)
    ours.append(thread.id, turn_records("ours", "one", "two"))
    for store in (ours, theirs):
        assert await by_turns(store, thread.id) == ["t1", "ours"]
    await ours.aclose()
    await theirs.aclose()


@pytest.mark.promise("last-others")
async def test_a_thread_that_is_written_here_hears_what_others_say_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_module, "_SECOND", 0)  # a look is never too soon
    store, thread = FileStore(tmp_path), make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "two"))
    await store.list(ListQuery())
    with closing(sqlite3.connect(tmp_path / "state_5.sqlite", isolation_level=None)) as theirs:
        theirs.execute("CREATE TABLE threads (id TEXT, name TEXT)")
        for name in ("once", "again"):
            theirs.execute("DELETE FROM threads")
            theirs.execute("INSERT INTO threads VALUES (?, ?)", (thread.id, name))
            found = await store.get(thread.id)
            assert found is not None
            assert found.name == name
    await store.aclose()


@pytest.mark.promise("last-others")
async def test_a_name_in_a_database_that_was_locked_is_read_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_module, "_SECOND", 0)
    store, thread = FileStore(tmp_path), make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "two"))
    with closing(sqlite3.connect(tmp_path / "state_5.sqlite", isolation_level=None)) as theirs:
        theirs.execute("PRAGMA journal_mode=WAL")
        theirs.execute("CREATE TABLE threads (id TEXT, name TEXT)")
        theirs.execute("INSERT INTO threads VALUES (?, 'theirs')", (thread.id,))
        theirs.execute("PRAGMA locking_mode=EXCLUSIVE")
        theirs.execute("BEGIN EXCLUSIVE")
        locked = await store.get(thread.id)
        theirs.execute("COMMIT")
    found = await store.get(thread.id)
    assert locked is not None
    assert found is not None
    assert (locked.name, found.name) == (None, "theirs")
    await store.aclose()
