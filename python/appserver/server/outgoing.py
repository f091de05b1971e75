"""What a handler or a turn sends to the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from appserver import protocol
from appserver.delivery.handler_permit import wait_lending_slot
from appserver.delivery.sending import offer_through
from appserver.errors import ErrorCode, ServerError
from appserver.events import ServerRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from appserver._core import Core
    from appserver.backends.base import Waiter

    OutgoingNotification = protocol.Notification | protocol.LegacyNotification | protocol.UnknownNotification

__all__ = ["Outgoing"]

Answer = TypeVar("Answer", bound=protocol.WireModel)


class Outgoing:
    """Notifications and server requests on their way to the client.

    Attributes:
        try_send_notification: `(notification) -> bool`. Delivers unless a reader's policy would make the producer
            wait; then it delivers nothing and gives False. Any thread may call it; it never waits.
        try_send_notifications: `(iterable of notifications) -> int`. The same for many at once, at two thirds of the
            price each: delivers in order until one would have to wait, and gives how many it delivered. A bad one
            among them raises before any is delivered.
        send_notification: `(notification) -> Awaitable[None]`. Delivers, and waits only where a reader that is full
            must not lose the event. Cancelling the wait takes the notification back from those who have no room yet.
        offer: `(notification) -> ParkedSend | YIELD_FIRST | None`. The send of `send_notification` with its outcome as
            a value.
        experimental_api: whether the client asked for experimental things; set by the handshake. Without it
            questions lose their experimental fields.
    """

    __slots__ = (
        "_core",
        "_waiter",
        "experimental_api",
        "offer",
        "send_notification",
        "try_send_notification",
        "try_send_notifications",
    )

    send_notification: Callable[[OutgoingNotification], Awaitable[None]]
    try_send_notification: Callable[[OutgoingNotification], bool]
    try_send_notifications: Callable[[Iterable[OutgoingNotification]], int]

    def __init__(self, core: Core, waiter: Callable[[], Waiter]) -> None:
        self._core = core
        self._waiter = waiter
        self.experimental_api = False
        # The core's own methods: one Python frame less, a third of the cost of an event.
        self.send_notification = core.send_notification
        self.offer = offer_through(core.send_notification)
        self.try_send_notification = core.try_send_notification
        self.try_send_notifications = core.try_send_notifications

    async def send_request(
        self,
        params: protocol.ServerRequestParams[Answer],
        *,
        opened: Callable[[int], None] | None = None,
    ) -> Answer:
        """Ask the client and wait for its answer.

        Args:
            params: the question; its class names the method and the answer's type.
            opened: called with the request's id once the client can see it.

        Raises:
            ServerError: the client answered with an error or with something that does not fit; the lane is full
                (`OverloadedError`, -32001); the question is experimental, the client is not (-32600); the turn ended
                (-32603, data `{"reason": "turnTransition"}`); the runtime is shutting down (-32603). Whoever asks
                treats each of these as "declined".
        """
        if not self.experimental_api:
            try:
                params = params.without_experimental()
            except ValueError as error:
                raise ServerError(str(error), code=ErrorCode.INVALID_REQUEST, method=params.method) from None
        core = self._core
        request_id = core.next_server_request_id()
        waiter = self._waiter()
        thread_id: str | None = getattr(params, "thread_id", None)
        core.open_server_request(
            request_id, params.method, ServerRequest(request_id, params), waiter, thread_id
        )
        try:
            if opened is not None:
                opened(request_id)
            outcome = await wait_lending_slot(waiter)
        except BaseException:
            core.close_server_request(request_id)
            raise
        if isinstance(outcome, ServerError):
            outcome.method = outcome.method or params.method
            raise outcome
        try:
            return protocol.decode_server_response(params, outcome)
        except protocol.DecodeError as error:
            raise ServerError(
                f"the client's answer does not fit {params.method}: {error.message}", method=params.method
            ) from error

    def fail_thread_requests(self, thread_id: str) -> None:
        """End every open server request of a thread, because its turn started or ended."""
        for _request_id, waiter in self._core.close_thread_server_requests(thread_id):
            waiter.settle(
                ServerError(
                    "client request resolved because the turn state was changed",
                    code=ErrorCode.INTERNAL,
                    data={"reason": "turnTransition"},
                )
            )
