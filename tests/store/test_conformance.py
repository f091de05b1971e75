"""Both stores do what every store must."""

from __future__ import annotations

import ast
import inspect
import sys
from typing import TYPE_CHECKING, Any

import pytest

from appserver.store import FileStore, MemoryStore
from appserver.testing import STORE_CHECKS, StoreCheck
from appserver.testing.store_finding_checks import check_archives, check_lists
from appserver.testing.store_writing_checks import check_one_writer
from examples.sqlite_store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.store.records import ListQuery, StoredThread

checks = pytest.mark.parametrize(
    "check", STORE_CHECKS, ids=lambda check: check.__name__.removeprefix("check_")
)


@checks
async def test_in_memory(check: StoreCheck) -> None:
    await check(MemoryStore())


@checks
@pytest.mark.promise("last-stores")
async def test_in_files(check: StoreCheck, tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    await check(store)
    await store.aclose()


@checks
async def test_in_files_that_survive_power_loss(check: StoreCheck, tmp_path: Path) -> None:
    store = FileStore(tmp_path, durability="fsync")
    await check(store)
    await store.aclose()


@checks
@pytest.mark.promise("last-own-store")
async def test_the_example_of_a_store_of_ones_own(check: StoreCheck, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "threads.db")
    await check(store)
    await store.aclose()
    store.close()


def test_a_durability_that_there_is_not(tmp_path: Path) -> None:
    wrong: Any = "always"
    with pytest.raises(ValueError, match="'buffered' or 'fsync', not 'always'"):
        FileStore(tmp_path, durability=wrong)


class Wrong(MemoryStore):
    """It forgets the first of a list, and takes what is taken."""

    async def list(self, query: ListQuery) -> Sequence[StoredThread]:
        return [*await super().list(query)][1:]

    async def take(self, thread_id: str) -> StoredThread:
        found = await self.get(thread_id)
        assert found is not None
        return found


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (check_lists, r"^found \['[0-9a-f-]+', .*\], and right is \['"),
        (check_one_writer, "^right is a ActiveWriterError, and nothing was raised$"),
    ],
)
async def test_a_check_that_fails_says_what_is_right(check: StoreCheck, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        await check(Wrong())


async def test_another_error_than_the_right_one_fails_a_check() -> None:
    class Strange(MemoryStore):
        async def take(self, thread_id: str) -> StoredThread:
            raise KeyError(thread_id)

    with pytest.raises(AssertionError, match=r"^right is a UnknownThreadError, and KeyError\('"):
        await check_archives(Strange())


@pytest.mark.parametrize("module", sorted({check.__module__ for check in STORE_CHECKS}))
def test_no_check_fails_without_a_word(module: str) -> None:
    source = inspect.getsource(sys.modules[module])
    assert [
        node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert) and not node.msg
    ] == []
