"""Where a thread comes from, and what it has used at its beginning."""

from __future__ import annotations

from dataclasses import dataclass

from appserver import protocol as p

__all__ = ["NO_TOKENS", "ThreadOrigin"]

NO_TOKENS = p.TokenUsageBreakdown(
    total_tokens=0, input_tokens=0, cached_input_tokens=0, output_tokens=0, reasoning_output_tokens=0
)
"""What a thread has used at its beginning."""


@dataclass(frozen=True, slots=True)
class ThreadOrigin:
    """Where a thread comes from; goes into its metadata.

    Attributes:
        source: the kind of surface that runs the server, such as `cli` or `exec`.
        originator: the client's name.
        version: the server's version.
        label: what the client calls the source of this thread, if anything.
        parent_thread_id: the thread it was made for, if any.
        forked_from_id: the thread whose history it began with, if any.
        history_mode: how its client means to read its turns: `paginated`, or `legacy` for all at once.
    """

    source: p.SessionSource
    originator: str
    version: str
    label: str | None = None
    parent_thread_id: str | None = None
    forked_from_id: str | None = None
    history_mode: str = "paginated"
