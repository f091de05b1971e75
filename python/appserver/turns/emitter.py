"""How a turn's notifications leave: who waits for a reader, and what is kept when the waiting is cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.backends import let_others_run
from appserver.backends.flags import OneTimeFlag
from appserver.delivery.hooks import CLOSED_WHILE_WAITING
from appserver.delivery.sending import Outcome, YieldFirst, let_readers_run, wait_for_room
from appserver.errors import RuntimeClosedError, TurnClosedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.backends.base import Backend
    from appserver.delivery.sending import ParkedSend
    from appserver.turns.host import TurnHost
    from appserver.turns.outgoing import AnyNotification

__all__ = ["Delivery", "Emitter"]

_YIELD_EVERY: Final = 64
"""After so many deliveries that did not wait, others run: as the core has it for what is sent through it."""


class Delivery:
    """A notification that waits for room in a task of the server, so that no cancellation takes it back.

    Attributes:
        notification: what is delivered.
        parked: where it stands: in line, or not even that.
        is_settled: whether it needs no further try.
        failure: why it cannot be delivered.
        over: set when it is delivered, or never will be.
    """

    __slots__ = ("failure", "is_settled", "notification", "over", "parked")

    def __init__(
        self, backend: Backend, notification: AnyNotification, parked: ParkedSend | YieldFirst
    ) -> None:
        self.notification = notification
        self.parked = parked
        self.is_settled = False
        self.failure: Exception | None = None
        self.over = OneTimeFlag(backend)

    async def wait(self) -> None:
        """Return when it is delivered. For one who waits.

        Cancellation: the delivery goes on.

        Raises:
            TurnClosedError: the turn was closed without waiting for it.
            RuntimeClosedError: the runtime is shut down.
        """
        await self.over.wait()
        failure, self.failure = self.failure, None
        if failure is not None:
            try:
                raise failure
            finally:
                del failure  # its traceback has this frame


class Emitter:
    """The sending side of one turn.

    A reader that is full makes the sender wait. What happens to the event when the sender is cancelled while
    it waits depends on who sends it: a delta is taken back, unless a reader has it; the start and the end of an
    item, a status and a resolved question are not, because the client would be left with an item that never ends.
    Those wait in a task of the server. `drain` waits for all that has begun before the turn is closed: a task
    that the agent left behind may be in the middle of a delta, and nothing may come after `turn/completed`.

    Attributes:
        offer: the host's, for what may be taken back.
        try_send: the host's, for what is sent now or not at all.
        close_reason: why the agent may not act on the turn any more; None while it may.
        is_sealed: whether the closing events are in line: nothing else of the turn may be sent any more.
    """

    __slots__ = (
        "_delivered_in_a_row",
        "_deliveries",
        "_host",
        "_waiting",
        "close_reason",
        "is_sealed",
        "offer",
        "try_send",
    )

    def __init__(self, host: TurnHost) -> None:
        self._host = host
        self._deliveries: set[Delivery] = set()
        self._waiting: set[OneTimeFlag] = set()
        self._delivered_in_a_row = 0
        self.offer = host.outgoing.offer
        self.try_send = host.outgoing.try_send_notification
        self.close_reason: str | None = None
        self.is_sealed = False

    @property
    def is_closed(self) -> bool:
        """Whether the turn is over for its agent."""
        return self.close_reason is not None

    def check_open(self) -> None:
        """Raise `TurnClosedError` when the turn is over for its agent."""
        if self.close_reason is not None:
            raise TurnClosedError(self.close_reason)

    @property
    def is_busy(self) -> bool:
        """Whether something has begun to be sent and is not delivered yet."""
        return bool(self._waiting or self._deliveries)

    async def send_delta(
        self,
        notification: AnyNotification,
        parked: ParkedSend | YieldFirst,
        keep: Callable[[], None],
        lose: Callable[[], None],
    ) -> None:
        """Complete an offer of something that may be taken back, which was not delivered at once.

        Cancellation: the notification is taken back from the streams that have no room yet.

        Args:
            notification: what was offered.
            parked: what the offer returned.
            keep: called when it stands in line, or is delivered, among what others send.
            lose: called after that, when no stream gets it after all.

        Raises:
            TurnClosedError: the turn was closed without waiting for it.
            RuntimeClosedError: the runtime is shut down.
        """
        over = OneTimeFlag(self._host.backend)
        self._waiting.add(over)
        try:
            in_line = await self._until_in_line(notification, parked)
            keep()
            if in_line is not None:
                await self._wait_for_room(in_line, lose)
        finally:
            self._waiting.discard(over)
            over.set()

    async def deliver(self, notification: AnyNotification) -> None:
        """Send, and wait while a reader is full.

        Cancellation: once begun, nothing takes the notification back.

        Raises:
            TurnClosedError: the turn is over for its agent; nothing was sent.
            RuntimeClosedError: the runtime is shut down, or is shutting down and there is no room.
            ValueError: a text is not valid Unicode.
        """
        self.check_open()
        await self.completion(self.begin(notification))

    def begin(self, notification: AnyNotification) -> Delivery | None:
        """Send for code that cannot wait, or that waits by `completion`. None: it is delivered.

        Raises:
            RuntimeClosedError: the runtime is shut down, or is shutting down and there is no room.
            ValueError: a text is not valid Unicode.
        """
        if self.is_sealed or self.try_send(notification):
            return None
        parked = self.offer(notification)
        if parked is None:
            return None
        delivery = Delivery(self._host.backend, notification, parked)
        self._deliveries.add(delivery)
        try:
            self._carry_in_task(delivery)
        except BaseException:
            self._deliveries.discard(delivery)
            raise
        return delivery

    async def completion(self, *deliveries: Delivery | None) -> None:
        """Wait for what `begin` returned.

        Cancellation: the deliveries go on.
        """
        for delivery in deliveries:
            if delivery is not None:
                self._delivered_in_a_row = 0
                await delivery.wait()
        self._delivered_in_a_row += 1
        if self._delivered_in_a_row >= _YIELD_EVERY:
            self._delivered_in_a_row = 0
            await let_others_run()

    async def drain(self) -> None:
        """Wait until everything that has begun to be sent is delivered or taken back.

        Cancellation: what has begun goes on.
        """
        while self._deliveries or self._waiting:
            if self._waiting:
                await next(iter(self._waiting)).wait()
            else:
                await next(iter(self._deliveries)).over.wait()

    async def _until_in_line(
        self, notification: AnyNotification, parked: ParkedSend | YieldFirst | None
    ) -> ParkedSend | None:
        while isinstance(parked, YieldFirst):
            await let_readers_run()
            if self.is_sealed:
                raise TurnClosedError(self.close_reason)
            parked = self.offer(notification)
        return parked

    @staticmethod
    async def _wait_for_room(parked: ParkedSend, lose: Callable[[], None]) -> None:
        try:
            outcome = await wait_for_room(parked)
        except BaseException:
            if parked.withdraw() is Outcome.NOT_DELIVERED:
                lose()
            raise
        if outcome is Outcome.NOT_DELIVERED:
            lose()
        if outcome is not Outcome.DELIVERED:
            raise RuntimeClosedError(CLOSED_WHILE_WAITING)

    def _carry_in_task(self, delivery: Delivery) -> None:
        self._host.spawn(
            self._carry,
            delivery,
            name=f"deliver {delivery.notification.method}",
            on_done=lambda: self._task_is_over(delivery),
        )

    async def _carry(self, delivery: Delivery) -> None:
        try:
            in_line = await self._until_in_line(delivery.notification, delivery.parked)
            if in_line is not None:
                delivery.parked = in_line
                await self._wait_for_room(in_line, lambda: None)
        except GeneratorExit:  # the loop is gone
            delivery.is_settled = True
            raise
        except Exception as error:  # noqa: BLE001 - handed to the sender
            delivery.failure = error
        delivery.is_settled = True

    def _task_is_over(self, delivery: Delivery) -> None:
        """Where the host has cancelled the task, perhaps before its first step, another one goes on."""
        if not delivery.is_settled:
            delivery.is_settled = (
                not isinstance(delivery.parked, YieldFirst)
                and delivery.parked.withdraw() is not Outcome.NOT_DELIVERED
            )
        if delivery.is_settled or not self._carry_on(delivery):
            self._deliveries.discard(delivery)
            delivery.over.set()

    def _carry_on(self, delivery: Delivery) -> bool:
        """Offer again. False: it is delivered, or never will be."""
        try:
            if self.is_sealed or self.try_send(delivery.notification):
                return False
            parked = self.offer(delivery.notification)
            if parked is None:
                return False
            delivery.parked = parked
            self._carry_in_task(delivery)
        except RuntimeError:  # the loop takes no new task
            return False
        except Exception as error:  # noqa: BLE001 - handed to the sender
            delivery.failure = error
            return False
        return True
