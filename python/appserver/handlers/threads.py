"""The requests about threads and turns.

Each is answered at once; whatever must wait runs in a task of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.threads.errors import (
    no_rollout,
    thread_not_found,
    thread_not_loaded,
    turns_not_supported,
    turns_of_ephemeral_thread,
)
from appserver.threads.listing import list_loaded, list_threads
from appserver.turns.errors import no_active_turn
from appserver.turns.identifiers import InvalidIdentifierError, parse_identifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.thread import Thread

__all__ = ["HANDLERS"]


def _start_thread(ctx: RequestContext, params: p.ThreadStartParams) -> p.ThreadStartResponse:
    thread = ctx.session.threads.start_thread(params, originator=ctx.connection.client_name)
    return p.ThreadStartResponse(thread=thread.snapshot(), **_settings(thread))


def _resume_thread(ctx: RequestContext, params: p.ThreadResumeParams) -> p.ThreadResumeResponse:
    """Answer with a thread in memory as it is now.

    overrides are ignored, as Codex does for a loaded thread.
    """
    if params.history is not None or params.initial_turns_page is not None:
        field = "history" if params.history is not None else "initialTurnsPage"
        raise ServerError(f"thread/resume.{field} is not supported yet", code=ErrorCode.NOT_SUPPORTED)
    thread_id = _identifier(params.thread_id, "session")
    thread = ctx.session.threads.find(thread_id)
    if thread is None:
        raise no_rollout(thread_id)
    response = p.ThreadResumeResponse(
        thread=thread.snapshot(with_turns=not params.exclude_turns), **_settings(thread)
    )
    ctx.session.threads.configured(thread)
    return response


def _read_thread(ctx: RequestContext, params: p.ThreadReadParams) -> p.ThreadReadResponse:
    thread_id = _identifier(params.thread_id)
    thread = ctx.session.threads.find(thread_id)
    if thread is None:
        raise thread_not_loaded(thread_id)
    if params.include_turns:
        if thread.ephemeral:
            raise turns_of_ephemeral_thread()
        if not thread.has_user_message:
            raise turns_not_supported()
    return p.ThreadReadResponse(thread=thread.snapshot(with_turns=params.include_turns))


def _list_threads(ctx: RequestContext, params: p.ThreadListParams) -> p.ThreadListResponse:
    return list_threads(ctx.session.threads, params)


def _list_loaded_threads(ctx: RequestContext, params: p.ThreadLoadedListParams) -> p.ThreadLoadedListResponse:
    return list_loaded(ctx.session.threads, params)


def _start_turn(ctx: RequestContext, params: p.TurnStartParams) -> p.TurnStartResponse:
    turn = ctx.session.threads.start_turn(_identifier(params.thread_id), params)
    return p.TurnStartResponse(turn=turn.snapshot("notLoaded"))


def _interrupt_turn(ctx: RequestContext, params: p.TurnInterruptParams) -> p.TurnInterruptResponse:
    """Signal the turn and answer; the turn ends on its own, whether or not anyone reads events."""
    thread_id = _identifier(params.thread_id)
    thread = ctx.session.threads.find(thread_id)
    if thread is None:
        raise thread_not_found(thread_id)
    if not thread.interrupt(params.turn_id) and params.turn_id:
        raise no_active_turn()
    return p.TurnInterruptResponse()


HANDLERS: dict[type[p.RequestParams[Any]], Callable[..., p.WireModel]] = {
    p.ThreadStartParams: _start_thread,
    p.ThreadResumeParams: _resume_thread,
    p.ThreadReadParams: _read_thread,
    p.ThreadListParams: _list_threads,
    p.ThreadLoadedListParams: _list_loaded_threads,
    p.TurnStartParams: _start_turn,
    p.TurnInterruptParams: _interrupt_turn,
}


def _identifier(text: str, what: str = "thread") -> str:
    try:
        return parse_identifier(text)
    except InvalidIdentifierError as error:
        raise ServerError(f"invalid {what} id: {error}") from None


class _Settings(TypedDict):
    model: str
    model_provider: str
    service_tier: str | None
    cwd: str
    approval_policy: p.AskForApproval
    approvals_reviewer: p.ApprovalsReviewer
    sandbox: p.SandboxPolicy
    reasoning_effort: str | None


def _settings(thread: Thread) -> _Settings:
    settings = thread.settings
    return {
        "model": settings.model,
        "model_provider": settings.model_provider,
        "service_tier": settings.service_tier,
        "cwd": str(settings.cwd),
        "approval_policy": settings.approval_policy,
        "approvals_reviewer": settings.approvals_reviewer,
        "sandbox": settings.sandbox_policy,
        "reasoning_effort": settings.effort,
    }
