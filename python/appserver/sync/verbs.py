# Generated: see CONTRIBUTING.md.
"""The verbs of every synchronous client for threads, models and the account."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from appserver.client.base import AppServerClient as ClientOfLoop
from appserver.option_names import checks_names_of_methods
from appserver.sync.asking import asked
from appserver.sync.held import shown_as
from appserver.sync.requester import Requester
from appserver.sync.thread import Thread

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from appserver import protocol as p
    from appserver.conversation.approvals import Approvals
    from appserver.sync.thread import OnApproval

__all__ = ["ThreadVerbs"]


InnerClient = TypeVar("InnerClient", bound=ClientOfLoop)


@checks_names_of_methods
class ThreadVerbs(Requester[InnerClient]):
    """What a client does with threads as objects; `request` beside it does all that the protocol has."""

    __slots__ = ()

    def thread_start(
        self,
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

        Ctrl+C: the thread may be there.

        Args:
            on_approval: called with each question and the thread, by whoever waits for the turn. It returns an answer:
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
        return Thread(
            self,
            self._loop,
            self._loop.call(
                self._inner.thread_start,
                on_approval=asked(on_approval, partial(shown_as, Thread, self, self._loop)),
                approvals=approvals,
                cwd=cwd,
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
                dynamic_tools=dynamic_tools,
            ),
        )

    def thread_resume(
        self,
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

        Ctrl+C: the thread may be loaded, and this client told of it.

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
        return Thread(
            self,
            self._loop,
            self._loop.call(
                self._inner.thread_resume,
                thread_id,
                on_approval=asked(on_approval, partial(shown_as, Thread, self, self._loop)),
                approvals=approvals,
                cwd=cwd,
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
                exclude_turns=exclude_turns,
            ),
        )

    def thread_fork(
        self,
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

        Ctrl+C: the new thread may be there.

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
        return Thread(
            self,
            self._loop,
            self._loop.call(
                self._inner.thread_fork,
                thread_id,
                on_approval=asked(on_approval, partial(shown_as, Thread, self, self._loop)),
                approvals=approvals,
                last_turn_id=last_turn_id,
                cwd=cwd,
                model=model,
                model_provider=model_provider,
                service_tier=service_tier,
                approval_policy=approval_policy,
                approvals_reviewer=approvals_reviewer,
                sandbox=sandbox,
                config=config,
                base_instructions=base_instructions,
                developer_instructions=developer_instructions,
                ephemeral=ephemeral,
                thread_source=thread_source,
            ),
        )

    def thread_list(
        self,
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

        Ctrl+C: nothing is left behind.

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
        return self._loop.call(
            self._inner.thread_list,
            archived=archived,
            cursor=cursor,
            cwd=cwd,
            limit=limit,
            model_providers=model_providers,
            search_term=search_term,
            section_id=section_id,
            sort_direction=sort_direction,
            sort_key=sort_key,
            source_kinds=source_kinds,
        )

    def thread_archive(self, thread_id: str) -> p.ThreadArchiveResponse:
        """Put a thread away: lists do not show it, and a turn that runs is interrupted.

        Ctrl+C: it may be archived.

        Args:
            thread_id: the thread's id.

        Raises:
            ServerError: the server has no such thread.
        """
        return self._loop.call(self._inner.thread_archive, thread_id)

    def thread_unarchive(self, thread_id: str) -> p.ThreadUnarchiveResponse:
        """Take a thread back from the archive; `thread_resume` goes on with it.

        Ctrl+C: it may be there again.

        Args:
            thread_id: the thread's id.

        Raises:
            ServerError: the server has no such thread.
        """
        return self._loop.call(self._inner.thread_unarchive, thread_id)

    def models(self, *, include_hidden: bool = False) -> p.ModelListResponse:
        """The models that may be asked.

        Ctrl+C: nothing is left behind.

        Args:
            include_hidden: whether those are listed that pickers do not show.

        Raises:
            ServerError: the server refuses it.
        """
        return self._loop.call(self._inner.models, include_hidden=include_hidden)

    def account(self, *, refresh_token: bool = False) -> p.GetAccountResponse:
        """Who is logged in.

        Ctrl+C: nothing is left behind.

        Args:
            refresh_token: whether the login is renewed first.

        Raises:
            ServerError: the server refuses it.
        """
        return self._loop.call(self._inner.account, refresh_token=refresh_token)
