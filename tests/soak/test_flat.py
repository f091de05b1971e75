"""Servers, clients, turns and commands come and go for as long as one likes: memory and descriptors stay flat."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median

import pytest

from tests.packaging.source import ROOT
from tests.rings import MINUTES

LOOPS = ("asyncio", "uvloop", "trio")
CYCLES = 60
"""At least; a soak goes on for its minutes."""

MOST_GROWTH = 512 * 1024
"""Bytes. The allocator's own ways make a fifth of that; within the hour, a hundred bytes a cycle are more."""

MOST_OBJECTS = 20
"""Python's own caches come and go by a few."""


def life(loop: str, *, leak: bool = False) -> list[dict[str, int]]:
    """What a process that does everything again and again tells of itself, after every few cycles."""
    done = subprocess.run(
        [
            sys.executable,
            *("-W", "error", "-m", "tests.soak.cycles", loop),
            *(str(0 if leak else MINUTES * 60 / len(LOOPS)), str(CYCLES), str(int(leak))),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    samples: list[dict[str, int]] = [json.loads(line) for line in done.stdout.splitlines()]
    return samples


def growth(samples: list[dict[str, int]], of: str) -> float:
    """By how much the last third is above the third before it; the first is where caches fill."""
    third = len(samples) // 3
    before, after = (
        median(sample[of] for sample in part) for part in (samples[third:-third], samples[-third:])
    )
    return after - before


@pytest.mark.timeout(60 + MINUTES * 60)
@pytest.mark.parametrize("loop", LOOPS)
def test_memory_and_descriptors_stay_flat(loop: str) -> None:
    samples = life(loop)
    assert len(samples) >= 9
    assert growth(samples, "descriptors") == 0
    assert growth(samples, "threads") == 0
    assert growth(samples, "objects") <= MOST_OBJECTS
    assert growth(samples, "bytes") <= MOST_GROWTH


def test_what_is_kept_is_seen() -> None:
    """A cycle that keeps what it makes is what the numbers are for."""
    samples = life("asyncio", leak=True)
    assert growth(samples, "descriptors") > 0
    assert growth(samples, "objects") > MOST_OBJECTS
