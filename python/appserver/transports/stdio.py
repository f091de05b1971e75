"""One client on the standard input and output of this process."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import anyio

from appserver.transports.listening import host_of

if TYPE_CHECKING:
    from appserver.server.runtime import ServerRuntime
    from appserver.transports.limits import WireLimits

__all__ = ["ANSWER_SECONDS", "serve_stdio", "take_standard_streams"]

ANSWER_SECONDS: Final = 0.5
"""How long a client that sends no more is waited for: what it has asked is answered if that does not take longer."""


def take_standard_streams() -> tuple[int, int]:
    """Keep standard input and output for the protocol: return descriptors for both that nobody else has.

    From now on what the process prints goes to standard error, and reading its input finds the end: neither the host's
    own code nor a child process can come between the messages.
    """
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    reading, writing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return reading, writing


async def serve_stdio(
    runtime: ServerRuntime, reading: int, writing: int, limits: WireLimits | None = None
) -> None:
    """Serve one client on two descriptors until it is gone, or sends no more and is answered.

    The descriptors are duplicated, and stay the caller's.

    Cancellation: the client is still served; the end of the server ends it.
    """
    host = host_of(runtime, limits)
    peer = host.adopt(reading, writing)
    await peer.eof.wait()
    with anyio.move_on_after(ANSWER_SECONDS):
        await peer.end.wait()
