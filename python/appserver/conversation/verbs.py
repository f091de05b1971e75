"""The verbs of every typed client for threads, models and the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.conversation.approvals import Approver
from appserver.conversation.checks import check_id, filter_paths, given, listed, params_of, path_text
from appserver.conversation.thread import Thread
from appserver.option_names import checks_names_of_methods

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from appserver.conversation.approvals import Approvals
    from appserver.conversation.host import Host
    from appserver.conversation.thread import OnApproval

__all__ = ["ThreadVerbs"]


@checks_names_of_methods
class ThreadVerbs:
    """What a client does with threads as objects; `request` beside it does all that the protocol has."""

    __slots__ = ()

    async def thread_start(
        self: Host,
        *,
        on_approval: OnApproval | None = None,
        approvals: Approvals | None = None,
        cwd: str | os.PathLike[str] | None = None,
        model: str | None = None,
        model_provider: str | None = None,
        service_tier: str | None = None,
        approval_policy: p.AskForApproval | None = None,
        approvals_reviewer: p.ApprovalsReviewer | None = None,
        sandbox: p.SandboxMode | None = None,
        config: dict[str, Any] | None = None,
        base_instructions: str | None = None,
        developer_instructions: str | None = None,
        personality: p.Personality | None = None,
        ephemeral: bool | None = None,
        service_name: str | None = None,
        session_start_source: p.ThreadStartSource | None = None,
        thread_source: str | None = None,
        dynamic_tools: Sequence[p.DynamicToolSpec] | None = None,
    ) -> Thread:
        """Start a thread.

        Cancellation: the thread may be there.

        Args:
            on_approval: called with each question of its turns and the thread. It returns an answer or awaits one:
                `True`, `False`, a decision, or a whole answer; None, or an exception, declines.
            approvals: `"never"`, `"accept-edits"` or `"ask"`. Default: `"ask"` with `on_approval`, and `"never"`
                without.
            cwd: the directory that commands run in. Default, here and below: what the server is set to.
            model, model_provider: who is asked.
            service_tier: the tier that the provider serves it with.
            approval_policy: when there are questions at all.
            approvals_reviewer: who reviews them first.
            sandbox: what commands may touch: `read-only`, `workspace-write` or `danger-full-access`.
            config: settings in place of those of the configuration, by their dotted keys.
            base_instructions, developer_instructions: what the model is told first.
            personality: how it speaks.
            ephemeral: whether the thread is kept nowhere.
            service_name: the name of the program in the provider's books.
            session_start_source: whether it starts anew or after `clear`.
            thread_source: what kind of work it is for.
            dynamic_tools: tools that this client itself runs; for clients with `experimental_api`.

        Raises:
            TypeError, ValueError: an argument is not what it should be.
            ServerError: the server refuses the thread.
            RuntimeClosedError, ConnectionLostError: the client was shut down, or the server is gone.
        """
        approver = Approver(on_approval, approvals)
        fields = given(
            cwd=path_text(cwd),
            model=model,
            model_provider=model_provider,
            service_tier=service_tier,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            sandbox=sandbox,
            config=config,
            base_instructions=base_instructions,
            developer_instructions=developer_instructions,
            personality=personality,
            ephemeral=ephemeral,
            service_name=service_name,
            session_start_source=session_start_source,
            thread_source=thread_source,
            dynamic_tools=listed("dynamic_tools", dynamic_tools),
        )
        answer = await self.request(params_of(p.ThreadStartParams, **fields))
        return Thread(self, answer.thread, approver)

    async def thread_resume(
        self: Host,
        thread_id: str,
        *,
        on_approval: OnApproval | None = None,
        approvals: Approvals | None = None,
        cwd: str | os.PathLike[str] | None = None,
        model: str | None = None,
        model_provider: str | None = None,
        service_tier: str | None = None,
        approval_policy: p.AskForApproval | None = None,
        approvals_reviewer: p.ApprovalsReviewer | None = None,
        sandbox: p.SandboxMode | None = None,
        config: dict[str, Any] | None = None,
        base_instructions: str | None = None,
        developer_instructions: str | None = None,
        personality: p.Personality | None = None,
        exclude_turns: bool = False,
    ) -> Thread:
        """Come back to a thread that is kept, or that another client has.

        Cancellation: the thread may be loaded, and this client told of it.

        Args:
            thread_id: the thread's id.
            on_approval, approvals: who answers questions, as for `thread_start`.
            cwd, model, model_provider, service_tier, approval_policy, approvals_reviewer, sandbox, config,
                base_instructions, developer_instructions, personality: settings in place of the thread's.
            exclude_turns: whether `info` comes without the turns so far.

        Raises:
            TypeError, ValueError: an argument is not what it should be.
            ServerError: the server has no such thread.
            RuntimeClosedError, ConnectionLostError: the client was shut down, or the server is gone.
        """
        check_id(thread_id)
        approver = Approver(on_approval, approvals)
        fields = given(
            cwd=path_text(cwd),
            model=model,
            model_provider=model_provider,
            service_tier=service_tier,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            sandbox=sandbox,
            config=config,
            base_instructions=base_instructions,
            developer_instructions=developer_instructions,
            personality=personality,
            exclude_turns=exclude_turns or None,
        )
        answer = await self.request(params_of(p.ThreadResumeParams, thread_id=thread_id, **fields))
        return Thread(self, answer.thread, approver)

    async def thread_fork(
        self: Host,
        thread_id: str,
        *,
        on_approval: OnApproval | None = None,
        approvals: Approvals | None = None,
        last_turn_id: str | None = None,
        cwd: str | os.PathLike[str] | None = None,
        model: str | None = None,
        model_provider: str | None = None,
        service_tier: str | None = None,
        approval_policy: p.AskForApproval | None = None,
        approvals_reviewer: p.ApprovalsReviewer | None = None,
        sandbox: p.SandboxMode | None = None,
        config: dict[str, Any] | None = None,
        base_instructions: str | None = None,
        developer_instructions: str | None = None,
        ephemeral: bool = False,
        thread_source: str | None = None,
    ) -> Thread:
        """A new thread that begins with what was said in another one.

        Cancellation: the new thread may be there.

        Args:
            thread_id: the id of the other thread.
            on_approval, approvals: who answers questions, as for `thread_start`.
            last_turn_id: the last turn that is taken over. Default: all that have ended.
            cwd, model, model_provider, service_tier, approval_policy, approvals_reviewer, sandbox, config,
                base_instructions, developer_instructions: settings in place of the other thread's.
            ephemeral: whether the new thread is kept nowhere.
            thread_source: what kind of work it is for.

        Raises:
            TypeError, ValueError: an argument is not what it should be.
            ServerError: the server has no such thread.
            RuntimeClosedError, ConnectionLostError: the client was shut down, or the server is gone.
        """
        check_id(thread_id)
        approver = Approver(on_approval, approvals)
        fields = given(
            last_turn_id=last_turn_id,
            cwd=path_text(cwd),
            model=model,
            model_provider=model_provider,
            service_tier=service_tier,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            sandbox=sandbox,
            config=config,
            base_instructions=base_instructions,
            developer_instructions=developer_instructions,
            ephemeral=ephemeral or None,
            thread_source=thread_source,
        )
        answer = await self.request(params_of(p.ThreadForkParams, thread_id=thread_id, **fields))
        return Thread(self, answer.thread, approver)

    async def thread_list(
        self: Host,
        *,
        archived: bool | None = None,
        cursor: str | None = None,
        cwd: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
        limit: int | None = None,
        model_providers: list[str] | None = None,
        search_term: str | None = None,
        section_id: str | None = None,
        sort_direction: p.SortDirection | None = None,
        sort_key: p.ThreadSortKey | None = None,
        source_kinds: list[p.ThreadSourceKind] | None = None,
    ) -> p.ThreadListResponse:
        """A page of the threads that are kept.

        Cancellation: nothing is left behind.

        Args:
            archived: whether the archived ones are listed, and no others.
            cursor: where the page begins: `next_cursor` of the one before.
            cwd: only threads of this directory, or of these.
            limit: threads on the page at the most.
            model_providers: only threads of these.
            search_term: only threads whose title has this.
            section_id: only threads of this section.
            sort_direction, sort_key: the order.
            source_kinds: only threads of these kinds of programs.

        Raises:
            TypeError, ValueError: an argument is not what it should be.
            ServerError: the server refuses it.
        """
        fields = given(
            archived=archived,
            cursor=cursor,
            cwd=filter_paths(cwd),
            limit=limit,
            model_providers=model_providers,
            search_term=search_term,
            section_id=section_id,
            sort_direction=sort_direction,
            sort_key=sort_key,
            source_kinds=source_kinds,
        )
        return await self.request(params_of(p.ThreadListParams, **fields))

    async def thread_archive(self: Host, thread_id: str) -> p.ThreadArchiveResponse:
        """Put a thread away: lists do not show it, and a turn that runs is interrupted.

        Cancellation: it may be archived.

        Args:
            thread_id: the thread's id.

        Raises:
            ServerError: the server has no such thread.
        """
        return await self.request(p.ThreadArchiveParams(thread_id=check_id(thread_id)))

    async def thread_unarchive(self: Host, thread_id: str) -> p.ThreadUnarchiveResponse:
        """Take a thread back from the archive; `thread_resume` goes on with it.

        Cancellation: it may be there again.

        Args:
            thread_id: the thread's id.

        Raises:
            ServerError: the server has no such thread.
        """
        return await self.request(p.ThreadUnarchiveParams(thread_id=check_id(thread_id)))

    async def models(self: Host, *, include_hidden: bool = False) -> p.ModelListResponse:
        """The models that may be asked.

        Cancellation: nothing is left behind.

        Args:
            include_hidden: whether those are listed that pickers do not show.

        Raises:
            ServerError: the server refuses it.
        """
        return await self.request(
            params_of(p.ModelListParams, **given(include_hidden=include_hidden or None))
        )

    async def account(self: Host, *, refresh_token: bool = False) -> p.GetAccountResponse:
        """Who is logged in.

        Cancellation: nothing is left behind.

        Args:
            refresh_token: whether the login is renewed first.

        Raises:
            ServerError: the server refuses it.
        """
        return await self.request(params_of(p.GetAccountParams, refresh_token=refresh_token))
