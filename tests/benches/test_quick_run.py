"""The driver's works work: a quick run does everything once, and a page can be made of what it leaves."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from benches.driver.environments import interpreter
from benches.harness.results_file import RESULTS, load_results
from benches.report.pages import ROOT, Report
from benches.tables.subjects import Subject, load_subjects
from benches.tables.works import load_works

OWN_ENVIRONMENT = [subject for subject in load_subjects() if subject.environment]
HERE = [subject for subject in load_subjects() if not subject.environment and subject.role != "floor"]
BY_PYTEST = ("events_other_thread", "fan_out", "fan_out_one_match", "import", "read_delta", "write_delta")
"""Works that `pytest benches` runs in the same way; `test_front_door.py` does."""

WHERE_PEERS_DIFFER = "request_round_trip,requests_at_once,events_one_loop,server_request,turn"


def run_quickly(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benches", "--quick", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def kept() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in RESULTS.glob("*.json")}


@pytest.mark.timeout(480)  # two minutes of one processor, which others use too
def test_what_the_driver_runs_works_and_leaves_the_results_alone(tmp_path: Path) -> None:
    before = kept()
    ids = ",".join(subject.id for subject in HERE)
    works = [work for work in load_works() if work.id not in BY_PYTEST]
    only = ",".join(work.id for work in works)
    done = run_quickly("--subjects", ids, "--only", only, "--output", str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert kept() == before
    results = load_results(tmp_path)
    assert set(results) == {work.id for work in works}
    assert all(figure.samples for result in results.values() for figure in result.figures)
    page = dataclasses.replace(Report.load(), results=results, targets=()).page()
    assert all(f"## {work.title}" in page for work in works)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("subject", OWN_ENVIRONMENT, ids=lambda subject: subject.id)
def test_a_peer_runs_where_it_is_installed(subject: Subject, tmp_path: Path) -> None:
    if not interpreter(subject).exists():
        pytest.skip("python -m benches setup installs it")
    offered = [work for work in WHERE_PEERS_DIFFER.split(",") if work in subject.offers()]
    done = run_quickly("--subjects", subject.id, "--only", ",".join(offered), "--output", str(tmp_path))
    assert done.returncode == 0, done.stdout
    for result in load_results(tmp_path).values():
        assert [figure for figure in result.figures if figure.role == "peer"], result.gaps
