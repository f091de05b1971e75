"""The bounds of every wire, in one table."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

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

    Raises:
        TypeError, ValueError: a size is a whole number from 1 on, a time a number above 0.
    """

    message_bytes: int = 64 * MIB
    frame_bytes: int = 16 * MIB
    unsent_bytes: int = 32 * MIB
    unread_bytes: int = 1 * MIB
    connections: int = 1000
    handshake_timeout: float = 10.0
    stall_timeout: float | None = 30.0
    ping_interval: float | None = 20.0

    def __post_init__(self) -> None:
        for limit in fields(self):
            _CHECKS[limit.type](f"WireLimits: {limit.name}", getattr(self, limit.name))


def _check_size(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is a whole number, an int, not {type(value).__name__}")
    if not 1 <= value < 2**63:
        raise ValueError(f"{name} is {value}; use a whole number from 1 on, of less than 64 bits")


def _check_time(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is a number of seconds, not {type(value).__name__}")
    if not (0 < value < 1e15 or value == math.inf):
        raise ValueError(f"{name} is {value}; use a number of seconds above 0")


def _check_optional_time(name: str, value: Any) -> None:
    if value is not None:
        _check_time(name, value)


_CHECKS: Any = {"int": _check_size, "float": _check_time, "float | None": _check_optional_time}
"""By the type that the field is written with."""
