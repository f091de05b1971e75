"""A client of an ASGI app by hand: the app is called without a web server, on any loop."""

from __future__ import annotations

import json
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from appserver.asgi import ServerApp

__all__ = ["Talk", "talking"]


class Talk:
    """The other side of an app: what it sends, and what it receives."""

    def __init__(self) -> None:
        self.sent: deque[Any] = deque()
        self._to_receive: deque[Any] = deque([{"type": "websocket.connect"}])
        self._changed = anyio.Event()
        self.is_stuck = False
        self.is_stubborn = False
        self.is_broken = False
        self.is_sending = False
        self._unstuck = anyio.Event()

    def say(self, **message: Any) -> None:
        """Have something received."""
        self._to_receive.append(message)
        self._change()

    def request(self, request_id: int, method: str, params: Any) -> None:
        """Have a request received."""
        self.say(
            type="websocket.receive", text=json.dumps({"id": request_id, "method": method, "params": params})
        )

    def go_on(self) -> None:
        """Take again what is sent."""
        self.is_stuck = False
        self._unstuck.set()

    def _change(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()

    async def receive(self) -> Any:
        """What an app calls."""
        while not self._to_receive:
            await self._changed.wait()
        return self._to_receive.popleft()

    async def send(self, message: Any) -> None:
        """What an app calls."""
        if self.is_broken:
            raise OSError("it is gone")
        if self.is_stuck and message["type"] == "websocket.send":
            self.is_sending = True
            with anyio.CancelScope(shield=self.is_stubborn):
                await self._unstuck.wait()
        self.sent.append(message)
        self._change()

    async def next(self) -> Any:
        """The next that the app sends."""
        while not self.sent:
            await self._changed.wait()
        return self.sent.popleft()

    async def until(self, request_id: int) -> Any:
        """The answer to a request; what else comes is dropped."""
        while True:
            message = json.loads((await self.next())["text"])
            if message.get("id") == request_id and "method" not in message:
                return message

    async def until_closed(self) -> Any:
        """The message that closes the websocket."""
        while (message := await self.next())["type"] != "websocket.close":
            pass
        return message


@asynccontextmanager
async def talking(app: ServerApp) -> AsyncIterator[Talk]:
    """A client of an app, after its handshake; whichever way it ends, the app returns."""
    talk = Talk()
    scope = {"type": "websocket", "path": "/", "headers": []}
    failures: list[Exception] = []

    async def call() -> None:
        try:
            await app(scope, talk.receive, talk.send)
        except RuntimeError as error:
            failures.append(error)
            tasks.cancel_scope.cancel()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call)
        accepted = await talk.next()
        assert accepted["type"] == "websocket.accept"
        talk.request(1, "initialize", {"clientInfo": {"name": "talk", "version": "1"}})
        assert json.loads((await talk.next())["text"])["id"] == 1
        yield talk
    for failure in failures:
        raise failure
