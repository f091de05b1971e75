"""Take both profiles of every path, and keep them as data files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benches.driver.environments import ROOT
from benches.harness.results_file import RESULTS, now
from benches.profile.build import package_with_symbols
from benches.profile.callgrind import instructions, per_operation
from benches.profile.paths import OURS, PATHS, PEER

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PROFILES", "take_profiles"]

PROFILES = RESULTS / "profiles"

FEW, MANY = 640, 2560
"""Operations under callgrind; the difference counts, so that start-up does not."""

SAMPLED = {"request": 1_000_000, "async_request": 128_000, "event": 2_000_000}
"""Operations under the sampling profiler: some seconds."""

SAMPLE_PROGRAM = """
import json, sys
from benches.profile.sampling import samples
print(json.dumps(samples(sys.argv[1], int(sys.argv[2]))))
"""


def take_profiles(report: Callable[[str], object], directory: Path = PROFILES) -> int:
    """Profile every path and write one file each; a tool that is missing is a gap of the file. Gives 0."""
    for path, described in PATHS.items():
        data: dict[str, Any] = {"path": path, "title": described.title, "date": now(), "gaps": []}
        report(f"profile: {described.title}: instructions")
        data["instructions"] = _or_gap(data, "instructions", partial(_instructions, path, OURS))
        peer = _or_gap(data, "instructions of the peer", partial(_instructions, path, PEER))
        data["peer_instructions"] = round(sum(peer.values()))
        report(f"profile: {described.title}: samples of Python")
        data["shares"] = _or_gap(data, "samples of Python", partial(_shares, path))
        directory.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, indent=1, ensure_ascii=False)
        (directory / f"{path}.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _or_gap(data: dict[str, Any], what: str, take: Callable[[], dict[str, float]]) -> dict[str, float]:
    try:
        return take()
    except FileNotFoundError as error:
        data["gaps"].append(f"{what}: not installed: {error.filename}")
    except subprocess.CalledProcessError as error:
        data["gaps"].append(f"{what}: {Path(str(error.cmd[0])).name} failed with status {error.returncode}")
    return {}


def _instructions(path: str, subject: str) -> dict[str, float]:
    """Instructions of one operation, by `object: function`, the largest first."""
    environment = {**os.environ, "PYTHONPATH": str(package_with_symbols()), "PYTHONHASHSEED": "0"}
    counts = {}
    with TemporaryDirectory() as scratch:
        for times in (FEW, MANY):
            command = [sys.executable, "-m", "benches.profile.paths", path, subject, str(times)]
            counts[times] = instructions(command, environment, Path(scratch, f"{times}.callgrind"))
    each = per_operation(counts[FEW], counts[MANY], MANY - FEW)
    return {name: round(each[name], 1) for name in sorted(each, key=lambda name: -each[name])}


def _shares(path: str) -> dict[str, float]:
    """Shares of the samples, by `file: function`, the largest first."""
    done = subprocess.run(
        [sys.executable, "-c", SAMPLE_PROGRAM, path, str(SAMPLED[path])],
        check=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds: dict[str, float] = json.loads(done.stdout)
    total = sum(seconds.values())
    largest = sorted(seconds, key=lambda name: -seconds[name])[:30]
    return {name: round(seconds[name] / total, 4) for name in largest}
