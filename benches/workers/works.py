"""What all libraries are given to do alike."""

from __future__ import annotations

__all__ = ["PAGE", "PROMPT", "STALLED_TEXT_BYTES", "TURN_DELTAS"]

TURN_DELTAS = 20
PROMPT = f"deltas {TURN_DELTAS}"
"""The prompt of a short turn; it tells the mock model how many deltas to answer with."""

STALLED_TEXT_BYTES = 20
"""The text of each delta that is sent to a reader that stopped."""

PAGE = 25
"""Threads, or turns, on a page."""
