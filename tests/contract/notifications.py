"""Short ways to write the notifications that the contract tests send."""

from __future__ import annotations

from typing import Any

from appserver import protocol as p

__all__ = [
    "best_effort",
    "delta",
    "diff",
    "item_completed",
    "item_started",
    "legacy",
    "patch",
    "plan",
    "rate_limits",
    "reasoning",
    "summary",
    "terminal",
    "thread_started",
    "turn_completed",
    "turn_started",
    "unknown",
]


def delta(text: str, *, thread: str = "t", item: str = "i") -> p.AgentMessageDeltaNotification:
    """Mergeable; weighs its text."""
    return p.AgentMessageDeltaNotification(thread_id=thread, turn_id="u", item_id=item, delta=text)


def reasoning(
    text: str, *, index: int = 0, thread: str = "t", item: str = "i"
) -> p.ReasoningTextDeltaNotification:
    """Mergeable, with an index."""
    return p.ReasoningTextDeltaNotification(
        thread_id=thread, turn_id="u", item_id=item, delta=text, content_index=index
    )


def summary(
    text: str, *, index: int = 0, thread: str = "t", item: str = "i"
) -> p.ReasoningSummaryTextDeltaNotification:
    """Mergeable, with an index."""
    return p.ReasoningSummaryTextDeltaNotification(
        thread_id=thread, turn_id="u", item_id=item, delta=text, summary_index=index
    )


def diff(text: str, *, thread: str = "t", turn: str = "u") -> p.TurnDiffUpdatedNotification:
    """Latest, of one turn; weighs its text, the thread's id and the turn's."""
    return p.TurnDiffUpdatedNotification(thread_id=thread, turn_id=turn, diff=text)


def plan(text: str, *, thread: str = "t", turn: str = "u") -> p.TurnPlanUpdatedNotification:
    """Latest, of one turn."""
    return p.TurnPlanUpdatedNotification(
        thread_id=thread, turn_id=turn, plan=[p.TurnPlanStep(step=text, status="completed")]
    )


def patch(text: str, *, thread: str = "t", item: str = "i") -> p.FileChangePatchUpdatedNotification:
    """Latest, of one item."""
    return p.FileChangePatchUpdatedNotification(
        thread_id=thread,
        turn_id="u",
        item_id=item,
        changes=[p.FileUpdateChange.from_wire({"path": "a", "kind": {"type": "add"}, "diff": text})],
    )


def rate_limits() -> p.AccountRateLimitsUpdatedNotification:
    """Latest, of no thread."""
    return p.AccountRateLimitsUpdatedNotification(rate_limits=p.RateLimitSnapshot())


def terminal(name: str, *, thread: str = "t") -> p.ServerRequestResolvedNotification:
    """Terminal, and no boundary of anything; weighs its name and the thread's id."""
    return p.ServerRequestResolvedNotification(thread_id=thread, request_id=name)


def best_effort(text: str, *, thread: str | None = "t") -> p.WarningNotification:
    """Best effort; weighs its text and the thread's id."""
    return p.WarningNotification(thread_id=thread, message=text)


def item_started(*, thread: str = "t", item: str = "i") -> p.ItemStartedNotification:
    """Terminal; begins an item."""
    return p.ItemStartedNotification(
        item=p.AgentMessageThreadItem(id=item, text=""), thread_id=thread, turn_id="u", started_at_ms=0
    )


def item_completed(*, thread: str = "t", item: str = "i") -> p.ItemCompletedNotification:
    """Terminal; ends an item."""
    return p.ItemCompletedNotification(
        item=p.AgentMessageThreadItem(id=item, text=""), thread_id=thread, turn_id="u", completed_at_ms=0
    )


def turn_started(*, thread: str = "t") -> p.TurnStartedNotification:
    """Terminal; begins a turn."""
    return p.TurnStartedNotification(thread_id=thread, turn=p.Turn(id="u", items=[], status="inProgress"))


def turn_completed(*, thread: str = "t") -> p.TurnCompletedNotification:
    """Terminal; ends a turn."""
    return p.TurnCompletedNotification(thread_id=thread, turn=p.Turn(id="u", items=[], status="completed"))


def thread_started(*, thread: str = "t") -> p.ThreadStartedNotification:
    """Terminal; its thread's id stands in its thread."""
    return p.ThreadStartedNotification(
        thread=p.Thread(
            id=thread,
            session_id="s",
            preview="",
            ephemeral=True,
            model_provider="none",
            created_at=0,
            updated_at=0,
            status=p.IdleThreadStatus(),
            cwd="/",
            cli_version="0",
            source="cli",
            turns=[],
        )
    )


def unknown(method: str, params: Any = None) -> p.UnknownNotification:
    """A notification without a model."""
    return p.UnknownNotification(method=method, params=params)


def legacy(name: str, params: Any = None) -> p.LegacyNotification:
    """A `codex/event/` notification."""
    return p.LegacyNotification(method=f"codex/event/{name}", params=params)
