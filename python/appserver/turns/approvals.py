"""Questions to the user: the status that shows one, the question, the answer, and the status after it."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any, TypeVar

from appserver import protocol as p
from appserver.errors import RuntimeClosedError, ServerError
from appserver.policy.decisions import DECISIONS, decision_outcome

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from appserver.policy.decisions import DecisionOutcome
    from appserver.turns.outgoing import AnyNotification
    from appserver.turns.thread_status import Flag
    from appserver.turns.turn import Turn

__all__ = ["PendingApproval"]

logger = logging.getLogger("appserver")

Answer = TypeVar("Answer", bound=p.WireModel)


class PendingApproval:
    """One question of a turn, from the status that shows it to the status after it.

    Use it as a context manager: a question that its asker abandons is taken back from the client. When the whole
    turn ends meanwhile, the turn's supervisor does that, after `turn/completed`.
    """

    def __init__(self, turn: Turn, flag: Flag) -> None:
        self._turn = turn
        self._flag: Flag = flag
        self._request_id: int | None = None
        self._is_shown = False

    async def show(self) -> None:
        """Let the thread's status say that the user is waited for.

        Cancellation: the status is sent, and taken back at the end of the block.
        """
        self._turn.emitter.check_open()
        self._is_shown = True
        if (notification := self._turn.thread.status.wait_on(self._flag)) is not None:
            await self._turn.emitter.deliver(notification)

    async def ask(self, params: p.ServerRequestParams[Answer]) -> Answer | None:
        """Ask and wait. None when there is no answer: the client refused, is gone, or its answer does not fit.

        Cancellation: the question is taken back from the client.

        Raises:
            TurnClosedError: the turn ended meanwhile.
            RuntimeClosedError: the runtime is shut down.
        """
        turn = self._turn
        answer: Answer | None = None
        try:
            answer = await turn.host.outgoing.send_request(params, opened=self._opened)
        except ServerError as error:
            if turn.host.closing:
                turn.interrupt()  # it will be, in its turn: the agent must not take this for a "declined" meanwhile
            if not turn.emitter.is_closed:
                logger.info("%s got no answer: %s", params.method, error)
        turn.emitter.check_open()
        if self._request_id is not None:
            await turn.emitter.deliver(self._resolved())
        return answer

    async def decide(
        self, params: p.ServerRequestParams[Any], proposal: tuple[str, ...] | None = None
    ) -> DecisionOutcome:
        """Ask for a decision, and perhaps for a rule with the words of `proposal`.

        Cancellation: as `ask`.
        """
        answer = await self.ask(params)
        if answer is None and self._turn.host.closing:
            return DECISIONS["decline"]
        return decision_outcome(getattr(answer, "decision", None), proposal)

    async def hide(self) -> None:
        """Let the thread's status say that the user is no longer waited for.

        Cancellation: the status is sent.
        """
        if (notification := self._no_longer_waiting()) is not None:
            await self._turn.emitter.deliver(notification)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if kind is None or issubclass(kind, GeneratorExit) or self._turn.emitter.is_closed:
            return
        if self._request_id is not None:
            self._begin(self._resolved())
        if (notification := self._no_longer_waiting()) is not None:
            self._begin(notification)

    def _begin(self, notification: AnyNotification) -> None:
        with contextlib.suppress(RuntimeClosedError):
            self._turn.emitter.begin(notification)

    def _opened(self, request_id: int) -> None:
        self._request_id = request_id
        self._turn.record.questions[request_id] = None

    def _resolved(self) -> p.ServerRequestResolvedNotification:
        request_id, self._request_id = self._request_id, None
        assert request_id is not None
        self._turn.record.questions.pop(request_id, None)
        return p.ServerRequestResolvedNotification(thread_id=self._turn.thread.id, request_id=request_id)

    def _no_longer_waiting(self) -> p.ThreadStatusChangedNotification | None:
        if not self._is_shown:
            return None
        self._is_shown = False
        return self._turn.thread.status.answered(self._flag)
