"""Commands: one process group each, their output as text, and no process left behind.

The standard library's `subprocess.Popen` and a plain pipe are used with anyio's `wait_readable`, not
anyio's process streams: on asyncio those cannot tell the exit of a command from the end of its output,
which a background process may hold open for ever, and they print to standard error when their event loop is
closed under them.
"""

from __future__ import annotations

import atexit
import codecs
import errno
import os
import signal
import subprocess
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from appserver.backends import current_backend

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from appserver.backends.base import Task

__all__ = ["ProcessOutcome", "run_process"]

CHUNK_BYTES = 64 * 1024
"""Bytes read at once: what a Linux pipe holds, so that one read takes all that a command left behind."""

DRAIN_SECONDS = 0.5
"""How long output is still read after the command's exit while another process holds its pipe open.

Long enough for the end of `build > >(tee log)`, short enough not to be noticed after `server &`.
"""

TERMINATE_SECONDS = 0.5
"""How long a process group has between SIGTERM and SIGKILL. An interrupted turn waits this long at most."""

KILL_SECONDS = 2.0
"""How long a killed command is waited for. Only one that the kernel cannot end, on a dead disk, takes
longer."""

PROBE_SECONDS = 0.01
"""How often the group is asked whether anybody is left; POSIX has no event for that."""

SIGNAL_BASE = 128
"""Exit code of a command that signal n ended: 128 + n, as shells report it."""


@dataclass(frozen=True, slots=True)
class ProcessOutcome:
    """How a command ended.

    Attributes:
        exit_code: its exit status; 128 + n when signal n ended it; None when it could not be ended in time.
        duration_ms: milliseconds from its start to the end of the call.
        has_left_processes: whether it had exited and left processes of its group running, which were ended.
    """

    exit_code: int | None
    duration_ms: int
    has_left_processes: bool = False


async def run_process(
    command: Sequence[str],
    *,
    cwd: Path,
    on_output: Callable[[str], Awaitable[None]],
    environment: Mapping[str, str] | None = None,
    stoppable: anyio.CancelScope | None = None,
    started: Callable[[Callable[[], None]], None] | None = None,
) -> ProcessOutcome:
    """Run `command` and hand on its output as it comes.

    Standard input is empty; standard output and standard error are one stream in the order of writing.
    Bytes that are not valid UTF-8 become U+FFFD. While `on_output` waits the command waits too, once its pipe is
    full.

    The command leads a session and process group of its own. However the call ends (return, cancellation,
    an error of `on_output`, a closed event loop, the end of the interpreter) the group is ended with it:
    SIGTERM, half a second, SIGKILL. Only a process that made itself a session of its own survives. POSIX
    only.

    Args:
        command: the program and its arguments; no shell is involved.
        cwd: the directory to run in.
        on_output: awaited with each piece of output, in the calling task.
        environment: the whole environment; the interpreter's own when None.
        stoppable: a scope that is entered for as long as the command may be stopped by cancelling it; the command is
            then ended, and the call returns as usual. The ending itself is outside it.
        started: called once the command runs, with a function that ends the group at once and waits for nothing.

    Cancellation: the group is ended first. A second cancellation that breaks into that kills it at once.

    Raises:
        OSError: the program or directory is missing (`FileNotFoundError`) or may not be used.
    """
    begin = time.monotonic()
    child = _Child(command, cwd, environment)
    try:
        if started is not None:
            started(child.abandon)
        with nullcontext() if stoppable is None else stoppable:
            await child.forward(on_output)
    except GeneratorExit:  # the event loop is gone, nothing can be awaited any more
        child.abandon()
        raise
    except BaseException:
        await child.end()
        raise
    has_left_processes = await child.end()
    return ProcessOutcome(child.exit_code, round((time.monotonic() - begin) * 1000), has_left_processes)


