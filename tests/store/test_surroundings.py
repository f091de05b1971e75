"""A home on a full disk, with a clock that is set back, that is removed, or that nobody has asked for some time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.store import FileStore, ListQuery, rollout_writer, worker
from appserver.testing.store_conformance import make_thread, turn_records
from tests.engine.turns import run_turn
from tests.packaging.source import ROOT
from tests.store.faults import FaultyFiles

if TYPE_CHECKING:
    from pathlib import Path

FULL_DISK = """
import json, resource, signal, sys
import anyio, appserver
from appserver import protocol as p
from tests.engine.turns import run_turn

class Speaker(appserver.Agent):
    async def run_turn(self, turn):
        await turn.send_message("words " * 3000)

async def main(home):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    said = {"warnings": [], "statuses": []}
    async with appserver.start(agent=Speaker(), home=home) as client:
        thread = (await client.request(p.ThreadStartParams())).thread.id
        await run_turn(client, thread)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
        for number in range(6):
            for event in await run_turn(client, thread):
                if isinstance(event, p.WarningNotification):
                    said["warnings"].append(event.message)
                if isinstance(event, p.TurnCompletedNotification):
                    said["statuses"].append(event.turn.status)
        read = await client.request(p.ThreadReadParams(thread_id=thread, include_turns=True))
        said["meanwhile"] = [len(turn.items) for turn in read.thread.turns]
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    async with appserver.start(home=home) as client:
        listed = (await client.request(p.ThreadListParams(model_providers=[]))).data
        read = await client.request(p.ThreadReadParams(thread_id=thread, include_turns=True))
        said["listed"] = [found.id == thread for found in listed]
        said["afterwards"] = [len(turn.items) for turn in read.thread.turns]
    print(json.dumps(said))

anyio.run(main, sys.argv[1])
"""


@pytest.mark.promise("last-faults")
def test_no_file_may_grow(tmp_path: Path) -> None:
    """As on a full disk, for all files at once: the system itself refuses."""
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["statuses"] == ["completed"] * 6
    assert sum("what could not be written waits" in text for text in said["warnings"]) == 1
    assert said["meanwhile"] == said["afterwards"] == [2] * 7
    assert said["listed"] == [True]


def lose_index(home: Path) -> None:
    for path in home.glob("appserver.sqlite*"):
        path.unlink()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that goes back an hour each time it is asked."""
    now = [time.time_ns()]

    def back() -> int:
        now[0] -= 3600 * 1_000_000_000
        return now[0]

    monkeypatch.setattr(time, "time_ns", back)


@pytest.mark.usefixtures("clock")
@pytest.mark.promise("last-clock")
async def test_a_clock_that_goes_back(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    for number in range(5):
        store.append(thread.id, turn_records(f"t{number}", "one", "two"))
        await store.set_name(thread.id, f"name {number}")
        goal = p.ThreadGoal(
            thread_id=thread.id,
            objective=f"goal {number}",
            status="active",
            tokens_used=0,
            time_used_seconds=0,
            created_at=0,
            updated_at=0,
        )
        await store.set_goal(thread.id, goal)
    position = await store.position(thread.id, "t3")
    assert position is not None
    await store.revert(thread.id, before=position)
    store.append(thread.id, turn_records("t5", "one", "two"))

    async def check(store: FileStore) -> None:
        found = await store.get(thread.id)
        assert found is not None
        assert found.goal is not None
        assert (found.name, found.goal.objective) == ("name 4", "goal 4")
        page = await store.turns(thread.id, is_ascending=True)
        assert [placed.turn.id for placed in page.turns] == ["t0", "t1", "t2", "t5"]
        places = [placed.position for placed in page.turns]
        assert places == sorted(places)

    await check(store)
    await store.aclose()
    lose_index(tmp_path)
    again = FileStore(tmp_path)
    await check(again)
    await again.aclose()


@pytest.mark.parametrize("what", ["home", "file"])
@pytest.mark.promise("last-removed")
async def test_what_is_removed_is_told_once(what: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with appserver.start(home=home) as client:
        thread = (await client.request(p.ThreadStartParams())).thread
        await run_turn(client, thread.id)
        if what == "home":
            shutil.rmtree(home)
        else:
            os.unlink(str(thread.path))  # noqa: PTH108 - it is at once
        warnings = []
        for _ in range(3):
            events = await run_turn(client, thread.id)
            warnings += [event.message for event in events if isinstance(event, p.WarningNotification)]
        await client.request(p.ThreadUnsubscribeParams(thread_id=thread.id))
    assert [text for text in warnings if "removed" in text] == [
        f"{thread.path} was removed while it was written: what happens in this thread is not kept"
    ]


@pytest.mark.promise("last-faults")
async def test_what_waits_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollout_writer, "MAX_WAITING", 100_000)
    files = FaultyFiles("write")
    store = FileStore(tmp_path, files=files)
    threads = [make_thread(number) for number in range(3)]
    for thread in threads:
        await store.create(thread)
        store.append(thread.id, turn_records("t0", "one", "two"))
    files.fails = lambda _: True
    for number in range(1, 40):
        for thread in threads:
            store.append(thread.id, turn_records(f"t{number}", "one", "words " * 500))
    assert sum(store._home.writers[thread.id].waiting for thread in threads) < 120_000
    problems = [problem.message for problem in store.take_problems()]
    assert sum("is not kept until they are" in text for text in problems) == 3
    files.fails = lambda _: False
    for thread in threads:
        await store.flush(thread.id)
        store.append(thread.id, turn_records("last", "one", "two"))
    await store.aclose()
    again = FileStore(tmp_path)
    for thread in threads:
        page = await again.turns(thread.id, limit=100, is_ascending=True)
        ids = [placed.turn.id for placed in page.turns]
        assert ids == [*(f"t{number}" for number in range(len(ids) - 1)), "last"]
        assert len(ids) > 5
        await again.take(thread.id)
    assert not again.take_problems()
    await again.aclose()


async def test_an_index_that_nobody_asks_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_SOON", 0.001)
    monkeypatch.setattr(worker, "_IDLE_SECONDS", 0.001)
    store = FileStore(tmp_path)
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "two"))
    for _ in range(3):
        assert [listed.id for listed in await store.list(ListQuery())] == [thread.id]
        for running in threading.enumerate():
            if running.name == "appserver store":
                await anyio.to_thread.run_sync(running.join)
        assert not store._home.is_open
    await store.release(thread.id)
    await store.aclose()
