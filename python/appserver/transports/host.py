"""The transports of one server: one native `Wire`, the clients on it, and the loop that watches it."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import anyio

from appserver import _core
from appserver.backends import current_backend
from appserver.delivery.rejections import reject_all
from appserver.delivery.wire_watch import watch_wire
from appserver.errors import RuntimeClosedError
from appserver.transports.answers import RoundOfAnswers
from appserver.transports.peer import Peer
from appserver.transports.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.backends.base import Waiter
    from appserver.server.connection import Connection
    from appserver.server.runtime import ServerRuntime
    from appserver.transports.limits import WireLimits

__all__ = ["CLOSE_SECONDS", "TransportHost"]

logger = logging.getLogger("appserver")

CHANNEL_CAPACITY: Final = 128
"""Messages in each queue of a client on a wire, as of one in process."""

MAX_EVENT_BYTES: Final = 8 * 1024 * 1024
"""Bytes of events that wait for a client on a wire, as of one in process."""

STALL_SECONDS: Final = 1.0
"""A client that takes nothing for so long while a producer waits holds up nobody from then on, until it reads again.
The wire closes it later (`WireLimits.stall_timeout`)."""

ARRIVALS_A_ROUND: Final = 64
"""Messages that are taken in one round of the loop, so that other tasks have their turn."""

WIRE_SESSION_SOURCE: Final = "vscode"
"""What threads of clients on a wire say of where they come from, as those of Codex's app server do: Codex's own clients
list those, for a user to go on with. A server that was told what kind of program it is says that."""

UNTOLD_SESSION_SOURCE: Final = "appServer"
"""What a server says that was not told."""

CLOSE_SECONDS: Final = 2.0
"""How long the end of the server waits until its last words are written; the wire itself gives up after one second."""


_OF_PEER: Final[dict[str, Callable[..., None]]] = {
    "request": Peer.take_request,
    "notification": Peer.take_notification,
    "result": Peer.take_result,
    "error": Peer.take_error,
    "junk": Peer.take_junk,
    "room": Peer.has_room,
    "due": Peer.has_due,
    "eof": Peer.take_end,
}
"""What becomes of what arrives from a client, by its kind."""


class TransportHost:
    """What listens for a server, and the clients that have come.

    Attributes:
        runtime: the server.
        limits: what they allow.
        wire: its native side.
        peers: the clients, by their numbers on the wire.
        answers: what is to be written at the end of the round in which several messages are taken.
        listeners: the numbers of its listeners.
        doors: through which clients come that somebody else carries, such as a web server.
    """

    __slots__ = (
        "__weakref__",
        "_closing",
        "_is_finished",
        "_pumping",
        "_ready",
        "_stop_watching",
        "_written",
        "answers",
        "doors",
        "limits",
        "listeners",
        "peers",
        "runtime",
        "wire",
    )

    def __init__(self, runtime: ServerRuntime, limits: WireLimits) -> None:
        self.runtime = runtime
        self.limits = limits
        self.wire = _core.Wire(
            max_message_bytes=limits.message_bytes,
            max_frame_bytes=limits.frame_bytes,
            max_unsent_bytes=limits.unsent_bytes,
            max_unread_bytes=limits.unread_bytes,
            max_connections=limits.connections,
            handshake_seconds=limits.handshake_timeout,
            stall_seconds=limits.stall_timeout,
            ping_seconds=limits.ping_interval,
        )
        self.peers: dict[int, Peer] = {}
        self.answers: RoundOfAnswers | None = None
        self.listeners: set[int] = set()
        self.doors: set[object] = set()
        self._ready: dict[Peer, None] = {}
        self._pumping = False
        self._written = Written()
        self._is_finished = False
        self._closing: list[Waiter] = []
        self._stop_watching: Callable[[], None] | None = watch_wire(
            runtime.backend, self.wire, self._take_arrivals
        )
        runtime.attachment = self

    # -- what arrives

    def _take_arrivals(self) -> None:
        try:
            arrivals = self.wire.take(ARRIVALS_A_ROUND)
        except RuntimeClosedError:
            return  # a forked child: the clients are the parent's
        # Of a single one nothing comes after the first answer.
        answers = self.answers = RoundOfAnswers() if len(arrivals) > 1 else None
        try:
            self._take_all(arrivals)
        finally:
            self.answers = None
            if answers is not None:
                answers.write()
        if self._is_finished and not self.peers:
            self._close()

    def _take_all(self, arrivals: list[Any]) -> None:
        for number, kind, *rest in arrivals:
            try:
                if (take := _OF_PEER.get(kind)) is None:
                    self._take_coming_or_going(number, kind, *rest)
                elif (peer := self.peers.get(number)) is not None:
                    take(peer, *rest)
            except RuntimeClosedError:  # the server is shutting down
                continue
            except Exception:
                logger.exception(
                    "client %d on the wire: something that came (%s) could not be taken", number, kind
                )

    def adopt(self, reading: int, writing: int) -> Peer:
        """Serve a client that speaks in lines on two descriptors, which are duplicated.

        Raises:
            OSError: the process has no descriptors or threads left.
            RuntimeClosedError: the server is shut down.
        """
        connection = self._connect()
        try:
            number = self.wire.adopt(reading, writing)
        except BaseException:
            connection.leave()  # nobody is at its other end
            raise
        peer = self.peers[number] = Peer(self, number, "stdio", connection)
        return peer

    def carry(self) -> tuple[_core.CarriedPeer, Peer] | None:
        """Serve a client whose messages the caller carries; None: there are too many.

        Raises:
            RuntimeClosedError: the server is shut down.
        """
        connection = self._connect()
        try:
            carried = self.wire.carry()
        except BaseException:
            connection.leave()
            raise
        if carried is None:
            connection.leave()
            return None
        # Nobody divides its messages into frames.
        longest = min(self.limits.message_bytes, self.limits.frame_bytes)
        peer = Peer(self, carried.number, "websocket", connection, max_message_bytes=longest)
        self.peers[carried.number] = peer
        return carried, peer

    def _connect(self) -> Connection:
        is_untold = self.runtime.session.session_source == UNTOLD_SESSION_SOURCE
        return self.runtime.connect(
            channel_capacity=CHANNEL_CAPACITY,
            max_event_bytes=MAX_EVENT_BYTES,
            drop_policy="coalesce",
            legacy_notifications=False,
            stall_timeout=STALL_SECONDS,
            follows_new_threads=False,
            session_source=WIRE_SESSION_SOURCE if is_untold else None,
        )

    def _opened(self, number: int, transport: str) -> None:
        if number in self.peers:
            return  # it was adopted
        try:
            connection = self._connect()
        except RuntimeClosedError:
            self.wire.close(number, 1012, "the server shuts down")
            return
        self.peers[number] = Peer(self, number, transport, connection)

    def _take_coming_or_going(self, number: int, kind: str, *rest: str) -> None:
        if kind == "opened":
            self._opened(number, *rest)
        else:
            self._closed(number, *rest)

    def _closed(self, number: int, kind: str, reason: str) -> None:
        peer = self.peers.pop(number, None)
        if peer is not None:
            self._ready.pop(peer, None)
            peer.gone(kind, reason)

    # -- what is sent

    def pump_soon(self, peer: Peer) -> None:
        """Write the events of a client in the loop's next round. Any thread."""
        backend = self.runtime.backend
        if not backend.is_current():
            backend.call_soon(partial(self.pump_soon, peer))
            return
        self._ready[peer] = None
        if not self._pumping:
            self._pumping = True
            backend.call_next(self._pump)

    def _pump(self) -> None:
        self._pumping = False
        ready, self._ready = self._ready, {}
        for peer in ready:
            try:
                peer.pump(self._written)
            except RuntimeClosedError:  # a forked child
                continue
        # Many are woken slice by slice, in several rounds: until the last of them it is the same that they get.
        if not self._ready and self.runtime.session.slices.is_over:
            self._written.clear()

    # -- the end

    def stop_accepting(self) -> None:
        """The server's shutdown begins: take no new clients."""
        self.doors.clear()
        self._expect_clients()
        for listener in tuple(self.listeners):
            self.close_listener(listener)

    def close_listener(self, listener: int) -> None:
        """Listen there no more; clients that have come stay."""
        if listener in self.listeners:
            self.listeners.discard(listener)
            self.wire.close_listener(listener)
            self._expect_clients()

    def open_door(self, door: object) -> None:
        """Clients come by this door from now on."""
        if door not in self.doors:
            self.doors.add(door)
            self._expect_clients()

    def close_door(self, door: object) -> None:
        """No further clients come by it; those that have come stay."""
        if door in self.doors:
            self.doors.discard(door)
            self._expect_clients()

    def listens(self, listener: int) -> None:
        """It listens there from now on."""
        self.listeners.add(listener)
        self._expect_clients()

    def _expect_clients(self) -> None:
        """While further clients may come, questions stay open for them."""
        expected = self.expects_clients or self.runtime.expects_clients
        reject_all(self.runtime.session.slices, self.runtime.core.expect_clients(expected), "consumer_closed")

    @property
    def expects_clients(self) -> bool:
        """Whether further clients may come."""
        return bool(self.doors or self.listeners)

    def finish(self) -> None:
        """Every connection has been told its end: what is left is written, then the wire is closed."""
        self._is_finished = True
        if not self.peers:
            self._close()

    def _close(self) -> None:
        stop, self._stop_watching = self._stop_watching, None
        if stop is not None:
            stop()
            self.wire.shut_down()
        while self._closing:
            self._closing.pop().resolve()

    async def wait_closed(self) -> None:
        """Return when everything is written and the wire is closed, `CLOSE_SECONDS` later at the most.

        Cancellation: the closing goes on.
        """
        if self._stop_watching is None:
            return
        waiter = current_backend().waiter()
        self._closing.append(waiter)
        with anyio.move_on_after(CLOSE_SECONDS):
            await waiter.wait()
