"""The bounds of a server's streams, unless it is started with others."""

from __future__ import annotations

from typing import Final

__all__ = ["MAX_SERVER_EVENT_BYTES", "STALL_TIMEOUT"]

MAX_SERVER_EVENT_BYTES: Final = 256 * 1024 * 1024
"""Bytes of queued events a server: 32 streams that are full at their default bound."""

STALL_TIMEOUT: Final = 10.0
"""Seconds without a read after which producers wait no longer: far longer than any screen takes."""
