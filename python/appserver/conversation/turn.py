"""A turn that its holder reads, waits for, steers and interrupts."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

import anyio

from appserver import protocol as p
from appserver.conversation.answers import give_answer
from appserver.conversation.belonging import check_question, says_more, turn_id_of
from appserver.conversation.catching_up import find_turn
from appserver.conversation.checks import check_flag, check_timeout, params_of, prompt_input
from appserver.conversation.failures import ThreadLeftError, TurnFailedError, TurnTimeoutError
from appserver.conversation.results import Gathering
from appserver.errors import (
    ConnectionLostError,
    NoActiveTurnError,
    OverloadedError,
    QueueFullError,
    RuntimeClosedError,
    ServerError,
    TransportError,
)
from appserver.events import Disconnected, Lagged, Reconnected, ServerRequest, StreamClosed
from appserver.live import Live
from appserver.option_names import checks_names_of_methods

if TYPE_CHECKING:
    from types import TracebackType

    from appserver.conversation.answers import Answer
    from appserver.conversation.approvals import Approver
    from appserver.conversation.checks import Prompt
    from appserver.conversation.host import Host
    from appserver.conversation.results import TurnResult
    from appserver.delivery.stream import EventStream
    from appserver.events import Event

__all__ = ["SECONDS_TO_END", "Turn"]

_TURN_IS_OUT_OF_REACH: Final = (ThreadLeftError, ConnectionLostError, RuntimeClosedError, GeneratorExit)
"""There is nothing to interrupt it through; or, with the last one, no loop that could wait for anything."""

_SECONDS_BETWEEN: Final = 0.1
"""How long a full queue is left alone before the next attempt to interrupt."""

SECONDS_TO_END: Final = 10.0
"""What an interrupted turn gets to end: commands are killed long before, and a stuck server is not waited for."""


@checks_names_of_methods
class Turn(Live):
    """A turn of a thread, from its beginning on.

    `async for event in turn` reads its events and questions, and no others, to its end; `run()` reads them for you, and
    returns the result. Begun once, a turn goes on whether or not it is read; `async with turn:` interrupts it at the
    end of the block. Several tasks may read one turn: each event goes to one of them.

    Attributes:
        thread_id: the id of its thread.
    """

    __slots__ = (
        "_ahead",
        "_approver",
        "_asked",
        "_gathering",
        "_host",
        "_is_left",
        "_lost",
        "_stream",
        "_thread",
        "_unanswered",
        "thread_id",
    )

    def __init__(
        self,
        host: Host,
        thread_id: str,
        thread: object,
        turn: p.Turn,
        stream: EventStream,
        approver: Approver,
    ) -> None:
        self._host = host
        self.thread_id = thread_id
        self._thread = thread  # for whoever answers questions
        self._stream = stream
        self._approver = approver
        self._gathering = Gathering(thread_id, turn)
        self._ahead: deque[Event] = deque()  # taken from the stream, and not looked at
        self._asked: set[int] = set()  # questions that were shown, and are not over
        self._is_left = False  # nobody waits for its end any more
        self._unanswered: ServerRequest | None = None  # taken from the stream, and not shown yet
        # What is known of the connection since, if it was lost.
        self._lost: Disconnected | Reconnected | None = None

    def __repr__(self) -> str:
        return f"<Turn {self.id} of {self.thread_id}, {self.status}>"

    @property
    def id(self) -> str:
        """The turn's id."""
        return self._gathering.turn.id

    @property
    def status(self) -> p.TurnStatus:
        """`inProgress` until the end was read; then how the turn ended."""
        return self._gathering.turn.status

    @property
    def result(self) -> TurnResult:
        """What came of the turn, so far as it was read."""
        return self._gathering.result()

    def __aiter__(self) -> Self:
        return self

    def stream(self) -> Self:
        """The events of the turn, for `async for`: the turn itself."""
        return self

    async def __anext__(self) -> Event:
        while True:
            if (question := self._unanswered) is not None:
                with suppress(ConnectionLostError):  # the question is over; the stream tells of the loss
                    await self._approver.answer(self._host, question, self.thread_id, self._thread)
                self._unanswered = None
                return question
            if self._has_ended():
                raise StopAsyncIteration
            if isinstance(self._lost, Reconnected):
                if (event := await self._catch_up()) is not None:
                    return event
                continue
            if self._ahead:
                event = self._ahead.popleft()
            elif (event := await self._stream.next_event()) is None:
                self._check_end()
                raise StopAsyncIteration
            if not self._take(event):
                continue
            if isinstance(event, ServerRequest):
                self._unanswered = event
                continue
            return event

    def _take(self, event: Event) -> bool:
        """Note an event of the stream; whether it is one of this turn."""
        if not self._is_own(event):
            return False
        self._gathering.take(event)
        if self._has_ended():
            self._stream.close()
        return True

    def _check_end(self) -> None:
        """The stream has ended.

        Raises:
            ConnectionLostError, RuntimeClosedError: it has so before the turn.
        """
        if self._has_ended():  # another task has read the end
            return
        if self._lost is not None:
            raise self._loss()
        raise RuntimeClosedError(f"the client was closed before the end of the turn {self.id}")

    def _has_ended(self) -> bool:
        """Whether there is nothing more to read."""
        return self._gathering.is_over or self._is_left

    def _is_own(self, event: Event) -> bool:
        """Whether an event is one of this turn."""
        kind: Any = type(event)
        if not says_more(kind):
            return turn_id_of(event) == self.id
        if isinstance(event, Lagged):
            return True
        if isinstance(event, StreamClosed):
            raise ThreadLeftError(self.thread_id, event.reason)
        if isinstance(event, Disconnected | Reconnected):
            self._lost = event  # either there is a further connection, or the stream ends
            self._asked.clear()  # open questions are asked anew
            return False
        if isinstance(event, p.ServerRequestResolvedNotification):
            is_own = event.request_id in self._asked
            self._asked.discard(event.request_id)
            return is_own
        if turn_id_of(event) != self.id:
            return False
        if isinstance(event, ServerRequest):
            self._asked.add(event.id)
        return True

    def _loss(self) -> ConnectionLostError:
        return ConnectionLostError(
            f"the connection was lost before the end of the turn {self.id}, which may go on there; "
            "thread_resume() shows what became of it"
        )

    async def _catch_up(self) -> Event | None:
        """Over a further connection: have the client told of the turn again, and read what was missed; its end, if so.

        Cancellation: it is done when the turn is read on.
        """
        try:
            turn = await find_turn(self._host, self.thread_id, self.id)
        except ConnectionLostError as error:
            self._lost = Disconnected(str(error))  # again; the stream says so, too
            return None
        if turn is None:
            raise self._loss()
        self._lost = None
        self._gathering.catch_up(turn)
        if turn.status == "inProgress":
            return None
        end = p.TurnCompletedNotification(thread_id=self.thread_id, turn=turn)
        self._gathering.take(end)
        self._stream.close()
        return end

    async def run(self, *, timeout: float | None = None, check: bool = True) -> TurnResult:
        """Read the turn to its end and return what came of it.

        Cancellation: the turn is interrupted, and its end waited for, ten seconds at the most; so it is with whatever
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
        seconds = check_timeout(timeout)
        check_flag("check", check)
        self._approver.check_answers()
        is_late = True
        try:
            with anyio.move_on_after(seconds):
                await self._read()
                is_late = False
        except _TURN_IS_OUT_OF_REACH:
            raise
        except (QueueFullError, OverloadedError) as error:
            with anyio.CancelScope(shield=True):
                await self._end()
            said = error.message if isinstance(error, OverloadedError) else error
            raise TransportError(  # those two say that nothing was done, and that it may be tried again
                f"the turn {self.id} was interrupted, since a queue stayed full while it ran: {said}"
            ) from error
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self._end()
            raise
        if is_late and not self._gathering.is_over:
            await self._end()
            raise TurnTimeoutError(seconds or 0.0, self.result)
        result = self.result
        if check and result.status == "failed":
            raise TurnFailedError(result)
        return result

    async def steer(self, prompt: Prompt) -> p.TurnSteerResponse:
        """Tell the turn more while it runs.

        Cancellation: the prompt may have arrived.

        Raises:
            TypeError, ValueError: `prompt` is neither text nor input, or no message can carry it.
            ServerError: the turn does not run any more, or takes nothing.
        """
        return await self._host.request(
            params_of(
                p.TurnSteerParams,
                thread_id=self.thread_id,
                input=prompt_input(prompt),
                expected_turn_id=self.id,
            )
        )

    async def interrupt(self) -> None:
        """Interrupt the turn; one that is over stays as it is. Its end is read like that of any other.

        Cancellation: the turn may be interrupted all the same.
        """
        with suppress(NoActiveTurnError):
            await self._host.request(p.TurnInterruptParams(thread_id=self.thread_id, turn_id=self.id))

    async def abandon(self) -> None:
        """Interrupt the turn and wait for its end, ten seconds at the most; nothing more of it is shown.

        Cancellation: the turn may be interrupted all the same.
        """
        await self._end()

    async def answer(self, question: ServerRequest, answer: Answer) -> bool:
        """Answer a question of the turn; return whether the answer counted.

        Cancellation: the answer was sent whole, or not at all.

        Args:
            question: one of the turn's events.
            answer: `True` or `False`, a decision such as `"acceptForSession"`, or the whole answer, a model or plain
                data.

        Raises:
            TypeError, ValueError: the answer does not fit the question, which stays open; or the question is none, or
                one of another turn.
        """
        check_question(question, self.id)
        return await give_answer(self._host, question, answer)

    def _check_open(self, what: str = "async with") -> None:
        """Raise `RuntimeClosedError` if there is nothing to read or to interrupt any more; `what` was to be done."""
        self._check_process()
        if self._has_ended():
            raise RuntimeClosedError(
                f"{what}: the turn {self.id} was read to its end, or left; turn() begins another one"
            )

    async def __aenter__(self) -> Self:
        self._check_open()
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not self._gathering.is_over:
            with suppress(RuntimeClosedError):
                self._check_process()
                with anyio.CancelScope(shield=True):
                    await self._end()
        self._leave()

    def _check_process(self) -> None:
        """Raise `RuntimeClosedError` in a forked child, where the turn is the parent's and there is no loop."""
        self._host.open_server_requests(self.thread_id)

    async def _read(self) -> None:
        """Read the turn to its end, many events at a time.

        Cancellation: what was taken from the stream and not looked at is read next.
        """
        while not self._has_ended():
            if self._unanswered is not None or self._lost is not None:
                with suppress(StopAsyncIteration):
                    await self.__anext__()
            elif self._ahead:
                event = self._ahead.popleft()
                if self._take(event) and isinstance(event, ServerRequest):
                    self._unanswered = event
            elif (events := await self._stream.next_events()) is None:
                self._check_end()
            else:
                self._ahead.extend(events)

    async def _end(self) -> None:
        """Interrupt the turn, and wait for its end within the bound. A server that is gone, or full, is no error here.

        Cancellation: the turn may be interrupted all the same.
        """
        self._unanswered = None  # an interrupted turn takes no answers
        with (
            suppress(ServerError, TransportError, ThreadLeftError),
            anyio.move_on_after(SECONDS_TO_END),
        ):
            await self._interrupt_in_the_end()
            while not self._gathering.is_over:
                if isinstance(self._lost, Reconnected):
                    if await self._catch_up() is None:
                        await self._interrupt_in_the_end()
                    continue
                event = self._ahead.popleft() if self._ahead else await self._stream.next_event()
                if event is None:
                    break
                if self._is_own(event):
                    self._gathering.take(event)
        self._leave()

    async def _interrupt_in_the_end(self) -> None:
        """Interrupt the turn, again and again while a queue is full.

        Cancellation: the turn may be interrupted all the same.
        """
        while True:
            try:
                await self.interrupt()
            except (QueueFullError, OverloadedError):
                await anyio.sleep(_SECONDS_BETWEEN)
            else:
                return

    def _leave(self) -> None:
        """Read no more."""
        self._is_left = True
        with suppress(RuntimeClosedError):  # a forked child: the stream is the parent's
            self._stream.close()
