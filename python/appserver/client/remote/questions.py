"""The peer's questions: ids of our own, which are integers, for those of the peer, which need not be."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol
from appserver.client.answers import as_server_error, decode_server_result
from appserver.client.remote.encoding import error_text, json_text, result_text
from appserver.conversation.answers import STILL_OPEN
from appserver.errors import ErrorCode, ServerError, TransportError
from appserver.events import ServerRequest
from appserver.plain_data import is_dict
from appserver.protocol._support.decode_json import decode_server_request_json

if TYPE_CHECKING:
    from appserver._core import ConnectionCore, ServerCore
    from appserver.client.remote.outlet import Outlet
    from appserver.protocol import RequestId

__all__ = ["Questions"]

MAX_REMEMBERED: Final = 1024
"""Questions that are over here: their ids are kept until the peer says that they are resolved, mostly at once."""


class _Question:
    """An open question. The core keeps it, and returns it to whoever answers."""

    __slots__ = ("_questions", "peer_id")

    def __init__(self, questions: Questions, peer_id: RequestId) -> None:
        self._questions = questions
        self.peer_id = peer_id

    def resolve(self, outcome: Any = None) -> None:
        """Nobody will answer it: the stream that it stood in was closed."""
        self._questions.refuse(self.peer_id, outcome)


class Questions:
    """The questions of one connection."""

    __slots__ = ("_answered", "_connection", "_core", "_open", "_outlet")

    def __init__(self, core: ServerCore, connection: ConnectionCore, outlet: Outlet) -> None:
        self._core = core
        self._connection = connection
        self._outlet = outlet
        self._open: dict[RequestId, int] = {}
        self._answered: OrderedDict[RequestId, int] = OrderedDict()

    def ask(self, peer_id: RequestId, method: str, params: bytes | None) -> None:
        """Show a question to whoever reads; one that cannot be shown is refused at once."""
        try:
            decoded = decode_server_request_json(method, params)
        except protocol.DecodeError as error:
            self.refuse(peer_id, ServerError(f"Invalid request: {error.message}", method=method))
            return
        # One that is asked again keeps its id.
        number = self._open.get(peer_id)
        if number is None:
            number = self._core.next_server_request_id()
        event = ServerRequest(number, decoded, method)
        waiter: Any = _Question(self, peer_id)  # only resolved: nobody here waits, but the peer
        self._open[peer_id] = number
        try:
            self._core.open_server_request(number, method, event, event, waiter, _thread_of(decoded))
        except ServerError as error:
            del self._open[peer_id]
            self.refuse(peer_id, error)

    def note_resolved(
        self, notification: protocol.ServerRequestResolvedNotification
    ) -> protocol.ServerRequestResolvedNotification:
        """The peer says that a question is over: take it out, and return the notification with our id of it."""
        peer_id = notification.request_id
        number = self._open.pop(peer_id, None)
        if number is not None:
            self._core.close_server_request(number)
        else:
            number = self._answered.pop(peer_id, None)
        if number is None or number == peer_id:
            return notification
        return notification.model_copy(update={"request_id": number})

    def end_turn(self, turn_id: str) -> None:
        """A turn has ended, and with it what it has asked: the peer says so of each question after that."""
        for peer_id, number in tuple(self._open.items()):
            question = self._core.server_request(number)
            if question is not None and _turn_of(question.params) == turn_id:
                self._core.close_server_request(number)
                self._remember(peer_id, number)

    def answer(self, request_id: int, result: Any) -> bool:
        """Answer a question; whether the answer went out.

        Raises:
            ValueError: the result does not fit the question, which stays open.
            QueueFullError, TransportError: it cannot be sent, and the question stays open.
        """
        question = self._core.server_request(request_id)
        if question is None:
            return self._close(request_id) is not None  # None, which is counted
        decoded = decode_server_result(question, result)
        try:
            text = json_text(decoded)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"the answer to server request {request_id} cannot be written as JSON: {error}{STILL_OPEN}"
            ) from error
        return self._send(question, request_id, text, None)

    def reject(self, request_id: int, error: ServerError | dict[str, Any]) -> bool:
        """Answer a question with an error; whether the answer went out.

        Raises:
            TypeError, ValueError: the error object lacks an integer `code` or a text `message`.
            QueueFullError, TransportError: it cannot be sent, and the question stays open.
        """
        failure = as_server_error(error)
        question = self._core.server_request(request_id)
        if question is None:
            return self._close(request_id) is not None
        return self._send(question, request_id, None, failure)

    def refuse(self, peer_id: RequestId, error: ServerError) -> None:
        """Tell the peer that nobody answers. Where that cannot be told the peer is gone, or reads nothing."""
        self._forget(peer_id)
        try:
            self._outlet.send("an answer to a server request", error_text(peer_id, error))
        except TransportError:
            return

    def _send(
        self, question: ServerRequest, request_id: int, result: bytes | None, error: ServerError | None
    ) -> bool:
        self._outlet.check(question.method, len(result or b""))
        closed = self._close(request_id)
        if closed is None:
            return False
        if result is not None:
            text = result_text(closed.peer_id, result)
        else:
            text = error_text(closed.peer_id, error or ServerError("", code=ErrorCode.INTERNAL))
        return self._outlet.send(question.method, text)

    def _close(self, request_id: int) -> _Question | None:
        closed: Any = self._connection.answer_server_request(request_id)
        if closed is not None:
            self._remember(closed.peer_id, request_id)
        question: _Question | None = closed
        return question

    def _remember(self, peer_id: RequestId, number: int) -> None:
        """A question is over here, and the peer will say that it is resolved."""
        self._answered[peer_id] = number
        if len(self._answered) > MAX_REMEMBERED:
            self._answered.popitem(last=False)
        self._forget(peer_id)

    def _forget(self, peer_id: RequestId) -> None:
        self._open.pop(peer_id, None)


def _thread_of(params: Any) -> str | None:
    """The thread that a question belongs to."""
    if is_dict(params):
        thread = params.get("threadId", params.get("conversationId"))
    else:
        thread = getattr(params, "thread_id", None) or getattr(params, "conversation_id", None)
    return thread if isinstance(thread, str) else None


def _turn_of(params: Any) -> Any:
    """The turn that a question belongs to; None: to none."""
    return params.get("turnId") if is_dict(params) else getattr(params, "turn_id", None)
