"""Where only the index fails, what is asked for is done, and done once: the files are the truth."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

from appserver.store import FileStore, ListQuery, StoreError
from appserver.store.index import INDEX
from appserver.testing.store_conformance import make_thread, turn_records
from tests.store.faults import FaultyFiles

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver.store import StoredThread

    Change = Callable[[FileStore, StoredThread], Awaitable[object]]


async def fork(store: FileStore, thread: StoredThread) -> None:
    forked = await store.fork(thread.id, make_thread(1))
    store.append(forked.id, turn_records("f", "fork"))
    await store.release(forked.id)


async def revert(store: FileStore, thread: StoredThread) -> None:
    await store.take(thread.id)
    position = await store.position(thread.id, "t2")
    assert position is not None
    await store.revert(thread.id, before=position)
    await store.release(thread.id)


async def name(store: FileStore, thread: StoredThread) -> None:
    await store.set_name(thread.id, "named")


async def unarchive(store: FileStore, thread: StoredThread) -> None:
    await store.archive(thread.id)
    await store.unarchive(thread.id)


CHANGES: dict[str, tuple[Change, list[str], str | None]] = {
    "name": (name, ["t1", "t2"], "named"),
    "fork": (fork, ["t1", "t2"], None),
    "revert": (revert, ["t1"], None),
    "archive": (lambda store, thread: store.archive(thread.id), ["t1", "t2"], None),
    "unarchive": (unarchive, ["t1", "t2"], None),
    "delete": (lambda store, thread: store.delete(thread.id), [], None),
}
"""What changes files, with the turns and the name of its thread afterwards; no turns: it is gone."""


async def outcome(store: FileStore, thread: StoredThread) -> tuple[list[str], str | None, int, int]:
    """The turns and the name of a thread, how many threads there are, and how many are put away."""
    found = await store.get(thread.id)
    turns = [] if found is None else (await store.turns(thread.id, is_ascending=True)).turns
    return (
        [placed.turn.id for placed in turns],
        None if found is None else found.name,
        len(await store.list(ListQuery(with_previews_only=False))),
        len(await store.list(ListQuery(is_archived=True))),
    )


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("lasts", [False, True], ids=["one statement", "all from one on"])
@pytest.mark.promise("last-index")
def test_a_statement_fails(change: str, lasts: bool, tmp_path: Path) -> None:
    anyio.run(each_statement_fails, change, lasts, tmp_path)


async def each_statement_fails(change: str, lasts: bool, folder: Path) -> None:
    do, turns, name = CHANGES[change]
    others = int(change == "fork")
    archived = int(change == "archive")
    is_there = int(bool(turns)) - archived
    wanted = turns, name, is_there + others, archived
    pattern = folder / "pattern"
    store = FileStore(pattern)
    thread = make_thread()
    await store.create(thread)
    for turn_id in ("t1", "t2"):
        store.append(thread.id, turn_records(turn_id, "one", "two"))
    await store.aclose()
    for number in range(300):
        home = folder / str(number)
        shutil.copytree(pattern, home)
        files = FaultyFiles("before_statement")
        store = FileStore(home, files=files)
        await store.get(thread.id)
        files.count = 0
        files.fails = (lambda at: at >= number) if lasts else number.__eq__  # noqa: B023 - used within the round
        if lasts:  # without any index nothing can be found
            with suppress(StoreError):
                await do(store, thread)
        else:
            await do(store, thread)
            assert await outcome(store, thread) == wanted
        has_failed = files.failed > 0
        files.fails = lambda _: False
        await store.aclose()
        again = FileStore(home)
        if not lasts:
            assert await outcome(again, thread) == wanted
        await again.aclose()
        shutil.rmtree(home)
        if not has_failed:
            return
    raise AssertionError("there was always another statement to fail")


def descriptors() -> int:
    """How many this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_a_fork_that_fails_holds_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "two"))
    await store.get(thread.id)
    held = descriptors()
    with pytest.raises(StoreError, match="not a UUID"):
        await store.fork(thread.id, make_thread(1, id="no-uuid"))
    assert descriptors() == held
    assert {path.stem for path in (tmp_path / "thread-writer-locks").glob("[!.]*")} == {thread.id}
    await store.aclose()


def damage(home: Path) -> None:
    """As another program might, or a disk."""
    for path in home.glob(f"{INDEX}*"):
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(os.urandom(size))


async def test_an_index_that_is_damaged_while_it_is_used(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "two"))
    await store.get(thread.id)
    damage(tmp_path)
    other = make_thread(1)
    await store.create(other)
    store.append(other.id, turn_records("o1", "other", "words" * 20_000))
    store.append(thread.id, turn_records("t2", "one", "two"))
    await store.set_name(thread.id, "kept")
    assert await outcome(store, thread) == (["t1", "t2"], "kept", 2, 0)
    await store.aclose()
    again = FileStore(tmp_path)
    assert await outcome(again, thread) == (["t1", "t2"], "kept", 2, 0)
    await again.aclose()


async def test_the_loop_never_waits_for_the_index(tmp_path: Path) -> None:
    """Nobody who writes waits while a statement runs: an index that somebody else has locked takes seconds."""
    held: list[bool] = []
    is_watching = False

    class Watching(FaultyFiles):
        def before_statement(self, statement: str) -> None:
            for thread_id in store._home.writers if is_watching else ():
                lock = store._home.writers[thread_id].lock
                held.append(not lock.acquire(blocking=False))
                if not held[-1]:
                    lock.release()

    store = FileStore(tmp_path, files=Watching("none"))
    thread = make_thread()
    await store.create(thread)
    for number in range(100):
        store.append(thread.id, turn_records(f"t{number}", "one", "two"))
    is_watching = True  # while nobody writes
    await store.list(ListQuery())
    await store.fork(thread.id, make_thread(1))
    await store.aclose()
    assert held
    assert not any(held)
