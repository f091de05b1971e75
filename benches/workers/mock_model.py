"""The mock model as a process of its own, as long as a worker needs it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benches.workers.processes import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["mock_model"]


@contextmanager
def mock_model() -> Iterator[int]:
    """A running mock model; returns its port."""
    with subprocess.Popen(
        [sys.executable, str(PROGRAMS / "mock_model.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait()
