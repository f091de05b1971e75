"""Building the index of a home anew: the log says how far it is, and a list that is asked meanwhile is whole."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import anyio

from appserver.store import FileStore, ListQuery, catalog
from appserver.store import home as home_module
from appserver.store.index import INDEX
from appserver.testing.store_conformance import make_thread, turn_records

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

THREADS = 7


def forget_index(home: Path) -> None:
    for file in home.glob(f"{INDEX}*"):
        file.unlink()


async def test_the_log_says_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = FileStore(tmp_path)
    made = [make_thread(number) for number in range(THREADS)]
    for thread in made:
        await store.create(thread)
        store.append(thread.id, turn_records("t1", "one", "two"))
        await store.release(thread.id)
    await store.aclose()
    forget_index(tmp_path)
    monkeypatch.setattr(home_module, "_TELL_EVERY", 0)
    monkeypatch.setattr(catalog, "_SLICE", 2)
    caplog.set_level(logging.INFO, "appserver")
    again = FileStore(tmp_path)
    listed: list[set[str]] = []

    async def ask() -> None:
        listed.append({thread.id for thread in await again.list(ListQuery())})

    async with anyio.create_task_group() as tasks:  # all but the first are asked while it is built
        for _ in range(3):
            tasks.start_soon(ask)
    assert listed == [{thread.id for thread in made}] * 3
    told = [
        record.args[1]
        for record in caplog.records
        if "is being built" in record.msg and isinstance(record.args, tuple)
    ]
    assert told == [2, 4, 6]
    caplog.clear()
    await ask()
    assert not [record for record in caplog.records if "is being built" in record.msg]
    await again.aclose()
