"""The paths that are profiled, as a program: `python -m benches.profile.paths PATH SUBJECT TIMES`.

They are works of the benchmarks themselves, so that a profile explains the very figure that stands on the page.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass

from benches.tables.subjects import load_subjects

__all__ = ["OURS", "PATHS", "PEER", "Path", "follow"]

OURS = "appserver"
PEER = "asyncio_queues"
"""Who does the same beside ours, for its instructions: the plain-asyncio build."""


@dataclass(frozen=True, slots=True)
class Path:
    """One path.

    Attributes:
        title: what one operation is.
        work: the work it is of.
        variants: the way to do it, by subject.
    """

    title: str
    work: str
    variants: dict[str, str]


PATHS = {
    "request": Path(
        "One request, plain handler",
        "request_round_trip",
        {OURS: "plain handler", PEER: "plain handler"},
    ),
    "async_request": Path(
        "One request of 64 at a time, async handler",
        "requests_at_once",
        {OURS: "async handler", PEER: "async handler"},
    ),
    "event": Path(
        "One event, sent with `await`, read by `next_events()`",
        "events_one_loop",
        {OURS: "next_events()", PEER: "bare asyncio.Queue"},
    ),
}


async def follow(path: str, subject: str, times: int) -> None:
    """Have a subject do a path's operation so many times."""
    chosen = PATHS[path]
    offers = next(known for known in load_subjects() if known.id == subject).offers()
    async with offers[chosen.work][chosen.variants[subject]].open(0) as run:
        await run(times)


if __name__ == "__main__":
    asyncio.run(follow(sys.argv[1], sys.argv[2], int(sys.argv[3])))
