"""The regression guard: `python -m benches guard`, `make guard`. Its tolerances are in `guard.toml`.

A noisy machine cannot fool it: both sides of a ratio take turns in one process, in rounds of a millisecond or two.
What disturbs a few rounds does not move the median; what disturbs all of them disturbs both sides.
"""

from __future__ import annotations

import asyncio
import sys
import tomllib
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benches.harness.interleave import Contender, interleave
from benches.tables.subjects import load_subjects

if TYPE_CHECKING:
    from benches.workers.offer import Offer

__all__ = ["SIDES", "Row", "Rules", "judge", "load_rules", "main", "measure"]

RULES = Path(__file__).with_name("guard.toml")
ATTEMPTS = 3
"""A row that fails is measured again: a regression fails every time, a coincidence does not."""

SIDES = {
    "request, plain handler": ("appserver", "request_round_trip", "plain handler", 0),
    "asyncio queues, plain handler": ("asyncio_queues", "request_round_trip", "plain handler", 0),
    "request, async handler": ("appserver", "request_round_trip", "async handler", 0),
    "asyncio queues, async handler": ("asyncio_queues", "request_round_trip", "async handler", 0),
    "request, plain handler, its answer a model": (
        "appserver",
        "request_round_trip",
        "plain handler, its answer a model",
        0,
    ),
    "asyncio queues, plain handler, its answer a model": (
        "asyncio_queues",
        "request_round_trip",
        "plain handler, its answer a model",
        0,
    ),
    "request, async handler, its answer a model": (
        "appserver",
        "request_round_trip",
        "async handler, its answer a model",
        0,
    ),
    "asyncio queues, async handler, its answer a model": (
        "asyncio_queues",
        "request_round_trip",
        "async handler, its answer a model",
        0,
    ),
    "64 requests at a time, plain handler": ("appserver", "requests_at_once", "plain handler", 0),
    "asyncio queues, 64 requests at a time": ("asyncio_queues", "requests_at_once", "plain handler", 0),
    "64 requests at a time, async handler": ("appserver", "requests_at_once", "async handler", 0),
    "asyncio queues, 64 async requests at a time": ("asyncio_queues", "requests_at_once", "async handler", 0),
    "events by async for": ("appserver", "events_one_loop", "async for", 0),
    "events by next_events()": ("appserver", "events_one_loop", "next_events()", 0),
    "events in batches, by next_events()": (
        "appserver",
        "events_one_loop",
        "try_send_notifications, next_events()",
        0,
    ),
    "bare asyncio.Queue": ("asyncio_queues", "events_one_loop", "bare asyncio.Queue", 0),
    "an event among 1,000 subscribers, one matches": ("appserver", "fan_out_one_match", "", 1000),
    "an event to the only subscriber": ("appserver", "fan_out_one_match", "", 1),
}
"""What the rows name: subject, work, variant, size."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison.

    Attributes:
        name, against: the two sides.
        operations: how many of ours and of theirs make a round.
        reference: how many times as fast as `against` it was when the row was written.
        least: how many times as fast it has to be.
    """

    name: str
    against: str
    operations: tuple[int, int]
    reference: float
    least: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The data file."""

    rounds: int
    rows: tuple[Row, ...]


def load_rules() -> Rules:
    """Read the data file."""
    data = tomllib.loads(RULES.read_text(encoding="utf-8"))
    rows = (Row(**{**row, "operations": tuple(row["operations"])}) for row in data["row"])
    return Rules(data["rounds"], tuple(rows))


def judge(row: Row, ratio: float) -> tuple[bool, str]:
    """Whether the ratio is within its tolerance, and a line that says so."""
    holds = ratio >= row.least
    verdict = "holds" if holds else "REGRESSION"
    return holds, (
        f"{verdict:10} {row.name}: {ratio:.2f} times as fast as {row.against}"
        f" (at least {row.least:.2f}, reference {row.reference:.2f})"
    )


async def measure(row: Row, rounds: int) -> float:
    """The median ratio over all rounds."""
    async with AsyncExitStack() as stack:
        sides = []
        for name, operations in zip((row.name, row.against), row.operations, strict=True):
            subject, work, variant, size = SIDES[name]
            run = await stack.enter_async_context(_offer(subject, work, variant).open(size))
            await run(operations)  # what is made at the first use only is in no round
            sides.append(Contender(name, run, operations))
        samples = await interleave(sides, rounds=rounds)
    ours, theirs = samples[row.name], samples[row.against]
    return median(its / mine for mine, its in zip(ours, theirs, strict=True))


def main() -> int:
    """Measure every row; returns exit status 1 if one has left its tolerance."""
    rules = load_rules()
    failed = [row.name for row in rules.rows if not _holds(row, rules.rounds)]
    if failed:
        print(
            f"slower than the tolerance allows: {', '.join(failed)}. "
            "Find out what made it so, or say in benches/guard.toml why the new figure is right.",
            file=sys.stderr,
        )
    return 1 if failed else 0


def _holds(row: Row, rounds: int) -> bool:
    for _ in range(ATTEMPTS):
        holds, line = judge(row, asyncio.run(measure(row, rounds)))
        print(line, flush=True)
        if holds:
            return True
    return False


def _offer(subject_id: str, work: str, variant: str) -> Offer:
    subject = next(subject for subject in load_subjects() if subject.id == subject_id)
    return subject.offers()[work][variant]
