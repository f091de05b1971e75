"""Short ways to send requests on their way to a handler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.contract.harness import RecordedWaiter

__all__ = ["Request", "open_request"]


@dataclass(frozen=True)
class Request:
    """An open request of a connection, whose job is its name."""

    connection: Any
    name: str
    request_id: int | str
    generation: int

    def admit(self, scope: str | None = None, *, shared: bool = False, permit: bool = True) -> bool:
        """Ask to run it."""
        admitted: bool = self.connection.admit(
            self.name, self.request_id, self.generation, "thread/start", scope, shared, permit
        )
        return admitted

    def post(self) -> bool:
        """Queue it for the server's loop."""
        posted: bool = self.connection.post_command(self.name, self.request_id, self.generation)
        return posted

    def abandon(self) -> list[Any]:
        """Give it up; the jobs that may run now."""
        freed: list[Any] = self.connection.abandon_request(self.request_id, self.generation)
        return freed


def open_request(connection: Any, name: str) -> Request:
    """Open a request of that name."""
    return Request(
        connection, name, *connection.open_request(None, "thread/start", None, RecordedWaiter(name))
    )
