"""A peer that follows a script, behind a wire without threads: what arrives, and when, is what the test says."""

from __future__ import annotations

import json
import os
from collections import deque
from itertools import count
from typing import TYPE_CHECKING, Any

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.client.starting import Starting

__all__ = [
    "HELD",
    "ScriptedPeer",
    "ScriptedWire",
    "approval",
    "message_started",
    "text_delta",
    "turn_completed",
]

HELD: Any = object()
"""The answer of a peer that does not answer yet."""

WELCOME = {"userAgent": "peer/1.0", "codexHome": "/home", "platformFamily": "unix", "platformOs": "linux"}


class ScriptedWire:
    """The interface of `_core.Wire`."""

    def __init__(self, peer: ScriptedPeer, **limits: Any) -> None:
        self.limits = limits
        self.is_shut_down = False
        self._peer = peer
        self._numbers = count(1)
        self._arrivals: deque[tuple[Any, ...]] = deque()
        self._reads, self._writes = os.pipe()

    def fileno(self) -> int:
        """Readable when something has arrived."""
        return self._reads

    def arrive(self, *arrival: Any) -> None:
        """Something arrives."""
        if not self._arrivals:
            os.write(self._writes, b"x")
        self._arrivals.append(arrival)

    def take(self, max_arrivals: int) -> list[tuple[Any, ...]]:
        """What has arrived."""
        taken = [self._arrivals.popleft() for _ in range(min(max_arrivals, len(self._arrivals)))]
        if taken and not self._arrivals:
            os.read(self._reads, 1)
        return taken

    def send(self, peer: int, messages: Sequence[bytes]) -> int:
        """Show the messages to the peer."""
        return self._peer.receive(peer, messages)

    def close(self, peer: int, code: int, _reason: str) -> None:
        """Close the connection, if there is one."""
        self._peer.note_closed(peer, code)

    def shut_down(self) -> None:
        """Close everything."""
        self.is_shut_down = True

    def dial_command(self, arguments: Sequence[bytes], **options: Any) -> int:
        """Dial."""
        return self._dial(("command", arguments, options))

    def dial_unix(self, path: bytes, **options: Any) -> int:
        """Dial."""
        return self._dial(("unix", path, options))

    def dial_websocket(self, url: str, **options: Any) -> int:
        """Dial."""
        return self._dial(("websocket", url, options))

    def _dial(self, dialled: tuple[Any, ...]) -> int:
        number = next(self._numbers)
        self._peer.note_dialled(number, dialled)
        return number

    def __del__(self) -> None:
        os.close(self._reads)
        os.close(self._writes)


class ScriptedPeer:
    """What the client is connected to.

    Attributes:
        answers: the result of each method, or what makes it from the params; `HELD`: none; `ServerError`: an error.
        received: the messages of the client, connection after connection.
        dialled: what was dialled.
        closed: which connections the client closed, and with what code.
        takes_calls: whether dialling succeeds, and how it fails otherwise.
        unsent: what the client is told to be unsent.
        wire: the wire of the last client.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {"initialize": WELCOME}
        self.received: list[dict[str, Any]] = []
        self.dialled: list[tuple[Any, ...]] = []
        self.closed: list[tuple[int, int]] = []
        self.takes_calls: bool | tuple[str, str] = True
        self.unsent = 0
        self.wire: ScriptedWire
        self.number = 0
        self._open: set[int] = set()

    def make_wire(self, **limits: Any) -> ScriptedWire:
        """In place of `_core.Wire`."""
        self.wire = ScriptedWire(self, **limits)
        return self.wire

    def connect(self, **options: Any) -> Starting[appserver.RemoteAppServerClient]:
        """A client of this peer."""
        return appserver.connect("unix:///peer.sock", **options)

    # -- the wire's side

    def note_dialled(self, number: int, dialled: tuple[Any, ...]) -> None:
        """The client dials."""
        self.dialled.append(dialled)
        if self.takes_calls is True:
            self.number = number
            self._open.add(number)
            self.wire.arrive(number, "opened", dialled[0])
        elif self.takes_calls:
            self.wire.arrive(number, "closed", *self.takes_calls)

    def note_closed(self, number: int, code: int) -> None:
        """The client closes."""
        if number in self._open:
            self._open.discard(number)
            self.closed.append((number, code))
            self.wire.arrive(number, "closed", "closed", "")

    def receive(self, number: int, messages: Sequence[bytes]) -> int:
        """The client sends."""
        if number not in self._open:
            return -1
        for text in messages:
            message = json.loads(text)
            self.received.append(message)
            if "id" in message and "method" in message:
                answer = self.answers.get(message["method"], {})
                self._answer(message, answer(message.get("params")) if callable(answer) else answer)
        return self.unsent

    def _answer(self, request: dict[str, Any], answer: Any) -> None:
        if isinstance(answer, appserver.ServerError):
            self.say("error", request["id"], json.dumps(answer.to_wire()).encode())
        elif isinstance(answer, bytes):
            self.say("result", request["id"], answer)
        elif answer is not HELD:
            self.say("result", request["id"], json.dumps(answer).encode())

    # -- the test's side

    def methods(self) -> list[str]:
        """The methods that the client has sent."""
        return [message["method"] for message in self.received if "method" in message]

    def last(self, method: str) -> dict[str, Any]:
        """The last message of that method."""
        return next(message for message in reversed(self.received) if message.get("method") == method)

    def say(self, *arrival: Any) -> None:
        """Anything arrives on the present connection."""
        self.wire.arrive(self.number, *arrival)

    def answer(self, method: str, result: Any) -> None:
        """Answer the last request of that method, which was held."""
        self._answer(self.last(method), result)

    def notify(self, notification: p.Notification | p.UnknownNotification | p.LegacyNotification) -> None:
        """Send a notification."""
        self.say("notification", notification.method, json.dumps(notification.to_wire()).encode())

    def ask(self, request_id: int | str, params: p.ServerRequestParams[Any]) -> None:
        """Ask a question."""
        self.say("request", request_id, params.method, params.to_wire_json())

    def die(self, kind: str = "eof", reason: str = "it has died") -> None:
        """The connection is lost."""
        self._open.discard(self.number)
        self.say("closed", kind, reason)


def text_delta(number: int | str, *, thread: str = "t", item: str = "i") -> p.AgentMessageDeltaNotification:
    """A delta that carries a number."""
    return p.AgentMessageDeltaNotification(thread_id=thread, turn_id="u", item_id=item, delta=f"[{number}]")


def message_started(item: str = "i", *, thread: str = "t") -> p.ItemStartedNotification:
    """The start of a message."""
    message = p.AgentMessageThreadItem(id=item, text="")
    return p.ItemStartedNotification(thread_id=thread, turn_id="u", item=message, started_at_ms=0)


def turn_completed(turn: str = "u", *, thread: str = "t") -> p.TurnCompletedNotification:
    """The end of a turn."""
    return p.TurnCompletedNotification(thread_id=thread, turn=p.Turn(id=turn, items=[], status="completed"))


def approval(item: str = "i", *, thread: str = "t") -> p.CommandExecutionRequestApprovalParams:
    """A question."""
    return p.CommandExecutionRequestApprovalParams(
        thread_id=thread, turn_id="u", item_id=item, command="ls", started_at_ms=0
    )
