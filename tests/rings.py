"""How much of a test runs: every kind once in `make test`, all products and large numbers in `make soak`."""

from __future__ import annotations

import os

__all__ = ["EXAMPLES_OF_A_SOAK", "LOOPS", "MINUTES", "ON_ALL_LOOPS", "SOAK", "examples", "times"]

MINUTES = float(os.environ.get("APPSERVER_SOAK_MINUTES", "0"))
"""How long a test may run that can run for as long as one likes; 0 where this is not the soak."""

LOOPS = os.environ.get("APPSERVER_TEST_LOOPS", "asyncio uvloop trio").split()
"""The event loops that asynchronous tests run on. The tests of the wheel are the same code again, on asyncio alone."""

SOAK = MINUTES > 0
EXAMPLES_OF_A_SOAK = 20

ON_ALL_LOOPS = ("backends", "behaviour", "contract", "native", "remote", "soak", "sync", "transports")
"""The folders whose tests run on all loops in the gate: contract tests, and what touches a loop itself. The others run
on asyncio and trio there, since uvloop is asyncio to all above `backends`. The soak runs all."""


def times(once: int, soak: int) -> int:
    """One of two numbers, by the ring."""
    return soak if SOAK else once


def examples(once: int) -> int:
    """How many examples hypothesis draws, where the gate draws so many."""
    return times(once, once * EXAMPLES_OF_A_SOAK)
