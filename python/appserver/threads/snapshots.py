"""A thread of this server as the protocol shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.threads.settings_shown import environments, known_git_info

if TYPE_CHECKING:
    from appserver.threads.thread import Thread

__all__ = ["thread_snapshot"]


def thread_snapshot(thread: Thread, *, with_turns: bool = False, in_list: bool = False) -> p.Thread:
    """The thread as the protocol shows it; `in_list` among others, without what only a loaded thread tells."""
    settings = thread.settings
    turns: list[p.Turn] = []
    if with_turns:
        running = [turn.snapshot("full") for turn in thread.turns if not turn.has_ended]
        turns = [*thread.history.view(), *running]
    return p.Thread(
        id=thread.id,
        environments=environments(settings) if thread.is_loaded else None,
        session_id=thread.id,
        forked_from_id=thread.origin.forked_from_id,
        parent_thread_id=thread.origin.parent_thread_id,
        preview=thread.preview,
        ephemeral=thread.ephemeral,
        history_mode=thread.origin.history_mode,
        model_provider=settings.model_provider,
        model=settings.model,
        reasoning_effort=settings.effort,
        created_at=thread.created // 1_000_000,
        updated_at=thread.updated // 1_000_000,
        recency_at=thread.updated // 1_000_000,
        status=thread.status.value,
        path=thread.path,
        cwd=str(settings.cwd),
        cli_version=thread.origin.version,
        originator=thread.origin.originator,
        source=thread.origin.source,
        can_accept_direct_input=None if in_list or not thread.is_loaded else True,
        thread_source=thread.origin.label,
        git_info=known_git_info(thread.git_info),
        name=thread.name,
        turns=turns,
        **_extra(thread),
    )


def _extra(thread: Thread) -> dict[str, Any]:
    """How many turns are gone, for a reader who would otherwise take those that are there for all of them."""
    gone = thread.history.gone
    return {"extra": p.ThreadExtra(forgotten_turns=gone)} if gone else {}
