"""Whole processes: their run time and their memory."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from resource import getpagesize
from typing import TYPE_CHECKING

from benches.workers.offer import Offer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from benches.workers.offer import Run

__all__ = ["EMPTY_PROCESS", "PROGRAMS", "program", "resident_bytes"]

PROGRAMS = Path(__file__).parents[1] / "programs"
EMPTY_PROCESS = "python -c pass"
# With bytecode, as pip installs it: the round that is not counted writes it for a source tree.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def program(*arguments: str) -> Offer:
    """Run this worker's interpreter with these arguments, to its end."""

    @asynccontextmanager
    async def opened(_size: int) -> AsyncIterator[Run]:
        async def run(count: int) -> None:
            for _ in range(count):
                subprocess.run([sys.executable, *arguments], check=True, env=ENVIRONMENT)  # noqa: ASYNC221 - alone on its loop

        yield run

    return Offer(opened, EMPTY_PROCESS)


def resident_bytes(process: int | str = "self") -> int:
    """The memory that a process holds now.

    Raises:
        FileNotFoundError: this system does not show it where Linux does.
    """
    fields = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * getpagesize()
