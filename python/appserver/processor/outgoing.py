"""What a handler or a turn sends to the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from appserver.errors import ErrorCode, ServerError
from appserver.events import ServerRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from appserver import protocol
    from appserver._core import Core
    from appserver.backends.base import Waiter

__all__ = ["Outgoing"]

Answer = TypeVar("Answer")


class Outgoing:
    """Notifications and server requests on their way to the client.

    Attributes:
        try_send_notification: `(notification) -> bool`. Delivers unless a reader's policy would make the producer
            wait; then it delivers nothing and gives False. Any thread may call it; it never waits.
        send_notification: `(notification) -> Awaitable[None]`. Delivers, and waits only where a reader that is full
            must not lose the event. Cancelling the wait takes the notification back, unless it was delivered.
    """

    __slots__ = ("_core", "_waiter", "send_notification", "try_send_notification")

    send_notification: Callable[[protocol.AnyNotification], Awaitable[None]]
    try_send_notification: Callable[[protocol.AnyNotification], bool]

    def __init__(self, core: Core, waiter: Callable[[], Waiter]) -> None:
        self._core = core
        self._waiter = waiter
        # The core's own methods: one Python frame less, a third of the cost of an event.
        self.send_notification = core.send_notification
        self.try_send_notification = core.try_send_notification

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
                (`OverloadedError`, -32001); the turn ended (-32603, data `{"reason": "turnTransition"}`); the runtime
                is shutting down (-32603). Whoever asks treats each of these as "declined".
        """
        ...  # filled in below by the lead
