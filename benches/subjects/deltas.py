"""What benchmarks send: one text delta, the event that ends a stream of them, and an approval request."""

from __future__ import annotations

from appserver import protocol as p

__all__ = ["approval", "delta", "last_event"]


def delta(thread_id: str = "thread", text: str = "hello ") -> p.AgentMessageDeltaNotification:
    """A piece of an agent's message, about as long as a token."""
    return p.AgentMessageDeltaNotification(thread_id=thread_id, turn_id="turn", item_id="item", delta=text)


def last_event(thread_id: str = "thread") -> p.ThreadClosedNotification:
    """A terminal event: it is never joined and never lost, so that readers can wait for it."""
    return p.ThreadClosedNotification(thread_id=thread_id)


def approval() -> p.CommandExecutionRequestApprovalParams:
    """A question whether a command may run."""
    return p.CommandExecutionRequestApprovalParams.model_validate(
        {
            "threadId": "thread",
            "turnId": "turn",
            "itemId": "item",
            "startedAtMs": 0,
            "command": "ls",
            "cwd": "/",
            "reason": "to see",
        }
    )
