"""Of a long thread only as much is read as is asked for, whether an index knows it or not, and nothing is missed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import appserver
from appserver import protocol as p
from appserver.store import FileStore, ItemCompleted, ListQuery
from appserver.store.index import INDEX
from appserver.testing.store_conformance import make_thread, turn_records
from tests.rings import times
from tests.store.counting import CountingFiles, read_by, rollout_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.store import StoredThread

FEW_BYTES = 1_200_000
"""What may be read of a file however long it is: its beginning and its last page."""


async def write_thread(
    home: Path, sizes: Sequence[int], late: Sequence[tuple[int, int]] = ()
) -> StoredThread:
    """A thread of turns with answers of these lengths. `late`: an item of one turn comes when another one is over."""
    store = FileStore(home)
    thread = make_thread()
    await store.create(thread)
    for number, size in enumerate(sizes):
        store.append(thread.id, turn_records(f"t{number}", f"q{number}", "a" * size))
        for of, after in late:
            if after == number and of <= number:
                item = p.AgentMessageThreadItem(id=f"late-{of}-{after}", text="late")
                store.append(thread.id, [ItemCompleted(f"t{of}", item, 9)])
    await store.aclose()
    return thread


def lose_index(home: Path) -> None:
    for path in home.glob(f"{INDEX}*"):
        path.unlink()


@pytest.mark.parametrize("is_known", [True, False], ids=["indexed", "never seen"])
@pytest.mark.promise("last-long")
async def test_the_last_page_of_a_long_thread(is_known: bool, tmp_path: Path) -> None:
    thread = await write_thread(tmp_path, [3000] * 2000)
    assert rollout_in(tmp_path).stat().st_size > 9 * FEW_BYTES
    if not is_known:
        lose_index(tmp_path)
    files = CountingFiles()
    async with appserver.start(state_db=FileStore(tmp_path, files=files), experimental_api=True) as client:
        resumed = await client.request(
            p.ThreadResumeParams(
                thread_id=thread.id,
                exclude_turns=True,
                initial_turns_page=p.ThreadResumeInitialTurnsPageParams(limit=25),
            )
        )
        assert read_by(files) < FEW_BYTES
        assert resumed.initial_turns_page is not None
        assert [turn.id for turn in resumed.initial_turns_page.data] == [
            f"t{number}" for number in range(1999, 1974, -1)
        ]
        page = await client.request(
            p.ThreadTurnsListParams(thread_id=thread.id, cursor=resumed.initial_turns_page.next_cursor)
        )
        assert page.data[0].id == "t1974"
        assert read_by(files) < FEW_BYTES
        forked = await client.request(
            p.ThreadForkParams(thread_id=thread.id, before_turn_id="t1990", exclude_turns=True)
        )
        assert forked.thread.forked_from_id == thread.id


async def test_a_list_reads_the_ends_of_long_files(tmp_path: Path) -> None:
    thread = await write_thread(tmp_path, [3000] * 2000)
    lose_index(tmp_path)
    files = CountingFiles()
    store = FileStore(tmp_path, files=files)
    (listed,) = await store.list(ListQuery())
    assert (listed.id, listed.preview) == (thread.id, "q0")
    assert read_by(files) < 2 * FEW_BYTES
    await store.list(ListQuery())
    assert read_by(files) == 0
    await store.aclose()


async def everything(store: FileStore, thread_id: str, *, is_ascending: bool) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    start: int | None = None
    while True:
        page = await store.turns(thread_id, start=start, is_ascending=is_ascending, limit=3)
        found += [
            (placed.turn.id, [str(getattr(item, "id", "")) for item in placed.turn.items])
            for placed in page.turns
        ]
        if not page.has_more:
            return found
        start = page.turns[-1].position


SIZES = st.lists(st.sampled_from([0, 50, 3000, 40_000, 90_000, 300_000]), min_size=1, max_size=14)
LATE = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=4)


@given(SIZES, LATE, st.data())
@settings(max_examples=times(25, 500), deadline=None)
@pytest.mark.promise("last-long")
def test_all_is_found_from_the_end(
    sizes: list[int], late: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Turns of any length, with items that come when other turns are over: as if the file had been read as a whole."""

    async def check(home: Path) -> None:
        thread = await write_thread(home, [*sizes, 300_000], late)
        known = FileStore(home)
        wanted = await everything(known, thread.id, is_ascending=True)
        assert [turn_id for turn_id, _ in wanted] == [f"t{number}" for number in range(len(sizes) + 1)]
        positions = {turn_id: await known.position(thread.id, turn_id) for turn_id, _ in wanted}
        context = await known.context(thread.id)
        await known.aclose()
        lose_index(home)
        store = FileStore(home)
        actions = data.draw(st.lists(st.sampled_from(["up", "down", "find", "take", "write"]), max_size=5))
        for action in [*actions, "up", "down", "find"]:
            match action:
                case "up":
                    assert await everything(store, thread.id, is_ascending=True) == wanted
                case "down":
                    assert await everything(store, thread.id, is_ascending=False) == wanted[::-1]
                case "find":
                    some = data.draw(st.sampled_from(sorted(positions)))
                    assert await store.position(thread.id, some) == positions[some]
                    assert await store.position(thread.id, "none") is None
                case "take":
                    await store.release(thread.id)
                    await store.take(thread.id)
                case _:
                    await store.release(thread.id)
                    await store.take(thread.id)
                    turn_id = f"t{len(wanted)}"
                    store.append(thread.id, turn_records(turn_id, "more", "words"))
                    wanted.append((turn_id, [f"{turn_id}-u", f"{turn_id}-a"]))
                    positions[turn_id] = await store.position(thread.id, turn_id)
        assert await store.context(thread.id) == context
        await store.aclose()

    with tempfile.TemporaryDirectory() as folder:
        anyio.run(check, Path(folder))


async def test_a_revert_and_a_fork_far_back(tmp_path: Path) -> None:
    thread = await write_thread(tmp_path, [3000] * 400)
    lose_index(tmp_path)
    store = FileStore(tmp_path)
    position = await store.position(thread.id, "t7")
    assert position is not None
    fork = await store.fork(thread.id, make_thread(1), before=position)
    await store.take(thread.id)
    await store.revert(thread.id, before=position)
    for thread_id in (fork.id, thread.id):
        store.append(thread_id, turn_records("new", "more"))
        found = [turn_id for turn_id, _ in await everything(store, thread_id, is_ascending=True)]
        assert found == [*(f"t{number}" for number in range(7)), "new"]
    await store.aclose()


async def test_a_long_file_grows_while_it_is_not_looked_at(tmp_path: Path) -> None:
    thread = await write_thread(tmp_path, [3000] * 200)
    lose_index(tmp_path)
    reader, writer = FileStore(tmp_path), FileStore(tmp_path)
    assert (await reader.turns(thread.id, limit=1)).turns[0].turn.id == "t199"
    await writer.take(thread.id)
    writer.append(thread.id, turn_records("new", "more"))
    assert [placed.turn.id for placed in (await reader.turns(thread.id, limit=2)).turns] == ["new", "t199"]
    assert len(await everything(reader, thread.id, is_ascending=True)) == 201
    await writer.aclose()
    await reader.aclose()
