"""The bounds of every wire, in one table."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WireLimits"]

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WireLimits:
    """What the transports of a server allow. Sizes are bytes, times seconds.

    Attributes:
        message_bytes: the longest message that is taken. Beyond it a line is skipped, and a websocket closed with 1009.
        frame_bytes: the longest websocket frame; longer messages are sent in fragments.
        unsent_bytes: what may wait to be written to one client; beyond it the client is closed with 1013.
        unread_bytes: what is read ahead of the server from one client; beyond it the client waits.
        connections: clients at a time, over all listeners; further ones are refused.
        handshake_timeout: how long a websocket's handshake may take.
        stall_timeout: how long a client may take no byte while something is to be written; None: for ever.
        ping_interval: after so long without a message a websocket client is pinged, and closed after as long again
            without an answer; None: never.
    """

    message_bytes: int = 64 * MIB
    frame_bytes: int = 16 * MIB
    unsent_bytes: int = 32 * MIB
    unread_bytes: int = 1 * MIB
    connections: int = 1000
    handshake_timeout: float = 10.0
    stall_timeout: float | None = 30.0
    ping_interval: float | None = 20.0
