"""Standard output and standard error of the command.

Standard output carries the result and nothing else; everything said about it goes to standard error.
"""

from __future__ import annotations

import contextlib
import os
import sys

import anyio

__all__ = ["OutputClosedError", "StandardOutput", "notice"]

PIPE_BUFFER_BYTES = 4096
"""A pipe that is ready for writing takes this much without blocking (`PIPE_BUF` on Linux; POSIX promises
512)."""


class OutputClosedError(Exception):
    """Nobody reads standard output any more, as after `| head -1`."""


class StandardOutput:
    """Writes to a file descriptor without ever blocking the event loop.

    A reader that stops (`| less`) would otherwise stop the whole process, Ctrl+C included.
    """

    def __init__(self, descriptor: int = 1) -> None:
        self._descriptor = descriptor
        self._can_wait = True

    async def write(self, text: str) -> None:
        """Write all of `text`.

        Raises:
            OutputClosedError: nobody reads any more.
            OSError: the disk is full, or the like.
        """
        data = text.encode("utf-8", "backslashreplace")
        while data:
            await self._wait_until_writable()
            try:
                written = os.write(self._descriptor, data[:PIPE_BUFFER_BYTES] if self._can_wait else data)
            except BlockingIOError:  # somebody else made the pipe non-blocking, and filled it
                continue
            except BrokenPipeError:
                raise OutputClosedError from None
            data = data[written:]

    async def _wait_until_writable(self) -> None:
        if self._can_wait:
            try:
                await anyio.wait_writable(self._descriptor)
            except OSError:  # a regular file, /dev/null: always ready, and nothing to wait for
                self._can_wait = False


def notice(text: str) -> None:
    """Say something about the run, on standard error; a closed one is passed over."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"appserver: {text}", file=sys.stderr, flush=True)
