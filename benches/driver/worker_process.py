"""A worker as the driver sees it: a child process that answers lines."""

from __future__ import annotations

import json
import os
import select
import subprocess
from typing import TYPE_CHECKING, Any, Self

from benches.driver.environments import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from benches.tables.subjects import Subject

__all__ = ["Worker", "WorkerError"]

ANSWER_SECONDS = 180
"""The slowest honest answer, opening ten thousand threads, takes a tenth of this; a worker that hangs is ended."""

EXIT_SECONDS = 20


class WorkerError(Exception):
    """A worker could not do what it was asked."""


class Worker:
    """One running worker: a subject on a loop."""

    def __init__(self, python: Path, subject: Subject, loop: str) -> None:
        self.name = f"{subject.id} on {loop}"
        self._process = subprocess.Popen(
            [python, "-m", "benches.workers.serve", subject.module, loop],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            # One layout of hash tables for all rounds; peers must not see this environment's packages.
            env={**_environment(own=not subject.environment), "PYTHONHASHSEED": "0"},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input = self._process.stdin
        self._output = self._process.stdout

    @property
    def running(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, do: str, work: str, variant: str, size: int, **more: int) -> dict[str, Any]:
        """One line there, one line back.

        Raises:
            WorkerError: the worker failed, ended, or does not answer in time.
        """
        message = {"do": do, "work": work, "variant": variant, "size": size, **more}
        try:
            self._input.write(json.dumps(message).encode() + b"\n")
            self._input.flush()
        except BrokenPipeError:
            raise WorkerError(f"{self.name} has ended with exit status {self._process.wait()}") from None
        # One answer at a time, so that nothing is left in the reader's buffer when this waits.
        if not select.select([self._output], [], [], ANSWER_SECONDS)[0]:
            self._process.kill()
            raise WorkerError(f"{self.name} did not answer {do} {work} within {ANSWER_SECONDS} s")
        line = self._output.readline()
        if not line:
            raise WorkerError(f"{self.name} ended at {do} {work} with exit status {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise WorkerError(f"{self.name} failed at {do} {work} {variant}: {answer['traceback']}")
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End it: close its input, and kill it if that is not enough."""
        try:
            self._input.close()
            self._process.wait(EXIT_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._output.close()


def _environment(*, own: bool) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if own or name != "PYTHONPATH"}
