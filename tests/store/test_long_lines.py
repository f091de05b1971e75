"""A line as long as whole files: it is read in a time that grows with it alone, and one without an end is not held.

Where each block were put behind all that came before it, these tests would run into their time limit by far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from appserver.store import FileStore, ListQuery, home_reader, line_blocks
from appserver.store.files import Files
from appserver.store.line_blocks import lines_of_blocks
from appserver.store.rollout_scan import iterate_lines
from appserver.testing.store_subjects import kept, make_thread, turn_ids, turn_records

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.promise("last-long")
def test_a_huge_line_is_read_in_one_pass(tmp_path: Path) -> None:
    size = 64 << 20
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(size)
        file.seek(size)
        file.write(b"\nnext\ntorn")
    found = [(start, end, len(line)) for start, end, line in iterate_lines(Files(), path, block_size=4096)]
    assert found == [(0, size + 1, size), (size + 1, size + 6, 4)]


@pytest.mark.promise("last-long")
async def test_a_huge_message_is_searched_in_one_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(tmp_path)
    thread = await kept(store, make_thread(), "t1")
    store.append(thread.id, turn_records("t2", "question", "x" * (24 << 20) + "needle"))
    store.append(thread.id, turn_records("t3", "question", "answer"))
    monkeypatch.setattr(home_reader, "_BLOCK", 1024)
    (found,) = await store.search("needle", ListQuery())
    assert found.thread.id == thread.id
    assert await turn_ids(store, thread.id) == ["t1", "t2", "t3"]
    await store.aclose()


@pytest.mark.promise("last-long")
def test_of_a_line_that_is_too_long_nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_blocks, "MAX_LINE", 10)
    blocks = [
        b"one\ntw",
        b"o\n",
        b"long" * 2,
        b"long" * 2,
        b"\nthree\n",
        b"",
        b"\n",
        b"x" * 11,
        b"\nfour\nrest",
    ]
    assert list(lines_of_blocks(blocks)) == [
        (3, b"one"),
        (3, b"two"),
        (16, b""),
        (5, b"three"),
        (0, b""),
        (11, b""),
        (4, b"four"),
    ]
