"""A hundred thousand threads, each with a turn that is over, in one server: the process stays within what is stated."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.packaging.source import ROOT
from tests.rings import MINUTES, SOAK, times

THREADS = times(400, 100_000)
MEBIBYTE = 1024 * 1024
PROCESS = (80 if SOAK else 2) * MEBIBYTE
BUDGETS = {
    # What is held of ended turns and of the index, and what stays behind of a thread: next to nothing.
    "files": (PROCESS, 200),
    # The bound of the store, as Python has it in memory, whose count leaves out some of it.
    "memory": (PROCESS, min(6 * 1024, 400 * MEBIBYTE // THREADS)),
}
"""By kind of store: bytes of the process, and bytes a thread."""


@pytest.mark.timeout(300 + MINUTES * 60)
@pytest.mark.parametrize("kind", BUDGETS)
@pytest.mark.promise("last-memory")
def test_the_process_stays_within_its_budget(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.soak.keeping", kind, str(THREADS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    grown, listed = map(int, done.stdout.split())
    process, thread = BUDGETS[kind]
    assert grown <= process + thread * THREADS
    assert listed == 100
