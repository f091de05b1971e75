"""The fake core's tables and lanes: open requests, open server requests, commands and handlers."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver.errors import OverloadedError, QueueFullError, ServerError

if TYPE_CHECKING:
    from collections.abc import MutableSequence

    from appserver.backends.base import Waiter

__all__ = ["CommandLane", "HandlerLane", "RequestTable", "ServerRequestTable"]


@dataclass
class OpenRequest:
    """A request of the client that is not answered yet."""

    ticket: int
    waiter: Waiter | None


class RequestTable:
    """The requests in flight. `5` and `"5"` are different ids; an id is free again afterwards."""

    def __init__(self) -> None:
        self.open: dict[int | str, OpenRequest] = {}
        self.opened = 0
        self.late = 0
        self.next_id = 1

    def add(self, request_id: int | str | None, method: str, waiter: Waiter | None) -> tuple[int | str, int]:
        """Note a request; the ticket tells it from a later one with the same id."""
        if request_id is None:
            while self.next_id in self.open:
                self.next_id += 1
            request_id = self.next_id
            self.next_id += 1
        elif request_id in self.open:
            raise ServerError(f"duplicate request id: {_shown(request_id)}", method=method)
        self.opened += 1
        self.open[request_id] = OpenRequest(self.opened, waiter)
        return request_id, self.opened

    def remove(self, request_id: int | str, ticket: int) -> Waiter | None:
        """The request is over; an answer to one that was over already is counted."""
        request = self.open.get(request_id)
        if request is None or request.ticket != ticket:
            self.late += 1
            return None
        del self.open[request_id]
        return request.waiter

    def remove_all(self) -> list[Waiter]:
        """Every request is over; gives those who wait, oldest first."""
        waiters = [request.waiter for request in self.open.values() if request.waiter is not None]
        self.open.clear()
        return waiters


def check_request_id(request_id: Any) -> None:
    """Refuse what is no JSON-RPC id. A bool is an int to Python, and not to anybody else.

    Raises:
        TypeError: neither an integer nor a string.
        ValueError: an integer of more than 64 bits.
    """
    if isinstance(request_id, bool) or not isinstance(request_id, int | str):
        raise TypeError(f"a request id is an int or a str, not {type(request_id).__name__}")
    if isinstance(request_id, int) and not -(2**63) <= request_id < 2**63:
        raise ValueError(f"request id {request_id} does not fit in 64 bits; use a string instead")


def check_server_request_id(request_id: Any) -> None:
    """Refuse what the server's counter never gives.

    Raises:
        TypeError: not an integer, or a bool.
        ValueError: an integer of more than 64 bits.
    """
    if isinstance(request_id, bool) or not isinstance(request_id, int):
        raise TypeError(
            f"a server request's id is an int, not {type(request_id).__name__}; give the `id` of the event"
        )
    if not -(2**63) <= request_id < 2**63:
        raise ValueError(
            f"server request id {request_id} does not fit in 64 bits; give the `id` of the event"
        )


def _shown(request_id: int | str) -> str:
    if isinstance(request_id, int):
        return f"Integer({request_id})"
    return f"String({json.dumps(request_id, ensure_ascii=False)})"


@dataclass
class OpenServerRequest:
    """A question to the client that is not answered yet."""

    waiter: Waiter
    thread_id: str | None


class ServerRequestTable:
    """The server's questions in flight; ids count from 0."""

    def __init__(self) -> None:
        self.open: dict[int, OpenServerRequest] = {}
        self.opened = 0
        self.rejected = 0
        self.late = 0
        self.next_id = 0

    def take_id(self) -> int:
        """The next id."""
        request_id = self.next_id
        self.next_id += 1
        return request_id

    def add(self, request_id: int, waiter: Waiter, thread_id: str | None) -> None:
        """Note a question."""
        self.opened += 1
        self.open[request_id] = OpenServerRequest(waiter, thread_id)

    def remove(self, request_id: int) -> Waiter | None:
        """The question is over; an answer to one that was over already is counted."""
        request = self.open.pop(request_id, None)
        if request is None:
            self.late += 1
            return None
        return request.waiter

    def of_thread(self, thread_id: str) -> list[int]:
        """The open questions of a thread, oldest first."""
        return [request_id for request_id, request in self.open.items() if request.thread_id == thread_id]


def _remove(queue: MutableSequence[Any], wanted: Any) -> bool:
    for position, queued in enumerate(queue):
        if queued is wanted:
            del queue[position]
            return True
    return False


class CommandLane:
    """What clients post for the processor's loop."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.commands: list[Any] = []

    def post(self, command: Any) -> bool:
        """Queue a command; True when the loop's bell must be rung.

        Raises:
            QueueFullError: the lane is full.
        """
        if len(self.commands) >= self.capacity:
            raise QueueFullError(
                "in-process app-server client queue is full; "
                "nothing was sent: let the runtime's loop run, then try again"
            )
        self.commands.append(command)
        return len(self.commands) == 1

    def take(self) -> list[Any]:
        """All queued commands, oldest first."""
        commands, self.commands = self.commands, []
        return commands

    def remove(self, command: Any) -> bool:
        """Take this very command out; False when it is not queued."""
        return _remove(self.commands, command)


class HandlerLane:
    """Who may run a handler now, and who waits for a place."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.running = 0
        self.waiting: deque[Any] = deque()
        self.rejected = 0

    def admit(self, job: Any, method: str) -> bool:
        """True: run it now. False: it waits.

        Raises:
            OverloadedError: too many wait already.
        """
        if self.running < self.capacity:
            self.running += 1
            return True
        if len(self.waiting) >= self.capacity:
            self.rejected += 1
            raise OverloadedError("in-process app-server request queue is full", method=method)
        self.waiting.append(job)
        return False

    def leave(self) -> Any | None:
        """A handler is over, or lends its place: gives the next job to run, already admitted."""
        self.running = max(0, self.running - 1)
        if not self.waiting or self.running >= self.capacity:
            return None
        self.running += 1
        return self.waiting.popleft()

    def remove(self, job: Any) -> bool:
        """Take this very job out of those that wait; False when it does not wait."""
        return _remove(self.waiting, job)

    def come_back(self) -> None:
        """A handler that lent its place goes on, even if that makes one too many."""
        self.running += 1
