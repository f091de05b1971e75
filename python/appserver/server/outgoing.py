"""What handlers and turns send to the clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from appserver import protocol
from appserver.backends import current_backend
from appserver.delivery.handler_permit import release_while_waiting
from appserver.delivery.readers_turn import retry_beside_readers
from appserver.delivery.rejections import turn_transition
from appserver.errors import ErrorCode, OverloadedError, ServerError
from appserver.events import ServerRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from appserver._core import ParkedSend, ServerCore, YieldFirst

    OutgoingNotification = protocol.Notification | protocol.LegacyNotification | protocol.UnknownNotification

__all__ = ["Outgoing"]

Answer = TypeVar("Answer", bound=protocol.WireModel)


class Outgoing:
    """Notifications and server requests on their way to the clients.

    A notification goes to its audience: what belongs to a thread to the connections that are subscribed to the thread,
    the rest to every initialized connection.

    Attributes:
        try_send_notification: `(notification) -> bool`. Delivers unless a reader's policy would make the producer
            wait; then it delivers nothing and returns False. Any thread may call it; it never waits.
        try_send_notifications: `(iterable of notifications) -> int`. The same for many at once, at two thirds of the
            price each: delivers in order until one would have to wait, and returns how many it delivered. A bad one
            among them raises before any is delivered.
        send_notification: `(notification) -> Awaitable[None]`. Delivers, and waits only where a reader that is full
            must not lose the event. Cancelling the wait takes the notification back from those who have no room yet.
        offer: `(notification) -> ParkedSend | YieldFirst | None`. Delivers as `send_notification` does, with its
            outcome as a value: None when every reader has dealt with it.
    """

    __slots__ = (
        "_core",
        "offer",
        "send_notification",
        "try_send_notification",
        "try_send_notifications",
    )

    send_notification: Callable[[OutgoingNotification], Awaitable[None]]
    try_send_notification: Callable[[OutgoingNotification], bool]
    try_send_notifications: Callable[[Iterable[OutgoingNotification]], int]
    offer: Callable[[OutgoingNotification], ParkedSend | YieldFirst | None]

    def __init__(self, core: ServerCore) -> None:
        self._core = core
        # The core's own methods: one Python frame less, a third of the cost of an event.
        self.send_notification = core.send_notification
        self.try_send_notification = core.try_send_notification
        self.try_send_notifications = core.try_send_notifications
        self.offer = core.offer

    async def send_request(
        self,
        params: protocol.ServerRequestParams[Answer],
        *,
        opened: Callable[[int], None] | None = None,
    ) -> Answer:
        """Ask the clients that are subscribed to the question's thread, and wait for an answer. Without a thread: all.

        The first answer counts. Where nobody has room for the question, readers get their turn first. Connections
        without the experimental capability see the question without its experimental fields.

        Cancellation: the question is over; who has not read it yet never will.

        Args:
            params: the question; its class names the method and the answer's type.
            opened: called with the request's id once a client can see it.

        Raises:
            ServerError: a client answered with an error or with something that does not fit; too many are unread
                (`OverloadedError`, -32001); the question is experimental, no client is (-32600); the turn ended
                (-32603, data `{"reason": "turnTransition"}`); the server is shutting down or nobody listens (-32603).
                Whoever asks treats each of these as "declined".
            TypeError: `params` is not the params of a question.
        """
        _check_question(params)
        core = self._core
        request_id = core.next_server_request_id()
        event = ServerRequest(request_id, params)
        waiter = current_backend().waiter()
        thread_id: str | None = getattr(params, "thread_id", None)
        stable, reason = _without_experimental(event)

        def ask() -> None:
            core.open_server_request(request_id, params.method, event, stable, waiter, thread_id)

        try:
            try:
                ask()
            except OverloadedError:  # a reader that is at work gets its turn first
                await retry_beside_readers(ask, lambda: core.reads(thread_id))
        except ServerError as error:
            if stable is None and error.code == ErrorCode.INVALID_REQUEST:
                error.message = reason  # it names the variant
            raise
        try:
            if opened is not None:
                opened(request_id)
            outcome = await release_while_waiting(waiter)
        except BaseException:
            core.close_server_request(request_id)
            raise
        if isinstance(outcome, ServerError):
            outcome.method = outcome.method or params.method
            try:
                raise outcome
            finally:
                del outcome, waiter  # its traceback has this frame
        try:
            return protocol.decode_server_response(params, outcome)
        except protocol.DecodeError as error:
            raise ServerError(
                f"the client's answer does not fit {params.method}: {error.message}", method=params.method
            ) from error

    def fail_thread_requests(self, thread_id: str) -> None:
        """End every open server request of a thread, because its turn started or ended."""
        for _request_id, waiter in self._core.close_thread_server_requests(thread_id):
            waiter.resolve(turn_transition())


def _check_question(params: object) -> None:
    if isinstance(params, protocol.ServerRequestParams):
        return
    kind = params if isinstance(params, type) else type(params)
    hint = "give an instance: call the class" if isinstance(params, type) else "the class names what is asked"
    if issubclass(kind, protocol.RequestParams):
        hint = "that is a request of a client, which client.request sends"
    elif issubclass(kind, protocol.Notification):
        hint = "that is a notification, which send_notification sends"
    raise TypeError(
        "send_request takes a question, an instance of a subclass of appserver.protocol.ServerRequestParams, "
        f"not {kind.__name__}; {hint}"
    )


def _without_experimental(event: ServerRequest) -> tuple[ServerRequest | None, str]:
    """The question as connections without the experimental capability see it, or None and why they cannot be asked."""
    try:
        params = event.params.without_experimental()
    except ValueError as error:
        return None, str(error)
    return (event if params is event.params else ServerRequest(event.id, params)), ""
