"""The program as a process: lines in, lines out, and nothing left behind."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["ANSWER_SECONDS", "Program", "ProgramError", "run_program"]

ANSWER_SECONDS = 60.0
"""How long to wait for a message; most take milliseconds, a busy machine takes more."""

CHUNK = 65536


class ProgramError(Exception):
    """The program did not say what it should have; the message has the end of its log."""


class Program:
    """A running program that reads and writes one JSON value a line."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self._process = process
        self._log = log
        self._buffer = b""
        assert process.stdin is not None
        assert process.stdout is not None
        self._stdin = process.stdin
        self._stdout = process.stdout

    def send(self, message: dict[str, Any]) -> None:
        """Write one message."""
        self._stdin.write(json.dumps(message).encode() + b"\n")
        self._stdin.flush()

    def receive(self, waiting_for: str) -> dict[str, Any]:
        """Read one message.

        Raises:
            ProgramError: None came in time, or the program ended.
        """
        deadline = time.monotonic() + ANSWER_SECONDS
        while b"\n" not in self._buffer:
            chunk = self._read(deadline, waiting_for)
            if not chunk:
                raise self._error("the program ended", waiting_for)
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def finish(self) -> int:
        """Close the program's input, which ends it; returns its exit status.

        Raises:
            ProgramError: It did not end in time.
        """
        self._stdin.close()
        deadline = time.monotonic() + ANSWER_SECONDS
        while self._read(deadline, "the end of the program"):
            pass  # what it still says was not asked for
        # Not yet reaped: its number stays its own until the group is killed.
        ended = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        return ended.si_status if ended is not None else 0

    def _read(self, deadline: float, waiting_for: str) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._stdout], [], [], left)[0]:
            raise self._error(f"nothing came in {ANSWER_SECONDS:.0f} seconds", waiting_for)
        return os.read(self._stdout.fileno(), CHUNK)

    def _error(self, what: str, waiting_for: str) -> ProgramError:
        log = self._log.read_text(errors="replace")[-2000:]
        return ProgramError(f"{what}, waiting for {waiting_for}; its log ends:\n{log}")


@contextmanager
def run_program(arguments: Sequence[str | Path], environment: dict[str, str], log: Path) -> Iterator[Program]:
    """Run a program in a process group of its own; at the end the whole group is killed.

    Args:
        arguments: The program and its arguments.
        environment: All of its environment variables.
        log: Where its standard error goes.
    """
    with log.open("wb") as errors:
        process = subprocess.Popen(
            list(map(str, arguments)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            bufsize=0,
            start_new_session=True,
        )
    try:
        yield Program(process, log)
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # the leader is not reaped yet: the number is still its own
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
