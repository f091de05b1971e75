"""Whole processes: from nothing to the first answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benches.harness.interleave import Contender
from benches.harness.loops import run_on

if TYPE_CHECKING:
    from benches.harness.recorder import Recorder

ROUNDS = 20
PROGRAMS = Path(__file__).parent / "programs"
# With bytecode, as pip installs it: the round that is not counted writes it for a source tree.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process(name: str, *arguments: str) -> Contender:
    async def run(count: int) -> None:
        for _ in range(count):
            subprocess.run([sys.executable, *arguments], check=True, env=ENVIRONMENT)  # noqa: ASYNC221 - alone on its loop

    return Contender(name, run)


def test_whole_processes(recorder: Recorder) -> None:
    async def main() -> None:
        await recorder.compare(
            [
                process("import, start, first answer, shutdown", str(PROGRAMS / "first_answer.py")),
                process("import, start, first thread, shutdown", str(PROGRAMS / "first_thread.py")),
                process("import, start, shutdown", str(PROGRAMS / "start_only.py")),
                process("import appserver", "-c", "import appserver"),
                process("import appserver.protocol", "-c", "import appserver.protocol"),
                process(
                    "import pydantic, anyio, asyncio",
                    "-c",
                    "import asyncio, anyio, pydantic; pydantic.BaseModel",
                ),
                process("floor: an interpreter that does nothing", "-c", "pass"),
            ],
            setting="asyncio",
            operations=1,
            rounds=ROUNDS,
        )

    run_on("asyncio", main)
