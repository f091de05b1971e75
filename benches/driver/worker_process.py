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

SECONDS = 900
"""The slowest honest answer, a home of a hundred thousand threads that is made first, takes a fifth of this; a worker
that hangs is ended."""


class WorkerError(Exception):
    """A worker could not do what it was asked."""


class Worker:
    """A subject on a loop, in a process that begins when it is first asked, and anew when it is asked after `close`."""

    def __init__(self, subject: Subject, loop: str) -> None:
        self._name = f"{subject.id} on {loop}"
        self._command = [str(interpreter(subject)), "-m", "benches.workers.serve", subject.module, loop]
        # One layout of hash tables for all rounds; and who knows this package, for peers that need what it makes.
        self._environment = {**os.environ, "PYTHONHASHSEED": "0", "BENCHES_PYTHON": sys.executable}
        # An environment of its own must not see what is installed here; another Python finds our own sources.
        if subject.environment:
            self._environment["PYTHONPATH"] = str(ROOT / "python") if subject.python else ""
        self._process: subprocess.Popen[str] | None = None

    def ask(self, do: str, work: str, variant: str, size: int, **more: int) -> dict[str, Any]:
        """One line there, one line back.

        Raises:
            WorkerError: the worker failed, ended, or does not answer in time.
        """
        if self._process is None:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                self._command, stdin=pipe, stdout=pipe, cwd=ROOT, env=self._environment, text=True
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        asked = f"{self._name} at {do} {work} {variant}"
        message = {"do": do, "work": work, "variant": variant, "size": size, **more}
        try:
            print(json.dumps(message), file=process.stdin, flush=True)
            # One answer at a time, so that nothing is left in the reader's buffer when this waits.
            if not select.select([process.stdout], [], [], SECONDS)[0]:
                process.kill()
                raise WorkerError(f"{asked}: no answer within {SECONDS} s")
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise WorkerError(f"{asked}: it has ended with exit status {process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "traceback" in answer:
            raise WorkerError(f"{asked}: {answer['traceback']}")
        return answer

    def close(self) -> None:
        """End the process: close its input, and kill it if that is not enough.

        Raises:
            WorkerError: it could not take down what was open, or had ended before.
        """
        if (process := self._process) is not None:
            self._process = None
            try:
                process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            if process.returncode:
                raise WorkerError(f"{self._name} has ended with exit status {process.returncode}")
