"""What the oracle's server and its connections are made of: plain data, and the questions that both ask of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.oracle.requests import CommandQueue, RequestTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.backends.base import Waiter
    from tests.oracle.load import Load
    from tests.oracle.notification_meta import NotificationMeta
    from tests.oracle.ordering import Ordering
    from tests.oracle.questions import QuestionTable
    from tests.oracle.queue import Queue
    from tests.oracle.streams import Hooks
    from tests.oracle.unread import Patience
    from tests.oracle.wakers import Wakers

__all__ = ["Connection", "Server"]


@dataclass(eq=False)
class Connection:
    """One connection.

    Attributes:
        queue: its primary stream.
        queues: all its streams, the primary one first; those that were thrown away included.
        threads: those it is subscribed to.
        in_order_up_to: the number of the last parked send that no event of a stranger's thread may pass.
        counts: what happened so far, by the name in `stats`.
    """

    number: int
    queue: Queue
    legacy_notifications: bool
    follows_new_threads: bool
    patience: Patience
    commands: CommandQueue
    requests: RequestTable = field(default_factory=RequestTable)
    queues: list[Queue] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    in_order_up_to: int = 0
    is_initialized: bool = False
    is_experimental: bool = False
    opt_out: frozenset[str] = frozenset()
    is_closed: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def listens(self) -> bool:
        """Whether it can be asked something."""
        return self.is_initialized and not self.is_closed and self.queue.is_open

    def unask(self, request_id: int) -> None:
        """Take a question out of its streams."""
        for queue in self.queues:
            queue.unask(request_id)

    def wants(self, meta: NotificationMeta) -> bool:
        """Whether a notification passes its gate."""
        return (
            self.is_initialized
            and meta.method not in self.opt_out
            and (self.legacy_notifications or not meta.is_legacy)
            and (self.is_experimental or not meta.is_experimental)
        )


@dataclass(eq=False)
class Server:
    """One server.

    Attributes:
        connections: all that there were.
        threads: those that it knows.
        load: what all streams hold together.
        sends_parked: how many sends had to wait so far; the number of the last one.
        watcher: called once when time is to be told.
        expects_clients: whether questions stay open while nobody listens.
        is_closing: whether nothing new comes in.
        is_closed: whether nothing is delivered any more.
    """

    hooks: Hooks
    wakers: Wakers
    questions: QuestionTable
    ordering: Ordering
    load: Load
    connections: list[Connection] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    is_closing: bool = False
    is_closed: bool = False
    shutdown_has_begun: bool = False
    notifications: int = 0
    sends_parked: int = 0
    watcher: Callable[[], None] | None = None
    expects_clients: bool = False

    @property
    def open_connections(self) -> list[Connection]:
        """The connections that were not closed, oldest first."""
        return [connection for connection in self.connections if not connection.is_closed]

    def is_subscribed(self, connection: Connection, thread_id: str | None) -> bool:
        """Whether the thread's events and questions go to the connection: also those of a thread that is not known."""
        if connection.is_closed:
            return False
        return thread_id is None or thread_id not in self.threads or thread_id in connection.threads

    def leave_thread(self, connection: Connection, thread_id: str) -> None:
        """The connection is a stranger to the thread from now on; what waits for it keeps its place."""
        connection.threads.remove(thread_id)
        connection.in_order_up_to = self.sends_parked + 1

    def is_stranger(self, connection: Connection, thread_id: str | None) -> bool:
        """Whether the thread is known, and none of the connection's."""
        return thread_id in self.threads and thread_id not in connection.threads

    def tell_watcher(self) -> None:
        """Wake whoever tells the time, once."""
        watcher, self.watcher = self.watcher, None
        if watcher is not None:
            watcher()

    def end_unattended_questions(self) -> list[Waiter]:
        """Where nobody listens any more, no question is asked again: those that nobody can answer are over."""
        if self.expects_clients or any(connection.listens for connection in self.connections):
            return []
        unattended = self.questions.unattended()
        for question in unattended:
            self.questions.remove(question.request_id)
        return [question.waiter for question in unattended]
