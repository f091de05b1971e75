"""The real Codex app server in a process of its own, over its unix socket."""

from __future__ import annotations

from benches.workers.codex_process import codex_program
from benches.workers.offer import merged
from benches.workers.wire import connection_offers, request_offers

__all__ = ["OFFERS"]

OFFERS = merged(
    request_offers("", "unix", codex_program), connection_offers("", codex_program, has_events=False)
)
