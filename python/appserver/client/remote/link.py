"""A client's link to its peer: one connection after another, each with a handshake, and what ends them."""

from __future__ import annotations

import contextlib
import logging
from random import uniform
from typing import TYPE_CHECKING, Any, Final, Protocol
from weakref import WeakSet, ref

import anyio

from appserver import _core, protocol
from appserver.backends import current_backend
from appserver.backends.watch import LoopWatch
from appserver.client.remote.encoding import params_text
from appserver.client.remote.outlet import MAX_UNSENT_BYTES
from appserver.client.remote.session import Bounds, Session
from appserver.delivery.wire_watch import watch_wire
from appserver.errors import ConnectionLostError, InitializeError, RuntimeClosedError, ServerError
from appserver.protocol._support.decode_json import decode_response_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver._core import Subscription
    from appserver.backends.base import Task, Waiter
    from appserver.client.remote.arguments import RemoteArgs
    from appserver.client.remote.targets import Target

__all__ = ["Link"]

logger = logging.getLogger("appserver")

MAX_INCOMING_BYTES: Final = 128 * 1024 * 1024
"""The largest message that is taken, as Codex's client has it."""

MAX_FRAME_BYTES: Final = 16 * 1024 * 1024
"""Larger messages go in fragments: what Codex's server takes in one frame."""

MAX_UNREAD_BYTES: Final = 4 * 1024 * 1024
"""What is read ahead of the loop; beyond it the peer has to wait."""

STALL_SECONDS: Final = 30.0
"""How long a peer may take nothing of what is sent."""

PING_SECONDS: Final = 20.0
"""How often a silent peer is asked whether it is there, and how long it has to answer."""

ARRIVALS_A_ROUND: Final = 64
"""Messages taken in before others of this loop run, as many as a reader takes in a row."""

CLOSE_SECONDS: Final = 5.0
"""How long the end waits for the peer to take what was sent, and to go."""

FIRST_DELAY, LAST_DELAY = 0.25, 10.0
"""Seconds before a peer that was lost is dialled again; each time twice as long, up to the second number."""


def delays() -> Iterator[float]:
    delay = FIRST_DELAY
    while True:
        # Many clients of one server do not come back at the same moment.
        yield delay * uniform(0.8, 1.2)  # noqa: S311 - no secret
        delay = min(2 * delay, LAST_DELAY)


class Follower(Protocol):
    """A stream of events that goes on from one connection to the next."""

    def open_in(self, session: Session) -> Subscription:
        """Its queue in a connection."""
        ...

    def enter(self, session: Session, subscription: Subscription, missed: tuple[str, ...]) -> None:
        """There is a further connection, with what that one did not see in between."""


