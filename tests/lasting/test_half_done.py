"""A store that fails at any step of what takes several: nothing is listed, or loaded, of what nobody has.

Each operation is done again and again, and the store fails at its first call, its second and so on: before it has done
anything, and after it has done all that was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.store import FileStore, ListQuery, MemoryStore, StoreError
from examples.sqlite_store import SqliteStore
from tests.lasting.speaker import Speaker, new_thread, say, start

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

STORES: dict[str, Callable[[Path], Any]] = {
    "memory": lambda _path: MemoryStore(),
    "files": FileStore,
    "sqlite": lambda path: SqliteStore(path / "threads.db"),
}

STEPS = frozenset(
    {
        *("create", "take", "append", "flush", "get", "turns", "position", "context", "fork", "revert"),
        *("archive", "unarchive", "delete"),
    }
)
"""What may fail. That a thread is let go is tried a last time by whatever ends it."""


class Failing:
    """A store that fails at one call, once: `when` says whether it has done what it was asked for by then."""

    def __init__(self, store: Any) -> None:
        self.store = store
        self.left = -1
        self.when = "before"

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.store, name)
        if name == "append":

            def append(*arguments: Any) -> None:
                self._step("before")
                method(*arguments)
                self._step("after")

            return append
        if name not in STEPS:
            return method

        async def call(*arguments: Any, **options: Any) -> Any:
            self._step("before")
            answer = await method(*arguments, **options)
            if name != "take":  # one that fails has not taken it
                self._step("after")
            return answer

        return call

    def _step(self, when: str) -> None:
        if when != self.when:
            return
        self.left -= 1
        if self.left == 0:
            raise StoreError("the store has failed")


HISTORY = [p.MessageResponseItem(role="user", content=[])]

NEW: dict[str, Callable[[str], Any]] = {
    "start": lambda _thread: p.ThreadStartParams(),
    "fork": lambda thread: p.ThreadForkParams(thread_id=thread),
    "fork without turns": lambda thread: p.ThreadForkParams(thread_id=thread, exclude_turns=True),
    "history": lambda _thread: p.ThreadResumeParams(thread_id="", history=HISTORY),
}
"""What makes a thread."""

CHANGES: dict[str, Callable[[str, str], Any]] = {
    "resume": lambda thread, _turn: p.ThreadResumeParams(thread_id=thread),
    "revert": lambda thread, turn: p.ThreadRevertParams(thread_id=thread, before_turn_id=turn),
    "archive": lambda thread, _turn: p.ThreadArchiveParams(thread_id=thread),
    "delete": lambda thread, _turn: p.ThreadDeleteParams(thread_id=thread),
}
"""What is done to one that is there."""


async def listed(client: appserver.AppServerClient, store: Any) -> tuple[set[str], set[str]]:
    """The threads that are listed, as the server says and as its store does, and those that are loaded."""
    found = await client.request(p.ThreadListParams(source_kinds=[], model_providers=[]))
    loaded = await client.request(p.ThreadLoadedListParams())
    kept = {thread.id for thread in await store.list(ListQuery(with_previews_only=False))}
    return {thread.id for thread in found.data} | kept, set(loaded.data)


async def fails_at_each_step(store: Failing, when: str, work: Callable[[], Awaitable[bool]]) -> int:
    """Do something until it does not fail any more; returns how many steps it has."""
    for step in range(1, 50):
        store.left, store.when = step, when
        if await work():
            store.left = -1
            return step - 1
    raise AssertionError("it never comes to its end")


async def is_done(client: appserver.AppServerClient, params: Any) -> bool:
    try:
        await client.request(params)
    except appserver.ServerError:
        return False
    return True


@pytest.mark.promise("last-half-done")
@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("how", NEW)
async def test_a_thread_that_comes_to_nothing_is_not_there(
    tmp_path: Path, kind: str, when: str, how: str
) -> None:
    store: Any = Failing(STORES[kind](tmp_path))
    async with start(store) as client:
        thread = await new_thread(client, "one", "two")
        before = await listed(client, store.store)

        async def make() -> bool:
            done = await is_done(client, NEW[how](thread))
            if not done:
                assert await listed(client, store.store) == before
            return done

        assert await fails_at_each_step(store, when, make)
        (made,) = (await listed(client, store.store))[1] - before[1]
        assert await say(client, made, "three")


@pytest.mark.promise("last-half-done")
@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("how", CHANGES)
async def test_a_thread_whose_change_fails_can_be_worked_with(
    tmp_path: Path, kind: str, when: str, how: str
) -> None:
    """It is as it was or as it was to be, and nobody keeps it from whoever wants it next."""
    store: Any = Failing(STORES[kind](tmp_path))
    agent = Speaker()

    async def change() -> bool:
        left, store.left = store.left, -1
        async with start(store) as client:
            thread = await new_thread(client, "one")
            last = await say(client, thread, "two")
        async with start(store, agent) as client:
            if how == "revert":
                await client.request(p.ThreadResumeParams(thread_id=thread))
            store.left = left
            done = await is_done(client, CHANGES[how](thread, last))
            store.left = -1
            assert (thread in (await listed(client, store.store))[1]) <= (how in {"resume", "revert"})
            kept = await store.get(thread)
            if kept is None or kept.is_archived:
                assert how in {"archive", "delete"}
                return done
            await client.request(p.ThreadResumeParams(thread_id=thread))
            await say(client, thread, "more")
            told = [item["text"] for item in agent.seen]
            page = await client.request(p.ThreadTurnsListParams(thread_id=thread, sort_direction="asc"))
            assert told == [text for turn in page.data[:-1] if (text := question(turn))]
        return done

    with anyio.fail_after(50):
        assert await fails_at_each_step(store, when, change)


def question(turn: p.Turn) -> str:
    """What the user has said in a turn."""
    (item,) = [item for item in turn.items if isinstance(item, p.UserMessageThreadItem)]
    (said,) = item.content
    assert isinstance(said, p.TextUserInput)
    return said.text
