"""A thread that its holder runs turns in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio

from appserver import protocol as p
from appserver.conversation.beginning import begin_turn
from appserver.conversation.catching_up import connection_of, follow_again
from appserver.conversation.checks import (
    check_flag,
    check_timeout,
    given,
    params_of,
    path_text,
    prompt_input,
    schema_table,
)
from appserver.conversation.failures import ThreadLeftError, TurnTimeoutError
from appserver.conversation.results import TurnResult
from appserver.errors import ErrorCode, OverloadedError, QueueFullError, ServerError
from appserver.live import Live
from appserver.option_names import checks_names_of_methods

if TYPE_CHECKING:
    import os
    from collections.abc import Awaitable

    from appserver.conversation.answers import Answer
    from appserver.conversation.approvals import Approvals, Approver
    from appserver.conversation.checks import Prompt
    from appserver.conversation.host import Host
    from appserver.conversation.turn import Turn
    from appserver.events import ServerRequest

__all__ = ["OnApproval", "Thread"]

OnApproval: TypeAlias = Callable[["ServerRequest", "Thread"], "Answer | Awaitable[Answer | None] | None"]
"""Called with a question and its thread. It returns an answer or awaits one; None, or an exception, declines."""


@checks_names_of_methods
class Thread(Live):
    """A thread of a client: `run()` asks something in it and waits for what comes of it.

    `client.thread_start()`, `thread_resume()` and `thread_fork()` return one. Several may be used at once, also of one
    client; a thread itself runs one turn at a time.

    Attributes:
        id: the thread's id.
        info: what the server told of the thread when it was started, resumed or forked; `read()` tells it anew.
    """

    __slots__ = ("_approver", "_connection", "_host", "_is_closed", "id", "info")

    def __init__(self, host: Host, info: p.Thread, approver: Approver) -> None:
        self._host = host
        self._approver = approver
        self._is_closed = False
        self._connection = connection_of(host)
        self.id = info.id
        self.info = info

    def __repr__(self) -> str:
        return f"<Thread {self.id}>"

    async def turn(
        self,
        prompt: Prompt,
        *,
        on_approval: OnApproval | None = None,
        approvals: Approvals | None = None,
        cwd: str | os.PathLike[str] | None = None,
        model: str | None = None,
        effort: p.ReasoningEffort | None = None,
        summary: p.ReasoningSummary | None = None,
        personality: p.Personality | None = None,
        service_tier: str | None = None,
        approval_policy: p.AskForApproval | None = None,
        approvals_reviewer: p.ApprovalsReviewer | None = None,
        sandbox_policy: p.SandboxPolicy | None = None,
        output_schema: dict[str, Any] | None = None,
        client_user_message_id: str | None = None,
    ) -> Turn:
        """Begin a turn; read it with `async for`, or `await turn.run()`.

        Cancellation: a turn that has begun is interrupted, and its end waited for; ten seconds each at the most.

        Args:
            prompt: text, an input such as `LocalImageUserInput`, or a list of these.
            on_approval: called with each question of the turn and the thread. It returns an answer or awaits one:
                `True`, `False`, a decision, or a whole answer; None, or an exception, declines.
            approvals: `"never"`, `"accept-edits"` or `"ask"`. Default for both: those of the thread.
            cwd: the directory that commands run in, from this turn on. So it is with all that follows but the last
                two.
            model: the model to ask.
            effort: how much it is to think, in a word that the model knows.
            summary: how its reasoning is summed up.
            personality: how it speaks.
            service_tier: the tier that the provider serves it with.
            approval_policy: when there are questions at all.
            approvals_reviewer: who reviews them first.
            sandbox_policy: what commands may touch.
            output_schema: the JSON schema that the answer is to fit, of this turn.
            client_user_message_id: the id of the prompt's item in the client's own books.

        Raises:
            TypeError, ValueError: an argument is not what it should be.
            ThreadLeftError: the thread was closed, archived or deleted.
            ServerError: the server refuses the turn.
            RuntimeClosedError, ConnectionLostError: the client was shut down, or the server is gone.
        """
        approver = self._approver.changed(on_approval, approvals)
        fields = given(
            cwd=path_text(cwd),
            model=model,
            effort=effort,
            summary=summary,
            personality=personality,
            service_tier=service_tier,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            sandbox_policy=sandbox_policy,
            output_schema=schema_table(output_schema),
            client_user_message_id=client_user_message_id,
        )
        params = params_of(p.TurnStartParams, thread_id=self.id, input=prompt_input(prompt), **fields)
        if self._is_closed:
            raise ThreadLeftError(self.id, "it was closed")
        if connection_of(self._host) != self._connection:
            self._connection = await follow_again(self._host, self.id)
        return await begin_turn(self._host, self, params, approver)

    async def run(
        self,
        prompt: Prompt,
        *,
        timeout: float | None = None,
        check: bool = True,
        on_approval: OnApproval | None = None,
        approvals: Approvals | None = None,
        cwd: str | os.PathLike[str] | None = None,
        model: str | None = None,
        effort: p.ReasoningEffort | None = None,
        summary: p.ReasoningSummary | None = None,
        personality: p.Personality | None = None,
        service_tier: str | None = None,
        approval_policy: p.AskForApproval | None = None,
        approvals_reviewer: p.ApprovalsReviewer | None = None,
        sandbox_policy: p.SandboxPolicy | None = None,
        output_schema: dict[str, Any] | None = None,
        client_user_message_id: str | None = None,
    ) -> TurnResult:
        """Begin a turn, and wait for what comes of it: `turn()` and `Turn.run()` in one.

        Cancellation: the turn is interrupted, and its end waited for, ten seconds at the most.

        Args:
            prompt: text, an input such as `LocalImageUserInput`, or a list of these.
            timeout: seconds until the turn is interrupted; None, the default, means no limit.
            check: whether a turn that fails is an error; otherwise its result is returned.
            on_approval: who answers questions, as for `turn()`.
            approvals: a preset instead of it, as for `turn()`.
            cwd: the directory that commands run in, from this turn on, as all settings down to `sandbox_policy`.
            model: who is asked.
            effort: how hard the model reasons, in a word that it knows.
            summary: how it sums up its reasoning.
            personality: how it talks.
            service_tier: the tier that the provider serves it with.
            approval_policy: when there are questions at all.
            approvals_reviewer: who reviews them first.
            sandbox_policy: what commands may touch.
            output_schema: the JSON schema that the answer of this turn has to fit.
            client_user_message_id: an id of your own for the message.

        Raises:
            TurnFailedError: the turn failed.
            TurnTimeoutError: the time was over. The turn was interrupted, and its end waited for, ten seconds at the
                most.
            TypeError, ValueError, ThreadLeftError, ServerError, RuntimeClosedError, ConnectionLostError: as for
                `turn()` and `Turn.run()`.
        """
        seconds = check_timeout(timeout)
        check_flag("check", check)
        until = None if seconds is None else anyio.current_time() + seconds
        self._approver.changed(on_approval, approvals).check_answers()
        turn: Turn | None = None
        with anyio.move_on_after(seconds):
            turn = await self.turn(
                prompt,
                on_approval=on_approval,
                approvals=approvals,
                cwd=cwd,
                model=model,
                effort=effort,
                summary=summary,
                personality=personality,
                service_tier=service_tier,
                approval_policy=approval_policy,
                approvals_reviewer=approvals_reviewer,
                sandbox_policy=sandbox_policy,
                output_schema=output_schema,
                client_user_message_id=client_user_message_id,
            )
        return await _to_its_end(self.id, turn, seconds, until, check=check)

    async def read(self, *, include_turns: bool = False) -> p.ThreadReadResponse:
        """What the server knows of the thread, with its turns if they are asked for.

        Cancellation: nothing is left behind.

        Args:
            include_turns: whether the turns and their items are told; a thread without a message has none.

        Raises:
            EphemeralThreadError: the turns of an ephemeral thread are asked for, which are kept nowhere.
            ServerError: the server does not have the thread any more.
        """
        params = params_of(p.ThreadReadParams, thread_id=self.id, include_turns=include_turns)
        try:
            return await self._host.request(params)
        except ServerError as error:
            if not include_turns or error.code != ErrorCode.NOT_SUPPORTED:
                raise
        # A server has no list of turns for a thread without a message: there are none.
        return await self._host.request(p.ThreadReadParams(thread_id=self.id))

    async def set_name(self, name: str) -> p.ThreadSetNameResponse:
        """Give the thread a name.

        Cancellation: it may have the name.

        Args:
            name: the name, which lists of threads show.

        Raises:
            TypeError, ValueError: it is no text, or none that a name can be.
            ServerError: the server refuses it.
        """
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance] - not every caller is checked
            raise TypeError(f"name is a str, not {type(name).__name__}")
        if not name.strip():
            raise ValueError("name is empty; give the name that lists of threads are to show")
        return await self._host.request(params_of(p.ThreadSetNameParams, thread_id=self.id, name=name))

    async def compact(self) -> p.ThreadCompactStartResponse:
        """Have what was said so far summed up, in a turn of its own, which goes on after this.

        Cancellation: it may be begun.

        Raises:
            ServerError: the server refuses it.
        """
        return await self._host.request(p.ThreadCompactStartParams(thread_id=self.id))

    async def fork(
        self,
        *,
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
        """A new thread that begins with what was said in this one. It has the same approvals.

        Cancellation: the new thread may be there.

        Args:
            last_turn_id: the last turn that it takes over. Default: all that have ended.
            cwd: the directory that commands run in.
            model: who is asked.
            model_provider: whose model it is.
            service_tier: the tier that the provider serves it with.
            approval_policy: when there are questions at all.
            approvals_reviewer: who reviews them first.
            sandbox: what commands may touch: `read-only`, `workspace-write` or `danger-full-access`.
            config: settings in place of those of the configuration, by their dotted keys.
            base_instructions: what the model is told first, in place of its own instructions.
            developer_instructions: what it is told beside them.
            ephemeral: whether it is kept nowhere.
            thread_source: what kind of work it is for.

        Raises:
            ServerError: the server refuses it.
        """
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
        answer = await self._host.request(params_of(p.ThreadForkParams, thread_id=self.id, **fields))
        return Thread(self._host, answer.thread, self._approver)

    async def archive(self) -> p.ThreadArchiveResponse:
        """Put the thread away: lists do not show it, and a turn that runs is interrupted.

        Cancellation: it may be archived.

        Raises:
            ServerError: the server refuses it.
        """
        return await self._host.request(p.ThreadArchiveParams(thread_id=self.id))

    async def close(self) -> None:
        """Leave the thread: this client is told of it no more. The thread and its turns go on. Twice is once.

        Cancellation: it may be left.

        Raises:
            QueueFullError, OverloadedError: a queue is full: the thread is not left, and it may be tried again.
        """
        if not self._is_closed:
            self._is_closed = True
            try:
                await self._host.request(p.ThreadUnsubscribeParams(thread_id=self.id))
            except (QueueFullError, OverloadedError):  # nothing was done, and it may be tried again
                self._is_closed = False
                raise


async def _to_its_end(
    thread_id: str, turn: Turn | None, seconds: float | None, until: float | None, *, check: bool
) -> TurnResult:
    """The rest of a run whose turn has begun, or was not begun in time.

    Cancellation: the turn is interrupted, and its end waited for.
    """
    if turn is None:
        raise TurnTimeoutError(seconds or 0.0, TurnResult(id="", thread_id=thread_id, status="interrupted"))
    left = None if until is None else max(until - anyio.current_time(), 0.000001)
    try:
        return await turn.run(timeout=left, check=check)
    except TurnTimeoutError as error:
        raise TurnTimeoutError(seconds or 0.0, error.result) from None
