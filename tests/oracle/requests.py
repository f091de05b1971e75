"""A connection's open requests, and its requests on their way to the server's loop."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver.errors import QueueFullError
from tests.oracle.rejections import rejection

if TYPE_CHECKING:
    from appserver.backends.base import Waiter

__all__ = ["CommandQueue", "RequestTable", "check_request_id"]


@dataclass
class OpenRequest:
    """A request that is not answered yet."""

    generation: int
    waiter: Waiter | None


class RequestTable:
    """The requests in flight. `5` and `"5"` are different ids; an id is free again afterwards."""

    def __init__(self) -> None:
        self.open: dict[int | str, OpenRequest] = {}
        self.opened = 0
        self.late = 0
        self.next_id = 1

    def add(self, request_id: int | str | None, method: str, waiter: Waiter | None) -> tuple[int | str, int]:
        """Register a request; the generation tells it from a later one with the same id."""
        if request_id is None:
            while self.next_id in self.open:
                self.next_id += 1
            request_id = self.next_id
            self.next_id += 1
        elif request_id in self.open:
            raise rejection("duplicate_request_id", method, _shown(request_id))
        self.opened += 1
        self.open[request_id] = OpenRequest(self.opened, waiter)
        return request_id, self.opened

    def is_open(self, request_id: int | str, generation: int) -> bool:
        """Whether this very request is not over."""
        request = self.open.get(request_id)
        return request is not None and request.generation == generation

    def remove(self, request_id: int | str, generation: int) -> Waiter | None:
        """The request is over; an answer to one that was over already is counted."""
        if not self.is_open(request_id, generation):
            self.late += 1
            return None
        return self.open.pop(request_id).waiter

    def remove_all(self) -> list[Waiter]:
        """Every request is over; returns those who wait, oldest first."""
        waiters = [request.waiter for request in self.open.values() if request.waiter is not None]
        self.open.clear()
        return waiters


def check_request_id(request_id: Any) -> None:
    """Refuse what is not a JSON-RPC id. A bool is an int to Python, and not to anybody else.

    Raises:
        TypeError: neither an integer nor a string.
        ValueError: an integer of more than 64 bits.
    """
    if isinstance(request_id, bool) or not isinstance(request_id, int | str):
        raise TypeError(f"a request id is an int or a str, not {type(request_id).__name__}")
    if isinstance(request_id, int) and not -(2**63) <= request_id < 2**63:
        raise ValueError(f"request id {request_id} does not fit in 64 bits; use a string instead")


def _shown(request_id: int | str) -> str:
    if isinstance(request_id, int):
        return f"Integer({request_id})"
    return f"String({json.dumps(request_id, ensure_ascii=False)})"


@dataclass(frozen=True, eq=False)
class Command:
    """A request that was posted from another thread."""

    job: Any
    request_id: int | str
    generation: int


class CommandQueue:
    """What a client's threads post for the server's loop."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.commands: list[Command] = []

    def post(self, command: Command) -> bool:
        """Queue a command; True when the loop must be woken.

        Raises:
            QueueFullError: the queue is full.
        """
        if len(self.commands) >= self.capacity:
            raise QueueFullError(
                "in-process app-server client queue is full; "
                "nothing was sent: let the runtime's loop run, then try again"
            )
        self.commands.append(command)
        return len(self.commands) == 1

    def take(self) -> list[Any]:
        """All queued jobs, oldest first."""
        commands, self.commands = self.commands, []
        return [command.job for command in commands]

    def remove(self, request_id: int | str, generation: int) -> None:
        """Take out the job of a request that is over."""
        self.commands = [
            command
            for command in self.commands
            if (command.request_id, command.generation) != (request_id, generation)
        ]
