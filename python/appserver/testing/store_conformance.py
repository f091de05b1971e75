"""What every store of threads must do, as checks: give each one a fresh store. A failed check raises `AssertionError`.

@pytest.mark.parametrize("check", STORE_CHECKS)
async def test_my_store(check):
    await check(MyStore())
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from appserver.store.base import ThreadStore
from appserver.testing.store_finding_checks import (
    check_archives,
    check_deletes,
    check_goals_and_repositories,
    check_lists,
    check_searches,
)
from appserver.testing.store_lineage_checks import (
    check_a_source_is_deleted,
    check_forks,
    check_reverts,
    check_tokens_of_what_is_left_out,
    check_tools_of_clients,
)
from appserver.testing.store_subjects import make_thread, turn_records
from appserver.testing.store_writing_checks import (
    check_an_item_comes_late_or_again,
    check_closing,
    check_items_read_back,
    check_nothing_is_kept_before_something_is_written,
    check_one_writer,
    check_pages_of_turns,
    check_the_context,
    check_turns_read_back,
    check_what_is_abandoned_may_be_taken_again,
    check_what_is_known,
)

__all__ = ["STORE_CHECKS", "StoreCheck", "make_thread", "turn_records"]

StoreCheck: TypeAlias = Callable[[ThreadStore], Awaitable[None]]
"""One of them: it takes a fresh store, and raises `AssertionError` with what was found and what is right."""

STORE_CHECKS: Final[tuple[StoreCheck, ...]] = (
    check_nothing_is_kept_before_something_is_written,
    check_what_is_abandoned_may_be_taken_again,
    check_turns_read_back,
    check_items_read_back,
    check_an_item_comes_late_or_again,
    check_pages_of_turns,
    check_one_writer,
    check_what_is_known,
    check_the_context,
    check_lists,
    check_searches,
    check_archives,
    check_deletes,
    check_goals_and_repositories,
    check_forks,
    check_a_source_is_deleted,
    check_reverts,
    check_tokens_of_what_is_left_out,
    check_tools_of_clients,
    check_closing,
)
"""Each takes a fresh store.

Cancellation: the store is left as it is.
"""
