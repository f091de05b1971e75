"""How a turn's notifications leave: who waits for a reader, and what is kept when the waiting is cancelled."""

from __future__ import annotations

import contextlib
import types
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from appserver.backends import let_others_run
from appserver.backends.flags import Latch
from appserver.delivery.hooks import is_unsent, let_readers_run, was_delivered
from appserver.errors import RuntimeClosedError, TurnClosedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Generator

    from appserver import protocol as p
    from appserver.backends.base import Task
    from appserver.server.session import Session

    AnyNotification: TypeAlias = p.Notification | p.LegacyNotification

__all__ = ["Emitter"]

_YIELD_EVERY: Final = 64
"""After so many deliveries that did not wait, others run: as the core has it for what is sent through it."""


class Emitter:
    """The sending side of one turn.

    A reader that is full makes the sender wait. What happens to the event when the sender is cancelled while
    it waits depends on who sends it: a delta is taken back, unless a reader has it; the start and the end of an
    item, a status and a resolved question are not, because the client would be left with an item that never ends.
    Those wait in a task of the runtime. `drain` waits for all that has begun before the turn is closed: a task
    that the agent left behind may be in the middle of a delta, and nothing may come after `turn/completed`.

    Attributes:
        send: the session's `send_notification`, for the turn's own supervisor.
        closed: why the agent may not act on the turn any more; empty while it may.
        is_cut_off: whether `turn/completed` went out without waiting for what had begun; that is dropped.
    """

    __slots__ = (
        "_delivered_in_a_row",
        "_deliveries",
        "_session",
        "_waiting",
        "closed",
        "is_cut_off",
        "send",
        "try_send",
    )

    def __init__(self, session: Session) -> None:
        self._session = session
        self._deliveries: set[Task] = set()
        self._waiting: set[Latch] = set()
        self._delivered_in_a_row = 0
        self.is_cut_off = False
        self.send = session.outgoing.send_notification
        self.try_send = session.outgoing.try_send_notification
        self.closed = ""

    def check_open(self) -> None:
        """Raise `TurnClosedError` when the turn is over for its agent."""
        if self.closed:
            raise TurnClosedError(self.closed)

    @property
    def is_busy(self) -> bool:
        """Whether something has begun to be sent and is not delivered yet."""
        return bool(self._waiting) or any(not delivery.done for delivery in self._deliveries)

    def send_delta(self, notification: AnyNotification, revise: Callable[[bool], None]) -> Awaitable[None]:
        """Send what may be taken back; the caller has checked that the turn is open, and awaits the result at
        once.

        The caller counts the delta as said before the wait, so that deltas of several tasks are counted in the
        order in which they were sent. `revise` corrects that: it gets True when this one is sent only now, because
        others ran first, and False when no reader gets it after all.

        Raises:
            RuntimeClosedError: the runtime is shut down, or is shutting down and there is no room.
            ValueError: a text is not valid Unicode.
        """
        sending = self.send(notification)
        # What the core delivers at once is no coroutine; it costs the delta no further frame.
        if isinstance(sending, types.CoroutineType):
            return self._wait_for(notification, sending, revise)
        return sending

    async def deliver(self, notification: AnyNotification) -> None:
        """Send, and wait while a reader is full; once begun, no cancellation takes the notification back.

        Raises:
            TurnClosedError: the turn is over for its agent; nothing was sent.
            RuntimeClosedError: the runtime is shut down, or is shutting down and there is no room.
            ValueError: a text is not valid Unicode.
        """
        self.check_open()
        if self.try_send(notification):
            self._delivered_in_a_row += 1
            if self._delivered_in_a_row >= _YIELD_EVERY:
                self._delivered_in_a_row = 0
                await let_others_run()
            return
        failures: list[Exception] = []
        await self._begin_delivery(notification, failures).wait()
        if failures:
            raise failures[0]

    def deliver_later(self, notification: AnyNotification) -> None:
        """As `deliver`, for code that cannot wait: it is being cancelled. Failures pass in silence."""
        with contextlib.suppress(RuntimeClosedError):
            if not self.try_send(notification):
                self._begin_delivery(notification, [])

    async def drain(self) -> None:
        """Wait until everything that has begun to be sent is delivered or taken back."""
        while self._deliveries or self._waiting:
            if self._waiting:
                await next(iter(self._waiting)).wait()
            else:
                delivery = next(iter(self._deliveries))
                await delivery.wait()
                self._deliveries.discard(delivery)

    async def _wait_for(
        self,
        notification: AnyNotification,
        sending: Coroutine[Any, Any, None],
        revise: Callable[[bool], None],
    ) -> None:
        if is_unsent(sending):
            sending.close()
            sending = self._send_later(notification, revise)
        over = Latch(self._session.backend)
        self._waiting.add(over)
        try:
            await self._unless_cut_off(sending)
        except BaseException as error:
            if not was_delivered(error):
                revise(False)
            raise
        finally:
            self._waiting.discard(over)
            over.set()

    async def _send_later(self, notification: AnyNotification, revise: Callable[[bool], None]) -> None:
        while True:
            await let_readers_run()
            sending = self.send(notification)
            if not isinstance(sending, types.CoroutineType):
                revise(True)
                return
            if not is_unsent(sending):
                revise(True)
                await sending
                return
            sending.close()

    @types.coroutine
    def _unless_cut_off(self, sending: Coroutine[Any, Any, None]) -> Generator[Any, Any, None]:
        """Await `sending`, and drop it as soon as it would go on after `turn/completed`.

        Driven by hand, because it may let others run before it sends, and a turn that is closed without
        waiting cannot wait for it.
        """
        try:
            step = sending.send(None)
            while True:
                try:
                    value = yield step
                except BaseException as error:  # noqa: BLE001 - handed on as it came
                    step = sending.throw(error)
                else:
                    if self.is_cut_off:
                        raise TurnClosedError(self.closed)
                    step = sending.send(value)
        except StopIteration:
            return
        finally:
            sending.close()

    def _begin_delivery(self, notification: AnyNotification, failures: list[Exception]) -> Task:
        async def carry() -> None:
            try:
                sending = self.send(notification)
                if isinstance(sending, types.CoroutineType):
                    await self._unless_cut_off(sending)
            except Exception as error:  # noqa: BLE001 - handed to the sender
                failures.append(error)

        task = self._session.spawn(carry, name=f"deliver {notification.method}")
        self._deliveries = {delivery for delivery in self._deliveries if not delivery.done}
        self._deliveries.add(task)
        return task
