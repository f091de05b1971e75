"""A command whose outputs are read apart, as bytes: what a client runs by hand, for itself."""

from __future__ import annotations

import contextlib
import os
import select
from typing import TYPE_CHECKING, Final

import anyio
from anyio.lowlevel import checkpoint

from appserver.execution.process import ProcessControl, end_child, start_child

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

    from appserver._core import Command
    from appserver.execution.process import ProcessOutcome, TerminalSize
    from appserver.execution.sandbox import SandboxTerms

    OnOutput = Callable[[str, bytes], Awaitable[None]]

__all__ = ["run_exec"]

_READ: Final = 64 << 10
"""What a pipe holds on Linux, unless a command has enlarged it."""

_LAST_READS: Final = 16
"""So often it is read when nobody of the group is left: what the largest pipe holds, and no more of who has escaped."""


class _ErrorPipe:
    """Standard error of a command, and what wakes its owner for either of its outputs.

    Where the system has no epoll, or the command a terminal, both outputs are one.
    """

    def __init__(self, *, is_needed: bool) -> None:
        self.writer: int | None = None
        self._reader: int | None = None
        self._poll: select.epoll | None = None
        if is_needed and hasattr(select, "epoll"):
            self._poll = select.epoll()
            self._reader, self.writer = os.pipe()
            os.set_blocking(self._reader, False)
            self._poll.register(self._reader, select.EPOLLIN)

    def started(self, child: Command) -> None:
        """The command has its end of the pipe."""
        if self._poll is not None:
            self._poll.register(child.fileno(), select.EPOLLIN)
        self._close_writer()

    def read(self) -> bytes:
        """What has come; nothing where nothing has, or nobody writes any more."""
        if self._reader is None or self._poll is None:
            return b""
        try:
            data = os.read(self._reader, _READ)
        except BlockingIOError:
            return b""
        if not data:
            self._poll.unregister(self._reader)
            os.close(self._reader)
            self._reader = None
        return data

    async def wait(self, child: Command) -> None:
        """Return when there is something of either output.

        Cancellation: nothing is read.
        """
        await anyio.wait_readable(child.fileno() if self._poll is None else self._poll.fileno())

    def close(self) -> None:
        """Close what is open."""
        self._close_writer()
        if self._reader is not None:
            os.close(self._reader)
            self._reader = None
        if self._poll is not None:
            self._poll.close()

    def _close_writer(self) -> None:
        if self.writer is not None:
            os.close(self.writer)
            self.writer = None


async def run_exec(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    timeout: float | None,
    sandbox: SandboxTerms | None,
    terminal: TerminalSize | None,
    is_written: bool,
    started: Callable[[ProcessControl], None],
    on_output: OnOutput,
) -> ProcessOutcome:
    """Run a command as `run_process` does, and hand on its output by the names of its outputs, `stdout` and `stderr`.

    What has a terminal has one output.

    Cancellation: the group is ended first. A second cancellation that breaks into that kills it at once.

    Raises:
        OSError: the program or directory is missing or may not be used, or no sandbox works here.
    """
    with contextlib.closing(_ErrorPipe(is_needed=terminal is None)) as errors:
        child = start_child(
            command,
            cwd,
            environment,
            None,
            timeout,
            sandbox,
            terminal,
            is_written=is_written,
            stderr=errors.writer,
        )
        try:
            errors.started(child)
            started(ProcessControl(child))
            await _forward(child, errors, on_output)
            return await end_child(child)
        except GeneratorExit:  # the event loop is gone, nothing can be awaited any more
            child.kill()
            raise
        except BaseException:
            await end_child(child)
            raise
        finally:
            child.close()


async def _forward(child: Command, errors: _ErrorPipe, on_output: OnOutput) -> None:
    """Pass both outputs on until nobody of the group is left.

    Cancellation: the command goes on.
    """
    while (data := child.take()) is not None:
        told = errors.read()
        for name, piece in (("stdout", data), ("stderr", told)):
            if piece:
                await on_output(name, piece)
        if data or told:
            await checkpoint()  # a command that never stops writing leaves time for others
        else:
            await errors.wait(child)
    for _ in range(_LAST_READS):
        if rest := errors.read():
            await on_output("stderr", rest)