class _Child:
    """A started command, its process group and the reading end of its pipe."""

    def __init__(self, command: Sequence[str], cwd: Path, environment: Mapping[str, str] | None) -> None:
        self._backend = current_backend()
        self._tasks: set[Task] = set()
        self._exited = anyio.Event()
        self._waiting = False
        self._owner = os.getpid()
        self._output, write_end = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - running what the caller names is the purpose
                list(command),
                cwd=cwd,
                env=None if environment is None else dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                start_new_session=True,
            )
        except (ValueError, IndexError) as error:  # an empty command, a NUL byte, a lone surrogate
            os.close(self._output)
            raise OSError(errno.EINVAL, f"not a valid command: {error}", str(list(command))) from error
        except BaseException:
            os.close(self._output)
            raise
        finally:
            os.close(write_end)
        os.set_blocking(self._output, False)
        atexit.register(self.abandon)
        try:
            # A thread that waits is the one way to see the exit that works on every POSIX system and event
            # loop, on any thread, without taking over SIGCHLD.
            threading.Thread(target=self._watch, name=f"wait-{self._process.pid}", daemon=True).start()
        except BaseException:
            self.abandon()
            self._process.wait()
            raise

    @property
    def exit_code(self) -> int | None:
        """The exit status, once the command has exited."""
        status: int | None = self._process.returncode
        return status if status is None or status >= 0 else SIGNAL_BASE - status

    async def forward(self, on_output: Callable[[str], Awaitable[None]]) -> None:
        """Pass the output on until the command has exited and its output has ended.

        Cancellation: the command goes on.
        """
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        ended = False
        while not ended and not self._exited.is_set():
            await self._wait_for_output()
            ended = await self._pass_on(decoder, on_output)
        await self._exited.wait()
        # Read before asking the clock: after a slow `on_output` the pipe may still hold all the command left.
        drained = time.monotonic() + DRAIN_SECONDS
        while not ended:
            ended = await self._pass_on(decoder, on_output)
            if ended or not await self._wait_for_output_until(drained):
                break
        if rest := decoder.decode(b"", final=True):
            await on_output(rest)

    async def _pass_on(
        self, decoder: codecs.IncrementalDecoder, on_output: Callable[[str], Awaitable[None]]
    ) -> bool:
        """Pass on what the pipe holds, at most `CHUNK_BYTES`. True at the output's end."""
        try:
            data = os.read(self._output, CHUNK_BYTES)
        except BlockingIOError:
            return False
        if text := decoder.decode(data):
            await on_output(text)
        return not data

    async def _wait_for_output(self) -> None:
        """Return when there is something to read, the output has ended, or the command exits."""
        self._waiting = True
        try:
            await anyio.wait_readable(self._output)
        except anyio.ClosedResourceError:  # `_end_wait` does this
            return
        finally:
            self._waiting = False

    async def _wait_for_output_until(self, deadline: float) -> bool:
        """Like `_wait_for_output`, but give up, with False, at `deadline` in monotonic seconds."""
        remaining = deadline - time.monotonic()
        if remaining > 0:
            with anyio.move_on_after(remaining):
                await anyio.wait_readable(self._output)
                return True
        return False

    def _watch(self) -> None:
        """The body of the waiting thread."""
        self._process.wait()
        self._backend.call_soon(self._on_exit)

    def _on_exit(self) -> None:
        self._exited.set()
        if self._waiting:  # anyio serves tasks only, so a task must end the wait
            self._backend.spawn(self._tasks, self._end_wait, name="end of a command")

    async def _end_wait(self) -> None:
        if self._waiting:
            anyio.notify_closing(self._output)

    def _signal(self, number: int) -> bool:
        """Signal the group, 0 to ask only. False when nobody is left in it."""
        if os.getpid() != self._owner:  # a forked copy of this object owns no process
            return False
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    async def end(self) -> bool:
        """End the whole group, reap the command and release everything.

        Cancellation: a scope waits for the end; what breaks through the shield kills the group at once.

        Returns:
            Whether the command had exited and left processes running.
        """
        if os.getpid() != self._owner:  # a fork has neither the group nor the thread that waits
            self._release()
            return False
        has_left = False
        try:
            with anyio.CancelScope(shield=True):
                if self._signal(0):
                    has_left = self._exited.is_set() and _runs(self._process.pid)
                    self._signal(signal.SIGTERM)
                    with anyio.move_on_after(TERMINATE_SECONDS):
                        while self._signal(0):  # noqa: ASYNC110 - there is no event to wait for
                            await anyio.sleep(PROBE_SECONDS)
                    self._signal(signal.SIGKILL)
                with anyio.move_on_after(KILL_SECONDS):
                    await self._exited.wait()
                    while self._signal(0) and _runs(self._process.pid):  # noqa: ASYNC110 - as above
                        await anyio.sleep(PROBE_SECONDS)
        except BaseException:
            self.abandon()
            raise
        self._release()
        return has_left

    def abandon(self) -> None:
        """End the group at once and wait for nothing; the thread reaps the command."""
        self._signal(signal.SIGKILL)
        self._release()

    def _release(self) -> None:
        output, self._output = self._output, -1
        if output >= 0:
            atexit.unregister(self.abandon)
            os.close(output)


def _runs(group: int) -> bool:
    """Whether a process of the group runs; one that has ended and was not reaped yet does not count."""
    processes = Path("/proc")
    if not (processes / "self" / "stat").exists():
        return True  # no better is known here than that the group answers
    for entry in processes.iterdir():
        if entry.name.isdigit():
            try:
                state, _parent, its_group = (entry / "stat").read_bytes().rsplit(b")", 1)[1].split()[:3]
            except OSError:  # it has ended meanwhile
                continue
            if int(its_group) == group and state not in (b"Z", b"X"):
                return True
    return False
