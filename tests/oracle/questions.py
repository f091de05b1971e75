"""The server's open questions to its clients."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.oracle.slots import Asked

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
    method: str
    asked: dict[Connection, Asked] = field(default_factory=dict)

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
            connection.unask(request_id)
        return question.waiter

    def of_thread(self, thread_id: str | None) -> list[OpenQuestion]:
        """The open questions of a thread, or all of them, oldest first."""
        return [
            question
            for question in self.open.values()
            if thread_id is None or question.thread_id == thread_id
        ]

    def ask(self, question: OpenQuestion, connection: Connection) -> None:
        """Put a question in a connection's primary stream, and in those of its thread, unless it stands there."""
        if connection not in question.asked:
            connection.counts["server_requests_opened"] += 1
        asked = question.asked.setdefault(connection, Asked())
        asked.is_unread = True
        for queue in connection.queues:
            is_for_it = queue is connection.queue or (
                queue.is_open
                and queue.thread_id is not None
                and queue.thread_id == question.thread_id
                and (queue.methods is None or question.method in queue.methods)
            )
            if is_for_it and question.request_id not in [unread.request_id for unread in queue.questions]:
                queue.ask(question.request_id, question.shown_to(connection), asked)

    def leave(self, connection: Connection, request_id: int) -> bool:
        """The connection cannot answer this question any more; whether nobody can now."""
        question = self.open[request_id]
        del question.asked[connection]
        connection.unask(request_id)
        return not question.asked

    def unread_by(self, connection: Connection) -> list[OpenQuestion]:
        """The open questions that a connection was asked and has not read, oldest first."""
        return [
            question
            for question in self.open.values()
            if connection in question.asked and question.asked[connection].is_unread
        ]

    def has_room(self, connection: Connection) -> bool:
        """Whether a connection's lane of questions has room."""
        return len(self.unread_by(connection)) < connection.queue.capacity

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
