"""A store that is dropped with nobody having closed it closes what it has opened."""

from __future__ import annotations

import gc
import sqlite3
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.store import FileStore, worker
from tests.lasting.speaker import new_thread, start

if TYPE_CHECKING:
    from pathlib import Path


class Watched(sqlite3.Connection):
    """A connection that tells whether somebody has closed it; that it is freed is not enough from Python 3.13 on."""

    open_ones: int = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        type(self).open_ones += 1

    def close(self) -> None:
        type(self).open_ones -= 1
        super().close()


@pytest.fixture(autouse=True)
def _watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_IDLE_SECONDS", 0.02)  # its thread holds the store
    connect = sqlite3.connect
    monkeypatch.setattr(Watched, "open_ones", 0)
    monkeypatch.setattr(
        sqlite3, "connect", lambda *args, **options: connect(*args, factory=Watched, **options)
    )


async def use(client: Any) -> None:
    await new_thread(client, "one")
    await client.request(p.ThreadListParams())


async def wait_until_closed() -> None:
    while Watched.open_ones:
        gc.collect()
        await anyio.sleep(0.005)


@pytest.mark.promise("last-let-go")
@pytest.mark.parametrize("is_damaged", [False, True])
async def test_a_store_that_is_dropped_closes_its_index(tmp_path: Path, is_damaged: bool) -> None:
    if is_damaged:
        (tmp_path / "appserver.sqlite").write_bytes(b"no database" * 1000)
    async with start(FileStore(tmp_path)) as client:
        await use(client)
        assert Watched.open_ones == 1
    del client
    await wait_until_closed()


async def test_an_index_that_is_kept_in_memory_is_closed_as_well(tmp_path: Path) -> None:
    (tmp_path / "appserver.sqlite").mkdir()
    async with start(FileStore(tmp_path)) as client:
        await use(client)
        assert Watched.open_ones == 1
    del client
    await wait_until_closed()


async def test_a_store_that_is_closed_is_closed_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    async with start(store) as client:
        await use(client)
    await store.aclose()
    assert Watched.open_ones == 0
    del store, client
    gc.collect()
    assert Watched.open_ones == 0
