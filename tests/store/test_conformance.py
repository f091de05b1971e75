"""Both stores do what every store must."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver.store import FileStore, MemoryStore, ThreadStore
from appserver.testing import STORE_CHECKS
from examples.sqlite_store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    Check = Callable[[ThreadStore], Awaitable[None]]

checks = pytest.mark.parametrize(
    "check", STORE_CHECKS, ids=lambda check: check.__name__.removeprefix("check_")
)


@checks
async def test_in_memory(check: Check) -> None:
    await check(MemoryStore())


@checks
@pytest.mark.promise("last-stores")
async def test_in_files(check: Check, tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    await check(store)
    await store.aclose()


@checks
async def test_in_files_that_survive_power_loss(check: Check, tmp_path: Path) -> None:
    store = FileStore(tmp_path, durability="fsync")
    await check(store)
    await store.aclose()


@checks
@pytest.mark.promise("last-own-store")
async def test_the_example_of_a_store_of_ones_own(check: Check, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "threads.db")
    await check(store)
    await store.aclose()
    store.close()


def test_a_durability_that_there_is_not(tmp_path: Path) -> None:
    wrong: Any = "always"
    with pytest.raises(ValueError, match="'buffered' or 'fsync', not 'always'"):
        FileStore(tmp_path, durability=wrong)
