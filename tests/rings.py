"""How much of a test runs: every kind once in `make test`, all products and large numbers in `make soak`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "EXAMPLES_OF_A_SOAK",
    "LOOPS",
    "MINUTES",
    "ONE_LOOP_EACH",
    "ON_ALL_LOOPS",
    "SOAK",
    "examples",
    "loop_of",
    "times",
]

MINUTES = float(os.environ.get("APPSERVER_SOAK_MINUTES", "0"))
"""How long a test may run that can run for as long as one likes; 0 where this is not the soak."""

NAMED_LOOPS = os.environ.get("APPSERVER_TEST_LOOPS", "").split()
LOOPS = NAMED_LOOPS or ["asyncio", "uvloop", "trio"]
"""The event loops of asynchronous tests. Whoever names some has every test on each of them."""

SOAK = MINUTES > 0
SHARE_OF_A_SOAK = min(1.0, MINUTES / 60)
"""A soak of less than an hour does as much less of all that has a number."""

EXAMPLES_OF_A_SOAK = 20

ON_ALL_LOOPS = ("backends", "behaviour", "contract", "native", "remote", "soak", "sync", "transports")
"""The folders whose tests run on all loops in the gate too: contract tests, and what touches a loop itself."""

ONE_LOOP_EACH = not SOAK and not NAMED_LOOPS
"""Whether each of the other tests runs on one loop."""


def times(once: int, soak: int) -> int:
    """One of two numbers, by the ring; what lies between them in a soak of less than an hour."""
    return max(once, round(soak * SHARE_OF_A_SOAK))


def examples(once: int) -> int:
    """How many examples hypothesis draws, where the gate draws so many."""
    return times(once, once * EXAMPLES_OF_A_SOAK)


def loop_of(name: str, loops: Sequence[str]) -> str:
    """The one of these loops that a test runs on, by its name: always the same one, and about as many tests on each."""
    return loops[crc32(name.encode()) % len(loops)]
