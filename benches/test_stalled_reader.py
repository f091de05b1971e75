"""Memory behind a reader that stopped, after many deltas, beside an unbounded `asyncio.Queue`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from benches.harness.recorder import Recorder

EVENTS = 200_000
EVENTS_QUICK = 2000
ROUNDS = 3
ROOT = Path(__file__).parents[1]
KINDS = {"appserver": "appserver", "unbounded asyncio.Queue": "asyncio-queue"}
TEXT_BYTES = {"deltas of 20 bytes": 20, "deltas of 100 bytes": 100}


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="reads a process's memory where Linux shows it"
)
@pytest.mark.parametrize("setting", TEXT_BYTES)
def test_memory(recorder: Recorder, setting: str) -> None:
    events = EVENTS_QUICK if recorder.quick else EVENTS
    for name, kind in KINDS.items():
        rounds = [measure(kind, events, TEXT_BYTES[setting]) for _ in range(recorder.rounds(ROUNDS))]
        recorder.figure(f"{name}: resident memory", setting, "bytes", [row["resident"] for row in rounds])
        recorder.figure(f"{name}: events queued", setting, "count", [row["queued_events"] for row in rounds])
        recorder.figure(f"{name}: events taken in", setting, "count", [row["sent"] for row in rounds])
        if kind == "appserver":
            recorder.figure(
                f"{name}: bytes queued", setting, "bytes", [row["queued_bytes"] for row in rounds]
            )


def measure(kind: str, events: int, text_bytes: int) -> dict[str, int]:
    command = [sys.executable, "-m", "benches.programs.stalled_reader", kind, str(events), str(text_bytes)]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE)
    row: dict[str, int] = json.loads(done.stdout)
    return row
