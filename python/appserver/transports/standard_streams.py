"""The standard streams of a process that speaks the protocol on them, whatever else runs in it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

__all__ = ["hold_closed_descriptors", "keep_standard_output", "take_standard_streams"]

NOTHING = ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY))
"""How a descriptor that is closed is held: reading the input and writing the output fail as before, and what is said on
standard error goes nowhere."""


def hold_closed_descriptors() -> None:
    """Hold the standard descriptors that are closed, as those of a daemon may be.

    Otherwise the next file or socket that is opened gets the number, and what user code, C libraries and child
    processes print goes there: between the messages of a client.
    """
    for descriptor, flags in NOTHING:
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest number that is free is taken, which is this one. Children have it too.
            os.set_inheritable(os.open(os.devnull, flags), True)


def take_standard_streams() -> tuple[int, int]:
    """Keep standard input and output for the protocol: return descriptors for both that nobody else has.

    From now on what the process prints goes to standard error, and reading its input finds the end: neither the host's
    own code nor a child process can come between the messages.

    Raises:
        OSError: one of them is closed.
    """
    reading = os.dup(0)
    _put(os.devnull, os.O_RDONLY, 0)
    return reading, keep_standard_output()


def keep_standard_output() -> int:
    """Return a descriptor of standard output that nobody else has; what is printed goes to standard error from now on.

    Raises:
        OSError: it is closed.
    """
    with suppress(AttributeError, OSError, ValueError):
        sys.stdout.flush()
    writing = os.dup(1)
    try:
        os.dup2(2, 1)
    except OSError:  # standard error is closed: what is printed goes nowhere
        _put(os.devnull, os.O_WRONLY, 1)
    output: Any = sys.stdout  # a host may have put something else in its place
    if hasattr(output, "reconfigure"):
        output.reconfigure(line_buffering=True)  # as standard error: what is printed is seen at once
    return writing


def _put(path: str, flags: int, descriptor: int) -> None:
    opened = os.open(path, flags)
    os.dup2(opened, descriptor)
    os.close(opened)
