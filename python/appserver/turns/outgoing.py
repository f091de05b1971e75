"""How a turn reaches the clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from appserver.delivery.sending import ParkedSend, YieldFirst

    AnyNotification: TypeAlias = p.Notification | p.LegacyNotification

__all__ = ["TurnOutgoing"]

Answer = TypeVar("Answer", bound=p.WireModel)


class TurnOutgoing(Protocol):
    """What is sent to the clients."""

    @property
    def offer(self) -> Callable[[Any], ParkedSend | YieldFirst | None]:
        """Send a notification. None: every stream that matches has dealt with it."""
        ...

    @property
    def try_send_notification(self) -> Callable[[Any], bool]:
        """Send a notification unless some stream has no room for it; then nothing is sent, and it returns False."""
        ...

    async def send_request(
        self, params: p.ServerRequestParams[Answer], *, opened: Callable[[int], None] | None = None
    ) -> Answer:
        """Ask the clients and wait for the answer.

        Cancellation: the question is taken back.
        """
        ...

    def fail_thread_requests(self, thread_id: str) -> None:
        """End every open question of a thread, because its turn has ended."""
