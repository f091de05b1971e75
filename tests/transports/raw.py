"""Clients that speak bytes: lines over a socket, and websocket frames. They know nothing of our own models."""

from __future__ import annotations

import json
import socket
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import anyio
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["LineClient", "RawClient", "WebSocketClient", "connect_unix", "connect_websocket"]

INITIALIZE = {"clientInfo": {"name": "raw", "title": None, "version": "1"}, "capabilities": None}


class RawClient:
    """One client: messages as plain JSON data.

    Attributes:
        socket: the connection, without blocking.
        events: notifications and questions that came while an answer was waited for, oldest first.
    """

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self.socket = connection
        self.events: deque[dict[str, Any]] = deque()
        self._messages: deque[dict[str, Any]] = deque()
        self._numbers = 0

    # -- bytes

    async def write(self, data: bytes) -> None:
        """Write all of it; waits for room."""
        view = memoryview(data)
        while view:
            try:
                view = view[self.socket.send(view) :]
            except BlockingIOError:
                await anyio.wait_writable(self.socket)

    async def read(self) -> bytes:
        """What comes next; empty at the end."""
        while True:
            try:
                return self.socket.recv(1 << 16)
            except BlockingIOError:
                await anyio.wait_readable(self.socket)
            except ConnectionError:
                return b""

    def close(self) -> None:
        """Hang up without a word."""
        self.socket.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # -- messages

    async def send_text(self, text: str) -> None:
        """Send one message as it is."""
        raise NotImplementedError

    async def _read_some(self) -> bool:
        """Add what comes next to `_messages`; False at the end."""
        raise NotImplementedError

    async def send(self, message: dict[str, Any]) -> None:
        """Send a message."""
        await self.send_text(json.dumps(message))

    async def receive(self) -> dict[str, Any]:
        """The next message, whatever it is.

        Raises:
            EOFError: the server has hung up.
        """
        while not self._messages:
            with anyio.fail_after(30):
                if not await self._read_some() and not self._messages:
                    raise EOFError("the server has hung up")
        return self._messages.popleft()

    async def answer_to(self, request_id: Any) -> dict[str, Any]:
        """The whole answer to a request; events that come before it are kept in `events`."""
        while True:
            message = await self.receive()
            if "method" not in message and message["id"] == request_id:
                return message
            self.events.append(message)

    async def request(self, method: str, params: Any = None) -> Any:
        """Send a request; its result.

        Raises:
            RefusedError: it was answered with an error.
        """
        self._numbers += 1
        request_id = self._numbers
        await self.send({"id": request_id, "method": method, "params": params})
        answer = await self.answer_to(request_id)
        if "error" in answer:
            raise RefusedError(answer["error"])
        return answer["result"]

    async def next_event(self) -> dict[str, Any]:
        """The next notification or question."""
        return self.events.popleft() if self.events else await self.receive()

    async def wait_for(self, method: str) -> tuple[list[str], dict[str, Any]]:
        """Events up to the first of a method: the methods of those before it, and its params."""
        before: list[str] = []
        while True:
            event = await self.next_event()
            if event.get("method") == method:
                params: dict[str, Any] = event["params"]
                return before, params
            before.append(event["method"])

    async def initialize(self, **capabilities: Any) -> Any:
        """Do the handshake."""
        result = await self.request("initialize", {**INITIALIZE, "capabilities": capabilities or None})
        await self.send({"method": "initialized"})
        return result

    async def start_thread(self, **params: Any) -> str:
        """Start a thread; its id."""
        started = await self.request("thread/start", params)
        thread_id: str = started["thread"]["id"]
        return thread_id

    async def start_turn(self, thread_id: str, text: str) -> str:
        """Start a turn; its id."""
        params = {"threadId": thread_id, "input": [{"type": "text", "text": text}]}
        turn_id: str = (await self.request("turn/start", params))["turn"]["id"]
        return turn_id


class RefusedError(Exception):
    """A request was answered with an error.

    Attributes:
        error: the whole error object.
    """

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.error = error


class LineClient(RawClient):
    """Speaks a JSON object a line."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection)
        self._rest = b""

    async def send_text(self, text: str) -> None:
        await self.write(text.encode() + b"\n")

    async def _read_some(self) -> bool:
        data = await self.read()
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._messages.extend(json.loads(line) for line in lines)
        return bool(data)


class WebSocketClient(RawClient):
    """Speaks websocket frames.

    Attributes:
        protocol: the state of the websocket; what it has to send is sent by `flush`.
        frames: control frames that came.
    """

    def __init__(self, connection: socket.socket, url: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(connection)
        self.protocol = ClientProtocol(parse_uri(url), max_size=None)
        self.frames: list[Frame] = []
        self._headers = headers or {}
        self._parts = b""

    async def open(self) -> Self:
        """Do the handshake of the websocket.

        Raises:
            websockets.exceptions.InvalidHandshake: it was refused.
        """
        request = self.protocol.connect()
        for name, value in self._headers.items():
            request.headers[name] = value
        self.protocol.send_request(request)
        await self.flush()
        while self.protocol.state.name == "CONNECTING":
            data = await self.read()
            if data:
                self.protocol.receive_data(data)
            else:
                self.protocol.receive_eof()
            self._take_events()
            if self.protocol.handshake_exc is not None:
                self.close()
                raise self.protocol.handshake_exc
        return self

    async def flush(self) -> None:
        """Send what the protocol has to send."""
        for data in self.protocol.data_to_send():
            if data:
                await self.write(data)

    async def send_text(self, text: str) -> None:
        self.protocol.send_text(text.encode())
        await self.flush()

    async def _read_some(self) -> bool:
        data = await self.read()
        if data:
            self.protocol.receive_data(data)
        else:
            self.protocol.receive_eof()
        self._take_events()
        with suppress(ConnectionError):  # the answer to a Close frame, when the server has gone on and closed
            await self.flush()
        return bool(data)

    def _take_events(self) -> None:
        for event in self.protocol.events_received():
            if not isinstance(event, Frame):
                continue  # the answer to the handshake
            if event.opcode in {Opcode.TEXT, Opcode.CONT}:
                self._parts += event.data
                if event.fin:
                    self._messages.append(json.loads(self._parts))
                    self._parts = b""
            else:
                self.frames.append(event)


async def connect_unix(path: str) -> WebSocketClient:
    """A client on a unix socket, after the handshake of the websocket."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    return await WebSocketClient(connection, "ws://localhost/rpc").open()


async def connect_websocket(url: str, headers: dict[str, str] | None = None) -> WebSocketClient:
    """A client on a port, after the handshake of the websocket."""
    uri = parse_uri(url)
    connection = socket.create_connection((uri.host, uri.port))
    return await WebSocketClient(connection, url, headers).open()
