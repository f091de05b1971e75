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
