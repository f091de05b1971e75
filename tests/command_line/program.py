"""The `appserver` command as a program of its own, in a pipe or on a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import appserver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMAND = [sys.executable, "-c", "from appserver.command_line.main import main; main()"]
# Where this very package was imported from: the sources, or the wheel under test.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(appserver.__file__).parents[1])}


def run_program(
    *arguments: str, cwd: Path, stdin: str | bytes = "", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    result = subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env={**ENVIRONMENT, **(environment or {})},
        timeout=30,
        check=False,
    )
    return subprocess.CompletedProcess(
        result.args, result.returncode, result.stdout.decode(), result.stderr.decode()
    )


def start_program(
    *arguments: str,
    cwd: Path,
    stdin: Any = subprocess.DEVNULL,
    stdout: Any = subprocess.PIPE,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start the command with pipes."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=ENVIRONMENT,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        pass_fds=pass_fds,
    )


def finish(program: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Read what is left of both outputs and wait; `communicate` would pass over what was read ahead."""
    assert program.stderr is not None
    out = b"" if program.stdout is None else program.stdout.read()
    err = program.stderr.read()
    program.wait(30)
    for stream in (program.stdout, program.stderr):
        if stream is not None:
            stream.close()
    return out.decode(), err.decode()


def messages(output: str) -> list[dict[str, Any]]:
    """The wire messages of `--json` output."""
    return [json.loads(line) for line in output.splitlines()]


@dataclass
class Terminal:
    """The command on a terminal of its own.

    Attributes:
        output: everything shown so far.
    """

    arguments: Sequence[str]
    cwd: Path
    output: str = ""
    _seen: int = 0
    _pid: int = field(default=0, init=False)
    _descriptor: int = field(default=-1, init=False)

    def __enter__(self) -> Terminal:
        pid, descriptor = pty.fork()
        if pid == 0:
            try:
                os.chdir(self.cwd)
                os.execve(COMMAND[0], [*COMMAND, *self.arguments], {**ENVIRONMENT, "TERM": "xterm"})
            finally:
                os._exit(127)
        self._pid, self._descriptor = pid, descriptor
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)
        if self._pid:
            self.wait()

    def expect(self, text: str) -> None:
        """Read on until `text` is shown, after what was expected before."""
        while (found := self.output.find(text, self._seen)) < 0:
            if not self._read():
                raise AssertionError(f"{text!r} was never shown; shown was:\n{self.output[self._seen :]}")
        self._seen = found + len(text)

    def expect_question(self) -> None:
        """Read on until an answer is waited for."""
        self.expect("[y] yes")
        self.expect("> ")

    def type(self, text: str) -> None:
        """Type `text`."""
        os.write(self._descriptor, text.encode())

    def wait(self) -> int:
        """Read to the end; returns the exit status."""
        with contextlib.suppress(OSError):
            while self._read():
                pass
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bool:
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:  # how Linux reports the end of a terminal
            return False
        self.output += data.decode("utf-8", "replace")
        return bool(data)
