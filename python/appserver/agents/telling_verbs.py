"""The verbs of a turn that tell the clients something, without an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from appserver import protocol as p
from appserver.errors import AgentError, ServerError
from appserver.text import repaired
from appserver.turns.arguments import check_model, text_argument
from appserver.turns.encodable import check_params, repaired_model, repaired_text
from appserver.turns.failures import shortened
from appserver.turns.items.retry import report_retry, retrying
from appserver.turns.items.usage import add_usage, fill_window, report_rate_limits, token_count, token_usage

if TYPE_CHECKING:
    from appserver.threads.manager import ThreadManager
    from appserver.turns.turn import Turn

__all__ = ["TellingVerbs"]


class TellingVerbs:
    """Part of `TurnContext`."""

    __slots__ = ()

    if TYPE_CHECKING:
        _turn: Turn
        threads: ThreadManager

    async def report_usage(
        self,
        *,
        input_tokens: int | None = 0,
        output_tokens: int | None = 0,
        cached_input_tokens: int | None = 0,
        reasoning_output_tokens: int | None = 0,
        model_context_window: int | None = None,
    ) -> None:
        """Report the tokens of one request to a model; the thread's total grows by them. None counts as 0.

        Args:
            input_tokens: tokens that went in, the cached ones included.
            output_tokens: tokens that came out, those of reasoning included.
            cached_input_tokens: how many of the input tokens were cached.
            reasoning_output_tokens: how many of the output tokens were reasoning.
            model_context_window: how many tokens the model can take at once, if known.

        Cancellation: the tokens are counted all the same.

        Raises:
            TypeError, ValueError: one of them is not a number of tokens; nothing was counted.
        """
        last = token_usage(
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            cached_input_tokens=cached_input_tokens,
            reasoning_output_tokens=reasoning_output_tokens,
        )
        window = token_count("model_context_window", model_context_window)
        await add_usage(self._turn, last, None if model_context_window is None else window)

    async def report_full_context(self, model_context_window: int) -> None:
        """Say that the model has refused the conversation as too long for its window, of so many tokens.

        Cancellation: once begun, it is sent.

        Raises:
            TypeError, ValueError: it is not a number of tokens; nothing was sent.
        """
        await fill_window(self._turn, token_count("model_context_window", model_context_window))

    async def report_rate_limits(self, limits: p.RateLimitSnapshot) -> None:
        """Tell all clients how far the limits of the account are used up.

        Cancellation: once begun, it is sent.

        Raises:
            TypeError: it is no `RateLimitSnapshot`; nothing was sent.
        """
        check_model("limits", limits, p.RateLimitSnapshot)
        await report_rate_limits(self._turn, repaired_model(limits))

    async def report_retry(
        self,
        message: str,
        *,
        cause: str = "responseStreamDisconnected",
        http_status: int | None = None,
        details: str | None = None,
    ) -> None:
        """As `retrying`, all in words of the agent's own.

        What is not tried again ends the turn: raise `AgentError`, which has the same arguments.

        Args:
            message: what the user is told, such as `Reconnecting... 1/5`; 2000 characters of it, as of `details`.
            cause: why, in the words of the protocol: one of `appserver.errors.CAUSES`.
            http_status: the status of HTTP that goes with it, for the causes that have one.
            details: more for whoever looks closely, such as what a provider answered.

        Cancellation: once begun, it is sent.

        Raises:
            TypeError, ValueError: one of them is not what it should be; nothing was sent.
        """
        await report_retry(
            self._turn,
            repaired_text("message", message) or "",
            cause=cause,
            http_status=http_status,
            details=repaired_text("details", details),
        )

    async def retrying(
        self, error: BaseException | str, attempt: int = 1, *, attempts: int | None = None
    ) -> None:
        """Say that something failed and is tried again. The turn goes on; its state stays as it is.

        The user is told `Reconnecting... 1/5`, and clients that show more what the error says, and its cause: that of
        the exception, as it would be if it ended the turn, or a stream that was cut off.

        What is not tried again ends the turn: let the exception pass, or call `fail`.

        Args:
            error: the exception, or what there is to say of it; 2000 characters of it.
            attempt: which attempt comes now, from 1 on.
            attempts: how many there will be at the most, if that is known; no attempt is beyond it.

        Cancellation: once begun, it is sent.

        Raises:
            TypeError, ValueError: one of them is not what it should be; nothing was sent.
        """
        await retrying(self._turn, error, attempt, attempts)

    async def warning(self, message: str) -> None:
        """Warn the user; 2000 characters of the message. Clients show it at once, and it is kept nowhere.

        Cancellation: once begun, it is sent.

        Raises:
            TypeError, ValueError: it is no text, or empty; nothing was sent.
        """
        text = shortened(text_argument("message", message))
        await self._turn.emitter.deliver(p.WarningNotification(thread_id=self._turn.thread.id, message=text))

    def fail(
        self,
        message: str,
        code: str = "other",
        *,
        http_status: int | None = None,
        details: str | None = None,
    ) -> NoReturn:
        """End the turn as failed: raise an `AgentError`, which `run_turn` lets pass.

        Args:
            message: what the user is told.
            code: why, in the words of the protocol: one of `appserver.errors.CAUSES`.
            http_status: the status of HTTP that goes with it, for the causes that have one.
            details: more for whoever looks closely.

        Raises:
            AgentError: always.
            TypeError, ValueError: one of the arguments is not what it should be; this ends the turn as well.
        """
        said = text_argument("message", message)
        raise AgentError(said, cause=code, http_status=http_status, details=repaired_text("details", details))

    async def set_thread_name(self, name: str) -> None:
        """Name the thread, as `thread/name/set` does: the clients are told, and the name is kept with the thread.

        Args:
            name: its name, 4096 bytes at most; blanks around it are left out.

        Cancellation: it may be named all the same.

        Raises:
            TypeError, ValueError: it is no text, empty, or too long; nothing was done.
            TurnClosedError: the turn is over.
            ServerError: the store of the thread cannot keep it.
        """
        given = text_argument("name", name).strip()
        try:
            check_params(p.ThreadSetNameParams(thread_id=self._turn.thread.id, name=given))
        except ServerError as error:
            raise ValueError(f"name: {repaired(error.message)}") from None
        self._turn.emitter.check_open()
        await self.threads.set_name(self._turn.thread.id, given)
