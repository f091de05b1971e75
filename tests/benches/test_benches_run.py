"""The benchmarks work: everything runs once, briefly, and measures nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benches" / "results"


def snapshot() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in RESULTS.glob("*.json")}


@pytest.mark.timeout(180)
def test_every_benchmark_runs_and_leaves_the_results_alone() -> None:
    before = snapshot()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "benches", "-q", "--benchmark-disable", "-p", "no:cacheprovider"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert snapshot() == before
