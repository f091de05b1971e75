"""The most memory that a short program holds."""

from __future__ import annotations

import subprocess
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from benches.workers.offer import Offer
from benches.workers.processes import EMPTY_PROCESS, ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benches.workers.offer import Run

__all__ = ["peak_memory"]

# Of the process itself: what `getrusage` returns counts the process that started it as well.
REPORT = "print(*(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def peak_memory(statement: str) -> Offer:
    """Run this worker's interpreter with one statement; returns the most memory that it ever held, in bytes."""

    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        async def run(_count: int) -> float:
            done = subprocess.run(  # noqa: ASYNC221 - alone on its loop
                [sys.executable, "-c", f"{statement}\n{REPORT}"],
                check=True,
                capture_output=True,
                text=True,
                env=ENVIRONMENT,
            )
            _, kibibytes, _ = done.stdout.split()
            return int(kibibytes) * 1024

        yield run

    return Offer(opened, EMPTY_PROCESS)
