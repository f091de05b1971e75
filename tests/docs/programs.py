"""Runs programs as a reader would: in a process and a directory of their own, with warnings as errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["ROOT", "run_program"]

ROOT = Path(__file__).resolve().parent.parent.parent


def run_program(*arguments: str, directory: Path) -> str:
    """Run Python with `arguments`; returns what it printed. Nothing may appear on standard error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout
