"""One connection to a peer, from the dialling to its end: requests in flight, questions, and a queue of events."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from appserver import _core, protocol
from appserver.backends import current_backend
from appserver.backends.base import GONE
from appserver.backends.flags import OneTimeFlag
from appserver.backends.slices import Slices
from appserver.backends.watch import LoopWatch
from appserver.client.remote.encoding import notification_text, params_text, request_text
from appserver.client.remote.outlet import Outlet
from appserver.client.remote.questions import Questions
from appserver.client.remote.refusals import not_connected
from appserver.delivery.bounds import MAX_SERVER_EVENT_BYTES
from appserver.delivery.handler_permit import release_while_waiting
from appserver.delivery.hooks import make_hooks
from appserver.errors import ConnectionLostError, ErrorCode, RuntimeClosedError, ServerError, server_error
from appserver.plain_data import is_dict
from appserver.protocol._support.decode_json import decode_notification_json, read_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver._core import Wire
    from appserver.backends.base import Backend, Waiter

__all__ = ["Bounds", "Session"]

logger = logging.getLogger("appserver")

_THREAD_ENDS: Final = frozenset({"thread/archived", "thread/closed", "thread/deleted"})
"""After these nothing more comes of a thread."""


_THREAD_BEGINS: Final = frozenset({"thread/start", "thread/resume", "thread/fork"})
"""What the client is sent events of a thread after."""


@dataclass(frozen=True)
class Bounds:
    """The bounds of a client's queues."""

    channel_capacity: int
    max_event_bytes: int
    legacy_notifications: bool


class Session:
    """A connection. It is made for the loop that it is made on; requests may come from any.

    Attributes:
        core: the queues of its events and questions.
        connection: the one connection in there.
        opened: set when messages can be sent, and when they never will be.
        loss: the kind and the reason of its end, if it ended by itself.
        is_over: whether it has ended.
        is_shut_down: whether the client was shut down, before or after that.
        junk: messages of the peer that could not be read.
        followed: the threads that the peer has sent events of.
        questions: what the peer has asked.
        outlet: what goes to the peer.
        slices: what is done to many of this side.
    """

    __slots__ = (
        "_backend",
        "_peer_name",
        "_requests",
        "connection",
        "core",
        "followed",
        "is_over",
        "is_shut_down",
        "junk",
        "loss",
        "opened",
        "outlet",
        "questions",
        "slices",
    )

    def __init__(self, wire: Wire, peer: int, peer_name: str, backend: Backend, bounds: Bounds) -> None:
        self._backend = backend
        self._peer_name = peer_name
        self.slices = Slices(backend)
        self.core = _core.ServerCore(
            max_handlers=1,
            max_event_bytes=MAX_SERVER_EVENT_BYTES,
            hooks=make_hooks(_core.Hooks, self.slices.add),
        )
        self.connection = self.core.connect(
            channel_capacity=bounds.channel_capacity,
            max_event_bytes=bounds.max_event_bytes,
            drop_policy="coalesce",
            stall_milliseconds=None,
            legacy_notifications=bounds.legacy_notifications,
            follows_new_threads=True,
            producers_wait=False,
        )
        self.connection.initialize(experimental=True, opt_out=[])  # the peer itself keeps things away
        self.opened = OneTimeFlag(backend)
        self.loss: tuple[str, str] | None = None
        self.is_over = False
        self.is_shut_down = False
        self.junk = 0
        self.followed: dict[str, None] = {}
        self.outlet = Outlet(wire, peer)
        self.questions = Questions(self.core, self.connection, self.outlet)
        self._requests: dict[Any, tuple[str, int, Waiter]] = {}
        self.core.register_watcher(self._note_losses)

    # -- what goes out

    async def request(self, method: str, params: bytes | None, request_id: int | None = None) -> bytes:
        """Send a request and return the JSON text of its result.

        Cancellation: leaves no entry behind; an answer that comes later is counted.

        Raises:
            ServerError: the peer's error answer.
            QueueFullError, TransportError: nothing was sent.
            ConnectionLostError: the peer is gone.
            RuntimeClosedError: this end is closed, the process was forked, or the client's loop does not run.
        """
        on_loop = self._backend.is_current()
        self.check_open(method)
        waiter = (self._backend if on_loop else current_backend()).waiter()
        number, generation = self.connection.open_request(request_id, method, None, waiter)
        self._requests[number] = (method, generation, waiter)
        try:
            if self.is_over:  # since the check: who ends it has not seen this request
                raise self.end_error(method)
            if self.outlet.send(method, request_text(int(number), method, params)) or not self.is_over:
                watch = None if on_loop else LoopWatch(self._backend)
                outcome = await release_while_waiting(waiter, watch=watch)
            else:
                raise self.end_error(method)
        finally:
            if self._requests.pop(number, None) is not None:
                self.connection.abandon_request(number, generation)
        if outcome is GONE:
            raise RuntimeClosedError(
                f"{method}: the event loop of this client does not run, so no answer is read; keep it running for as "
                "long as the client is used, or call from that loop"
            )
        if isinstance(outcome, BaseException):
            try:
                raise outcome
            finally:
                del outcome, waiter  # its traceback has this frame
        text: bytes = outcome
        return text

    def notify(self, notification: protocol.ClientNotification) -> None:
        """Send a notification.

        Raises:
            QueueFullError, TransportError, ConnectionLostError, RuntimeClosedError: nothing was sent.
        """
        self.check_open(notification.method)
        text = notification_text(notification.method, params_text(notification))
        if not self.outlet.send(notification.method, text):
            raise self.end_error(notification.method)

    def check_open(self, method: str) -> None:
        """Raise unless messages can be sent."""
        self.connection.is_closed()  # in a forked child this says so
        if self.is_over:
            raise self.end_error(method)

    def end_error(self, method: str) -> ConnectionLostError | RuntimeClosedError:
        """What a caller is told once the connection has ended, or is about to."""
        if not self.is_shut_down and (self.loss is not None or not self.is_over):
            kind, reason = self.loss or ("aborted", "it takes nothing any more")
            if method == protocol.InitializeParams.method:  # nothing was asked of the peer yet
                return ConnectionLostError(not_connected(self._peer_name, reason), kind)
            return ConnectionLostError(
                f"{method}: the connection to {self._peer_name} is lost: {reason}; "
                "what the peer had begun may go on there",
                kind,
            )
        return RuntimeClosedError(f"{method}: this client is shut down; connect again to go on")

    def note_resuming(self, params: protocol.RequestParams[Any]) -> None:
        """A request is about to be sent that begins the events of a thread that was left."""
        if isinstance(params, protocol.ThreadResumeParams):
            self.connection.subscribe_thread(params.thread_id)

    def note_answer(self, params: protocol.RequestParams[Any], response: Any) -> None:
        """A request was answered that begins or ends the events of a thread."""
        if isinstance(params, protocol.ThreadUnsubscribeParams):
            self.followed.pop(params.thread_id, None)
            self.core.open_thread(params.thread_id, self.connection)
            self.connection.unsubscribe_thread(params.thread_id)  # its streams end, and say why
        elif params.method in _THREAD_BEGINS:
            self.followed[response.thread.id] = None

    # -- what comes in

    def take_in(self, arrivals: Sequence[tuple[Any, ...]]) -> None:
        """Deal with what has arrived, in its order. Whoever waits for an answer finds queued what came before it."""
        events: list[Any] = []
        for arrival in arrivals:
            if arrival[1] == "notification":
                self._read_notification(arrival[2], arrival[3], events)
                continue
            self._deliver(events)
            events = []
            self._take_in_other(arrival)
        self._deliver(events)

    def _take_in_other(self, arrival: tuple[Any, ...]) -> None:
        match arrival:
            case (_, "result", request_id, text):
                self._answer(request_id, text, is_error=False)
            case (_, "error", request_id, text):
                self._answer(request_id, text, is_error=True)
            case (_, "request", request_id, method, params):
                if not self.is_over:
                    self.questions.ask(request_id, method, params)
            case (_, "junk", reason):
                self._note_junk(reason)
            case (_, "opened", *_):
                self.opened.set()
            case (_, "closed", kind, reason):
                self.lose(kind, reason)
            case _:
                pass  # there is room again, which every send asks for itself

    def _read_notification(self, method: str, params: bytes | None, events: list[Any]) -> None:
        try:
            notification: Any = decode_notification_json(method, params)
        except protocol.DecodeError as error:
            self._note_junk(f"{method}: {error.message}")
            return
        if isinstance(notification, protocol.ServerRequestResolvedNotification):
            self._deliver(events)  # the question may stand behind them
            events.clear()
            notification = self.questions.note_resolved(notification)
        elif isinstance(notification, protocol.TurnCompletedNotification):
            self.questions.end_turn(notification.turn.id)  # nobody who has read of the end finds one open
        events.append(notification)
        thread_id = getattr(notification, "thread_id", None)
        if isinstance(thread_id, str):
            if method in _THREAD_ENDS:
                self._deliver(events)
                events.clear()
                self._close_thread(thread_id)
            elif method not in _core.EVERYONE:  # those come of threads of other clients, too
                self.followed[thread_id] = None

    def _close_thread(self, thread_id: str) -> None:
        """The peer has let a thread go: its streams end behind what is queued, and say why. It may be resumed."""
        self.followed.pop(thread_id, None)
        self.core.open_thread(thread_id, self.connection)  # only what it knows can be closed
        for _, question in self.core.close_thread(thread_id):
            question.resolve(ServerError("its thread is closed", code=ErrorCode.INTERNAL))

    def _deliver(self, events: list[Any]) -> None:
        """Queue events. Nothing ever waits for their reader."""
        if not events:
            return
        try:
            self.core.try_send_notifications(events)
        except (TypeError, ValueError):
            if len(events) == 1:
                self._note_junk(f"{events[0].method}: its params do not fit what the method means")
                return
            for event in events:  # all but those that cannot be queued
                self._deliver([event])

    def _answer(self, request_id: Any, text: bytes, *, is_error: bool) -> None:
        entry = self._requests.pop(request_id, None)
        if entry is None:
            if request_id is None:
                self._note_junk("an error answer to no request")
            else:
                self.connection.close_request(request_id, 0)  # late, or never asked: counted
            return
        method, generation, waiter = entry
        self.connection.close_request(request_id, generation)
        waiter.resolve(_read_error(method, text) if is_error else text)

    def _note_junk(self, reason: str) -> None:
        self.junk += 1
        logger.warning("%s sent what is no message, and it was left out: %s", self._peer_name, reason)

    def _note_losses(self) -> None:
        """The core has lost events, and says so once until their reader has caught up."""
        self._backend.call_soon(self._report_losses)

    def _report_losses(self) -> None:
        with contextlib.suppress(RuntimeClosedError):  # a forked child
            for _ in self.core.watch(0)[1]:
                logger.warning(
                    "a client of %s: a stream is full, and its oldest events are dropped; read it, or close it",
                    self._peer_name,
                )
            self.core.register_watcher(self._note_losses)

    # -- the end

    def lose(self, kind: str, reason: str) -> None:
        """The peer is gone: every request and question ends, and streams end behind what is queued."""
        if not self.is_over:
            self.loss = (kind, reason or _REASONS.get(kind, kind))
            self.close()

    def close(self) -> None:
        """End the connection on this side. Any thread, any number of times."""
        self.is_over = True
        self.opened.set()
        for number in tuple(self._requests):
            entry = self._requests.pop(number, None)
            if entry is not None:
                method, generation, waiter = entry
                with contextlib.suppress(RuntimeClosedError):
                    self.connection.close_request(number, generation)
                waiter.resolve(self.end_error(method))
        with contextlib.suppress(RuntimeClosedError):  # a forked child: the connection is the parent's
            self.connection.close()


_REASONS: Final = {
    "aborted": "the peer closed it",
    "closed": "it was closed",
    "eof": "the peer ended it without a word",
    "invalid_data": "the peer sent what cannot be read any further",
    "overloaded": "the peer did not take what was sent",
    "refused": "the peer refused it",
    "stalled": "the peer has stopped reading",
    "too_big": "a message was too large",
    "untrusted": "its certificate is not trusted",
}
"""What is said of an end that came without a reason."""


def _read_error(method: str, text: bytes) -> Exception:
    """The exception for an error answer."""
    try:
        error: Any = read_json(text)
    except protocol.DecodeError:
        error = None
    if not is_dict(error):
        error = {"message": f"the peer's error is no object: {text[:200]!r}"}
    code, message = error.get("code"), error.get("message")
    if isinstance(code, bool) or not isinstance(code, int):
        code = ErrorCode.INTERNAL
    if not isinstance(message, str):
        message = f"the peer's error has no text: {text[:200]!r}"
    return server_error(method, code, message, error.get("data"))
