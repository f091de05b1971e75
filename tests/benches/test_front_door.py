"""`pytest benches` works, and what it stores says what it is of. Nothing here looks at how fast anything was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from benches.driver.environments import ROOT
from benches.harness.driven_loop import DrivenLoop
from tests.packaging.source import in_source_tree

if TYPE_CHECKING:
    from pathlib import Path

ONE_ROUND = ("--benchmark-min-rounds=1", "--benchmark-max-time=0", "--benchmark-min-time=0")
IN_THE_SAME_GROUPS = {"appserver", "asyncio queues", "anyio memory streams"}


def benched(*arguments: str) -> str:
    """What a short run of `pytest benches` says."""
    done = subprocess.run(
        [sys.executable, *("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"), *arguments, *ONE_ROUND],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-10_000:]
    return done.stdout


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What one short run of everything stores."""
    path: Path = tmp_path_factory.mktemp("benchmarks") / "stored.json"
    loops = ("-k", "not uvloop and not trio")
    benched("benches", *loops, "--benchmark-columns=median", f"--benchmark-json={path}")
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["benchmarks"]
    return rows


@in_source_tree
@pytest.mark.timeout(600)
def test_a_call_is_many_operations_on_one_loop_or_one_process(stored: list[dict[str, Any]]) -> None:
    for row in stored:
        said = row["extra_info"]
        assert said["operations"] >= 1000 or (said["operation"] == "process" and said["operations"] == 1), row


@in_source_tree
@pytest.mark.timeout(600)
def test_all_rows_of_a_group_do_the_same_number_of_the_same_operations(stored: list[dict[str, Any]]) -> None:
    groups: dict[str, set[tuple[Any, ...]]] = {}
    for row in stored:
        said = row["extra_info"]
        kind = (said["operation"], said["operations"], said["size"])
        groups.setdefault(row["group"], set()).add(kind)
    assert all(len(kinds) == 1 for kinds in groups.values()), groups


@in_source_tree
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "title",
    [
        "One small request",
        "64 requests at a time",
        "Streamed deltas, one reader",
        "Fan-out: every subscriber gets every event",
        "The server asks, the client answers",
    ],
)
def test_plain_asyncio_and_anyio_are_in_our_groups(title: str, stored: list[dict[str, Any]]) -> None:
    here = {row["extra_info"]["who"] for row in stored if row["group"].startswith(f"{title}, ")}
    assert here >= IN_THE_SAME_GROUPS


@in_source_tree
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "how",
    [
        "plain handler",
        "async handler",
        "plain handler, its answer a model",
        "async handler, its answer a model",
        "typed client, its answer a model",
        "typed client on a second connection, its answer a model",
        "over a unix socket, its answer a model",
        "over a websocket, its answer a model",
        "next_events()",
        "agent with a fixed answer",
        "appserver",
        "first answer",
    ],
)
def test_every_path_of_ours_is_measured(how: str, stored: list[dict[str, Any]]) -> None:
    ours = [row["extra_info"] for row in stored if row["extra_info"]["who"] == "appserver"]
    assert how in {said["how"] for said in ours}


@in_source_tree
@pytest.mark.timeout(600)
def test_a_run_is_compared_with_the_one_before_and_the_first_says_that_there_is_none(tmp_path: Path) -> None:
    arguments = ["benches/test_turns.py", "-k", "read_a_message", f"--benchmark-storage={tmp_path}"]
    first = benched(*arguments, "--benchmark-compare", "--benchmark-autosave")
    assert "Can't compare. No benchmark files" in first
    assert "(NOW)" not in first
    second = benched(*arguments, "--benchmark-compare")
    assert "Comparing against benchmarks from" in second
    assert "(NOW)" in second


@pytest.mark.parametrize("loop", ["asyncio", "uvloop", "trio"])
def test_a_driven_loop_is_one_loop_and_returns_and_raises(loop: str) -> None:
    seen: list[object] = []

    async def work(number: int) -> int:
        import sniffio

        seen.append(sniffio.current_async_library())
        if number < 0:
            raise ValueError(number)
        return number + 1

    with DrivenLoop(loop) as driven:
        assert driven.call(work, 1) == 2
        with pytest.raises(ValueError, match="-1"):
            driven.call(work, -1)
        assert driven.call(work, 2) == 3
    assert seen == ["trio" if loop == "trio" else "asyncio"] * 3


def test_a_loop_that_cannot_begin_fails_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        """Nothing."""

    monkeypatch.setitem(sys.modules, "uvloop", None)
    with DrivenLoop("uvloop") as driven:
        for _ in range(2):
            with pytest.raises(ImportError, match="uvloop"):
                driven.call(work)
