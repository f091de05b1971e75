"""A thread as a store knows it, and as the server does: from one to the other, and as the protocol shows it."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.store.records import StoredThread
from appserver.threads.origin import ThreadOrigin
from appserver.threads.settings_shown import known_git_info
from appserver.turns.dynamic_tools import checked_dynamic_tools
from appserver.turns.settings import TurnSettings

if TYPE_CHECKING:
    from appserver.threads.thread import Thread
    from appserver.turns.defaults import ModelDefaults

logger = logging.getLogger(__name__)

__all__ = ["origin_of", "settings_of", "shown", "stored"]

_UNSAID: Final = frozenset(
    {
        *("approval_policy", "sandbox_policy", "permission_profile", "approvals_reviewer"),
        *("summary", "personality", "service_tier"),
    }
)
"""What only a turn, or a change of the settings, says."""


def stored(thread: Thread) -> StoredThread:
    """What a store is told of a new thread."""
    origin, settings = thread.origin, thread.settings
    source = origin.source
    return StoredThread(
        id=thread.id,
        created=thread.created,
        cwd=str(settings.cwd),
        model_provider=settings.model_provider,
        originator=origin.originator,
        cli_version=origin.version,
        source=source if isinstance(source, str) else source.to_wire(),
        model=settings.model,
        effort=settings.effort,
        label=origin.label,
        history_mode=origin.history_mode,
        parent_thread_id=origin.parent_thread_id,
        dynamic_tools=[tool.to_wire() for tool in settings.dynamic_tools] or None,
    )


def origin_of(thread: StoredThread) -> ThreadOrigin:
    """Where a thread of a store comes from."""
    return ThreadOrigin(
        source=_source(thread.source),
        originator=thread.originator,
        version=thread.cli_version,
        label=thread.label,
        parent_thread_id=thread.parent_thread_id,
        forked_from_id=thread.forked_from_id,
        history_mode=thread.history_mode,
    )


def settings_of(thread: StoredThread, defaults: ModelDefaults) -> TurnSettings:
    """What the next turn of a thread runs with: what its last one did, and the defaults where nothing is known."""
    settings = TurnSettings(
        cwd=Path(thread.cwd),
        model=thread.model or defaults.model,
        model_provider=thread.model_provider or defaults.model_provider,
        environment=defaults.environment,
        effort=thread.effort,
        dynamic_tools=_dynamic_tools(thread),
    )
    known = thread.settings
    if known is None:
        first = {"model": thread.model, "effort": thread.effort}
        return replace(settings, unsaid=_UNSAID.union(name for name, value in first.items() if value is None))
    profile = known.active_permission_profile
    mode = known.collaboration_mode
    return replace(
        settings,
        cwd=Path(known.cwd),
        model=known.model,
        model_provider=known.model_provider or settings.model_provider,
        approval_policy=known.approval_policy,
        approvals_reviewer=known.approvals_reviewer,
        sandbox_policy=known.sandbox_policy,
        permission_profile=None if profile is None else profile.id,
        effort=known.effort,
        summary=known.summary,
        personality=known.personality,
        service_tier=known.service_tier,
        mode=mode.mode,
        mode_instructions=mode.settings.developer_instructions,
    )


def _dynamic_tools(thread: StoredThread) -> tuple[p.DynamicToolSpec, ...]:
    """The tools of its client. A thread goes on without those that another program has written and nobody knows."""
    if not thread.dynamic_tools:
        return ()
    try:
        params = p.ThreadStartParams.from_wire({"dynamicTools": list(thread.dynamic_tools)})
        return checked_dynamic_tools(params.dynamic_tools)
    except (ValueError, ServerError) as error:
        logger.warning("thread %s goes on without the tools of its client: %s", thread.id, error)
        return ()


def shown(thread: StoredThread) -> p.Thread:
    """A thread that is not loaded as the protocol shows it."""
    return p.Thread(
        id=thread.id,
        environments=None,
        session_id=thread.id,
        forked_from_id=thread.forked_from_id,
        parent_thread_id=thread.parent_thread_id,
        preview=thread.preview,
        ephemeral=False,
        history_mode=thread.history_mode,
        model_provider=thread.model_provider,
        model=thread.model,
        reasoning_effort=thread.effort,
        created_at=thread.created // 1_000_000,
        updated_at=thread.updated // 1_000_000,
        recency_at=thread.recency // 1_000_000,
        status=p.NotLoadedThreadStatus(),
        path=thread.path,
        cwd=thread.cwd,
        cli_version=thread.cli_version,
        originator=thread.originator,
        source=_source(thread.source),
        can_accept_direct_input=None,
        thread_source=thread.label,
        git_info=known_git_info(thread.git_info),
        name=thread.name,
        turns=[],
    )


def _source(source: Any) -> Any:
    """The source of a thread as a model; one of a form that nobody knows is unknown."""
    if isinstance(source, str):
        return source
    try:
        return p.CustomSessionSource.from_wire(source)
    except ValueError:
        return "unknown"
