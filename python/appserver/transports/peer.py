"""A client on a wire: its messages go to its connection, and the answers and events of its connection go to it.

Nothing here waits. Requests are served as those of an in-process client are; their answers are written when they are
there. Events are taken from the connection's primary stream only as long as the client takes what was written before:
what it does not take stays in the stream, whose policy then holds.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Protocol

from pydantic_core import from_json

from appserver import protocol
from appserver.backends.flags import OneTimeFlag
from appserver.client.answers import as_server_error, decode_server_result
from appserver.conversation.answers import STILL_OPEN
from appserver.errors import ErrorCode, RuntimeClosedError, ServerError
from appserver.events import Lagged, ServerRequest, StreamClosed
from appserver.transports.encoding import encode_answer, encode_notification, encode_question
from appserver.transports.written import Written
from appserver.turns.unread_input import check_unread_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver._core import Wire
    from appserver.protocol import RequestId
    from appserver.server.connection import Connection
    from appserver.server.runtime import ServerRuntime
    from appserver.transports.answers import RoundOfAnswers
    from appserver.transports.limits import WireLimits

__all__ = ["UNSENT_HIGH", "Peer", "PeerHost"]

logger = logging.getLogger("appserver")

UNSENT_HIGH = 256 * 1024
"""Bytes that wait to be written, above which no events are taken from the stream: what a socket holds, and little
beside the stream's own bound."""

EVENTS_A_TURN = 256
"""Events that are written for one client before others get their turn."""


class PeerHost(Protocol):
    """The transports that a peer belongs to."""

    @property
    def runtime(self) -> ServerRuntime:
        """The server."""
        ...

    @property
    def wire(self) -> Wire:
        """Their native side."""
        ...

    @property
    def limits(self) -> WireLimits:
        """What they allow."""
        ...

    @property
    def answers(self) -> RoundOfAnswers | None:
        """What is to be written at the end of this round of the loop; None: each is written by itself."""
        ...

    def pump_soon(self, peer: Peer) -> None:
        """Have its events written in the loop's next round. Any thread."""


