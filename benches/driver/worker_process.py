"""A worker as the driver sees it: a child process that answers lines."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from benches.driver.environments import ROOT, interpreter

if TYPE_CHECKING:
    from benches.tables.subjects import Subject

__all__ = ["Worker", "WorkerError"]

ANSWER_SECONDS = 900
"""The slowest honest answer, a home of a hundred thousand threads that is made first, takes a fifth of this; a worker
that hangs is ended."""

EXIT_SECONDS = 20


class WorkerError(Exception):
    """A worker could not do what it was asked."""


class Worker:
    """One running worker: a subject on a loop."""

    def __init__(self, subject: Subject, loop: str) -> None:
        python = interpreter(subject)
        assert python is not None, "who is not installed is a gap, not a contender"
        self.name = f"{subject.id} on {loop}"
        # One layout of hash tables for all rounds; and who knows this package, for peers that need what it makes.
        environment = {**os.environ, "PYTHONHASHSEED": "0", "BENCHES_PYTHON": sys.executable}
        if subject.environment:
            environment.pop("PYTHONPATH", None)  # peers must not see this environment's packages
        self._process = subprocess.Popen(
            [python, "-m", "benches.workers.serve", subject.module, loop],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
        )

    @property
    def running(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, do: str, work: str, variant: str, size: int, **more: int) -> dict[str, Any]:
        """One line there, one line back.

        Raises:
            WorkerError: the worker failed, ended, or does not answer in time.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        message = {"do": do, "work": work, "variant": variant, "size": size, **more}
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise WorkerError(f"{self.name} has ended with exit status {self._process.wait()}") from None
        # One answer at a time, so that nothing is left in the reader's buffer when this waits.
        if not select.select([self._process.stdout], [], [], ANSWER_SECONDS)[0]:
            self._process.kill()
            raise WorkerError(f"{self.name} did not answer {do} {work} within {ANSWER_SECONDS} s")
        line = self._process.stdout.readline()
        if not line:
            raise WorkerError(f"{self.name} ended at {do} {work} with exit status {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise WorkerError(f"{self.name} failed at {do} {work} {variant}: {answer['traceback']}")
        return answer

    def close(self) -> None:
        """End it: close its input, and kill it if that is not enough."""
        try:
            self._process.communicate(timeout=EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
