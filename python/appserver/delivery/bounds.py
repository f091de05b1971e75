"""The bounds of a server, unless it is started with others."""

from __future__ import annotations

from typing import Final

__all__ = ["MAX_HISTORY_BYTES", "MAX_SERVER_EVENT_BYTES", "STALL_TIMEOUT", "UNLOAD_DELAY"]

MAX_SERVER_EVENT_BYTES: Final = 256 * 1024 * 1024
"""Bytes of queued events a server: 32 streams that are full at their default bound."""

STALL_TIMEOUT: Final = 10.0
"""Seconds without a read after which producers wait no longer: far longer than any screen takes."""

MAX_HISTORY_BYTES: Final = 64 * 1024 * 1024
"""Bytes of ended turns a server: ninety thousand of a sentence each, or sixty whose commands printed a megabyte."""

UNLOAD_DELAY: Final = 1800.0
"""Seconds without a subscriber and without activity before a thread is unloaded, as Codex has it."""
