"""After `kill -9` at any point: all that was said to be written is there, and the thread goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import anyio
import pytest

from appserver.store import FileStore
from appserver.testing.store_conformance import make_thread, turn_records
from appserver.turns.identifiers import new_identifier
from tests.rings import times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROUNDS = times(50, 1_000)


class Killer:
    """Starts writers and kills them after they have said so much."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.killed"], stdin=-1, stdout=-1, text=True, bufsize=1
        )

    def kill_after(self, home: Path, thread_id: str, lines: int) -> list[list[str]]:
        """What a writer has said, which was killed after so many lines of it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{home} {thread_id}\n")
        self.process.stdin.flush()
        said: list[list[str]] = []
        pid = 0
        for line in self.process.stdout:
            kind, *words = line.split()
            if kind == "dead" or line.endswith("dead\n"):  # behind what the writer could not finish to say
                return said
            if kind == "pid":
                pid = int(words[0])
            else:
                said.append([kind, *words])
            if pid and len(said) >= lines:
                os.kill(pid, signal.SIGKILL)
                lines = 1 << 60
        raise AssertionError("the writers' parent has gone")

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    killer = Killer()
    yield killer
    killer.close()


async def all_turns(store: FileStore, thread_id: str) -> dict[str, tuple[str, set[str]]]:
    found: dict[str, tuple[str, set[str]]] = {}
    start: int | None = None
    while True:
        page = await store.turns(thread_id, start=start, is_ascending=True, limit=100)
        for placed in page.turns:
            ids = {str(getattr(item, "id", "")) for item in placed.turn.items}
            found[placed.turn.id] = (placed.turn.status, ids)
        if not page.has_more:
            return found
        start = page.turns[-1].position


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.promise("last-killed")
def test_nothing_that_was_acknowledged_is_missing(seed: int, killer: Killer, tmp_path: Path) -> None:
    chance = random.Random(seed)
    thread_id = new_identifier()
    items: dict[str, set[str]] = {}
    ended: set[str] = set()
    for _ in range(ROUNDS // 5):
        for kind, *words in killer.kill_after(tmp_path, thread_id, chance.randint(1, 60)):
            if kind == "item":
                items.setdefault(words[0], set()).add(words[1])
            elif kind == "turn":
                ended.add(words[0])

        async def check() -> None:
            store = FileStore(tmp_path)
            found = await all_turns(store, thread_id)
            for turn_id, ids in items.items():
                assert ids <= found[turn_id][1]
            assert all(found[turn_id][0] == "completed" for turn_id in ended)
            await store.take(thread_id)
            store.append(thread_id, turn_records(f"check-{len(found)}", "still there?", "yes"))
            await store.flush(thread_id)
            assert f"check-{len(found)}" in await all_turns(store, thread_id)
            await store.aclose()

        anyio.run(check)


def rollout_in(home: Path) -> Path:
    (path,) = home.glob("sessions/*/*/*/*.jsonl")
    return path


@pytest.mark.promise("last-killed")
async def test_a_torn_last_line_is_cut_off_and_told(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "1"))
    await store.aclose()
    path = rollout_in(tmp_path)
    whole = path.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    for cut in (1, 5, len(last) // 2, len(last) - 1):
        path.write_bytes(whole + last[:cut])
        store = FileStore(tmp_path)
        assert list(await all_turns(store, thread.id)) == ["t1"]
        await store.take(thread.id)
        problems = store.take_problems()
        is_torn = cut < len(last) - 1
        assert ["torn" in problem.message for problem in problems] == [True] * is_torn
        store.append(thread.id, turn_records("t2", "two", "2"))
        assert list(await all_turns(store, thread.id)) == ["t1", "t2"]
        await store.aclose()
        assert all(line.startswith(b'{"timestamp"') for line in path.read_bytes().splitlines())
