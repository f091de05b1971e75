"""How many loops a test runs on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.packaging.source import ROOT
from tests.rings import loop_of

LOOPS = ["asyncio", "uvloop", "trio"]
ONCE = "tests/skills"
ON_ALL = "tests/backends"


def collected(*arguments: str, **environment: str) -> Counter[str]:
    """By test without its loop: on how many it is collected."""
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("APPSERVER_", "PYTEST_"))
    }
    done = subprocess.run(
        [sys.executable, *("-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"), *arguments],
        cwd=ROOT,
        env={**outside, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    names = [
        line for line in done.stdout.splitlines() if "::" in line and any(loop in line for loop in LOOPS)
    ]
    assert names
    for loop in LOOPS:
        names = [name.replace(f"[{loop}", "[") for name in names]
    return Counter(names)


def test_in_the_gate_a_test_runs_once_and_a_contract_test_on_every_loop() -> None:
    found = collected(ONCE, ON_ALL)
    for folder, loops in ((ONCE, 1), (ON_ALL, len(LOOPS))):
        assert {count for name, count in found.items() if name.startswith(folder)} == {loops}


@pytest.mark.parametrize(
    ("arguments", "environment", "loops"),
    [
        ([], {"APPSERVER_SOAK_MINUTES": "1"}, 3),
        ([], {"APPSERVER_TEST_LOOPS": "asyncio trio"}, 2),
        (["-k", "trio"], {}, 1),
    ],
)
def test_a_soak_runs_all_loops_and_whoever_asks_for_some_has_them(
    arguments: list[str], environment: dict[str, str], loops: int
) -> None:
    all_there_are = collected(ONCE, APPSERVER_TEST_LOOPS="asyncio")
    found = collected(ONCE, *arguments, **environment)
    assert found == Counter(dict.fromkeys(all_there_are, loops))


def test_the_tests_are_spread_over_the_loops() -> None:
    on_each = Counter(loop_of(f"tests/test_{number}.py::test", LOOPS) for number in range(3_000))
    assert set(on_each) == set(LOOPS)
    assert min(on_each.values()) > 800
