"""A client whose websocket messages a web server in this process carries.

It is a client like those of a listener: the native wire keeps its bounds, its order and its end. Here its messages are
handed to and fro, by the two calls that an ASGI app is given.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import anyio

from appserver.backends import current_backend
from appserver.backends.flags import WakeFlag

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from appserver._core import CarriedPeer
    from appserver.transports.limits import WireLimits

    Message: TypeAlias = MutableMapping[str, Any]
    Receive: TypeAlias = Callable[[], Awaitable[Message]]
    Send: TypeAlias = Callable[[Message], Awaitable[None]]

__all__ = ["Carrier"]

SEND_BYTES: Final = 64 * 1024
"""How much is taken to be sent at a time."""

CLOSING_SECONDS: Final = 1.0
"""How long what is unsent is still sent once a connection is being closed, as on the wire."""

GRACE_SECONDS: Final = 0.5
"""How long a web server has to let go of what it sends, once that has had its time."""

MAX_REASON_BYTES: Final = 123
"""What a Close frame has room for."""

NORMAL: Final = 1000
POLICY: Final = 1008
NO_CLOSE_FRAME: Final = 1006


class Carrier:
    """Carries the messages of one client, between the native wire and a web server."""

    __slots__ = (
        "_due",
        "_is_gone",
        "_last",
        "_peer",
        "_receive",
        "_room",
        "_send",
        "_sending",
        "_stall_seconds",
    )

    def __init__(self, peer: CarriedPeer, limits: WireLimits, receive: Receive, send: Send) -> None:
        backend = current_backend()
        self._peer = peer
        self._receive = receive
        self._send = send
        self._stall_seconds = math.inf if limits.stall_timeout is None else limits.stall_timeout
        self._due = WakeFlag(backend)
        self._room = WakeFlag(backend)
        self._last = WakeFlag(backend)
        self._sending: anyio.CancelScope | None = None
        self._is_gone = False

    async def run(self, accept: Message) -> None:
        """Accept the client, and carry until the connection is over and was told so.

        Cancellation: the connection is over at once.
        """
        try:
            if not await self._try(accept):
                return
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._receive_all)
                tasks.start_soon(self._watch)
                code, reason = await self._send_all()
                if not self._is_gone:
                    await self._close(code, reason)
                tasks.cancel_scope.cancel()
        finally:
            self._peer.end("aborted", NORMAL, "the web server has ended the connection")
            self._peer.finish()

    def look(self) -> None:
        """Something may be due. Call it on the loop."""
        self._due.wake()
        self._room.wake()
        if self._sending is not None and self._peer.due(0)[1] is not None:
            self._last.wake()  # the time is for a task to ask: here is none, so anyio may not know the loop

    async def _watch(self) -> None:
        """End what a web server does not let go of: some send to the end, whoever cancels them."""
        while True:
            is_last = False
            with anyio.move_on_after(self._stall_seconds):
                await self._last.wait()
                is_last = True
            if is_last:
                if (scope := self._sending) is not None:
                    scope.deadline = min(scope.deadline, anyio.current_time() + CLOSING_SECONDS)
                await anyio.sleep(CLOSING_SECONDS + GRACE_SECONDS)
            scope = self._sending
            if scope is not None and scope.deadline + GRACE_SECONDS <= anyio.current_time():
                self._had_its_time()
                self._peer.finish()
                return

    # -- what the client sends

    async def _receive_all(self) -> None:
        peer = self._peer
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                self._is_gone = True
                self._lost(message.get("code"), message.get("reason"))
                return
            text: str | None = message.get("text")
            if text is None:
                peer.pass_over("it is a binary frame: send text")
            else:
                peer.receive(text.encode("utf-8", "surrogatepass"))
            while True:
                _, end, may_receive = peer.due(0)
                if end is not None:
                    return
                if may_receive:
                    break
                await self._room.wait()

    def _lost(self, code: int | None, reason: str | None) -> None:
        if code == NO_CLOSE_FRAME:
            self._peer.end("eof", NORMAL, "the peer's bytes ended without a Close frame")
        else:
            self._peer.end("aborted", NORMAL, reason or "the peer closed the connection")

    # -- what it is sent

    async def _send_all(self) -> tuple[int, str]:
        """Send what is due until the connection is to end; the code and the reason."""
        last_moment = math.inf
        while True:
            messages, end, _ = self._peer.due(SEND_BYTES)
            if end is not None:
                if self._is_gone or not messages:
                    return end
                last_moment = min(last_moment, anyio.current_time() + CLOSING_SECONDS)
            for message in messages:
                if not await self._send_one(message, last_moment):
                    return self._peer.due(0)[1] or (NORMAL, "")
            if not messages:
                await self._due.wait()

    async def _send_one(self, message: bytes, last_moment: float) -> bool:
        """Send a message; False: none may follow it."""
        self._sending = anyio.CancelScope(
            deadline=min(last_moment, anyio.current_time() + self._stall_seconds)
        )
        with self._sending:
            try:
                is_sent = await self._try({"type": "websocket.send", "text": message.decode()})
            finally:
                self._sending = None
            self._peer.sent(len(message))
            return is_sent
        self._had_its_time()
        return False

    def _had_its_time(self) -> None:
        self._is_gone = self._peer.due(0)[1] is not None  # then it takes no Close frame either
        self._peer.end("stalled", POLICY, f"stalled: it took no byte for {self._stall_seconds:g}s")

    async def _close(self, code: int, reason: str) -> None:
        text = reason.encode()[:MAX_REASON_BYTES].decode(errors="ignore")
        with anyio.move_on_after(CLOSING_SECONDS):
            await self._try({"type": "websocket.close", "code": code, "reason": text})

    async def _try(self, message: Message) -> bool:
        """Have the web server send something; False: the client is gone."""
        try:
            await self._send(message)
        except Exception as error:  # noqa: BLE001 - web servers have their own for a client that is gone
            self._is_gone = True
            self._peer.end("aborted", NORMAL, f"the connection was lost: {error or type(error).__name__}")
            return False
        return True
