"""One client that speaks in lines on two descriptors, as those of standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio

from appserver.transports.listening import host_of

if TYPE_CHECKING:
    from appserver.server.runtime import ServerRuntime
    from appserver.transports.limits import WireLimits

__all__ = ["ANSWER_SECONDS", "serve_stdio"]

ANSWER_SECONDS: Final = 0.5
"""How long a client that sends no more is waited for: what it has asked is answered if that does not take longer."""


async def serve_stdio(
    runtime: ServerRuntime, reading: int, writing: int, limits: WireLimits | None = None
) -> None:
    """Serve one client on two descriptors until it is gone, or sends no more and is answered.

    The descriptors are duplicated, and stay the caller's. The duplicates are closed when what was answered is written,
    so that a client that waits for the end sees it.

    Cancellation: the client is still served; the end of the server ends it.
    """
    host = host_of(runtime, limits)
    peer = host.adopt(reading, writing)
    await peer.eof.wait()
    with anyio.move_on_after(ANSWER_SECONDS):
        await peer.end.wait()
    peer.connection.leave()