class Peer:
    """One client on a wire.

    Attributes:
        number: its number on the wire.
        transport: `stdio`, `unix` or `websocket`.
        connection: its connection to the server.
        eof: set once it sends no more.
        end: set once all that it has asked is answered as well, or it is gone.
        max_message_bytes: how long an answer may be.
    """

    __slots__ = (
        "_carrier",
        "_host",
        "_is_full",
        "_is_gone",
        "_junk",
        "_stream",
        "_unanswered",
        "connection",
        "end",
        "eof",
        "max_message_bytes",
        "number",
        "transport",
    )

    def __init__(
        self,
        host: PeerHost,
        number: int,
        transport: str,
        connection: Connection,
        *,
        max_message_bytes: int | None = None,
    ) -> None:
        self.number = number
        self.transport = transport
        self.connection = connection
        self.max_message_bytes = max_message_bytes or host.limits.message_bytes
        self._host = host
        self._carrier: Callable[[], None] | None = None
        self._stream = connection.core.events
        self.eof = OneTimeFlag(host.runtime.backend)
        self.end = OneTimeFlag(host.runtime.backend)
        self._is_full = False
        self._is_gone = False
        self._junk = 0
        self._unanswered: set[_Answer] = set()
        connection.on_leave = self._left
        self._wait_for_events()

    def __str__(self) -> str:
        return f"client {self.connection.info.id} ({self.transport})"

    # -- what it sends

    def take_request(self, request_id: RequestId, method: str, params: bytes | None) -> None:
        """A request: it is served, or refused."""
        answer = _Answer(self, request_id, method)
        self._unanswered.add(answer)
        handlers = self.connection.server.handlers
        try:
            check_unread_text(method, params)
            decoded = protocol.decode_request_json(method, params, handlers.request_classes)
            self.connection.requests.serve(decoded, request_id, answer)
        except protocol.DecodeError as error:
            answer.resolve(ServerError(f"Invalid request: {error.message}", method=method))
        except ServerError as error:
            answer.resolve(error)
        except RuntimeClosedError:
            return  # it is closed, or about to be; the client is told by that

    def take_notification(self, method: str, _params: bytes | None) -> None:
        """A notification. The one that there is, `initialized`, has no effect on the server."""
        logger.debug("%s: sent the notification %s, which has no effect", self, method)

    def take_result(self, request_id: RequestId, result: bytes) -> None:
        """Its answer to a question. One that does not fit counts as a refusal: it has no other way to be told."""
        question = self._question(request_id)
        outcome: Any = None
        if question is not None:
            try:
                check_unread_text(question.method, result)
                outcome = decode_server_result(question, from_json(result))
            except ServerError as error:
                logger.warning("%s: %s; it counts as a refusal", self, error.message)
                outcome = error
            except ValueError as error:
                why = str(error).removesuffix(STILL_OPEN)  # a client on a wire cannot be told
                logger.warning("%s: %s; it counts as a refusal", self, why)
                outcome = ServerError(why, method=question.method)
        self._settle(request_id, outcome)

    def take_error(self, request_id: RequestId | None, error: bytes) -> None:
        """Its refusal to answer a question."""
        try:
            outcome = as_server_error(from_json(error))
        except (TypeError, ValueError) as fault:
            outcome = ServerError(f"the client's error cannot be read: {fault}", code=ErrorCode.INTERNAL)
        self._settle(request_id, outcome)

    def take_junk(self, reason: str) -> None:
        """Something that is no message. It has no id to be answered by: the log says so once, and then counts."""
        self._junk += 1
        if self._junk == 1:
            logger.warning("%s: sent something that is no message, which is passed over: %s", self, reason)

    def carry_by(self, look: Callable[[], None]) -> None:
        """Its messages are carried by somebody who is called when something may be due."""
        self._carrier = look

    def has_due(self) -> None:
        """Something may be due."""
        if self._carrier is not None:
            self._carrier()

    def take_end(self) -> None:
        """It sends no more, and can still be sent something."""
        self.eof.set()
        if not self._unanswered:
            self.end.set()

    def _question(self, request_id: RequestId | None) -> ServerRequest | None:
        if not isinstance(request_id, int):
            return None
        question: ServerRequest | None = self.connection.server.core.server_request(request_id)
        return question

    def _settle(self, request_id: RequestId | None, outcome: Any) -> None:
        waiter = None
        if isinstance(request_id, int):
            waiter = self.connection.core.answer_server_request(request_id)
        if waiter is None:
            logger.debug(
                "%s: its answer to question %r came too late, or was not asked for", self, request_id
            )
        else:
            waiter.resolve(outcome)

    # -- what it is sent

    def send(self, message: bytes) -> None:
        """Write a message, now or with the other answers of this round. Any thread."""
        answers = self._host.answers
        if answers is not None and self._host.runtime.backend.is_current():
            answers.add(self, message)
        else:
            self.write((message,))

    def write(self, messages: Sequence[bytes]) -> None:
        """Write messages now. Any thread. What cannot be written any more is dropped with the client."""
        is_crowded = self._host.wire.send(self.number, messages) > UNSENT_HIGH
        # Only where `has_room` is called too: on another thread this could come after it, and would stay for ever.
        if is_crowded and self._host.runtime.backend.is_current():
            self._is_full = True

    def answered(self, answer: _Answer) -> None:
        """A request was answered. Any thread."""
        self._unanswered.discard(answer)
        if self.eof.is_set and not self._unanswered:
            self.end.set()

    def opened(self) -> None:
        """Its handshake was answered: it is sent what is said before anything else."""
        self.connection.send_first(self._host.runtime.parts.config_warnings)

    def has_room(self) -> None:
        """What was written before has gone out: events are taken again."""
        self._is_full = False
        self._host.pump_soon(self)

    def pump(self, written: Written) -> None:
        """Write the events that are there, until it is full or others must have their turn.

        Args:
            written: what was just written for other clients.
        """
        taken = 0
        while not self._is_full and not self._is_gone:
            if taken >= EVENTS_A_TURN:
                self._host.pump_soon(self)
                return
            events = self._stream.take_many(64)
            if events is None:
                return
            if not events:
                self._wait_for_events()
                return
            taken += len(events)
            messages = [message for event in events for message in self._encode(event, written)]
            if self._host.wire.send(self.number, messages) > UNSENT_HIGH:
                self._is_full = True

    def _encode(self, event: Any, written: Written) -> tuple[bytes, ...]:
        known = written.find(event)
        if known is not None:
            return (known,)
        try:
            if isinstance(event, ServerRequest):
                message = encode_question(event)
            elif isinstance(event, Lagged):
                logger.warning("%s: is behind, and %d events were left out", self, event.skipped)
                return ()
            elif isinstance(event, StreamClosed):
                logger.warning("%s: its events end: %s", self, event.reason)
                return ()
            else:
                message = encode_notification(event)
        except ValueError as error:
            logger.error("%s: cannot be sent %s: %s", self, getattr(event, "method", ""), error)  # noqa: TRY400 - no bug of ours
            return ()
        written.keep(event, message)
        return (message,)

    def _wait_for_events(self) -> None:
        if not self._stream.register(self._wake):
            self._host.pump_soon(self)

    def _wake(self) -> None:
        self._host.pump_soon(self)

    # -- the end

    def gone(self, kind: str, reason: str) -> None:
        """The wire says that it is gone. Its requests are over; turns go on."""
        if not self._is_gone:
            self._is_gone = True
            logger.debug("%s: is gone: %s (%s)", self, kind, reason)
            self.connection.leave()
            self._set_ends()
        self.has_due()

    def _set_ends(self) -> None:
        self.eof.set()
        self.end.set()

    def _left(self) -> None:
        """The connection has ended. If the client is there, it is sent what is left, and the wire is closed."""
        if self._is_gone:
            return
        if (answers := self._host.answers) is not None:
            answers.write_of(self)
        written = Written()
        while events := self._stream.take_many(256):
            messages = [message for event in events for message in self._encode(event, written)]
            if self._host.wire.send(self.number, messages) < 0:
                break
        self._is_gone = True
        self._set_ends()
        self._host.wire.close(self.number, *SERVER_ENDS)


