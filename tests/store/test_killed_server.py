"""A server with a home that is killed at any moment: all that its client was told is there, and the thread goes on."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.engine.turns import run_turn
from tests.packaging.source import ROOT
from tests.rings import times

if TYPE_CHECKING:
    from pathlib import Path

KILLS = times(6, 200)


def killed_after(home: Path, thread_id: str, lines: int) -> list[list[str]]:
    """What a server has told that was killed after so many lines of it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed_server", str(home), thread_id],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        with closing(process.stdout) as output:
            said = [output.readline() for _ in range(lines)]
            process.kill()
            said += output.readlines()
        process.wait()
    return [line.split() for line in said if line.endswith("\n")]


@pytest.mark.timeout(60 + KILLS * 10)
@pytest.mark.promise("last-killed")
def test_all_that_clients_were_told_is_there(tmp_path: Path) -> None:
    chance = random.Random(13)
    thread_id = "-"
    items: dict[str, set[str]] = {}
    ended: set[str] = set()
    for _ in range(KILLS):
        for kind, *words in killed_after(tmp_path, thread_id, chance.randint(1, 40)):
            if kind == "thread":
                (thread_id,) = words
            elif kind == "item":
                items.setdefault(words[0], set()).add(words[1])
            else:
                ended.add(words[0])
        anyio.run(check, tmp_path, thread_id, items, ended)


async def check(home: Path, thread_id: str, items: dict[str, set[str]], ended: set[str]) -> None:
    """Resume the thread, look for everything, and go on."""
    if not items:
        return  # it was killed before the first turn
    async with appserver.start(home=home) as client:
        resumed = await client.request(p.ThreadResumeParams(thread_id=thread_id))
        found = {turn.id: turn for turn in resumed.thread.turns}
        for turn_id, ids in items.items():
            assert ids <= {str(getattr(item, "id", "")) for item in found[turn_id].items}
        assert all(found[turn_id].status == "completed" for turn_id in ended)
        open_turns = [turn for turn in found.values() if turn.status != "completed"]
        assert all(turn.status == "interrupted" for turn in open_turns)
        (*_, end) = await run_turn(client, thread_id, "still there?")
        assert isinstance(end, p.TurnCompletedNotification)
        assert end.turn.status == "completed"
        items[end.turn.id] = set()
        ended.add(end.turn.id)
