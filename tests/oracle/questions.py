"""The server's open questions to its clients."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appserver.backends.base import Waiter
    from tests.oracle.state import Connection

__all__ = ["OpenQuestion", "QuestionTable", "check_server_request_id"]


@dataclass(eq=False)
class OpenQuestion:
    """A question that is not answered yet.

    Attributes:
        asked: the connections that may answer it.
    """

    request_id: int
    event: Any
    stable_event: Any | None
    waiter: Waiter
    thread_id: str | None
    asked: list[Connection] = field(default_factory=list)

    def shown_to(self, connection: Connection | None) -> Any | None:
        """The event that a connection is shown; None: it cannot be asked."""
        return self.event if connection is None or connection.is_experimental else self.stable_event


class QuestionTable:
    """The questions in flight; ids count from 0."""

    def __init__(self) -> None:
        self.open: dict[int, OpenQuestion] = {}
        self.opened = 0
        self.rejected = 0
        self.late = 0
        self.next_id = 0

    def take_id(self) -> int:
        """The next id."""
        request_id = self.next_id
        self.next_id += 1
        return request_id

    def remove(self, request_id: int) -> Waiter | None:
        """The question is over: whoever has not read it yet never will. None: it was over already."""
        question = self.open.pop(request_id, None)
        if question is None:
            return None
        for connection in question.asked:
            connection.queue.unask(request_id)
        return question.waiter

    def of_thread(self, thread_id: str | None) -> list[OpenQuestion]:
        """The open questions of a thread, or all of them, oldest first."""
        return [
            question
            for question in self.open.values()
            if thread_id is None or question.thread_id == thread_id
        ]

    def ask(self, question: OpenQuestion, connection: Connection) -> None:
        """Put a question in a connection's lane."""
        if connection not in question.asked:
            connection.counts["server_requests_opened"] += 1
            question.asked.append(connection)
        connection.queue.ask(question.request_id, question.shown_to(connection))

    def leave(self, connection: Connection, request_id: int) -> None:
        """The connection cannot answer this question any more."""
        question = self.open[request_id]
        question.asked.remove(connection)
        connection.queue.unask(request_id)

    def unattended(self) -> list[OpenQuestion]:
        """The open questions that no connection can answer."""
        return [question for question in self.open.values() if not question.asked]


def check_server_request_id(request_id: Any) -> None:
    """Refuse what the server's counter never returns.

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
