# Generated: see CONTRIBUTING.md.
"""A turn of a synchronous client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from appserver.option_names import checks_names_of_methods
from appserver.sync.held import HeldTurn

if TYPE_CHECKING:
    from appserver import protocol as p
    from appserver.conversation.answers import Answer
    from appserver.conversation.checks import Prompt
    from appserver.conversation.results import TurnResult
    from appserver.events import ServerRequest

__all__ = ["Turn"]


@checks_names_of_methods
class Turn(HeldTurn):
    """A turn of a thread, from its beginning on.

    `for event in turn` reads its events and questions, and no others, to its end; `run()` reads them for you, and
    returns the result. Begun once, a turn goes on whether or not it is read; `with turn:` interrupts it at the
    end of the block. Several threads may read one turn: each event goes to one of them.
    """

    __slots__ = ()

    @property
    def thread_id(self) -> str:
        """The id of its thread."""
        return self._inner.thread_id

    @property
    def id(self) -> str:
        """The turn's id."""
        return self._inner.id

    @property
    def status(self) -> p.TurnStatus:
        """`inProgress` until the end was read; then how the turn ended."""
        return self._inner.status

    @property
    def result(self) -> TurnResult:
        """What came of the turn, so far as it was read."""
        return self._inner.result

    def stream(self) -> Self:
        """The events of the turn, for `for`: the turn itself."""
        return self

    def run(self, *, timeout: float | None = None, check: bool = True) -> TurnResult:
        """Read the turn to its end and return what came of it.

        Ctrl+C: the turn is interrupted, and its end waited for, ten seconds at the most; so it is with whatever
            else ends the wait, such as a `SystemExit` of `on_approval`.

        Args:
            timeout: seconds until the turn is interrupted; None, the default, means no limit.
            check: whether a turn that fails is an error; otherwise its result is returned.

        Raises:
            TurnFailedError: the turn failed.
            TurnTimeoutError: the time was over. The turn was interrupted, and its end waited for, ten seconds at the
                most.
            ThreadLeftError: the thread was closed, archived or deleted meanwhile.
            ConnectionLostError, RuntimeClosedError: the server is gone, or the client was shut down.
            TransportError: a queue stayed full, so that a question could not be answered; the turn was interrupted.
            ValueError: nobody would answer questions.
        """
        return self._loop.call(self._inner.run, timeout=timeout, check=check)

    def steer(self, prompt: Prompt) -> p.TurnSteerResponse:
        """Tell the turn more while it runs.

        Ctrl+C: the prompt may have arrived.

        Raises:
            TypeError, ValueError: `prompt` is neither text nor input, or no message can carry it.
            ServerError: the turn does not run any more, or takes nothing.
        """
        return self._loop.call(self._inner.steer, prompt)

    def interrupt(self) -> None:
        """Interrupt the turn; one that is over stays as it is. Its end is read like that of any other.

        Ctrl+C: the turn may be interrupted all the same.
        """
        self._loop.call(self._inner.interrupt)

    def abandon(self) -> None:
        """Interrupt the turn and wait for its end, ten seconds at the most; nothing more of it is shown.

        Ctrl+C: the turn may be interrupted all the same.
        """
        self._loop.call(self._inner.abandon)

    def answer(self, question: ServerRequest, answer: Answer) -> bool:
        """Answer a question of the turn; return whether the answer counted.

        Ctrl+C: the answer was sent whole, or not at all.

        Args:
            question: one of the turn's events.
            answer: `True` or `False`, a decision such as `"acceptForSession"`, or the whole answer, a model or plain
                data.

        Raises:
            TypeError, ValueError: the answer does not fit the question, which stays open; or the question is none, or
                one of another turn.
        """
        return self._loop.call(self._inner.answer, question, answer)
