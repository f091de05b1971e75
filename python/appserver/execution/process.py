"""Commands: one process group each, their output as text, and no process left behind.

The work is done by the native `Command`, on a thread that runs no Python: it starts a command, reads its output, ends
its group and reaps it, also when nobody waits for that any more.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
from contextlib import nullcontext
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import anyio
from anyio.lowlevel import checkpoint

from appserver._core import Command

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
    from pathlib import Path

    from appserver.execution.sandbox import SandboxTerms

__all__ = [
    "MAX_UNREAD_INPUT",
    "ProcessControl",
    "ProcessOutcome",
    "TerminalSize",
    "Written",
    "end_child",
    "run_process",
    "start_child",
]

MAX_UNREAD_INPUT: Final = 1 << 20
"""Bytes that were written to a process and that it has not read; what is more is refused."""

Written: TypeAlias = Literal["taken", "full", "closed"]
"""What became of something that was written to a process."""


@dataclass(frozen=True, slots=True)
class TerminalSize:
    """How large a terminal is.

    Attributes:
        rows: its lines.
        columns: characters of a line.
    """

    rows: int = 24
    columns: int = 80

    def __post_init__(self) -> None:
        for name, value in (("rows", self.rows), ("columns", self.columns)):
            if isinstance(value, bool) or not 0 < value <= MAX_SIDE:
                raise ValueError(f"a terminal has 1 to {MAX_SIDE} {name}, not {value}")


MAX_SIDE: Final = 0xFFFF


class ProcessControl:
    """What can be done to a command while it runs. Nothing here waits, and nothing happens once it is over."""

    __slots__ = ("_child",)

    def __init__(self, child: Command) -> None:
        self._child = child

    @property
    def process_id(self) -> int | None:
        """The number of its process; None as long as it has not started, or once it is over."""
        return self._child.process_id

    def write(self, data: bytes) -> Written:
        """Have it read this from its terminal, or from its standard input if that `is_written`.

        Returns:
            `taken`: it will read it; `full`: more than `MAX_UNREAD_INPUT` would wait to be read, and nothing of it was
            taken; `closed`: it reads nothing from here, or nothing any more.
        """
        return _WRITTEN[self._child.write(data)]

    def close_input(self) -> None:
        """Have its input end once it has read what was written. A terminal is told so by the character for it."""
        self._child.close_input()

    def resize(self, size: TerminalSize) -> None:
        """Say how large its terminal is, if it has one."""
        self._child.resize(size.rows, size.columns)

    def interrupt(self) -> None:
        """Send its group the signal of the key that interrupts."""
        self._child.interrupt()

    def kill(self) -> None:
        """End it at once, with its group; what it has written and nobody has read is thrown away."""
        self._child.kill()


_WRITTEN: Final[Mapping[str, Written]] = {"taken": "taken", "full": "full", "closed": "closed"}


@dataclass(frozen=True, slots=True)
class ProcessOutcome:
    """How a command ended.

    Attributes:
        exit_code: its exit status; 128 + n when signal n ended it; None when it could not be ended in time, or
            something else in this process has reaped it.
        duration_ms: milliseconds from its start until nobody of its group was left.
        has_left_processes: whether it had exited and left processes of its group running, which were ended.
        has_timed_out: whether its time was up before it had exited, and it was ended.
        was_stopped: whether it was asked to stop before it had exited.
        has_ended: whether nobody of its group is left; False when the kernel cannot end one.
    """

    exit_code: int | None
    duration_ms: int
    has_left_processes: bool = False
    has_timed_out: bool = False
    was_stopped: bool = False
    has_ended: bool = True


async def run_process(
    command: Sequence[str],
    *,
    cwd: Path,
    on_output: Callable[[str], Awaitable[None]],
    environment: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    timeout: float | None = None,
    sandbox: SandboxTerms | None = None,
    stoppable: anyio.CancelScope | None = None,
    started: Callable[[ProcessControl], None] | None = None,
    terminal: TerminalSize | None = None,
    is_written: bool = False,
    stderr: int | None = None,
) -> ProcessOutcome:
    """Run `command` and hand on its output as it comes.

    Standard output and standard error are one stream in the order of writing. Bytes that are not valid UTF-8 become
    U+FFFD. While `on_output` waits the command waits too, once 64 KiB are read ahead and its pipe is full.

    The command leads a session and process group of its own. However the call ends (return, cancellation,
    an error of `on_output`, a closed event loop, the end of the interpreter or of this process by any signal) the
    group is ended with it: SIGTERM, half a second, SIGKILL; at once where nothing can be waited for. A reader that
    does not read delays that by nothing. Only a process that made itself a session of its own survives. POSIX only.

    Args:
        command: the program and its arguments; no shell is involved.
        cwd: the directory to run in.
        on_output: awaited with each piece of output, in the calling task.
        environment: the whole environment; the interpreter's own when None.
        stdin: what it reads from standard input, which is empty when None.
        timeout: seconds from its start after which it is ended; None: never.
        sandbox: what it is kept in; None: nothing. The environment variable `PWD` may be set for it then.
        stoppable: a scope that is entered for as long as the command may be stopped by cancelling it; the command is
            then ended, and the call returns as usual. The ending itself is outside it.
        started: called with what can be done to it while it runs, before it has written anything.
        terminal: how large a terminal it has for its three standard streams; it controls its session, so that keys such
            as Ctrl-C reach what runs in it. None: it has none.
        is_written: whether it reads what `ProcessControl.write` is given; what has a terminal does.
        stderr: a descriptor for its standard error; None: it goes where standard output does.

    Cancellation: the group is ended first. A second cancellation that breaks into that kills it at once.

    Raises:
        OSError: the program or directory is missing (`FileNotFoundError`) or may not be used, or no sandbox works here.
    """
    child = start_child(
        command, cwd, environment, stdin, timeout, sandbox, terminal, is_written=is_written, stderr=stderr
    )
    try:
        if started is not None:
            started(ProcessControl(child))
        with nullcontext() if stoppable is None else stoppable:
            await _forward(child, on_output)
        return await end_child(child)
    except GeneratorExit:  # the event loop is gone, nothing can be awaited any more
        child.kill()
        raise
    except BaseException:
        await end_child(child)
        raise
    finally:
        child.close()


def start_child(
    command: Sequence[str],
    cwd: Path,
    environment: Mapping[str, str] | None,
    stdin: bytes | None,
    seconds: float | None,
    sandbox: SandboxTerms | None,
    terminal: TerminalSize | None,
    *,
    is_written: bool,
    stderr: int | None = None,
) -> Command:
    """Have a command started, which its owner reads and ends; the arguments are those of `run_process`.

    `stderr` is where its standard error goes; None: where its standard output does.

    Raises:
        OSError: it is no valid command, or no sandbox works here.
    """
    variables = os.environ if environment is None else environment
    if not command:
        raise OSError(errno.EINVAL, "not a valid command: it is empty", "[]")
    try:
        arguments = [os.fsencode(argument) for argument in command]
        directory = os.fsencode(cwd)
        entries = [os.fsencode(f"{name}={value}") for name, value in variables.items()]
        with _file_with(stdin) as descriptor:
            return Command(
                arguments,
                directory=directory,
                environment=entries,
                stdin=descriptor,
                timeout=seconds,
                sandbox=None if sandbox is None else sandbox.native(),
                terminal=None if terminal is None else (terminal.rows, terminal.columns),
                is_written=is_written,
                stderr=stderr,
            )
    except ValueError as error:  # a null byte, a lone surrogate, or a terminal and `stdin`
        raise OSError(errno.EINVAL, f"not a valid command: {error}", str(list(command))) from error


@contextlib.contextmanager
def _file_with(content: bytes | None) -> Generator[int | None]:
    """A file that holds `content`, at its beginning: unlike a pipe it takes all of it, and needs nobody to write."""
    if content is None:
        yield None
        return
    with (
        os.fdopen(os.memfd_create("stdin"), "w+b") if hasattr(os, "memfd_create") else TemporaryFile() as file
    ):
        file.write(content)
        file.seek(0)
        yield file.fileno()


async def _forward(child: Command, on_output: Callable[[str], Awaitable[None]]) -> None:
    """Pass the output on until it has ended and nobody of the group is left.

    Cancellation: the command goes on.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    while (data := child.take()) is not None:
        if not data:
            await anyio.wait_readable(child.fileno())
        elif text := decoder.decode(data):
            await on_output(text)
            await checkpoint()  # a command that never stops writing leaves time for others
    if rest := decoder.decode(b"", final=True):
        await on_output(rest)


async def end_child(child: Command) -> ProcessOutcome:
    """End the group, if it has not ended, and wait until nobody is left.

    Cancellation: a scope waits for the end; what breaks through the shield kills the group at once.
    """
    outcome = None  # of one that was not started
    try:
        with anyio.CancelScope(shield=True), contextlib.suppress(OSError):
            while (outcome := child.outcome()) is None:
                child.stop()
                child.take()  # what is thrown away; from here on the descriptor tells of what comes after
                if child.outcome() is None:
                    await anyio.wait_readable(child.fileno())
    except BaseException:
        child.kill()
        raise
    if outcome is None:
        return ProcessOutcome(None, 0)
    exit_code, seconds, cause, has_ended = outcome
    return ProcessOutcome(
        exit_code,
        round(seconds * 1000),
        has_left_processes=cause == "left",
        has_timed_out=cause == "timedOut",
        was_stopped=cause == "stopped",
        has_ended=has_ended,
    )
