"""Threads and turns for the checks of a store, and ways to look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.store.records import ItemCompleted, ListQuery, StoredThread, TurnEnded, TurnStarted
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from appserver.store.base import ThreadStore
    from appserver.store.records import PlacedTurn, Record

__all__ = ["ids_of", "kept", "make_thread", "refuses", "same", "turn_ids", "turn_records", "turns_of"]

_START: Final = 1_760_000_000_000_000


def make_thread(number: int = 0, **changes: Any) -> StoredThread:
    """A thread to store; those of higher numbers are younger."""
    facts: dict[str, Any] = {
        "id": new_identifier(),
        "created": _START + number * 1_000_000,
        "cwd": "/place",
        "model_provider": "mock",
        "model": "mock-model",
        "originator": "tests",
        "cli_version": "0.0.0",
        "source": "exec",
    }
    return StoredThread(**{**facts, **changes})


def turn_records(turn_id: str, question: str, answer: str = "", *, has_end: bool = True) -> list[Record]:
    """The records of a turn in which a question was answered."""
    content: list[Any] = [p.TextUserInput(text=question)]
    records: list[Record] = [
        TurnStarted(turn_id, 1_760_000_000),
        ItemCompleted(turn_id, p.UserMessageThreadItem(id=f"{turn_id}-u", content=content), 1),
    ]
    if answer:
        records.append(ItemCompleted(turn_id, p.AgentMessageThreadItem(id=f"{turn_id}-a", text=answer), 2))
    if has_end:
        records.append(TurnEnded(turn_id, "completed", 1_760_000_000, 1_760_000_001, 1000, None, answer))
    return records


async def kept(store: ThreadStore, thread: StoredThread, *turn_ids: str) -> StoredThread:
    """A thread with these turns, or with one, taken by whoever asks.

    Cancellation: the store is left as it is.
    """
    await store.create(thread)
    for turn_id in turn_ids or ("t1",):
        store.append(thread.id, turn_records(turn_id, f"question {turn_id}", f"answer {turn_id}"))
    await store.flush(thread.id)
    return thread


async def ids_of(store: ThreadStore, **facts: Any) -> list[str]:
    """The ids of the threads that a query finds.

    Cancellation: the store is left as it is.
    """
    return [thread.id for thread in await store.list(ListQuery(**facts))]


async def turns_of(store: ThreadStore, thread_id: str, **facts: Any) -> Sequence[PlacedTurn]:
    """The turns of a thread, oldest first unless it is said otherwise.

    Cancellation: the store is left as it is.
    """
    options: dict[str, Any] = {"is_ascending": True, "limit": 100, **facts}
    page = await store.turns(thread_id, **options)
    return page.turns


async def turn_ids(store: ThreadStore, thread_id: str, **facts: Any) -> list[str]:
    """Their ids.

    Cancellation: the store is left as it is.
    """
    return [placed.turn.id for placed in await turns_of(store, thread_id, **facts)]


def same(found: object, right: object) -> None:
    """Check that what a store gave is right; an `AssertionError` shows both."""
    if found != right:
        raise AssertionError(f"found {found!r:.2000}, and right is {right!r:.2000}")


async def refuses(error: type[Exception], work: Awaitable[object]) -> None:
    """Check that something is refused with such an error.

    Cancellation: the store is left as it is.
    """
    try:
        await work
    except error:
        return
    except Exception as other:
        raise AssertionError(f"right is a {error.__name__}, and {other!r} was raised") from other
    raise AssertionError(f"right is a {error.__name__}, and nothing was raised")
