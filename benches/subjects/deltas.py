"""The events that benchmarks send: one text delta, and the event that ends a stream of them."""

from __future__ import annotations

from appserver import protocol as p

__all__ = ["delta", "last_event"]


def delta(thread_id: str = "thread") -> p.AgentMessageDeltaNotification:
    """A piece of an agent's message, about as long as a token."""
    return p.AgentMessageDeltaNotification(
        thread_id=thread_id, turn_id="turn", item_id="item", delta="hello "
    )


def last_event(thread_id: str = "thread") -> p.ThreadClosedNotification:
    """A terminal event: it is never joined and never lost, so that readers can wait for it."""
    return p.ThreadClosedNotification(thread_id=thread_id)
