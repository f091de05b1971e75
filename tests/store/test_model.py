"""Whatever is done in whatever order, also where a store is opened again or loses its index: a naive model agrees."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appserver.store import FileStore, ListQuery, MemoryStore, ThreadReferencedError, ThreadStore
from appserver.store.index import INDEX
from appserver.testing.store_conformance import make_thread, turn_records

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = st.tuples(
    st.sampled_from(
        [
            "create",
            "turn",
            "turn",
            "open turn",
            "release",
            "take",
            "archive",
            "unarchive",
            "delete",
            "fork",
            "revert",
            "name",
            "reopen",
            "lose index",
        ]
    ),
    st.integers(0, 3),
    st.integers(0, 5),
)


class Model:
    """A thread is a list of turns, each with its status; nothing else is known."""

    def __init__(self) -> None:
        self.turns: dict[str, list[tuple[str, str]]] = {}
        self.names: dict[str, str] = {}
        self.previews: dict[str, str] = {}
        self.taken: set[str] = set()
        self.archived: set[str] = set()
        self.bases: dict[str, str] = {}


class Player:
    def __init__(self, make: Callable[[], ThreadStore], lose_index: Callable[[], None]) -> None:
        self.make = make
        self.lose_index = lose_index
        self.store = make()
        self.model = Model()
        self.ids: list[str] = []
        self.count = 0

    async def step(self, kind: str, which: int, place: int) -> None:
        model, store = self.model, self.store
        if kind == "create" and len(self.ids) < 4:
            thread = make_thread(len(self.ids))
            await store.create(thread)
            self.ids.append(thread.id)
            model.taken.add(thread.id)
            model.turns[thread.id] = []
            self._write(thread.id)
            return
        if kind in ("reopen", "lose index"):
            await store.aclose()
            model.taken.clear()
            if kind == "lose index":
                self.lose_index()
            self.store = self.make()
            return
        if which >= len(self.ids) or self.ids[which] not in model.turns:
            return
        thread_id = self.ids[which]
        turns = model.turns[thread_id]
        is_taken, is_archived = thread_id in model.taken, thread_id in model.archived
        if kind in ("turn", "open turn") and is_taken:
            self._write(thread_id, has_end=kind == "turn")
        elif kind == "release":
            await store.release(thread_id)
            model.taken.discard(thread_id)
        elif kind == "take" and not is_taken and not is_archived:
            await store.take(thread_id)
            model.taken.add(thread_id)
        elif kind == "archive" and not is_taken and not is_archived:
            await store.archive(thread_id)
            model.archived.add(thread_id)
        elif kind == "unarchive" and is_archived:
            await store.unarchive(thread_id)
            model.archived.discard(thread_id)
        elif kind == "delete" and not is_taken and thread_id not in model.bases.values():
            try:
                await store.delete(thread_id)
            except ThreadReferencedError:  # a fork of a fork may go on from the first one's source
                return
            for facts in (model.turns, model.names, model.previews, model.bases):
                facts.pop(thread_id, None)
            model.archived.discard(thread_id)
        elif kind == "name" and not is_archived:
            await store.set_name(thread_id, f"name {place}")
            model.names[thread_id] = f"name {place}"
        elif kind == "fork" and not is_archived and len(self.ids) < 4:
            fork = make_thread(len(self.ids))
            before = await self._position(thread_id, place)
            await store.fork(thread_id, fork, before=before)
            self.ids.append(fork.id)
            model.taken.add(fork.id)
            model.turns[fork.id] = list(turns) if before is None else turns[:place]
            model.bases[fork.id] = thread_id
            if thread_id in model.names:
                model.names[fork.id] = model.names[thread_id]
        elif kind == "revert" and is_taken and (before := await self._position(thread_id, place)) is not None:
            await store.revert(thread_id, before=before)
            del turns[place:]

    def _write(self, thread_id: str, *, has_end: bool = True) -> None:
        self.count += 1
        turn_id = f"turn-{self.count}"
        self.store.append(thread_id, turn_records(turn_id, f"q{self.count}", "a", has_end=has_end))
        self.model.turns[thread_id].append((turn_id, "completed" if has_end else "interrupted"))
        self.model.previews.setdefault(thread_id, f"q{self.count}")

    async def _position(self, thread_id: str, place: int) -> int | None:
        page = await self.store.turns(thread_id, is_ascending=True, limit=100)
        return page.turns[place].position if place < len(page.turns) else None

    async def check(self) -> None:
        model = self.model
        for thread_id, turns in model.turns.items():
            page = await self.store.turns(thread_id, is_ascending=True, limit=100)
            assert [(placed.turn.id, placed.turn.status) for placed in page.turns] == turns
            thread = await self.store.get(thread_id)
            assert thread is not None
            assert thread.name == model.names.get(thread_id)
            assert thread.preview == model.previews.get(thread_id, "")
            assert thread.is_archived == (thread_id in model.archived)
        for is_archived in (False, True):
            listed = await self.store.list(ListQuery(is_archived=is_archived, with_previews_only=False))
            wanted = [
                thread_id
                for thread_id in reversed(self.ids)
                if thread_id in model.turns and (thread_id in model.archived) == is_archived
            ]
            assert [thread.id for thread in listed] == wanted


async def play(player: Player, steps: list[tuple[str, int, int]]) -> None:
    for step in [("create", 0, 0), *steps]:
        await player.step(*step)
    await player.check()
    await player.store.aclose()


@given(st.lists(STEPS, max_size=25))
@settings(max_examples=60, deadline=None)
@pytest.mark.promise("last-stores")
def test_files_agree_with_the_model(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)

        def lose_index() -> None:
            for path in home.glob(INDEX + "*"):
                path.unlink()

        anyio.run(play, Player(lambda: FileStore(home), lose_index), steps)


@given(st.lists(STEPS, max_size=25))
@settings(max_examples=60, deadline=None)
def test_memory_agrees_with_the_model(steps: list[tuple[str, int, int]]) -> None:
    store = MemoryStore()
    anyio.run(play, Player(lambda: store, lambda: None), steps)


@pytest.mark.parametrize(
    "steps",
    [
        [("fork", 0, 0), ("turn", 1, 0), ("lose index", 0, 0)],
        [("turn", 0, 0), ("revert", 0, 1), ("turn", 0, 0), ("fork", 0, 2), ("lose index", 0, 0)],
        [("revert", 0, 0), ("revert", 0, 0), ("turn", 0, 0), ("release", 0, 0), ("archive", 0, 0)],
        [("revert", 0, 0), ("lose index", 0, 0)],
    ],
)
async def test_some_orders(steps: list[Any], tmp_path: Path) -> None:
    def lose_index() -> None:
        for path in tmp_path.glob(INDEX + "*"):
            path.unlink()

    await play(Player(lambda: FileStore(tmp_path), lose_index), steps)