class Link:
    """The link. It belongs to the loop that it is opened on; what is said to be for any thread is.

    Attributes:
        arguments: what the client is set up with.
        session: the present connection, or the last one.
        initialize_response: what the peer answered in its handshake.
        connections: how often it was connected.
    """

    __slots__ = (
        "__weakref__",
        "_backend",
        "_connect_timeout",
        "_is_ended",
        "_reconnects",
        "_round",
        "_sessions",
        "_stop_watching",
        "_streams",
        "_target",
        "_tasks",
        "_waiters",
        "_wire",
        "arguments",
        "connections",
        "initialize_response",
        "session",
    )

    session: Session
    initialize_response: protocol.InitializeResponse

    def __init__(
        self, target: Target, arguments: RemoteArgs, *, connect_timeout: float | None, reconnect: bool
    ) -> None:
        self._target = target
        self.arguments = arguments
        self._connect_timeout = connect_timeout
        self._reconnects = reconnect
        self._is_ended = False
        # So that a reader that keeps up finds its queue below the bound from which on text is joined.
        self._round = max(1, min(ARRIVALS_A_ROUND, arguments.channel_capacity // 2))
        self._sessions: dict[int, Session] = {}
        self._streams: WeakSet[Follower] = WeakSet()
        self._tasks: set[Task] = set()
        self._waiters: list[Waiter] = []
        self.connections = 0
        self._backend = current_backend()
        self._wire = _core.Wire(
            max_message_bytes=MAX_INCOMING_BYTES,
            max_frame_bytes=MAX_FRAME_BYTES,
            max_unsent_bytes=MAX_UNSENT_BYTES,
            max_unread_bytes=MAX_UNREAD_BYTES,
            max_connections=1,
            handshake_seconds=3600.0 if connect_timeout is None else connect_timeout,
            stall_seconds=STALL_SECONDS,
            ping_seconds=PING_SECONDS,
        )
        self._stop_watching = watch_wire(self._backend, self._wire, self._take_in)

    @property
    def is_ended(self) -> bool:
        """Whether there is no connection, and none will come."""
        return self._is_ended

    # -- connecting

    async def open(self) -> None:
        """Connect for the first time.

        Cancellation: nothing is left behind.

        Raises:
            ConnectionLostError: the peer was not reached, or is gone again.
            InitializeError: it refused the handshake.
        """
        try:
            await self._connect()
        except BaseException:
            self.abandon()
            raise

    async def _connect(self) -> None:
        """Dial, shake hands, and let the streams go on with the new connection.

        Cancellation: the connection is closed again.
        """
        try:
            peer = self._target.dial(self._wire)
        except OSError as error:
            raise ConnectionLostError(f"{self._target.name} cannot be dialled: {error}", "refused") from error
        bounds = Bounds(
            self.arguments.channel_capacity,
            self.arguments.max_event_bytes,
            self.arguments.legacy_notifications,
        )
        session = Session(self._wire, peer, self._target.name, self._backend, bounds)
        self._sessions[peer] = session
        # Weakly: a client that is dropped meanwhile ends this.
        following = [(ref(stream), stream.open_in(session)) for stream in self._streams]
        try:
            with anyio.move_on_after(self._connect_timeout):
                self._adopt(session, await self._shake_hands(session), following)
                return
        except BaseException:
            self._give_up(peer, session)
            raise
        self._give_up(peer, session)
        raise ConnectionLostError(
            f"{self._target.name} has not answered within connect_timeout={self._connect_timeout} s"
            f"{self._target.why_silent}",
            "timed_out",
        )

    def _give_up(self, peer: int, session: Session) -> None:
        self._sessions.pop(peer, None)
        session.close()
        with contextlib.suppress(RuntimeClosedError):  # a forked child: the peer is the parent's
            self._wire.close(peer, 1000, "")

    async def _shake_hands(self, session: Session) -> protocol.InitializeResponse:
        """Do the handshake of a connection.

        Cancellation: it is left half done.
        """
        params = self.arguments.initialize_params()
        await session.opened.wait()
        try:
            answer = await session.request(params.method, params_text(params), 0)
            response = decode_response_json(params, answer)
        except ServerError as error:
            raise InitializeError(
                f"{self._target.name} refused the handshake: {error.message}", error
            ) from error
        except protocol.DecodeError as error:
            raise InitializeError(
                f"{self._target.name} is no app server: its answer to initialize does not fit: {error.message}"
            ) from error
        session.notify(protocol.InitializedNotification())
        return response

    def _adopt(
        self,
        session: Session,
        response: protocol.InitializeResponse,
        following: list[tuple[ref[Follower], Subscription]],
    ) -> None:
        missed = tuple(self.session.followed) if self.connections else ()
        self.session = session
        self.initialize_response = response
        self.connections += 1
        for weak, subscription in following:
            if (stream := weak()) is not None:
                stream.enter(session, subscription, missed)
        self._wake()

    async def _connect_again(self) -> None:
        """Dial until there is a connection.

        Cancellation: there is none.
        """
        for attempt, delay in enumerate(delays()):
            await anyio.sleep(delay)
            try:
                await self._connect()
            except (ConnectionLostError, InitializeError) as error:
                logger.log(logging.INFO if attempt else logging.WARNING, "not connected again yet: %s", error)
            except RuntimeClosedError:
                return  # this end was closed meanwhile
            else:
                return

    # -- what comes in

    def _take_in(self) -> None:
        """Deal with some of what has arrived; the loop calls again for the rest."""
        try:
            arrivals = self._wire.take(self._round)
        except RuntimeClosedError:  # a forked child: the peer is the parent's
            self._stop_watching()
            return
        for peer, session in tuple(self._sessions.items()):
            own = [arrival for arrival in arrivals if arrival[0] == peer]
            if not own:
                continue
            try:
                session.take_in(own)
            except Exception:
                logger.exception("what %s has sent could not be dealt with", self._target.name)
                session.lose("invalid_data", "what it has sent could not be dealt with")
                self._wire.close(peer, 1002, "")
            if session.loss is not None or own[-1][1] == "closed":
                self._sessions.pop(peer, None)
                self._note_end(session)

    def _note_end(self, session: Session) -> None:
        if not self.connections or session is not self.session:
            return  # in its handshake: who waits for that is told
        if session.loss is not None and self._reconnects:
            self._backend.spawn(self._tasks, self._connect_again, name="appserver reconnecting")
        else:
            self.abandon()

    # -- streams

    def add_stream(self, stream: Follower) -> None:
        """Let a stream go on with the next connection."""
        self._streams.add(stream)

    async def wait_for_change(self, is_due: Any) -> None:
        """Return when there is another connection, or none will come, unless that is so already. Any loop.

        Cancellation: nothing is left behind.
        """
        waiter = current_backend().waiter()
        self._waiters.append(waiter)
        try:
            if not is_due():
                on_loop = self._backend.is_current()
                await (waiter.wait() if on_loop else LoopWatch(self._backend).wait(waiter))
        finally:
            with contextlib.suppress(ValueError):
                self._waiters.remove(waiter)

    def _wake(self) -> None:
        for waiter in tuple(self._waiters):
            waiter.resolve()

    # -- the end

    async def shutdown(self) -> None:
        """Close the connection, and let the peer take what was sent. Any task, thread and loop; any number of times.

        Cancellation: the end goes on without the caller.

        Raises:
            RuntimeClosedError: the process was forked since.
        """
        self.session.connection.is_closed()  # in a forked child this says so
        self.session.is_shut_down = True
        if self._is_ended:
            return
        on_loop = self._backend.is_current()
        if on_loop:
            self._begin_end()
        if on_loop or self._backend.call_soon(self._begin_end):
            with anyio.move_on_after(CLOSE_SECONDS):
                await self.wait_for_change(lambda: self._is_ended)
        self.abandon()

    def _begin_end(self) -> None:
        live = [peer for peer, session in self._sessions.items() if session is self.session]
        if not live:  # it dials, at the most, and has nothing to write
            self.abandon()
        for peer in live:
            self.session.close()
            self._wire.close(peer, 1000, "")

    def abandon(self) -> None:
        """End at once, without waiting: also what the last holder does by going. Any thread, any number of times."""
        if self._is_ended:
            return
        self._is_ended = True
        for session in tuple(self._sessions.values()):
            session.close()
        with contextlib.suppress(RuntimeClosedError):  # a forked child: the peer is the parent's
            self._wire.shut_down()
        self._wake()
        self._backend.call_soon(self._stop)

    def _stop(self) -> None:
        self._stop_watching()
        for task in tuple(self._tasks):
            task.cancel()
