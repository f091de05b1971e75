"""What a thread's turns take in the index: statements by the block, not by the turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from appserver.store import FileStore
from appserver.store.files import Files
from appserver.store.records import ListQuery
from appserver.testing.store_conformance import make_thread, turn_records

if TYPE_CHECKING:
    from pathlib import Path


class Counting(Files):
    def __init__(self) -> None:
        self.statements = 0

    def before_statement(self, statement: str) -> None:
        self.statements += 1


@pytest.mark.parametrize("turns", [63, 128, 129, 300])
async def test_turns_are_put_into_the_index_together(tmp_path: Path, turns: int) -> None:
    files = Counting()
    store = FileStore(tmp_path, files=files)
    thread = make_thread()
    await store.create(thread)
    names = [f"turn {number}" for number in range(turns)]
    records = [record for name in names for record in turn_records(name, "q", "a")]
    assert await store.list(ListQuery()) == []  # the index is open
    before = files.statements
    store.append(thread.id, records)
    assert await store.position(thread.id, names[-1]) is not None
    assert files.statements - before < 40
    found: list[str] = []
    start: int | None = None
    while True:
        page = await store.turns(thread.id, start=start, is_ascending=True, limit=100)
        found += [placed.turn.id for placed in page.turns]
        assert all(placed.turn.status == "completed" and len(placed.turn.items) == 2 for placed in page.turns)
        if not page.has_more:
            break
        start = page.turns[-1].position
    assert found == names
    await store.aclose()


def never_idle(store: FileStore) -> None:
    store._home.worker._on_idle = lambda: None


async def test_the_index_follows_turns_that_go_on_in_large_steps(tmp_path: Path) -> None:
    files = Counting()
    store = FileStore(tmp_path, files=files)
    never_idle(store)
    busy, other = make_thread(1), make_thread(2)
    for thread in (busy, other):
        await store.create(thread)
    assert await store.list(ListQuery()) == []  # the index is open
    store.append(other.id, turn_records("of another thread", "q", "a"))
    before, most = files.statements, 0
    for number in range(2000):
        store.append(busy.id, turn_records(f"turn {number}", "q", "a"))
        lag = store._home.writers[busy.id].state.new_turns
        if len(lag) >= 256:
            await store._home.worker.run(lambda: None)  # behind what was asked of it
        most = max(most, len(lag))
    assert most == 255
    assert files.statements - before <= 2000 // 256 * 8
    assert len(store._home.writers[other.id].state.new_turns) == 1  # it is nobody's turn
    assert await store.position(busy.id, "turn 1999") is not None
    assert await store.position(other.id, "of another thread") is not None
    await store.aclose()


async def test_the_index_waits_until_nobody_writes(tmp_path: Path) -> None:
    files = Counting()
    store = FileStore(tmp_path, files=files)
    never_idle(store)
    thread = make_thread()
    await store.create(thread)
    assert await store.list(ListQuery()) == []
    home = store._home
    while await home.worker.run(home.on_idle) is not None:
        pass  # it looks around first
    before = files.statements
    for number in range(3):
        store.append(thread.id, turn_records(f"turn {number}", "q", "a"))
        assert await home.worker.run(home.on_idle) is not None  # it asks again, soon
        assert files.statements == before
    assert await home.worker.run(home.on_idle) is None
    assert files.statements > before
    assert not home.writers[thread.id].state.new_turns
    await store.aclose()
