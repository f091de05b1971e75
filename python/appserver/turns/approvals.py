"""Questions to the user, and what each answer means for the item it is about.

| answer | command | file change | turn |
|---|---|---|---|
| `accept` | runs | made | goes on |
| `acceptForSession` | runs, now and without question later | made, now and without question later | goes on |
| `decline` | `declined` | `declined` | goes on |
| `cancel` | `declined` | stays unfinished | interrupted |
| an error, or anything else | `failed` | `declined` | goes on |
| the runtime shuts down | `declined` | `declined` | interrupted |

Nothing but the two accepting answers lets anything happen. `acceptForSession` holds for a
command in its directory, and for the files of a change.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from appserver import protocol as p
from appserver.errors import ServerError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from appserver.turns.thread_status import Flag
    from appserver.turns.turn import Turn

__all__ = ["DECISIONS", "NO_DECISION", "Question", "Verdict", "verdict"]

logger = logging.getLogger("appserver")

Answer = TypeVar("Answer", bound=p.WireModel)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a decision means.

    Attributes:
        accepted: whether the deed may be done.
        remember: whether the same deed needs no question for the rest of the session.
        cancel: whether the turn is interrupted.
        command_status, change_status: how the item ends when the deed may not be done.
    """

    accepted: bool = False
    remember: bool = False
    cancel: bool = False
    command_status: p.CommandExecutionStatus = "declined"
    change_status: p.PatchApplyStatus = "declined"


DECISIONS: dict[str, Verdict] = {
    "accept": Verdict(accepted=True),
    "acceptForSession": Verdict(accepted=True, remember=True),
    "decline": Verdict(),
    "cancel": Verdict(cancel=True),
}
"""The decisions that are offered."""

NO_DECISION = Verdict(command_status="failed")
"""An error, an answer that does not fit, or one that was not offered."""


def verdict(decision: Any) -> Verdict:
    """What a client's decision means."""
    return DECISIONS.get(decision, NO_DECISION) if isinstance(decision, str) else NO_DECISION


class Question:
    """One question of a turn, from the status that shows it to the status after it.

    Use it as a context manager: a question that its asker abandons is taken back from the client. When the
        whole turn
    ends meanwhile, the turn's supervisor does that, after `turn/completed`.
    """

    def __init__(self, turn: Turn, flag: Flag) -> None:
        self._turn = turn
        self._flag = flag
        self._request_id: int | None = None
        self._is_shown = False

    async def show(self) -> None:
        """Let the thread's status say that the user is waited for."""
        self._turn.emitter.check_open()
        self._is_shown = True
        if (notification := self._turn.thread.status.wait_on(self._flag)) is not None:
            await self._turn.emitter.deliver(notification)

    async def put(self, params: p.ServerRequestParams[Answer]) -> Answer | None:
        """Ask and wait. None when there is no answer: the client refused, is gone, or said what does not fit.

        Raises:
            TurnClosedError: the turn ended meanwhile.
            RuntimeClosedError: the runtime is shut down.
        """
        turn = self._turn
        answer: Answer | None = None
        try:
            answer = await turn.session.outgoing.send_request(params, opened=self._opened)
        except ServerError as error:
            if not turn.emitter.closed:
                logger.info("%s got no answer: %s", params.method, error)
        turn.emitter.check_open()
        if self._request_id is not None:
            await turn.emitter.deliver(self._resolved())
        return answer

    async def decide(self, params: p.ServerRequestParams[Any]) -> Verdict:
        """Ask for a decision."""
        answer = await self.put(params)
        if answer is None and self._turn.session.closing:
            return DECISIONS["decline"]
        return verdict(getattr(answer, "decision", None))

    async def hide(self) -> None:
        """Let the thread's status say that the user is no longer waited for."""
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
        if kind is None or issubclass(kind, GeneratorExit) or self._turn.emitter.closed:
            return
        if self._request_id is not None:
            self._turn.emitter.deliver_later(self._resolved())
        if (notification := self._no_longer_waiting()) is not None:
            self._turn.emitter.deliver_later(notification)

    def _opened(self, request_id: int) -> None:
        self._request_id = request_id
        self._turn.questions[request_id] = None

    def _resolved(self) -> p.ServerRequestResolvedNotification:
        request_id, self._request_id = self._request_id, None
        assert request_id is not None
        self._turn.questions.pop(request_id, None)
        return p.ServerRequestResolvedNotification(thread_id=self._turn.thread.id, request_id=request_id)

    def _no_longer_waiting(self) -> p.ThreadStatusChangedNotification | None:
        if not self._is_shown:
            return None
        self._is_shown = False
        return self._turn.thread.status.answered(self._flag)
