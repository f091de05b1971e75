"""Ctrl+C: the first asks the turn to stop, the second leaves at once.

SIGTERM and SIGHUP count like Ctrl+C, so that no command outlives a closed terminal window.
"""

from __future__ import annotations

import _thread
import atexit
import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

import anyio

from appserver.command_line.output import print_status

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["watch_signals"]

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def watch_signals(stop: Callable[[], Awaitable[None]], pause: Callable[[], None]) -> None:
    """Call `stop` at the first signal and leave the process at the second. Runs until it is cancelled.

    Cancellation: is the way to end it; signals do again what they did before.

    Args:
        stop: asks the turn to stop.
        pause: takes away what moves on the terminal.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # an embedder's thread: signals are the embedder's
    with anyio.open_signal_receiver(*SIGNALS) as signals:
        async for number in signals:
            pause()
            await stop()
            if number == signal.SIGINT:
                print_status("stopping; Ctrl+C again leaves at once")
            break
        async for _ in signals:
            pause()
            leave()


_leaving = _thread.allocate_lock()


def leave(status: int = 1, *, flush: bool = True) -> NoReturn:
    """Leave the process now: kill the commands that run, flush, and wait for nothing else. Any thread.

    Args:
        status: the exit status.
        flush: whether to flush standard output and standard error, which waits for whoever is writing to them.
    """
    if _leaving.acquire(blocking=False):  # otherwise that is being done, and takes too long
        # They kill the commands; no public name runs them without the waiting.
        atexit._run_exitfuncs()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        for stream in (sys.stdout, sys.stderr) if flush else ():
            if stream is not None:
                # A full disk must not keep the process, nor what the user's code has closed or put in its place.
                with contextlib.suppress(OSError, ValueError, AttributeError):
                    stream.flush()
    os._exit(status)