SERVER_ENDS = (1012, "the server shuts down")
"""With what a websocket is closed when its server ends: "service restart", the code that clients try again after."""


class _Answer:
    """Takes the outcome of a request, and writes it. It stands where in-process callers have a waiter."""

    __slots__ = ("_method", "_peer", "_request_id")

    def __init__(self, peer: Peer, request_id: RequestId, method: str) -> None:
        self._peer = peer
        self._request_id = request_id
        self._method = method

    def resolve(self, outcome: Any = None) -> None:
        """Write the outcome. Any thread."""
        try:
            message = encode_answer(self._request_id, outcome)
        except ValueError as error:
            logger.error("the answer to %s cannot be written as JSON: %s", self._method, error)  # noqa: TRY400
            message = encode_answer(
                self._request_id,
                ServerError(
                    "internal error: the answer cannot be written as JSON; the server's log says why",
                    code=ErrorCode.INTERNAL,
                ),
            )
        most = self._peer.max_message_bytes
        if len(message) > most:
            logger.warning("the answer to %s is too long for a message: %d bytes", self._method, len(message))
            text = f"the answer is {len(message)} bytes, and a message may have {most}; ask for less, or for pages"
            message = encode_answer(self._request_id, ServerError(text, code=ErrorCode.INTERNAL))
        self._peer.send(message)
        self._peer.answered(self)
        if self._method == protocol.InitializeParams.method and not isinstance(outcome, ServerError):
            self._peer.opened()
