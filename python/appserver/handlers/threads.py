"""The handlers of `thread/*`. All but those that may have to interrupt a turn answer at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.handlers.identifiers import read_thread_id
from appserver.threads.errors import (
    no_rollout,
    thread_not_loaded,
    turns_not_supported,
    turns_of_ephemeral_thread,
)
from appserver.threads.listing import list_loaded, list_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread

__all__ = ["ThreadHandlers"]


class ThreadHandlers:
    """Answers the requests about threads.

    Attributes:
        by_params: handler by class of params.
    """

    def __init__(self, threads: ThreadManager) -> None:
        self._threads = threads
        self.by_params: dict[type[p.RequestParams[Any]], Callable[..., Any]] = {
            p.ThreadStartParams: self.start,
            p.ThreadResumeParams: self.resume,
            p.ThreadUnsubscribeParams: self.unsubscribe,
            p.ThreadArchiveParams: self.archive,
            p.ThreadUnarchiveParams: self.unarchive,
            p.ThreadDeleteParams: self.delete,
            p.ThreadReadParams: self.read,
            p.ThreadListParams: self.list,
            p.ThreadLoadedListParams: self.list_loaded,
        }

    def start(self, ctx: RequestContext, params: p.ThreadStartParams) -> p.ThreadStartResponse:
        """Start a thread; the connection is subscribed to it."""
        thread = self._threads.start_thread(
            params, originator=ctx.connection.client_name, open_thread=ctx.open_thread
        )
        return p.ThreadStartResponse(thread=thread.snapshot(), **_settings(thread))

    def resume(self, ctx: RequestContext, params: p.ThreadResumeParams) -> p.ThreadResumeResponse:
        """Answer with a thread as it is now, and subscribe the connection to it; it is loaded if it was not.

        Its open questions are asked again. Overrides are ignored, as Codex does for a loaded thread.
        """
        if params.history is not None or params.initial_turns_page is not None:
            field = "history" if params.history is not None else "initialTurnsPage"
            raise ServerError(f"thread/resume.{field} is not supported yet", code=ErrorCode.NOT_SUPPORTED)
        thread_id = read_thread_id(params.thread_id, "session")
        thread = self._threads.find_stored(thread_id)
        if thread is None:
            raise no_rollout(thread_id)
        if not thread.is_loaded:
            self._threads.load(thread, ctx.open_thread)
        response = p.ThreadResumeResponse(
            thread=thread.snapshot(with_turns=not params.exclude_turns), **_settings(thread)
        )
        ctx.subscribe_thread(thread_id)
        self._threads.configured(thread)
        if not params.exclude_turns:
            _warn(ctx, thread)
        return response

    def unsubscribe(
        self, ctx: RequestContext, params: p.ThreadUnsubscribeParams
    ) -> p.ThreadUnsubscribeResponse:
        """Send the connection no more of a thread's events. The thread and its turns go on."""
        thread_id = read_thread_id(params.thread_id)
        if self._threads.find(thread_id) is None:
            return p.ThreadUnsubscribeResponse(status="notLoaded")
        was_subscribed = ctx.unsubscribe_thread(thread_id)
        self._threads.nobody_left(thread_id)
        return p.ThreadUnsubscribeResponse(status="unsubscribed" if was_subscribed else "notSubscribed")

    async def archive(self, _ctx: RequestContext, params: p.ThreadArchiveParams) -> p.ThreadArchiveResponse:
        """Put a thread away, once the turn that runs has been interrupted.

        Cancellation: the turn is interrupted all the same.
        """
        await self._threads.archive(read_thread_id(params.thread_id))
        return p.ThreadArchiveResponse()

    def unarchive(self, _ctx: RequestContext, params: p.ThreadUnarchiveParams) -> p.ThreadUnarchiveResponse:
        """Put an archived thread back. It is to be resumed before its next turn."""
        thread = self._threads.unarchive(read_thread_id(params.thread_id))
        return p.ThreadUnarchiveResponse(thread=thread.snapshot())

    async def delete(self, _ctx: RequestContext, params: p.ThreadDeleteParams) -> p.ThreadDeleteResponse:
        """Forget a thread, once the turn that runs has been interrupted.

        Cancellation: the turn is interrupted all the same.
        """
        await self._threads.delete(read_thread_id(params.thread_id))
        return p.ThreadDeleteResponse()

    def read(self, ctx: RequestContext, params: p.ThreadReadParams) -> p.ThreadReadResponse:
        """Answer with a thread as it is now."""
        thread_id = read_thread_id(params.thread_id)
        thread = self._threads.find_stored(thread_id)
        if thread is None:
            raise thread_not_loaded(thread_id)
        if params.include_turns:
            if thread.ephemeral:
                raise turns_of_ephemeral_thread()
            if not thread.has_user_message:
                raise turns_not_supported()
            _warn(ctx, thread)
        return p.ThreadReadResponse(thread=thread.snapshot(with_turns=params.include_turns))

    def list(self, _ctx: RequestContext, params: p.ThreadListParams) -> p.ThreadListResponse:
        """Answer with a page of threads."""
        return list_threads(self._threads, params)

    def list_loaded(
        self, _ctx: RequestContext, params: p.ThreadLoadedListParams
    ) -> p.ThreadLoadedListResponse:
        """Answer with a page of the ids of threads in memory."""
        return list_loaded(self._threads, params)


def _warn(ctx: RequestContext, thread: Thread) -> None:
    """Tell whoever reads a thread that turns are missing: what is there is not all."""
    if gone := thread.history.gone:
        text = f"{gone} older turns of this thread are gone: the server keeps max_history_bytes of history"
        ctx.outgoing.try_send_notification(p.WarningNotification(message=text, thread_id=thread.id))


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
